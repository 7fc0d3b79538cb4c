use rust_decimal::Decimal;

use chrono::NaiveDate;

use crate::adjudication::coordinate::Bound;
use crate::adjudication::outcome::ShareKind;
use crate::adjudication::trace::{Rule, TraceStep};
use crate::coverage::Coordination;
use crate::fee::policy::{Denial, UnitScope};
use crate::fee::{Allowed, CasePer, Excess, Method};
use crate::money::{Money, MoneyError, Rate};

use super::message::{Argument, Message};
use super::policy;
use super::stop::{Stop, due};

impl TraceStep {
    /// What the step did and why, for the people at the practice: what it took first, then by what it
    /// was decided (the contract's row, the bounds of a second payer, what rounding added).
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a difference does not fit.
    ///
    /// ```
    /// # use pms_core::adjudication::{Rule, Templates, TraceStep};
    /// let step = TraceStep {
    ///     rule: Rule::Copay {
    ///         amount: "25.00".parse()?, taken: "18.00".parse()?, out_of_pocket_left: None,
    ///     },
    ///     before: "60.00".parse()?,
    ///     after: "53.00".parse()?,
    /// };
    /// let messages = step.explain()?;
    /// assert_eq!(messages[0].key, "copay.rest");
    /// assert_eq!(
    ///     Templates::default().say(&messages[0]),
    ///     "Of the copay of $25.00, other lines of the visit have taken $18.00; the patient owes $7.00 here.",
    /// );
    /// # Ok::<(), pms_core::money::MoneyError>(())
    /// ```
    pub fn explain(&self) -> Result<Vec<Message>, MoneyError> {
        let amount = self.taken()?;
        let part = |key, rate: Rate| {
            Message::new(key)
                .with("rate", rate)
                .with("before", self.before)
                .with("amount", amount)
        };
        Ok(match &self.rule {
            Rule::LimitingCharge { limit } if amount.is_zero() => {
                vec![of("limiting_charge.within", self.before).with("limit", *limit)]
            }
            Rule::LimitingCharge { limit } => {
                vec![of("limiting_charge", amount).with("limit", *limit)]
            }
            Rule::Denied { denial } => denied(denial, amount),
            Rule::Allowed {
                allowed, excess, ..
            } => self.allowed(allowed, *excess, amount),
            Rule::Policy { step, excess } => policy::explain(self, step, *excess, amount),
            Rule::Maintained { paid } => vec![of("maintained", *paid)],
            Rule::Copay { .. } | Rule::Deductible { .. } | Rule::Coinsurance { .. } => {
                self.shared(amount)?
            }
            Rule::DiscountEnded => vec![of("discount_ended", amount.negated())],
            Rule::Maximum { left } => vec![self.maximum(*left, amount)],
            Rule::Prior {
                paid,
                written_off,
                returned,
            } => prior(*paid, *written_off, *returned),
            Rule::Secondary {
                method,
                bounds,
                reserve_drawn,
            } => secondary(*method, bounds, *reserve_drawn),
            Rule::SecondDiscount { allowed } if amount.is_zero() => {
                vec![Message::new("second_discount.none").with("allowed", *allowed)]
            }
            Rule::SecondDiscount { allowed } => {
                vec![of("second_discount", amount).with("allowed", *allowed)]
            }
            Rule::Coordinated { share, .. } => vec![of(coordinated(*share), amount)],
            Rule::PaymentPart {
                modifier,
                rate,
                residue,
            } => {
                let modifier = Argument::Code(modifier.to_string());
                let part = part("payment_part", *rate).with("modifier", modifier);
                [part].into_iter().chain(rounded(*residue)).collect()
            }
            Rule::Sequestration { rate, residue } => {
                let part = part("sequestration", *rate);
                [part].into_iter().chain(rounded(*residue)).collect()
            }
        })
    }

    fn allowed(&self, allowed: &Allowed, excess: Excess, amount: Money) -> Vec<Message> {
        let all = |key| Message::new(key).with("allowed", self.after);
        let first = if amount.is_negative() {
            of("allowed.above_charge", amount.negated())
                .with("allowed", self.after)
                .with("charge", self.before)
        } else if amount.is_zero() && allowed.rate_amount > self.before {
            all("allowed.charge_lower").with("rate_amount", allowed.rate_amount)
        } else if amount.is_zero() {
            all("allowed.in_full")
        } else {
            match excess {
                Excess::WrittenOff => all("allowed.written_off").with("amount", amount),
                Excess::Patient => all("allowed.patient").with("amount", amount),
                Excess::Limited { rate } => all("allowed.limited")
                    .with("amount", amount)
                    .with("rate", rate),
            }
        };
        [first, method(&allowed.method)]
            .into_iter()
            .chain(since("since", allowed.since))
            .chain(rounded(allowed.residue))
            .collect()
    }

