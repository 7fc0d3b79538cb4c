use crate::adjudication::outcome::{AdjudicatedLine, Owes, ShareKind};
use crate::adjudication::trace::{Bearer, Rule};
use crate::money::{Money, MoneyError};

use super::message::Message;
use super::stop::Stop;

impl AdjudicatedLine {
    /// What the line comes to, for the patient: what is charged, what nobody owes, who pays how much,
    /// what the patient owes under which name, and all of that together. No codes and no terms that are
    /// not on the patient's own card.
    ///
    /// The messages `patient.copay`, `patient.deductible`, `patient.coinsurance`, `patient.over_maximum`
    /// and `patient.above_allowed` name what is owed, each once at most and not where it is nothing:
    /// together always what the line's [`Owes`] says.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a sum does not fit.
    ///
    /// ```
    /// # use pms_core::adjudication::{Case, Line, Templates, adjudicate};
    /// # use pms_core::coverage::*;
    /// # use pms_core::fee::*;
    /// # use pms_core::id::Uuid;
    /// # use pms_core::time::Period;
    /// # let id = |n| Uuid::from_u128(n);
    /// # let period = Period::since("2026-01-01".parse()?);
    /// # let mut plan = Plan::new(id(1).into(), id(2).into(), "Choice".parse()?, "CI".parse()?);
    /// let deductible = Pool {
    ///     bucket: Bucket::general(Measure::Deductible),
    ///     limit: Limit::Individual { individual: "50.00".parse()? },
    /// };
    /// let steps = vec![
    ///     Step::Copay { amount: "25.00".parse()?, per: Per::Visit },
    ///     Step::Deductible { pools: vec![deductible] },
    ///     Step::Coinsurance { patient: "0.20".parse()? },
    /// ];
    /// # plan.benefits = Benefits::new(vec![Benefit {
    /// #     period, network: Network::In, services: Services::All, steps, out_of_pocket: None,
    /// # }])?;
    /// # let row = RateRow {
    /// #     procedure: Some("99213".parse()?), modifiers: vec![], place: None, locality: None, provider: None, period,
    /// #     rate: Method::Fixed { amount: "125.00".parse()? },
    /// # };
    /// # let agreement = Agreement::new(RateTable::new([row])?);
    /// # let contract = Contract { id: id(3).into(), payer: plan.payer, plans: [].into(), period, agreement };
    /// # let service = Service::new("99213".parse()?, "2026-03-02".parse()?, "11".parse()?, "150.00".parse()?);
    /// # let line = Line { charge: id(4).into(), service, prior: None };
    /// # let case = Case {
    /// #     patient: id(5).into(), visit: id(6).into(), plan: &plan, network: Network::In, protected: false,
    /// #     contract: &contract, schedules: &Schedules::default(), used: &Accumulators::default(),
    /// # };
    /// // A charge of 150.00, of which the contract allows 125.00 since 2026.
    /// let decided = adjudicate(&case, &[line])?;
    /// let line = &decided.lines[0];
    /// let english = Templates::default();
    ///
    /// let mut staff = Vec::new();
    /// for step in &line.trace {
    ///     staff.extend(step.explain()?.iter().map(|message| english.say(message)));
    /// }
    /// assert_eq!(staff, [
    ///     "Of the charge $125.00 is allowed; the practice has agreed to write off the other $25.00.",
    ///     "The rate is $125.00 for each unit.",
    ///     "This has been in force since 01/01/2026.",
    ///     "The copay is $25.00; the patient owes it.",
    ///     "The last $50.00 of the deductible is owed here; with it the deductible is met.",
    ///     "The coinsurance is 20% of $50.00: the patient owes $10.00.",
    /// ]);
    ///
    /// let messages = line.explain_to_patient()?;
    /// let patient: Vec<String> = messages.iter().map(|message| english.say(message)).collect();
    /// assert_eq!(patient, [
    ///     "The charge for this service is $150.00.",
    ///     "$25.00 is taken off. You do not owe this part.",
    ///     "Your plan pays $40.00.",
    ///     "You pay a copay of $25.00. It is a set amount that your plan asks you to pay.",
    ///     "You pay $50.00 toward your deductible. That is what you pay each year before your plan starts to pay.",
    ///     "You pay $10.00 as your share of the cost, called coinsurance.",
    ///     "In all, you pay $85.00.",
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain_to_patient(&self) -> Result<Vec<Message>, MoneyError> {
        let sums = Sums::of(self)?;
        let mut said = vec![amount("patient.charge", self.billed)];
        let mut tell = |key, value: Money| {
            if !value.is_zero() {
                said.push(amount(key, value));
            }
        };
        tell("patient.discount_ended", sums.ended);
        tell("patient.other_plans_paid", sums.others_paid);
        tell("patient.other_plans_discount", sums.others_off);
        tell("patient.denied", sums.denied);
        tell("patient.above_charge", sums.raised);
        tell("patient.discount", sums.off);
        tell("patient.plan_pays", self.plan_pays);
        if self.plan_pays.is_zero() && sums.denied.is_zero() {
            said.push(Message::new("patient.plan_pays_nothing"));
        }
        if sums.stopped {
            said.push(Message::new("patient.limit_reached"));
        }
        for kind in Owes::KINDS {
            let owed = sums.owes.of(kind);
            if !owed.is_zero() {
                said.push(amount(owes(kind), owed));
            }
        }
        let total = sums.owes.total()?;
        said.push(if total.is_zero() {
            Message::new("patient.nothing")
        } else {
            amount("patient.total", total)
        });
        Ok(said)
    }
}

