use crate::coverage::{Benefit, CostShare, MaximumSpent, Meter, OutOfPocket, Per, Pool, Step};
use crate::id::EncounterId;
use crate::money::{Exact, Money, MoneyError, Rate, Rounding};

use super::meters::Meters;
use super::outcome::Owes;
use super::trace::{Bearer, Rule, TraceStep};

/// Every share is rounded once, to the nearest cent; a reversal then mirrors its original.
const ROUNDING: Rounding = Rounding::HalfUp;

/// A line on its way from the charge to the plan's payment.
pub(super) struct Running {
    /// What the plan would pay if nothing more were taken.
    pub(super) rest: Money,
    /// What the patient owes so far.
    pub(super) owes: Owes,
    /// What the practice writes off so far.
    pub(super) written_off: Money,
    /// Each step so far.
    pub(super) trace: Vec<TraceStep>,
}

impl Running {
    pub(super) fn new(billed: Money) -> Self {
        Self {
            rest: billed,
            owes: Owes::default(),
            written_off: Money::ZERO,
            trace: Vec::with_capacity(6),
        }
    }

    /// Takes an amount from the rest, by a rule. A rule that takes nothing leaves its step as well:
    /// that it was asked is part of the answer.
    pub(super) fn take(&mut self, rule: Rule, amount: Money) -> Result<(), MoneyError> {
        let before = self.rest;
        self.rest = before.minus(amount)?;
        match rule.bearer() {
            Bearer::Practice => self.written_off = self.written_off.plus(amount)?,
            Bearer::Patient(kind) => self.owes.add(kind, amount)?,
            Bearer::PriorPayers => {}
        }
        self.trace.push(TraceStep {
            rule,
            before,
            after: self.rest,
        });
        Ok(())
    }

    /// The payment is cut by a part, after everything that the patient owes.
    pub(super) fn cut(
        &mut self,
        rate: Rate,
        rule: impl FnOnce(i64) -> Rule,
    ) -> Result<(), MoneyError> {
        let (cut, residue) = rounded(self.rest, rate)?;
        self.take(rule(residue), cut)
    }

    /// Only a part of the payment is left, after everything that the patient owes.
    pub(super) fn leave(
        &mut self,
        rate: Rate,
        rule: impl FnOnce(i64) -> Rule,
    ) -> Result<(), MoneyError> {
        let (left, residue) = rounded(self.rest, rate)?;
        let cut = self.rest.minus(left)?;
        self.take(rule(residue), cut)
    }
}

/// A part to the cent, and what rounding added, in millionths of a cent.
fn rounded(amount: Money, rate: Rate) -> Result<(Money, i64), MoneyError> {
    let exact = Exact::from(amount).part(rate)?;
    let rounded = exact.round(ROUNDING)?;
    Ok((rounded, exact.residue(rounded)?))
}

/// Shares the allowed amount, which is the rest, by the plan's steps.
pub(super) fn share(
    running: &mut Running,
    benefit: &Benefit,
    visit: EncounterId,
    meters: &mut Meters<'_>,
) -> Result<(), MoneyError> {
    let mut sharing = Sharing {
        running,
        out_of_pocket: benefit.out_of_pocket.as_ref(),
        meters,
    };
    for step in &benefit.steps {
        match step {
            Step::Copay { amount, per } => {
                let visit = (*per == Per::Visit).then_some(Meter::Visit { visit });
                sharing.copay(*amount, visit)?;
            }
            Step::Deductible { pools } => sharing.deductible(pools)?,
            Step::Coinsurance { patient } => sharing.coinsurance(*patient)?,
            Step::Maximum { pools, spent } => sharing.maximum(pools, *spent)?,
        }
    }
    Ok(())
}

struct Sharing<'a, 'm> {
    running: &'a mut Running,
    out_of_pocket: Option<&'a OutOfPocket>,
    meters: &'a mut Meters<'m>,
}

impl<'a> Sharing<'a, '_> {
    fn copay(&mut self, amount: Money, visit: Option<Meter>) -> Result<(), MoneyError> {
        let taken = visit.map_or(Ok(Money::ZERO), |visit| self.meters.own(visit))?;
        let due = amount.minus(taken)?.max(Money::ZERO);
        let (share, out_of_pocket_left) = self.bound(CostShare::Copay, due)?;
        if let Some(visit) = visit {
            self.meters.add(visit, share)?;
        }
        let rule = Rule::Copay {
            amount,
            taken,
            out_of_pocket_left,
        };
        self.patient(CostShare::Copay, share, rule)
    }

    fn deductible(&mut self, pools: &[Pool]) -> Result<(), MoneyError> {
        let left = self.meters.left(pools)?;
        let (share, out_of_pocket_left) = self.bound(CostShare::Deductible, left)?;
        self.meters.add_all(pools, share)?;
        let rule = Rule::Deductible {
            left,
            out_of_pocket_left,
        };
        self.patient(CostShare::Deductible, share, rule)
    }

    fn coinsurance(&mut self, rate: Rate) -> Result<(), MoneyError> {
        let (part, residue) = rounded(self.running.rest, rate)?;
        let (share, out_of_pocket_left) = self.bound(CostShare::Coinsurance, part)?;
        let rule = Rule::Coinsurance {
            rate,
            residue,
            out_of_pocket_left,
        };
        self.patient(CostShare::Coinsurance, share, rule)
    }

    fn maximum(&mut self, pools: &[Pool], spent: MaximumSpent) -> Result<(), MoneyError> {
        let left = self.meters.left(pools)?;
        let discount = self.running.written_off;
        if left.is_zero() && spent == MaximumSpent::EndsDiscount && discount.is_positive() {
            self.running.take(Rule::DiscountEnded, discount.negated())?;
        }
        let pays = self.running.rest.min(left);
        self.meters.add_all(pools, pays)?;
        let over = self.running.rest.minus(pays)?;
        self.running.take(Rule::Maximum { left }, over)
    }

    /// A share is no more than what is left of the line, nor of the out-of-pocket maximum if that
    /// counts it.
    fn bound(&self, kind: CostShare, share: Money) -> Result<(Money, Option<Money>), MoneyError> {
        let left = self
            .counted(kind)
            .map(|counted| self.meters.left(&counted.pools))
            .transpose()?;
        let share = share.min(self.running.rest);
        Ok((left.map_or(share, |left| share.min(left)), left))
    }

    fn patient(&mut self, kind: CostShare, share: Money, rule: Rule) -> Result<(), MoneyError> {
        if let Some(counted) = self.counted(kind) {
            self.meters.add_all(&counted.pools, share)?;
        }
        self.running.take(rule, share)
    }

    fn counted(&self, kind: CostShare) -> Option<&'a OutOfPocket> {
        self.out_of_pocket
            .filter(|out_of_pocket| out_of_pocket.counts.contains(&kind))
    }
}
