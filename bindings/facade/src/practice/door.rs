use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::PmsError;
use crate::json::{envelope, unknown};
use crate::scalar::{Amount, Day, Instant};

use super::books::ServiceDone;
use super::call::Call;
use super::kept::RecordKind;
use super::shell::Practice;
use super::visit::{Side, VisitChoice, VisitStep, VisitWish};

/// One command of a day: the operation and its named arguments.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Act {
    pub(crate) op: String,
    pub(crate) input: Box<RawValue>,
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// The JSON door of a practice: does the command that `op` names on the named arguments in
    /// `input`, and always answers with JSON, as the door of the library does.
    pub async fn call(&self, op: String, input: String) -> String {
        envelope(self.answer(&op, &input).await)
    }
}

impl Practice {
    async fn answer(&self, op: &str, input: &str) -> Result<String, PmsError> {
        match op {
            "register" => op!(input, self.register_value, {
                call: Call, kind: RecordKind, record: Box<RawValue>, replaces: Option<u64>,
            }),
            "load" => op!(input, self.load, { call: Call, kind: RecordKind, id: String }),
            "find_times" => op!(input, self.find_times, { call: Call, wish: VisitWish }),
            "hold" => op!(input, self.hold, { call: Call, choice: VisitChoice, minutes: u16 }),
            "book_held" => op!(input, self.book_held, {
                call: Call, patient: String, hold: String,
            }),
            "book" => op!(input, self.book, { call: Call, patient: String, choice: VisitChoice }),
            "reschedule" => op!(input, self.reschedule, {
                call: Call, appointment: String, choice: VisitChoice, by: Side,
            }),
            "step" => op!(input, self.step, { call: Call, appointment: String, step: VisitStep }),
            "cancel" => op!(input, self.cancel, {
                call: Call, appointment: String, by: Side, reason: String,
            }),
            "fulfil_visit" => op!(input, self.fulfil_visit, {
                call: Call, appointment: String, practitioner: String,
                diagnoses: Vec<String>, services: Vec<ServiceDone>,
            }),
            "draw_claim" => op!(input, self.draw_claim, { call: Call, encounter: String }),
            "submit_claims" => op!(input, self.submit_claims, {
                call: Call, claims: Vec<String>,
            }),
            "post_835" => op!(input, self.post_835, {
                call: Call, payer: String, text: String, effective: Day,
            }),
            "take_payment" => op!(input, self.take_payment, {
                call: Call, patient: String, receipt: String, amount: Amount, effective: Day,
            }),
            "patient_balance" => op!(input, self.patient_balance, {
                call: Call, patient: String, as_of: Day, known_at: Instant,
            }),
            "list_postings" => op!(input, self.list_postings, {
                call: Call, as_of: Day, known_at: Instant,
            }),
            "month_end" => op!(input, self.month_end, {
                call: Call, first: Day, last: Day, as_of: Day, known_at: Instant,
            }),
            _ => Err(unknown()),
        }
    }

    async fn register_value(
        &self,
        call: Call,
        kind: RecordKind,
        record: Box<RawValue>,
        replaces: Option<u64>,
    ) -> Result<u64, PmsError> {
        self.register(call, kind, record.get().to_owned(), replaces)
            .await
    }
}
