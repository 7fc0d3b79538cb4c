//! From the library's month-end to what the report shows.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use pms_core::access::Role;
use pms_core::id::{PayerId, ResourceId};
use pms_core::metrics::{Bucket, Quantity, Ratio};
use pms_core::money::Rounding;
use pms_core::practice::MonthEnd;
use pms_core::time::{AsOf, Period};

use super::desk::{Desk, at};
use super::report::{Figure, Report};
use super::sample::Result;

/// Names for what the books know by identifier.
#[derive(Default)]
pub struct Names {
    pub payers: BTreeMap<PayerId, String>,
    pub practitioners: BTreeMap<ResourceId, String>,
}

/// The figures of a month, as they were known at its end.
pub async fn month_end(desk: &Desk, last: NaiveDate) -> Result<MonthEnd> {
    let first = last.format("%Y-%m-01").to_string().parse()?;
    let window = Period::new(first, last)?;
    let known = at(last, 23, 59)?;
    let call = desk.call(Role::Manager, format!("month-end {last}"), known);
    let as_of = AsOf::new(last, known);
    Ok(desk.practice.month_end(&call, window, as_of).await?)
}

/// The report of the last of some months.
pub fn report(title: String, months: &[MonthEnd], names: &Names) -> Result<Report> {
    let last = months.last().ok_or("no month has ended")?;
    let payer = |id: Option<PayerId>| match id {
        None => "patients".to_owned(),
        Some(id) => names
            .payers
            .get(&id)
            .cloned()
            .unwrap_or_else(|| id.to_string()),
    };
    let aging = last.aging.lines.iter().map(|line| {
        let credits = line.credits;
        (payer(line.payer), line.buckets.to_vec(), credits)
    });
    let denials = last.denied_by_payer.iter().map(|(id, ratio)| {
        let (denied, all) = counts(ratio);
        (payer(Some(*id)), denied, all)
    });
    let utilisation = last.utilisation.iter().map(|(id, ratio)| {
        let (booked, offered) = counts(ratio);
        let name = names.practitioners.get(id).cloned();
        (name.unwrap_or_else(|| id.to_string()), booked, offered)
    });
    Ok(Report {
        title,
        figures: [
            ("days in A/R", &last.days_in_receivables, false),
            ("initial denials, claims", &last.denied_claims, true),
            ("initial denials, dollars", &last.denied_dollars, true),
            ("gross collection", &last.gross_collection, true),
            ("no-shows", &last.no_show, true),
        ]
        .into_iter()
        .map(|(name, ratio, percent)| figure(name, ratio, percent))
        .collect(),
        buckets: Bucket::ALL
            .iter()
            .map(|one| one.name().to_owned())
            .collect(),
        aging: aging.collect(),
        days_in_ar: months
            .iter()
            .map(|month| {
                let name = month.as_of.effective.format("%Y-%m").to_string();
                let days = month.days_in_receivables.rounded(1, Rounding::HalfUp);
                (name, days.and_then(|days| days.to_string().parse().ok()))
            })
            .collect(),
        denials: denials.collect(),
        utilisation: utilisation.collect(),
    })
}

fn figure(name: &str, ratio: &Ratio, percent: bool) -> Figure {
    let value = ratio.value().map(|value| match percent {
        true => {
            let hundred = value * rust_decimal::Decimal::ONE_HUNDRED;
            format!("{:.1} %", hundred)
        }
        false => format!("{value:.1}"),
    });
    Figure {
        name: name.to_owned(),
        value: value.unwrap_or_else(|| "undefined".to_owned()),
        convention: ratio.convention.clone(),
    }
}

fn counts(ratio: &Ratio) -> (u32, u32) {
    let count = |quantity| match quantity {
        Quantity::Count(n) | Quantity::Minutes(n) => u32::try_from(n).unwrap_or(u32::MAX),
        _ => 0,
    };
    (count(ratio.numerator), count(ratio.denominator))
}
