use pms_core::claim::ClaimVersion;
use pms_core::coverage::Coverage;
use pms_core::coverage::Plan;
use pms_core::encounter::Encounter;
use pms_core::id::Uuid;
use pms_core::party;
use pms_core::practice;
use pms_core::practice::Settings;
use pms_core::scheduling::Appointment;
use pms_core::scheduling::Cascade;
use pms_core::scheduling::FreeBusy;
use pms_core::scheduling::Group;
use pms_core::scheduling::PlannedVisit;
use pms_core::scheduling::Recall;
use pms_core::scheduling::Schedule;
use pms_core::scheduling::Series;
use pms_core::scheduling::WaitlistEntry;
use pms_core::store::Expected;
use pms_core::store::Record;

use crate::error::PmsError;

use super::call::Call;
use super::shell::{Practice, told};

record! {
    /// What a record is.
    pub enum RecordKind {
        /// What the practice has set for itself: visit types, prices, contracts.
        Settings,
        /// The billing organisation.
        Organization,
        /// Where patients are seen.
        Location,
        /// Who treats.
        Practitioner,
        /// When somebody works.
        Schedule,
        /// What a calendar elsewhere says of a resource's time, for as long as that counts.
        FreeBusy,
        /// Who pays.
        Payer,
        /// What a payer pays.
        Plan,
        /// Who is treated.
        Patient,
        /// Who pays for a patient.
        Guarantor,
        /// A patient's insurance.
        Coverage,
        /// A visit that is planned; changed by its own commands.
        Appointment,
        /// Visits that recur; changed by its own commands.
        Series,
        /// A visit of several patients; changed by its own commands.
        Group,
        /// A visit that is to take place; changed by its own commands.
        PlannedVisit,
        /// One who waits; changed by its own commands.
        Waitlist,
        /// A run of offers; changed by its own commands.
        Cascade,
        /// A patient's place in a programme; changed by its own commands.
        Recall,
        /// A visit that took place; changed by its own commands.
        Encounter,
        /// A claim; changed by its own commands.
        Claim,
    }
}

record! {
    /// A record as it is kept.
    pub struct KeptRecord {
        /// Its content, as JSON.
        pub json: String,
        /// How often it was written. Name it when you write it again.
        pub version: u64,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// Keeps a record, given as JSON: new, or in place of the version that is named. Returns its
    /// version.
    ///
    /// # Errors
    ///
    /// `json.syntax`, `json.type`; `store.version_conflict` where somebody else was first;
    /// `practice.kind` for a kind that has commands of its own; whatever the permission refuses.
    pub async fn register(
        &self,
        call: Call,
        kind: RecordKind,
        json: String,
        replaces: Option<u64>,
    ) -> Result<u64, PmsError> {
        let keeping = Keeping {
            core: &self.core,
            call: call.core()?,
            json,
            expected: replaces.map_or(Expected::New, Expected::Exact),
        };
        match kind {
            RecordKind::Settings => keeping.of::<Settings>().await,
            RecordKind::Organization => keeping.of::<party::Organization>().await,
            RecordKind::Location => keeping.of::<party::Location>().await,
            RecordKind::Practitioner => keeping.of::<party::Practitioner>().await,
            RecordKind::Schedule => keeping.of::<Schedule>().await,
            RecordKind::FreeBusy => keeping.of::<FreeBusy>().await,
            RecordKind::Payer => keeping.of::<party::Payer>().await,
            RecordKind::Plan => keeping.of::<Plan>().await,
            RecordKind::Patient => keeping.of::<party::Patient>().await,
            RecordKind::Guarantor => keeping.of::<party::Guarantor>().await,
            RecordKind::Coverage => keeping.of::<Coverage>().await,
            RecordKind::Appointment
            | RecordKind::Series
            | RecordKind::Group
            | RecordKind::PlannedVisit
            | RecordKind::Waitlist
            | RecordKind::Cascade
            | RecordKind::Recall
            | RecordKind::Encounter
            | RecordKind::Claim => Err(PmsError::invalid(
                "kind",
                "practice.kind",
                "such a record is changed by its own commands",
            )),
        }
    }

    /// One record and its version.
    ///
    /// # Errors
    ///
    /// `id.syntax`; `practice.unknown`; whatever the permission refuses.
    pub async fn load(
        &self,
        call: Call,
        kind: RecordKind,
        id: String,
    ) -> Result<KeptRecord, PmsError> {
        let id: Uuid = id
            .parse()
            .map_err(|_| PmsError::invalid("id", "id.syntax", "not an identifier"))?;
        let loading = Loading {
            core: &self.core,
            call: call.core()?,
            id,
        };
        match kind {
            RecordKind::Settings => loading.of::<Settings>().await,
            RecordKind::Organization => loading.of::<party::Organization>().await,
            RecordKind::Location => loading.of::<party::Location>().await,
            RecordKind::Practitioner => loading.of::<party::Practitioner>().await,
            RecordKind::Schedule => loading.of::<Schedule>().await,
            RecordKind::FreeBusy => loading.of::<FreeBusy>().await,
            RecordKind::Payer => loading.of::<party::Payer>().await,
            RecordKind::Plan => loading.of::<Plan>().await,
            RecordKind::Patient => loading.of::<party::Patient>().await,
            RecordKind::Guarantor => loading.of::<party::Guarantor>().await,
            RecordKind::Coverage => loading.of::<Coverage>().await,
            RecordKind::Appointment => loading.of::<Appointment>().await,
            RecordKind::Series => loading.of::<Series>().await,
            RecordKind::Group => loading.of::<Group>().await,
            RecordKind::PlannedVisit => loading.of::<PlannedVisit>().await,
            RecordKind::Waitlist => loading.of::<WaitlistEntry>().await,
            RecordKind::Cascade => loading.of::<Cascade>().await,
            RecordKind::Recall => loading.of::<Recall>().await,
            RecordKind::Encounter => loading.of::<Encounter>().await,
            RecordKind::Claim => loading.of::<ClaimVersion>().await,
        }
    }
}

struct Keeping<'a> {
    core: &'a practice::Practice,
    call: practice::Call,
    json: String,
    expected: Expected,
}

impl Keeping<'_> {
    async fn of<R: Record + Send + Sync>(&self) -> Result<u64, PmsError> {
        let record: R = crate::json::read(&self.json)?;
        let kept = self.core.register(&self.call, &record, self.expected);
        kept.await.map_err(told)
    }
}

struct Loading<'a> {
    core: &'a practice::Practice,
    call: practice::Call,
    id: Uuid,
}

impl Loading<'_> {
    async fn of<R: Record + Send + Sync>(&self) -> Result<KeptRecord, PmsError> {
        let (record, version) = self
            .core
            .load::<R>(&self.call, self.id)
            .await
            .map_err(told)?;
        Ok(KeptRecord {
            json: crate::json::write(&record)?,
            version,
        })
    }
}
