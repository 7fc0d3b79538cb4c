use core::{fmt, iter};
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::billing::error::BillingError;
use crate::code::Npi;
use crate::id::{EstimateId, PatientId};
use crate::money::{Money, MoneyError};
use crate::party::{PersonName, Text};
use crate::time::Period;

use super::expected::ExpectedProvider;
use super::in_force::{DeliveryWay, Recipient};
use super::revision::{Revision, RevisionReason, changes};

/// What one who pays for themselves was told to expect. Frozen when it is issued: what changes is told
/// by a version after it. `Debug` shows the identifier alone.
///
/// Source: 45 CFR 149.610(c).
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct GoodFaithEstimate(Stored);

#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
struct Stored {
    id: EstimateId,
    issued: NaiveDate,
    terms: GoodFaithTerms,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revision: Option<Revision>,
}

/// What stands on a good-faith estimate. `Debug` shows the patient's identifier alone.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct GoodFaithTerms {
    /// Whose it is.
    pub patient: PatientId,
    /// The patient's name.
    pub name: PersonName,
    /// The patient's day of birth.
    pub born: NaiveDate,
    /// The initial reason for the visit, in words that a patient knows.
    pub primary: Text,
    /// For when it is scheduled; none where somebody asks for a price.
    pub service: Option<NaiveDate>,
    /// The days whose services it covers, at most twelve months.
    pub period: Period,
    /// How often the service recurs in that time, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u16>,
    /// Who schedules the primary service.
    pub convening: ExpectedProvider,
    /// Who else is expected to charge for it.
    #[serde(default)]
    pub co_providers: Vec<ExpectedProvider>,
    /// What has to be scheduled apart, before or after; its charges are not here.
    #[serde(default)]
    pub apart: Vec<Text>,
    /// Who is to have it.
    pub recipients: Vec<Recipient>,
    /// How they asked to have it.
    pub way: DeliveryWay,
}

/// What must be said on the document, in the host's words.
///
/// Source: 45 CFR 149.610(c)(1)(vi) to (x).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Disclosure {
    /// What is scheduled apart has estimates of its own, on request or once it is scheduled.
    ScheduledApart,
    /// More may be recommended that is not on it.
    MoreServices,
    /// It is an estimate; what is done and charged may differ.
    MayDiffer,
    /// A bill that is far above it may be disputed, and how; that does no harm to the care.
    Dispute,
    /// It is no contract and binds nobody to be treated there.
    NoContract,
}

impl GoodFaithTerms {
    /// Everyone who is expected to charge, the convening provider first.
    pub fn providers(&self) -> impl Iterator<Item = &ExpectedProvider> {
        iter::once(&self.convening).chain(&self.co_providers)
    }

    fn check(&self) -> Result<(), BillingError> {
        let is_whole =
            |provider: &ExpectedProvider| !provider.places.is_empty() && !provider.items.is_empty();
        if self.recipients.is_empty() || !self.providers().all(is_whole) {
            return Err(BillingError::EstimateIncomplete);
        }
        let mut seen = BTreeSet::new();
        if !self.providers().all(|provider| seen.insert(provider.npi)) {
            return Err(BillingError::ProviderTwice);
        }
        let mut items = self.providers().flat_map(|provider| &provider.items);
        if items.any(|item| item.charge.amount().is_negative()) {
            return Err(BillingError::NegativeCharge);
        }
        let year = last_of_a_year(self.period.start());
        let fits = self.period.end().is_some_and(|end| Some(end) <= year);
        if fits && self.service.is_none_or(|day| self.period.contains(day)) {
            Ok(())
        } else {
            Err(BillingError::EstimatePeriod)
        }
    }
}

/// The last day of the twelve months that begin on a day; around the end of February, the later one.
fn last_of_a_year(first: NaiveDate) -> Option<NaiveDate> {
    let year = Months::new(12);
    let before = first.pred_opt()?.checked_add_months(year);
    let after = first.checked_add_months(year)?.pred_opt();
    before.max(after)
}

impl GoodFaithEstimate {
    /// The first version.
    ///
    /// # Errors
    ///
    /// [`BillingError::EstimateIncomplete`], [`BillingError::ProviderTwice`],
    /// [`BillingError::NegativeCharge`], [`BillingError::EstimatePeriod`].
    pub fn issue(
        id: EstimateId,
        issued: NaiveDate,
        terms: GoodFaithTerms,
    ) -> Result<Self, BillingError> {
        Self::try_from(Stored {
            id,
            issued,
            terms,
            revision: None,
        })
    }

