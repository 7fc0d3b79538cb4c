use core::fmt;
use core::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::access::{Actor, AuditRecord, Noun, Outcome, Permission, Purpose, Role, Verb};
use crate::access::{Digest, digest};
use crate::id::{ActorId, ChargeId, EntryId, PatientId, PayerId, PracticeId, ResourceId, Uuid};
use crate::ledger::{Account, AccountKind, Content, Dates, Entry, Posting, Source, SourceKind};
use crate::money::Money;
use crate::store::batch::{CommitBatch, Expected, Idempotency, Put, Taking};
use crate::store::contract::Store;
use crate::store::document::{Columns, Document, Stored, Term};
use crate::store::error::{CommitError, StoreError};
use crate::store::event::{Event, NewEvent};
use crate::store::key::{Key, Stamp};
use crate::store::outbox::{Leased, Message};
use crate::store::place::{Place, Taken};
use crate::store::question::{Answers, Question};
use crate::store::receipt::Receipt;

use super::suite::Case;

/// What was not as it must be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure(String);

impl Failure {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self(format!("{}: {error}", error.code()))
    }
}

impl From<CommitError> for Failure {
    fn from(error: CommitError) -> Self {
        Self(format!("{}: {error}", error.code()))
    }
}

/// Both must be the same.
pub(super) fn same<T: fmt::Debug + PartialEq>(
    what: &str,
    found: T,
    wanted: T,
) -> Result<(), Failure> {
    if found == wanted {
        Ok(())
    } else {
        Err(Failure(format!(
            "{what}: found {found:?}, wanted {wanted:?}"
        )))
    }
}

/// It must be so.
pub(super) fn so(what: &str, is: bool) -> Result<(), Failure> {
    is.then_some(()).ok_or_else(|| Failure(what.to_owned()))
}

/// A case's place to work: a store, two practices of its own, and identifiers by number.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The store.
    pub store: &'a dyn Store,
    base: u128,
    practice: PracticeId,
}

impl fmt::Debug for Desk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Desk({:?})", self.practice)
    }
}

impl<'a> Desk<'a> {
    /// The room for numbers below a base.
    const ROOM: u128 = (1 << 40) - 1;

    /// A desk for a case; another seed gives other practices.
    #[must_use]
    pub fn new(store: &'a dyn Store, seed: Uuid, case: &Case) -> Self {
        let name = format!("{seed} {} {}", case.group, case.name);
        let bytes = *digest(name.as_bytes()).bytes();
        let base = bytes
            .iter()
            .take(16)
            .fold(0_u128, |all, byte| all << 8 | u128::from(*byte));
        let base = base & !Self::ROOM;
        let practice = PracticeId::from(Uuid::from_u128(base));
        Self {
            store,
            base,
            practice,
        }
    }

    /// The same desk in another practice: the same identifiers, none of the same rows.
    #[must_use]
    pub fn next_door(self) -> Self {
        let practice = PracticeId::from(Uuid::from_u128(self.base ^ (1 << 100)));
        Self { practice, ..self }
    }

    pub(super) fn practice(&self) -> PracticeId {
        self.practice
    }

    /// Identifier `n`; they sort by number.
    pub(super) fn id<I: From<Uuid>>(&self, n: u64) -> I {
        I::from(Uuid::from_u128(self.base | u128::from(n)))
    }

    pub(super) fn key(&self, noun: Noun, n: u64) -> Key {
        Key::new(noun, self.id::<Uuid>(n))
    }

    pub(super) fn actor(&self) -> ActorId {
        self.id(900)
    }

    /// Nine in the morning of a Monday.
    pub(super) fn nine(&self) -> DateTime<Utc> {
        self.day(0).and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(9)
    }

    /// The Monday, or days after it.
    pub(super) fn day(&self, after: i64) -> NaiveDate {
        let monday = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap_or_default();
        monday + TimeDelta::days(after)
    }

    /// A batch under a key, with its audit record alone.
    pub(super) fn batch(&self, key: &str) -> CommitBatch {
        let audit = AuditRecord {
            at: self.nine(),
            actor: Actor {
                id: self.actor(),
                role: Role::FrontDesk,
            },
            permission: Permission::new(Verb::Create, Noun::Appointment),
            record: None,
            patient: None,
            purpose: Purpose::Treatment,
            place: None,
            outcome: Outcome::Done,
        };
        let idempotency = Idempotency {
            key: key.to_owned(),
            request: digest(key.as_bytes()),
        };
        CommitBatch::new(self.practice, audit, idempotency)
    }

