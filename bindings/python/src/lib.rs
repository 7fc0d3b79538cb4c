//! The Python module `pms`: typed functions and records, the JSON door, and Arrow tables.
//!
//! Every call lets go of the interpreter lock while the library works. Docstrings stand here and
//! come into the stubs; see `bindings/facade` for what each operation does.
#![cfg(feature = "module")]

mod board;
mod columns;
mod practice;
mod table;

#[pyo3::pymodule]
mod _pms {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::board::{Board, Openings};
    #[pymodule_export]
    use crate::columns::{ColumnBatch, ColumnBatches};
    #[pymodule_export]
    use crate::practice::Practice;
    #[pymodule_export]
    use crate::table::Table;
    #[pymodule_export]
    use pms_facade::{
        AcknowledgedClaim, AcknowledgedClaims, AcknowledgedField, AcknowledgmentLevel,
        AcknowledgmentRow, AdjustmentRow, AgedOutPage, AgingFrom, AgingReport, AgingRow,
        AnswerFinding, BalanceRow, BenefitInquiry, BenefitStep, BoardSearch, BookedVisit,
        BookingRules, BusyTime, Call, CascadeRow, CascadeStep, Channel, CharacterRule, ChargeLabel,
        ChargeRow, ChargeShare, CheckedFile, CheckedTransaction, ClaimAnswer, ClaimOutcome,
        ClaimOutcomes, ClaimRow, ClaimSubmission, ClockChange, CodeKind, DayHours, DayOfWeek,
        DaysConvention, DeclinedRepair, DueRecallPage, DueRecallRow, EncounterRow, Enrolment,
        Estimate, EstimatedLine, FeeRate, Figure, FileEdit, FileEnvelope, FileFinding, FileRepair,
        FindingRow, FoldRule, FreedBy, FreedTime, GapRule, GroupPlace, GroupSeat, HeldTime,
        Invitation, InvitationWish, KeepTime, KeptRecord, LayerName, LayerRow, LedgerAccount,
        LedgerEntry, LedgerPosting, LimitsUsed, MonthEndReport, MovedVisit, OfferRow, OfferStep,
        OfficeRow, OpenPart, OpenSlots, OpenTimes, OutcomeReason, Overriding, OwedBy, PartyName,
        PassedOverRow, PlanTerms, PlannedVisit, PostedRow, PostingRow, ProviderAdjustmentRow,
        PublishedSchedule, PurposeName, QueueRow, RecallRow, RecallStep, ReceivableMovement,
        RecordKind, RelaxationRow, RemittanceFile, RemittanceRead, RepairedFile, ResolvedTime,
        RevenueKind, RevenueMovement, RoleName, RoundingName, ScheduleWhatIf, SearchExplanation,
        Sentence, SentenceValue, SeriesAnswerRow, SeriesMode, SeriesPlan, SeriesRequest,
        SeriesRevision, SeriesRow, SeriesWish, ServiceAnswer, ServiceDone, ServiceLine, Side,
        SlotAnswer, SlotStart, SoughtMember, StatementReport, StatementRow, StatementWish,
        StepKind, StrandedVisit, TimeFilter, TimeOfferRow, TraceRow, TurnRow, TurnShare,
        UnplacedAnswer, Urgency, VisitChoice, VisitGroup, VisitLength, VisitNote, VisitNotes,
        VisitOverlap, VisitPlan, VisitStep, VisitWait, VisitWish, WaitlistFigures, WaitlistRow,
        WaitlistWish, WeeklySchedule, WorkingHours, X12Content, ZoneChange, ZoneClocks,
    };
    use pyo3::pybacked::PyBackedBytes;

    use pms_facade::{Amount, Bytes, Day, Instant, LocalTime, Rate};

    /// The version of the library; the same in every language.
    #[pyfunction]
    fn version() -> String {
        pms_facade::version()
    }

    /// The JSON door: does the operation named on the JSON arguments, and always answers with JSON.
    #[pyfunction]
    #[pyo3(signature = (op, input, /))]
    fn call(py: Python<'_>, op: String, input: String) -> String {
        py.detach(|| pms_facade::call(op, input))
    }

    /// All amounts together.
    #[pyfunction]
    fn total(py: Python<'_>, amounts: Vec<Amount>) -> PyResult<Amount> {
        Ok(py.detach(|| pms_facade::total(amounts))?)
    }

    /// The part of an amount that a rate names, exact and rounded once.
    #[pyfunction]
    fn share(
        py: Python<'_>,
        amount: Amount,
        rate: Rate,
        rounding: RoundingName,
    ) -> PyResult<Amount> {
        Ok(py.detach(|| pms_facade::share(amount, rate, rounding))?)
    }

