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

/** The names of a function's arguments, as its declaration tells them. */
function parameters(declarations, name) {
  const found = new RegExp(`export function ${name}\\(([^)]*)\\)`).exec(declarations);
  if (!found) throw new Error(`no function ${name}`);
  return found[1].split(",").filter(Boolean).map((part) => part.split(/[?:]/)[0].trim());
}

/** Runs every line of `text` on the module and returns the counts and what failed. */
export function run(pms, declarations, text) {
  const counts = { json: 0, typed: 0, failures: [] };
  for (const line of text.split("\n").filter(Boolean)) {
    const { id, op, input, expect } = cut(line);
    const answer = pms.call(op, input);
    if (answer === expect) counts.json += 1;
    else counts.failures.push(`${id}\n  wanted ${expect}\n  got    ${answer}`);

    const wanted = JSON.parse(expect);
    if (op === "practice.run") continue;
    if (wanted.err && UNSAYABLE.some((start) => wanted.err.code.startsWith(start))) continue;
    const given = JSON.parse(input);
    const name = camel(op.split(".")[1]);
    let got;
    try {
      const given_in_order = parameters(declarations, name).map((key) => given[camel(key)]);
      got = { ok: pms[name](...given_in_order) };
    } catch (error) {
      if (error.name !== "PmsError") throw error;
      const { kind, code, detail, field, retryable } = error;
      got = { err: { kind, code, detail, field, retryable } };
    }
    if (JSON.stringify(got) === expect) counts.typed += 1;
    else counts.failures.push(`${id} (typed)\n  wanted ${expect}\n  got    ${JSON.stringify(got)}`);
  }
  return counts;
}

/** Prints the counts as every runner does; true where nothing failed. */
export function told(language, counts, checks) {
  for (const failure of counts.failures) console.log(`FAILED: ${failure}`);
  const failed = counts.failures.length;
  console.log(`vectors ${language}: ${counts.json} json, ${counts.typed} typed`);
  console.log(`${language}: ${counts.json + counts.typed + checks} passed, ${failed} failed`);
  return failed === 0;
}
