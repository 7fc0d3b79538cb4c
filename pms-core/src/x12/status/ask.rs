use chrono::NaiveDateTime;

use crate::claim::{Claim, ClaimVersion, Person, Provider, ProviderName};
use crate::party::{PersonName, Sex};
use crate::remittance::{AmountOf, Entity, Qualified};

use super::super::t837p::Office;
use super::notice::{Birth, DaysOf, Level, Notice, Part, Role, Tracked};

/// Makes one question of claims that were sent: those of one payer and provider that follow each other
/// stand under them. `reference` is the practice's own number of the question, which the answer repeats;
/// each claim is traced by its own number.
///
/// A payer finds a claim by its member, its days and its charge, and by its own number where it gave one.
///
/// Source: 005010X212.
#[must_use]
pub fn ask(
    claims: &[&ClaimVersion],
    asker: &Office,
    reference: &str,
    written: NaiveDateTime,
) -> Notice {
    let payer = |version: &ClaimVersion| version.claim().payer.number.clone();
    let npi = |version: &ClaimVersion| version.claim().billing.provider.npi;
    let of_payers = claims.chunk_by(|one, next| payer(one) == payer(next));
    let sources = of_payers.filter_map(|of_payer| {
        let first = of_payer.first()?.claim();
        let (name, number) = (first.payer.name.to_string(), first.payer.number.to_string());
        let mut source = Level::new(Role::Source, body("PR", name, "PI", number));
        let office = body("41", asker.name.to_string(), "46", asker.number.clone());
        let mut receiver = Level::new(Role::Receiver, office);
        let of_providers = of_payer.chunk_by(|one, next| npi(one) == npi(next));
        receiver.below = of_providers.filter_map(provider).collect();
        source.below = vec![receiver];
        Some(source)
    });
    Notice {
        reference: reference.to_owned(),
        written: Some(written.date()),
        time: written.format("%H%M").to_string(),
        kept: Vec::new(),
        levels: sources.collect(),
    }
}

/// Who billed, with the patients below.
fn provider(claims: &[&ClaimVersion]) -> Option<Level> {
    let Provider { name, npi, .. } = &claims.first()?.claim().billing.provider;
    let npi = npi.as_str().to_owned();
    let party = match name {
        ProviderName::Organization(name) => body("1P", name.to_string(), "XX", npi),
        ProviderName::Person(name) => person("1P", name, Some(qualified("XX", npi))),
    };
    let mut level = Level::new(Role::Provider, party);
    level.below = claims.iter().map(|version| subscriber(version)).collect();
    Some(level)
}

/// Loop 2000D, and 2000E below it.
fn subscriber(version: &ClaimVersion) -> Level {
    let claim = version.claim();
    let held = &claim.subscriber;
    let member = qualified("MI", held.member_id.as_str().to_owned());
    let party = person("IL", &held.person.name, Some(member));
    let mut level = Level::new(Role::Subscriber, party);
    let patient = match &claim.dependent {
        None => {
            patient(&mut level, &held.person, version);
            return level;
        }
        Some(dependent) => &dependent.person,
    };
    let mut below = Level::new(Role::Dependent, person("QC", &patient.name, None));
    self::patient(&mut below, patient, version);
    level.below = vec![below];
    level
}

/// What is asked of a patient's claim.
fn patient(level: &mut Level, person: &Person, version: &ClaimVersion) {
    let sex = match person.sex {
        Sex::Female => "F",
        Sex::Male => "M",
        _ => "",
    };
    let birth = Birth {
        date: person.birth,
        sex: sex.to_owned(),
    };
    level.parts.insert(0, Part::Birth(birth));
    let claim = version.claim();
    let number = claim.number.as_str();
    let mut parts = Vec::new();
    parts.extend(
        version
            .payer_control_number()
            .map(|number| Part::Reference(qualified("1K", number.as_str().to_owned()))),
    );
    parts.push(Part::Reference(qualified("EJ", number.to_owned())));
    parts.extend(claim.total().ok().map(|amount| {
        Part::Amount(AmountOf {
            qualifier: "T3".to_owned(),
            amount,
        })
    }));
    parts.extend(days(claim));
    level.tracked = vec![Tracked::new("1", number, parts)];
}

/// From the first day of service to the last.
fn days(claim: &Claim) -> Option<Part> {
    let from = claim.lines.iter().map(|line| line.from).min()?;
    let to = claim.lines.iter().map(|line| line.to).max()?;
    Some(Part::Days(DaysOf {
        qualifier: "472".to_owned(),
        from,
        to: (from != to).then_some(to),
    }))
}

fn body(role: &str, name: String, qualifier: &str, number: String) -> Entity {
    Entity {
        role: role.to_owned(),
        kind: "2".to_owned(),
        name,
        id: Some(qualified(qualifier, number)),
        ..Entity::default()
    }
}

fn person(role: &str, name: &PersonName, id: Option<Qualified>) -> Entity {
    let text = |text: Option<&_>| text.map(ToString::to_string).unwrap_or_default();
    Entity {
        role: role.to_owned(),
        kind: "1".to_owned(),
        name: name.family.to_string(),
        further_names: [
            text(name.given.as_ref()),
            text(name.middle.as_ref()),
            String::new(),
            text(name.suffix.as_ref()),
        ],
        id,
        ..Entity::default()
    }
}

fn qualified(qualifier: &str, value: String) -> Qualified {
    Qualified {
        qualifier: qualifier.to_owned(),
        value,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::x12::syntax::Characters;
    use crate::x12::{check, t276, t837p};

    proptest! {
        /// A strict reader finds nothing wrong with it, and under the claim's own number stands what a
        /// payer finds it by.
        #[test]
        fn any_claims_can_be_asked_about(claims in proptest::collection::vec(t837p::any::claim(), 1..4)) {
            let sent: Vec<_> = claims.into_iter().map(ClaimVersion::new).collect();
            let asker = Office {
                name: "EXAMPLE MEDICAL".parse().unwrap(),
                number: "SUB1".to_owned(),
            };
            let envelope = crate::x12::status::tests::envelope();
            let all: Vec<_> = sent.iter().collect();
            let notice = ask(&all, &asker, "ASK1", envelope.written);
            let bytes = t276::write(&[notice], &envelope, Characters::Clean).unwrap();
            let checked = check(&bytes);
            prop_assert_eq!(checked.all_findings(), Vec::<&_>::new());
            let read = t276::read(&bytes);
            let asked: Vec<_> = read.notices[0].notice.claims().collect();
            prop_assert_eq!(asked.len(), sent.len());
            for ((_, asked), sent) in asked.iter().zip(&sent) {
                let claim = sent.claim();
                prop_assert_eq!(&asked.number, claim.number.as_str());
                prop_assert_eq!(asked.reference("EJ"), Some(claim.number.as_str()));
                prop_assert_eq!(asked.amount("T3"), claim.total().ok());
                let first = claim.lines.iter().map(|line| line.from).min();
                prop_assert_eq!(asked.days("472").map(|days| days.from), first);
            }
        }
    }
}
