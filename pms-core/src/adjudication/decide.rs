use crate::code::Modifier;
use crate::coverage::{Bucket, Coordination, Measure, Network};
use crate::fee::policy::{Denial, Priced, Verdict, price};
use crate::fee::{Excess, Service};
use crate::id::{ChargeId, ContractId};
use crate::money::{Money, MoneyError};

use super::case::Case;
use super::coordinate::{Alone, ceiling, coordinate, most, settle_meters};
use super::error::AdjudicationError;
use super::line::{Line, Prior};
use super::meters::Meters;
use super::outcome::{AdjudicatedLine, Adjudication};
use super::share::{Running, share};
use super::trace::Rule;

/// What each line is worth to one plan: allowed by the contract, shared by the plan's steps, the limits
/// handed from line to line by day of service and then as given.
///
/// Nothing is recorded: an estimate ends here; a decision that stands is recorded with
/// [`Adjudication::events`]. Where payers before have settled a part ([`Line::prior`]), the plan pays
/// by its [`Coordination`](crate::coverage::Coordination).
///
/// # Errors
///
/// [`AdjudicationError`] where one of the lines has no rate or no benefit, counts already, stands
/// twice or is below zero, and where an amount does not fit. Then no line is decided, since each may
/// use what another left.
///
/// ```
/// # use pms_core::adjudication::{Case, Line, adjudicate};
/// # use pms_core::coverage::*;
/// # use pms_core::fee::*;
/// # use pms_core::id::{ContractId, EncounterId, PatientId, PayerId, PlanId, Uuid};
/// # use pms_core::money::Units;
/// # use pms_core::time::Period;
/// # let id = |n| Uuid::from_u128(n);
/// # let period = Period::since("2026-01-01".parse()?);
/// let deductible = Pool {
///     bucket: Bucket::general(Measure::Deductible),
///     limit: Limit::Embedded { individual: "50.00".parse()?, family: "1000.00".parse()? },
/// };
/// let mut plan = Plan::new(id(1).into(), id(2).into(), "Choice".parse()?, "CI".parse()?);
/// plan.benefits = Benefits::new(vec![Benefit {
///     period,
///     network: Network::In,
///     services: Services::All,
///     steps: vec![
///         Step::Deductible { pools: vec![deductible] },
///         Step::Coinsurance { patient: "0.20".parse()? },
///     ],
///     out_of_pocket: None,
/// }])?;
/// let contract = Contract {
///     id: id(3).into(),
///     payer: plan.payer,
///     plans: [].into(),
///     period,
///     agreement: Agreement {
///         rates: RateTable::new([RateRow {
///             procedure: Some("99213".parse()?), modifiers: vec![], place: None, locality: None, provider: None, period,
///             rate: Method::Fixed { amount: "100.00".parse()? },
///         }])?,
///         lesser_of_billed: LesserOf::PerLine,
///         excess: Excess::WrittenOff,
///         sequestration: None,
///         policy: Default::default(),
///     },
/// };
/// let line = Line {
///     charge: id(4).into(),
///     service: Service {
///         date: "2026-03-02".parse()?, procedure: "99213".parse()?, modifiers: vec![],
///         place: "11".parse()?, units: Units::ONE, minutes: None, locality: None, provider: Default::default(), billed: "150.00".parse()?,
///     },
///     prior: None,
/// };
/// let decided = adjudicate(
///     &Case {
///         patient: id(5).into(),
///         visit: id(6).into(),
///         plan: &plan,
///         network: Network::In,
///         protected: false,
///         contract: &contract,
///         schedules: &Schedules::default(),
///         used: &Accumulators::default(),
///     },
///     &[line],
/// )?;
/// let line = &decided.lines[0];
/// assert_eq!(line.allowed, "100.00".parse()?);
/// assert_eq!(line.owes.deductible, "50.00".parse()?);
/// assert_eq!(line.owes.coinsurance, "10.00".parse()?); // 20 % of what was left
/// assert_eq!(line.plan_pays, "40.00".parse()?);
/// assert_eq!(line.written_off, "50.00".parse()?);
/// let steps: Vec<_> = line.trace.iter().map(|step| (step.rule.code(), step.after.to_string())).collect();
/// assert_eq!(steps, [
///     ("allowed", "100.00".to_owned()),
///     ("deductible", "50.00".to_owned()),
///     ("coinsurance", "40.00".to_owned()),
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn adjudicate(case: &Case<'_>, lines: &[Line]) -> Result<Adjudication, AdjudicationError> {
    check(case, lines)?;
    let mut turns: Vec<(usize, &Line)> = lines.iter().enumerate().collect();
    turns.sort_by_key(|(_, line)| line.service.date);
    let order: Vec<ChargeId> = turns.iter().map(|(_, line)| line.charge).collect();

    let services: Vec<&Service> = lines.iter().map(|line| &line.service).collect();
    let verdicts =
        price(case.contract, case.schedules, &services).map_err(|(number, source)| match lines
            .get(number)
        {
            Some(line) => AdjudicationError::Fee {
                charge: line.charge,
                source,
            },
            None => AdjudicationError::OtherContract,
        })?;
    let mut verdicts: Vec<Option<Verdict>> = verdicts.into_iter().map(Some).collect();

    let mut meters = Meters::new(case.used, case.patient);
    let mut decided = Vec::with_capacity(lines.len());
    for (place, line) in turns {
        if let Some(verdict) = verdicts.get_mut(place).and_then(Option::take) {
            decided.push((place, decide(case, line, verdict, &mut meters)?));
        }
    }
    decided.sort_by_key(|(place, _)| *place);
    Ok(Adjudication {
        lines: decided.into_iter().map(|(_, line)| line).collect(),
        order,
    })
}

