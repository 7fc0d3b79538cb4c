use core::fmt;

use chrono::NaiveDate;

use crate::id::ExternalId;
use crate::id::LocationId;
use crate::id::PatientId;
use crate::id::PayerId;
use crate::id::PractitionerId;
use crate::id::Uuid;
use crate::money::Money;

use super::key::{Key, Stamp};

/// One noun as it is kept: what it is looked up by, and a body that its [`Record`] alone reads.
///
/// [`Record`]: super::record::Record
#[derive(Clone, Eq, PartialEq)]
pub struct Document {
    /// Which one.
    pub key: Key,
    /// What it is listed and filtered by.
    pub columns: Columns,
    /// What else it is found by.
    pub terms: Vec<Term>,
    /// Which form the body has; counts up where a noun's form changes.
    pub schema: u16,
    /// The noun itself, as JSON. It may be personal, so nothing ever prints it.
    pub body: Vec<u8>,
}

/// A document and its version: 1 when it is new, one more with each change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stored {
    /// To be expected when it is next written.
    pub version: u64,
    /// The document.
    pub document: Document,
}

/// What documents are listed and filtered by; none of it names a person but by identifier.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Columns {
    /// Where it stands, in the noun's own words.
    pub status: Option<String>,
    /// When it begins.
    pub starts_at: Option<Stamp>,
    /// When it ends: after it begins, and at most [`LONGEST_SPAN`] later.
    ///
    /// [`LONGEST_SPAN`]: super::check::LONGEST_SPAN
    pub ends_at: Option<Stamp>,
    /// The civil date that it counts for, such as the date of service.
    pub on: Option<NaiveDate>,
    /// Whose it is.
    pub patient: Option<PatientId>,
    /// Who treats.
    pub practitioner: Option<PractitionerId>,
    /// Who pays.
    pub payer: Option<PayerId>,
    /// Where.
    pub location: Option<LocationId>,
    /// The amount that it is about.
    pub amount: Option<Money>,
}

/// A name and a value that a document is found by. Not unique: see [`Place::Number`] for that.
///
/// [`Place::Number`]: super::place::Place::Number
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Term {
    /// What kind of value: `id:` and a system, `resource`, `control number`.
    pub name: String,
    /// The value, or its blind index where the value is personal.
    pub value: String,
}

impl Term {
    /// The term that lists an appointment with a resource that it takes.
    pub const RESOURCE: &'static str = "resource";

    /// A term.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }

    /// The term of what another system calls a thing.
    #[must_use]
    pub fn external(id: &ExternalId) -> Self {
        Self::new(format!("id:{}", id.system()), id.value())
    }

    /// The term that lists a hold with who has it.
    #[must_use]
    pub fn holder(id: impl Into<Uuid>) -> Self {
        Self::new("holder", id.into().to_string())
    }

    /// The term that lists an appointment with a resource that it takes.
    #[must_use]
    pub fn resource(id: impl Into<Uuid>) -> Self {
        Self::new(Self::RESOURCE, id.into().to_string())
    }
}

impl fmt::Debug for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Term({})", self.name)
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("key", &self.key)
            .field("columns", &self.columns)
            .field("schema", &self.schema)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