    /// Shares an amount out in proportion to weights, so that the parts add up to the whole.
    #[pyfunction]
    fn split(py: Python<'_>, amount: Amount, weights: Vec<Amount>) -> PyResult<Vec<Amount>> {
        Ok(py.detach(|| pms_facade::split(amount, weights))?)
    }

    /// Shares an amount out evenly, the first ones bearing the odd cents.
    #[pyfunction]
    fn split_evenly(py: Python<'_>, amount: Amount, among: u16) -> PyResult<Vec<Amount>> {
        Ok(py.detach(|| pms_facade::split_evenly(amount, among))?)
    }

    /// An identifier as it is kept, lower-case and hyphenated.
    #[pyfunction]
    fn read_identifier(py: Python<'_>, text: String) -> PyResult<String> {
        Ok(py.detach(|| pms_facade::read_identifier(text))?)
    }

    /// A code as it is kept and sent: checked for its shape, in capitals, without dots.
    #[pyfunction]
    fn read_code(py: Python<'_>, kind: CodeKind, text: String) -> PyResult<String> {
        Ok(py.detach(|| pms_facade::read_code(kind, text))?)
    }

    /// The instant of a naive local time in a zone; nothing is shifted silently.
    #[pyfunction]
    fn resolve_time(
        py: Python<'_>,
        local: LocalTime,
        zone: String,
        gap: GapRule,
        fold: FoldRule,
    ) -> PyResult<ResolvedTime> {
        Ok(py.detach(|| pms_facade::resolve_time(local, zone, gap, fold))?)
    }

    /// The version of the zone rules in use, such as `2026a`.
    #[pyfunction]
    fn zone_rules_version() -> String {
        pms_facade::zone_rules_version()
    }

    /// The aging report: what is owed by party and age, as of a day and as known at an instant.
    #[pyfunction]
    fn age_receivables(
        py: Python<'_>,
        movements: Vec<ReceivableMovement>,
        basis: AgingFrom,
        as_of: Day,
        known_at: Instant,
    ) -> PyResult<AgingReport> {
        Ok(py.detach(|| pms_facade::age_receivables(movements, basis, as_of, known_at))?)
    }

    /// How many days of charges are outstanding: what is owed over a day's charges.
    #[pyfunction]
    fn days_in_receivables(
        py: Python<'_>,
        owed: Amount,
        credits: Amount,
        revenue: Vec<RevenueMovement>,
        convention: DaysConvention,
        as_of: Day,
        known_at: Instant,
    ) -> PyResult<Figure> {
        Ok(py.detach(|| {
            pms_facade::days_in_receivables(owed, credits, revenue, convention, as_of, known_at)
        })?)
    }

    /// What the lines of one visit are worth: each cent with its reason. Nothing is recorded.
    #[pyfunction]
    fn estimate(
        py: Python<'_>,
        plan: PlanTerms,
        rates: Vec<FeeRate>,
        used: LimitsUsed,
        lines: Vec<ServiceLine>,
    ) -> PyResult<Estimate> {
        Ok(py.detach(|| pms_facade::estimate(plan, rates, used, lines))?)
    }

    /// Writes claims, as they are loaded from a practice, as one X12 837P. Nothing is sent.
    #[pyfunction]
    fn write_837p(
        py: Python<'_>,
        claims: Vec<KeptRecord>,
        submission: ClaimSubmission,
        characters: CharacterRule,
    ) -> PyResult<String> {
        Ok(py.detach(|| pms_facade::write_837p(claims, submission, characters))?)
    }

    /// What a patient is asked for, from the entries of the books that are about them. Nothing is
    /// recorded.
    #[pyfunction]
    fn make_statement(
        py: Python<'_>,
        wish: StatementWish,
        entries: Vec<LedgerEntry>,
        labels: Vec<ChargeLabel>,
    ) -> PyResult<StatementReport> {
        Ok(py.detach(|| pms_facade::make_statement(wish, entries, labels))?)
    }

    /// Reads an X12 835 and proves each remittance to balance. Nothing is refused: what is wrong
    /// stands among the findings.
    #[pyfunction]
    fn read_835(py: Python<'_>, file: Bytes) -> PyResult<RemittanceFile> {
        Ok(py.detach(|| pms_facade::read_835(file))?)
    }

    /// Tells what is wrong with an X12 file of any kind, down to its bytes. Nothing is refused.
    #[pyfunction]
    fn check_x12(py: Python<'_>, file: Bytes) -> PyResult<CheckedFile> {
        Ok(py.detach(|| pms_facade::check_x12(file))?)
    }

