use chrono::NaiveDate;

use crate::code::Modifier;
use crate::fee::{Allowed, Contract, FeeError, PerUnit, Schedules, Service};
use crate::money::{Exact, Rate, Units};

use super::edit::Denial;
use super::indicator::{Bilateral, Indicators, Multiple};
use super::price::Why;
use super::terms::Component;

/// What one amount is for: a line, or the two lines of both sides of the body.
pub(super) struct Item<'a> {
    /// Its first line, by number among those of the claim.
    pub(super) first: usize,
    /// The line of the other side.
    pub(super) second: Option<usize>,
    pub(super) service: &'a Service,
    pub(super) both_sides: bool,
    /// What the tables say of it, and since when.
    pub(super) indicators: Option<(Indicators, NaiveDate)>,
    /// What the contract's row gives for all units.
    pub(super) rated: Exact,
    pub(super) exact: Exact,
    pub(super) allowed: Allowed,
    technical: Part,
    professional: Part,
    expense: Part,
    pub(super) steps: Vec<Change>,
    pub(super) denied: Option<Denial>,
}

/// What a reduction made of an item.
pub(super) struct Change {
    pub(super) why: Why,
    pub(super) rate: Rate,
    pub(super) after: Exact,
}

/// A part of an amount.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// There is none.
    Absent,
    /// There is one, and nobody has said how much.
    Unknown,
    /// So much.
    Known(Exact),
}

impl<'a> Item<'a> {
    pub(super) fn new(
        contract: &'a Contract,
        schedules: &'a Schedules,
        first: usize,
        service: &'a Service,
    ) -> Result<Self, FeeError> {
        let rated = contract.rate(service, schedules)?;
        let indicators = schedules
            .policy
            .of(service)
            .map(|row| (row.rate, row.period.start()));
        let exact = rated.exact;
        let mut item = Self {
            first,
            second: None,
            service,
            both_sides: service.bears("50"),
            indicators,
            rated: exact,
            exact,
            allowed: rated.allowed(exact)?,
            technical: Part::Absent,
            professional: Part::Absent,
            expense: Part::Absent,
            steps: Vec::new(),
            denied: None,
        };
        match item.kind() {
            Multiple::Imaging | Multiple::Cardiology | Multiple::Ophthalmology => {
                item.technical = component(contract, schedules, service, exact, "TC", "26")?;
                item.professional = component(contract, schedules, service, exact, "26", "TC")?;
            }
            Multiple::Therapy => item.expense = rated.expense.map_or(Part::Unknown, Part::Known),
            Multiple::None | Multiple::Surgery | Multiple::Endoscopy => {}
        }
        Ok(item)
    }

    pub(super) fn kind(&self) -> Multiple {
        self.indicators().multiple
    }

    pub(super) fn indicators(&self) -> Indicators {
        self.indicators
            .map(|(indicators, _)| indicators)
            .unwrap_or_default()
    }

    /// The item's amount is for the line of the other side as well.
    pub(super) fn joins(&self, other: &Service) -> bool {
        let sided = |one: &Service, two: &Service| one.bears("RT") && two.bears("LT");
        let one_amount = matches!(
            self.indicators().bilateral,
            Bilateral::Single | Bilateral::Both | Bilateral::Included
        );
        self.second.is_none()
            && one_amount
            && self.service.procedure == other.procedure
            && (sided(self.service, other) || sided(other, self.service))
    }

    /// All its parts become a part of themselves.
    pub(super) fn scale(&mut self, rate: Rate, why: Why) -> Result<(), FeeError> {
        if rate == Rate::ONE {
            return Ok(());
        }
        for part in [
            &mut self.technical,
            &mut self.professional,
            &mut self.expense,
        ] {
            if let Part::Known(amount) = part {
                *amount = amount.part(rate)?;
            }
        }
        let after = self.exact.part(rate)?;
        self.becomes(after, rate, why);
        Ok(())
    }

    /// Only some of its units are paid.
    pub(super) fn within(&mut self, units: Units, why: Why) -> Result<(), FeeError> {
        for part in [
            &mut self.technical,
            &mut self.professional,
            &mut self.expense,
        ] {
            if let Part::Known(amount) = part {
                *amount = amount.ratio(units, self.service.units)?;
            }
        }
        let after = self.exact.ratio(units, self.service.units)?;
        self.becomes(after, Rate::ONE, why);
        Ok(())
    }

    pub(super) fn becomes(&mut self, after: Exact, rate: Rate, why: Why) {
        self.exact = after;
        self.steps.push(Change { why, rate, after });
    }

    pub(super) fn part(&self, component: Component) -> Part {
        match component {
            Component::Whole | Component::OverBase => Part::Known(self.exact),
            Component::Technical => self.technical,
            Component::Professional => self.professional,
            Component::Expense => self.expense,
        }
    }
}

impl Service {
    fn bears(&self, modifier: &str) -> bool {
        self.modifiers.iter().any(|own| own.as_str() == modifier)
    }
}

/// The part of a service that a modifier names: all of it where the line bears it, none where it bears
/// the other part's, and else what the contract gives for it by itself. It is never what is left of
/// the whole after the other part.
fn component(
    contract: &Contract,
    schedules: &Schedules,
    service: &Service,
    exact: Exact,
    wanted: &str,
    other: &str,
) -> Result<Part, FeeError> {
    if service.bears(wanted) {
        return Ok(Part::Known(exact));
    }
    if service.bears(other) {
        return Ok(Part::Absent);
    }
    let Ok(modifier) = wanted.parse::<Modifier>() else {
        return Ok(Part::Unknown);
    };
    let mut alone = service.clone();
    alone.modifiers.insert(0, modifier);
    let PerUnit {
        modifiers, exact, ..
    } = contract.rate(&alone, schedules)?;
    Ok(if modifiers.contains(&modifier) {
        Part::Known(exact)
    } else {
        Part::Unknown
    })
}
