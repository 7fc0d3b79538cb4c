//! Time as a practice lives it: exact minutes, civil days, and the zones between them.
//!
//! A [`Minute`] is an instant, an [`Interval`] lies between two of them, an [`IntervalSet`] is any
//! part of time. People speak in civil time: a [`ClockTime`] on a day, a [`Period`] of days, in a
//! [`Zone`]. [`ZoneRules`] lead from one to the other; a local time may be one instant, none or two,
//! and [`Resolved`] says which. A [`BookedTime`] is a promise in civil time, with the instant that
//! it meant when it was made.
//!
//! Zone rules come from outside: [`Tzdb`] is the bundled default (feature `tzdb`), a [`ZoneTable`]
//! holds what a host pushes in. Both have a version, since governments change their minds.
//!
//! [`BusinessDays`] are counted where a law or a contract counts them.
//!
//! [`AsOf`] is the pair of times at which books are read.
//!
//! Knows no clock: now is an argument. Dates and times at its face are chrono's.

mod as_of;
mod booked;
mod business_days;
mod clock;
mod error;
mod federal_holiday;
mod interval;
mod minute;
mod offset;
mod period;
mod resolved;
mod rules;
mod set;
mod table;
#[cfg(feature = "tzdb")]
mod tzdb;
mod zone;

pub use as_of::AsOf;
pub use booked::BookedTime;
pub use business_days::{BusinessDays, HolidayRule};
pub use clock::ClockTime;
pub use error::TimeError;
pub use interval::Interval;
pub use minute::{Minute, Minutes};
pub use offset::{Offset, Offsets};
pub use period::Period;
pub use resolved::{Fold, Gap, Resolved};
pub use rules::ZoneRules;
pub use set::IntervalSet;
pub use table::ZoneTable;
#[cfg(feature = "tzdb")]
pub use tzdb::Tzdb;
pub use zone::Zone;
