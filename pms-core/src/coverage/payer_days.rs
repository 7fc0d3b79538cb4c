use chrono::{Days, NaiveDate};

use crate::id::PayerId;
use crate::time::Period;

use super::order::{OrderRule, order_of_benefits};
use super::place::{Coverage, covering};
use super::plan::Plan;

/// Who pays first for a patient, stretch by stretch of days; none where nobody does.
///
/// Where several coverages hold on a day, the plans that are known decide; where none is known, the
/// coverage that was given first.
///
/// Source: NAIC Model 120, section 6.
///
/// ```
/// # use pms_core::coverage::{Coverage, Standing, Subscriber, Terms, first_payers};
/// # use pms_core::id::{PayerId, Uuid};
/// # use pms_core::time::Period;
/// # let id = |n| Uuid::from_u128(n);
/// # let terms = |payer| Terms {
/// #     payer, plan: id(2).into(), member_id: "W123456789".parse().unwrap(), group: None,
/// #     subscriber: Subscriber::Patient, standing: Standing::default(),
/// # };
/// let payer = PayerId::from(id(1));
/// let year = Period::new("2026-01-01".parse()?, "2026-12-31".parse()?)?;
/// let coverage = Coverage::new(id(3).into(), id(4).into(), terms(payer), year);
/// let stretches = first_payers(&[coverage], &[]);
/// assert_eq!(stretches.iter().map(|(_, payer)| *payer).collect::<Vec<_>>(), [None, Some(payer), None]);
/// assert_eq!(stretches[1].0, year);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn first_payers(coverages: &[Coverage], plans: &[Plan]) -> Vec<(Period, Option<PayerId>)> {
    let mut edges = vec![NaiveDate::MIN];
    for coverage in coverages {
        let period = coverage.period();
        edges.push(period.start());
        edges.extend(
            period
                .end()
                .and_then(|end| end.checked_add_days(Days::new(1))),
        );
    }
    edges.sort_unstable();
    edges.dedup();
    let nexts = edges.iter().skip(1).map(Some).chain([None]);
    let stretches = edges.iter().zip(nexts).filter_map(|(first, next)| {
        let period = match next.and_then(|next| next.pred_opt()) {
            Some(last) => Period::new(*first, last).ok()?,
            None => Period::since(*first),
        };
        Some((period, first_payer(coverages, plans, *first)))
    });
    stretches.collect()
}

fn first_payer(coverages: &[Coverage], plans: &[Plan], date: NaiveDate) -> Option<PayerId> {
    let held: Vec<&Coverage> = covering(coverages, date).collect();
    let of = |one: &Coverage| plans.iter().find(|plan| plan.id == one.terms().plan);
    let known: Vec<(&Coverage, &Plan)> = held
        .iter()
        .filter_map(|one| Some((*one, of(one)?)))
        .collect();
    let turns = order_of_benefits(&known, OrderRule::STANDARD);
    let first = turns.first().map(|turn| turn.coverage);
    let first = held.iter().find(|one| Some(one.id()) == first);
    first.or(held.first()).map(|one| one.terms().payer)
}
