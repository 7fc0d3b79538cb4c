use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Npi;
use crate::id::{CoverageId, PatientId, PayerId};
use crate::money::{Money, Rate, Units};

use super::benefit_entry::{BenefitEntry, Figure, InNetwork, ToldDays};
use super::benefits::Network;
use super::failure::Failure;

/// What a practice asks a payer: whether a patient's place on a plan holds on a day, and with which
/// benefits.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct EligibilityRequest {
    /// Of whom.
    pub patient: PatientId,
    /// Of which place on which plan.
    pub coverage: CoverageId,
    /// Whom it asks.
    pub payer: PayerId,
    /// For which kinds of service, as X12 codes them; the plan as a whole where none is named.
    pub services: Vec<String>,
    /// Who will treat.
    pub provider: Npi,
    /// On which day.
    pub day: NaiveDate,
}

/// Whether a coverage holds. There is no fourth, and no default: what is not told is undetermined,
/// which is never the patient's to pay.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EligibilityResult {
    /// The payer says that it holds.
    Active,
    /// The payer says that it does not.
    Inactive,
    /// The payer says neither, or both.
    Undetermined,
}

/// A result, and the entries that say so.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Determination {
    /// Whether the coverage holds.
    pub result: EligibilityResult,
    /// The places of the entries that it rests on, from 0. An undetermined result with entries is one
    /// where they contradict each other.
    pub entries: Vec<usize>,
}

/// A value that an entry tells.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// An amount.
    Amount(Money),
    /// A part.
    Share(Rate),
    /// A count of what the entry's unit says.
    Quantity(Units),
}

/// A value, with where it is from.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Quote {
    /// The value.
    pub told: Told,
    /// The place of the entry, from 0.
    pub entry: usize,
    /// The day on which the payer said so.
    pub as_of: NaiveDate,
    /// Whether the entry itself says for which network it holds.
    pub network_told: bool,
    /// Whether the entry names the service itself, not the plan as a whole.
    pub service_told: bool,
}

/// Which figure is wanted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Wanted<'a> {
    /// Which one.
    pub figure: Figure,
    /// For which kind of service, as X12 codes it.
    pub service: &'a str,
    /// In which network.
    pub network: Network,
    /// For the family as a whole rather than one person. Of no meaning for a copay or a part.
    pub family: bool,
}

/// What a payer answered of one patient, entry by entry. `Debug` shows how much it is.
///
/// Nothing is joined: two entries that contradict each other are both there, and [`Self::quotes`]
/// gives both.
///
/// ```
/// # use pms_core::coverage::{Eligibility, EligibilityResult, Failure};
/// let answer = Eligibility {
///     as_of: "2026-03-02".parse()?,
///     days: vec![],
///     entries: vec![],
///     failures: vec![Failure::new("75", "C")],
/// };
/// // Not found is not uninsured.
/// let day = "2026-03-03".parse()?;
/// assert_eq!(answer.determine("98", day).result, EligibilityResult::Undetermined);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Eligibility {
    /// The day on which the payer answered.
    pub as_of: NaiveDate,
    /// Days that hold for the answer as a whole.
    pub days: Vec<ToldDays>,
    /// The entries, as they were sent.
    pub entries: Vec<BenefitEntry>,
    /// Why there is no answer, or no whole one.
    pub failures: Vec<Failure>,
}

impl Eligibility {
    /// Whether the coverage holds for a kind of service on a day.
    ///
    /// Entries that name the service decide before those of the plan as a whole. An entry for other
    /// days says nothing of this one.
    #[must_use]
    pub fn determine(&self, service: &str, day: NaiveDate) -> Determination {
        let own = self.statuses(day, |entry| entry.names(service));
        let entries = match own.is_empty() {
            true => self.statuses(day, BenefitEntry::is_general),
            false => own,
        };
        let says = |is: fn(&BenefitEntry) -> bool| {
            let mut said = entries.iter().filter_map(|at| self.entries.get(*at));
            said.any(is)
        };
        let active = says(BenefitEntry::is_active);
        let inactive = says(BenefitEntry::is_inactive);
        let result = match (active, inactive) {
            (true, false) if self.days.iter().all(|told| told.may_hold(day)) => {
                EligibilityResult::Active
            }
            (false, true) => EligibilityResult::Inactive,
            _ => EligibilityResult::Undetermined,
        };
        Determination { result, entries }
    }

