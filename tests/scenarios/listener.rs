//! Nobody's data prints: whatever goes into the store and comes out of a command is formatted, and
//! nothing of a patient may be in it.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pms_core::id::{PracticeId, Uuid};
use pms_core::store::{
    Answers, Capabilities, CommitBatch, CommitError, Cursor, Event, Key, Leased, Page, Question,
    Receipt, Scan, Store, StoreError,
};

/// Who listens, and for what.
#[derive(Default)]
pub(crate) struct Listener {
    /// Names, numbers and days of birth of the scenario's patients, as words.
    private: Mutex<BTreeSet<String>>,
    heard: Mutex<Option<String>>,
}

impl Listener {
    /// From now on this word may not be heard.
    pub(crate) fn keep(&self, word: &str) {
        self.private.lock().unwrap().insert(word.to_uppercase());
    }

    /// Formats a value in both ways and looks at every word of it.
    pub(crate) fn listen(&self, what: &impl Debug) {
        let private = self.private.lock().unwrap();
        if private.is_empty() {
            return;
        }
        for shown in [format!("{what:?}"), format!("{what:#?}")] {
            let shown = shown.to_uppercase();
            let words = shown.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
            if let Some(word) = words.into_iter().find(|word| private.contains(*word)) {
                let kind = shown.split(['(', ' ', '{']).next().unwrap_or_default();
                *self.heard.lock().unwrap() = Some(format!("{kind} prints {word}"));
            }
        }
    }

    /// What was heard since it was asked last.
    pub(crate) fn heard(&self) -> Option<String> {
        self.heard.lock().unwrap().take()
    }
}

/// A store that is listened to.
pub(crate) struct Overheard {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) listener: Arc<Listener>,
}

impl Overheard {
    fn listened<T: Debug>(&self, what: T) -> T {
        self.listener.listen(&what);
        what
    }
}

#[async_trait]
impl Store for Overheard {
    fn capabilities(&self) -> Capabilities {
        self.store.capabilities()
    }

    async fn read(
        &self,
        practice: PracticeId,
        questions: &[Question],
    ) -> Result<Answers, StoreError> {
        self.listener.listen(&questions);
        self.listened(self.store.read(practice, questions).await)
    }

    async fn commit(&self, batch: CommitBatch) -> Result<Receipt, CommitError> {
        self.listener.listen(&batch);
        self.listened(self.store.commit(batch).await)
    }

    async fn scan(
        &self,
        practice: PracticeId,
        scan: &Scan,
        after: Option<&Cursor>,
        most: u32,
    ) -> Result<Page, StoreError> {
        self.listener.listen(&(scan, after));
        self.listened(self.store.scan(practice, scan, after, most).await)
    }

    async fn outbox_claim(
        &self,
        practice: PracticeId,
        now: DateTime<Utc>,
        lease: Duration,
        most: u32,
    ) -> Result<Vec<Leased>, StoreError> {
        self.listened(self.store.outbox_claim(practice, now, lease, most).await)
    }

    async fn outbox_ack(&self, practice: PracticeId, ids: &[Uuid]) -> Result<(), StoreError> {
        self.listened(self.store.outbox_ack(practice, ids).await)
    }

    async fn journal(
        &self,
        practice: PracticeId,
        stream: Key,
        after: u64,
        most: u32,
    ) -> Result<Vec<Event>, StoreError> {
        self.listened(self.store.journal(practice, stream, after, most).await)
    }
}

#[test]
fn a_word_of_a_patient_is_heard_and_no_other() {
    let listener = Listener::default();
    listener.keep("Marsh");
    listener.keep("1985-03-09");
    listener.listen(&("Marshal", "1985-03-10"));
    assert_eq!(listener.heard(), None);
    for leak in ["to Pia Marsh", "MARSH", "born 1985-03-09."] {
        listener.listen(&leak);
        assert!(listener.heard().is_some(), "{leak}");
    }
    assert_eq!(listener.heard(), None);
}
