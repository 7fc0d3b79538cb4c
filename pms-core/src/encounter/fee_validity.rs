use core::num::NonZeroU32;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::code::ProcedureCode;
use crate::id::EncounterId;

use super::charge::Charge;
use super::visit::{Encounter, Status};

/// A fee that stays valid: one visit that was charged for covers some that follow it.
///
/// It is the practice's own rule for what patients pay themselves. What a payer is billed for is
/// priced as ever: a share that a plan counts on is not waived by routine (42 USC 1320a-7a(i)(6)).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FeeValidity {
    /// Which services open it, where something is charged for them.
    pub opened_by: Vec<ProcedureCode>,
    /// Which services it covers.
    pub covers: Vec<ProcedureCode>,
    /// How many visits it covers.
    pub visits: NonZeroU32,
    /// Until how many days after the one that opened it: 14 from March 2 are until March 16.
    pub days: u32,
    /// Whether it covers visits to the same practitioner alone.
    #[serde(default)]
    pub same_practitioner: bool,
}

impl FeeValidity {
    /// The earlier visit whose fee covers a service of this one, if there is one; of several, the
    /// one that ends first. What it has covered before is told by the charges of the visits between
    /// ([`Charge::covered_by`]).
    ///
    /// ```
    /// # use pms_core::encounter::*;
    /// # use pms_core::id::{Ids, Uuid};
    /// # use pms_core::money::Units;
    /// # let mut ids = Ids::from("018f2d5c-0000-7000-8000-000000000001".parse::<Uuid>()?);
    /// # let (patient, practitioner, location) = (ids.mint(), ids.mint(), ids.mint());
    /// # let charge = |id, day, amount: &str| Charge::new(NewCharge {
    /// #     id, from: day, to: day, procedure: "99213".parse().unwrap(), modifiers: vec![],
    /// #     pointers: Pointers::new([1]).unwrap(), measure: Measure::Units(Units::ONE),
    /// #     amount: amount.parse().unwrap(), place: "11".parse().unwrap(), covered_by: None,
    /// # });
    /// let rule = FeeValidity {
    ///     opened_by: vec!["99213".parse()?],
    ///     covers: vec!["99213".parse()?],
    ///     visits: 1.try_into()?,
    ///     days: 14,
    ///     same_practitioner: true,
    /// };
    /// let mut visit = |day: &str| Encounter::new(ids.mint(), patient, practitioner, location, day.parse().unwrap());
    /// let paid = visit("2026-03-02").diagnose("I10".parse()?)?;
    /// # let paid = paid.charge(charge(Ids::from(Uuid::from_u128(1)).mint(), "2026-03-02".parse()?, "120.00")?)?;
    /// let paid = paid.finish("2026-03-02T15:00:00Z".parse()?)?;
    /// let covers = |visit: Encounter| rule.covering(&visit, "99213".parse().unwrap(), [&paid]);
    /// assert_eq!(covers(visit("2026-03-16")), Some(paid.id()));
    /// assert_eq!(covers(visit("2026-03-17")), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn covering<'a>(
        &self,
        visit: &Encounter,
        procedure: ProcedureCode,
        earlier: impl IntoIterator<Item = &'a Encounter>,
    ) -> Option<EncounterId> {
        if !self.covers.contains(&procedure) {
            return None;
        }
        let before = |other: &&Encounter| {
            other.patient() == visit.patient()
                && other.id() != visit.id()
                && matches!(other.status(), Status::Finished { .. })
        };
        let earlier: Vec<&Encounter> = earlier.into_iter().filter(before).collect();
        let holds = |other: &&&Encounter| {
            self.opens(other)
                && self.lasts(other.date(), visit.date())
                && (!self.same_practitioner || other.practitioner() == visit.practitioner())
        };
        let mut openers: Vec<_> = earlier.iter().filter(holds).collect();
        openers.sort_by_key(|opener| (opener.date(), opener.id()));
        let free = |opener: &&&&Encounter| {
            let covered = |other: &&&Encounter| covers(opener.id(), other.charges());
            let covered = earlier.iter().filter(covered).count();
            u32::try_from(covered).is_ok_and(|covered| covered < self.visits.get())
        };
        openers.iter().find(free).map(|opener| opener.id())
    }

    /// Whether something was charged for a service that opens it.
    fn opens(&self, visit: &Encounter) -> bool {
        let opens = |charge: &Charge| {
            self.opened_by.contains(&charge.procedure()) && !charge.amount().is_zero()
        };
        visit.charges().iter().any(opens)
    }

    fn lasts(&self, opened: NaiveDate, day: NaiveDate) -> bool {
        let last = opened.checked_add_days(Days::new(self.days.into()));
        opened <= day && last.is_none_or(|last| day <= last)
    }
}