/// A trace by who bears it, as a patient tells them apart.
#[derive(Default)]
struct Sums {
    owes: Owes,
    /// What the practice writes off.
    off: Money,
    /// What the contract allows beyond the charge.
    raised: Money,
    /// What it writes off since nothing is paid.
    denied: Money,
    /// The discount that ended with the plan's maximum.
    ended: Money,
    others_paid: Money,
    others_off: Money,
    /// The out-of-pocket maximum kept a share low.
    stopped: bool,
}

impl Sums {
    fn of(line: &AdjudicatedLine) -> Result<Self, MoneyError> {
        let mut sums = Self::default();
        let mut price = Money::ZERO;
        for step in &line.trace {
            let taken = step.taken()?;
            match (&step.rule, step.rule.bearer()) {
                (_, Bearer::Patient(kind)) => sums.owes.add(kind, taken)?,
                (Rule::Denied { .. }, _) => sums.denied = sums.denied.plus(taken)?,
                (Rule::PaymentPart { .. } | Rule::Sequestration { .. }, _) => {
                    sums.off = sums.off.plus(taken)?;
                }
                (_, Bearer::Practice) => price = price.plus(taken)?,
                (
                    Rule::Prior {
                        paid, written_off, ..
                    },
                    _,
                ) => {
                    sums.others_paid = sums.others_paid.plus(*paid)?;
                    sums.others_off = sums.others_off.plus(*written_off)?;
                }
                (_, Bearer::PriorPayers) => {}
            }
            if matches!(step.rule, Rule::DiscountEnded) {
                sums.ended = sums.ended.minus(taken)?;
            }
            sums.stopped |= matches!(
                Stop::of(step)?,
                Some(Stop::OutOfPocketMet | Stop::OutOfPocketLeft)
            );
        }
        sums.off = sums.off.plus(price.max(Money::ZERO))?;
        sums.raised = price.negated().max(Money::ZERO);
        Ok(sums)
    }
}

fn amount(key: &'static str, amount: Money) -> Message {
    Message::new(key).with("amount", amount)
}

const fn owes(kind: ShareKind) -> &'static str {
    match kind {
        ShareKind::Copay => "patient.copay",
        ShareKind::Deductible => "patient.deductible",
        ShareKind::Coinsurance => "patient.coinsurance",
        ShareKind::OverMaximum => "patient.over_maximum",
        ShareKind::AboveAllowed => "patient.above_allowed",
    }
}