    /// A version that takes the place of this one, with what changed.
    ///
    /// # Errors
    ///
    /// As [`issue`](Self::issue); [`BillingError::NotALaterVersion`] for another patient or an earlier day.
    pub fn revise(
        &self,
        id: EstimateId,
        issued: NaiveDate,
        terms: GoodFaithTerms,
        why: RevisionReason,
    ) -> Result<Self, BillingError> {
        let same = terms.patient == self.0.terms.patient && id != self.0.id;
        if !same || issued < self.0.issued {
            return Err(BillingError::NotALaterVersion);
        }
        let changes = changes(&self.0.terms, &terms)?;
        Self::try_from(Stored {
            id,
            issued,
            terms,
            revision: Some(Revision {
                of: self.0.id,
                why,
                changes,
            }),
        })
    }

    /// Which one it is.
    #[must_use]
    pub fn id(&self) -> EstimateId {
        self.0.id
    }

    /// When it was issued.
    #[must_use]
    pub fn issued(&self) -> NaiveDate {
        self.0.issued
    }

    /// What stands on it.
    #[must_use]
    pub fn terms(&self) -> &GoodFaithTerms {
        &self.0.terms
    }

    /// Which version it took the place of, and why; none for the first.
    #[must_use]
    pub fn revision(&self) -> Option<&Revision> {
        self.0.revision.as_ref()
    }

    /// What each provider is expected to charge, for [`against_bills`](super::against_bills).
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a sum does not fit.
    pub fn expected(&self) -> Result<BTreeMap<Npi, Money>, MoneyError> {
        let providers = self.0.terms.providers();
        providers
            .map(|provider| Ok((provider.npi, provider.expected()?)))
            .collect()
    }

    /// What must be said on the document.
    #[must_use]
    pub fn disclosures(&self) -> Vec<Disclosure> {
        let apart = (!self.0.terms.apart.is_empty()).then_some(Disclosure::ScheduledApart);
        let always = [
            Disclosure::MoreServices,
            Disclosure::MayDiffer,
            Disclosure::Dispute,
            Disclosure::NoContract,
        ];
        apart.into_iter().chain(always).collect()
    }
}

impl TryFrom<Stored> for GoodFaithEstimate {
    type Error = BillingError;

    fn try_from(stored: Stored) -> Result<Self, BillingError> {
        stored.terms.check()?;
        Ok(Self(stored))
    }
}

impl From<GoodFaithEstimate> for Stored {
    fn from(estimate: GoodFaithEstimate) -> Self {
        estimate.0
    }
}

impl fmt::Debug for GoodFaithEstimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GoodFaithEstimate({})", self.0.id)
    }
}

