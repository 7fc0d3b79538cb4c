//! What every language says to the practice: plain data in, plain data out.
//!
//! Each record stands here once and bears the derives of every language behind the features
//! `uniffi` (Kotlin, Swift), `python` and `wasm`. There are two doors to each operation: a typed
//! function of this crate, and [`call`], which takes and gives JSON. Both do the same.
//!
//! Amounts are decimal text, never a float ([`Amount`]); instants are whole microseconds
//! ([`Instant`]); dates are [`Day`]s; identifiers are text. Every refusal is a [`PmsError`] with a
//! stable code. `Debug` shows the names of records and none of their content, which may be a
//! patient's.
#![forbid(unsafe_code)]
#![cfg_attr(
    feature = "python",
    expect(
        clippy::too_many_arguments,
        reason = "a record's constructor in Python takes each of its fields"
    )
)]

#[macro_use]
mod record;
#[macro_use]
mod json;
mod adjudication;
mod argument;
#[cfg(any(feature = "python", feature = "wasm"))]
mod board;
mod code;
#[cfg(feature = "python")]
mod columns;
mod error;
mod identity;
mod inquiry;
mod ledger;
mod metrics;
mod money;
mod outcome;
mod place;
mod practice;
#[cfg(feature = "python")]
mod python;
mod remittance;
mod repair;
mod scalar;
mod scheduling;
mod statement;
mod submission;
mod time;
mod x12;

pub use adjudication::{
    AdjustmentRow, BenefitStep, Estimate, EstimatedLine, FeeRate, LimitsUsed, PlanTerms, Sentence,
    SentenceValue, ServiceLine, StepKind, TraceRow, estimate,
};
#[cfg(any(feature = "python", feature = "wasm"))]
pub use board::{Board, BoardSearch, BusyColumns, OpeningColumns};
#[cfg(feature = "wasm")]
pub use board::{read_argument, refusal};
pub use code::{CodeKind, read_code};
#[cfg(feature = "python")]
pub use columns::{
    ABSENT_CENTS, ABSENT_DAY, ColumnReader, ColumnTables, OF_CLAIM, Table, Values, columns_835,
    columns_837p,
};
pub use error::PmsError;
pub use identity::read_identifier;
pub use inquiry::{BenefitInquiry, SoughtMember, write_270, write_276};
pub use json::call;
pub use ledger::{LedgerAccount, LedgerEntry, LedgerPosting, PostingRow};
pub use metrics::{
    AgingFrom, AgingReport, AgingRow, DaysConvention, Figure, ReceivableMovement, RevenueKind,
    RevenueMovement, age_receivables, days_in_receivables,
};
pub use money::{RoundingName, share, split, split_evenly, total, version};
pub use outcome::{ClaimOutcome, ClaimOutcomes, OutcomeReason, UnplacedAnswer, claim_outcomes};
#[cfg(not(target_arch = "wasm32"))]
pub use practice::new_call;
#[cfg(feature = "sqlite")]
pub use practice::open_practice;
pub use practice::{
    AcknowledgedClaim, AcknowledgedClaims, AcknowledgedField, AcknowledgmentRow, AgedOutPage,
    AnswerFinding, BalanceRow, BookedVisit, Call, CascadeRow, CascadeStep, Channel, ChargeRow,
    ChargeShare, ClaimRow, ClockChange, DayHours, DueRecallPage, DueRecallRow, EncounterRow,
    Enrolment, FreedBy, FreedTime, GroupPlace, GroupSeat, HeldTime, Invitation, InvitationWish,
    KeepTime, KeptRecord, LayerName, LayerRow, MonthEndReport, MovedVisit, OfferRow, OfferStep,
    OpenPart, OpenTimes, Overriding, OwedBy, PartyName, PassedOverRow, PlannedVisit, PostedRow,
    Practice, PublishedSchedule, PurposeName, QueueRow, RecallRow, RecallStep, RecordKind,
    RelaxationRow, RoleName, ScheduleWhatIf, SearchExplanation, SeriesAnswerRow, SeriesMode,
    SeriesPlan, SeriesRequest, SeriesRevision, SeriesRow, SeriesWish, ServiceDone, Side,
    StrandedVisit, TimeFilter, TimeOfferRow, TurnRow, TurnShare, Urgency, VisitChoice, VisitGroup,
    VisitNote, VisitNotes, VisitOverlap, VisitPlan, VisitStep, VisitWait, VisitWish,
    WaitlistFigures, WaitlistRow, WaitlistWish, ZoneChange, ZoneClocks, practice_in_memory,
};
pub use remittance::{
    ClaimAnswer, FindingRow, ProviderAdjustmentRow, RemittanceFile, RemittanceRead, ServiceAnswer,
    read_835,
};
pub use repair::{DeclinedRepair, FileEdit, FileRepair, RepairedFile, repair_x12};
pub use scalar::{Amount, Bytes, Day, Exact, Instant, LocalTime, Rate, Units};
pub use scheduling::{
    BookingRules, BusyTime, DayOfWeek, OpenSlots, SlotAnswer, SlotStart, VisitLength,
    WeeklySchedule, WorkingHours, open_slots,
};
#[cfg(feature = "wasm")]
pub use serde::de::DeserializeOwned as Argument;
pub use statement::{ChargeLabel, StatementReport, StatementRow, StatementWish, make_statement};
pub use submission::{CharacterRule, ClaimSubmission, FileEnvelope, OfficeRow, write_837p};
pub use time::{FoldRule, GapRule, ResolvedTime, resolve_time, zone_rules_version};
pub use x12::{
    AcknowledgmentLevel, CheckedFile, CheckedTransaction, FileFinding, X12Content, acknowledge_x12,
    check_x12, deidentify_x12, read_x12,
};

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("pms");
