use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{ClaimId, CoverageId, PatientId, PayerId, PlanId};
use crate::party::Text;
use crate::time::Period;

use super::error::CoverageError;
use super::member_id::MemberId;
use super::order::Standing;
use super::subscriber::Subscriber;

/// On which terms a patient is covered: the plan, the contract with it and the patient's place there.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Terms {
    /// Who pays.
    pub payer: PayerId,
    /// Which of the payer's products.
    pub plan: PlanId,
    /// The contract's number, which is the subscriber's.
    pub member_id: MemberId,
    /// The number of the employer or group, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Text>,
    /// Who holds the contract.
    pub subscriber: Subscriber,
    /// What bears on whether this plan pays before others.
    #[serde(default)]
    pub standing: Standing,
}

/// A patient's place on a plan, for a period of days. `Debug` shows the identifier alone.
///
/// What was true of a day of service stays true: there is no editing. A coverage [ends](Self::end),
/// and another [follows](Self::follow) on other terms.
///
/// Source: FHIR R4 Coverage.
///
/// ```
/// # use pms_core::coverage::{Coverage, Standing, Subscriber, Terms, covering};
/// # use pms_core::id::{CoverageId, PatientId, PayerId, PlanId, Uuid};
/// # use pms_core::time::Period;
/// # let id = |n| Uuid::from_u128(n);
/// let terms = Terms {
///     payer: PayerId::from(id(1)),
///     plan: PlanId::from(id(2)),
///     member_id: "W123456789".parse()?,
///     group: None,
///     subscriber: Subscriber::Patient,
///     standing: Standing::default(),
/// };
/// let bronze = Coverage::new(id(3).into(), id(4).into(), terms.clone(), Period::since("2026-01-01".parse()?));
/// let gold = Terms { plan: PlanId::from(id(5)), ..terms };
/// let (bronze, gold) = bronze.follow(id(6).into(), gold, "2026-07-01".parse()?)?;
///
/// let both = [bronze, gold];
/// let on = |day: &str| day.parse().map(|day| covering(&both, day).next().map(Coverage::id));
/// assert_eq!(on("2026-06-30")?, Some(id(3).into()));
/// assert_eq!(on("2026-07-01")?, Some(id(6).into()));
/// assert_eq!(on("2025-12-31")?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Coverage {
    id: CoverageId,
    patient: PatientId,
    #[serde(flatten)]
    terms: Terms,
    period: Period,
}

impl Coverage {
    /// A coverage that begins.
    #[must_use]
    pub const fn new(id: CoverageId, patient: PatientId, terms: Terms, period: Period) -> Self {
        Self {
            id,
            patient,
            terms,
            period,
        }
    }

    /// Its own identifier.
    #[must_use]
    pub const fn id(&self) -> CoverageId {
        self.id
    }

    /// Who is covered.
    #[must_use]
    pub const fn patient(&self) -> PatientId {
        self.patient
    }

    /// On which terms.
    #[must_use]
    pub const fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The days of service that it covers, both ends included.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.period
    }

    /// Whether a claim names the patient as the subscriber: the holder of the contract, and a
    /// dependent who bears a number of their own.
    ///
    /// Source: 005010X222A1, loop 2000B.
    #[must_use]
    pub const fn patient_is_subscriber(&self) -> bool {
        match &self.terms.subscriber {
            Subscriber::Patient => true,
            Subscriber::Other { dependent_id, .. } => dependent_id.is_some(),
        }
    }

    /// The number under which a claim names the subscriber.
    #[must_use]
    pub const fn claim_member_id(&self) -> &MemberId {
        match &self.terms.subscriber {
            Subscriber::Other {
                dependent_id: Some(own),
                ..
            } => own,
            _ => &self.terms.member_id,
        }
    }

    /// The same coverage, ending with `last`; also in hindsight, when a payer takes back days.
    ///
    /// # Errors
    ///
    /// [`CoverageError::NotCovered`] where `last` is no day of it: ending makes a coverage shorter,
    /// never longer.
    pub fn end(self, last: NaiveDate) -> Result<Self, CoverageError> {
        if !self.period.contains(last) {
            return Err(CoverageError::NotCovered { date: last });
        }
        let period = Period::new(self.period.start(), last)
            .map_err(|_| CoverageError::NotCovered { date: last })?;
        Ok(Self { period, ..self })
    }

    /// This coverage up to the day before `first`, and another on other terms from then on, as long
    /// as this one would have lasted.
    ///
    /// # Errors
    ///
    /// [`CoverageError::NotCovered`] where `first` or the day before is no day of this coverage.
    pub fn follow(
        self,
        id: CoverageId,
        terms: Terms,
        first: NaiveDate,
    ) -> Result<(Self, Self), CoverageError> {
        let refused = CoverageError::NotCovered { date: first };
        if !self.period.contains(first) {
            return Err(refused);
        }
        let period = match self.period.end() {
            Some(end) => Period::new(first, end).map_err(|_| refused)?,
            None => Period::since(first),
        };
        let next = Self::new(id, self.patient, terms, period);
        let last = first.pred_opt().ok_or(refused)?;
        Ok((self.end(last)?, next))
    }
}

/// A claim's days of service, and the coverage under which it was billed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct BilledDays {
    /// The claim.
    pub claim: ClaimId,
    /// Under which coverage.
    pub coverage: CoverageId,
    /// The first day of service.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
}

impl Coverage {
    /// The claims that were billed under this coverage for a day which it does not cover: once a payer
    /// has taken back days, the practice must see to each of them.
    pub fn claims_outside<'a>(
        &self,
        billed: &'a [BilledDays],
    ) -> impl Iterator<Item = &'a BilledDays> + use<'a> {
        let (id, period) = (self.id, self.period);
        let within =
            move |one: &BilledDays| period.contains(one.first) && period.contains(one.last);
        billed
            .iter()
            .filter(move |one| one.coverage == id && !within(one))
    }
}

