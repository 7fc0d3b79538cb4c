//! Batches for the fault tests, and the look that tells whether each was kept whole, once or not.

use chrono::{DateTime, NaiveDate, Utc};
use pms_core::access::{
    Actor, AuditRecord, Digest, Noun, Outcome, Permission, Purpose, Role, Verb, digest,
};
use pms_core::id::{ActorId, ChargeId, EntryId, PatientId, PracticeId, ResourceId, Uuid};
use pms_core::ledger::{
    Account, AccountKind, Content, Dates, Entry, Journal, Posting, Source, SourceKind,
};
use pms_core::money::Money;
use pms_core::store::{
    Columns, CommitBatch, CommitError, Cursor, Document, Expected, Idempotency, Key, Message,
    NewEvent, Place, Put, Question, Receipt, Scan, Stamp, Store, Taking, verify_events,
};
use pms_core::time::AsOf;

/// One practice's work: batch `n` books a visit, posts a charge, tells of it and sends a message.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    seed: Uuid,
}

impl Work {
    pub fn new(seed: Uuid) -> Self {
        Self { seed }
    }

    pub fn practice(self) -> PracticeId {
        self.seed.into()
    }

    fn id<I: From<Uuid>>(self, kind: u128, n: u64) -> I {
        I::from(Uuid::from_u128(
            self.seed.as_u128() ^ kind << 64 ^ u128::from(n),
        ))
    }

    pub fn now(self) -> DateTime<Utc> {
        "2026-03-02T14:00:00Z".parse().unwrap()
    }

    fn day(self) -> NaiveDate {
        "2026-03-02".parse().unwrap()
    }

    pub fn actor(self, who: u64) -> ActorId {
        self.id(1, who)
    }

    pub fn visit(self, n: u64) -> Key {
        Key::new(Noun::Appointment, self.id::<Uuid>(2, n))
    }

    fn charge(self, n: u64) -> Entry {
        let patient = self.id::<PatientId>(3, n % 7);
        let owed = Account::of(AccountKind::PatientReceivable)
            .for_patient(patient)
            .on_charge(self.id::<ChargeId>(4, n));
        let amount = Money::from_cents(100 + i64::try_from(n).unwrap()).unwrap();
        let posting = Posting::new(owed, Account::of(AccountKind::Revenue), amount).unwrap();
        let dates = Dates {
            service: None,
            effective: self.day(),
            recorded: self.now(),
        };
        let content = Content::new().money(amount).hash();
        let source = Source::new(SourceKind::Charge, format!("{n}"), content).unwrap();
        Entry::new(self.id::<EntryId>(5, n), dates, source, vec![posting]).unwrap()
    }

    /// An empty batch by one of the actors.
    pub fn batch(self, key: &str, who: u64) -> CommitBatch {
        let audit = AuditRecord {
            at: self.now(),
            actor: Actor {
                id: self.actor(who),
                role: Role::Program,
            },
            permission: Permission::new(Verb::Create, Noun::Appointment),
            record: None,
            patient: None,
            purpose: Purpose::Operations,
            place: None,
            outcome: Outcome::Done,
        };
        let idempotency = Idempotency {
            key: key.to_owned(),
            request: digest(key.as_bytes()),
        };
        CommitBatch::new(self.practice(), audit, idempotency)
    }

    /// Batch `n`. It would be kept twice gladly, were it not for its key.
    pub fn nth(self, n: u64, who: u64) -> CommitBatch {
        let mut batch = self.batch(&format!("work {n}"), who);
        let key = self.visit(n);
        batch.puts.push(Put {
            document: Document {
                key,
                columns: Columns {
                    on: Some(self.day()),
                    starts_at: Some(Stamp::from(self.now())),
                    ..Columns::default()
                },
                terms: Vec::new(),
                schema: 1,
                body: b"{}".to_vec(),
            },
            expected: Expected::Any,
        });
        for cell in 0..3 {
            let cell = i64::try_from(n).unwrap() * 3 + cell;
            batch.take.push(self.taking(cell, n));
        }
        batch.entries.push(self.charge(n));
        for kind in ["appointment.booked", "appointment.confirmed"] {
            batch.events.push(NewEvent {
                stream: key,
                kind: kind.to_owned(),
                body: b"{}".to_vec(),
            });
        }
        batch.messages.push(Message {
            id: self.id(6, n),
            stream: key,
            topic: "reminder.send".to_owned(),
            body: b"{}".to_vec(),
        });
        batch
    }

