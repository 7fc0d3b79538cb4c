//! The figures of a month.

use chrono::{Months, NaiveDate};
use pms_core::access::Role;
use pms_core::metrics::{Bucket, Quantity, Ratio};
use pms_core::money::Rounding;
use pms_core::practice::MonthEnd;
use pms_core::time::{AsOf, Period};

use crate::money::parts;
use crate::sentence::{Sentence, Stop, Words, says};
use crate::world::{World, day};

/// Every sentence about figures.
pub(crate) const FIGURE: &[Sentence] = &[
    says("aging at the end of <month>", aging),
    says("days in A/R at the end of <month>", days),
    says("no-shows in <month>", no_shows),
    says("denied claims in <month>", denied_claims),
    says("denied dollars in <month>", denied_dollars),
    says("gross collection in <month>", collection),
    says("utilisation of <practitioner> in <month>", utilisation),
];

/// The figures of a month, as they are known at the time of the line.
fn month_end(world: &mut World, words: &Words) -> Result<MonthEnd, Stop> {
    let first = day(&format!("{}-01", words.text("month")))?;
    let next = first.checked_add_months(Months::new(1));
    let last = next.as_ref().and_then(NaiveDate::pred_opt);
    let last = last.ok_or("the calendar ends")?;
    let as_of = AsOf::new(last, world.now);
    let call = world.call(Role::Manager);
    let practice = world.practice.clone();
    let window = Period::new(first, last)?;
    Ok(world.wait(practice.month_end(&call, window, as_of))?)
}

fn aging(world: &mut World, words: &Words) -> Result<String, Stop> {
    let figures = month_end(world, words)?;
    let mut told = Vec::new();
    for line in &figures.aging.lines {
        let payer = world
            .payers
            .iter()
            .find(|payer| Some(payer.id) == line.payer);
        let who = payer.map_or("patients", |payer| payer.name.as_str());
        let buckets = Bucket::ALL.iter().zip(line.buckets);
        let mut amounts: Vec<_> = buckets.map(|(one, amount)| (one.name(), amount)).collect();
        amounts.push(("undated", line.undated));
        amounts.push(("credits", line.credits));
        told.push(format!("{who} {}", parts(&amounts)));
    }
    Ok(match told.as_slice() {
        [] => "nothing".to_owned(),
        told => told.join("; "),
    })
}

fn days(world: &mut World, words: &Words) -> Result<String, Stop> {
    let ratio = month_end(world, words)?.days_in_receivables;
    let days = ratio.rounded(1, Rounding::HalfUp);
    let days = days.map_or("undefined".to_owned(), |days| days.to_string());
    Ok(format!("{days}: {} in {} days", told(&ratio), ratio.days))
}

fn no_shows(world: &mut World, words: &Words) -> Result<String, Stop> {
    Ok(told(&month_end(world, words)?.no_show))
}

fn denied_claims(world: &mut World, words: &Words) -> Result<String, Stop> {
    Ok(told(&month_end(world, words)?.denied_claims))
}

fn denied_dollars(world: &mut World, words: &Words) -> Result<String, Stop> {
    Ok(told(&month_end(world, words)?.denied_dollars))
}

fn collection(world: &mut World, words: &Words) -> Result<String, Stop> {
    Ok(told(&month_end(world, words)?.gross_collection))
}

fn utilisation(world: &mut World, words: &Words) -> Result<String, Stop> {
    let colleague = world.colleague(&words.text("practitioner"))?;
    let resource = colleague.schedule.resource;
    let figures = month_end(world, words)?;
    let ratio = figures.utilisation.get(&resource);
    Ok(told(ratio.ok_or("the practitioner has no hours")?))
}

/// `1 of 3`.
fn told(ratio: &Ratio) -> String {
    let quantity = |quantity| match quantity {
        Quantity::Money(amount) => amount.to_string(),
        Quantity::Count(count) => count.to_string(),
        Quantity::Minutes(count) => format!("{count} minutes"),
        _ => String::new(),
    };
    format!(
        "{} of {}",
        quantity(ratio.numerator),
        quantity(ratio.denominator)
    )
}