    fn statuses(&self, day: NaiveDate, fits: impl Fn(&BenefitEntry) -> bool) -> Vec<usize> {
        self.places(|entry| {
            let status = entry.is_active() || entry.is_inactive();
            // What has ended is inactive since: its days do not take that back.
            let holds = entry.is_inactive() || entry.may_hold(day);
            status && holds && fits(entry)
        })
    }

    /// The entries that say that a kind of service is not covered, by their places.
    #[must_use]
    pub fn exclusions(&self, service: &str) -> Vec<usize> {
        self.places(|entry| entry.is_exclusion() && entry.names(service))
    }

    /// The entries that ask for an authorisation of a kind of service, by their places.
    #[must_use]
    pub fn authorizations(&self, service: &str) -> Vec<usize> {
        self.places(|entry| entry.authorization == Some(true) && entry.names(service))
    }

    fn places(&self, fits: impl Fn(&BenefitEntry) -> bool) -> Vec<usize> {
        let numbered = self.entries.iter().enumerate();
        let fitting = numbered.filter(|(_, entry)| fits(entry));
        fitting.map(|(at, _)| at).collect()
    }

    /// What the payer tells of a figure, each with its entry. Values that differ are all given.
    ///
    /// Entries that name the service go before those of the plan as a whole; among them, those that
    /// say for which network they hold go before those that do not. What holds for the other network
    /// is left out.
    #[must_use]
    pub fn quotes(&self, wanted: Wanted<'_>) -> Vec<Quote> {
        let numbered = self.entries.iter().enumerate();
        let all: Vec<Quote> = numbered
            .filter_map(|(at, entry)| self.quote(at, entry, wanted))
            .collect();
        let rank = |quote: &Quote| (quote.service_told, quote.network_told);
        let best = all.iter().map(rank).max();
        all.into_iter()
            .filter(|quote| Some(rank(quote)) == best)
            .collect()
    }

    /// The one value of a figure; none where the payer tells none, or several that differ.
    #[must_use]
    pub fn value(&self, wanted: Wanted<'_>) -> Option<Told> {
        let quotes = self.quotes(wanted);
        let first = quotes.first()?.told;
        quotes
            .iter()
            .all(|quote| quote.told == first)
            .then_some(first)
    }

    fn quote(&self, at: usize, entry: &BenefitEntry, wanted: Wanted<'_>) -> Option<Quote> {
        let service_told = wanted.service != "30" && entry.names(wanted.service);
        let apart = matches!(wanted.figure, Figure::Copay | Figure::Coinsurance);
        let for_whom = apart || (entry.level == "FAM") == wanted.family;
        let network_told = match (entry.in_network, wanted.network) {
            (Some(InNetwork::Yes), Network::Out) | (Some(InNetwork::No), Network::In) => {
                return None;
            }
            (None | Some(InNetwork::Unknown), _) => false,
            _ => true,
        };
        if entry.figure() != Some(wanted.figure)
            || !for_whom
            || !(service_told || entry.is_general())
        {
            return None;
        }
        let amount = entry.amount.map(Told::Amount);
        let share = entry.share.map(Told::Share);
        let quantity = entry.quantity.map(Told::Quantity);
        let told = match wanted.figure {
            Figure::Coinsurance => share.or(amount),
            _ => amount.or(quantity).or(share),
        };
        Some(Quote {
            told: told?,
            entry: at,
            as_of: self.as_of,
            network_told,
            service_told,
        })
    }
}

impl fmt::Debug for Eligibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (entries, failures) = (self.entries.len(), self.failures.len());
        write!(f, "Eligibility({entries} entries, {failures} failures)")
    }
}

/// The chapter's example runs.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/coverage.md")]
struct Chapter;
