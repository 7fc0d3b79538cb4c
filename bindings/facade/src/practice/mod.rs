//! A practice at work, with its memory: in one SQLite file, or for a while in this process.
//!
//! Each command is one act of [`Practice`]: it says who acts ([`Call`]) and what is wanted, and is
//! done whole or not at all. The same call again gives the same answer again.

mod acknowledged;
mod books;
mod call;
mod cascade;
mod door;
mod group;
mod invitation;
mod kept;
mod ledger;
mod note;
mod planned;
mod publish;
mod recall;
mod rotation;
mod search;
mod series;
mod shell;
mod visit;
mod waitlist;
mod zones;

pub use acknowledged::{
    AcknowledgedClaim, AcknowledgedClaims, AcknowledgedField, AcknowledgmentRow, AnswerFinding,
};
pub use books::{
    BalanceRow, ChargeRow, ClaimRow, EncounterRow, MonthEndReport, PostedRow, ServiceDone,
};
#[cfg(not(target_arch = "wasm32"))]
pub use call::new_call;
pub use call::{Call, PurposeName, RoleName};
pub use cascade::{
    CascadeRow, CascadeStep, FreedBy, FreedTime, OfferStep, PassedOverRow, TimeOfferRow,
};
pub(crate) use door::{Act, COMMANDS};
pub use group::{GroupPlace, GroupSeat, VisitGroup};
pub use invitation::{Invitation, InvitationWish};
pub use kept::{KeptRecord, RecordKind};
pub use ledger::{ChargeShare, OpenPart, OwedBy, PartyName};
pub use note::{VisitNote, VisitNotes};
pub use planned::{PlannedVisit, VisitPlan};
pub use publish::{OfferRow, PublishedSchedule, ScheduleWhatIf, StrandedVisit};
pub use recall::{DueRecallPage, DueRecallRow, Enrolment, RecallRow, RecallStep};
pub use rotation::{TurnRow, TurnShare};
pub use search::{
    DayHours, LayerName, LayerRow, OpenTimes, RelaxationRow, SearchExplanation, TimeFilter,
    VisitWish,
};
pub use series::{
    SeriesAnswerRow, SeriesMode, SeriesPlan, SeriesRequest, SeriesRevision, SeriesRow, SeriesWish,
};
#[cfg(feature = "sqlite")]
pub use shell::open_practice;
pub use shell::{Practice, practice_in_memory};
pub use visit::{BookedVisit, HeldTime, Overriding, QueueRow, Side, VisitChoice, VisitStep};
pub use waitlist::{
    AgedOutPage, Channel, Urgency, VisitWait, WaitlistFigures, WaitlistRow, WaitlistWish,
};
pub use zones::{ClockChange, KeepTime, MovedVisit, VisitOverlap, ZoneChange, ZoneClocks};
