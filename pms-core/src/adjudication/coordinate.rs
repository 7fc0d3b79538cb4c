use crate::coverage::{Benefit, Coordination, Step};
use crate::fee::Excess;
use crate::money::{Money, MoneyError};

use super::line::Prior;
use super::meters::Meters;
use super::outcome::{Owes, ShareKind};
use super::share::Running;
use super::trace::Rule;

/// What a plan's own benefit for a line was, as if it were the only one.
pub(super) struct Alone {
    pub(super) billed: Money,
    pub(super) allowed: Money,
    pub(super) pays: Money,
    pub(super) owes: Owes,
}

/// A line that payers before this one have decided.
///
/// The plan pays its own benefit, or under a carve-out what that is above the earlier payment, but
/// never more than what is still open. Where its contract writes the excess off, the patient owes no
/// more than is left of its allowed amount. What the patient owes then keeps the names that the plan
/// itself would give it.
pub(super) fn coordinate(
    alone: &Alone,
    prior: Prior,
    method: Coordination,
    excess: Excess,
) -> Result<Running, MoneyError> {
    let mut running = Running::new(alone.billed);
    let Prior { paid, written_off } = prior;
    running.take(Rule::Prior { paid, written_off }, prior.settled()?)?;

    let open = running.rest;
    let pays = match method {
        Coordination::Standard => alone.pays,
        Coordination::CarveOut => alone.pays.minus(paid)?.max(Money::ZERO),
    }
    .min(open);

    let mut stays = open.minus(pays)?;
    if excess == Excess::WrittenOff {
        let allowed = alone.allowed;
        let of_allowed = allowed.minus(paid)?.minus(pays)?.max(Money::ZERO);
        let discount = stays.minus(stays.min(of_allowed))?;
        running.take(Rule::SecondDiscount { allowed }, discount)?;
        stays = stays.minus(discount)?;
    }
    for share in Owes::KINDS {
        let part = match share {
            // Whatever no share of its own explains is above what the plan recognizes.
            ShareKind::AboveAllowed => stays,
            _ => alone.owes.of(share).min(stays),
        };
        stays = stays.minus(part)?;
        if !part.is_zero() {
            let rule = Rule::Coordinated {
                method,
                own_benefit: alone.pays,
                share,
            };
            running.take(rule, part)?;
        }
    }
    Ok(running)
}

/// What the line used as if the plan were the only one becomes what it used in truth: of the
/// out-of-pocket maximum what the patient owes, of a maximum what the plan pays. The deductible counts
/// in full.
pub(super) fn settle_meters(
    meters: &mut Meters<'_>,
    benefit: &Benefit,
    alone: &Alone,
    coordinated: &Running,
) -> Result<(), MoneyError> {
    if let Some(out_of_pocket) = &benefit.out_of_pocket {
        for share in &out_of_pocket.counts {
            let kind = ShareKind::from(*share);
            let less = coordinated.owes.of(kind).minus(alone.owes.of(kind))?;
            meters.add_all(&out_of_pocket.pools, less)?;
        }
    }
    let less = coordinated.rest.minus(alone.pays)?;
    for step in &benefit.steps {
        if let Step::Maximum { pools, .. } = step {
            meters.add_all(pools, less)?;
        }
    }
    Ok(())
}
