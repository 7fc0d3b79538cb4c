use serde::{Deserialize, Serialize};

use crate::time::Period;

use super::hours::Hours;
use super::pattern::Pattern;
use super::session::{Accepts, Session};

/// What is different on certain days.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[non_exhaustive]
pub enum Exception {
    /// These hours and no others, whatever the template says.
    Instead {
        /// On which days.
        on: Period,
        /// The hours of each of them; none for a day off.
        hours: Hours,
    },
    /// These hours too.
    Added {
        /// On which days.
        on: Period,
        /// The hours that are added on each of them.
        hours: Hours,
    },
    /// Not in these hours, whatever else grants them.
    Blocked {
        /// On which days.
        on: Period,
        /// The hours that are taken away on each of them.
        hours: Hours,
        /// Why, in the practice's words.
        reason: String,
    },
    /// Not in these hours, on those of the days on which it comes: a meeting each last Friday.
    BlockedEach {
        /// On which days at all; it is counted from the first.
        on: Period,
        /// On which of them.
        days: Pattern,
        /// The hours that are taken away on each of them.
        hours: Hours,
        /// Why, in the practice's words.
        reason: String,
    },
    /// This session too.
    Session {
        /// On which days at all; it comes by its own pattern.
        on: Period,
        /// The session.
        session: Session,
    },
    /// These hours for certain visits only, whatever grants them.
    Reserved {
        /// On which days.
        on: Period,
        /// The hours of each of them.
        hours: Hours,
        /// For which visits.
        accepts: Accepts,
        /// Why, in the practice's words.
        reason: String,
    },
}
