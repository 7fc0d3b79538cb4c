use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, CascadeId, HoldId, Ids, OfferId, ScheduleId};
use crate::time::{Minute, Minutes};

use super::appointment::Appointment;
use super::error::Refused;
use super::hold::later;
use super::offer::{OfferState, Reply, TimeOffer};
use super::offer_rules::{Manner, Mode, OfferRules};
use super::waitlist_rank::{Candidate, Freed, Origin, PassedOver, Ranking};

/// One run of offers for time that became free: from the first offer to a visit, or to nobody left.
///
/// It decides and touches nothing: each step gives the run as it stands then and [`Effect`]s, which
/// the host carries out in the same commit. Nothing happens by itself: [`advance`](Self::advance) at
/// [`wake`](Self::wake), and after each answer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Cascade {
    id: CascadeId,
    freed: Freed,
    rules: OfferRules,
    started: DateTime<Utc>,
    state: CascadeState,
    offers: Vec<TimeOffer>,
    passed_over: Vec<PassedOver>,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
#[non_exhaustive]
pub enum CascadeState {
    /// Offers are out, or will be.
    Running {
        /// Before this nothing is due.
        wake: DateTime<Utc>,
    },
    /// Somebody has the time.
    Filled {
        /// By which offer.
        offer: OfferId,
        /// When.
        at: DateTime<Utc>,
    },
    /// Nobody is left who could be offered it: it is free.
    Exhausted {
        /// When.
        at: DateTime<Utc>,
    },
    /// The practice ended it.
    Stopped {
        /// When.
        at: DateTime<Utc>,
    },
}

/// What has to be done in the commit that keeps a step of a run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Effect {
    /// An offer is made: its entry is [`offered`] it; its hold, where it has one, is placed until it
    /// expires; the patient is told or called.
    ///
    /// [`offered`]: super::WaitlistEntry::offered
    Made(OfferId),
    /// An offer is accepted and waits for the practice: its time is held until then.
    Kept(OfferId),
    /// An offer has ended without a visit: its hold is given back, its entry has [`passed`] it, and
    /// the patient is told where they could still have answered.
    ///
    /// [`passed`]: super::WaitlistEntry::passed
    Over(OfferId),
}

impl Cascade {
    /// A run that makes its first offers when it is next advanced.
    #[must_use]
    pub const fn start(id: CascadeId, freed: Freed, rules: OfferRules, now: DateTime<Utc>) -> Self {
        Self {
            id,
            freed,
            rules,
            started: now,
            state: CascadeState::Running { wake: now },
            offers: Vec::new(),
            passed_over: Vec::new(),
        }
    }

    /// Ends what has run out. To be done before the candidates are ranked anew: an entry whose offer
    /// ended waits again.
    pub fn expire(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for offer in &mut self.offers {
            let state = match offer.state {
                OfferState::Live if offer.expires <= now => OfferState::Expired { at: now },
                OfferState::Accepted { until, .. } if until <= now => {
                    OfferState::Failed { at: now }
                }
                _ => continue,
            };
            offer.state = state;
            effects.push(Effect::Over(offer.id));
        }
        effects
    }

