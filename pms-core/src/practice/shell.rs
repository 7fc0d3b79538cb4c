use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::access::AuditRecord;
use crate::access::Digest;
use crate::access::Noun;
use crate::access::Permission;
use crate::access::Policy;
use crate::access::Request;
use crate::access::Roles;
use crate::access::Verb;
use crate::access::digest;
use crate::id::ActorId;
use crate::id::AppointmentId;
use crate::id::EntryId;
use crate::id::HoldId;
use crate::id::Ids;
use crate::id::PatientId;
use crate::id::PracticeId;
use crate::id::Uuid;
use crate::ledger::Entry;
use crate::ledger::Journal;
use crate::scheduling::Appointment;
use crate::scheduling::Hold;
use crate::scheduling::Refused;
use crate::store::Answers;
use crate::store::CommitBatch;
use crate::store::CommitError;
use crate::store::Expected;
use crate::store::Guard;
use crate::store::Idempotency;
use crate::store::Key;
use crate::store::Place;
use crate::store::Question;
use crate::store::Record;
use crate::store::Store;
use crate::store::Stored;
use crate::time::AsOf;
use crate::time::ZoneRules;

use super::books::Books;
use super::call::Call;
use super::changes::{Changes, ENDED};
use super::error::PracticeError;
use super::settings::Settings;

/// The numbers of a holder's holds.
pub(super) const HOLD_NUMBER: &str = "hold";

/// The numbers of the visits that a fee covers.
pub(super) const FEE_NUMBER: &str = "fee_validity";

/// Numbers that are counted on where another command has taken them.
const COUNTED: [&str; 2] = [HOLD_NUMBER, FEE_NUMBER];

/// How often a command reads and decides anew when others write in between.
const MOST_TRIES: u32 = 32;

/// One practice over its store: checks who may, reads, decides, commits.
///
/// Cheap to clone; every clone is the same practice.
#[derive(Clone)]
pub struct Practice {
    id: PracticeId,
    store: Arc<dyn Store>,
    rules: Arc<dyn ZoneRules>,
    policy: Arc<dyn Policy + Send + Sync>,
}

impl Practice {
    /// The practice of this tenant, with the house's own roles.
    pub fn new(id: PracticeId, store: Arc<dyn Store>, rules: Arc<dyn ZoneRules>) -> Self {
        Self::guarded(id, store, rules, Arc::new(Roles))
    }

    /// The practice of this tenant, with a host's own rules of who may do what.
    pub fn guarded(
        id: PracticeId,
        store: Arc<dyn Store>,
        rules: Arc<dyn ZoneRules>,
        policy: Arc<dyn Policy + Send + Sync>,
    ) -> Self {
        Self {
            id,
            store,
            rules,
            policy,
        }
    }

    /// Which tenant it is.
    #[must_use]
    pub fn id(&self) -> PracticeId {
        self.id
    }

    /// The store, for a host that delivers the outbox or reads journals.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The zone rules in force.
    #[must_use]
    pub fn rules(&self) -> &dyn ZoneRules {
        self.rules.as_ref()
    }

    pub(super) async fn ask(&self, questions: &[Question]) -> Result<Answers, PracticeError> {
        Ok(self.store.read(self.id, questions).await?)
    }

    /// Whose appointment it is, for the check of permissions.
    pub(super) async fn patient_of(&self, id: AppointmentId) -> Result<PatientId, PracticeError> {
        self.owner::<Appointment>(id).await
    }

    /// Whose record it is, for the check of permissions.
    pub(super) async fn owner<R: Record>(
        &self,
        id: impl Into<Uuid>,
    ) -> Result<PatientId, PracticeError> {
        let key = Key::new(R::NOUN, id);
        let answers = self.ask(&[Question::Document(key)]).await?;
        let stored = answers.documents(0).first();
        let patient = stored.and_then(|stored| stored.document.columns.patient);
        patient.ok_or(PracticeError::Unknown { key })
    }

    /// One entry of the books.
    pub(super) async fn entry(&self, id: EntryId) -> Result<Entry, PracticeError> {
        let answers = self.ask(&[Question::Entry(id)]).await?;
        let key = Key::new(Noun::Ledger, id);
        let found = answers.entries(0).first().cloned();
        found.ok_or(PracticeError::Unknown { key })
    }