    /// Document `n` of a noun, with nothing but a body.
    pub(super) fn plain(&self, noun: Noun, n: u64) -> Document {
        Document {
            key: self.key(noun, n),
            columns: Columns::default(),
            terms: Vec::new(),
            schema: 1,
            body: format!("{{\"n\":{n}}}").into_bytes(),
        }
    }

    /// Appointment `n` of resource 800, which takes `minutes` from so many minutes after nine.
    pub(super) fn visit(&self, n: u64, after: i64, minutes: i64) -> Document {
        let mut visit = self.plain(Noun::Appointment, n);
        let start = self.nine() + TimeDelta::minutes(after);
        visit.columns.starts_at = Some(Stamp::from(start));
        visit.columns.ends_at = Some(Stamp::from(start + TimeDelta::minutes(minutes)));
        visit.columns.status = Some("booked".to_owned());
        visit.terms.push(Term::resource(self.resource()));
        visit
    }

    pub(super) fn resource(&self) -> ResourceId {
        self.id(800)
    }

    pub(super) fn cell(&self, cell: i64) -> Place {
        Place::Cell {
            resource: self.resource(),
            lane: 0,
            cell,
        }
    }

    pub(super) fn number(&self, value: &str) -> Place {
        Place::Number {
            name: "record number".to_owned(),
            value: value.to_owned(),
        }
    }

    pub(super) fn taking(&self, place: Place, holder: u64) -> Taking {
        Taking {
            place,
            holder: self.id(holder),
        }
    }

    pub(super) fn happened(&self, stream: Key, kind: &str) -> NewEvent {
        NewEvent {
            stream,
            kind: kind.to_owned(),
            body: kind.as_bytes().to_vec(),
        }
    }

    pub(super) fn message(&self, stream: Key, n: u64) -> Message {
        Message {
            id: self.id(n),
            stream,
            topic: "reminder.send".to_owned(),
            body: format!("{n}").into_bytes(),
        }
    }

    /// Entry `n`: so many cents charged to a patient, effective some days after the Monday and
    /// recorded some minutes after its nine o'clock.
    pub(super) fn entry(
        &self,
        n: u64,
        patient: u64,
        cents: i64,
        (days, minutes): (i64, i64),
    ) -> Result<Entry, Failure> {
        let wrong = |what: &dyn fmt::Display| Failure(format!("an entry: {what}"));
        let owed = Account::of(AccountKind::PatientReceivable)
            .for_patient(self.id::<PatientId>(patient))
            .at_payer(self.id::<PayerId>(700))
            .on_charge(self.id::<ChargeId>(n));
        let earned = Account::of(AccountKind::Revenue);
        let amount = Money::from_cents(cents).map_err(|error| wrong(&error))?;
        let posting = Posting::new(owed, earned, amount).map_err(|error| wrong(&error))?;
        let dates = Dates {
            service: Some(self.day(days)),
            effective: self.day(days),
            recorded: self.nine() + TimeDelta::minutes(minutes),
        };
        let content = Content::new().money(amount).hash();
        let source = Source::new(SourceKind::Charge, format!("charge {n}"), content)
            .map_err(|error| wrong(&error))?;
        let id = self.id::<EntryId>(n);
        Entry::new(id, dates, source, vec![posting]).map_err(|error| wrong(&error))
    }

    /// A batch that writes one of everything, numbered from `n`.
    pub(super) fn everything(&self, key: &str, n: u64) -> Result<CommitBatch, Failure> {
        let mut batch = self.batch(key);
        let mut visit = self.visit(n, 0, 30);
        visit.columns.patient = Some(self.id(n + 1));
        visit.columns.on = Some(self.day(0));
        visit.terms.push(Term::new("number", format!("{n}")));
        let stream = visit.key;
        batch.puts.push(Put {
            document: visit,
            expected: Expected::New,
        });
        let cell = i64::try_from(n).unwrap_or(i64::MAX);
        batch.take.push(self.taking(self.cell(cell), n));
        let number = self.number(&format!("{n}"));
        batch.take.push(self.taking(number, n));
        batch
            .entries
            .push(self.entry(n + 2, n + 1, 15_000, (0, 0))?);
        batch
            .events
            .push(self.happened(stream, "appointment.booked"));
        batch.messages.push(self.message(stream, n + 3));
        batch.reply = b"booked".to_vec();
        Ok(batch)
    }

