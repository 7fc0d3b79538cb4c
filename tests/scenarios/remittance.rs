//! The remittance: told in a sentence, written as an 835, read back, and posted.

use pms_core::access::Role;
use pms_core::adjudication::Adjustment;
use pms_core::claim::Claim;
use pms_core::money::{Money, Units};
use pms_core::posting::{ClaimPlan, Notice, Step};
use pms_core::practice::Posted;
use pms_core::remittance::{
    ClaimPayment, DateOf, Entity, PaymentMethod, ProviderAdjustment, Qualified, Remittance,
    ServiceCode, ServicePayment,
};
use pms_core::x12::syntax::Characters;
use pms_core::x12::t835;

use crate::claim::{claim, envelope};
use crate::sentence::{Sentence, Stop, Words, read, says};
use crate::world::{World, day};

/// Every sentence about remittances.
pub(crate) const REMITTANCE: &[Sentence] = &[
    says("<payer> remits <trace> for <amount> : <answers...>", remit),
    says("<trace> reaches the bank", deposit),
];

/// Written as an 835, read back, and posted.
fn remit(world: &mut World, words: &Words) -> Result<String, Stop> {
    let payer = world.payer(&words.text("payer"))?.clone();
    let amount: Money = words.value("amount")?;
    let today = world.today()?;
    let (mut claims, mut provider_adjustments) = (Vec::new(), Vec::new());
    for part in words.parts("answers", ";") {
        match part.split(' ').collect::<Vec<_>>().as_slice() {
            ["settles", reason, amount] => provider_adjustments.push(ProviderAdjustment {
                provider: "1934120009".to_owned(),
                fiscal_end: Some("2026-12-31".parse().unwrap()),
                reason: (*reason).into(),
                reference: Some(words.text("trace")),
                amount: read(amount, "amount")?,
            }),
            _ => claims.push(answer(world, &part)?),
        }
    }
    let paying = amount.is_positive();
    let originator = format!("1{:0>9}", payer.number.as_str());
    let plain = Remittance::new(words.text("trace"), originator, claims);
    let remittance = Remittance {
        handling: if paying { "I" } else { "H" }.to_owned(),
        amount,
        method: match paying {
            true => PaymentMethod::Check,
            false => PaymentMethod::NoPayment,
        },
        effective: Some(today),
        produced: Some(today),
        payer: named("PR", "", [payer.name.as_str(), ""], None),
        payee: named("PE", "", ["Practice", ""], Some(("XX", "1934120009"))),
        provider_adjustments,
        ..plain.map_err(|error| error.to_string())?
    };
    let file = t835::write(&[remittance], &envelope(world)?, Characters::Refuse);
    let mut read = t835::read(&file.map_err(|error| error.to_string())?);
    world.listen(&read);
    if read.advices.len() != 1 {
        return Err("the file does not read as one remittance".into());
    }
    let remittance = read.advices.remove(0).remittance;
    let call = world.call(Role::Biller);
    let practice = world.practice.clone();
    let posted = world.wait(practice.post_remittance(&call, payer.id, &remittance, today))?;
    let steps: Vec<String> = posted.plan.claims.iter().map(step).collect();
    let besides = posted
        .plan
        .provider
        .iter()
        .map(|step| name(step).to_owned());
    Ok(steps
        .into_iter()
        .chain(besides)
        .collect::<Vec<_>>()
        .join("; "))
}

/// `pays Pia on 2026-03-04 : 99213 80.00 CO-45 50.00 PR-2 20.00 , 93000 0.00 CO-96 65.00`.
fn answer(world: &mut World, text: &str) -> Result<ClaimPayment, Stop> {
    let (status, words) = [
        ("1", "pays <patient> on <date> : <lines...>"),
        ("4", "does not know <patient> on <date> : <lines...>"),
        ("22", "takes back <patient> on <date> : <lines...>"),
        ("1", "pays number <number> : <lines...>"),
    ]
    .into_iter()
    .find_map(|(status, reads)| Some((status, Words::of(reads, text)?)))
    .ok_or_else(|| format!("no payer answers `{text}`"))?;
    let known = match words.text("patient") {
        name if name.is_empty() => None,
        name => Some((
            name.clone(),
            claim(world, &name, day(&words.text("date"))?)?,
        )),
    };
    let billed = known.as_ref().map(|(_, version)| version.claim());
    let mut services = Vec::new();
    for line in words.parts("lines", ",") {
        services.push(service(&line, billed)?);
    }
    let shares = services.iter().flat_map(|one| &one.adjustments);
    let shares = shares
        .filter(|one| one.group.as_str() == "PR")
        .map(|one| one.amount);
    let share = Money::sum(shares).map_err(|error| error.to_string())?;
    let number = billed.map_or_else(|| words.text("number"), |claim| claim.number.to_string());
    let patient = match &known {
        Some((name, _)) => world.patient(name)?.name.family.as_str().to_owned(),
        None => "UNKNOWN".to_owned(),
    };
    let first = known.map_or_else(|| "ANYBODY".to_owned(), |(name, _)| name);
    let plain = ClaimPayment::new(number.clone(), status.into(), services);
    Ok(ClaimPayment {
        payer_control: format!("P{number}"),
        patient_responsibility: share.is_positive().then_some(share),
        filing: "CI".to_owned(),
        place: "11".to_owned(),
        frequency: "1".to_owned(),
        entities: vec![named("QC", "1", [&patient, &first], None)],
        ..plain.map_err(|error| error.to_string())?
    })
}

