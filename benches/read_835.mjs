// The file of read_835.rs, read by packages of npm: nanoseconds a byte.
//
//     PMS_NPM=target/npm/benches/peers node benches/read_835.mjs

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { best, installed, root, tell } from "./best.mjs";

const file = readFileSync(join(root, "target/bench/835.edi"), "latin1");
const transactions = file.split("~ST*835*").length - 1;

/** An object for each segment. */
async function x12Parser() {
  const { X12parser } = installed("x12-parser");
  let read = 0;
  for await (const segment of Readable.from([file]).pipe(new X12parser())) read += segment.name === "ST";
  return read;
}

/** A tree of the interchange, with its envelopes checked. */
function nodeX12() {
  const { X12Parser } = installed("node-x12");
  return new X12Parser(true).parse(file).functionalGroups[0].transactions.length;
}

for (const [name, read] of Object.entries({ "x12-parser": x12Parser, "node-x12": nodeX12 })) {
  const found = await read();
  if (found !== transactions) throw new Error(`${name} finds ${found} transactions, not ${transactions}`);
  tell(`835/${name}`, (await best(read, 2)) / file.length);
}
