//! The JavaScript module `pms`: typed functions over plain objects, and the JSON door.
//!
//! What a function is given becomes JSON text and goes through the one door that every language
//! shares, so a number where an amount is wanted, a misspelt field and a missing one are refused in
//! the same words everywhere. TypeScript learns the shapes from the facade's records.
#![cfg(target_arch = "wasm32")]

use js_sys::{Error, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const SCALARS: &str = r#"
/** Plain decimal notation: "-1234.50". Never a number. */
export type DecimalString = string;
/** A civil date: "2026-03-01". */
export type IsoDate = string;
/** A point in time, to the microsecond: "2026-03-01T15:00:00Z". */
export type IsoInstant = string;
/** What a clock on the wall shows, in no zone: "2026-03-01T09:00:00". */
export type IsoLocalTime = string;
/** Why something was not done. Nothing has changed where this is thrown. */
export interface PmsError extends Error {
    name: "PmsError";
    kind: "invalid" | "refused" | "not_found" | "conflict" | "denied" | "unavailable";
    /** The stable name of what is wrong: "money.syntax". */
    code: string;
    /** One lower-case sentence; tells nothing of a patient. */
    detail: string;
    /** Where in the input it stands: "lines[2].charge". */
    field: string;
    /** Trying the same again may succeed. */
    retryable: boolean;
}
"#;

/// The version of the library; the same in every language.
#[wasm_bindgen]
pub fn version() -> String {
    pms_facade::version()
}

/// The JSON door: does the operation named on the JSON arguments, and always answers with JSON.
#[wasm_bindgen]
pub fn call(op: String, input: String) -> String {
    pms_facade::call(op, input)
}

/// The version of the zone rules in use, such as `2026a`.
#[wasm_bindgen(js_name = zoneRulesVersion)]
pub fn zone_rules_version() -> String {
    pms_facade::zone_rules_version()
}

/// Declares the typed functions: the operation, the arguments and the answer, as TypeScript says them.
macro_rules! functions {
    ($($(#[doc = $doc:literal])+ $name:ident as $js:ident = $op:literal ($($argument:ident as $key:literal: $kind:literal),*) -> $answer:literal;)+) => {$(
        $(#[doc = $doc])+
        #[wasm_bindgen(js_name = $js, unchecked_return_type = $answer)]
        pub fn $name($(#[wasm_bindgen(js_name = $argument, unchecked_param_type = $kind)] $argument: JsValue),*) -> Result<JsValue, JsValue> {
            answer($op, &[$(($key, $argument)),*])
        }
    )+};
}

functions! {
    /// All amounts together.
    total as total = "money.total" (amounts as "amounts": "DecimalString[]") -> "DecimalString";
    /// The part of an amount that a rate names, exact and rounded once.
    share as share = "money.share" (amount as "amount": "DecimalString", rate as "rate": "DecimalString", rounding as "rounding": "RoundingName") -> "DecimalString";
    /// Shares an amount out in proportion to weights, so that the parts add up to the whole.
    split as split = "money.split" (amount as "amount": "DecimalString", weights as "weights": "DecimalString[]") -> "DecimalString[]";
    /// Shares an amount out evenly, the first ones bearing the odd cents.
    split_evenly as splitEvenly = "money.split_evenly" (amount as "amount": "DecimalString", among as "among": "number") -> "DecimalString[]";
    /// An identifier as it is kept, lower-case and hyphenated.
    read_identifier as readIdentifier = "id.read_identifier" (text as "text": "string") -> "string";
    /// A code as it is kept and sent: checked for its shape, in capitals, without dots.
    read_code as readCode = "code.read_code" (kind as "kind": "CodeKind", text as "text": "string") -> "string";
    /// The instant of a local time in a zone; nothing is shifted silently.
    resolve_time as resolveTime = "time.resolve_time" (local as "local": "IsoLocalTime", zone as "zone": "string", gap as "gap": "GapRule", fold as "fold": "FoldRule") -> "ResolvedTime";
    /// The aging report: what is owed by party and age, as of a day and as known at an instant.
    age_receivables as ageReceivables = "metrics.age_receivables" (movements as "movements": "ReceivableMovement[]", basis as "basis": "AgingFrom", as_of as "asOf": "IsoDate", known_at as "knownAt": "IsoInstant") -> "AgingReport";
    /// How many days of charges are outstanding: what is owed over a day's charges.
    days_in_receivables as daysInReceivables = "metrics.days_in_receivables" (owed as "owed": "DecimalString", credits as "credits": "DecimalString", revenue as "revenue": "RevenueMovement[]", convention as "convention": "DaysConvention", as_of as "asOf": "IsoDate", known_at as "knownAt": "IsoInstant") -> "Figure";
    /// What the lines of one visit are worth: each cent with its reason. Nothing is recorded.
    estimate as estimate = "adjudication.estimate" (plan as "plan": "PlanTerms", rates as "rates": "FeeRate[]", used as "used": "LimitsUsed", lines as "lines": "ServiceLine[]") -> "Estimate";
    /// Reads an X12 835 and proves each remittance to balance; what is wrong stands among the findings.
    read_835 as read835 = "x12.read_835" (text as "text": "string") -> "RemittanceFile";
    /// Every time from one instant until before another at which a visit could start.
    open_slots as openSlots = "scheduling.open_slots" (schedule as "schedule": "WeeklySchedule", busy as "busy": "BusyTime[]", visit as "visit": "VisitLength", rules as "rules": "BookingRules", start as "start": "IsoInstant", end as "end": "IsoInstant", now as "now": "IsoInstant") -> "OpenSlots";
}

/// Does the operation on the named arguments, or throws a `PmsError`.
fn answer(op: &str, arguments: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let named = Object::new();
    for (key, argument) in arguments {
        Reflect::set(&named, &JsValue::from_str(key), argument)?;
    }
    let text = pms_facade::call(op.to_owned(), String::from(JSON::stringify(&named)?));
    let told = JSON::parse(&text)?;
    let refusal = Reflect::get(&told, &"err".into())?;
    if refusal.is_undefined() {
        return Reflect::get(&told, &"ok".into());
    }
    let detail = Reflect::get(&refusal, &"detail".into())?;
    let error = Error::new(&detail.as_string().unwrap_or_default());
    error.set_name("PmsError");
    Object::assign(&error, &Object::from(refusal));
    Err(error.into())
}
