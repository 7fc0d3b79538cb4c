use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{AdjustmentReason, Modifier};
use crate::fee::{
    Allowed, CasePer, Contract, Excess, FeeError, LesserOf, Method, ProviderClass, Schedules,
    Service,
};
use crate::money::{Exact, Money, MoneyError, Rate, Rounding, Units};

use super::edit::{Denial, Edited, edit};
use super::indicator::{Allowance, Bilateral, Multiple};
use super::item::{Change, Item};
use super::multiple;
use super::terms::{Component, PolicyVersion, Reduction};

/// Which line has no amount, by number, and why.
pub type Refused = (usize, FeeError);

/// Why policy changed an amount.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "why")]
#[non_exhaustive]
pub enum Why {
    /// So many of the units are paid.
    Units {
        /// How many.
        within: Units,
    },
    /// Both sides of the body.
    Bilateral {
        /// What the service's indicator says.
        indicator: Bilateral,
    },
    /// Several services of a kind on one day.
    Multiple {
        /// Of which kind.
        kind: Multiple,
        /// What of it is reduced.
        of: Component,
        /// Its rank, from 1.
        rank: u16,
    },
    /// More than one surgeon.
    Surgeon {
        /// By the modifier.
        modifier: Modifier,
    },
    /// A part of the care around an operation.
    GlobalSplit {
        /// By the modifier.
        modifier: Modifier,
    },
    /// Who treated.
    Provider {
        /// Of which class.
        class: ProviderClass,
    },
    /// A modifier.
    Modifier {
        /// Which.
        modifier: Modifier,
    },
    /// The practice does not participate.
    NonParticipating,
    /// All lines of the claim together are allowed no more than is charged for them.
    ClaimCharge {
        /// What they would be allowed.
        amounts: Money,
        /// What is charged for them.
        charges: Money,
    },
}

impl Why {
    /// As a payer would report what it takes from a practice.
    ///
    /// Source: X12 claim adjustment reason codes.
    #[must_use]
    pub const fn reason(&self) -> AdjustmentReason {
        match self {
            Self::Multiple { .. } => AdjustmentReason::MULTIPLE_PROCEDURES,
            Self::Units { .. } => AdjustmentReason::TOO_MANY,
            _ => AdjustmentReason::OVER_FEE_SCHEDULE,
        }
    }
}

/// A step of policy, from the amount of the contract's row to the allowed amount.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PolicyStep {
    /// Why.
    #[serde(flatten)]
    pub why: Why,
    /// The part of what is reduced that is paid.
    pub rate: Rate,
    /// Since when the policy's version holds.
    pub policy_since: NaiveDate,
    /// Since when the row of the service's indicators holds.
    pub row_since: Option<NaiveDate>,
    /// What is allowed after it.
    pub after: Money,
    /// What rounding to the cent added, in millionths of a cent.
    pub residue: i64,
}

/// What a contract and its policy allow for a line.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Priced {
    /// What the contract's row alone gives.
    pub row: Allowed,
    /// What policy made of it, in order.
    pub steps: Vec<PolicyStep>,
    /// What is allowed in the end.
    pub amount: Money,
    /// The most that payers and patient together may be asked for, where the law limits it.
    pub limit: Option<Money>,
}

/// What becomes of a line before anything is shared.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It has an amount.
    Priced(Priced),
    /// It has none.
    Denied(Denial),
}

