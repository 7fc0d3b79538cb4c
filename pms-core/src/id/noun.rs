use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::IdError;

macro_rules! nouns {
    ($($(#[doc = $doc:literal])+ $name:ident)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The identifier as a UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                parse(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )+};
}

nouns! {
    /// The tenant: one practice, in every key and every question.
    PracticeId
    /// Who acts: a member of staff, a patient at the portal, a program.
    ActorId
    /// One who is treated.
    PatientId
    /// One who answers for a patient's bill.
    GuarantorId
    /// One who treats.
    PractitionerId
    /// A group practice, hospital or laboratory.
    OrganizationId
    /// One who insures or pays for others.
    PayerId
    /// Where visits take place.
    LocationId
    /// Whatever can be booked: a practitioner's time, a room, a device.
    ResourceId
    /// When a resource works.
    ScheduleId
    /// What a calendar of another house says of a resource's time.
    FreeBusyId
    /// A kind of visit that the practice offers.
    VisitTypeId
    /// Time that is kept for somebody for a while.
    HoldId
    /// A visit that is planned.
    AppointmentId
    /// Visits of one patient that recur.
    SeriesId
    /// A visit of several patients at once.
    GroupId
    /// A visit that is to take place and has no time yet.
    PlannedVisitId
    /// A patient's wish for a visit, or for an earlier one.
    WaitlistEntryId
    /// One run of offers for time that became free.
    CascadeId
    /// Time that is offered to a patient on the waitlist.
    OfferId
    /// A kind of recall that the practice runs.
    ProgrammeId
    /// A patient's place in a recall programme.
    RecallId
    /// A product of a payer, with its benefits.
    PlanId
    /// A patient's place on a plan.
    CoverageId
    /// What a payer and the practice have agreed.
    ContractId
    /// A visit that took place.
    EncounterId
    /// One charge line.
    ChargeId
    /// One version of a claim.
    ClaimId
    /// What a payer answered: one 835 transaction.
    RemittanceId
    /// One balanced entry of the ledger.
    EntryId
    /// What a patient was asked to pay.
    StatementId
    /// What a patient was told to expect to pay.
    EstimateId
}

fn parse(text: &str) -> Result<Uuid, IdError> {
    if text.len() != uuid::fmt::Hyphenated::LENGTH {
        return Err(IdError::Syntax);
    }
    Uuid::try_parse(text).map_err(|_| IdError::Syntax)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn text_is_the_hyphenated_form() {
        reads("018f2d5c-0000-7000-8000-000000000001",   true);
        reads("018F2D5C-0000-7000-8000-00000000000A",   true);
        reads("018f2d5c000070008000000000000001",       false);
        reads("{018f2d5c-0000-7000-8000-000000000001}", false);
        reads("",                                       false);
        reads("patient-1",                              false);
    }

    #[track_caller]
    fn reads(text: &str, wanted: bool) {
        let got = text.parse::<PatientId>();
        assert_eq!(got.is_ok(), wanted, "{text}");
        if let Ok(id) = got {
            assert_eq!(id.to_string(), text.to_lowercase());
        }
    }

    #[test]
    fn a_noun_shows_in_debug() {
        let id: ClaimId = "018f2d5c-0000-7000-8000-000000000001".parse().unwrap();
        let shown = format!("{id:?}");
        assert_eq!(shown, "ClaimId(018f2d5c-0000-7000-8000-000000000001)");
    }
}
