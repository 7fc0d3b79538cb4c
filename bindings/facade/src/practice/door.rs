use std::pin::Pin;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::PmsError;
use crate::json::{envelope, unknown};
use crate::scalar::{Amount, Bytes, Day, Instant, LocalTime};

use super::books::ServiceDone;
use super::call::Call;
use super::cascade::{CascadeStep, FreedTime, OfferStep};
use super::invitation::InvitationWish;
use super::kept::RecordKind;
use super::ledger::{ChargeShare, OpenPart, OwedBy};
use super::note::VisitNote;
use super::planned::VisitPlan;
use super::publish::{PublishedSchedule, ScheduleWhatIf};
use super::recall::{Enrolment, RecallStep};
use super::rotation::TurnShare;
use super::search::VisitWish;
use super::series::{SeriesRequest, SeriesRevision};
use super::shell::Practice;
use super::visit::{Overriding, Side, VisitChoice, VisitStep};
use super::waitlist::WaitlistWish;
use super::zones::{KeepTime, ZoneClocks};

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
        envelope(answer(self, &op, &input).await)
    }
}

/// What a command will have answered. A page has one thread.
#[cfg(not(target_family = "wasm"))]
type Answer<'a> = Pin<Box<dyn Future<Output = Result<String, PmsError>> + Send + 'a>>;
#[cfg(target_family = "wasm")]
type Answer<'a> = Pin<Box<dyn Future<Output = Result<String, PmsError>> + 'a>>;

