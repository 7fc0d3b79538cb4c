use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{Modifier, PlaceOfService, ProcedureCode};
use crate::id::{ChargeId, EncounterId};
use crate::money::{Money, Units};

use super::diagnosis::Pointers;
use super::error::EncounterError;

/// One thing done for a patient and what is asked for it.
///
/// A charge never changes: what it costs was stamped on it when it was captured, and no later price
/// list reaches it. `Debug` shows the identifier alone.
///
/// Source: 005010X222A1, loop 2400; FHIR R4 ChargeItem.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "NewCharge", into = "NewCharge")]
pub struct Charge(NewCharge);

/// What the capture of a charge brings.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct NewCharge {
    /// The charge's own identifier.
    pub id: ChargeId,
    /// The first day of the service, in the location's zone.
    pub from: NaiveDate,
    /// The last day; the same one for nearly all.
    pub to: NaiveDate,
    /// What was done.
    pub procedure: ProcedureCode,
    /// What was special about it, in the order in which payers read them.
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
    /// For which of the visit's diagnoses.
    pub pointers: Pointers,
    /// How much of it.
    pub measure: Measure,
    /// What is asked for all of it.
    pub amount: Money,
    /// Where it was done.
    pub place: PlaceOfService,
    /// The earlier visit whose fee covers it, where nothing is asked for that: see
    /// [`FeeValidity`](super::FeeValidity).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered_by: Option<EncounterId>,
}

/// How much of a service was done, and by which measure.
///
/// Source: 005010X222A1, SV103 and SV104.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// UN: so many times.
    Units(Units),
    /// MJ: for so many minutes, as anesthesia is counted.
    Minutes(Units),
}

impl Measure {
    /// The number alone.
    #[must_use]
    pub fn quantity(self) -> Units {
        match self {
            Self::Units(quantity) | Self::Minutes(quantity) => quantity,
        }
    }
}

impl Charge {
    /// The most modifiers that a line carries.
    ///
    /// Source: 005010X222A1, SV101-3 to SV101-6.
    pub const MOST_MODIFIERS: usize = 4;

    /// A charge as it is captured.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use pms_core::encounter::{Charge, Measure, NewCharge, Pointers};
    /// # use pms_core::money::Units;
    /// # let day = NaiveDate::from_ymd_opt(2026, 3, 2).ok_or("no such day")?;
    /// let charge = Charge::new(NewCharge {
    ///     id: "018f2d5c-0000-7000-8000-000000000001".parse()?,
    ///     from: day,
    ///     to: day,
    ///     procedure: "99213".parse()?,
    ///     modifiers: vec!["25".parse()?],
    ///     pointers: Pointers::new([1])?,
    ///     measure: Measure::Units(Units::ONE),
    ///     amount: "125.00".parse()?,
    ///     place: "11".parse()?,
    ///     covered_by: None,
    /// })?;
    /// assert_eq!(charge.amount(), "125.00".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`EncounterError`] for dates in the wrong order, modifiers beyond four or twice, nothing
    /// done, a negative amount, or an amount for what another visit's fee covers.
    pub fn new(new: NewCharge) -> Result<Self, EncounterError> {
        if new.to < new.from {
            return Err(EncounterError::DatesBackwards);
        }
        let again = |(at, modifier): (usize, &Modifier)| {
            new.modifiers
                .iter()
                .take(at)
                .any(|before| before == modifier)
        };
        if new.modifiers.len() > Self::MOST_MODIFIERS || new.modifiers.iter().enumerate().any(again)
        {
            return Err(EncounterError::Modifiers);
        }
        if new.measure.quantity() == Units::ZERO {
            return Err(EncounterError::NoUnits);
        }
        if new.amount < Money::ZERO {
            return Err(EncounterError::NegativeAmount);
        }
        if new.covered_by.is_some() && !new.amount.is_zero() {
            return Err(EncounterError::CoveredAmount);
        }
        Ok(Self(new))
    }