    /// A share of the patient: what is due, or what stopped it.
    fn shared(&self, amount: Money) -> Result<Vec<Message>, MoneyError> {
        let due = due(self)?.map(|(due, _)| due).unwrap_or_default();
        let stop = Stop::of(self)?;
        let first = match &self.rule {
            Rule::Copay {
                amount: copay,
                taken,
                ..
            } => match stop {
                None if taken.is_zero() => of("copay", amount),
                None if due.is_zero() => Message::new("copay.taken_by_other_lines")
                    .with("copay", *copay)
                    .with("taken", *taken),
                None => of("copay.rest", amount)
                    .with("copay", *copay)
                    .with("taken", *taken),
                Some(stop) => stopped(
                    stop,
                    [
                        "copay.nothing_left",
                        "copay.out_of_pocket_met",
                        "copay.out_of_pocket_left",
                        "copay.line_worth_less",
                    ],
                    due,
                    amount,
                ),
            },
            Rule::Coinsurance { rate, residue, .. } => match stop {
                None if self.before.is_zero() => {
                    Message::new("coinsurance.nothing_left").with("rate", *rate)
                }
                None => {
                    let part = of("coinsurance", amount)
                        .with("rate", *rate)
                        .with("before", self.before);
                    return Ok([part].into_iter().chain(rounded(*residue)).collect());
                }
                Some(Stop::Line | Stop::NothingLeft) => {
                    of("coinsurance.whole_line", amount).with("rate", *rate)
                }
                Some(Stop::OutOfPocketMet) => Message::new("coinsurance.out_of_pocket_met")
                    .with("rate", *rate)
                    .with("due", due),
                Some(Stop::OutOfPocketLeft) => of("coinsurance.out_of_pocket_left", amount)
                    .with("rate", *rate)
                    .with("due", due),
            },
            _ => match stop {
                None if due.is_zero() => Message::new("deductible.met"),
                None => of("deductible", amount),
                Some(stop) => stopped(
                    stop,
                    [
                        "deductible.nothing_left",
                        "deductible.out_of_pocket_met",
                        "deductible.out_of_pocket_left",
                        "deductible.whole_line",
                    ],
                    due,
                    amount,
                ),
            },
        };
        Ok(vec![first])
    }

    fn maximum(&self, left: Money, amount: Money) -> Message {
        if amount.is_zero() {
            return Message::new("maximum.within")
                .with("left", left)
                .with("before", self.before);
        }
        if left.is_zero() {
            return of("maximum.spent", amount);
        }
        of("maximum.reached", amount).with("left", left)
    }
}

fn of(key: &'static str, amount: Money) -> Message {
    Message::new(key).with("amount", amount)
}

