use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{Npi, PlaceOfService, ProcedureCode};
use crate::id::{ChargeId, CoverageId};
use crate::money::{MoneyError, Units};
use crate::party::Text;
use crate::time::Period;

use super::error::CoverageError;

/// What a payer has authorised before it is done. What is not bounded is free.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Authorization {
    /// The payer's number of it, which the claim names.
    pub number: Text,
    /// For which of the patient's coverages.
    pub coverage: CoverageId,
    /// The days of service, both ends included.
    pub period: Period,
    /// For these services; for all where none is named.
    pub procedures: BTreeSet<ProcedureCode>,
    /// By these who treat; by all where none is named.
    pub providers: BTreeSet<Npi>,
    /// At these places; at all where none is named.
    pub places: BTreeSet<PlaceOfService>,
    /// How much of it; without bound where that is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<Units>,
}

/// A service that needs an authorisation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AuthorizedService {
    /// The charge.
    pub charge: ChargeId,
    /// Under which coverage it is billed.
    pub coverage: CoverageId,
    /// The day of service.
    pub date: NaiveDate,
    /// What is done.
    pub procedure: ProcedureCode,
    /// By whom.
    pub provider: Npi,
    /// Where.
    pub place: PlaceOfService,
    /// How much of it.
    pub units: Units,
}

/// Why an authorisation does not cover a service.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Uncovered {
    /// It is for another coverage.
    Coverage,
    /// The day lies outside.
    Date,
    /// The service is another.
    Procedure,
    /// Another treats.
    Provider,
    /// The place is another.
    Place,
    /// Too few units are left.
    Units,
}

/// One thing that happened to an authorisation's units.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum AuthorizationEvent {
    /// A charge was billed.
    Billed {
        /// The charge.
        charge: ChargeId,
        /// How much it uses.
        units: Units,
    },
    /// Its claim was voided: what it used is given back.
    Voided {
        /// The charge.
        charge: ChargeId,
    },
}

/// An authorisation and what was billed under it. Stored, it is the authorisation and the list of its
/// events.
///
/// Units are used when a charge is billed, not when it is done or planned.
///
/// Source: 005010X222A1, REF*G1.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub struct AuthorizationUse {
    authorization: Authorization,
    events: Vec<AuthorizationEvent>,
    billed: BTreeMap<ChargeId, Units>,
}

/// An authorisation as it is stored.
#[derive(Clone, Deserialize, Serialize)]
struct Kept {
    authorization: Authorization,
    events: Vec<AuthorizationEvent>,
}

impl AuthorizationUse {
    /// An authorisation under which nothing is billed yet.
    #[must_use]
    pub const fn new(authorization: Authorization) -> Self {
        Self {
            authorization,
            events: Vec::new(),
            billed: BTreeMap::new(),
        }
    }

    /// What was authorised.
    #[must_use]
    pub const fn authorization(&self) -> &Authorization {
        &self.authorization
    }

    /// Everything that happened, in order.
    #[must_use]
    pub fn events(&self) -> &[AuthorizationEvent] {
        &self.events
    }

    /// How much is used.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn used(&self) -> Result<Units, MoneyError> {
        Units::sum(self.billed.values().copied())
    }

    /// How much is left; none where there is no bound.
    ///
    /// # Errors
    ///
    /// As [`Self::used`].
    pub fn left(&self) -> Result<Option<Units>, MoneyError> {
        let used = self.used()?;
        Ok(self.authorization.units.map(|bound| bound.less(used)))
    }

    /// Why it does not cover a service, all reasons; none where it does.
    ///
    /// # Errors
    ///
    /// As [`Self::used`].
    pub fn against(&self, service: &AuthorizedService) -> Result<Vec<Uncovered>, MoneyError> {
        let Authorization {
            coverage,
            period,
            procedures,
            providers,
            places,
            ..
        } = &self.authorization;
        let enough = self.left()?.is_none_or(|left| service.units <= left);
        let checks = [
            (Uncovered::Coverage, *coverage == service.coverage),
            (Uncovered::Date, period.contains(service.date)),
            (Uncovered::Procedure, within(procedures, &service.procedure)),
            (Uncovered::Provider, within(providers, &service.provider)),
            (Uncovered::Place, within(places, &service.place)),
            (Uncovered::Units, enough),
        ];
        let failed = checks.into_iter().filter(|(_, holds)| !holds);
        Ok(failed.map(|(why, _)| why).collect())
    }

    /// Takes one event in.
    ///
    /// # Errors
    ///
    /// [`CoverageError::AlreadyApplied`] for a charge that is billed already,
    /// [`CoverageError::NotApplied`] for one that is not and is voided,
    /// [`CoverageError::AuthorizationSpent`] where too few units are left, and
    /// [`CoverageError::Money`] where the sum does not fit. Nothing changes then.
    pub fn record(&mut self, event: AuthorizationEvent) -> Result<(), CoverageError> {
        match event {
            AuthorizationEvent::Billed { charge, units } => {
                if self.billed.contains_key(&charge) {
                    return Err(CoverageError::AlreadyApplied { charge });
                }
                if self.left()?.is_some_and(|left| units > left) {
                    return Err(CoverageError::AuthorizationSpent { charge });
                }
                Units::sum([self.used()?, units])?;
                self.billed.insert(charge, units);
            }
            AuthorizationEvent::Voided { charge } => {
                let back = self.billed.remove(&charge);
                back.ok_or(CoverageError::NotApplied { charge })?;
            }
        }
        self.events.push(event);
        Ok(())
    }
}