/// What a contract and its policy allow for the lines of one patient by one practice: each day's lines
/// together, exact until each amount is rounded once, then the lesser of that and the charge where so
/// agreed: by the line, or of all lines that have an amount.
///
/// # Errors
///
/// The number of a line that has no amount, with [`FeeError`]: as [`Contract::allow`],
/// [`FeeError::ByReport`] where only the payer's reading of a report can say, and
/// [`FeeError::NoComponent`] where a part is to be reduced of which nobody has said how much it is.
///
/// ```
/// # use pms_core::fee::policy::{Indicators, Multiple, Policy, Verdict, price};
/// # use pms_core::fee::{Agreement, Contract, Method, RateRow, RateTable, Schedules, Service};
/// # use pms_core::id::Uuid;
/// # use pms_core::time::Period;
/// # let period = Period::since("2026-01-01".parse()?);
/// # let row = |code: &str, method| RateRow {
/// #     procedure: code.parse().ok(), modifiers: vec![], place: None, locality: None, provider: None, period, rate: method,
/// # };
/// # let fixed = |amount: &str| Method::Fixed { amount: amount.parse().unwrap() };
/// # let mut agreement = Agreement::new(RateTable::new([row("29881", fixed("600")), row("29880", fixed("800"))])?);
/// agreement.policy = Policy::medicare();
/// # let contract = Contract {
/// #     id: Uuid::nil().into(), payer: Uuid::nil().into(), plans: [].into(), period, agreement,
/// # };
/// let mut schedules = Schedules::default();
/// let surgery = Indicators { multiple: Multiple::Surgery, ..Indicators::default() };
/// # let table = |code: &str| RateRow {
/// #     procedure: code.parse().ok(), modifiers: vec![], place: None, locality: None, provider: None, period, rate: surgery,
/// # };
/// schedules.policy.indicators = RateTable::new([table("29881"), table("29880")])?;
/// let service = |code: &str| Service::new(
///     code.parse().unwrap(), "2026-03-02".parse().unwrap(), "24".parse().unwrap(), "2000.00".parse().unwrap(),
/// );
/// let lines = [service("29881"), service("29880")];
/// let priced = price(&contract, &schedules, &[&lines[0], &lines[1]]).map_err(|(_, error)| error)?;
/// let amounts: Vec<_> = priced.iter().map(|line| match line {
///     Verdict::Priced(priced) => priced.amount.to_string(),
///     Verdict::Denied(_) => "denied".to_owned(),
/// }).collect();
/// assert_eq!(amounts, ["300.00", "800.00"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn price(
    contract: &Contract,
    schedules: &Schedules,
    services: &[&Service],
) -> Result<Vec<Verdict>, Refused> {
    let mut days: Vec<(NaiveDate, Vec<usize>)> = Vec::new();
    let mut cases: Vec<(&str, Option<NaiveDate>, Vec<usize>)> = Vec::new();
    for (number, service) in services.iter().enumerate() {
        let case = match contract.row(service) {
            Some(row) => row.rate.case(),
            None => None,
        };
        if let Some((name, per)) = case {
            let day = (per == CasePer::Day).then_some(service.date);
            match cases
                .iter_mut()
                .find(|(known, on, _)| *known == name && *on == day)
            {
                Some((.., members)) => members.push(number),
                None => cases.push((name, day, vec![number])),
            }
        } else {
            match days.iter_mut().find(|(day, _)| *day == service.date) {
                Some((_, members)) => members.push(number),
                None => days.push((service.date, vec![number])),
            }
        }
    }
    let mut done = Vec::with_capacity(services.len());
    for (.., members) in &cases {
        price_case(contract, schedules, services, members, &mut done)?;
    }
    for (day, members) in &days {
        let version = contract.agreement.policy.on(*day);
        price_day(contract, schedules, version, services, members, &mut done)?;
    }
    done.sort_by_key(|(number, _)| *number);
    if contract.agreement.lesser_of_billed == LesserOf::PerClaim {
        cap_claim(services, &mut done).map_err(|error| (0, error.into()))?;
    }
    Ok(done.into_iter().map(|(_, verdict)| verdict).collect())
}

type Done = Vec<(usize, Verdict)>;

fn price_case(
    contract: &Contract,
    schedules: &Schedules,
    services: &[&Service],
    members: &[usize],
    done: &mut Done,
) -> Result<(), Refused> {
    let Some((first, service)) = members
        .first()
        .and_then(|first| Some((*first, *services.get(*first)?)))
    else {
        return Ok(());
    };
    let item = Item::new(contract, schedules, first, service).map_err(|error| (first, error))?;
    finish(contract, &item, services, members, None, done).map_err(|error| (first, error.into()))
}

fn price_day(
    contract: &Contract,
    schedules: &Schedules,
    version: Option<&PolicyVersion>,
    services: &[&Service],
    members: &[usize],
    done: &mut Done,
) -> Result<(), Refused> {
    let day: Vec<&Service> = members
        .iter()
        .filter_map(|number| services.get(*number).copied())
        .collect();
    let edited = match version {
        Some(version) => {
            let first = members.first().copied().unwrap_or_default();
            edit(version, &schedules.policy, &day).map_err(|error| (first, error.into()))?
        }
        None => vec![Edited::Stands; day.len()],
    };
    let mut items: Vec<Item<'_>> = Vec::with_capacity(day.len());
    for ((number, service), edited) in members.iter().zip(&day).zip(edited) {
        let refused = |error: FeeError| (*number, error);
        if let Edited::Denied(denial) = edited {
            done.push((*number, Verdict::Denied(denial)));
            continue;
        }
        let joined = version.and_then(|_| items.iter_mut().find(|item| item.joins(service)));
        if let Some(item) = joined {
            item.second = Some(*number);
            item.both_sides = true;
            continue;
        }
        let mut item = Item::new(contract, schedules, *number, service).map_err(refused)?;
        if let Edited::Within(within) = edited {
            item.within(within, Why::Units { within })
                .map_err(refused)?;
        }
        items.push(item);
    }
    if let Some(version) = version {
        for reduction in &version.reductions {
            reduce(reduction, &mut items, contract, schedules)?;
        }
    }
    for item in &items {
        let lines: Vec<usize> = [item.first].into_iter().chain(item.second).collect();
        let since = version.map(|version| version.period.start());
        finish(contract, item, services, &lines, since, done)
            .map_err(|error| (item.first, error.into()))?;
    }
    Ok(())
}