    /// Begins a command: is it allowed, and has it been done before?
    ///
    /// A refusal goes to the audit trail before it is returned.
    pub(super) async fn begin<'a>(
        &'a self,
        call: &'a Call,
        act: Act,
        request: &impl Serialize,
    ) -> Result<Attempt<'a>, PracticeError> {
        let asked = serde_json::to_vec(request).map_err(|_| PracticeError::Request)?;
        let mut named = act.permission.to_string().into_bytes();
        named.push(0);
        named.extend(asked);
        let wanted = Request {
            actor: call.actor,
            permission: act.permission,
            patient: act.patient,
            purpose: call.purpose.clone(),
        };
        let decision = self.policy.decide(&wanted);
        let attempt = Attempt {
            practice: self,
            call,
            audit: wanted.audited(decision, call.now, act.record),
            request: digest(&named),
            read: BTreeMap::new(),
            books: BTreeMap::new(),
            ids: Ids::from(call.fresh),
            tries: 0,
        };
        match decision.granted() {
            Ok(_) => Ok(attempt),
            Err(refusal) => {
                attempt.note_refusal().await?;
                Err(refusal.into())
            }
        }
    }
}

/// What a command does, for the check of permissions and for the audit trail.
pub(super) struct Act {
    permission: Permission,
    patient: Option<PatientId>,
    record: Option<Uuid>,
}

impl Act {
    /// A verb on a noun.
    pub(super) fn new(verb: Verb, noun: Noun) -> Self {
        Self {
            permission: Permission::new(verb, noun),
            patient: None,
            record: None,
        }
    }

    /// The same, of this patient.
    pub(super) fn of(self, patient: PatientId) -> Self {
        Self {
            patient: Some(patient),
            ..self
        }
    }

    /// The same, to this entry of the books, and of the patient whom it is about.
    pub(super) fn to(self, entry: &Entry) -> Self {
        let places = Books::of([entry]).into_iter();
        let patient = places.into_iter().find_map(|place| match place {
            Books::Patient(patient) => Some(patient),
            Books::Payment(_) => None,
        });
        Self { patient, ..self }.on(entry.id())
    }

    /// The same, to this record.
    pub(super) fn on(self, record: impl Into<Uuid>) -> Self {
        Self {
            record: Some(record.into()),
            ..self
        }
    }
}

/// One command on its way: it reads, decides and commits, again where somebody wrote in between.
pub(super) struct Attempt<'a> {
    practice: &'a Practice,
    call: &'a Call,
    audit: AuditRecord,
    request: Digest,
    read: BTreeMap<Key, u64>,
    books: BTreeMap<Books, Expected>,
    ids: Ids,
    tries: u32,
}

