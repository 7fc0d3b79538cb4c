// A board against the search from scratch, on the same calendars.

import assert from "node:assert/strict";

const ZONE = "America/New_York";
// The clocks change on 8 March.
const [START, END, NOW] = ["2026-03-02T05:00:00Z", "2026-03-16T04:00:00Z", "2026-03-01T00:00:00Z"];
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"];
const [visit, rules] = [{ duration: 30, before: 0, after: 10 }, { step: 15, notice: 120, horizonDays: 12 }];
const ROWS = 11; // of which some lie alone

const minute = (text) => Date.parse(text) / 60_000;
const text = (minutes) => new Date(minutes * 60_000).toISOString();

const schedules = Array.from({ length: ROWS }, (_, row) => {
  const spans = [[`${String(8 + (row % 3)).padStart(2, "0")}:00`, "12:00"], ["13:00", "17:30"]];
  const hours = DAYS.flatMap((day) => spans.map(([opens, closes]) => ({ day, opens, closes })));
  return { zone: ZONE, hours, validFrom: "2026-03-02", validTo: null };
});

/** Of each row what is busy, as pairs of minutes: the same in every run. */
const busy = schedules.map((_, row) =>
  Array.from({ length: 50 }, (_, n) => {
    const start = minute(START) + (n % 14) * 1_440 + ((n * 977 + row * 131) % 1_200);
    return [start, start + 5 + ((n * 53 + row * 7) % 80)];
  }),
);

const times = (taken) => taken.map(([start, end]) => ({ start: text(start), end: text(end) }));

const fromScratch = (busy) =>
  schedules.flatMap((schedule, row) =>
    pairs(schedule, times(busy[row]), row),
  );

let pms;
const pairs = (schedule, taken, row) =>
  pms.openSlots(schedule, taken, visit, rules, START, END, NOW).starts.map(({ at }) => [row, minute(at)]);

function laid() {
  const flat = busy.flatMap((taken, row) => taken.map(([start, end]) => [row, start, end]));
  const column = (n) => flat.map((one) => one[n]);
  return new pms.Board(
    schedules, Uint32Array.from(column(0)), Int32Array.from(column(1)), Int32Array.from(column(2)), START, END,
  );
}

const question = { visit, rules, start: START, end: END, now: NOW, rows: null };
const told = ({ rows, starts }) => Array.from(rows, (row, n) => [row, starts[n]]);

/** The checks, by name; `refused` is that of the other checks. */
export const checks = (module, refused) => {
  pms = module;
  return {
    "a board finds what a search from scratch finds": () => {
      const [board, wanted] = [laid(), fromScratch(busy)];
      assert.equal(board.rows, ROWS);
      assert.ok(wanted.length > 1_000);
      const found = board.allByRow(question);
      assert.ok(found.rows instanceof Uint32Array && found.starts instanceof Int32Array);
      assert.deepEqual(told(found), wanted);
      const byStart = wanted.toSorted((one, other) => one[1] - other[1]);
      assert.deepEqual(told(board.all(question)), byStart);
      assert.deepEqual(told(board.first(question, 10)), byStart.slice(0, 10));
      assert.equal(board.count(question), wanted.length);
      assert.equal(board.answer(question), "open");
      const named = { ...question, rows: [9, 3] };
      const ofBoth = [9, 3].flatMap((row) => wanted.filter((opening) => opening[0] === row));
      assert.deepEqual(told(board.allByRow(named)), ofBoth);
    },
    "a booking takes its time and a cancellation gives it back": () => {
      const board = laid();
      const { rows: [row], starts: [start], version } = board.first(question, 1);
      const taken = busy.map((one, n) => (n === row ? [...one, [start, start + 30]] : one));
      assert.equal(board.take(row, text(start), text(start + 30)), version + 1);
      assert.deepEqual(told(board.allByRow(question)), fromScratch(taken));
      board.lay(row, schedules[row], times(busy[row]));
      assert.deepEqual(told(board.allByRow(question)), fromScratch(busy));
    },
    "what a board cannot tell it refuses": () => {
      const board = laid();
      const sevens = { ...question, rules: { ...rules, step: 7 } };
      refused(() => board.count(sevens), "scheduling.off_the_board", "rules");
      refused(() => board.count({ ...question, rows: [0, ROWS] }), "board.row", "rows[1]");
      refused(() => board.count({ ...question, visit: { duration: 30 } }), "json.type", "search.visit");
      const none = [new Uint32Array(), new Int32Array()];
      refused(() => new pms.Board(schedules, ...none, Int32Array.of(1), START, END), "board.columns", "busy");
      refused(() => new pms.Board([], ...none, none[1], START, END), "board.empty", "schedules");
    },
  };
};
