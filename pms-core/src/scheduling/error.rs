use chrono::{DateTime, NaiveDate, Utc};

use crate::id::ResourceId;
use crate::time::{Interval, Minute, TimeError};

use super::layer::Layer;
use super::status::{Status, Transition};

/// Why time cannot be had, or a step in an appointment's life not be taken.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// A time that does not exist, or that the zone rules do not know.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// A search without a schedule, or a slot without a resource.
    #[error("nothing to search: no schedule was given")]
    NoSchedule,
    /// One visit takes place at one location.
    #[error("the schedules are of different locations")]
    LocationsDiffer,
    /// The visit cannot take place then.
    #[error("the time is not free: {layer}{}", instead(alternatives))]
    NotFree {
        /// What stands against it.
        layer: Layer,
        /// Whose time it is.
        resource: ResourceId,
        /// The time of the visit that was asked for, without its buffers.
        visit: Interval,
        /// The next starts instead, as far as somebody looked: three at most.
        alternatives: Vec<Minute>,
    },
    /// The hold has run out, and its time may be another's.
    #[error("the hold has expired")]
    HoldExpired {
        /// When it did.
        at: DateTime<Utc>,
    },
    /// A hold is for who placed it.
    #[error("the hold is another's")]
    NotHolder,
    /// One holder keeps no more than so many slots at once.
    #[error("too many holds at once")]
    TooManyHolds {
        /// How many are allowed.
        most: u16,
    },
    /// The appointment does not stand where this step begins.
    #[error("an appointment that is {} cannot {transition}", status.fhir())]
    WrongStatus {
        /// The step that was asked for.
        transition: Transition,
        /// How it stands.
        status: Status,
    },
    /// A patient is no no-show before the grace has passed.
    #[error("too early for a no-show")]
    TooEarly {
        /// From when on it would be one.
        from: DateTime<Utc>,
    },
    /// What happened on the day of a visit is taken back on that day.
    #[error("the day of the visit is over, or has not come")]
    DayOver {
        /// The local day of the visit.
        day: NaiveDate,
    },
    /// Another type of visit is another booking: authorisations and charges hang on the type.
    #[error("a visit of another type is a new booking")]
    OtherVisitType,
    /// A visit lasts from a minute to a day; its buffers last a day at most.
    #[error("a visit lasts from a minute to a day, its buffers a day at most")]
    VisitLength,
    /// A grid has a step of 1 to 1440 minutes.
    #[error("a step is from 1 to 1440 minutes")]
    StepLength,
    /// The part of a visit in which somebody is needed takes time, and ends no later than the visit.
    #[error("a part of a visit takes time and ends no later than the visit")]
    Part,
    /// Nobody may book against it.
    #[error("nobody may override: {layer}")]
    HardLayer {
        /// The layer.
        layer: Layer,
    },
    /// A board cannot tell exactly; a search from scratch can.
    #[error("the board cannot answer: the window, the step or the hours do not lie on it")]
    OffTheBoard,
    /// Not the text of a note.
    #[error("not a note: 1 to 4,000 characters in plain lines")]
    NoteText,
    /// Not the code of a reason: 1 to 64 of `a-z`, `0-9`, `-`, `_` and `.`.
    #[error("not the code of a reason")]
    ReasonCode,
    /// The practice has a list of reasons for this side, and it is not on it.
    #[error("not a reason on the list of this side")]
    ReasonNotListed,
    /// Fees and rates hang on who called a visit off.
    #[error("a reason belongs to one side alone")]
    ReasonTwice,
    /// A patient at the portal speaks for the patient.
    #[error("a patient calls a visit off on the patient's part")]
    OtherSide,
    /// A series has an end within 18 months, and 52 visits at most.
    #[error("a series has 52 visits within 18 months at most")]
    SeriesTooLong,
    /// Too many of the visits of a series cannot be had as they were asked for.
    #[error("{against} of {of} visits of the series cannot be had as asked for")]
    SeriesConflict {
        /// How many.
        against: usize,
        /// Of how many.
        of: usize,
    },
    /// The series does not recur then.
    #[error("the series has no such visit")]
    NoSuchVisit,
    /// What has begun stays as it was.
    #[error("the visit has begun")]
    VisitPast,
    /// The visit takes place as it is.
    #[error("the visit takes place as it is")]
    VisitStands,
    /// A group takes one member at least, and as many as it needs.
    #[error("a group takes one member at least, and as many as it needs")]
    GroupSize,
    /// What is decided about a group is decided before it begins.
    #[error("a group is decided about before it begins")]
    DecideLate,
    /// Members may join until the moment of the decision.
    #[error("the group is not to be decided about yet")]
    NotYetDecided {
        /// When it is.
        from: DateTime<Utc>,
    },
    /// The group was called off, or has begun.
    #[error("the group was called off, or has begun")]
    GroupOver,
    /// One has one place in a group, and it is where the group is.
    #[error("the patient has a place in the group")]
    InGroup,
    /// Nobody of the kind is in the group.
    #[error("no such member is in the group")]
    NotInGroup,
    /// A planned visit has one time, or was dropped.
    #[error("the planned visit has a time, or was dropped")]
    NotUnscheduled,
    /// A recurrence on no day at all: an empty week, a 32nd, an end before the start.
    #[error("the recurrence never falls on a day")]
    NeverRecurs,
    /// An entry of the waitlist that waits for nothing: no type of visit and no visit to move.
    #[error("a waitlist entry wishes for a type of visit or an earlier time")]
    NoWish,
    /// The entry is not waiting: it is offered something, or its wait is over.
    #[error("the waitlist entry is not waiting")]
    NotWaiting,
    /// The offer can no longer be answered: it was, it ran out, or somebody else has the time.
    #[error("the offer is no longer available")]
    OfferOver,
    /// The time lies in a session that is kept from those who wait.
    #[error("the session is not offered to those who wait")]
    NotOffered,
    /// The run of offers is over.
    #[error("the run of offers is over")]
    CascadeOver,
    /// The table of a file has no heading that is needed.
    #[error("the file has no column {column}")]
    NoColumn {
        /// The heading.
        column: &'static str,
    },
    /// The practice has no such recall programme.
    #[error("there is no such recall programme")]
    NoProgramme,
    /// A recall is not booked that far ahead: it stays a recall until then.
    #[error("a recall is not booked after {until} yet")]
    RecallAhead {
        /// The last day that can be booked today.
        until: NaiveDate,
    },
}

