use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::claim::Checks;
use crate::claim::Claim;
use crate::claim::ClaimNumber;
use crate::claim::ClaimVersion;
use crate::claim::Finding;
use crate::claim::Severity;
use crate::claim::Sources;
use crate::encounter::Encounter;
use crate::id::ClaimId;
use crate::id::EncounterId;
use crate::party::Location;
use crate::party::Organization;
use crate::party::Patient;
use crate::party::Payer;
use crate::party::Practitioner;
use crate::store::Place;
use crate::time::Minute;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::shell::{Act, Practice};

/// A claim that was drawn and what a biller should see of it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Drawn {
    /// The claim: ready where it has no errors, else a draft.
    pub claim: ClaimVersion,
    /// What was found, errors and warnings.
    pub findings: Vec<Finding>,
}

impl Practice {
    /// Draws the claim of a finished visit for the payer that comes first, and checks it.
    ///
    /// # Errors
    ///
    /// [`PracticeError::NotCovered`] where nobody but the patient pays for the visit;
    /// [`ClaimError`](crate::claim::ClaimError) where something is missing that no claim can go
    /// without. What a biller can correct is no error but a finding.
    pub async fn draw_claim(
        &self,
        call: &Call,
        encounter: EncounterId,
    ) -> Result<Drawn, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Claim).on(encounter);
        let mut attempt = self.begin(call, act, &encounter).await?;
        loop {
            if let Some(drawn) = attempt.replay().await? {
                return Ok(drawn);
            }
            let settings = attempt.settings().await?;
            let (visit, _) = attempt.record::<Encounter>(encounter).await?;
            let (patient, _) = attempt.record::<Patient>(visit.patient()).await?;
            let first = attempt.first_coverage(patient.id, &visit).await?;
            let (coverage, plan) = first.ok_or(PracticeError::NotCovered { encounter })?;
            let (payer, _) = attempt.record::<Payer>(plan.payer).await?;
            let (billing, _) = attempt.record::<Organization>(settings.billing).await?;
            let (rendering, _) = attempt.record::<Practitioner>(visit.practitioner()).await?;
            let (location, _) = attempt.record::<Location>(visit.location()).await?;
            let id: ClaimId = attempt.ids().mint();
            let sources = Sources {
                encounter: &visit,
                patient: &patient,
                coverage: &coverage,
                plan: &plan,
                payer: &payer,
                billing: &billing,
                rendering: &rendering,
                location: &location,
            };
            let claim = Claim::draw(id, ClaimNumber::from(id), sources)?;
            let today = self
                .rules()
                .civil_at(&location.zone, Minute::containing(call.now))?
                .date();
            let checks = Checks::on(today);
            let findings = claim.findings(&checks);
            let errors = findings.iter().any(|f| f.severity() == Severity::Error);
            let draft = ClaimVersion::new(claim);
            let (claim, happened) = match errors {
                true => (draft, "claim.drafted"),
                false => (draft.prepare(&checks, call.now)?, "claim.ready"),
            };
            let mut changes = Changes::default();
            // One visit is claimed once: what stands in a claim's place is drawn from the claim.
            changes.take(claimed(encounter), id);
            changes.add(&claim, happened)?;
            let drawn = Drawn { claim, findings };
            if let Some(drawn) = attempt.commit(changes, &drawn).await? {
                return Ok(drawn);
            }
        }
    }

    /// Claims go out: each must be ready. The host sends what
    /// [`t837p`](crate::x12::t837p) writes of them.
    ///
    /// # Errors
    ///
    /// [`ClaimError`](crate::claim::ClaimError) where one is not ready or is on hold; none goes out
    /// then.
    pub async fn submit_claims(
        &self,
        call: &Call,
        claims: &[ClaimId],
    ) -> Result<Vec<ClaimVersion>, PracticeError> {
        let act = Act::new(Verb::Release, Noun::Claim);
        let mut attempt = self.begin(call, act, &claims).await?;
        loop {
            if let Some(sent) = attempt.replay().await? {
                return Ok(sent);
            }
            let mut changes = Changes::default();
            let mut sent = Vec::with_capacity(claims.len());
            for id in claims {
                let (claim, version) = attempt.record::<ClaimVersion>(*id).await?;
                let claim = claim.submit(call.now)?;
                changes.replace(&claim, version, "claim.submitted")?;
                sent.push(claim);
            }
            if let Some(sent) = attempt.commit(changes, &sent).await? {
                return Ok(sent);
            }
        }
    }
}

fn claimed(encounter: EncounterId) -> Place {
    Place::Number {
        name: "claim of encounter".to_owned(),
        value: encounter.to_string(),
    }
}
