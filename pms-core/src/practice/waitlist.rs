use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::id::PatientId;
use crate::id::WaitlistEntryId;
use crate::scheduling::Appointment;
use crate::scheduling::Cascade;
use crate::scheduling::Contact;
use crate::scheduling::EntryState;
use crate::scheduling::FillFigures;
use crate::scheduling::Initiator;
use crate::scheduling::Target;
use crate::scheduling::Urgency;
use crate::scheduling::WaitlistEntry;
use crate::scheduling::Wishes;
use crate::scheduling::fill_figures;
use crate::store::Cursor;
use crate::store::Place;
use crate::store::Rows;
use crate::store::Scan;
use crate::time::AsOf;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::shell::{Act, Practice};

/// Who waits, for what, and what would suit.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct JoinWaitlist {
    /// Who waits.
    pub patient: PatientId,
    /// For what.
    pub target: Target,
    /// How offers reach the patient.
    pub contact: Contact,
    /// What would suit.
    #[serde(default)]
    pub wishes: Wishes,
    /// How urgent it is.
    #[serde(default)]
    pub urgency: Urgency,
    /// Whether the patient goes on waiting once the visit was moved.
    #[serde(default)]
    pub keep: bool,
}

/// What a reading of the waitlist for entries that waited too long has ended.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct AgedOut {
    /// The entries that were ended.
    pub entries: Vec<WaitlistEntryId>,
    /// Where to go on; none where all was read.
    pub next: Option<Cursor>,
}

/// How many entries one reading looks at.
const PAGE: u32 = 500;

impl Practice {
    /// A patient begins to wait for a visit, or for an earlier time of one.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Commit`] with `store.claim_taken` where the patient waits for the same already;
    /// [`PracticeError::Unknown`] for a visit that is not theirs.
    pub async fn join_waitlist(
        &self,
        call: &Call,
        wish: &JoinWaitlist,
    ) -> Result<WaitlistEntry, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Waitlist).of(wish.patient);
        let mut attempt = self.begin(call, act, wish).await?;
        loop {
            if let Some(entry) = attempt.replay().await? {
                return Ok(entry);
            }
            attempt.must_exist(Noun::Patient, wish.patient).await?;
            if let Target::Earlier(id) = wish.target {
                let (appointment, _) = attempt.record::<Appointment>(id).await?;
                if appointment.patient() != wish.patient {
                    let key = crate::store::Key::new(Noun::Appointment, id);
                    return Err(PracticeError::Unknown { key });
                }
            }
            let mut entry = WaitlistEntry::join(
                attempt.ids().mint(),
                wish.patient,
                wish.target.clone(),
                wish.contact.clone(),
                call.now,
            )?;
            entry.wishes = wish.wishes.clone();
            entry.urgency = wish.urgency;
            entry.keep = wish.keep;
            let mut changes = Changes::default();
            changes.take(once(&entry), entry.id());
            changes.add(&entry, "waitlist.joined")?;
            if let Some(entry) = attempt.commit(changes, &entry).await? {
                return Ok(entry);
            }
        }
    }

    /// A patient waits no longer.
    ///
    /// # Errors
    ///
    /// [`Refused::NotWaiting`](crate::scheduling::Refused::NotWaiting) where an offer is out, which
    /// is to be declined first.
    pub async fn leave_waitlist(
        &self,
        call: &Call,
        id: WaitlistEntryId,
        by: Initiator,
    ) -> Result<WaitlistEntry, PracticeError> {
        let patient = self.waits(id).await?.patient();
        let act = Act::new(Verb::Cancel, Noun::Waitlist).of(patient).on(id);
        let mut attempt = self.begin(call, act, &(id, by)).await?;
        loop {
            if let Some(entry) = attempt.replay().await? {
                return Ok(entry);
            }
            let (entry, version) = attempt.record::<WaitlistEntry>(id).await?;
            let entry = entry.leave(by, call.now)?;
            let mut changes = Changes::default();
            changes.release(once(&entry), id);
            changes.replace(&entry, version, "waitlist.left")?;
            if let Some(entry) = attempt.commit(changes, &entry).await? {
                return Ok(entry);
            }
        }
    }

    /// Ends entries that have waited longer than the practice's rules say, of one page of the list.
    /// To be called each night until there is no next page.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn age_out_waitlist(
        &self,
        call: &Call,
        after: Option<Cursor>,
    ) -> Result<AgedOut, PracticeError> {
        let act = Act::new(Verb::Update, Noun::Waitlist);
        let mut attempt = self.begin(call, act, &after).await?;
        let scan = Scan::Documents {
            noun: Noun::Waitlist,
            status: Some("waiting".to_owned()),
        };
        loop {
            if let Some(done) = attempt.replay().await? {
                return Ok(done);
            }
            let most = attempt.settings().await?.offers.age_out;
            let store = self.store();
            let page = store.scan(self.id(), &scan, after.as_ref(), PAGE).await?;
            let mut changes = Changes::default();
            let mut entries = Vec::new();
            for stored in page.documents() {
                let entry: WaitlistEntry = stored.record()?;
                let entry = entry.age_out(most, call.now)?;
                if let EntryState::AgedOut { .. } = entry.state() {
                    changes.release(once(&entry), entry.id());
                    changes.replace(&entry, stored.version, "waitlist.aged_out")?;
                    entries.push(entry.id());
                }
            }
            let done = AgedOut {
                entries,
                next: page.next,
            };
            if let Some(done) = attempt.commit(changes, &done).await? {
                return Ok(done);
            }
        }
    }

    /// What the waitlist does for the practice: of all runs of offers, and all entries.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn waitlist_figures(
        &self,
        call: &Call,
        now: DateTime<Utc>,
    ) -> Result<FillFigures, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Report);
        self.begin(call, act, &now).await?;
        let runs: Vec<Cascade> = self.all().await?;
        let entries: Vec<WaitlistEntry> = self.all().await?;
        let as_of = AsOf::new(now.date_naive(), now);
        Ok(fill_figures(&runs, &entries, as_of))
    }

    /// Those who wait, offered something or not, with their versions.
    pub(super) async fn waitlist(&self) -> Result<Vec<(WaitlistEntry, u64)>, PracticeError> {
        let mut entries = Vec::new();
        for status in ["waiting", "offered"] {
            let scan = Scan::Documents {
                noun: Noun::Waitlist,
                status: Some(status.to_owned()),
            };
            self.scan(&scan, |rows| {
                if let Rows::Documents(page) = rows {
                    for stored in &page {
                        entries.push((stored.record()?, stored.version));
                    }
                }
                Ok(())
            })
            .await?;
        }
        Ok(entries)
    }

    async fn waits(&self, id: WaitlistEntryId) -> Result<WaitlistEntry, PracticeError> {
        let key = crate::store::Key::new(Noun::Waitlist, id);
        let question = crate::store::Question::Document(key);
        let answers = self.ask(&[question]).await?;
        let found = answers.record(0)?;
        let (entry, _) = found.ok_or(PracticeError::Unknown { key })?;
        Ok(entry)
    }
}

/// The place that keeps a patient from waiting twice for the same.
pub(super) fn once(entry: &WaitlistEntry) -> Place {
    Place::Number {
        name: "waitlist".to_owned(),
        value: entry.wish_key(),
    }
}