impl fmt::Debug for GoodFaithTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GoodFaithTerms({})", self.patient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::{Change, Delivery, ExpectedItem, in_force};
    use crate::code::TaxId;
    use crate::id::Uuid;
    use crate::money::Units;
    use crate::party::Address;
    use crate::time::BusinessDays;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn id(number: u128) -> EstimateId {
        Uuid::from_u128(number).into()
    }

    fn provider(npi: &str, items: &[(&str, &str)]) -> ExpectedProvider {
        let items = items.iter().map(|(procedure, charge)| ExpectedItem {
            procedure: procedure.parse().unwrap(),
            modifiers: vec![],
            diagnoses: vec!["J45.909".parse().unwrap()],
            units: Units::ONE,
            label: "Service".parse().unwrap(),
            charge: charge.parse::<Money>().unwrap().into(),
        });
        let (state, zip) = ("OH".parse().unwrap(), "432101234".parse().unwrap());
        ExpectedProvider {
            npi: npi.parse().unwrap(),
            tax_id: TaxId::employer("12-3456789").unwrap(),
            name: "Elm Street Clinic".parse().unwrap(),
            places: vec![Address::new("12 Elm Street", "Columbus", state, zip).unwrap()],
            items: items.collect(),
        }
    }

    fn terms(items: &[(&str, &str)], service: &str, end: &str) -> GoodFaithTerms {
        GoodFaithTerms {
            patient: Uuid::from_u128(7).into(),
            name: PersonName::new("Rivera", "Ana").unwrap(),
            born: day("1980-05-05"),
            primary: "Office visit".parse().unwrap(),
            service: Some(day(service)),
            period: Period::new(day("2026-03-02"), day(end)).unwrap(),
            times: None,
            convening: provider("1234567893", items),
            co_providers: vec![provider("1245319599", &[("85025", "20.00")])],
            apart: vec![],
            recipients: vec![Recipient::Patient],
            way: DeliveryWay::Paper,
        }
    }

    fn first() -> GoodFaithEstimate {
        let terms = terms(
            &[("99213", "150.00"), ("93000", "60.00")],
            "2026-03-20",
            "2026-03-31",
        );
        GoodFaithEstimate::issue(id(1), day("2026-03-03"), terms).unwrap()
    }

    #[test]
    #[rustfmt::skip] // a table
    fn g5_an_estimate_covers_twelve_months_at_most() {
        check("2026-03-02", "2027-03-01", true);
        check("2026-03-02", "2027-03-02", false);
        check("2024-02-29", "2025-02-28", true);
        check("2024-02-29", "2025-03-01", false);
        check("2023-03-01", "2024-02-29", true);
        check("2023-03-01", "2024-03-01", false);
    }

    #[track_caller]
    fn check(start: &str, end: &str, fits: bool) {
        let mut recurring = terms(&[("97110", "2400.00")], start, "2026-03-31");
        recurring.period = Period::new(day(start), day(end)).unwrap();
        recurring.times = Some(24);
        let issued = GoodFaithEstimate::issue(id(1), day(start), recurring.clone());
        assert_eq!(issued.is_ok(), fits, "{start} to {end}");
        recurring.period = Period::since(day(start));
        let open = GoodFaithEstimate::issue(id(1), day(start), recurring);
        assert_eq!(open, Err(BillingError::EstimatePeriod));
    }

    #[test]
    fn an_estimate_is_whole_or_is_none() {
        let told = |change: fn(&mut GoodFaithTerms)| {
            let mut terms = first().terms().clone();
            change(&mut terms);
            GoodFaithEstimate::issue(id(1), day("2026-03-03"), terms).unwrap_err()
        };
        assert_eq!(
            told(|terms| terms.recipients.clear()),
            BillingError::EstimateIncomplete
        );
        assert_eq!(
            told(|terms| terms.convening.items.clear()),
            BillingError::EstimateIncomplete
        );
        assert_eq!(
            told(|terms| terms.co_providers[0].places.clear()),
            BillingError::EstimateIncomplete
        );
        assert_eq!(
            told(|terms| terms.co_providers.push(terms.convening.clone())),
            BillingError::ProviderTwice
        );
        assert_eq!(
            told(|terms| terms.service = Some(day("2026-04-01"))),
            BillingError::EstimatePeriod
        );
        let below =
            |terms: &mut GoodFaithTerms| terms.convening.items[0].charge = Money::MIN.into();
        assert_eq!(told(below), BillingError::NegativeCharge);
        let text = serde_json::to_string(&first()).unwrap();
        assert_eq!(
            serde_json::from_str::<GoodFaithEstimate>(&text).unwrap(),
            first()
        );
        assert!(
            serde_json::from_str::<GoodFaithEstimate>(&text.replace("150.00", "-1.00")).is_err()
        );
        assert!(!format!("{:?} {:?}", first(), first().terms()).contains("Rivera"));
        assert_eq!(first().disclosures().len(), 4);
    }

    #[test]
    fn g3_a_version_says_what_changed_and_the_one_before_stays_until_it_is_given_in_time() {
        let now = terms(
            &[("99213", "150.00"), ("94010", "80.00")],
            "2026-03-23",
            "2026-03-31",
        );
        let issued = day("2026-03-10");
        let second = first()
            .revise(id(2), issued, now.clone(), RevisionReason::Scope)
            .unwrap();
        let npi = "1234567893".parse().unwrap();
        let item = |procedure: &str, from: &str, to: &str| Change::Item {
            provider: npi,
            procedure: procedure.parse().unwrap(),
            from: from.parse().ok(),
            to: to.parse().ok(),
        };
        let wanted = [
            Change::Service {
                from: Some(day("2026-03-20")),
                to: Some(day("2026-03-23")),
            },
            item("93000", "60.00", ""),
            item("94010", "", "80.00"),
        ];
        let revision = second.revision().unwrap();
        assert_eq!(
            (revision.of, revision.changes.as_slice()),
            (id(1), wanted.as_slice())
        );
        assert_eq!(second.expected().unwrap()[&npi], "230.00".parse().unwrap());
        let early = first().revise(id(2), day("2026-03-02"), now, RevisionReason::Scope);
        assert_eq!(early, Err(BillingError::NotALaterVersion));

        let versions = [first(), second];
        let given = |n, on: &str, way| Delivery {
            estimate: id(n),
            to: Recipient::Patient,
            way,
            on: day(on),
        };
        let stands = |deliveries: &[Delivery]| {
            let days = BusinessDays::us_federal();
            let found = in_force(&versions, deliveries, day("2026-03-23"), &days).unwrap();
            found.map(GoodFaithEstimate::id)
        };
        let (paper, electronic) = (DeliveryWay::Paper, DeliveryWay::Electronic);
        let one = given(1, "2026-03-03", paper);
        assert_eq!(stands(&[]), None);
        assert_eq!(stands(std::slice::from_ref(&one)), Some(id(1)));
        assert_eq!(
            stands(&[one.clone(), given(2, "2026-03-20", paper)]),
            Some(id(2))
        );
        assert_eq!(
            stands(&[one.clone(), given(2, "2026-03-21", paper)]),
            Some(id(1)),
            "too late"
        );
        assert_eq!(
            stands(&[one, given(2, "2026-03-11", electronic)]),
            Some(id(1)),
            "not as asked"
        );
        assert_eq!(
            stands(&[given(2, "2026-03-25", paper)]),
            Some(id(2)),
            "late is better than none"
        );
    }
}
