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