/// What each line is worth to several plans that pay one after the other, first to last: each is handed
/// what those before it have settled.
///
/// # Errors
///
/// As [`adjudicate`].
pub fn adjudicate_in_turn(
    cases: &[Case<'_>],
    lines: &[Line],
) -> Result<Vec<Adjudication>, AdjudicationError> {
    let mut asked = lines.to_vec();
    let mut answers = Vec::with_capacity(cases.len());
    for case in cases {
        let decided = adjudicate(case, &asked)?;
        for (line, answer) in asked.iter_mut().zip(&decided.lines) {
            line.prior = Some(answer.settled()?);
        }
        answers.push(decided);
    }
    Ok(answers)
}

fn check(case: &Case<'_>, lines: &[Line]) -> Result<(), AdjudicationError> {
    let contract = case.contract;
    let for_plan = contract.plans.is_empty() || contract.plans.contains(&case.plan.id);
    if contract.payer != case.plan.payer || !for_plan {
        return Err(AdjudicationError::OtherContract);
    }
    for (place, line) in lines.iter().enumerate() {
        let charge = line.charge;
        if lines.iter().take(place).any(|other| other.charge == charge) {
            return Err(AdjudicationError::Twice { charge });
        }
        if case.used.counts(charge) {
            return Err(AdjudicationError::AlreadyCounted { charge });
        }
        let prior = line.prior.unwrap_or_default();
        let amounts = [
            line.service.billed,
            prior.paid,
            prior.written_off,
            prior.allowed.unwrap_or_default(),
            prior.in_full.unwrap_or_default(),
        ];
        if amounts.into_iter().any(Money::is_negative) {
            return Err(AdjudicationError::Negative { charge });
        }
        if prior.settled()? > line.service.billed {
            return Err(AdjudicationError::PriorAboveCharge { charge });
        }
    }
    Ok(())
}

fn decide(
    case: &Case<'_>,
    line: &Line,
    verdict: Verdict,
    meters: &mut Meters<'_>,
) -> Result<AdjudicatedLine, AdjudicationError> {
    let priced = match verdict {
        Verdict::Priced(priced) => priced,
        Verdict::Denied(denial) => return Ok(denied(line, denial)?),
    };
    let (charge, service) = (line.charge, &line.service);
    let agreement = &case.contract.agreement;
    let (network, excess) = if case.protected {
        (Network::In, Excess::WrittenOff)
    } else {
        (case.network, agreement.excess)
    };
    let benefit = case
        .plan
        .benefits
        .find(network, service.date, &service.procedure)
        .ok_or(AdjudicationError::NoBenefit { charge })?;

    meters.begin(case.plan.year.first_day(service.date));
    let mut running = Running::new(service.billed);
    let allowed = priced.amount;
    let in_all = ceiling(excess, &priced);
    allow(&mut running, case.contract.id, excess, priced)?;
    if let Some(prior) = line.prior
        && case.plan.coordination == Coordination::Maintenance
    {
        let paid = prior.paid.min(running.rest);
        running.take(Rule::Maintained { paid }, paid)?;
    }
    share(&mut running, benefit, case.visit, meters)?;

    let mut alone = Vec::new();
    let mut settled = line.prior;
    if let Some(prior) = line.prior {
        let reserve = if case.plan.reserve {
            meters.own(meters.in_year(Bucket::general(Measure::Reserve)))?
        } else {
            Money::ZERO
        };
        let own = Alone {
            billed: service.billed,
            allowed,
            pays: running.rest,
            most: most(meters, benefit, running.rest)?,
            owes: running.owes,
        };
        let (coordinated, stands) =
            coordinate(&own, prior, case.plan.coordination, in_all, reserve)?;
        settle_meters(meters, benefit, &own, &coordinated, case.plan.reserve)?;
        settled = Some(stands);
        alone = core::mem::replace(&mut running, coordinated).trace;
    }
    if let Some(version) = agreement.policy.on(service.date) {
        let cut = |modifier: &Modifier| Some((*modifier, *version.payment.get(modifier)?));
        if let Some((modifier, rate)) = service.modifiers.iter().find_map(cut) {
            running.leave(rate, |residue| Rule::PaymentPart {
                modifier,
                rate,
                residue,
            })?;
        }
    }
    if let Some(rate) = agreement.sequestration {
        running.cut(rate, |residue| Rule::Sequestration { rate, residue })?;
    }
    Ok(AdjudicatedLine {
        charge,
        billed: service.billed,
        allowed,
        prior: settled,
        plan_pays: running.rest,
        owes: running.owes,
        written_off: running.written_off,
        trace: running.trace,
        alone,
        accruals: meters.end(),
    })
}

/// From the charge to the allowed amount: the limit by law, the contract's row, each step of policy.
fn allow(
    running: &mut Running,
    contract: ContractId,
    excess: Excess,
    priced: Priced,
) -> Result<(), MoneyError> {
    let limited = matches!(excess, Excess::Limited { .. });
    if let (true, Some(limit)) = (limited, priced.limit) {
        let above = running.rest.minus(limit)?.max(Money::ZERO);
        running.take(Rule::LimitingCharge { limit }, above)?;
    }
    let start = running.rest;
    let bounded = |amount: Money| if limited { amount.min(start) } else { amount };
    // What is allowed beyond the charge is nobody's debt.
    let beyond = priced.amount > start;
    let excess = if beyond && !limited {
        Excess::WrittenOff
    } else {
        excess
    };
    let taken = start.minus(bounded(priced.row.amount))?;
    let allowed = priced.row;
    running.take(
        Rule::Allowed {
            contract,
            allowed,
            excess,
        },
        taken,
    )?;
    for step in priced.steps {
        let taken = running.rest.minus(bounded(step.after))?;
        running.take(Rule::Policy { step, excess }, taken)?;
    }
    Ok(())
}

/// A line of which nothing is paid: the practice writes off what no payer before has settled.
fn denied(line: &Line, denial: Denial) -> Result<AdjudicatedLine, MoneyError> {
    let billed = line.service.billed;
    let mut running = Running::new(billed);
    if let Some(prior) = line.prior {
        let Prior {
            paid, written_off, ..
        } = prior;
        let returned = Money::ZERO;
        running.take(
            Rule::Prior {
                paid,
                written_off,
                returned,
            },
            prior.settled()?,
        )?;
    }
    running.take(Rule::Denied { denial }, running.rest)?;
    Ok(AdjudicatedLine {
        charge: line.charge,
        billed,
        allowed: Money::ZERO,
        prior: line.prior,
        plan_pays: running.rest,
        owes: running.owes,
        written_off: running.written_off,
        trace: running.trace,
        alone: Vec::new(),
        accruals: Vec::new(),
    })
}
