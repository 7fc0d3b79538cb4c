// The module in Node: the vectors, and what JavaScript itself could get wrong at the door.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { checks as boardChecks } from "./board.mjs";
import { camel, run, told } from "./vectors.mjs";

const home = new URL("../../../", import.meta.url);
const at = process.env.PMS_PACKAGE;
const pms = createRequire(import.meta.url)(`${at}/nodejs/pms.cjs`);
const vectors = new URL("tests/vectors/", home);
const text = readdirSync(vectors)
  .filter((name) => name.endsWith(".jsonl"))
  .sort()
  .map((name) => readFileSync(new URL(name, vectors), "utf8"))
  .join("");
const counts = await run(pms, readFileSync(`${at}/nodejs/pms.d.ts`, "utf8"), text);

const checks = {
  "a number is no amount": () => refused(() => pms.splitEvenly(100.0, 3), "json.type", "amount"),
  "nothing is no amount": () => refused(() => pms.splitEvenly(undefined, 3), "json.type", ""),
  "a big integer is no amount": () => assert.throws(() => pms.splitEvenly(100n, 3), TypeError),
  "an error is an Error": () => {
    const error = refused(() => pms.total(["33.335"]), "money.too_precise", "amounts[0]");
    assert.ok(error instanceof Error);
    assert.equal(error.message, "more than 2 decimal places");
    assert.equal(error.retryable, false);
  },
  "no operation is missing": () => {
    const { functions, commands } = JSON.parse(pms.call("op.list", "{}")).ok;
    for (const name of functions) assert.equal(typeof pms[camel(name.split(".")[1])], "function", name);
    for (const name of commands) assert.equal(typeof pms.Practice.prototype[camel(name)], "function", name);
  },
  "the version is the package's": () =>
    assert.equal(pms.version(), JSON.parse(readFileSync(`${at}/package.json`, "utf8")).version),
  ...boardChecks(pms, refused),
};

/** What `act` throws, a PmsError with this code and field. */
function refused(act, code, field) {
  try {
    act();
  } catch (error) {
    assert.equal(error.name, "PmsError");
    assert.equal(error.code, code);
    assert.equal(error.field, field);
    return error;
  }
  throw new Error(`not refused: ${code}`);
}

let passed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    check();
    passed += 1;
  } catch (error) {
    counts.failures.push(`${name}: ${error.message}`);
  }
}
process.exitCode = told("node", counts, passed) ? 0 : 1;
