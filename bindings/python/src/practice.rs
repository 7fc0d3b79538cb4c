//! A practice at work. Each method waits for its answer and lets other threads run meanwhile.

use std::sync::Arc;

use pms_facade::{
    AcknowledgedClaims, AgedOutPage, Amount, BalanceRow, BookedVisit, Bytes, Call, CascadeRow,
    CascadeStep, ChargeShare, ClaimRow, Day, DueRecallPage, EncounterRow, Enrolment, FreedTime,
    GroupPlace, HeldTime, Instant, Invitation, InvitationWish, KeepTime, KeptRecord, LocalTime,
    MonthEndReport, OfferStep, OpenPart, OpenTimes, Overriding, OwedBy, PlannedVisit, PostedRow,
    PostingRow, PublishedSchedule, QueueRow, RecallRow, RecallStep, RecordKind, ScheduleWhatIf,
    SearchExplanation, SeriesPlan, SeriesRequest, SeriesRevision, SeriesRow, ServiceDone, Side,
    StatementReport, TurnRow, TurnShare, VisitChoice, VisitGroup, VisitNote, VisitNotes, VisitPlan,
    VisitStep, VisitWish, WaitlistFigures, WaitlistRow, WaitlistWish, ZoneChange, ZoneClocks,
};
use pyo3::prelude::*;