impl fmt::Debug for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Coverage({})", self.id)
    }
}

/// The coverages that hold on a day of service, as they were given.
pub fn covering(coverages: &[Coverage], date: NaiveDate) -> impl Iterator<Item = &Coverage> {
    coverages
        .iter()
        .filter(move |coverage| coverage.period.contains(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Relationship;
    use crate::coverage::SubscriberPerson;
    use crate::id::Uuid;
    use crate::party::{PersonName, Sex};

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn id<T: From<Uuid>>(number: u128) -> T {
        Uuid::from_u128(number).into()
    }

    fn terms() -> Terms {
        Terms {
            payer: id(1),
            plan: id(2),
            member_id: "W123456789".parse().unwrap(),
            group: Some("Acme Mills".parse().unwrap()),
            subscriber: Subscriber::Patient,
            standing: Standing::default(),
        }
    }

    fn coverage(first: &str, last: &str) -> Coverage {
        let period = Period::new(date(first), date(last)).unwrap();
        Coverage::new(id(3), id(4), terms(), period)
    }

    fn child(dependent_id: Option<&str>) -> Coverage {
        let subscriber = Subscriber::Other {
            relationship: Relationship::Child,
            person: Box::new(SubscriberPerson {
                name: PersonName::new("Rivera", "Ana").unwrap(),
                birth: date("1985-03-09"),
                sex: Sex::Female,
                address: None,
            }),
            dependent_id: dependent_id.map(|own| own.parse().unwrap()),
        };
        let terms = Terms {
            subscriber,
            ..terms()
        };
        Coverage::new(id(3), id(4), terms, Period::since(date("2026-01-01")))
    }

    #[test]
    fn e1_the_day_of_service_chooses_and_both_ends_count() {
        let held = [
            coverage("2026-01-01", "2026-06-30"),
            coverage("2026-06-30", "2026-12-31"),
        ];
        let on = |day: &str| covering(&held, date(day)).count();
        assert_eq!(on("2025-12-31"), 0);
        assert_eq!(on("2026-01-01"), 1);
        assert_eq!(on("2026-06-30"), 2);
        assert_eq!(on("2026-12-31"), 1);
        assert_eq!(on("2027-01-01"), 0);
    }

    #[test]
    fn e1_a_coverage_that_ends_in_hindsight_lists_its_claims() {
        let billed = |claim, coverage, first: &str, last: &str| BilledDays {
            claim: id(claim),
            coverage: id(coverage),
            first: date(first),
            last: date(last),
        };
        let all = [
            billed(1, 3, "2026-06-30", "2026-06-30"),
            billed(2, 3, "2026-06-30", "2026-07-01"),
            billed(3, 3, "2026-08-01", "2026-08-01"),
            billed(4, 9, "2026-08-01", "2026-08-01"), // under another coverage
        ];
        let held = coverage("2026-01-01", "2026-12-31");
        assert_eq!(held.claims_outside(&all).count(), 0);
        let ended = held.end(date("2026-06-30")).unwrap();
        let outside: Vec<_> = ended.claims_outside(&all).map(|one| one.claim).collect();
        assert_eq!(outside, [id(2), id(3)]);
    }

    #[test]
    fn e2_a_coverage_only_ends_and_is_followed() {
        let year = coverage("2026-01-01", "2026-12-31");
        let other = Terms {
            plan: id(7),
            ..terms()
        };
        let (before, after) = year
            .clone()
            .follow(id(8), other, date("2026-07-01"))
            .unwrap();
        assert_eq!(before.period().end(), Some(date("2026-06-30")));
        assert_eq!(before.terms(), year.terms());
        assert_eq!(after.period().start(), date("2026-07-01"));
        assert_eq!(after.period().end(), Some(date("2026-12-31")));
        assert_eq!(after.patient(), year.patient());

        let refused = |got: Result<Coverage, CoverageError>| got.unwrap_err().code();
        let longer = year.clone().end(date("2027-01-31"));
        assert_eq!(refused(longer), "coverage.not_covered");
        let never = year.clone().end(date("2025-12-31"));
        assert_eq!(refused(never), "coverage.not_covered");
        // On its first day it cannot be followed: it would never have held.
        let at_once = year.follow(id(8), terms(), date("2026-01-01"));
        assert_eq!(at_once.unwrap_err().code(), "coverage.not_covered");
    }

    #[test]
    fn e4_a_dependent_with_a_number_of_their_own_is_named_as_subscriber() {
        let dependent = child(None);
        assert!(!dependent.patient_is_subscriber());
        assert_eq!(dependent.claim_member_id().as_str(), "W123456789");
        let numbered = child(Some("W123456789-02"));
        assert!(numbered.patient_is_subscriber());
        assert_eq!(numbered.claim_member_id().as_str(), "W123456789-02");
        assert!(coverage("2026-01-01", "2026-12-31").patient_is_subscriber());
    }

    #[test]
    fn it_survives_storing() {
        for held in [child(Some("W1-02")), coverage("2026-01-01", "2026-12-31")] {
            let json = serde_json::to_string(&held).unwrap();
            assert_eq!(serde_json::from_str::<Coverage>(&json).unwrap(), held);
        }
    }

    #[test]
    fn nothing_of_a_person_prints() {
        let held = child(Some("W123456789-02"));
        let shown = format!("{held:?} {:?}", held.terms());
        for private in ["Rivera", "Ana", "1985", "W1234", "Acme"] {
            assert!(!shown.contains(private), "{shown}");
        }
        assert!(shown.starts_with(&format!("Coverage({})", held.id())));
    }
}
