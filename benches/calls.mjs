// What a call costs from Node: our functions, and a call into a module that does nothing.
//
//     node benches/calls.mjs

import { createRequire } from "node:module";
import { join } from "node:path";
import { best, root, tell } from "./best.mjs";

const pms = createRequire(import.meta.url)(join(root, "target/wasm/package/nodejs/pms.cjs"));
const TIMES = 20_000;

/** A module of one function that returns 42. */
const nothing = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11,
]);
const { f } = new WebAssembly.Instance(new WebAssembly.Module(nothing)).exports;

/** The split in plain JavaScript, on whole cents, which JavaScript has no type for. */
function byHand(amount, among) {
  const cents = BigInt(amount.replace(".", ""));
  const [part, odd] = [cents / BigInt(among), Number(cents % BigInt(among))];
  return Array.from({ length: among }, (_, n) => {
    const digits = String(part + (n < odd ? 1n : 0n)).padStart(3, "0");
    return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  });
}

const split = JSON.stringify({ amount: "100.00", among: 3 });
const acts = {
  "empty module": () => f(),
  version: () => pms.version(),
  "by hand": () => byHand("100.00", 3),
  typed: () => pms.splitEvenly("100.00", 3),
  json: () => pms.call("money.split_evenly", split),
};
if (String(acts["by hand"]()) !== String(acts.typed())) throw new Error("the splits differ");
let kept;
for (const [name, act] of Object.entries(acts)) {
  const often = () => {
    for (let n = 0; n < TIMES; n += 1) kept = act();
  };
  tell(`calls/node/${name}`, (await best(often, 9)) / TIMES);
}
