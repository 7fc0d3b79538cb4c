//! The JavaScript module `pms`: typed functions over plain objects, and the JSON door.
//!
//! What a function is given becomes JSON text and goes through the one door that every language
//! shares, so a number where an amount is wanted, a misspelt field and a missing one are refused in
//! the same words everywhere. TypeScript learns the shapes from the facade's records.
#![cfg(target_arch = "wasm32")]

mod board;

use std::sync::Arc;

use js_sys::{Array, Error, JSON, Object, Reflect, Uint8Array};
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
            let told = answer($op, &[$(($key, $argument)),*])?;
            filed(told, $answer)
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
    read_835 as read835 = "x12.read_835" (file as "file": "Uint8Array") -> "RemittanceFile";
    /// Tells what is wrong with an X12 file of any kind, down to its bytes. Nothing is refused.
    check_x12 as checkX12 = "x12.check_x12" (file as "file": "Uint8Array") -> "CheckedFile";
    /// Reads what stands in an X12 file, by kind: 837P, 835, 270, 271, 276, 277, 277CA, 999, TA1.
    read_x12 as readX12 = "x12.read_x12" (file as "file": "Uint8Array") -> "X12Content[]";
    /// Answers an X12 file as the one to whom it was sent: 999 of its groups, or TA1 of its interchanges.
    acknowledge_x12 as acknowledgeX12 = "x12.acknowledge_x12" (file as "file": "Uint8Array", level as "level": "AcknowledgmentLevel", envelope as "envelope": "FileEnvelope") -> "string";
    /// What TA1, 999 and 277CA say of each claim of an 837P that was sent, led back to its fields.
    claim_outcomes as claimOutcomes = "x12.claim_outcomes" (sent as "sent": "Uint8Array", answers as "answers": "Uint8Array[]") -> "ClaimOutcomes";
    /// Repairs what is wrong in form alone with an X12 file: counts, capital letters, dashes, zeros.
    repair_x12 as repairX12 = "x12.repair_x12" (file as "file": "Uint8Array") -> "RepairedFile";
    /// Takes the people out of an X12 file; structure, codes and amounts stay. The secret has at least
    /// sixteen bytes.
    deidentify_x12 as deidentifyX12 = "x12.deidentify_x12" (file as "file": "Uint8Array", secret as "secret": "Uint8Array") -> "Uint8Array";
    /// Writes questions about benefits as one X12 270. Nothing is sent.
    write_270 as write270 = "x12.write_270" (inquiries as "inquiries": "BenefitInquiry[]", reference as "reference": "string", envelope as "envelope": "FileEnvelope", characters as "characters": "CharacterRule") -> "string";
    /// Writes the question how claims stand, as they are loaded from a practice, as one X12 276.
    write_276 as write276 = "x12.write_276" (claims as "claims": "KeptRecord[]", submission as "submission": "ClaimSubmission", characters as "characters": "CharacterRule") -> "string";
    /// Writes claims, as they are loaded from a practice, as one X12 837P. Nothing is sent.
    write_837p as write837p = "x12.write_837p" (claims as "claims": "KeptRecord[]", submission as "submission": "ClaimSubmission", characters as "characters": "CharacterRule") -> "string";
    /// What a patient is asked for, from the entries of the books that are about them. Nothing is recorded.
    make_statement as makeStatement = "billing.make_statement" (wish as "wish": "StatementWish", entries as "entries": "LedgerEntry[]", labels as "labels": "ChargeLabel[]") -> "StatementReport";
    /// Every time from one instant until before another at which a visit could start.
    open_slots as openSlots = "scheduling.open_slots" (schedule as "schedule": "WeeklySchedule", busy as "busy": "BusyTime[]", visit as "visit": "VisitLength", rules as "rules": "BookingRules", start as "start": "IsoInstant", end as "end": "IsoInstant", now as "now": "IsoInstant") -> "OpenSlots";
}

/// Does the operation on the named arguments, or throws a `PmsError`.
fn answer(op: &str, arguments: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    answered(&pms_facade::call(op.to_owned(), named(arguments)?))
}

/// A file that is answered, or stands in the answer, as bytes.
fn filed(told: JsValue, answer: &str) -> Result<JsValue, JsValue> {
    match answer {
        "Uint8Array" => Ok(bytes(&told)),
        "RepairedFile" => {
            let file = "file".into();
            Reflect::set(&told, &file, &bytes(&Reflect::get(&told, &file)?))?;
            Ok(told)
        }
        _ => Ok(told),
    }
}

