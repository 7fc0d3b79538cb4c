//! A practice at work. Each method waits for its answer and lets other threads run meanwhile.

use std::sync::Arc;

use pms_facade::{
    Amount, BalanceRow, BookedVisit, Call, ChargeShare, ClaimRow, Day, EncounterRow, HeldTime,
    Instant, KeptRecord, MonthEndReport, OpenPart, OpenTimes, OwedBy, PostedRow, PostingRow,
    PublishedSchedule, RecordKind, ScheduleWhatIf, SearchExplanation, ServiceDone, Side,
    StatementReport, VisitChoice, VisitStep, VisitWish,
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
    /// The visit will not take place. The reason is a code of the practice's own list.
    fn cancel(appointment: String, by: Side, reason: String) -> BookedVisit;
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
    /// The visit took place: its charges are priced and owed from now on.
    fn fulfil_visit(appointment: String, practitioner: String, diagnoses: Vec<String>, services: Vec<ServiceDone>) -> EncounterRow;
    /// Draws the claim of a finished visit for the payer that comes first, and checks it.
    fn draw_claim(encounter: String) -> ClaimRow;
    /// Claims go out: each must be ready, or none goes.
    fn submit_claims(claims: Vec<String>) -> Vec<ClaimRow>;
    /// Posts an X12 835 of one remittance that balances. The same one again changes nothing.
    fn post_835(payer: String, text: String, effective: Day) -> PostedRow;
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
