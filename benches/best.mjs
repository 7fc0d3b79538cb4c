// What the peers in JavaScript share: the shortest of some runs, told to benches/run.

import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the workspace. */
export const root = fileURLToPath(new URL("../", import.meta.url));

/** A package that `PMS_NPM` holds. */
export const installed = (name) => createRequire(join(process.env.PMS_NPM, "package.json"))(name);

/** The shortest of some runs, in nanoseconds of the processor: others may share the machine. */
export async function best(work, turns = 5) {
  let shortest = Infinity;
  for (let turn = 0; turn < turns; turn += 1) {
    const began = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(began);
    shortest = Math.min(shortest, (user + system) * 1_000);
  }
  return shortest;
}

/** One figure, as a line of JSON. */
export const tell = (name, ns) => console.log(JSON.stringify({ name, ns }));
