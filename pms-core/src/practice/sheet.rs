use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::id::Uuid;
use crate::store::Answers;
use crate::store::Columns;
use crate::store::Expected;
use crate::store::Key;
use crate::store::Question;
use crate::store::Record;
use crate::store::StoreError;

use super::changes::Changes;

/// The sheet of somebody's time. It holds nothing: its version counts the visits that were booked
/// by more than their own cells (as many at once, a day's number, the way from another place), so
/// that two of them are never decided from the same sheet.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Sheet {
    of: Uuid,
}

impl Sheet {
    /// The sheet of a resource or a patient is asked for in the same reading as their visits.
    pub(super) fn question(of: impl Into<Uuid>) -> Question {
        Question::Document(Key::new(Noun::Resource, of))
    }

    /// The sheet, and what has to be there still when somebody turns it.
    pub(super) fn read(of: impl Into<Uuid>, answers: &Answers, n: usize) -> (Self, Expected) {
        let stored = answers.documents(n).first();
        let expected = stored.map_or(Expected::New, |s| Expected::Exact(s.version));
        (Self { of: of.into() }, expected)
    }

    /// What is decided now comes after all that was decided from this sheet.
    pub(super) fn turn(&self, expected: Expected, changes: &mut Changes) -> Result<(), StoreError> {
        match changes.writes(self.key()) {
            true => Ok(()),
            false => changes.count(self, expected),
        }
    }
}

impl Record for Sheet {
    const NOUN: Noun = Noun::Resource;

    fn id(&self) -> Uuid {
        self.of
    }

    fn columns(&self) -> Columns {
        Columns::default()
    }
}