fn reduce(
    reduction: &Reduction,
    items: &mut [Item<'_>],
    contract: &Contract,
    schedules: &Schedules,
) -> Result<(), Refused> {
    if let Reduction::Multiple { rows } = reduction {
        return multiple::reduce(rows, items, contract, schedules);
    }
    for item in items.iter_mut().filter(|item| item.denied.is_none()) {
        let changed = match factor(reduction, item) {
            Ok(Some((rate, why))) => item.scale(rate, why),
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        changed.map_err(|error| (item.first, error))?;
    }
    Ok(())
}

/// By which rate a reduction changes one item, where it does. An item can be denied instead.
fn factor(reduction: &Reduction, item: &mut Item<'_>) -> Result<Option<(Rate, Why)>, FeeError> {
    let indicators = item.indicators();
    let modifiers = &item.service.modifiers;
    Ok(match reduction {
        Reduction::Bilateral { both, each } if item.both_sides => {
            let indicator = indicators.bilateral;
            let rate = match indicator {
                Bilateral::Both => *both,
                Bilateral::Each => *each,
                Bilateral::Single | Bilateral::Included | Bilateral::NotApplicable => Rate::ONE,
            };
            Some((rate, Why::Bilateral { indicator }))
        }
        Reduction::Surgeons { rows } => {
            let Some(row) = rows.iter().find(|row| modifiers.contains(&row.modifier)) else {
                return Ok(None);
            };
            let modifier = row.modifier;
            // Without tables the contract's word alone counts.
            let allowed = match item.indicators {
                Some(_) => indicators.allows(row.role),
                None => Allowance::Payable,
            };
            match (allowed, row.rate) {
                (Allowance::Payable, Some(rate)) => Some((rate, Why::Surgeon { modifier })),
                (Allowance::Payable | Allowance::Documented, _) => {
                    let procedure = item.service.procedure;
                    return Err(FeeError::ByReport { procedure });
                }
                (Allowance::Never | Allowance::NotApplicable, _) => {
                    item.denied = Some(Denial::Surgeon { modifier });
                    None
                }
            }
        }
        Reduction::GlobalSplit => split(indicators.care, modifiers),
        Reduction::Provider { rates, marks } => {
            let marked = modifiers.iter().find_map(|modifier| marks.get(modifier));
            let class = marked.copied().unwrap_or(item.service.provider);
            rates
                .get(&class)
                .map(|rate| (*rate, Why::Provider { class }))
        }
        Reduction::Modifiers { rates } => modifiers.iter().find_map(|modifier| {
            let rate = rates.get(modifier)?;
            Some((
                *rate,
                Why::Modifier {
                    modifier: *modifier,
                },
            ))
        }),
        Reduction::NonParticipating { rate } => Some((*rate, Why::NonParticipating)),
        Reduction::Bilateral { .. } | Reduction::Multiple { .. } => None,
    })
}

/// Who operates alone gives the care before as well (54), another the care after (55) or before (56).
///
/// Source: CMS Publication 100-04, chapter 12, 40.4.
fn split([before, during, after]: [Rate; 3], modifiers: &[Modifier]) -> Option<(Rate, Why)> {
    let both = Rate::from_millionths(before.millionths() + during.millionths()).ok()?;
    let part = |modifier: &Modifier| match modifier.as_str() {
        "54" => Some((both, *modifier)),
        "55" => Some((after, *modifier)),
        "56" => Some((before, *modifier)),
        _ => None,
    };
    let (rate, modifier) = modifiers.iter().find_map(part)?;
    let packaged = both > Rate::ZERO || after > Rate::ZERO;
    packaged.then_some((rate, Why::GlobalSplit { modifier }))
}

/// Rounds an item's amounts, bounds them by the charge and shares them out over its lines.
fn finish(
    contract: &Contract,
    item: &Item<'_>,
    services: &[&Service],
    lines: &[usize],
    since: Option<NaiveDate>,
    done: &mut Done,
) -> Result<(), MoneyError> {
    if let Some(denial) = item.denied {
        done.extend(
            lines
                .iter()
                .map(|number| (*number, Verdict::Denied(denial))),
        );
        return Ok(());
    }
    let agreement = &contract.agreement;
    let billed: Vec<Money> = lines
        .iter()
        .filter_map(|n| services.get(*n))
        .map(|s| s.billed)
        .collect();
    let charge = Money::sum(billed.iter().copied())?;
    let bounded = |exact: Exact| {
        let rounded = exact.round(Rounding::HalfUp)?;
        Ok::<_, MoneyError>(match agreement.lesser_of_billed {
            LesserOf::PerLine => rounded.min(charge),
            LesserOf::PerClaim | LesserOf::None => rounded,
        })
    };
    let shares = |amount: Money| share_out(amount, &billed);

    let mut priced: Vec<Priced> = Vec::with_capacity(lines.len());
    let rate_amounts = shares(item.allowed.rate_amount)?;
    for (amount, rate_amount) in shares(bounded(item.rated)?)?.into_iter().zip(rate_amounts) {
        priced.push(Priced {
            row: Allowed {
                amount,
                rate_amount,
                ..item.allowed.clone()
            },
            steps: Vec::with_capacity(item.steps.len()),
            amount,
            limit: None,
        });
    }
    let row_since = item.indicators.map(|(_, since)| since);
    for Change { why, rate, after } in &item.steps {
        let residue = after.residue(after.round(Rounding::HalfUp)?)?;
        for (line, after) in priced.iter_mut().zip(shares(bounded(*after)?)?) {
            let (why, rate) = (*why, *rate);
            let policy_since = since.unwrap_or(line.row.since);
            line.steps.push(PolicyStep {
                why,
                rate,
                policy_since,
                row_since,
                after,
                residue,
            });
            line.amount = after;
        }
    }
    if let Excess::Limited { rate } = agreement.excess {
        let limit = item.exact.part(rate)?.round(Rounding::HalfUp)?;
        for (line, limit) in priced.iter_mut().zip(shares(limit)?) {
            line.limit = Some(limit.max(line.amount));
        }
    }
    done.extend(
        lines
            .iter()
            .copied()
            .zip(priced.into_iter().map(Verdict::Priced)),
    );
    Ok(())
}

/// The lines that have an amount are together allowed no more than is charged for them. After all
/// reductions, since the charge is set against what the payer would pay.
fn cap_claim(services: &[&Service], done: &mut Done) -> Result<(), MoneyError> {
    let mut priced: Vec<(&Service, &mut Priced)> = done
        .iter_mut()
        .filter_map(|(number, verdict)| match verdict {
            Verdict::Priced(priced) => Some((*services.get(*number)?, priced)),
            Verdict::Denied(_) => None,
        })
        .collect();
    let charges = Money::sum(priced.iter().map(|(service, _)| service.billed))?;
    let weights: Vec<Money> = priced.iter().map(|(_, line)| line.amount).collect();
    let amounts = Money::sum(weights.iter().copied())?;
    if amounts <= charges {
        return Ok(());
    }
    let part = i128::from(charges.cents()) * i128::from(Rate::ONE.millionths());
    let part = part.checked_div(amounts.cents().into()).unwrap_or_default();
    let rate = Rate::from_millionths(i64::try_from(part).unwrap_or_default())?;
    let taken = amounts.minus(charges)?.split(&weights)?;
    for ((_, line), taken) in priced.iter_mut().zip(taken) {
        line.amount = line.amount.minus(taken)?;
        line.steps.push(PolicyStep {
            why: Why::ClaimCharge { amounts, charges },
            rate,
            policy_since: line.row.since,
            row_since: None,
            after: line.amount,
            residue: 0,
        });
    }
    Ok(())
}

/// By charge, so that no line gets more than is charged for it unless all together do.
fn share_out(amount: Money, billed: &[Money]) -> Result<Vec<Money>, MoneyError> {
    match billed {
        [_] => Ok(vec![amount]),
        billed if billed.iter().all(|charge| charge.is_zero()) => amount.split_evenly(billed.len()),
        billed => amount.split(billed),
    }
}

impl Method {
    /// Of which case it is, and how often that is paid.
    pub(in crate::fee) fn case(&self) -> Option<(&str, CasePer)> {
        match self {
            Self::Case { name, per, .. } => Some((name, *per)),
            _ => None,
        }
    }
}