    /// Makes the offers that are due now, to the best of those who can be offered the time, and says
    /// when to look again.
    ///
    /// Who was offered it in this run is not asked again, whatever the ranking says.
    ///
    /// # Errors
    ///
    /// [`Refused::CascadeOver`]; [`Refused::Time`] beyond the calendar.
    pub fn advance(
        &mut self,
        ranking: &Ranking,
        ids: &mut Ids,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, Refused> {
        self.must_run()?;
        let mut effects = self.expire(now);
        if !self.looks(now)? {
            self.rest(now)?;
            return Ok(effects);
        }
        self.passed_over.clone_from(&ranking.passed_over);
        let mut asleep: Option<DateTime<Utc>> = None;
        let mut batch = usize::from(match self.rules.manner {
            Manner::OneByOne => 1,
            Manner::Broadcast(count) => count.max(1),
        });
        for candidate in &ranking.candidates {
            let asked = |offer: &TimeOffer| offer.entry == candidate.entry;
            if batch == 0 || self.offers.iter().any(asked) {
                continue;
            }
            if candidate.reachable > now {
                let at = candidate.reachable;
                asleep = Some(asleep.map_or(at, |asleep| asleep.min(at)));
                continue;
            }
            if let Some(offer) = self.offer(candidate, ids, now)? {
                effects.push(Effect::Made(offer.id));
                self.offers.push(offer);
                batch -= 1;
            }
        }
        if asleep.is_none() && !self.offers.iter().any(TimeOffer::is_open) {
            self.state = CascadeState::Exhausted { at: now };
        } else {
            self.sleep(asleep, now)?;
        }
        Ok(effects)
    }

    /// Whether an offer is due, for which it has to be known who could have the time. While one can
    /// still be answered there is none, unless a broadcast goes on. To be asked after
    /// [`expire`](Self::expire).
    ///
    /// # Errors
    ///
    /// [`Refused::CascadeOver`]; [`Refused::Time`] beyond the calendar.
    pub fn looks(&self, now: DateTime<Utc>) -> Result<bool, Refused> {
        self.must_run()?;
        let open = self.offers.iter().any(TimeOffer::is_open);
        Ok(!open || self.next_batch_is_due(now)?)
    }

    /// Nothing is due: when to look again.
    ///
    /// # Errors
    ///
    /// [`Refused::Time`] beyond the calendar.
    pub fn rest(&mut self, now: DateTime<Utc>) -> Result<(), Refused> {
        self.sleep(None, now)
    }

    fn offer(
        &self,
        candidate: &Candidate,
        ids: &mut Ids,
        now: DateTime<Utc>,
    ) -> Result<Option<TimeOffer>, Refused> {
        let Some(expires) = self.rules.expires(candidate.start, now)? else {
            return Ok(None);
        };
        Ok(Some(TimeOffer {
            id: ids.mint(),
            entry: candidate.entry,
            patient: candidate.patient,
            visit: candidate.visit,
            start: candidate.start,
            gain: candidate.gain,
            call: candidate.call || self.rules.mode == Mode::Call,
            made: now,
            expires,
            hold: match self.rules.manner {
                Manner::OneByOne => Some(ids.mint()),
                Manner::Broadcast(_) => None,
            },
            state: OfferState::Live,
        }))
    }

    /// A broadcast goes on while its offers can still be answered, unless one is accepted.
    fn next_batch_is_due(&self, now: DateTime<Utc>) -> Result<bool, Refused> {
        Ok(self.next_batch()?.is_some_and(|at| at <= now))
    }

    fn next_batch(&self) -> Result<Option<DateTime<Utc>>, Refused> {
        let accepted = |offer: &TimeOffer| matches!(offer.state, OfferState::Accepted { .. });
        if self.rules.manner == Manner::OneByOne || self.offers.iter().any(accepted) {
            return Ok(None);
        }
        let Some(last) = self.offers.last() else {
            return Ok(None);
        };
        let wait = self.rules.next_batch(self.lead(last.start, last.made));
        Ok(Some(later(last.made, wait)?))
    }

    /// When something is due next: an offer runs out, a batch goes out, a patient can be told.
    fn sleep(&mut self, asleep: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Refused> {
        let batch = self.next_batch()?.filter(|at| *at > now);
        let ends = self.offers.iter().filter_map(|offer| match offer.state {
            OfferState::Live => Some(offer.expires),
            OfferState::Accepted { until, .. } => Some(until),
            _ => None,
        });
        let next = ends.chain(batch).chain(asleep).min();
        if let Some(wake) = next {
            self.state = CascadeState::Running { wake };
        }
        Ok(())
    }

    /// What the patient says. Whether it is to be booked now: then call [`fill`](Self::fill) with the
    /// visit, or [`fail`](Self::fail) where it cannot be booked.
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`] where it was answered, has run out, or somebody else has the time.
    pub fn answer(
        &mut self,
        id: OfferId,
        reply: Reply,
        now: DateTime<Utc>,
    ) -> Result<(bool, Vec<Effect>), Refused> {
        let (mode, until) = {
            let offer = self.live(id, now)?;
            let lead = self.lead(offer.start, now);
            let until = later(now, self.rules.approve_within)?.min(offer.start.into());
            (self.rules.mode_at(lead), until)
        };
        let stop = match reply {
            Reply::Accept if mode == Mode::Approval => {
                self.set(id, OfferState::Accepted { at: now, until });
                let mut effects = self.withdraw_others(id, now);
                effects.push(Effect::Kept(id));
                self.sleep(None, now)?;
                return Ok((false, effects));
            }
            Reply::Accept => return Ok((true, Vec::new())),
            Reply::Decline => false,
            Reply::DeclineAndStop => true,
        };
        self.set(id, OfferState::Declined { at: now, stop });
        self.state = CascadeState::Running { wake: now };
        Ok((false, vec![Effect::Over(id)]))
    }

    /// Whether the practice may book what the patient accepted. Then call [`fill`](Self::fill) or
    /// [`fail`](Self::fail).
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`] unless it is accepted and waits for the practice.
    pub fn approve(&self, id: OfferId, now: DateTime<Utc>) -> Result<&TimeOffer, Refused> {
        self.must_run()?;
        let offer = self.find(id)?;
        match offer.state {
            OfferState::Accepted { until, .. } if now < until => Ok(offer),
            _ => Err(Refused::OfferOver),
        }
    }

    /// An accepted offer of a broadcast gets a hold, which keeps its time for the practice.
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`].
    pub fn hold(&mut self, id: OfferId, hold: HoldId) -> Result<(), Refused> {
        let mut offers = self.offers.iter_mut();
        let offer = offers.find(|offer| offer.id == id && offer.is_open());
        offer.ok_or(Refused::OfferOver)?.hold = Some(hold);
        Ok(())
    }

    /// The practice takes an open offer back; the next is asked.
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`].
    pub fn withdraw(&mut self, id: OfferId, now: DateTime<Utc>) -> Result<Vec<Effect>, Refused> {
        self.must_run()?;
        if !self.find(id)?.is_open() {
            return Err(Refused::OfferOver);
        }
        self.set(id, OfferState::Withdrawn { at: now });
        self.state = CascadeState::Running { wake: now };
        Ok(vec![Effect::Over(id)])
    }

