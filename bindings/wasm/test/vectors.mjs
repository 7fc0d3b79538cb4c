// The vectors, as every runner of JavaScript runs them: once through the JSON door, once typed.

const UNSAYABLE = ["json.", "op.", "scalar.", "money.syntax"];

/** One line, cut at its seams. */
function cut(line) {
  const [id, afterId] = split(line.slice('{"id":"'.length, -1), '","op":"');
  const [op, afterOp] = split(afterId, '","input":');
  const seam = afterOp.lastIndexOf(',"expect":');
  return { id, op, input: afterOp.slice(0, seam), expect: afterOp.slice(seam + ',"expect":'.length) };
}

function split(text, seam) {
  const at = text.indexOf(seam);
  return [text.slice(0, at), text.slice(at + seam.length)];
}

/** `split_evenly` is splitEvenly. */
export function camel(name) {
  return name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
}

/** Text of which each character is a byte, as the bytes. */
function bytes(text) {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** What JSON says, as the declared type wants it. */
function typed(type, value) {
  if (type === "Uint8Array" && typeof value === "string") return bytes(value);
  if (type === "Uint8Array[]" && Array.isArray(value)) return value.map(bytes);
  return value;
}

/** The arguments of a function or of a practice's command, as its declaration tells them. */
function parameters(declarations, name, given, before = "export function ") {
  const found = new RegExp(`${before}${name}\\(([^)]*)\\)`).exec(declarations);
  if (!found) throw new Error(`no function ${name}`);
  return found[1].split(",").filter(Boolean).map((part) => {
    const [key, type] = part.split(/\??:/).map((word) => word.trim());
    return typed(type, given[camel(key)]);
  });
}

/** A value as JSON says it: bytes as text of which each character is one. */
function said(value) {
  const latin = (each) => String.fromCharCode(...each);
  return JSON.stringify(value, (_, each) => (each instanceof Uint8Array ? latin(each) : each));
}

/** What `act` answers or throws, as the JSON door says it. */
async function answered(act) {
  try {
    return { ok: await act() };
  } catch (error) {
    if (error.name !== "PmsError") throw error;
    const { kind, code, detail, field, retryable } = error;
    return { err: { kind, code, detail, field, retryable } };
  }
}

function isUnsayable(wanted) {
  return wanted.err && UNSAYABLE.some((start) => wanted.err.code.startsWith(start));
}

/** A day at a practice by its typed commands. */
async function day(pms, declarations, { practice: id, steps }, wanted, tell) {
  const practice = pms.Practice.inMemory(id);
  for (const [n, { op, input }] of steps.entries()) {
    if (isUnsayable(wanted[n])) continue;
    const name = camel(op);
    const given = parameters(declarations, name, input, "\\n {4}");
    tell(`step ${n + 1}`, await answered(() => practice[name](...given)), JSON.stringify(wanted[n]));
  }
}

/** Runs every line of `text` on the module and returns the counts and what failed. */
export async function run(pms, declarations, text) {
  const counts = { json: 0, typed: 0, steps: 0, failures: [] };
  for (const line of text.split("\n").filter(Boolean)) {
    const { id, op, input, expect } = cut(line);
    const answer = pms.call(op, input);
    if (answer === expect) counts.json += 1;
    else counts.failures.push(`${id}\n  wanted ${expect}\n  got    ${answer}`);

    const tell = (count) => (what, got, wanted) => {
      if (said(got) === wanted) counts[count] += 1;
      else counts.failures.push(`${id} (${what})\n  wanted ${wanted}\n  got    ${said(got)}`);
    };
    const [given, wanted] = [JSON.parse(input), JSON.parse(expect)];
    if (op === "practice.run") {
      if (wanted.ok) await day(pms, declarations, given, wanted.ok, tell("steps"));
      continue;
    }
    if (isUnsayable(wanted)) continue;
    const name = camel(op.split(".")[1]);
    const inOrder = parameters(declarations, name, given);
    tell("typed")("typed", await answered(() => pms[name](...inOrder)), expect);
  }
  return counts;
}

/** Prints the counts as every runner does; true where nothing failed. */
export function told(language, counts, checks) {
  for (const failure of counts.failures) console.log(`FAILED: ${failure}`);
  const failed = counts.failures.length;
  console.log(`vectors ${language}: ${counts.json} json, ${counts.typed} typed`);
  console.log(`${language}: ${counts.json + counts.typed + counts.steps + checks} passed, ${failed} failed`);
  return failed === 0;
}