/// `99213 80.00 CO-45 50.00 PR-2 20.00`: what is paid, and why not the rest of the charge.
fn service(text: &str, billed: Option<&Claim>) -> Result<ServicePayment, Stop> {
    let words: Vec<&str> = text.split(' ').collect();
    let [procedure, paid, adjusted @ ..] = words.as_slice() else {
        return Err(format!("`{text}` is no answer to a line").into());
    };
    let paid: Money = read(paid, "amount")?;
    let mut adjustments = Vec::new();
    let mut charge = paid;
    for pair in adjusted.chunks(2) {
        let [why, amount] = pair else {
            return Err(format!("`{text}` ends without an amount").into());
        };
        let (group, reason) = why.split_once('-').ok_or("a reason is `CO-45`")?;
        let amount: Money = read(amount, "amount")?;
        charge = charge.plus(amount).map_err(|error| error.to_string())?;
        adjustments.push(Adjustment::new(
            read(group, "group")?,
            read(reason, "reason")?,
            amount,
        ));
    }
    let mut lines = billed.iter().flat_map(|claim| &claim.lines);
    let line = lines.find(|line| line.procedure.as_str() == *procedure);
    let date = billed
        .and_then(|claim| claim.lines.first())
        .map(|line| line.from);
    let procedure = ServiceCode {
        qualifier: "HC".to_owned(),
        code: (*procedure).to_owned(),
        ..ServiceCode::default()
    };
    let date = date.map(|date| DateOf {
        qualifier: "472".to_owned(),
        date,
    });
    Ok(ServicePayment {
        units: Some(Units::ONE),
        line_control: line.map(|line| line.number.to_string()),
        dates: date.into_iter().collect(),
        ..ServicePayment::new(procedure, charge, paid, adjustments)
    })
}

fn named(role: &str, kind: &str, [name, first]: [&str; 2], id: Option<(&str, &str)>) -> Entity {
    Entity {
        role: role.to_owned(),
        kind: kind.to_owned(),
        name: name.to_owned(),
        further_names: [
            first.to_owned(),
            String::new(),
            String::new(),
            String::new(),
        ],
        id: id.map(|(qualifier, value)| Qualified {
            qualifier: qualifier.to_owned(),
            value: value.to_owned(),
        }),
        kept: Vec::new(),
    }
}

/// What became of an answer: the step, what was denied, what somebody should look at.
fn step(plan: &ClaimPlan) -> String {
    let mut told = name(&plan.step).to_owned();
    for one in &plan.denied {
        let Adjustment {
            group,
            reason,
            amount,
            ..
        } = one.adjustment;
        told += &format!(", denied {group}-{reason} {amount}");
    }
    for notice in &plan.notices {
        told += &format!(", {}", notified(notice));
    }
    told
}

fn name(step: &Step) -> &'static str {
    match step {
        Step::Book(_) => "booked",
        Step::Reverse(_) => "reversed",
        Step::Hold(_) => "held",
        Step::Nothing => "nothing to book",
        Step::Posted(_) => "posted before",
    }
}

fn notified(notice: &Notice) -> String {
    match notice {
        Notice::ClaimMissing => "no such claim".to_owned(),
        Notice::LineMissing { .. } => "no such line".to_owned(),
        Notice::DoesNotBalance => "does not balance".to_owned(),
        Notice::MoreThanOpen { by, .. } => format!("more than is open by {by}"),
        Notice::OriginalMissing => "nothing to take back".to_owned(),
        other => format!("{other:?}"),
    }
}

fn deposit(world: &mut World, words: &Words) -> Result<String, Stop> {
    let trace = words.text("trace");
    let call = world.look();
    let practice = world.practice.clone();
    let all: Vec<Posted> = world.wait(practice.every(&call))?;
    let posted = all.into_iter().find(|one| one.remittance.trace == trace);
    let posted = posted.ok_or_else(|| format!("no remittance has the trace {trace}"))?;
    let today = world.today()?;
    let call = world.call(Role::Biller);
    let entry = world.wait(practice.deposit(&call, posted.id, today))?;
    let moved = entry.iter().flat_map(|entry| entry.postings());
    let moved = Money::sum(moved.map(|posting| posting.amount()));
    Ok(format!(
        "{} deposited",
        moved.map_err(|error| error.to_string())?
    ))
}