impl Refused {
    /// The same refusal with starts that are offered instead; only a time that is not free has any.
    #[must_use]
    pub fn offering(mut self, starts: impl IntoIterator<Item = Minute>) -> Self {
        if let Self::NotFree { alternatives, .. } = &mut self {
            *alternatives = starts.into_iter().take(3).collect();
        }
        self
    }

    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Time(error) => error.code(),
            Self::NoSchedule => "scheduling.no_schedule",
            Self::LocationsDiffer => "scheduling.locations_differ",
            Self::NotFree { .. } => "scheduling.not_free",
            Self::HoldExpired { .. } => "scheduling.hold_expired",
            Self::NotHolder => "scheduling.not_holder",
            Self::TooManyHolds { .. } => "scheduling.too_many_holds",
            Self::WrongStatus { .. } => "scheduling.wrong_status",
            Self::TooEarly { .. } => "scheduling.too_early",
            Self::DayOver { .. } => "scheduling.day_over",
            Self::OtherVisitType => "scheduling.other_visit_type",
            Self::VisitLength => "scheduling.visit_length",
            Self::StepLength => "scheduling.step_length",
            Self::Part => "scheduling.part",
            Self::HardLayer { .. } => "scheduling.hard_layer",
            Self::OffTheBoard => "scheduling.off_the_board",
            Self::NoteText => "scheduling.note_text",
            Self::ReasonCode => "scheduling.reason_code",
            Self::ReasonNotListed => "scheduling.reason_not_listed",
            Self::ReasonTwice => "scheduling.reason_twice",
            Self::OtherSide => "scheduling.other_side",
            Self::SeriesTooLong => "scheduling.series_too_long",
            Self::SeriesConflict { .. } => "scheduling.series_conflict",
            Self::NoSuchVisit => "scheduling.no_such_visit",
            Self::VisitPast => "scheduling.visit_past",
            Self::VisitStands => "scheduling.visit_stands",
            Self::GroupSize => "scheduling.group_size",
            Self::DecideLate => "scheduling.decide_late",
            Self::NotYetDecided { .. } => "scheduling.not_yet_decided",
            Self::GroupOver => "scheduling.group_over",
            Self::InGroup => "scheduling.in_group",
            Self::NotInGroup => "scheduling.not_in_group",
            Self::NotUnscheduled => "scheduling.not_unscheduled",
            Self::NeverRecurs => "scheduling.never_recurs",
            Self::NoWish => "scheduling.no_wish",
            Self::NotWaiting => "scheduling.not_waiting",
            Self::OfferOver => "scheduling.offer_over",
            Self::NotOffered => "scheduling.not_offered",
            Self::CascadeOver => "scheduling.cascade_over",
            Self::NoColumn { .. } => "scheduling.no_column",
            Self::NoProgramme => "scheduling.no_programme",
            Self::RecallAhead { .. } => "scheduling.recall_ahead",
        }
    }
}

/// The starts that are offered instead, for people.
fn instead(alternatives: &[Minute]) -> String {
    let mut text = String::new();
    for (n, start) in alternatives.iter().enumerate() {
        text.push_str(if n == 0 { "; next at " } else { ", " });
        text.push_str(&start.to_string());
    }
    text
}