    /// How much there is of what [`everything`](Self::everything) writes from `n`: one of each
    /// where it was kept, none where it was not.
    pub(super) async fn count(&self, key: &str, n: u64) -> Result<[usize; 9], Failure> {
        let stream = self.key(Noun::Appointment, n);
        let cell = i64::try_from(n).unwrap_or(i64::MAX);
        let questions = [
            Question::Document(stream),
            Question::ByTerm {
                noun: Noun::Appointment,
                term: Term::new("number", format!("{n}")),
            },
            Question::OfPatient {
                noun: Noun::Appointment,
                patient: self.id(n + 1),
            },
            Question::Occupancy {
                resource: self.resource(),
                cells: cell..cell.saturating_add(1),
            },
            Question::Holder(self.number(&format!("{n}"))),
            Question::Entries(self.id(n + 1)),
            Question::Receipt(key.to_owned()),
        ];
        let answers = self.ask(&questions).await?;
        let events = self.journal(stream).await?;
        let mine = self.id::<Uuid>(n + 3);
        let lent = self.lend(1_000, 1).await?;
        let messages = lent.iter().filter(|leased| leased.message.id == mine);
        Ok([
            answers.documents(0).len(),
            answers.documents(1).len(),
            answers.documents(2).len(),
            answers.occupancy(3).len(),
            usize::from(answers.holder(4).is_some()),
            answers.entries(5).len(),
            usize::from(answers.receipt(6).is_some()),
            events.len(),
            messages.count(),
        ])
    }

    pub(super) async fn keep(&self, batch: CommitBatch) -> Result<Receipt, Failure> {
        Ok(self.store.commit(batch).await?)
    }

    /// Keeps one document.
    pub(super) async fn put(
        &self,
        key: &str,
        document: Document,
        expected: Expected,
    ) -> Result<Receipt, Failure> {
        let mut batch = self.batch(key);
        batch.puts.push(Put { document, expected });
        self.keep(batch).await
    }

    /// Keeps the taking of some places by one holder.
    pub(super) async fn take(
        &self,
        key: &str,
        places: impl IntoIterator<Item = Place>,
        holder: u64,
    ) -> Result<Receipt, CommitError> {
        let mut batch = self.batch(key);
        let takings = places.into_iter().map(|place| self.taking(place, holder));
        batch.take.extend(takings);
        self.store.commit(batch).await
    }

    /// The batch must be refused with this code.
    pub(super) async fn refused(
        &self,
        batch: CommitBatch,
        code: &str,
    ) -> Result<CommitError, Failure> {
        match self.store.commit(batch).await {
            Ok(_) => Err(Failure(format!("kept, and not refused with {code}"))),
            Err(error) => {
                same("the refusal", error.code(), code)?;
                Ok(error)
            }
        }
    }

    pub(super) async fn ask(&self, questions: &[Question]) -> Result<Answers, Failure> {
        Ok(self.store.read(self.practice, questions).await?)
    }

    pub(super) async fn documents(&self, question: Question) -> Result<Vec<Stored>, Failure> {
        Ok(self.ask(&[question]).await?.documents(0).to_vec())
    }

    pub(super) async fn document(&self, key: Key) -> Result<Option<Stored>, Failure> {
        let found = self.documents(Question::Document(key)).await?;
        Ok(found.into_iter().next())
    }

    pub(super) async fn holder(&self, place: Place) -> Result<Option<Uuid>, Failure> {
        Ok(self.ask(&[Question::Holder(place)]).await?.holder(0))
    }

    pub(super) async fn occupancy(
        &self,
        cells: core::ops::Range<i64>,
    ) -> Result<Vec<Taken>, Failure> {
        let resource = self.resource();
        let question = Question::Occupancy { resource, cells };
        Ok(self.ask(&[question]).await?.occupancy(0).to_vec())
    }

    pub(super) async fn journal(&self, stream: Key) -> Result<Vec<Event>, Failure> {
        let events = self.store.journal(self.practice, stream, 0, 1_000).await?;
        Ok(events)
    }

    /// Lends messages at so many minutes past nine, for five minutes.
    pub(super) async fn lend(&self, minutes: i64, most: u32) -> Result<Vec<Leased>, Failure> {
        let now = self.nine() + TimeDelta::minutes(minutes);
        let lease = Duration::from_secs(300);
        let lent = self.store.outbox_claim(self.practice, now, lease, most);
        Ok(lent.await?)
    }

    pub(super) fn request(&self, text: &str) -> Digest {
        digest(text.as_bytes())
    }
}

/// The numbers of documents, in the order found.
pub(super) fn numbers(documents: &[Stored]) -> Vec<u128> {
    let low = |stored: &Stored| stored.document.key.id.as_u128() & Desk::ROOM;
    documents.iter().map(low).collect()
}
