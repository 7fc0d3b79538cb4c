use core::fmt;

use serde::{Deserialize, Serialize};

use crate::encounter::{Charge, Measure};
use crate::fee::{ProviderClass, Service};
use crate::id::ChargeId;
use crate::money::{Money, MoneyError, Units};

/// One charge, as a payer sees it. `Debug` shows the charge's identifier alone.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Line {
    /// Which charge.
    pub charge: ChargeId,
    /// What was done and what is charged for it.
    pub service: Service,
    /// What payers before this one have settled; none where this one is the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prior: Option<Prior>,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({})", self.charge)
    }
}

/// What the payers before have settled of a line.
///
/// Source: 005010X222A1, loop 2430.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Prior {
    /// What they paid.
    pub paid: Money,
    /// What was written off under their contracts.
    pub written_off: Money,
    /// The highest amount that one of them allowed; where it is not known, what was not written off of
    /// the charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Money>,
    /// What the practice must accept from them as payment in full, where it must.
    ///
    /// Source: 005010X222A1, CN1; 42 CFR 411.33(a)(1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_full: Option<Money>,
}

impl Prior {
    /// What was paid and what was written off; what payers allowed is not known.
    #[must_use]
    pub const fn new(paid: Money, written_off: Money) -> Self {
        Self {
            paid,
            written_off,
            allowed: None,
            in_full: None,
        }
    }

    /// Both together: what is no longer open.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn settled(self) -> Result<Money, MoneyError> {
        self.paid.plus(self.written_off)
    }
}

/// A charge that no payer has seen, billed by a physician; minutes are one unit that took so long.
impl From<&Charge> for Line {
    fn from(charge: &Charge) -> Self {
        let (units, minutes) = match charge.measure() {
            Measure::Units(units) => (units, None),
            Measure::Minutes(minutes) => (Units::ONE, Some(minutes)),
        };
        Self {
            charge: charge.id(),
            service: Service {
                date: charge.from(),
                procedure: charge.procedure(),
                modifiers: charge.modifiers().to_vec(),
                place: charge.place(),
                units,
                minutes,
                locality: None,
                provider: ProviderClass::Physician,
                billed: charge.amount(),
            },
            prior: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encounter::{NewCharge, Pointers};
    use crate::id::Uuid;

    fn charge(measure: Measure) -> Charge {
        Charge::new(NewCharge {
            id: Uuid::from_u128(1).into(),
            from: "2026-03-02".parse().unwrap(),
            to: "2026-03-02".parse().unwrap(),
            procedure: "99213".parse().unwrap(),
            modifiers: vec!["25".parse().unwrap()],
            pointers: Pointers::new([1]).unwrap(),
            measure,
            amount: "125.00".parse().unwrap(),
            place: "11".parse().unwrap(),
            covered_by: None,
        })
        .unwrap()
    }

    #[test]
    fn a_charge_is_a_line_of_units_or_of_one_that_took_minutes() {
        let units = "2".parse().unwrap();
        let line = Line::from(&charge(Measure::Units(units)));
        assert_eq!((line.service.units, line.service.minutes), (units, None));
        assert_eq!(line.service.billed, "125.00".parse().unwrap());
        assert_eq!(format!("{line:?}"), format!("Line({})", line.charge));
        assert_eq!(format!("{:?}", line.service), "Service(..)");
        let timed = Line::from(&charge(Measure::Minutes(units)));
        assert_eq!(
            (timed.service.units, timed.service.minutes),
            (Units::ONE, Some(units))
        );
    }
}
