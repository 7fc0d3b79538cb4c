use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::AccessError;

macro_rules! words {
    ($(#[doc = $about:literal])+ $name:ident { $(#[doc = $doc:literal] $variant:ident = $text:literal,)+ }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(try_from = "String", into = "&'static str")]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = $doc] $variant,)+
        }

        impl $name {
            /// Every one of them, in the order of this page.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word that is stored and spoken; never changed.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl FromStr for $name {
            type Err = AccessError;

            fn from_str(text: &str) -> Result<Self, AccessError> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|one| one.word() == text)
                    .ok_or(AccessError::Word)
            }
        }

        impl TryFrom<String> for $name {
            type Error = AccessError;

            fn try_from(text: String) -> Result<Self, AccessError> {
                text.parse()
            }
        }

        impl From<$name> for &'static str {
            fn from(one: $name) -> Self {
                one.word()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// What an act touches: one kind of record.
    Noun {
        /// One who acts, and the trail of what they did.
        Actor = "actor",
        /// One who is treated.
        Patient = "patient",
        /// One who answers for a patient's bill.
        Guarantor = "guarantor",
        /// One who treats.
        Practitioner = "practitioner",
        /// A group practice, hospital or laboratory.
        Organization = "organization",
        /// One who insures or pays for others.
        Payer = "payer",
        /// Where visits take place.
        Location = "location",
        /// Whatever can be booked.
        Resource = "resource",
        /// When a resource works.
        Schedule = "schedule",
        /// What a calendar of another house says of a resource's time.
        FreeBusy = "free/busy",
        /// Time kept for somebody for a while.
        Hold = "hold",
        /// A visit that is planned.
        Appointment = "appointment",
        /// What is said about a visit, to the patient or among the practice.
        VisitNotes = "visit notes",
        /// Visits of one patient that recur.
        Series = "series",
        /// A visit of several patients at once.
        Group = "group",
        /// A visit that is to take place and has no time yet.
        PlannedVisit = "planned visit",
        /// A wish for a visit, or for an earlier one.
        Waitlist = "waitlist",
        /// A run of offers for time that became free.
        Cascade = "cascade",
        /// A visit that becomes due again.
        Recall = "recall",
        /// A product of a payer, with its benefits.
        Plan = "plan",
        /// A patient's place on a plan.
        Coverage = "coverage",
        /// What a payer and the practice have agreed.
        Contract = "contract",
        /// A visit that took place.
        Encounter = "encounter",
        /// One charge line.
        Charge = "charge",
        /// One version of a claim.
        Claim = "claim",
        /// What a payer answered.
        Remittance = "remittance",
        /// The entries of the ledger.
        Ledger = "ledger",
        /// What a patient was asked to pay.
        Statement = "statement",
        /// Which messages a person agreed to.
        Consent = "consent",
        /// A message that is due to a person.
        Reminder = "reminder",
        /// Figures over many records.
        Report = "report",
        /// What the practice has set for itself.
        Policy = "policy",
    }
}

words! {
    /// What is done to a record.
    Verb {
        /// Look at one, or list them.
        Read = "read",
        /// Make a new one.
        Create = "create",
        /// Change one.
        Update = "update",
        /// Take back: cancel a visit, void a claim, reverse an entry.
        Cancel = "cancel",
        /// Take back a step that was a mistake, or that a rule makes an end.
        Undo = "undo",
        /// Do what a rule is against, and answer for it: book outside the hours.
        Override = "override",
        /// Let go out: a claim to a payer, a statement to a patient.
        Release = "release",
        /// Take many out at once.
        Export = "export",
    }
}

/// A verb on a noun: `read patient`, `release claim`.
///
/// ```
/// # use pms_core::access::{Noun, Permission, Verb};
/// let permission: Permission = "release claim".parse()?;
/// assert_eq!(permission, Permission::new(Verb::Release, Noun::Claim));
/// # Ok::<(), pms_core::access::AccessError>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Permission {
    verb: Verb,
    noun: Noun,
}

impl Permission {
    /// The permission to do `verb` to `noun`.
    #[must_use]
    pub const fn new(verb: Verb, noun: Noun) -> Self {
        Self { verb, noun }
    }

    /// What is done.
    #[must_use]
    pub const fn verb(self) -> Verb {
        self.verb
    }

    /// What it is done to.
    #[must_use]
    pub const fn noun(self) -> Noun {
        self.noun
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb, self.noun)
    }
}

impl FromStr for Permission {
    type Err = AccessError;

    fn from_str(text: &str) -> Result<Self, AccessError> {
        let (verb, noun) = text.split_once(' ').ok_or(AccessError::Word)?;
        Ok(Self::new(verb.parse()?, noun.parse()?))
    }
}

impl TryFrom<String> for Permission {
    type Error = AccessError;

    fn try_from(text: String) -> Result<Self, AccessError> {
        text.parse()
    }
}

impl From<Permission> for String {
    fn from(permission: Permission) -> Self {
        permission.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for noun in Noun::ALL {
            assert_eq!(noun.word().parse::<Noun>(), Ok(*noun));
        }
        for verb in Verb::ALL {
            assert_eq!(verb.word().parse::<Verb>(), Ok(*verb));
        }
        assert_eq!("read".parse::<Permission>(), Err(AccessError::Word));
        assert_eq!("read secrets".parse::<Permission>(), Err(AccessError::Word));
    }
}