/// By the order of [`Stop`].
fn stopped(stop: Stop, keys: [&'static str; 4], due: Money, amount: Money) -> Message {
    let [nothing, met, left, line] = keys;
    match stop {
        Stop::NothingLeft => Message::new(nothing).with("due", due),
        Stop::OutOfPocketMet => Message::new(met).with("due", due),
        Stop::OutOfPocketLeft => of(left, amount).with("due", due),
        Stop::Line => of(line, amount).with("due", due),
    }
}

fn denied(denial: &Denial, amount: Money) -> Vec<Message> {
    match denial {
        Denial::Units { limit, since: from } => {
            let key = match limit.scope {
                UnitScope::Line => "denied.units_line",
                UnitScope::Day => "denied.units_day",
                UnitScope::ClinicalDay => "denied.units_clinical_day",
            };
            let first = of(key, amount).with("most", limit.most);
            [first].into_iter().chain(since("since", *from)).collect()
        }
        Denial::Bundled { bundle } => {
            let key = if bundle.modifier_allowed {
                "denied.bundled_unless_modifier"
            } else {
                "denied.bundled"
            };
            let code = |code: &dyn core::fmt::Display| Argument::Code(code.to_string());
            let first = of(key, amount)
                .with("procedure", code(&bundle.column_two))
                .with("other", code(&bundle.column_one));
            let since = since("since", bundle.period.start());
            [first].into_iter().chain(since).collect()
        }
        Denial::Surgeon { modifier } => {
            let modifier = Argument::Code(modifier.to_string());
            vec![of("denied.surgeon", amount).with("modifier", modifier)]
        }
    }
}

/// How the contract's row finds its amount.
fn method(method: &Method) -> Message {
    match method {
        Method::Fixed { amount } => of("rate.fixed", *amount),
        Method::PercentOfBilled { rate } => {
            Message::new("rate.percent_of_billed").with("rate", *rate)
        }
        Method::PercentOfSchedule {
            schedule,
            rate,
            round_base,
        } => {
            let key = if *round_base {
                "rate.percent_of_rounded_schedule"
            } else {
                "rate.percent_of_schedule"
            };
            Message::new(key)
                .with("rate", *rate)
                .with("schedule", Argument::Text(schedule.clone()))
        }
        Method::Case { name, amount, per } => {
            let key = match per {
                CasePer::Claim => "rate.case_claim",
                CasePer::Day => "rate.case_day",
            };
            of(key, *amount).with("case", Argument::Text(name.clone()))
        }
        Method::Anesthesia(anesthesia) => Message::new("rate.anesthesia")
            .with("base", anesthesia.base)
            .with("minutes", Decimal::from(anesthesia.minutes_per_unit)),
    }
}

fn prior(paid: Money, written_off: Money, returned: Money) -> Vec<Message> {
    let first = if paid.is_zero() && written_off.is_zero() {
        Message::new("prior.nothing")
    } else {
        Message::new("prior")
            .with("paid", paid)
            .with("written_off", written_off)
    };
    let returned = (!returned.is_zero()).then(|| of("prior.returned", returned));
    [first].into_iter().chain(returned).collect()
}

/// The least of the bounds, each bound, and what comes from the reserve.
fn secondary(method: Coordination, bounds: &[(Bound, Money)], reserve: Money) -> Vec<Message> {
    let key = match method {
        Coordination::Standard => "secondary.standard",
        Coordination::FullCharge => "secondary.full_charge",
        Coordination::Basic => "secondary.basic",
        Coordination::CarveOut => "secondary.carve_out",
        Coordination::Maintenance => "secondary.maintenance",
        Coordination::MedicareSecondary => "secondary.medicare_secondary",
        Coordination::Medicaid => "secondary.medicaid",
    };
    let least = bounds.iter().map(|(_, amount)| *amount).min();
    let drawn = (!reserve.is_zero()).then(|| of("secondary.reserve", reserve));
    let bounds = bounds.iter().map(|(bound, amount)| {
        let key = match bound {
            Bound::OwnBenefit => "bound.own_benefit",
            Bound::BenefitLessPaid => "bound.benefit_less_paid",
            Bound::PatientPart => "bound.patient_part",
            Bound::ChargeLessPaid => "bound.charge_less_paid",
            Bound::AllowedLessPaid => "bound.allowed_less_paid",
            Bound::HigherAllowedLessPaid => "bound.higher_allowed_less_paid",
            Bound::FullLessPaid => "bound.full_less_paid",
        };
        of(key, *amount)
    });
    let first = of(key, least.unwrap_or_default());
    [first].into_iter().chain(bounds).chain(drawn).collect()
}

const fn coordinated(share: ShareKind) -> &'static str {
    match share {
        ShareKind::Copay => "coordinated.copay",
        ShareKind::Deductible => "coordinated.deductible",
        ShareKind::Coinsurance => "coordinated.coinsurance",
        ShareKind::OverMaximum => "coordinated.over_maximum",
        ShareKind::AboveAllowed => "coordinated.above_allowed",
    }
}

/// Since when a row holds. One that has always held needs no word.
pub(super) fn since(key: &'static str, since: NaiveDate) -> Option<Message> {
    (since > NaiveDate::MIN).then(|| Message::new(key).with("since", since))
}

/// What rounding to the cent added or took, in cents.
pub(super) fn rounded(residue: i64) -> Option<Message> {
    let key = match residue {
        0 => return None,
        1.. => "rounded.up",
        _ => "rounded.down",
    };
    let cents = Decimal::new(residue, 6).abs();
    Some(Message::new(key).with("cents", cents))
}