    /// The offer became a visit: the run is over, and the others are told.
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`] unless it is open.
    pub fn fill(
        &mut self,
        id: OfferId,
        appointment: AppointmentId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, Refused> {
        self.must_run()?;
        if !self.find(id)?.is_open() {
            return Err(Refused::OfferOver);
        }
        self.set(
            id,
            OfferState::Booked {
                appointment,
                at: now,
            },
        );
        let effects = self.withdraw_others(id, now);
        self.state = CascadeState::Filled { offer: id, at: now };
        Ok(effects)
    }

    /// The patient said yes and it could not be booked: the next is asked.
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`] unless it is open.
    pub fn fail(&mut self, id: OfferId, now: DateTime<Utc>) -> Result<Vec<Effect>, Refused> {
        let effects = self.withdraw(id, now)?;
        self.set(id, OfferState::Failed { at: now });
        Ok(effects)
    }

    /// The practice ends the run, and takes back what can still be answered.
    ///
    /// # Errors
    ///
    /// [`Refused::CascadeOver`].
    pub fn stop(&mut self, now: DateTime<Utc>) -> Result<Vec<Effect>, Refused> {
        self.must_run()?;
        let effects = self.withdraw_open(|_| true, now);
        self.state = CascadeState::Stopped { at: now };
        Ok(effects)
    }

    /// The time that a moved visit gives up, to be offered in turn: none where the runs are deep
    /// enough, or the offer was no move. Who declined here is not asked there, nor who moved.
    ///
    /// `before` is the visit as it was, `schedules` those of its time.
    #[must_use]
    pub fn next(
        &self,
        offer: &TimeOffer,
        before: &Appointment,
        schedules: Vec<ScheduleId>,
    ) -> Option<Freed> {
        let depth = self.freed.depth.checked_add(1)?;
        if depth > self.rules.depth || offer.gain.is_none() {
            return None;
        }
        let declined = |offer: &&TimeOffer| matches!(offer.state, OfferState::Declined { .. });
        let mut excluded = self.freed.excluded.clone();
        excluded.extend(self.offers.iter().filter(declined).map(|offer| offer.entry));
        excluded.insert(offer.entry);
        Some(Freed {
            time: before.slot().interval(),
            schedules,
            origin: Some(Origin {
                appointment: before.id(),
                sequence: before.sequence(),
                visit: before.slot().visit().id(),
            }),
            depth,
            excluded,
        })
    }

    /// Which run this is.
    #[must_use]
    pub const fn id(&self) -> CascadeId {
        self.id
    }

    /// The time that is offered.
    #[must_use]
    pub const fn freed(&self) -> &Freed {
        &self.freed
    }

    /// By which rules, as they were when it was started.
    #[must_use]
    pub const fn rules(&self) -> &OfferRules {
        &self.rules
    }

    /// Since when.
    #[must_use]
    pub const fn started(&self) -> DateTime<Utc> {
        self.started
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> CascadeState {
        self.state
    }

    /// When something is due next; none once it is over.
    #[must_use]
    pub const fn wake(&self) -> Option<DateTime<Utc>> {
        match self.state {
            CascadeState::Running { wake } => Some(wake),
            _ => None,
        }
    }

    /// Every offer that it made, in order: what it did, when, and how each ended.
    #[must_use]
    pub fn offers(&self) -> &[TimeOffer] {
        &self.offers
    }

    /// Why the others were not asked, when it was last looked.
    #[must_use]
    pub fn passed_over(&self) -> &[PassedOver] {
        &self.passed_over
    }

    /// One of its offers.
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`] where it made no such offer.
    pub fn find(&self, id: OfferId) -> Result<&TimeOffer, Refused> {
        let found = self.offers.iter().find(|offer| offer.id == id);
        found.ok_or(Refused::OfferOver)
    }

    fn live(&self, id: OfferId, now: DateTime<Utc>) -> Result<&TimeOffer, Refused> {
        let offer = self.find(id)?;
        let running = self.wake().is_some();
        if running && offer.state == OfferState::Live && now < offer.expires {
            Ok(offer)
        } else {
            Err(Refused::OfferOver)
        }
    }

    fn set(&mut self, id: OfferId, state: OfferState) {
        for offer in self.offers.iter_mut().filter(|offer| offer.id == id) {
            offer.state = state;
        }
    }

    fn withdraw_others(&mut self, id: OfferId, now: DateTime<Utc>) -> Vec<Effect> {
        self.withdraw_open(|offer| offer.id != id, now)
    }

    fn withdraw_open(
        &mut self,
        which: impl Fn(&TimeOffer) -> bool,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        let offers = self.offers.iter_mut();
        for offer in offers.filter(|offer| offer.is_open() && which(offer)) {
            offer.state = OfferState::Withdrawn { at: now };
            effects.push(Effect::Over(offer.id));
        }
        effects
    }

    fn must_run(&self) -> Result<(), Refused> {
        self.wake().map(|_| ()).ok_or(Refused::CascadeOver)
    }

    fn lead(&self, start: Minute, now: DateTime<Utc>) -> Minutes {
        Minutes::between(Minute::containing(now), start)
    }
}

#[cfg(test)]
#[path = "offer_cascade_tests.rs"]
mod tests;