    /// Reads what stands in an X12 file, by kind: 837P, 835, 270, 271, 276, 277, 277CA, 999, TA1.
    #[pyfunction]
    fn read_x12(py: Python<'_>, file: Bytes) -> PyResult<Vec<X12Content>> {
        Ok(py.detach(|| pms_facade::read_x12(file))?)
    }

    /// Answers an X12 file as the one to whom it was sent: 999 of its groups, or TA1 of its interchanges.
    #[pyfunction]
    fn acknowledge_x12(
        py: Python<'_>,
        file: Bytes,
        level: AcknowledgmentLevel,
        envelope: FileEnvelope,
    ) -> PyResult<String> {
        Ok(py.detach(|| pms_facade::acknowledge_x12(file, level, envelope))?)
    }

    /// Repairs what is wrong in form alone with an X12 file: counts, capital letters, dashes, zeros.
    #[pyfunction]
    fn repair_x12(py: Python<'_>, file: Bytes) -> PyResult<RepairedFile> {
        Ok(py.detach(|| pms_facade::repair_x12(file))?)
    }

    /// Takes the people out of an X12 file; structure, codes and amounts stay. The secret has at least
    /// sixteen bytes.
    #[pyfunction]
    fn deidentify_x12(py: Python<'_>, file: Bytes, secret: Bytes) -> PyResult<Bytes> {
        Ok(py.detach(|| pms_facade::deidentify_x12(file, secret))?)
    }

    /// The remittances of an X12 835 as Arrow tables, batch by batch, at least so many claims each:
    /// `payments`, `claims`, `services`, `adjustments`, `remarks`, `provider_adjustments`.
    #[pyfunction]
    #[pyo3(signature = (file, claims = 100_000))]
    fn columns_835(file: PyBackedBytes, claims: usize) -> ColumnBatches {
        ColumnBatches::new(file, |file| pms_facade::columns_835(file, claims))
    }

    /// The professional claims of an X12 837P as Arrow tables, batch by batch, so many claims each:
    /// `claims`, `services`, `diagnoses`, `other_payers`, `adjustments`.
    #[pyfunction]
    #[pyo3(signature = (file, claims = 100_000))]
    fn columns_837p(file: PyBackedBytes, claims: usize) -> ColumnBatches {
        ColumnBatches::new(file, |file| pms_facade::columns_837p(file, claims))
    }

    /// What TA1, 999 and 277CA say of each claim of an 837P that was sent, led back to its fields.
    #[pyfunction]
    fn claim_outcomes(py: Python<'_>, sent: Bytes, answers: Vec<Bytes>) -> PyResult<ClaimOutcomes> {
        Ok(py.detach(|| pms_facade::claim_outcomes(sent, answers))?)
    }

    /// Writes questions about benefits as one X12 270. Nothing is sent.
    #[pyfunction]
    fn write_270(
        py: Python<'_>,
        inquiries: Vec<BenefitInquiry>,
        reference: String,
        envelope: FileEnvelope,
        characters: CharacterRule,
    ) -> PyResult<String> {
        Ok(py.detach(|| pms_facade::write_270(inquiries, reference, envelope, characters))?)
    }

    /// Writes the question how claims stand, as they are loaded from a practice, as one X12 276.
    #[pyfunction]
    fn write_276(
        py: Python<'_>,
        claims: Vec<KeptRecord>,
        submission: ClaimSubmission,
        characters: CharacterRule,
    ) -> PyResult<String> {
        Ok(py.detach(|| pms_facade::write_276(claims, submission, characters))?)
    }

    /// Every time from one instant until before another at which a visit could start.
    #[pyfunction]
    #[expect(
        clippy::too_many_arguments,
        reason = "they are the names of the arguments in Python"
    )]
    fn open_slots(
        py: Python<'_>,
        schedule: WeeklySchedule,
        busy: Vec<BusyTime>,
        visit: VisitLength,
        rules: BookingRules,
        start: Instant,
        end: Instant,
        now: Instant,
    ) -> PyResult<OpenSlots> {
        Ok(py.detach(|| pms_facade::open_slots(schedule, busy, visit, rules, start, end, now))?)
    }

    /// The aging report as an Arrow table, one row a party.
    #[pyfunction]
    fn aging_table(py: Python<'_>, report: AgingReport) -> PyResult<Table> {
        py.detach(|| crate::table::aging(&report))
    }

    /// Postings of the ledger as an Arrow table, one row each.
    #[pyfunction]
    fn postings_table(py: Python<'_>, postings: Vec<PostingRow>) -> PyResult<Table> {
        py.detach(|| crate::table::postings(&postings))
    }

    /// A call at the time that this machine shows, with a key and a fresh identifier of its own.
    #[pyfunction]
    fn new_call(actor: String, role: RoleName, purpose: PurposeName) -> Call {
        pms_facade::new_call(actor, role, purpose)
    }
}
