//! A practice's time: schedules, open slots, holds and appointments.
//!
//! A [`Schedule`] says when a practitioner, a room or a device is there: weekly hours in the zone of
//! the location, changed on dated days. [`Closure`]s take time away from a person, a place or all.
//! [`open_slots`] takes away what is busy and answers with free ranges, whose starts are cut on
//! demand; [`Slot::choose`] asks the same predicate for one start. A [`Hold`] keeps a slot for a
//! while, an [`Appointment`] for good, and moves through its [`Status`]. What either keeps are
//! [`Cell`]s of five minutes: the rows that a store lets only one booking have.
//!
//! Knows people by their identifiers, and time. Knows nothing of coverage or money: a fulfilled
//! appointment names an encounter, and billing begins there.
//!
//! Terms: FHIR R4 Schedule, Slot, Appointment.

mod appointment;
mod board;
mod calendar;
mod cell;
mod closure;
mod content_line;
mod error;
mod exception;
mod explanation;
mod filter;
mod follow_up;
mod free_busy;
mod granted;
mod grid;
mod group;
mod history;
mod hold;
mod hours;
mod hours_import;
mod invitation;
mod keep;
mod layer;
mod life;
mod note;
mod occupied;
mod offer;
mod offer_cascade;
mod offer_rules;
mod openings;
mod overriding;
mod pattern;
mod planned;
mod policy;
mod pool;
mod preference;
mod publish;
mod queue;
mod quota;

mod reason;
mod recall;
mod recall_programme;
mod recurrence;
mod role;
mod rrule_finding;
mod rrule_read;
mod rrule_write;
mod schedule;
mod search;
mod series;
mod series_plan;
mod session;
mod slot;
mod spacing;
mod standing;
mod status;
mod supply;
mod travel;
mod visit_type;
mod visitor;
mod waitlist_entry;
mod waitlist_fill;
mod waitlist_rank;
mod waitlist_wish;
#[cfg(test)]
#[cfg(feature = "tzdb")]
mod waitlist_world;
mod weekdays;
mod zone_change;

pub use appointment::{Appointment, Move};
pub use board::{Blame, Board, BoardRole, BoardTime, Columns, Finder, Opening, ThirdNext, blame};
pub use calendar::Calendar;
pub use cell::{Cell, Lane};
pub use closure::{Closure, Scope};
pub use error::Refused;
pub use exception::Exception;
pub use explanation::{Against, Explanation, Relaxation, Relief};
pub use filter::Filter;
pub use follow_up::{FollowUp, Missed};
pub use free_busy::FreeBusy;
pub use grid::Step;
pub use group::{Group, GroupSize, GroupStatus, Joined, Seat, Waiting};
pub use history::{Change, Provenance, Waits, waits};
pub use hold::Hold;
pub use hours::{Hours, Week, Window};
pub use hours_import::{
    HoursFault, HoursOverlap, HoursPreview, HoursProblem, HoursRow, LoadedHours, load_hours,
};
pub use invitation::{Invitation, InvitationMethod, Telling, write_invitation};
pub use keep::Keep;
pub use layer::Layer;
pub use note::{NoteText, VisitNote, VisitNotes};
pub use occupied::Occupied;
pub use offer::{OfferState, Reply, TimeOffer};
pub use offer_cascade::{Cascade, CascadeState, Effect};
pub use offer_rules::{ByLead, Manner, Mode, OfferRules, Order, Refill};
pub use openings::{Answer, Openings, Pick};
pub use overriding::Override;
pub use pattern::{Nth, Pattern, ShortMonth};
pub use planned::{PlannedStatus, PlannedVisit};
pub use policy::{Buffers, Policy};
pub use preference::{Fragments, Load, Preference, Ranked, Score, VisitMix, prefer};
pub use publish::{Offer, Stranded, stranded, what_if};
pub use queue::{InQueue, queue};
pub use quota::{Per, Quota};
pub use reason::{CancelReason, CancelReasons, Initiator, ReasonCode};
pub use recall::{
    Recall, RecallFacts, RecallStanding, RecallState, RecallVisit, SetDue, TakesPart, households,
};
pub use recall_programme::{Ages, Every, Programme, Remind, Stop};
pub use recurrence::{InGap, Limit, Occurrence, Recurrence};
pub use role::{Need, Part, Role, Roles};
pub use rrule_finding::RruleFinding;
pub use rrule_read::{ReadRrule, read_rrule};
pub use rrule_write::{Rrule, write_rrule};
pub use schedule::{Schedule, Template};
pub use search::{Search, open_slots};
pub use series::{Because, InSeries, Series, SeriesChange, SeriesEdit, SeriesOf};
pub use series_plan::{
    Authorised, Fit, SeriesAnswer, SeriesMode, SeriesPlan, SeriesWish, plan_series,
};
pub use session::{Accepts, Modality, Session};
pub use slot::{Filled, Slot};
pub use spacing::Spacing;
pub use standing::Standing;
pub use status::{Meaning, Status, Transition};
pub use travel::{Travel, Trip};
pub use visit_type::VisitType;
pub use visitor::{Attendance, Service, Visitor};
pub use waitlist_entry::{
    Channel, Contact, Ended, EntryState, PastOffer, Target, Urgency, WaitlistEntry, WishedTime,
    Wishes,
};
pub use waitlist_fill::{FillFigures, fill_figures};
pub use waitlist_rank::{
    Candidate, Freed, Origin, PassedOver, Ranking, WaitingEntry, WhyNot, rank,
};
pub use weekdays::Weekdays;
pub use zone_change::{KeepTime, MovedVisit, Overlap, ZoneChange, zone_change};
