use core::cmp::Reverse;

use crate::code::ProcedureCode;
use crate::fee::{Contract, FeeError, Schedules, Service};
use crate::money::{Exact, Money, Rate, Rounding, Units};

use super::indicator::Multiple;
use super::item::{Item, Part};
use super::price::{Refused, Why};
use super::terms::{Beyond, Component, MultipleRow};

/// Reduces several services of a kind, row by row.
pub(super) fn reduce(
    rows: &[MultipleRow],
    items: &mut [Item<'_>],
    contract: &Contract,
    schedules: &Schedules,
) -> Result<(), Refused> {
    for row in rows {
        match row.of {
            Component::OverBase => {
                for family in families(items, row.kind) {
                    over_base(row, items, &family, contract, schedules)?;
                }
            }
            Component::Whole if row.kind == Multiple::Endoscopy => {
                for family in families(items, row.kind) {
                    whole(
                        row,
                        items,
                        family.into_iter().map(|one| vec![one]).collect(),
                    )?;
                }
            }
            Component::Whole => {
                let mut units: Vec<Vec<usize>> = of_kind(items, row.kind)
                    .into_iter()
                    .map(|one| vec![one])
                    .collect();
                if row.kind == Multiple::Surgery {
                    units.extend(families(items, Multiple::Endoscopy));
                }
                whole(row, items, units)?;
            }
            Component::Technical | Component::Professional | Component::Expense => {
                part(row, items)?
            }
        }
    }
    Ok(())
}

fn of_kind(items: &[Item<'_>], kind: Multiple) -> Vec<usize> {
    let numbered = items.iter().enumerate();
    numbered
        .filter(|(_, item)| item.kind() == kind)
        .map(|(number, _)| number)
        .collect()
}

/// The items of a kind, those with the same base together.
fn families(items: &[Item<'_>], kind: Multiple) -> Vec<Vec<usize>> {
    let mut all: Vec<(Option<ProcedureCode>, Vec<usize>)> = Vec::new();
    for (number, item) in items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.kind() == kind)
    {
        let base = item.indicators().base;
        match all
            .iter_mut()
            .find(|(known, _)| base.is_some() && *known == base)
        {
            Some((_, family)) => family.push(number),
            None => all.push((base, vec![number])),
        }
    }
    all.into_iter().map(|(_, family)| family).collect()
}

impl MultipleRow {
    /// What is paid at a rank, counted from 0.
    fn rate(&self, rank: usize, item: &Item<'_>) -> Result<Rate, Refused> {
        match (self.rates.get(rank), self.beyond) {
            (Some(rate), _) => Ok(*rate),
            (None, Beyond::LastRate) => Ok(self.rates.last().copied().unwrap_or(Rate::ONE)),
            (None, Beyond::ByReport) => Err((
                item.first,
                FeeError::ByReport {
                    procedure: item.service.procedure,
                },
            )),
        }
    }

    fn why(&self, rank: usize) -> Why {
        Why::Multiple {
            kind: self.kind,
            of: self.of,
            rank: u16::try_from(rank + 1).unwrap_or(u16::MAX),
        }
    }
}

/// The dearest of a family is paid in full, each other what it is above the family's base.
fn over_base(
    row: &MultipleRow,
    items: &mut [Item<'_>],
    family: &[usize],
    contract: &Contract,
    schedules: &Schedules,
) -> Result<(), Refused> {
    let mut ranked = family.to_vec();
    sort_by_amount(&mut ranked, items)?;
    for (rank, number) in ranked.into_iter().enumerate().skip(1) {
        let Some(item) = items.get_mut(number) else {
            continue;
        };
        let Some(base) = item.indicators().base else {
            continue;
        };
        let rate = row.rate(rank, item)?;
        let first = item.first;
        let refused = |error: FeeError| (first, error);
        let base = Service {
            procedure: base,
            modifiers: Vec::new(),
            ..item.service.clone()
        };
        let base = contract.rate(&base, schedules).map_err(refused)?.exact;
        let over = item
            .exact
            .minus(base)
            .map_err(|error| refused(error.into()))?
            .or_nothing();
        let after = over.part(rate).map_err(|error| refused(error.into()))?;
        item.becomes(after, rate, row.why(rank));
    }
    Ok(())
}

/// Ranks what is paid together by its sum, and reduces each by its rank.
fn whole(row: &MultipleRow, items: &mut [Item<'_>], units: Vec<Vec<usize>>) -> Result<(), Refused> {
    let mut ranked = Vec::with_capacity(units.len());
    for unit in units {
        let mut sum = Exact::ZERO;
        let mut first = 0;
        for item in unit.iter().filter_map(|number| items.get(*number)) {
            first = item.first;
            sum = sum
                .plus(item.exact)
                .map_err(|error| (first, error.into()))?;
        }
        ranked.push((cents(sum, first)?, unit));
    }
    ranked.sort_by_key(|(sum, _)| Reverse(*sum));
    for (rank, (_, unit)) in ranked.into_iter().enumerate() {
        for number in unit {
            if let Some(item) = items.get_mut(number) {
                let (first, rate) = (item.first, row.rate(rank, item)?);
                item.scale(rate, row.why(rank))
                    .map_err(|error| (first, error))?;
            }
        }
    }
    Ok(())
}

/// Ranks a part of the items of a kind, and reduces that part alone.
fn part(row: &MultipleRow, items: &mut [Item<'_>]) -> Result<(), Refused> {
    let mut ranked = Vec::new();
    let mut several = false;
    for number in of_kind(items, row.kind) {
        let Some(item) = items.get(number) else {
            continue;
        };
        let (first, units) = (item.first, item.service.units);
        several |= row.of == Component::Expense && units > Units::ONE;
        let value = match item.part(row.of) {
            Part::Absent => continue,
            Part::Unknown => None,
            Part::Known(amount) => Some(amount),
        };
        let each = match (row.of, value) {
            (_, None) => Money::ZERO,
            (Component::Expense, Some(amount)) if units > Units::ZERO => {
                let one = amount
                    .ratio(Units::ONE, units)
                    .map_err(|error| (first, error.into()))?;
                cents(one, first)?
            }
            (_, Some(amount)) => cents(amount, first)?,
        };
        ranked.push((Reverse((each, cents(item.exact, first)?)), number, value));
    }
    if ranked.len() < 2 && !several {
        return Ok(());
    }
    ranked.sort_by_key(|(key, ..)| *key);
    for (rank, (_, number, value)) in ranked.into_iter().enumerate() {
        let Some(item) = items.get_mut(number) else {
            continue;
        };
        let value = value.ok_or((
            item.first,
            FeeError::NoComponent {
                procedure: item.service.procedure,
            },
        ))?;
        let first = item.first;
        let (reduced, rate) = match (row.of, rank) {
            // The first unit of the first service is paid in full; its others are services of their own.
            (Component::Expense, 0) => {
                let units = item.service.units;
                let others = value.ratio(units.less(Units::ONE), units);
                (
                    others.map_err(|error| (first, error.into()))?,
                    row.rate(1, item)?,
                )
            }
            _ => (value, row.rate(rank, item)?),
        };
        if rate != Rate::ONE {
            let after = item
                .exact
                .minus(reduced)
                .and_then(|rest| rest.plus(reduced.part(rate)?))
                .map_err(|error| (first, error.into()))?;
            item.becomes(after, rate, row.why(rank));
        }
    }
    Ok(())
}

fn sort_by_amount(numbers: &mut [usize], items: &[Item<'_>]) -> Result<(), Refused> {
    let mut keys = Vec::with_capacity(items.len());
    for item in items {
        keys.push(cents(item.exact, item.first)?);
    }
    numbers.sort_by_key(|number| Reverse(keys.get(*number).copied()));
    Ok(())
}

fn cents(amount: Exact, first: usize) -> Result<Money, Refused> {
    amount
        .round(Rounding::HalfUp)
        .map_err(|error| (first, error.into()))
}
