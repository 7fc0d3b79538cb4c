use crate::access::Noun;
use crate::access::Verb;
use crate::id::ExternalId;
use crate::id::PatientId;
use crate::id::Uuid;
use crate::ledger::Entry;
use crate::ledger::Journal;
use crate::store::Key;
use crate::store::Question;
use crate::store::Record;
use crate::store::Rows;
use crate::store::Scan;
use crate::store::Stored;
use crate::store::Term;
use crate::time::AsOf;

use super::call::Call;
use super::error::PracticeError;
use super::shell::{Act, Practice};

/// How many rows a page of a long reading has.
const PAGE: u32 = 2_000;

impl Practice {
    /// One record and its version.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`].
    pub async fn load<R: Record>(
        &self,
        call: &Call,
        id: impl Into<Uuid>,
    ) -> Result<(R, u64), PracticeError> {
        let key = Key::new(R::NOUN, id);
        let answers = self.ask(&[Question::Document(key)]).await?;
        let stored = answers.documents(0).first();
        let stored = stored.ok_or(PracticeError::Unknown { key })?;
        let mut act = Act::new(Verb::Read, R::NOUN).on(key.id);
        if let Some(patient) = stored.document.columns.patient {
            act = act.of(patient);
        }
        self.begin(call, act, &key).await?.note().await?;
        Ok((stored.record()?, stored.version))
    }

    /// The record that another system calls so; none where there is none.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn find<R: Record>(
        &self,
        call: &Call,
        name: &ExternalId,
    ) -> Result<Option<(R, u64)>, PracticeError> {
        let noun = R::NOUN;
        let term = Term::external(name);
        let answers = self.ask(&[Question::ByTerm { noun, term }]).await?;
        let Some(stored) = answers.documents(0).first() else {
            self.begin(call, Act::new(Verb::Read, noun), name).await?;
            return Ok(None);
        };
        self.load(call, stored.document.key.id).await.map(Some)
    }

    /// The records of a noun that are a patient's, oldest first.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn of_patient<R: Record>(
        &self,
        call: &Call,
        patient: PatientId,
    ) -> Result<Vec<R>, PracticeError> {
        let noun = R::NOUN;
        let act = Act::new(Verb::Read, noun).of(patient);
        self.begin(call, act, &(noun, patient))
            .await?
            .note()
            .await?;
        let answers = self.ask(&[Question::OfPatient { noun, patient }]).await?;
        Ok(answers.records(0)?)
    }

    /// Every record of a noun, oldest first, read page by page.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses: it takes the permission to export.
    pub async fn every<R: Record>(&self, call: &Call) -> Result<Vec<R>, PracticeError> {
        let noun = R::NOUN;
        let act = Act::new(Verb::Export, noun);
        self.begin(call, act, &noun).await?;
        self.all().await
    }

    pub(super) async fn all<R: Record>(&self) -> Result<Vec<R>, PracticeError> {
        self.all_standing(None).await
    }

    /// Every record of a noun that stands so, oldest first.
    pub(super) async fn all_standing<R: Record>(
        &self,
        status: Option<&str>,
    ) -> Result<Vec<R>, PracticeError> {
        let noun = R::NOUN;
        let status = status.map(str::to_owned);
        let scan = Scan::Documents { noun, status };
        let mut records = Vec::new();
        self.scan(&scan, |rows| {
            if let Rows::Documents(page) = rows {
                for stored in &page {
                    records.push(Stored::record(stored)?);
                }
            }
            Ok(())
        })
        .await?;
        Ok(records)
    }

    /// The books as of a day and an instant: every entry of the practice, in one journal.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn books(&self, call: &Call, as_of: AsOf) -> Result<Journal, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Report);
        self.begin(call, act, &as_of).await?;
        self.journal(as_of).await
    }

    pub(super) async fn journal(&self, as_of: AsOf) -> Result<Journal, PracticeError> {
        let mut entries: Vec<Entry> = Vec::new();
        self.scan(&Scan::Entries(as_of), |rows| {
            if let Rows::Entries(page) = rows {
                entries.extend(page);
            }
            Ok(())
        })
        .await?;
        Ok(Journal::of(entries)?)
    }

    pub(super) async fn scan(
        &self,
        scan: &Scan,
        mut take: impl FnMut(Rows) -> Result<(), PracticeError>,
    ) -> Result<(), PracticeError> {
        let mut after = None;
        loop {
            let page = self
                .store()
                .scan(self.id(), scan, after.as_ref(), PAGE)
                .await?;
            take(page.rows)?;
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(()),
            }
        }
    }
}