    /// The charge's own identifier.
    #[must_use]
    pub fn id(&self) -> ChargeId {
        self.0.id
    }

    /// The first day of the service.
    #[must_use]
    pub fn from(&self) -> NaiveDate {
        self.0.from
    }

    /// The last day of the service.
    #[must_use]
    pub fn to(&self) -> NaiveDate {
        self.0.to
    }

    /// What was done.
    #[must_use]
    pub fn procedure(&self) -> ProcedureCode {
        self.0.procedure
    }

    /// What was special about it.
    #[must_use]
    pub fn modifiers(&self) -> &[Modifier] {
        &self.0.modifiers
    }

    /// For which of the visit's diagnoses.
    #[must_use]
    pub fn pointers(&self) -> &Pointers {
        &self.0.pointers
    }

    /// How much of it.
    #[must_use]
    pub fn measure(&self) -> Measure {
        self.0.measure
    }

    /// What is asked for all of it.
    #[must_use]
    pub fn amount(&self) -> Money {
        self.0.amount
    }

    /// Where it was done.
    #[must_use]
    pub fn place(&self) -> PlaceOfService {
        self.0.place
    }

    /// The earlier visit whose fee covers it, where that is why nothing is asked for it.
    #[must_use]
    pub fn covered_by(&self) -> Option<EncounterId> {
        self.0.covered_by
    }
}

impl TryFrom<NewCharge> for Charge {
    type Error = EncounterError;

    fn try_from(new: NewCharge) -> Result<Self, EncounterError> {
        Self::new(new)
    }
}

impl From<Charge> for NewCharge {
    fn from(charge: Charge) -> Self {
        charge.0
    }
}

impl fmt::Debug for Charge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Charge({})", self.0.id)
    }
}

impl fmt::Debug for NewCharge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewCharge({})", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn a_charge_is_sound_or_refused() {
        //      from          to            modifiers                     units    amount
        check("2026-03-02", "2026-03-02", &["25"],                       "1",     "125.00", Ok(()));
        check("2026-03-02", "2026-03-04", &[],                           "3",     "0.00",   Ok(())); // no charge is a charge
        check("2026-03-02", "2026-03-01", &[],                           "1",     "125.00", Err(EncounterError::DatesBackwards));
        check("2026-03-02", "2026-03-02", &["25", "59", "LT", "GA"],     "0.5",   "125.00", Ok(()));
        check("2026-03-02", "2026-03-02", &["25", "59", "LT", "GA", "QW"],"1",     "125.00", Err(EncounterError::Modifiers));
        check("2026-03-02", "2026-03-02", &["25", "25"],                 "1",     "125.00", Err(EncounterError::Modifiers));
        check("2026-03-02", "2026-03-02", &[],                           "0",     "125.00", Err(EncounterError::NoUnits));
        check("2026-03-02", "2026-03-02", &[],                           "1",     "-0.01",  Err(EncounterError::NegativeAmount));
    }

    #[track_caller]
    fn check(
        from: &str,
        to: &str,
        modifiers: &[&str],
        units: &str,
        amount: &str,
        wanted: Result<(), EncounterError>,
    ) {
        let modifiers = modifiers.iter().map(|m| m.parse().unwrap());
        let new = NewCharge {
            id: "018f2d5c-0000-7000-8000-000000000001".parse().unwrap(),
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            procedure: "99213".parse().unwrap(),
            modifiers: modifiers.collect(),
            pointers: Pointers::new([1]).unwrap(),
            measure: Measure::Units(units.parse().unwrap()),
            amount: amount.parse().unwrap(),
            place: PlaceOfService::OFFICE,
            covered_by: None,
        };
        let json = serde_json::to_string(&new).unwrap();
        let made = Charge::new(new);
        assert_eq!(made.clone().map(drop), wanted);
        assert_eq!(serde_json::from_str::<Charge>(&json).ok(), made.ok());
    }
}
