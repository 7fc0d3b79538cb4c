use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

use crate::error::PmsError;
use crate::scalar::SEAM;
use crate::{
    adjudication, code, identity, inquiry, metrics, money, outcome, place, remittance, repair,
    scheduling, statement, submission, time, x12,
};

/// The named arguments of one operation, in order. The text is let go of before the operation begins.
macro_rules! arguments {
    ($input:expr, { $($argument:ident: $kind:ty),* $(,)? }) => {{
        let named = crate::argument::Named::read($input, &[$(stringify!($argument)),*])?;
        let read = ($(named.get::<$kind>(stringify!($argument))?,)*);
        drop(named);
        read
    }};
}

/// Reads the named arguments of one operation, does it, and writes its answer.
macro_rules! op {
    ($input:expr, $practice:ident.$function:ident, { $($argument:ident: $kind:ty),* $(,)? }) => {{
        let ($($argument,)*) = arguments!($input, { $($argument: $kind),* });
        crate::json::write(&$practice.$function($($argument),*).await?)
    }};
    ($input:expr, $function:path, { $($argument:ident: $kind:ty),* $(,)? }) => {{
        let ($($argument,)*) = arguments!($input, { $($argument: $kind),* });
        write(&$function($($argument),*)?)
    }};
}

/// Declares what a door does: the name of each operation, its function and its named arguments. The
/// names are told by [`call`] of `op.list`, so that every language can say which it lacks.
macro_rules! operations {
    (
        fn $answer:ident($op:ident, $input:ident);
        $($name:literal => $function:path { $($argument:ident: $kind:ty),* $(,)? })+
    ) => {
        const FUNCTIONS: &[&str] = &[$($name),+];

        fn $answer($op: &str, $input: &str) -> Result<String, PmsError> {
            match $op {
                $($name => op!($input, $function, { $($argument: $kind),* }),)+
                _ => Err(unknown()),
            }
        }
    };
    (
        async fn $answer:ident($practice:ident, $op:ident, $input:ident);
        $($name:literal => $function:ident { $($argument:ident: $kind:ty),* $(,)? })+
    ) => {
        pub(crate) const COMMANDS: &[&str] = &[$($name),+];

        // Behind a pointer, since a crate that awaits a future compiles it anew: all commands twice.
        #[inline(never)]
        fn $answer<'a>($practice: &'a Practice, $op: &'a str, $input: &'a str) -> Answer<'a> {
            Box::pin(async move {
                match $op {
                    $($name => op!($input, $practice.$function, { $($argument: $kind),* }),)+
                    _ => Err(unknown()),
                }
            })
        }
    };
}

/// The JSON door: does the operation that `op` names on the named arguments in `input`.
///
/// Always answers, and with JSON: `{"ok": ..}`, or `{"err": {"kind", "code", "detail", "field",
/// "retryable"}}`. The same text gives the same text in every language.
///
/// ```
/// # use pms_facade::call;
/// let answer = call("money.split_evenly".into(), r#"{"amount": "100.00", "among": 3}"#.into());
/// assert_eq!(answer, r#"{"ok":["33.34","33.33","33.33"]}"#);
/// let answer = call("money.split_evenly".into(), r#"{"amount": 0.1, "among": 3}"#.into());
/// assert!(answer.starts_with(r#"{"err":{"kind":"invalid","code":"json.type""#));
/// ```
#[must_use]
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn call(op: String, input: String) -> String {
    envelope(answer(&op, &input))
}

/// What the JSON door answers.
pub(crate) fn envelope(answer: Result<String, PmsError>) -> String {
    match answer {
        Ok(json) => format!("{{\"ok\":{json}}}"),
        Err(error) => format!("{{\"err\":{}}}", told(&error)),
    }
}

