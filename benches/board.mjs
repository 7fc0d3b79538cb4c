// What a search of a warm board costs from Node, answers as typed arrays.
//
//     node benches/board.mjs 1x90 50x90

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { best, root, tell } from "./best.mjs";

const pms = createRequire(import.meta.url)(join(root, "target/wasm/package/nodejs/pms.cjs"));
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"];
const HOURS = [["08:00", "12:00"], ["13:00", "17:00"]];
const text = (seconds) => new Date(seconds * 1000).toISOString();

for (const size of process.argv.slice(2)) {
  const fixture = JSON.parse(readFileSync(join(root, `target/bench/slots/${size}.json`), "utf8"));
  const hours = DAYS.flatMap((day) => HOURS.map(([opens, closes]) => ({ day, opens, closes })));
  const week = { zone: fixture.tz, hours, validFrom: "2027-01-01", validTo: null };
  const flat = fixture.providers.flatMap((busy, row) => busy.map(([from, to]) => [row, from / 60, to / 60]));
  const column = (n) => flat.map((one) => one[n]);
  const [count, days] = size.split("x").map(Number);
  const [start, end, now] = [text(fixture.from_), text(fixture.to), "2027-02-01T00:00:00Z"];
  const board = new pms.Board(
    Array(count).fill(week), Uint32Array.from(column(0)), Int32Array.from(column(1)), Int32Array.from(column(2)),
    start, end,
  );
  const [visit, rules] = [{ duration: 30, before: 0, after: 0 }, { step: 15, notice: 0, horizonDays: null }];
  const search = { visit, rules, start, end, now, rows: null };
  const found = board.allByRow(search).starts.length;
  if (found !== fixture.openings) throw new Error(`${found} openings, not ${fixture.openings}`);
  const times = Math.max(1, Math.floor(200_000 / (count * days)));
  const often = (act) => () => {
    for (let n = 0; n < times; n += 1) act();
  };
  tell(`slots/wasm columns/${size}`, (await best(often(() => board.allByRow(search)), 9)) / (times * count * days));
  tell(`slots/wasm first ten/${size}`, (await best(often(() => board.first(search, 10)), 9)) / times);
}
