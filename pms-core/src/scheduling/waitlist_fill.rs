use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::VisitTypeId;
use crate::metrics::{Quantity, Ratio};
use crate::time::{AsOf, Minute, Minutes};

use super::offer::OfferState;
use super::offer_cascade::{Cascade, CascadeState};
use super::waitlist_entry::{EntryState, Target, WaitlistEntry};

/// What a waitlist does for a practice, read from its runs of offers and its entries.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FillFigures {
    /// Runs that led to a visit ÷ runs that are over, those aside that the practice stopped.
    pub fill_rate: Ratio,
    /// Offers that were accepted ÷ offers that ended by the patient's answer or silence.
    pub acceptance: Ratio,
    /// From the start of a run to its visit; the median.
    pub time_to_fill: Option<Minutes>,
    /// By how much moved visits became earlier; the median.
    pub gain: Option<Minutes>,
    /// From joining the list to the visit's booking, by type of visit; the median. Of those who
    /// waited for a visit, not for an earlier time.
    pub wait: BTreeMap<VisitTypeId, Minutes>,
}

/// The figures of the runs that were started, and the entries that were made, by `as_of`.
#[must_use]
pub fn fill_figures<'a>(
    runs: impl IntoIterator<Item = &'a Cascade>,
    entries: impl IntoIterator<Item = &'a WaitlistEntry>,
    as_of: AsOf,
) -> FillFigures {
    let mut tally = Tally::default();
    for run in runs
        .into_iter()
        .filter(|run| run.started() <= as_of.recorded)
    {
        tally.run(run);
    }
    let mut wait: BTreeMap<VisitTypeId, Vec<u64>> = BTreeMap::new();
    for entry in entries {
        if let (Target::Visit(types), EntryState::Booked { at, .. }) =
            (entry.target(), entry.state())
            && at <= as_of.recorded
            && let Some(visit) = types.first()
        {
            let waited = span(entry.created(), at);
            wait.entry(*visit).or_default().push(waited);
        }
    }
    let wait = wait.into_iter();
    FillFigures {
        fill_rate: ratio("filled/filled+exhausted", tally.filled, tally.over, as_of),
        acceptance: ratio(
            "accepted/answered+expired",
            tally.accepted,
            tally.ended,
            as_of,
        ),
        time_to_fill: median(tally.to_fill),
        gain: median(tally.gains),
        wait: wait
            .filter_map(|(visit, waited)| Some((visit, median(waited)?)))
            .collect(),
    }
}

#[derive(Default)]
struct Tally {
    filled: u64,
    over: u64,
    accepted: u64,
    ended: u64,
    to_fill: Vec<u64>,
    gains: Vec<u64>,
}

impl Tally {
    fn run(&mut self, run: &Cascade) {
        match run.state() {
            CascadeState::Filled { at, .. } => {
                self.filled += 1;
                self.over += 1;
                self.to_fill.push(span(run.started(), at));
            }
            CascadeState::Exhausted { .. } => self.over += 1,
            CascadeState::Running { .. } | CascadeState::Stopped { .. } => {}
        }
        for offer in run.offers() {
            match offer.state {
                OfferState::Booked { .. } => {
                    self.accepted += 1;
                    self.ended += 1;
                    self.gains.extend(offer.gain.map(Minutes::count));
                }
                OfferState::Accepted { .. } | OfferState::Failed { .. } => {
                    self.accepted += 1;
                    self.ended += 1;
                }
                OfferState::Declined { .. } | OfferState::Expired { .. } => self.ended += 1,
                OfferState::Live | OfferState::Withdrawn { .. } => {}
            }
        }
    }
}

fn span(from: chrono::DateTime<chrono::Utc>, to: chrono::DateTime<chrono::Utc>) -> u64 {
    Minutes::between(Minute::containing(from), Minute::containing(to)).count()
}

fn ratio(convention: &str, numerator: u64, denominator: u64, as_of: AsOf) -> Ratio {
    Ratio {
        convention: convention.to_owned(),
        as_of,
        numerator: Quantity::Count(numerator),
        denominator: Quantity::Count(denominator),
        days: 1,
    }
}

/// The middle one; of an even number the lower of the two in the middle.
fn median(mut minutes: Vec<u64>) -> Option<Minutes> {
    minutes.sort_unstable();
    let middle = minutes.len().checked_sub(1)? / 2;
    minutes.get(middle).copied().map(Minutes::new)
}
