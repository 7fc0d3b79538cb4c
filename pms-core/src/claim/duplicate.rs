use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::code::{ClaimFrequency, Modifier, Npi, PlaceOfService, ProcedureCode};
use crate::id::{ClaimId, PatientId, PayerId};
use crate::money::Units;

use super::finding::{Edit, Finding};
use super::line::ClaimLine;
use super::snapshot::Claim;

/// What makes two lines the same service in a payer's eyes.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Service {
    patient: PatientId,
    payer: PayerId,
    rendering: Npi,
    from: NaiveDate,
    procedure: ProcedureCode,
    /// In one order, as payers compare them.
    modifiers: Vec<Modifier>,
    quantity: Units,
    place: PlaceOfService,
}

impl Service {
    pub(super) fn of(claim: &Claim, line: &ClaimLine) -> Self {
        let mut modifiers = line.modifiers.clone();
        modifiers.sort_unstable();
        Self {
            patient: claim.patient,
            payer: claim.payer.id,
            rendering: claim.rendered_by(line).npi,
            from: line.from,
            procedure: line.procedure,
            modifiers,
            quantity: line.measure.quantity(),
            place: line.place,
        }
    }

    /// Whether a second one would be a duplicate: nothing says that it was done again or apart.
    pub(super) fn must_stand_alone(&self) -> bool {
        !self.modifiers.iter().any(Modifier::tells_apart)
    }
}

/// The new claims of a batch that claim a service of an earlier one, with the finding for each line.
///
/// Replacements and voids repeat their services by right.
#[must_use]
pub fn duplicates(batch: &[Claim]) -> Vec<(ClaimId, Finding)> {
    let mut found = Vec::new();
    let mut first: BTreeMap<Service, ClaimId> = BTreeMap::new();
    let new = |claim: &&Claim| claim.frequency == ClaimFrequency::Original;
    for claim in batch.iter().filter(new) {
        for (at, line) in claim.lines.iter().enumerate() {
            let service = Service::of(claim, line);
            if !service.must_stand_alone() {
                continue;
            }
            let earlier = *first.entry(service).or_insert(claim.id);
            if earlier != claim.id {
                let path = format!("lines[{at}]");
                found.push((claim.id, Finding::new(Edit::ClaimTwice, path)));
            }
        }
    }
    found
}