operations! {
    async fn answer(practice, op, input);
    "register" => register_value {
        call: Call, kind: RecordKind, record: Box<RawValue>, replaces: Option<u64>,
    }
    "load" => load { call: Call, kind: RecordKind, id: String }
    "find_times" => find_times { call: Call, wish: VisitWish }
    "whose_turn" => whose_turn {
        call: Call, among: Vec<TurnShare>, visit: String, start: Instant, end: Instant,
    }
    "hold" => hold { call: Call, choice: VisitChoice, minutes: u16 }
    "book_held" => book_held { call: Call, patient: String, hold: String }
    "book" => book { call: Call, patient: String, choice: VisitChoice }
    "reschedule" => reschedule { call: Call, appointment: String, choice: VisitChoice, by: Side }
    "step" => step { call: Call, appointment: String, step: VisitStep }
    "step_against" => step_against {
        call: Call, appointment: String, step: VisitStep, overriding: Overriding,
    }
    "queue" => queue { call: Call, resources: Vec<String> }
    "cancel" => cancel { call: Call, appointment: String, by: Side, reason: String }
    "invitation" => invitation { call: Call, appointment: String, wish: InvitationWish }
    "why" => why { call: Call, wish: VisitWish }
    "extend_hold" => extend_hold { call: Call, hold: String, minutes: u16 }
    "release_hold" => release_hold { call: Call, hold: String }
    "publish" => publish_value { call: Call, schedule: Box<RawValue>, replaces: Option<u64> }
    "what_if" => what_if_value {
        call: Call, schedule: Box<RawValue>, start: Instant, end: Instant,
    }
    "join_waitlist" => join_waitlist { call: Call, wish: WaitlistWish }
    "leave_waitlist" => leave_waitlist { call: Call, entry: String, by: Side }
    "age_out_waitlist" => age_out_waitlist { call: Call, after: Option<String> }
    "waitlist_figures" => waitlist_figures { call: Call }
    "offer_freed" => offer_freed { call: Call, freed: FreedTime }
    "cascade_step" => cascade_step { call: Call, cascade: String, step: CascadeStep }
    "offer_step" => offer_step { call: Call, cascade: String, offer: String, step: OfferStep }
    "due_cascades" => due_cascades { call: Call }
    "enrol" => enrol { call: Call, wish: Enrolment, today: Day }
    "recall_step" => recall_step {
        call: Call, recall: String, step: RecallStep, day: Option<Day>, today: Day,
    }
    "due_recalls" => due_recalls { call: Call, today: Day, after: Option<String> }
    "schedule_recall" => schedule_recall {
        call: Call, recall: String, choice: VisitChoice, today: Day,
    }
    "plan_series" => plan_series { call: Call, request: SeriesRequest }
    "book_series" => book_series { call: Call, patient: String, request: SeriesRequest }
    "change_series" => change_series { call: Call, series: String, revision: SeriesRevision }
    "book_again" => book_again {
        call: Call, series: String, original: LocalTime, start: Instant,
    }
    "note_visit" => note_visit {
        call: Call, appointment: String, note: VisitNote, text: Option<String>,
    }
    "visit_notes" => visit_notes { call: Call, appointment: String }
    "plan_visit" => plan_visit { call: Call, plan: VisitPlan }
    "book_planned" => book_planned { call: Call, planned: String, choice: VisitChoice }
    "drop_planned" => drop_planned { call: Call, planned: String, by: Side, reason: String }
    "unscheduled" => unscheduled { call: Call }
    "open_group" => open_group {
        call: Call, choice: VisitChoice, least: u16, most: u16, decide_by: Instant,
    }
    "move_group" => move_group {
        call: Call, group: String, choice: VisitChoice, decide_by: Option<Instant>, by: Side,
    }
    "join_group" => join_group { call: Call, group: String, patient: String }
    "leave_group_queue" => leave_group_queue { call: Call, group: String, patient: String }
    "decide_group" => decide_group { call: Call, group: String, too_few: String }
    "call_off_group" => call_off_group {
        call: Call, group: String, by: Side, reason: String,
    }
    "use_clocks" => use_clocks { call: Call, version: String, zones: Vec<ZoneClocks> }
    "zone_change" => zone_change { call: Call, first: Day }
    "keep_time" => keep_time { call: Call, visits: Vec<String>, keep: KeepTime }
    "fulfil_visit" => fulfil_visit {
        call: Call, appointment: String, practitioner: String,
        diagnoses: Vec<String>, services: Vec<ServiceDone>,
    }
    "draw_claim" => draw_claim { call: Call, encounter: String }
    "submit_claims" => submit_claims { call: Call, claims: Vec<String> }
    "acknowledge_claims" => acknowledge_claims { call: Call, sent: Bytes, answers: Vec<Bytes> }
    "unanswered_claims" => unanswered_claims { call: Call, until: Instant }
    "post_835" => post_835 { call: Call, payer: String, file: Bytes, effective: Day }
    "deposit" => deposit { call: Call, remittance: String, effective: Day }
    "take_payment" => take_payment {
        call: Call, patient: String, receipt: String, amount: Amount, effective: Day,
    }
    "apply_payment" => apply_payment {
        call: Call, payment: String, shares: Vec<ChargeShare>, effective: Day,
    }
    "owe_refund" => owe_refund { call: Call, payment: String, amount: Amount, effective: Day }
    "pay_refund" => pay_refund { call: Call, owed: String, effective: Day }
    "transfer" => transfer { call: Call, part: OpenPart, to: OwedBy, effective: Day }
    "write_off" => write_off { call: Call, part: OpenPart, account: String, effective: Day }
    "take_back" => take_back { call: Call, entry: String, effective: Day }
    "issue_statement" => issue_statement {
        call: Call, patient: String, issued: Day, days_to_pay: u32,
    }
    "patient_balance" => patient_balance {
        call: Call, patient: String, as_of: Day, known_at: Instant,
    }
    "list_postings" => list_postings { call: Call, as_of: Day, known_at: Instant }
    "month_end" => month_end {
        call: Call, first: Day, last: Day, as_of: Day, known_at: Instant,
    }
}

impl Practice {
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

    async fn publish_value(
        &self,
        call: Call,
        schedule: Box<RawValue>,
        replaces: Option<u64>,
    ) -> Result<PublishedSchedule, PmsError> {
        let schedule = schedule.get().to_owned();
        self.publish(call, schedule, replaces).await
    }

    async fn what_if_value(
        &self,
        call: Call,
        schedule: Box<RawValue>,
        start: Instant,
        end: Instant,
    ) -> Result<ScheduleWhatIf, PmsError> {
        let schedule = schedule.get().to_owned();
        self.what_if(call, schedule, start, end).await
    }
}
