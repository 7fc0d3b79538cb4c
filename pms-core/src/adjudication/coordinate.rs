use serde::{Deserialize, Serialize};

use crate::coverage::{Benefit, Bucket, Coordination, Measure, Step};
use crate::fee::Excess;
use crate::fee::policy::Priced;
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
    /// What the plan's maximums let it pay for the line in all.
    pub(super) most: Money,
    pub(super) owes: Owes,
}

/// What bounds the payment of a plan that pays after another.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Bound {
    /// What the plan would have paid as the only one.
    OwnBenefit,
    /// What that is above the earlier payment.
    BenefitLessPaid,
    /// What is neither paid nor written off.
    PatientPart,
    /// What is not paid of the charge, written off or not.
    ChargeLessPaid,
    /// What the plan's allowed amount is above the earlier payment.
    AllowedLessPaid,
    /// What the higher of both allowed amounts is above the earlier payment.
    HigherAllowedLessPaid,
    /// What the practice must accept in full, or else the charge, above the earlier payment.
    FullLessPaid,
}

impl Bound {
    /// What a way to coordinate is bounded by. The least of them decides, the first of equals is named.
    const fn all(method: Coordination) -> &'static [Self] {
        match method {
            Coordination::Standard => &[Self::OwnBenefit, Self::PatientPart],
            Coordination::FullCharge => &[Self::OwnBenefit, Self::ChargeLessPaid],
            Coordination::Basic => &[
                Self::OwnBenefit,
                Self::AllowedLessPaid,
                Self::ChargeLessPaid,
            ],
            Coordination::CarveOut => &[Self::BenefitLessPaid, Self::PatientPart],
            Coordination::Maintenance => &[Self::OwnBenefit, Self::PatientPart],
            Coordination::MedicareSecondary => &[
                Self::FullLessPaid,
                Self::OwnBenefit,
                Self::HigherAllowedLessPaid,
            ],
            Coordination::Medicaid => &[Self::OwnBenefit, Self::AllowedLessPaid, Self::PatientPart],
        }
    }

    fn amount(self, alone: &Alone, prior: Prior) -> Result<Money, MoneyError> {
        let paid = prior.paid;
        match self {
            Self::OwnBenefit => return Ok(alone.pays),
            Self::BenefitLessPaid => alone.pays.minus(paid),
            Self::PatientPart => alone.billed.minus(prior.settled()?),
            Self::ChargeLessPaid => alone.billed.minus(paid),
            Self::AllowedLessPaid => alone.allowed.minus(paid),
            Self::HigherAllowedLessPaid => {
                let allowed = match prior.allowed {
                    Some(allowed) => allowed,
                    None => alone.billed.minus(prior.written_off)?,
                };
                allowed.max(alone.allowed).minus(paid)
            }
            Self::FullLessPaid => prior
                .in_full
                .unwrap_or(alone.billed)
                .min(alone.billed)
                .minus(paid),
        }
        .map(|amount| amount.max(Money::ZERO))
    }
}

/// A line that payers before this one have decided.
///
/// The plan pays the least of what its way to coordinate is bounded by, and from its reserve what is
/// then left of its allowed amount. Where it pays into what was written off before, that shrinks. Where
/// its contract writes the excess off, the patient owes no more than is left of its allowed amount. What
/// the patient owes then keeps the names that the plan itself would give it.
///
/// Gives the line as it runs, and what is left of the earlier settlement.
pub(super) fn coordinate(
    alone: &Alone,
    prior: Prior,
    method: Coordination,
    ceiling: Option<Money>,
    reserve: Money,
) -> Result<(Running, Prior), MoneyError> {
    let paid = prior.paid;
    let bounds = Bound::all(method)
        .iter()
        .map(|bound| Ok((*bound, bound.amount(alone, prior)?)))
        .collect::<Result<Vec<_>, MoneyError>>()?;
    let base = bounds
        .iter()
        .map(|(_, amount)| *amount)
        .min()
        .unwrap_or_default();

    // What is paid twice over is no longer written off.
    let unpaid = alone.billed.minus(paid)?.minus(base)?.max(Money::ZERO);
    let stands = Prior {
        written_off: prior.written_off.min(unpaid),
        ..prior
    };
    let mut running = Running::new(alone.billed);
    running.take(
        Rule::Prior {
            paid,
            written_off: stands.written_off,
            returned: prior.written_off.minus(stands.written_off)?,
        },
        stands.settled()?,
    )?;

    let open = running.rest;
    let left_of =
        |limit: Money| Ok::<_, MoneyError>(limit.minus(paid)?.minus(base)?.max(Money::ZERO));
    let drawn = reserve
        .min(left_of(alone.allowed)?)
        .min(alone.most.minus(base)?.max(Money::ZERO))
        .min(open.minus(base)?);
    let pays = base.plus(drawn)?;
    let rule = Rule::Secondary {
        method,
        bounds,
        reserve_drawn: drawn,
    };
    running.take(rule, Money::ZERO)?;

    let mut stays = open.minus(pays)?;
    let most = match method {
        Coordination::Medicaid => Some(Money::ZERO),
        _ => ceiling
            .map(|limit| left_of(limit)?.minus(drawn))
            .transpose()?,
    };
    if let Some(most) = most {
        let discount = stays.minus(stays.min(most.max(Money::ZERO)))?;
        let allowed = alone.allowed;
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
            running.take(Rule::Coordinated { method, share }, part)?;
        }
    }
    Ok((running, stands))
}

/// What the plan's maximums let it pay for a line, of which it would pay an amount as the only one.
pub(super) fn most(
    meters: &Meters<'_>,
    benefit: &Benefit,
    pays: Money,
) -> Result<Money, MoneyError> {
    let mut most = Money::MAX;
    for step in &benefit.steps {
        if let Step::Maximum { pools, .. } = step {
            most = most.min(meters.left(pools)?.plus(pays)?);
        }
    }
    Ok(most)
}

/// What all payers and the patient together pay at most: what a contract allows, where the practice
/// has agreed to write off the rest.
pub(super) fn ceiling(excess: Excess, priced: &Priced) -> Option<Money> {
    match excess {
        Excess::WrittenOff => Some(priced.amount),
        Excess::Limited { .. } => priced.limit,
        Excess::Patient => None,
    }
}

/// What the line used as if the plan were the only one becomes what it used in truth: of the
/// out-of-pocket maximum what the patient owes, of a maximum what the plan pays. The deductible counts
/// in full. With a reserve, what is saved is kept, and what is drawn leaves it.
pub(super) fn settle_meters(
    meters: &mut Meters<'_>,
    benefit: &Benefit,
    alone: &Alone,
    coordinated: &Running,
    reserve: bool,
) -> Result<(), MoneyError> {
    if let Some(out_of_pocket) = &benefit.out_of_pocket {
        for share in &out_of_pocket.counts {
            let kind = ShareKind::from(*share);
            let less = coordinated.owes.of(kind).minus(alone.owes.of(kind))?;
            meters.add_all(&out_of_pocket.pools, less)?;
        }
    }
    let more = coordinated.rest.minus(alone.pays)?;
    for step in &benefit.steps {
        if let Step::Maximum { pools, .. } = step {
            meters.add_all(pools, more)?;
        }
    }
    if reserve {
        meters.add(
            meters.in_year(Bucket::general(Measure::Reserve)),
            more.negated(),
        )?;
    }
    Ok(())
}