fn covers(opener: EncounterId, charges: &[Charge]) -> bool {
    charges
        .iter()
        .any(|charge| charge.covered_by() == Some(opener))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::PlaceOfService;
    use crate::encounter::{Measure, NewCharge, Pointers};
    use crate::id::{Ids, PractitionerId, Uuid};
    use crate::money::Units;

    /// One earlier visit: its day, who treated, what was done, at what price or covered by which
    /// other one.
    type Row<'a> = (&'a str, u128, &'a str, Result<&'a str, usize>);

    struct World {
        rule: FeeValidity,
        ids: Ids,
    }

    impl World {
        fn of(days: u32, visits: u32, same_practitioner: bool) -> Self {
            let codes = |codes: &[&str]| codes.iter().map(|code| code.parse().unwrap()).collect();
            Self {
                rule: FeeValidity {
                    opened_by: codes(&["99204", "99213"]),
                    covers: codes(&["99212", "99213"]),
                    visits: visits.try_into().unwrap(),
                    days,
                    same_practitioner,
                },
                ids: Ids::from(Uuid::from_u128(0x018f_2d5c_0000_7000_8000_0000_0000_0001)),
            }
        }

        fn visit(&mut self, day: &str, practitioner: u128) -> Encounter {
            let practitioner = PractitionerId::from(Uuid::from_u128(practitioner));
            let (patient, location) = (Uuid::from_u128(7).into(), Uuid::from_u128(8).into());
            let day = day.parse().unwrap();
            Encounter::new(self.ids.mint(), patient, practitioner, location, day)
        }

        fn earlier(&mut self, rows: &[Row<'_>]) -> Vec<Encounter> {
            let mut all: Vec<Encounter> = Vec::new();
            for (day, practitioner, procedure, worth) in rows {
                let visit = self.visit(day, *practitioner);
                let visit = visit.diagnose("I10".parse().unwrap()).unwrap();
                let charge = Charge::new(NewCharge {
                    id: self.ids.mint(),
                    from: visit.date(),
                    to: visit.date(),
                    procedure: procedure.parse().unwrap(),
                    modifiers: Vec::new(),
                    pointers: Pointers::new([1]).unwrap(),
                    measure: Measure::Units(Units::ONE),
                    amount: worth.unwrap_or("0.00").parse().unwrap(),
                    place: PlaceOfService::OFFICE,
                    covered_by: worth.err().map(|opener| all[opener].id()),
                });
                let visit = visit.charge(charge.unwrap()).unwrap();
                all.push(visit.finish(chrono::DateTime::UNIX_EPOCH).unwrap());
            }
            all
        }

        #[track_caller]
        fn check(&mut self, rows: &[Row<'_>], asked: (&str, u128, &str), by: Option<usize>) {
            let earlier = self.earlier(rows);
            let (day, practitioner, procedure) = asked;
            let visit = self.visit(day, practitioner);
            let covering = self
                .rule
                .covering(&visit, procedure.parse().unwrap(), &earlier);
            assert_eq!(covering, by.map(|opener| earlier[opener].id()));
        }
    }

    #[test]
    #[rustfmt::skip] // a table
    fn f58_a_fee_covers_so_many_visits_for_so_many_days() {
        let mut any = World::of(14, 2, false);
        let paid: Row<'_> = ("2026-03-02", 1, "99213", Ok("120.00"));
        let after = |day| (day, 1, "99212", Err(0));
        //        earlier                                             now                         covered by
        any.check(&[],                                               ("2026-03-02", 1, "99213"), None);
        any.check(&[paid],                                           ("2026-03-02", 1, "99213"), Some(0)); // the same day
        any.check(&[paid],                                           ("2026-03-16", 1, "99213"), Some(0)); // the last day
        any.check(&[paid],                                           ("2026-03-17", 1, "99213"), None);
        any.check(&[paid],                                           ("2026-03-01", 1, "99213"), None);    // written down late
        any.check(&[paid],                                           ("2026-03-09", 1, "93000"), None);    // not a service that it covers
        any.check(&[paid],                                           ("2026-03-09", 2, "99213"), Some(0)); // whoever treats
        any.check(&[("2026-03-02", 1, "99213", Ok("0.00"))],         ("2026-03-09", 1, "99213"), None);    // nothing was charged
        any.check(&[("2026-03-02", 1, "99212", Ok("80.00"))],        ("2026-03-09", 1, "99213"), None);    // does not open one
        any.check(&[paid, after("2026-03-05")],                      ("2026-03-09", 1, "99212"), Some(0));
        any.check(&[paid, after("2026-03-05"), after("2026-03-06")], ("2026-03-09", 1, "99212"), None);    // both are used
        let next: Row<'_> = ("2026-03-06", 1, "99204", Ok("240.00"));
        any.check(&[paid, next],                                     ("2026-03-09", 1, "99212"), Some(0)); // what ends first
        any.check(&[paid, next],                                     ("2026-03-17", 1, "99212"), Some(1));
        any.check(&[paid, next, after("2026-03-07"), after("2026-03-08")], ("2026-03-09", 1, "99212"), Some(1));
        let mut same = World::of(14, 2, true);
        same.check(&[paid],                                          ("2026-03-09", 2, "99213"), None);
        same.check(&[paid],                                          ("2026-03-09", 1, "99213"), Some(0));
    }
}
