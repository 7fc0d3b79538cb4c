//! What is given of plans, who has them, and what of them is used.

use pms_core::code::Relationship;
use pms_core::coverage::{
    Accrual, AccumulatorEvent, Benefit, Benefits, Bucket, CostShare, Coverage, Limit, MaximumSpent,
    Measure, MemberId, Meter, Network, OutOfPocket, Per, Plan, Pool, Services, Standing, Step,
    Subscriber, SubscriberPerson, Terms,
};
use pms_core::money::Rate;
use pms_core::time::Period;

use crate::given::opening;
use crate::sentence::{Sentence, Stop, Words, read, says};
use crate::world::{World, day};

/// Every sentence about plans and who has them.
pub(crate) const COVERAGE: &[Sentence] = &[
    says("plan <name> of <payer> : <steps...>", plan),
    says("<patient> has <plan> number <number> since <date>", covered),
    says(
        "<patient> has <plan> through <subscriber> as <relationship> number <number> since <date>",
        dependent,
    ),
    says(
        "<patient> has met <amount> of the deductible of <plan>",
        met,
    ),
];

fn plan(world: &mut World, words: &Words) -> Result<String, Stop> {
    let payer = world.payer(&words.text("payer"))?;
    let (payer, filing) = (payer.id, payer.filing);
    let mut plan = Plan::new(world.ids.mint(), payer, words.value("name")?, filing);
    let mut benefit = Benefit {
        period: opening(),
        network: Network::In,
        services: Services::All,
        steps: Vec::new(),
        out_of_pocket: None,
    };
    for step in words.parts("steps", ",") {
        share(&mut benefit, &step)?;
    }
    plan.benefits = Benefits::new(vec![benefit]).map_err(|error| error.to_string())?;
    world.plans.push(plan);
    Ok(String::new())
}

/// A step of a plan, in the order in which it takes from what is allowed.
fn share(benefit: &mut Benefit, text: &str) -> Result<(), Stop> {
    let words: Vec<&str> = text.split(' ').collect();
    let pool = |measure, limit| Pool {
        bucket: Bucket::general(measure),
        limit,
    };
    let individual = |amount: &str| {
        let individual = read(amount, "amount")?;
        Ok::<_, Stop>(Limit::Individual { individual })
    };
    let step = match words.as_slice() {
        ["pays", "everything"] => return Ok(()),
        ["copay", amount] => Step::Copay {
            amount: read(amount, "amount")?,
            per: Per::Visit,
        },
        ["copay", amount, "a", "line"] => Step::Copay {
            amount: read(amount, "amount")?,
            per: Per::Line,
        },
        ["deductible", amount] => Step::Deductible {
            pools: vec![pool(Measure::Deductible, individual(amount)?)],
        },
        ["deductible", amount, "each", family, "together"] => {
            let limit = Limit::Embedded {
                individual: read(amount, "amount")?,
                family: read(family, "amount")?,
            };
            let pools = vec![pool(Measure::Deductible, limit)];
            Step::Deductible { pools }
        }
        ["deductible", family, "together"] => {
            let limit = Limit::Aggregate {
                family: read(family, "amount")?,
            };
            let pools = vec![pool(Measure::Deductible, limit)];
            Step::Deductible { pools }
        }
        ["coinsurance", percent, "%"] => Step::Coinsurance {
            patient: Rate::from_percent(read(percent, "per cent")?)
                .map_err(|error| error.to_string())?,
        },
        ["maximum", amount] => Step::Maximum {
            pools: vec![pool(Measure::Paid, individual(amount)?)],
            spent: MaximumSpent::KeepsDiscount,
        },
        ["out-of-pocket", amount] => {
            let shares = [
                CostShare::Copay,
                CostShare::Deductible,
                CostShare::Coinsurance,
            ];
            benefit.out_of_pocket = Some(OutOfPocket {
                pools: vec![pool(Measure::OutOfPocket, individual(amount)?)],
                counts: shares.to_vec(),
            });
            return Ok(());
        }
        _ => return Err(format!("no plan has a step `{text}`").into()),
    };
    benefit.steps.push(step);
    Ok(())
}

fn covered(world: &mut World, words: &Words) -> Result<String, Stop> {
    cover(world, words, Subscriber::Patient)
}

fn dependent(world: &mut World, words: &Words) -> Result<String, Stop> {
    let relationship = match words.text("relationship").as_str() {
        "child" => Relationship::Child,
        "spouse" => Relationship::Spouse,
        other => return Err(format!("`{other}` is no relationship").into()),
    };
    let holder = world.patient(&words.text("subscriber"))?;
    let person = SubscriberPerson {
        name: holder.name.clone(),
        birth: holder.birth,
        sex: holder.sex,
        address: holder.address.clone(),
    };
    let subscriber = Subscriber::Other {
        relationship,
        person: Box::new(person),
        dependent_id: None,
    };
    cover(world, words, subscriber)
}

fn cover(world: &mut World, words: &Words, subscriber: Subscriber) -> Result<String, Stop> {
    let patient = world.patient(&words.text("patient"))?.id;
    let plan = world.plan(&words.text("plan"))?;
    let member_id: MemberId = words.value("number")?;
    let terms = Terms {
        payer: plan.payer,
        plan: plan.id,
        member_id,
        group: None,
        subscriber,
        standing: Standing::default(),
    };
    let period = Period::since(day(&words.text("date"))?);
    let coverage = Coverage::new(world.ids.mint(), patient, terms, period);
    world.coverages.push(coverage);
    Ok(String::new())
}

fn met(world: &mut World, words: &Words) -> Result<String, Stop> {
    let patient = world.patient(&words.text("patient"))?.id;
    let plan = world.plan(&words.text("plan"))?.id;
    let mut covered = world.coverages.iter();
    let coverage = covered.find(|one| one.patient() == patient && one.terms().plan == plan);
    let coverage = coverage.ok_or("the patient does not have that plan")?;
    let family = (plan, coverage.terms().member_id.as_str().to_owned());
    let accruals = vec![Accrual {
        member: patient,
        meter: Meter::Year {
            year: opening().start(),
            bucket: Bucket::general(Measure::Deductible),
        },
        amount: words.value("amount")?,
    }];
    let as_of = opening().start();
    let event = AccumulatorEvent::Reported { as_of, accruals };
    let used = world.used.entry(family).or_default();
    used.record(event).map_err(|error| error.to_string())?;
    Ok(String::new())
}