impl Attempt<'_> {
    /// The identifiers of this command, from the first.
    pub(super) fn ids(&mut self) -> &mut Ids {
        &mut self.ids
    }

    /// What the command answered when it was sent before.
    pub(super) async fn replay<T: DeserializeOwned>(&self) -> Result<Option<T>, PracticeError> {
        let question = Question::Receipt(self.call.key.clone());
        let answers = self.ask(&[question]).await?;
        match answers.receipt(0) {
            None => Ok(None),
            Some(before) if before.request != self.request => Err(CommitError::IdemMismatch.into()),
            Some(before) => answer(&before.receipt.reply).map(Some),
        }
    }

    /// The answers to questions, as of one instant. Documents among them are guarded: the command
    /// commits only where they are still the same.
    pub(super) async fn read(&mut self, questions: &[Question]) -> Result<Answers, PracticeError> {
        let answers = self.ask(questions).await?;
        for n in 0..questions.len() {
            for stored in answers.documents(n) {
                self.read.insert(stored.document.key, stored.version);
            }
        }
        Ok(answers)
    }

    /// The zone rules in force.
    pub(super) fn rules(&self) -> &dyn ZoneRules {
        self.practice.rules()
    }

    /// What the command brought.
    pub(super) fn call(&self) -> &Call {
        self.call
    }

    /// The command commits only where a record is still at this version.
    pub(super) fn guard(&mut self, key: Key, version: u64) {
        self.read.insert(key, version);
    }

    /// Whether the caller may do something besides, that the command does only now and then.
    pub(super) fn may(&self, permission: Permission) -> Result<(), PracticeError> {
        let wanted = Request {
            actor: self.call.actor,
            permission,
            patient: None,
            purpose: self.call.purpose.clone(),
        };
        self.practice.policy.decide(&wanted).granted()?;
        Ok(())
    }

    /// One record and its version.
    pub(super) async fn record<R: Record>(
        &mut self,
        id: impl Into<Uuid>,
    ) -> Result<(R, u64), PracticeError> {
        let key = Key::new(R::NOUN, id);
        let answers = self.read(&[Question::Document(key)]).await?;
        answers.record(0)?.ok_or(PracticeError::Unknown { key })
    }

    /// Who calls.
    pub(super) fn actor(&self) -> ActorId {
        self.call.actor.id
    }

    /// The time of the call.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.call.now
    }

    /// What the practice has set for itself.
    pub(super) async fn settings(&mut self) -> Result<Settings, PracticeError> {
        let (settings, _) = self.record(self.practice.id).await?;
        Ok(settings)
    }

    /// A hold that still keeps its time, and its version.
    pub(super) async fn live_hold(&mut self, id: HoldId) -> Result<(Hold, u64), PracticeError> {
        let key = Key::new(Noun::Hold, id);
        let answers = self.read(&[Question::Document(key)]).await?;
        let stored = answers.documents(0).first();
        let stored = stored.ok_or(PracticeError::Unknown { key })?;
        let hold: Hold = stored.record()?;
        if stored.document.columns.status.as_deref() == Some(ENDED) {
            let at = hold.expires();
            return Err(Refused::HoldExpired { at }.into());
        }
        Ok((hold, stored.version))
    }

    /// The same where it is the caller's, or where the caller may change holds of others.
    pub(super) async fn own_hold(&mut self, id: HoldId) -> Result<(Hold, u64), PracticeError> {
        let (hold, version) = self.live_hold(id).await?;
        let wanted = Request {
            actor: self.call.actor,
            permission: Permission::new(Verb::Update, Noun::Hold),
            patient: None,
            purpose: self.call.purpose.clone(),
        };
        let may = self.practice.policy.decide(&wanted).granted().is_ok();
        match hold.clone().asked_by(self.call.actor.id) {
            Err(refused) if !may => Err(refused.into()),
            _ => Ok((hold, version)),
        }
    }

    /// All that is in the books of some patients. What is decided from it commits only where nothing
    /// else was posted for them meanwhile.
    pub(super) async fn journal_of(
        &mut self,
        patients: impl IntoIterator<Item = PatientId>,
    ) -> Result<Journal, PracticeError> {
        let patients: BTreeSet<PatientId> = patients.into_iter().collect();
        let mut questions = Vec::with_capacity(patients.len() * 2);
        for patient in &patients {
            questions.push(Question::Entries(*patient));
            questions.push(Question::Document(Key::new(Noun::Ledger, *patient)));
        }
        let answers = self.ask(&questions).await?;
        let mut entries: Vec<Entry> = Vec::new();
        for (n, patient) in patients.into_iter().enumerate() {
            entries.extend(answers.entries(n * 2).iter().cloned());
            self.expect(Books::Patient(patient), answers.documents(n * 2 + 1));
        }
        Ok(Journal::of(entries)?)
    }

    /// What is in the books about an entry: of its patients and, where it moved a payer's money,
    /// all there is, since that may be about nobody.
    pub(super) async fn journal_about(&mut self, entry: &Entry) -> Result<Journal, PracticeError> {
        let mut patients = Vec::new();
        let mut payments = Vec::new();
        for place in Books::of([entry]) {
            match place {
                Books::Patient(patient) => patients.push(patient),
                Books::Payment(payment) => payments.push(payment),
            }
        }
        let journal = self.journal_of(patients).await?;
        if payments.is_empty() {
            return Ok(journal);
        }
        let document = |payment: &EntryId| Question::Document(Key::new(Noun::Ledger, *payment));
        let questions: Vec<Question> = payments.iter().map(document).collect();
        let answers = self.ask(&questions).await?;
        for (n, payment) in payments.into_iter().enumerate() {
            self.expect(Books::Payment(payment), answers.documents(n));
        }
        self.practice.journal(AsOf::EVERYTHING).await
    }

    fn expect(&mut self, books: Books, stored: &[Stored]) {
        let expected = stored
            .first()
            .map_or(Expected::New, |stored| Expected::Exact(stored.version));
        self.books.insert(books, expected);
    }

    /// The record must be there, whatever stands in it.
    pub(super) async fn must_exist(
        &self,
        noun: Noun,
        id: impl Into<Uuid>,
    ) -> Result<(), PracticeError> {
        let key = Key::new(noun, id);
        let answers = self.ask(&[Question::Document(key)]).await?;
        match answers.documents(0) {
            [] => Err(PracticeError::Unknown { key }),
            _ => Ok(()),
        }
    }

    /// Commits what was decided. None where somebody wrote in between: read and decide again.
    pub(super) async fn commit<T: Serialize + DeserializeOwned>(
        &mut self,
        mut changes: Changes,
        reply: &T,
    ) -> Result<Option<T>, PracticeError> {
        let mut batch = self.batch();
        batch.reply = serde_json::to_vec(reply).map_err(|_| PracticeError::Request)?;
        for (books, expected) in std::mem::take(&mut self.books) {
            changes.put(&books, expected, "ledger.posted")?;
        }
        let read = std::mem::take(&mut self.read);
        let guards = read
            .into_iter()
            .map(|(key, version)| Guard { key, version });
        changes.into_batch(&mut batch, guards, &mut self.ids);
        self.tries += 1;
        match self.practice.store.commit(batch).await {
            Ok(receipt) => answer(&receipt.reply).map(Some),
            Err(
                CommitError::VersionConflict { .. } | CommitError::Retryable | CommitError::Unknown,
            ) if self.tries < MOST_TRIES => {
                self.ids = Ids::from(self.call.fresh);
                Ok(None)
            }
            // Somebody has taken this number meanwhile: count again.
            Err(CommitError::ClaimTaken {
                place: Place::Number { name, .. },
                ..
            }) if COUNTED.contains(&name.as_str()) && self.tries < MOST_TRIES => {
                self.ids = Ids::from(self.call.fresh);
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Commits one entry of the books, and gives it back as it was posted.
    pub(super) async fn post(&mut self, entry: Entry) -> Result<Option<Entry>, PracticeError> {
        let mut changes = Changes::default();
        changes.enter([entry.clone()]);
        self.commit(changes, &entry).await
    }

    /// Whether to read and decide once more, after a commit that was refused.
    pub(super) fn tries_again(&mut self) -> bool {
        self.ids = Ids::from(self.call.fresh);
        self.tries < MOST_TRIES
    }

    /// The answers to questions, without a guard: what changes meanwhile does not matter, or is
    /// guarded by a place.
    pub(super) async fn ask(&self, questions: &[Question]) -> Result<Answers, PracticeError> {
        self.practice.ask(questions).await
    }

    fn batch(&self) -> CommitBatch {
        let idempotency = Idempotency {
            key: self.call.key.clone(),
            request: self.request,
        };
        CommitBatch::new(self.practice.id, self.audit.clone(), idempotency)
    }

    /// A look at a patient's record goes to the audit trail.
    pub(super) async fn note(&self) -> Result<(), PracticeError> {
        if self.audit.patient.is_none() {
            return Ok(());
        }
        let mut batch = self.batch();
        batch.idempotency.key = format!("read {}", self.call.key);
        self.practice.store.commit(batch).await?;
        Ok(())
    }

    /// A refusal is kept under a key of its own: the command's stays free for one who may.
    async fn note_refusal(&self) -> Result<(), PracticeError> {
        let mut batch = self.batch();
        batch.idempotency.key = format!("refused {}", self.call.fresh);
        self.practice.store.commit(batch).await?;
        Ok(())
    }
}

fn answer<T: DeserializeOwned>(reply: &[u8]) -> Result<T, PracticeError> {
    serde_json::from_slice(reply).map_err(|_| PracticeError::Reply)
}
