// What a call costs from Node: our functions beside the limit, a call that does nothing.
//
//     node benches/calls.mjs

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const at = fileURLToPath(new URL("../target/wasm/package/nodejs/pms.cjs", import.meta.url));
const pms = createRequire(import.meta.url)(at);

/** Microseconds a call, the best of seven runs. */
function cost(act) {
  let best = Infinity;
  for (let run = 0; run < 7; run += 1) {
    const began = process.hrtime.bigint();
    for (let n = 0; n < 20_000; n += 1) act();
    best = Math.min(best, Number(process.hrtime.bigint() - began));
  }
  return best / 20_000 / 1_000;
}

const split = JSON.stringify({ amount: "100.00", among: 3 });
const acts = {
  "empty (version)": () => pms.version(),
  'splitEvenly("100.00", 3)': () => pms.splitEvenly("100.00", 3),
  "readIdentifier(text)": () => pms.readIdentifier("018f2d5c-0000-7000-8000-000000000001"),
  "JSON door, the same split": () => pms.call("money.split_evenly", split),
};
const floor = cost(acts["empty (version)"]);
console.log(`${"call".padEnd(42)}${"us".padStart(8)}${"of an empty call".padStart(20)}`);
for (const [name, act] of Object.entries(acts)) {
  const took = cost(act);
  console.log(`node   ${name.padEnd(35)}${took.toFixed(2).padStart(8)}${(took / floor).toFixed(1).padStart(19)}x`);
}