/// Declares the commands: each says who acts and what is wanted, and is done whole or not at all.
macro_rules! commands {
    ($(#[doc = $doc:literal] fn $name:ident($($argument:ident: $kind:ty),*) -> $answer:ty;)+) => {
        #[pymethods]
        impl Practice {
            /// A practice whose memory ends with this object.
            #[staticmethod]
            fn in_memory(py: Python<'_>, practice: String) -> PyResult<Self> {
                let facade = py.detach(|| pms_facade::practice_in_memory(practice))?;
                Ok(Self { facade })
            }

            /// A practice in one SQLite file, which is made where there is none.
            #[staticmethod]
            fn open(py: Python<'_>, path: String, practice: String) -> PyResult<Self> {
                let opening = pms_facade::open_practice(path, practice);
                let facade = py.detach(|| pollster::block_on(opening))?;
                Ok(Self { facade })
            }

            /// Lets go of the file, once what is under way has ended.
            fn close(&self, py: Python<'_>) {
                py.detach(|| pollster::block_on(self.facade.close_file()));
            }

            /// The JSON door: does the command named on the JSON arguments, and always answers with JSON.
            #[pyo3(signature = (op, input, /))]
            fn call(&self, py: Python<'_>, op: String, input: String) -> String {
                py.detach(|| pollster::block_on(self.facade.call(op, input)))
            }

            $(
                #[doc = $doc]
                fn $name(&self, py: Python<'_>, call: Call, $($argument: $kind),*) -> PyResult<$answer> {
                    Ok(py.detach(|| pollster::block_on(self.facade.$name(call, $($argument),*)))?)
                }
            )+
        }
    };
}

/// One practice over its store. Its commands may be given from any thread.
#[pyclass(frozen, module = "pms")]
pub(crate) struct Practice {
    facade: Arc<pms_facade::Practice>,
}

commands! {
    /// Keeps a record, given as JSON, new or in place of the version named; returns its version.
    fn register(kind: RecordKind, json: String, replaces: Option<u64>) -> u64;
    /// One record and its version.
    fn load(kind: RecordKind, id: String) -> KeptRecord;
    /// Every time at which the visit could start, and who would be booked then.
    fn find_times(wish: VisitWish) -> OpenTimes;
    /// Keeps a start for the caller, for so many minutes.
    fn hold(choice: VisitChoice, minutes: u16) -> HeldTime;
    /// Books what a hold keeps.
    fn book_held(patient: String, hold: String) -> BookedVisit;
    /// Books a start that nobody keeps; it is checked anew.
    fn book(patient: String, choice: VisitChoice) -> BookedVisit;
    /// Moves an appointment. Its old time is given up only where the new one is had.
    fn reschedule(appointment: String, choice: VisitChoice, by: Side) -> BookedVisit;
    /// Takes an appointment one step further.
    fn step(appointment: String, step: VisitStep) -> BookedVisit;
    /// Takes a step back against what stands in the way of the visit's time by now.
    fn step_against(appointment: String, step: VisitStep, overriding: Overriding) -> BookedVisit;
    /// Whose turn it is to have a visit of some type: the least minutes for the weight first.
    fn whose_turn(among: Vec<TurnShare>, visit: String, start: Instant, end: Instant) -> Vec<TurnRow>;
    /// Those who are here and wait for some practitioners, rooms or a whole department, in turn.
    fn queue(resources: Vec<String>) -> Vec<QueueRow>;
    /// The visit will not take place. The reason is a code of the practice's own list.
    fn cancel(appointment: String, by: Side, reason: String) -> BookedVisit;
    /// An appointment as an iCalendar object: an invitation, or word that it was called off.
    fn invitation(appointment: String, wish: InvitationWish) -> Invitation;
    /// Says something about a visit, to the patient or among the practice; without a text, nothing any more.
    fn note_visit(appointment: String, note: VisitNote, text: Option<String>) -> VisitNotes;
    /// What is said about a visit. A patient reads what is said to them, and nothing else.
    fn visit_notes(appointment: String) -> VisitNotes;
    /// Why there are the starts that find_times gives, and no others: what each layer takes, and what would help.
    fn why(wish: VisitWish) -> SearchExplanation;
    /// Keeps a hold until so many minutes from now, as long as it is live.
    fn extend_hold(hold: String, minutes: u16) -> HeldTime;
    /// Lets go of a hold: others may have its time at once.
    fn release_hold(hold: String) -> HeldTime;
    /// Keeps a schedule, given as JSON, as it is to be, and lists the visits ahead that it leaves out.
    fn publish(schedule: String, replaces: Option<u64>) -> PublishedSchedule;
    /// What would change if a schedule, given as JSON, stood so. Keeps nothing.
    fn what_if(schedule: String, start: Instant, end: Instant) -> ScheduleWhatIf;
    /// A patient begins to wait for a visit, or for an earlier time of one.
    fn join_waitlist(wish: WaitlistWish) -> WaitlistRow;
    /// A patient waits no longer.
    fn leave_waitlist(entry: String, by: Side) -> WaitlistRow;
    /// Ends entries that have waited too long, of one page of the list; each night, until there is no next.
    fn age_out_waitlist(after: Option<String>) -> AgedOutPage;
    /// What the list does for the practice, of all runs of offers and all entries until now.
    fn waitlist_figures() -> WaitlistFigures;
    /// Starts a run of offers for time that became free, and makes its first. Nothing is sent.
    fn offer_freed(freed: FreedTime) -> CascadeRow;
    /// A run of offers goes on, when it wakes and after each answer, or is ended.
    fn cascade_step(cascade: String, step: CascadeStep) -> CascadeRow;
    /// What the patient or the practice says to an offer.
    fn offer_step(cascade: String, offer: String, step: OfferStep) -> CascadeRow;
    /// The runs that want to be advanced by now.
    fn due_cascades() -> Vec<String>;
    /// A patient is enrolled in a recall programme, at most once.
    fn enrol(wish: Enrolment, today: Day) -> RecallRow;
    /// Notes what is said about a recall; a day for SET_DUE and DISABLE_UNTIL alone.
    fn recall_step(recall: String, step: RecallStep, day: Option<Day>, today: Day) -> RecallRow;
    /// The recalls that are due or overdue, or of which the patient is to be reminded, by page.
    fn due_recalls(today: Day, after: Option<String>) -> DueRecallPage;
    /// Books the visit that a recall is about: of a type of its programme, not too far ahead.
    fn schedule_recall(recall: String, choice: VisitChoice, today: Day) -> BookedVisit;
    /// What would become of each visit of a series, without keeping any.
    fn plan_series(request: SeriesRequest) -> SeriesPlan;
    /// Books a series for a patient, all in one commit.
    fn book_series(patient: String, request: SeriesRequest) -> SeriesRow;
    /// Changes a series from one visit on, or ends it there, all in one commit.
    fn change_series(series: String, revision: SeriesRevision) -> SeriesRow;
    /// A visit of a series that was left out or called off takes place after all.
    fn book_again(series: String, original: LocalTime, start: Instant) -> BookedVisit;
    /// Notes that a patient is to be seen, without a time.
    fn plan_visit(plan: VisitPlan) -> PlannedVisit;
    /// Gives a planned visit its time.
    fn book_planned(planned: String, choice: VisitChoice) -> BookedVisit;
    /// A planned visit is not needed any more.
    fn drop_planned(planned: String, by: Side, reason: String) -> PlannedVisit;
    /// The visits that are planned and have no time, oldest first.
    fn unscheduled() -> Vec<PlannedVisit>;
    /// Opens a group at a start, which needs so many members and takes so many.
    fn open_group(choice: VisitChoice, least: u16, most: u16, decide_by: Instant) -> VisitGroup;
    /// Moves a group to another time, with all its members, or not at all.
    fn move_group(group: String, choice: VisitChoice, decide_by: Option<Instant>, by: Side) -> VisitGroup;
    /// Gives a patient a seat in a group, or a place among those who wait for one.
    fn join_group(group: String, patient: String) -> GroupPlace;
    /// One who waits for a seat does so no longer.
    fn leave_group_queue(group: String, patient: String) -> VisitGroup;
    /// Decides whether a group takes place; where too few have come together it is called off.
    fn decide_group(group: String, too_few: String) -> VisitGroup;
    /// Calls a group off, with its members' visits; its time is free.
    fn call_off_group(group: String, by: Side, reason: String) -> VisitGroup;
    /// Puts other zone rules in force while the practice is open, under a version of the host's. Nothing moves by this.
    fn use_clocks(version: String, zones: Vec<ZoneClocks>) -> String;
    /// What the zone rules in force mean for the visits from a day on. Changes nothing.
    fn zone_change(first: Day) -> ZoneChange;
    /// Takes visits over to the zone rules in force, by local time or by instant, all of these or none.
    fn keep_time(visits: Vec<String>, keep: KeepTime) -> Vec<BookedVisit>;
    /// The visit took place: its charges are priced and owed from now on.
    fn fulfil_visit(appointment: String, practitioner: String, diagnoses: Vec<String>, services: Vec<ServiceDone>) -> EncounterRow;
    /// Draws the claim of a finished visit for the payer that comes first, and checks it.
    fn draw_claim(encounter: String) -> ClaimRow;
    /// Claims go out: each must be ready, or none goes.
    fn submit_claims(claims: Vec<String>) -> Vec<ClaimRow>;
    /// Takes TA1, 999 and 277CA of an 837P that was sent, and 277 of claims that were asked about, in any order.
    fn acknowledge_claims(sent: Bytes, answers: Vec<Bytes>) -> AcknowledgedClaims;
    /// The claims that were sent, or let through, until an instant, and that no payer has decided on since.
    fn unanswered_claims(until: Instant) -> Vec<ClaimRow>;
    /// Posts an X12 835 of one remittance that balances. The same one again changes nothing.
    fn post_835(payer: String, file: Bytes, effective: Day) -> PostedRow;
    /// The payment of a remittance has reached the bank. No rows where it paid nothing.
    fn deposit(remittance: String, effective: Day) -> Vec<PostingRow>;
    /// A patient paid: the oldest open items first, what is too much stays theirs.
    fn take_payment(patient: String, receipt: String, amount: Amount, effective: Day) -> Vec<PostingRow>;
    /// What is left of a patient's payment pays these charges, or the oldest open items where none are named.
    fn apply_payment(payment: String, shares: Vec<ChargeShare>, effective: Day) -> Vec<PostingRow>;
    /// Part of what is left of a payment is to go back to the one who paid it, patient or payer.
    fn owe_refund(payment: String, amount: Amount, effective: Day) -> Vec<PostingRow>;
    /// Pays out a refund that was decided on.
    fn pay_refund(owed: String, effective: Day) -> Vec<PostingRow>;
    /// Another party owes part of an open item from now on.
    fn transfer(part: OpenPart, to: OwedBy, effective: Day) -> Vec<PostingRow>;
    /// Part of an open item is given up, to an account such as small_balance or bad_debt.
    fn write_off(part: OpenPart, account: String, effective: Day) -> Vec<PostingRow>;
    /// An entry is taken back: a bounced check, an answer that was posted by mistake.
    fn take_back(entry: String, effective: Day) -> Vec<PostingRow>;
    /// Asks a patient for what is due, while no payer is pending: the statement stays as it is issued.
    fn issue_statement(patient: String, issued: Day, days_to_pay: u32) -> StatementReport;
    /// What a patient owes, as of a day and as it was known at an instant.
    fn patient_balance(patient: String, as_of: Day, known_at: Instant) -> BalanceRow;
    /// Every posting of the books, as of a day and as it was known at an instant.
    fn list_postings(as_of: Day, known_at: Instant) -> Vec<PostingRow>;
    /// The figures of a window of days, as of a day and as it was known at an instant.
    fn month_end(first: Day, last: Day, as_of: Day, known_at: Instant) -> MonthEndReport;
}
