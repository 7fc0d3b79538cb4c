// The calendars of slots.rs, asked of slot-calculator and of our own module: the earliest half-hour
// visits that do not overlap. Ours must find as many as slots.rs found. slot-calculator gives up a half
// hour whose first free minute leads nowhere, even where a later one would, and may miss one in a hundred.
//
//     PMS_NPM=target/npm/benches/peers node benches/slots.mjs slot-calculator|wasm SIZE..

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { best, installed, root, tell } from "./best.mjs";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const HOURS = [["08:00", "12:00"], ["13:00", "17:00"]];
const text = (seconds) => new Date(seconds * 1000).toISOString();
const workdays = (entry) => DAYS.flatMap((day) => HOURS.map(([from, to]) => entry(day, from, to)));

/** Looks at every minute, and hands out each slot with the texts of its ends and its day. */
function slotCalculator(fixture) {
  const { getSlots } = installed("slot-calculator");
  const availability = workdays((day, from, to) => ({ day, from, to, timezone: fixture.tz }));
  const ask = (busy) => ({
    from: text(fixture.from_),
    to: text(fixture.to),
    duration: 30,
    outputTimezone: fixture.tz,
    availability: structuredClone(availability),
    unavailability: busy.map(([from, to]) => ({ from: text(from), to: text(to) })),
  });
  const asked = fixture.providers.map(ask);
  return () => asked.reduce((sum, ask) => sum + getSlots(ask).availableSlots.length, 0);
}

/** Ours through its typed door: every start at five minutes as two texts, thinned out here. */
function wasm(fixture) {
  const pms = createRequire(import.meta.url)(join(root, "target/wasm/package/nodejs/pms.cjs"));
  const hours = workdays((day, opens, closes) => ({ day: day.toLowerCase(), opens, closes }));
  const schedule = { zone: fixture.tz, hours, validFrom: "2027-01-01", validTo: null };
  const visit = { duration: 30, before: 0, after: 0 };
  const rules = { step: 5, notice: 0, horizonDays: null };
  const [from, to, now] = [text(fixture.from_), text(fixture.to), "2027-02-01T00:00:00Z"];
  const asked = fixture.providers.map((busy) => busy.map(([start, end]) => ({ start: text(start), end: text(end) })));
  const visits = (busy) => {
    let [free, count] = [-Infinity, 0];
    for (const start of pms.openSlots(schedule, busy, visit, rules, from, to, now).starts) {
      const at = Date.parse(start.at);
      if (at < free) continue;
      free = at + 1_800_000;
      count += 1;
    }
    return count;
  };
  return () => asked.reduce((sum, busy) => sum + visits(busy), 0);
}

const [peer, ...sizes] = process.argv.slice(2);
const search = { "slot-calculator": slotCalculator, wasm }[peer];
const missed = { "slot-calculator": 0.01, wasm: 0 }[peer];
for (const size of sizes) {
  const fixture = JSON.parse(readFileSync(join(root, `target/bench/slots/${size}.json`), "utf8"));
  const work = search(fixture);
  const [found, due] = [work(), fixture.visits];
  if (found > due || found < due * (1 - missed)) throw new Error(`${peer} finds ${found} visits, not ${due}`);
  const [count, days] = size.split("x").map(Number);
  tell(`slots/${peer}/${size}`, (await best(work, count > 1 ? 2 : 5)) / (count * days));
}
