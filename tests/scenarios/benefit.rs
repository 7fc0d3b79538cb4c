//! What a plan pays: estimated by the practice, or decided by the payer.

use std::collections::BTreeMap;

use pms_core::adjudication::{Adjudication, Case, Line, adjudicate};
use pms_core::coverage::{Network, covering};
use pms_core::fee::{Schedules, Service};
use pms_core::id::EncounterId;
use pms_core::money::{Money, Units};

use crate::claim::encounter;
use crate::sentence::{Sentence, Stop, Words, read, says};
use crate::world::{World, day};

/// Every sentence about plans.
pub(crate) const BENEFIT: &[Sentence] = &[
    says(
        "estimate for <patient> on <date> : <procedures...>",
        estimate,
    ),
    says("<plan> decides <patient> on <date>", decide),
];

/// What a plan pays for procedures, and under which names the patient owes the rest.
fn estimate(world: &mut World, words: &Words) -> Result<String, Stop> {
    let date = day(&words.text("date"))?;
    let mut lines = Vec::new();
    for procedure in words.parts("procedures", ",") {
        let procedure = read(&procedure, "procedure")?;
        let place = world.location()?.place;
        let charges = &world.settings.charges;
        let billed = charges
            .price(procedure, &[], place, date, Units::ONE)
            .map_err(|error| error.to_string())?;
        lines.push(Line {
            charge: world.ids.mint(),
            service: Service {
                date,
                procedure,
                modifiers: Vec::new(),
                place,
                units: Units::ONE,
                minutes: None,
                locality: None,
                provider: Default::default(),
                billed,
            },
            prior: None,
        });
    }
    let visit = world.ids.mint();
    let decided = decided(world, &words.text("patient"), visit, &lines, false)?;
    told(&decided)
}

/// The payer decides on a visit by its plan; what it uses of the plan's limits counts from then on.
fn decide(world: &mut World, words: &Words) -> Result<String, Stop> {
    let patient = words.text("patient");
    let visit = encounter(world, &patient, day(&words.text("date"))?)?;
    let lines: Vec<Line> = visit
        .charges()
        .iter()
        .map(|charge| Line {
            charge: charge.id(),
            service: Service {
                date: visit.date(),
                procedure: charge.procedure(),
                modifiers: charge.modifiers().to_vec(),
                place: charge.place(),
                units: Units::ONE,
                minutes: None,
                locality: None,
                provider: Default::default(),
                billed: charge.amount(),
            },
            prior: None,
        })
        .collect();
    let decided = decided(world, &patient, visit.id(), &lines, true)?;
    told(&decided)
}

fn decided(
    world: &mut World,
    patient: &str,
    visit: EncounterId,
    lines: &[Line],
    counts: bool,
) -> Result<Adjudication, Stop> {
    let patient = world.patient(patient)?.id;
    let date = lines.first().ok_or("nothing was done")?.service.date;
    let own = world
        .coverages
        .iter()
        .filter(|one| one.patient() == patient);
    let own: Vec<_> = own.cloned().collect();
    let coverage = covering(&own, date)
        .next()
        .ok_or("no plan covers the patient")?;
    let terms = coverage.terms();
    let plan = world.plans.iter().find(|plan| plan.id == terms.plan);
    let mut contracts = world.settings.contracts.iter();
    let contract = contracts.find(|one| one.payer == terms.payer);
    let family = (terms.plan, terms.member_id.as_str().to_owned());
    let used = world.used.entry(family).or_default();
    let decided = adjudicate(
        &Case {
            patient,
            visit,
            plan: plan.ok_or("the plan is not there")?,
            network: Network::In,
            protected: false,
            contract: contract.ok_or("the payer has no contract")?,
            schedules: &Schedules::default(),
            used,
        },
        lines,
    )?;
    for event in decided.events().filter(|_| counts) {
        used.record(event).map_err(|error| error.to_string())?;
    }
    Ok(decided)
}

/// `pays 80.00: CO-45 50.00, PR-2 20.00`.
fn told(decided: &Adjudication) -> Result<String, Stop> {
    let sums = |error: pms_core::money::MoneyError| Stop::Wrong(error.to_string());
    let mut adjusted = BTreeMap::<String, Money>::new();
    for line in &decided.lines {
        for one in line.adjustments().map_err(sums)? {
            let sum = adjusted
                .entry(format!("{}-{}", one.group, one.reason))
                .or_default();
            *sum = sum.plus(one.amount).map_err(sums)?;
        }
    }
    let parts = adjusted
        .iter()
        .map(|(name, amount)| format!("{name} {amount}"));
    let parts: Vec<String> = parts.collect();
    let pays = decided.plan_pays().map_err(sums)?;
    Ok(match parts.as_slice() {
        [] => format!("pays {pays}"),
        parts => format!("pays {pays}: {}", parts.join(", ")),
    })
}