    pub fn taking(self, cell: i64, holder: u64) -> Taking {
        Taking {
            place: Place::Cell {
                resource: self.id::<ResourceId>(7, 0),
                lane: 0,
                cell,
            },
            holder: self.id(2, holder),
        }
    }

    /// Whether batch `n` is there, whole and once; nothing of it where it is not.
    pub async fn is_kept(self, store: &dyn Store, n: u64) -> bool {
        let key = self.visit(n);
        let cell = i64::try_from(n).unwrap() * 3;
        let questions = [
            Question::Receipt(format!("work {n}")),
            Question::Document(key),
            Question::Occupancy {
                resource: self.id(7, 0),
                cells: cell..cell + 3,
            },
            Question::Entry(self.id(5, n)),
            Question::Holder(Place::source(&SourceKind::Charge, &format!("{n}"))),
        ];
        let answers = store.read(self.practice(), &questions).await.unwrap();
        let kept = answers.receipt(0).is_some();
        let versions: Vec<u64> = answers
            .documents(1)
            .iter()
            .map(|found| found.version)
            .collect();
        let events = store.journal(self.practice(), key, 0, 10).await.unwrap();
        let parts = (
            versions,
            answers.occupancy(2).len(),
            answers.entries(3).len(),
            answers.holder(4).is_some(),
            events.len(),
        );
        let wanted = if kept {
            (vec![1], 3, 1, true, 2)
        } else {
            (vec![], 0, 0, false, 0)
        };
        assert_eq!(parts, wanted, "half of batch {n}");
        kept
    }

    /// All batches below `count` are there, each whole and once, and the books add up.
    pub async fn all_kept(self, store: &dyn Store, count: u64, actors: u64) {
        for n in 0..count {
            assert!(self.is_kept(store, n).await, "batch {n} is lost");
        }
        let as_of = AsOf {
            effective: self.day(),
            recorded: self.now(),
        };
        let mut journal = Journal::default();
        let mut after: Option<Cursor> = None;
        loop {
            let scan = Scan::Entries(as_of);
            let page = store
                .scan(self.practice(), &scan, after.as_ref(), 500)
                .await
                .unwrap();
            journal.append_all(page.entries().to_vec()).unwrap();
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(u64::try_from(journal.entries().len()).unwrap(), count);
        let balances = journal.balances(as_of).unwrap();
        assert_eq!(Money::sum(balances.into_values()).unwrap(), Money::ZERO);
        let mut rows = 0;
        for who in 0..actors {
            rows += self.trail(store, who).await;
        }
        assert_eq!(rows, count, "one row of the trail for each batch");
        let lease = std::time::Duration::from_secs(60);
        let most = u32::MAX;
        let lent = store
            .outbox_claim(self.practice(), self.now(), lease, most)
            .await
            .unwrap();
        assert_eq!(u64::try_from(lent.len()).unwrap(), count);
    }

    /// How many rows an actor's trail has; its chain must hold.
    async fn trail(self, store: &dyn Store, who: u64) -> u64 {
        let stream = Key::new(Noun::Actor, self.actor(who));
        let events = store
            .journal(self.practice(), stream, 0, u32::MAX)
            .await
            .unwrap();
        verify_events(self.practice(), stream, Digest::START, &events).unwrap();
        u64::try_from(events.len()).unwrap()
    }
}

/// Sends a batch until the store has an answer, as a host does: the key makes it safe.
pub async fn insist(store: &dyn Store, batch: &CommitBatch) -> Result<Receipt, CommitError> {
    let mut tries = 0;
    loop {
        match store.commit(batch.clone()).await {
            Err(error) if error.is_retryable() && tries < 2_000 => {
                tries += 1;
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
            done => return done,
        }
    }
}
