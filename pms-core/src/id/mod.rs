//! Who and what is meant: one typed identifier a noun, always given from outside.
//!
//! An identifier is a UUID, version 7 where the host mints it, so that rows sort by age. A
//! [`PatientId`] cannot be passed where a [`ClaimId`] is wanted. One command brings one fresh UUID;
//! whatever the command makes is numbered from it by [`Ids`], so that the same command makes the
//! same identifiers again. What others call a thing is an [`ExternalId`].
//!
//! Knows no noun, only their names. Nothing here tells anything of a patient.

mod error;
mod external;
mod mint;
mod noun;

pub use error::IdError;
pub use external::ExternalId;
pub use mint::Ids;
pub use noun::{
    ActorId, AppointmentId, CascadeId, ChargeId, ClaimId, ContractId, CoverageId, EncounterId,
    EntryId, EstimateId, FreeBusyId, GroupId, GuarantorId, HoldId, LocationId, OfferId,
    OrganizationId, PatientId, PayerId, PlanId, PlannedVisitId, PracticeId, PractitionerId,
    ProgrammeId, RecallId, RemittanceId, ResourceId, ScheduleId, SeriesId, StatementId,
    VisitTypeId, WaitlistEntryId,
};

/// The identifier of identifiers: 128 bits, from the crate of the same name.
pub use uuid::Uuid;