fn within<T: Ord>(bound: &BTreeSet<T>, value: &T) -> bool {
    bound.is_empty() || bound.contains(value)
}

impl TryFrom<Kept> for AuthorizationUse {
    type Error = CoverageError;

    fn try_from(kept: Kept) -> Result<Self, CoverageError> {
        let mut used = Self::new(kept.authorization);
        for event in kept.events {
            used.record(event)?;
        }
        Ok(used)
    }
}

impl From<AuthorizationUse> for Kept {
    fn from(used: AuthorizationUse) -> Self {
        Self {
            authorization: used.authorization,
            events: used.events,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;
    use proptest::prelude::*;

    fn id<T: From<Uuid>>(number: u128) -> T {
        Uuid::from_u128(number).into()
    }

    /// Physical therapy, four units, March.
    fn therapy() -> AuthorizationUse {
        AuthorizationUse::new(Authorization {
            number: "A100".parse().unwrap(),
            coverage: id(3),
            period: Period::new("2026-03-01".parse().unwrap(), "2026-03-31".parse().unwrap())
                .unwrap(),
            procedures: ["97110".parse().unwrap()].into(),
            providers: ["1234567893".parse().unwrap()].into(),
            places: ["11".parse().unwrap()].into(),
            units: Some(Units::whole(4)),
        })
    }

    fn service(
        date: &str,
        procedure: &str,
        npi: &str,
        place: &str,
        units: u32,
    ) -> AuthorizedService {
        AuthorizedService {
            charge: id(9),
            coverage: id(3),
            date: date.parse().unwrap(),
            procedure: procedure.parse().unwrap(),
            provider: npi.parse().unwrap(),
            place: place.parse().unwrap(),
            units: Units::whole(units),
        }
    }

    #[test]
    #[rustfmt::skip] // a table
    fn e13_an_authorization_covers_days_codes_provider_place_and_units() {
        use Uncovered::{Date, Place, Procedure, Provider, Units};
        //    date          code     provider      place units against
        check("2026-03-01", "97110", "1234567893", "11", 4,    &[]);
        check("2026-03-31", "97110", "1234567893", "11", 1,    &[]);
        check("2026-04-01", "97110", "1234567893", "11", 1,    &[Date]);
        check("2026-03-15", "97140", "1234567893", "11", 1,    &[Procedure]);
        check("2026-03-15", "97110", "1245319599", "11", 1,    &[Provider]);
        check("2026-03-15", "97110", "1234567893", "22", 1,    &[Place]);
        check("2026-03-15", "97110", "1234567893", "11", 5,    &[Units]);
        check("2026-02-28", "97140", "1234567893", "12", 5,    &[Date, Procedure, Place, Units]);
    }

    #[track_caller]
    fn check(
        date: &str,
        procedure: &str,
        npi: &str,
        place: &str,
        units: u32,
        wanted: &[Uncovered],
    ) {
        let asked = service(date, procedure, npi, place, units);
        assert_eq!(therapy().against(&asked).unwrap(), wanted);
        let other = AuthorizedService {
            coverage: id(4),
            ..asked
        };
        assert_eq!(
            therapy().against(&other).unwrap().first(),
            Some(&Uncovered::Coverage)
        );
    }

    #[test]
    fn e13_units_are_used_at_billing_and_given_back_on_void() {
        let mut used = therapy();
        let bill = |number, units| AuthorizationEvent::Billed {
            charge: id(number),
            units: Units::whole(units),
        };
        used.record(bill(1, 3)).unwrap();
        assert_eq!(used.left().unwrap(), Some(Units::whole(1)));
        let before = used.clone();
        let code = |got: Result<(), CoverageError>| got.unwrap_err().code();
        assert_eq!(code(used.record(bill(1, 1))), "coverage.already_applied");
        assert_eq!(
            code(used.record(bill(2, 2))),
            "coverage.authorization_spent"
        );
        let unknown = AuthorizationEvent::Voided { charge: id(2) };
        assert_eq!(code(used.record(unknown)), "coverage.not_applied");
        assert_eq!(used, before);
        used.record(AuthorizationEvent::Voided { charge: id(1) })
            .unwrap();
        assert_eq!(used.left().unwrap(), Some(Units::whole(4)));
        used.record(bill(2, 2)).unwrap();
        let json = serde_json::to_string(&used).unwrap();
        assert_eq!(
            serde_json::from_str::<AuthorizationUse>(&json).unwrap(),
            used
        );
    }

    proptest! {
        /// No more is ever billed than was authorised, and a void leaves no trace in what is left.
        #[test]
        fn e13_no_more_is_billed_than_was_authorized(
            acts in prop::collection::vec((any::<bool>(), 0..5_u128, 0..4_u32), 0..30),
        ) {
            let mut used = therapy();
            for (bill, charge, units) in acts {
                let charge = id(charge);
                let before = used.used().unwrap();
                let had = used.billed.get(&charge).copied();
                let event = match bill {
                    true => AuthorizationEvent::Billed { charge, units: Units::whole(units) },
                    false => AuthorizationEvent::Voided { charge },
                };
                let done = used.record(event).is_ok();
                let after = used.used().unwrap();
                prop_assert!(after <= Units::whole(4));
                let moved = match (done, bill) {
                    (false, _) => before,
                    (true, true) => Units::sum([before, Units::whole(units)]).unwrap(),
                    (true, false) => before.less(had.unwrap()),
                };
                prop_assert_eq!(after, moved);
            }
        }
    }
}