operations! {
    fn answer_of(op, input);
    "money.total" => money::total { amounts: Vec<crate::Amount> }
    "money.share" => money::share {
        amount: crate::Amount, rate: crate::Rate, rounding: crate::RoundingName,
    }
    "money.split" => money::split { amount: crate::Amount, weights: Vec<crate::Amount> }
    "money.split_evenly" => money::split_evenly { amount: crate::Amount, among: u16 }
    "id.read_identifier" => identity::read_identifier { text: String }
    "code.read_code" => code::read_code { kind: crate::CodeKind, text: String }
    "time.resolve_time" => time::resolve_time {
        local: crate::LocalTime, zone: String, gap: crate::GapRule, fold: crate::FoldRule,
    }
    "scheduling.open_slots" => scheduling::open_slots {
        schedule: crate::WeeklySchedule, busy: Vec<crate::BusyTime>, visit: crate::VisitLength,
        rules: crate::BookingRules, start: crate::Instant, end: crate::Instant, now: crate::Instant,
    }
    "adjudication.estimate" => adjudication::estimate {
        plan: crate::PlanTerms, rates: Vec<crate::FeeRate>, used: crate::LimitsUsed,
        lines: Vec<crate::ServiceLine>,
    }
    "x12.write_837p" => submission::write_837p {
        claims: Vec<crate::KeptRecord>, submission: crate::ClaimSubmission,
        characters: crate::CharacterRule,
    }
    "x12.read_835" => remittance::read_835 { file: crate::Bytes }
    "x12.check_x12" => x12::check_x12 { file: crate::Bytes }
    "x12.read_x12" => x12::read_x12 { file: crate::Bytes }
    "x12.acknowledge_x12" => x12::acknowledge_x12 {
        file: crate::Bytes, level: crate::AcknowledgmentLevel, envelope: crate::FileEnvelope,
    }
    "x12.repair_x12" => repair::repair_x12 { file: crate::Bytes }
    "x12.deidentify_x12" => x12::deidentify_x12 { file: crate::Bytes, secret: crate::Bytes }
    "x12.claim_outcomes" => outcome::claim_outcomes {
        sent: crate::Bytes, answers: Vec<crate::Bytes>,
    }
    "x12.write_270" => inquiry::write_270 {
        inquiries: Vec<crate::BenefitInquiry>, reference: String, envelope: crate::FileEnvelope,
        characters: crate::CharacterRule,
    }
    "x12.write_276" => inquiry::write_276 {
        claims: Vec<crate::KeptRecord>, submission: crate::ClaimSubmission,
        characters: crate::CharacterRule,
    }
    "billing.make_statement" => statement::make_statement {
        wish: crate::StatementWish, entries: Vec<crate::LedgerEntry>,
        labels: Vec<crate::ChargeLabel>,
    }
    "metrics.age_receivables" => metrics::age_receivables {
        movements: Vec<crate::ReceivableMovement>, basis: crate::AgingFrom, as_of: crate::Day,
        known_at: crate::Instant,
    }
    "metrics.days_in_receivables" => metrics::days_in_receivables {
        owed: crate::Amount, credits: crate::Amount, revenue: Vec<crate::RevenueMovement>,
        convention: crate::DaysConvention, as_of: crate::Day, known_at: crate::Instant,
    }
}

fn answer(op: &str, input: &str) -> Result<String, PmsError> {
    match op {
        "op.list" => op!(input, list, {}),
        "practice.run" => op!(input, run, { practice: String, steps: Vec<crate::practice::Act> }),
        _ => answer_of(op, input),
    }
}

/// What can be said at the doors: functions here, commands at a practice.
fn list() -> Result<impl Serialize, PmsError> {
    #[derive(Serialize)]
    struct Operations {
        functions: &'static [&'static str],
        commands: &'static [&'static str],
    }
    Ok(Operations {
        functions: FUNCTIONS,
        commands: crate::practice::COMMANDS,
    })
}

/// Reads a value, and says where it is wrong: the path of the field and a stable code.
///
/// From bytes, as the store does, so that a record which both read is compiled once.
pub(crate) fn read<T: DeserializeOwned>(input: &str) -> Result<T, PmsError> {
    serde_json::from_slice(input.as_bytes()).map_err(|error| {
        let is_refused = |beginning: &str| {
            let read: serde_json::Result<T> = serde_json::from_slice(beginning.as_bytes());
            read.is_err_and(|error| error.is_data())
        };
        unread(input, &error.to_string(), &is_refused)
    })
}

fn unread(input: &str, told: &str, is_refused: &dyn Fn(&str) -> bool) -> PmsError {
    let Some((code, rest)) = told.split_once(SEAM) else {
        return refused(input, &place::of(input, is_refused));
    };
    if !is_json(input) {
        return refused(input, "");
    }
    let detail = rest.rsplit_once(" at line ").map_or(rest, |(told, _)| told);
    PmsError::invalid(place::of(input, is_refused), code, detail)
}

/// Something is not of the form that is wanted, or the whole is no JSON at all.
pub(crate) fn refused(input: &str, field: &str) -> PmsError {
    if is_json(input) {
        PmsError::invalid(field, "json.type", "not of the form that is wanted here")
    } else {
        PmsError::invalid("", "json.syntax", "not JSON")
    }
}

fn is_json(input: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(input).is_ok()
}

pub(crate) fn unknown() -> PmsError {
    PmsError::NotFound {
        code: "op.unknown".to_owned(),
        detail: "there is no such operation".to_owned(),
    }
}

/// A day at a practice whose memory ends with it: each command's answer, in order.
fn run(practice: String, steps: Vec<crate::practice::Act>) -> Result<Vec<Box<RawValue>>, PmsError> {
    let practice = crate::practice_in_memory(practice)?;
    steps
        .into_iter()
        .map(|act| {
            let text = pollster::block_on(practice.call(act.op, act.input.get().to_owned()));
            RawValue::from_string(text)
                .map_err(|_| PmsError::invalid("", "json.write", "an answer is no JSON"))
        })
        .collect()
}

pub(crate) fn write<T: Serialize>(answer: &T) -> Result<String, PmsError> {
    serde_json::to_string(answer)
        .map_err(|_| PmsError::invalid("", "json.write", "the answer cannot be written as JSON"))
}

fn told(error: &PmsError) -> String {
    #[derive(Serialize)]
    struct Told<'a> {
        kind: &'a str,
        code: &'a str,
        detail: &'a str,
        field: &'a str,
        retryable: bool,
    }
    let told = Told {
        kind: error.kind(),
        code: error.code(),
        detail: error.detail(),
        field: error.field(),
        retryable: error.retryable(),
    };
    write(&told).unwrap_or_default()
}
