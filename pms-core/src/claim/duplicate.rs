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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::example::numbered;

    #[test]
    fn k17_a_batch_claims_a_service_once() {
        let (first, second) = (numbered(31), numbered(32));
        let found = duplicates(&[first.clone(), second.clone()]);
        let found: Vec<_> = found
            .iter()
            .map(|(claim, f)| (*claim, f.edit, f.path.as_str()))
            .collect();
        let twice = |path| (second.id, Edit::ClaimTwice, path);
        assert_eq!(found, [twice("lines[0]"), twice("lines[1]")]);

        let mut replacement = second.clone();
        replacement.frequency = ClaimFrequency::Replacement;
        assert_eq!(duplicates(&[first.clone(), replacement]), []);
        let mut to_the_next_payer = second.clone();
        to_the_next_payer.payer.id = crate::claim::example::id(99);
        assert_eq!(duplicates(&[first.clone(), to_the_next_payer]), []);
        let mut repeated = second;
        for line in &mut repeated.lines {
            line.modifiers = vec!["76".parse().unwrap()];
        }
        assert_eq!(duplicates(&[first, repeated]), []);
    }
}