/// Text of which each character is a byte, as the bytes.
fn bytes(text: &JsValue) -> JsValue {
    let letters = text.as_string().unwrap_or_default();
    let bytes: Vec<u8> = letters
        .chars()
        .map(|letter| u8::try_from(letter).unwrap_or(b'?'))
        .collect();
    Uint8Array::from(bytes.as_slice()).into()
}

/// The arguments as JSON text.
fn named(arguments: &[(&str, JsValue)]) -> Result<String, JsValue> {
    let named = Object::new();
    for (key, argument) in arguments {
        Reflect::set(&named, &JsValue::from_str(key), &letters(argument))?;
    }
    Ok(String::from(JSON::stringify(&named)?))
}

/// The bytes of a file, or of several, as the text by which JSON names them; all else as it is.
fn letters(argument: &JsValue) -> JsValue {
    if let Some(bytes) = argument.dyn_ref::<Uint8Array>() {
        let text: String = bytes.to_vec().into_iter().map(char::from).collect();
        return text.into();
    }
    match argument.dyn_ref::<Array>() {
        Some(files) => files
            .iter()
            .map(|file| letters(&file))
            .collect::<Array>()
            .into(),
        None => argument.clone(),
    }
}

/// What the JSON door said, as a value or as something thrown.
fn answered(text: &str) -> Result<JsValue, JsValue> {
    let told = JSON::parse(text)?;
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

/// One practice whose memory ends with this object. A host with a database of its own keeps what the
/// commands answer.
#[wasm_bindgen]
pub struct Practice {
    facade: Arc<pms_facade::Practice>,
}

/// Declares the commands: what each takes beside the call, and its answer, as TypeScript says them.
macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $name:ident as $js:ident = $op:literal ($($argument:ident as $key:literal: $kind:literal),*) -> $answer:literal;)+) => {
        #[wasm_bindgen]
        impl Practice {
            /// A practice of this identifier.
            #[wasm_bindgen(js_name = inMemory)]
            pub fn in_memory(practice: String) -> Result<Practice, JsValue> {
                pms_facade::practice_in_memory(practice)
                    .map(|facade| Practice { facade })
                    .map_err(|error| Error::new(&error.to_string()).into())
            }

            /// The JSON door: does the command named on the JSON arguments, and always answers with JSON.
            pub async fn call(&self, op: String, input: String) -> String {
                self.facade.call(op, input).await
            }

            $(
                $(#[doc = $doc])+
                #[wasm_bindgen(js_name = $js, unchecked_return_type = $answer)]
                pub async fn $name(
                    &self,
                    #[wasm_bindgen(unchecked_param_type = "Call")] call: JsValue,
                    $(#[wasm_bindgen(js_name = $argument, unchecked_param_type = $kind)] $argument: JsValue),*
                ) -> Result<JsValue, JsValue> {
                    let input = named(&[("call", call), $(($key, $argument)),*])?;
                    answered(&self.facade.call($op.to_owned(), input).await)
                }
            )+
        }
    };
}

commands! {
    /// Keeps a record, new or in place of the version that is named, and returns its version.
    register as register = "register" (kind as "kind": "RecordKind", record as "record": "object", replaces as "replaces": "number | null") -> "number";
    /// One record and its version.
    load as load = "load" (kind as "kind": "RecordKind", id as "id": "string") -> "KeptRecord";
    /// Every time at which the visit could start, and who would be booked then.
    find_times as findTimes = "find_times" (wish as "wish": "VisitWish") -> "OpenTimes";
    /// Keeps a start for the caller, for so many minutes.
    hold as hold = "hold" (choice as "choice": "VisitChoice", minutes as "minutes": "number") -> "HeldTime";
    /// Books what a hold keeps.
    book_held as bookHeld = "book_held" (patient as "patient": "string", hold as "hold": "string") -> "BookedVisit";
    /// Books a start that nobody keeps; it is checked anew.
    book as book = "book" (patient as "patient": "string", choice as "choice": "VisitChoice") -> "BookedVisit";
    /// Moves an appointment. Its old time is given up only where the new one is had.
    reschedule as reschedule = "reschedule" (appointment as "appointment": "string", choice as "choice": "VisitChoice", by as "by": "Side") -> "BookedVisit";
    /// Takes an appointment one step further.
    step as step = "step" (appointment as "appointment": "string", step as "step": "VisitStep") -> "BookedVisit";
    /// Takes a step back against what stands in the way of the visit's time by now.
    step_against as stepAgainst = "step_against" (appointment as "appointment": "string", step as "step": "VisitStep", overriding as "overriding": "Overriding") -> "BookedVisit";
    /// Those who are here and wait for some practitioners, rooms or a whole department, in turn.
    queue as queue = "queue" (resources as "resources": "string[]") -> "QueueRow[]";
    /// Whose turn it is to have a visit of some type: the least minutes for the weight first.
    whose_turn as whoseTurn = "whose_turn" (among as "among": "TurnShare[]", visit as "visit": "string", start as "start": "IsoInstant", end as "end": "IsoInstant") -> "TurnRow[]";
    /// The visit will not take place. The reason is a code of the practice's own list.
    cancel as cancel = "cancel" (appointment as "appointment": "string", by as "by": "Side", reason as "reason": "string") -> "BookedVisit";
    /// An appointment as an iCalendar object: an invitation, or word that it was called off.
    invitation as invitation = "invitation" (appointment as "appointment": "string", wish as "wish": "InvitationWish") -> "Invitation";
    /// Says something about a visit, to the patient or among the practice; without a text, nothing any more.
    note_visit as noteVisit = "note_visit" (appointment as "appointment": "string", note as "note": "VisitNote", text as "text": "string | null") -> "VisitNotes";
    /// What is said about a visit. A patient reads what is said to them, and nothing else.
    visit_notes as visitNotes = "visit_notes" (appointment as "appointment": "string") -> "VisitNotes";
    /// Why there are the starts that `findTimes` gives, and no others: what each layer takes, and what would help.
    why as why = "why" (wish as "wish": "VisitWish") -> "SearchExplanation";
    /// Keeps a hold until so many minutes from now, as long as it is live.
    extend_hold as extendHold = "extend_hold" (hold as "hold": "string", minutes as "minutes": "number") -> "HeldTime";
    /// Lets go of a hold: others may have its time at once.
    release_hold as releaseHold = "release_hold" (hold as "hold": "string") -> "HeldTime";
    /// Keeps a schedule as it is to be, and lists the visits ahead that it leaves out.
    publish as publish = "publish" (schedule as "schedule": "object", replaces as "replaces": "number | null") -> "PublishedSchedule";
    /// What would change if a schedule stood so. Keeps nothing.
    what_if as whatIf = "what_if" (schedule as "schedule": "object", start as "start": "IsoInstant", end as "end": "IsoInstant") -> "ScheduleWhatIf";
    /// A patient begins to wait for a visit, or for an earlier time of one.
    join_waitlist as joinWaitlist = "join_waitlist" (wish as "wish": "WaitlistWish") -> "WaitlistRow";
    /// A patient waits no longer.
    leave_waitlist as leaveWaitlist = "leave_waitlist" (entry as "entry": "string", by as "by": "Side") -> "WaitlistRow";
    /// Ends entries that have waited too long, of one page of the list; each night, until there is no next.
    age_out_waitlist as ageOutWaitlist = "age_out_waitlist" (after as "after": "string | null") -> "AgedOutPage";
    /// What the list does for the practice, of all runs of offers and all entries until now.
    waitlist_figures as waitlistFigures = "waitlist_figures" () -> "WaitlistFigures";
    /// Starts a run of offers for time that became free, and makes its first. Nothing is sent.
    offer_freed as offerFreed = "offer_freed" (freed as "freed": "FreedTime") -> "CascadeRow";
    /// A run of offers goes on, when it wakes and after each answer, or is ended.
    cascade_step as cascadeStep = "cascade_step" (cascade as "cascade": "string", step as "step": "CascadeStep") -> "CascadeRow";
    /// What the patient or the practice says to an offer.
    offer_step as offerStep = "offer_step" (cascade as "cascade": "string", offer as "offer": "string", step as "step": "OfferStep") -> "CascadeRow";
    /// The runs that want to be advanced by now.
    due_cascades as dueCascades = "due_cascades" () -> "string[]";
    /// A patient is enrolled in a recall programme, at most once.
    enrol as enrol = "enrol" (wish as "wish": "Enrolment", today as "today": "IsoDate") -> "RecallRow";
    /// Notes what is said about a recall; a day for `set_due` and `disable_until` alone.
    recall_step as recallStep = "recall_step" (recall as "recall": "string", step as "step": "RecallStep", day as "day": "IsoDate | null", today as "today": "IsoDate") -> "RecallRow";
    /// The recalls that are due or overdue, or of which the patient is to be reminded, by page.
    due_recalls as dueRecalls = "due_recalls" (today as "today": "IsoDate", after as "after": "string | null") -> "DueRecallPage";
    /// Books the visit that a recall is about: of a type of its programme, not too far ahead.
    schedule_recall as scheduleRecall = "schedule_recall" (recall as "recall": "string", choice as "choice": "VisitChoice", today as "today": "IsoDate") -> "BookedVisit";
    /// What would become of each visit of a series, without keeping any.
    plan_series as planSeries = "plan_series" (request as "request": "SeriesRequest") -> "SeriesPlan";
    /// Books a series for a patient, all in one commit.
    book_series as bookSeries = "book_series" (patient as "patient": "string", request as "request": "SeriesRequest") -> "SeriesRow";
    /// Changes a series from one visit on, or ends it there, all in one commit.
    change_series as changeSeries = "change_series" (series as "series": "string", revision as "revision": "SeriesRevision") -> "SeriesRow";
    /// A visit of a series that was left out or called off takes place after all.
    book_again as bookAgain = "book_again" (series as "series": "string", original as "original": "IsoLocalTime", start as "start": "IsoInstant") -> "BookedVisit";
    /// Notes that a patient is to be seen, without a time.
    plan_visit as planVisit = "plan_visit" (plan as "plan": "VisitPlan") -> "PlannedVisit";
    /// Gives a planned visit its time.
    book_planned as bookPlanned = "book_planned" (planned as "planned": "string", choice as "choice": "VisitChoice") -> "BookedVisit";
    /// A planned visit is not needed any more.
    drop_planned as dropPlanned = "drop_planned" (planned as "planned": "string", by as "by": "Side", reason as "reason": "string") -> "PlannedVisit";
    /// The visits that are planned and have no time, oldest first.
    unscheduled as unscheduled = "unscheduled" () -> "PlannedVisit[]";
    /// Opens a group at a start, which needs so many members and takes so many.
    open_group as openGroup = "open_group" (choice as "choice": "VisitChoice", least as "least": "number", most as "most": "number", decide_by as "decideBy": "IsoInstant") -> "VisitGroup";
    /// Moves a group to another time, with all its members, or not at all.
    move_group as moveGroup = "move_group" (group as "group": "string", choice as "choice": "VisitChoice", decide_by as "decideBy": "IsoInstant | null", by as "by": "Side") -> "VisitGroup";
    /// Gives a patient a seat in a group, or a place among those who wait for one.
    join_group as joinGroup = "join_group" (group as "group": "string", patient as "patient": "string") -> "GroupPlace";
    /// One who waits for a seat does so no longer.
    leave_group_queue as leaveGroupQueue = "leave_group_queue" (group as "group": "string", patient as "patient": "string") -> "VisitGroup";
    /// Decides whether a group takes place; where too few have come together it is called off.
    decide_group as decideGroup = "decide_group" (group as "group": "string", too_few as "tooFew": "string") -> "VisitGroup";
    /// Calls a group off, with its members' visits; its time is free.
    call_off_group as callOffGroup = "call_off_group" (group as "group": "string", by as "by": "Side", reason as "reason": "string") -> "VisitGroup";
    /// Puts other zone rules in force while the practice is open, under a version of the host's. Nothing moves by this.
    use_clocks as useClocks = "use_clocks" (version as "version": "string", zones as "zones": "ZoneClocks[]") -> "string";
    /// What the zone rules in force mean for the visits from a day on. Changes nothing.
    zone_change as zoneChange = "zone_change" (first as "first": "IsoDate") -> "ZoneChange";
    /// Takes visits over to the zone rules in force, by local time or by instant, all of these or none.
    keep_time as keepTime = "keep_time" (visits as "visits": "string[]", keep as "keep": "KeepTime") -> "BookedVisit[]";
    /// The visit took place: its charges are priced and owed from now on.
    fulfil_visit as fulfilVisit = "fulfil_visit" (appointment as "appointment": "string", practitioner as "practitioner": "string", diagnoses as "diagnoses": "string[]", services as "services": "ServiceDone[]") -> "EncounterRow";
    /// Draws the claim of a finished visit for the payer that comes first, and checks it.
    draw_claim as drawClaim = "draw_claim" (encounter as "encounter": "string") -> "ClaimRow";
    /// Claims go out: each must be ready, or none goes.
    submit_claims as submitClaims = "submit_claims" (claims as "claims": "string[]") -> "ClaimRow[]";
    /// Takes TA1, 999 and 277CA of an 837P that was sent, and 277 of claims that were asked about, in any order.
    acknowledge_claims as acknowledgeClaims = "acknowledge_claims" (sent as "sent": "Uint8Array", answers as "answers": "Uint8Array[]") -> "AcknowledgedClaims";
    /// The claims that were sent, or let through, until an instant, and that no payer has decided on since.
    unanswered_claims as unansweredClaims = "unanswered_claims" (until as "until": "IsoInstant") -> "ClaimRow[]";
    /// Posts an X12 835 of one remittance that balances. The same one again changes nothing.
    post_835 as post835 = "post_835" (payer as "payer": "string", file as "file": "Uint8Array", effective as "effective": "IsoDate") -> "PostedRow";
    /// The payment of a remittance has reached the bank. No rows where it paid nothing.
    deposit as deposit = "deposit" (remittance as "remittance": "string", effective as "effective": "IsoDate") -> "PostingRow[]";
    /// A patient paid: the oldest open items first, what is too much stays theirs.
    take_payment as takePayment = "take_payment" (patient as "patient": "string", receipt as "receipt": "string", amount as "amount": "DecimalString", effective as "effective": "IsoDate") -> "PostingRow[]";
    /// What is left of a patient's payment pays these charges, or the oldest open items where none are named.
    apply_payment as applyPayment = "apply_payment" (payment as "payment": "string", shares as "shares": "ChargeShare[]", effective as "effective": "IsoDate") -> "PostingRow[]";
    /// Part of what is left of a payment is to go back to the one who paid it, patient or payer.
    owe_refund as oweRefund = "owe_refund" (payment as "payment": "string", amount as "amount": "DecimalString", effective as "effective": "IsoDate") -> "PostingRow[]";
    /// Pays out a refund that was decided on.
    pay_refund as payRefund = "pay_refund" (owed as "owed": "string", effective as "effective": "IsoDate") -> "PostingRow[]";
    /// Another party owes part of an open item from now on.
    transfer as transfer = "transfer" (part as "part": "OpenPart", to as "to": "OwedBy", effective as "effective": "IsoDate") -> "PostingRow[]";
    /// Part of an open item is given up, to an account such as `small_balance` or `bad_debt`.
    write_off as writeOff = "write_off" (part as "part": "OpenPart", account as "account": "string", effective as "effective": "IsoDate") -> "PostingRow[]";
    /// An entry is taken back: a bounced check, an answer that was posted by mistake.
    take_back as takeBack = "take_back" (entry as "entry": "string", effective as "effective": "IsoDate") -> "PostingRow[]";
    /// Asks a patient for what is due, while no payer is pending: the statement stays as it is issued.
    issue_statement as issueStatement = "issue_statement" (patient as "patient": "string", issued as "issued": "IsoDate", days_to_pay as "daysToPay": "number") -> "StatementReport";
    /// What a patient owes, as of a day and as it was known at an instant.
    patient_balance as patientBalance = "patient_balance" (patient as "patient": "string", as_of as "asOf": "IsoDate", known_at as "knownAt": "IsoInstant") -> "BalanceRow";
    /// Every posting of the books, as of a day and as it was known at an instant.
    list_postings as listPostings = "list_postings" (as_of as "asOf": "IsoDate", known_at as "knownAt": "IsoInstant") -> "PostingRow[]";
    /// The figures of a window of days, as of a day and as it was known at an instant.
    month_end as monthEnd = "month_end" (first as "first": "IsoDate", last as "last": "IsoDate", as_of as "asOf": "IsoDate", known_at as "knownAt": "IsoInstant") -> "MonthEndReport";
}
