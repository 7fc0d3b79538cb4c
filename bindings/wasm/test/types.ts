// What TypeScript must accept and must refuse; compiled, never run.
import * as pms from "../../../target/wasm/package/web/pms.js";

const parts: pms.DecimalString[] = pms.splitEvenly("100.00", 3);
const rounding: pms.RoundingName = "half_up";
const due: pms.DecimalString = pms.share(parts[0] ?? "0.00", "0.2", rounding);
pms.total([due]);

// @ts-expect-error money is no number
pms.splitEvenly(100, 3);
// @ts-expect-error nobody rounds like this
pms.share("1.00", "0.5", "bankers");

try {
  pms.readIdentifier("M-1001");
} catch (error) {
  const refused = error as pms.PmsError;
  const retryable: boolean = refused.retryable;
  console.log(refused.code, retryable);
}

// What is optional may be left out, and is known by its name.
const wish: pms.VisitWish = { schedules: [], visit: "", start: "", end: "", anyOf: [""], filter: { days: ["tuesday"] } };
const plain: pms.VisitChoice = { schedules: [""], visit: "", start: "" };
// @ts-expect-error nobody asks for it by this name
const wrong: pms.VisitWish = { ...wish, any_of: [""] };
export async function found(practice: pms.Practice, call: pms.Call): Promise<pms.IsoInstant[]> {
  const why: pms.SearchExplanation = await practice.why(call, wrong);
  console.log(why.relaxations.map((one) => one.lift.length), plain.overriding?.layers);
  return (await practice.findTimes(call, wish)).starts;
}

const columns: pms.OpeningColumns = new pms.Board(
    [], new Uint32Array(), new Int32Array(), new Int32Array(), "2026-03-02T05:00:00Z", "2026-03-03T05:00:00Z",
).first({
    visit: { duration: 30, before: 0, after: 0 },
    rules: { step: 15, notice: 0, horizonDays: undefined },
    start: "2026-03-02T05:00:00Z", end: "2026-03-03T05:00:00Z", now: "2026-03-01T00:00:00Z", rows: undefined,
}, 10);
const starts: Int32Array = columns.starts;
console.log(starts.length);

// A file is bytes, in whatever letters it was written.
const file = new Uint8Array([0x49, 0x53, 0x41]);
const checked: pms.CheckedFile = pms.checkX12(file);
const outcomes: pms.ClaimOutcomes = pms.claimOutcomes(file, [file]);
console.log(checked.findings[0]?.byte, outcomes.claims[0]?.standing);
// @ts-expect-error text is no file
pms.checkX12("ISA");
