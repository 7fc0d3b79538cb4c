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
mod calendar;
mod cell;
mod closure;
mod error;
mod grid;
mod group;
mod history;
mod hold;
mod hours;
mod layer;
mod life;
mod pattern;
mod planned;
mod policy;
mod reason;
mod recurrence;
mod schedule;
mod search;
mod series;
mod series_plan;
mod slot;
mod status;
mod visit_type;
mod weekdays;

pub use appointment::{Appointment, Move};
pub use calendar::Calendar;
pub use cell::{Cell, Lane};
pub use closure::{Closure, Scope};
pub use error::Refused;
pub use grid::Step;
pub use group::{Group, GroupSize, GroupStatus, Joined, Seat, Waiting};
pub use history::{Change, Provenance, Waits, waits};
pub use hold::Hold;
pub use hours::{Hours, Week, Window};
pub use layer::Layer;
pub use pattern::{Nth, Pattern, ShortMonth};
pub use planned::{PlannedStatus, PlannedVisit};
pub use policy::Policy;
pub use reason::{CancelReason, CancelReasons, Initiator, ReasonCode};
pub use recurrence::{InGap, Limit, Occurrence, Recurrence};
pub use schedule::{Exception, Schedule, Template};
pub use search::{Answer, Openings, Search, open_slots};
pub use series::{Because, InSeries, Series, SeriesChange, SeriesEdit, SeriesOf};
pub use series_plan::{
    Authorised, Fit, SeriesAnswer, SeriesMode, SeriesPlan, SeriesWish, plan_series,
};
pub use slot::Slot;
pub use status::{Meaning, Status, Transition};
pub use visit_type::VisitType;
pub use weekdays::Weekdays;
