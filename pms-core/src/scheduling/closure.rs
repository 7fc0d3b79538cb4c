use serde::{Deserialize, Serialize};

use crate::id::{LocationId, ResourceId};
use crate::time::Period;

use super::hours::Hours;
use super::schedule::Schedule;

/// Days, or hours of days, on which a person, a place or the whole practice is not there.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Closure {
    /// Who or what is closed.
    pub scope: Scope,
    /// On which days.
    pub on: Period,
    /// The hours of each of them, by the clock of the location that is searched.
    pub hours: Hours,
    /// Why, in the practice's words.
    pub reason: String,
}

/// How far a closure reaches.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Every location and everyone: a public holiday.
    Practice,
    /// One location; who works elsewhere goes on working there.
    Location(LocationId),
    /// One resource wherever it is: time off.
    Resource(ResourceId),
}

impl Closure {
    /// Whether it takes time away from a schedule.
    #[must_use]
    pub fn concerns(&self, schedule: &Schedule) -> bool {
        match self.scope {
            Scope::Practice => true,
            Scope::Location(location) => location == schedule.location,
            Scope::Resource(resource) => resource == schedule.resource,
        }
    }
}
