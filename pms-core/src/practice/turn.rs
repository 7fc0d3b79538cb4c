use std::collections::BTreeMap;

use crate::access::Noun;
use crate::id::CascadeId;
use crate::id::WaitlistEntryId;
use crate::scheduling::Cascade;
use crate::scheduling::Freed;
use crate::scheduling::Hold;
use crate::scheduling::Refused;
use crate::scheduling::TimeOffer;
use crate::scheduling::WaitlistEntry;
use crate::store::Key;
use crate::store::Place;
use crate::store::Question;

use super::changes::{Changes, ENDED};
use super::error::PracticeError;
use super::shell::Attempt;
use super::visit::end_hold;
use super::waitlist::once;

/// A run in the middle of a step, with what is to be written.
pub(super) struct Turn {
    pub(super) cascade: Cascade,
    pub(super) changes: Changes,
    pub(super) entries: BTreeMap<WaitlistEntryId, (WaitlistEntry, u64)>,
}

impl Turn {
    pub(super) async fn read(
        attempt: &mut Attempt<'_>,
        id: CascadeId,
    ) -> Result<(Self, u64), PracticeError> {
        let (cascade, version) = attempt.record::<Cascade>(id).await?;
        let turn = Self {
            cascade,
            changes: Changes::default(),
            entries: BTreeMap::new(),
        };
        Ok((turn, version))
    }

    pub(super) async fn commit(
        mut self,
        attempt: &mut Attempt<'_>,
        version: u64,
        happened: &'static str,
    ) -> Result<Option<Cascade>, PracticeError> {
        if !self.keeps_its_place() {
            let run = run_of(self.cascade.freed());
            self.changes.release(run, self.cascade.id());
        }
        self.changes.replace(&self.cascade, version, happened)?;
        attempt.commit(self.changes, &self.cascade).await
    }

    /// Whether no other run may be started for the same time.
    pub(super) fn keeps_its_place(&self) -> bool {
        self.cascade.wake().is_some() || self.cascade.freed().origin.is_some()
    }

    /// An entry and its version.
    pub(super) async fn waits(
        &self,
        attempt: &mut Attempt<'_>,
        id: WaitlistEntryId,
    ) -> Result<(WaitlistEntry, u64), PracticeError> {
        match self.entries.get(&id) {
            Some(known) => Ok(known.clone()),
            None => attempt.record(id).await,
        }
    }

    /// A step of an entry, to be written.
    pub(super) async fn entry(
        &mut self,
        attempt: &mut Attempt<'_>,
        id: WaitlistEntryId,
        step: impl FnOnce(WaitlistEntry) -> Result<WaitlistEntry, Refused> + Send,
        happened: &'static str,
    ) -> Result<(), PracticeError> {
        let (entry, version) = self.waits(attempt, id).await?;
        let entry = step(entry)?;
        if !entry.is_open() {
            self.changes.release(once(&entry), id);
        }
        self.changes.replace(&entry, version, happened)?;
        self.entries.insert(id, (entry, version));
        Ok(())
    }

    /// The hold of an offer, where it still keeps its time.
    pub(super) async fn live_hold(
        &self,
        attempt: &mut Attempt<'_>,
        offer: &TimeOffer,
    ) -> Result<Option<(Hold, u64)>, PracticeError> {
        let Some(id) = offer.hold else {
            return Ok(None);
        };
        let key = Key::new(Noun::Hold, id);
        if self.changes.writes(key) {
            return Ok(None);
        }
        let answers = attempt.read(&[Question::Document(key)]).await?;
        let Some(stored) = answers.documents(0).first() else {
            return Ok(None);
        };
        if stored.document.columns.status.as_deref() == Some(ENDED) {
            return Ok(None);
        }
        Ok(Some((stored.record()?, stored.version)))
    }

    pub(super) async fn end_hold(
        &mut self,
        attempt: &mut Attempt<'_>,
        offer: &TimeOffer,
    ) -> Result<(), PracticeError> {
        if let Some((hold, version)) = self.live_hold(attempt, offer).await? {
            end_hold(&mut self.changes, &hold, version)?;
        }
        Ok(())
    }
}

/// The place that keeps one run to one freed time. That of a visit that gave its time up stays for
/// ever, so that nobody is asked twice about it.
pub(super) fn run_of(freed: &Freed) -> Place {
    Place::Number {
        name: "cascade".to_owned(),
        value: freed.key(),
    }
}
