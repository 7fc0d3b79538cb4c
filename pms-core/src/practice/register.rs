use crate::access::Verb;
use crate::store::CommitError;
use crate::store::Expected;
use crate::store::Place;
use crate::store::Question;
use crate::store::Record;
use crate::store::Term;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::shell::{Act, Practice};

impl Practice {
    /// Keeps a record, new or in place of the version that is named, and returns its version.
    ///
    /// What other systems call it stays unique within the practice.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Commit`] with `store.version_conflict` where somebody else has changed it
    /// meanwhile, with `store.claim_taken` where another record bears one of its external
    /// identifiers.
    pub async fn register<R: Record>(
        &self,
        call: &Call,
        record: &R,
        expected: Expected,
    ) -> Result<u64, PracticeError> {
        let columns = record.columns();
        let verb = match expected {
            Expected::New => Verb::Create,
            Expected::Exact(_) | Expected::Any => Verb::Update,
        };
        let mut act = Act::new(verb, R::NOUN).on(record.id());
        if let Some(patient) = columns.patient {
            act = act.of(patient);
        }
        let mut attempt = self.begin(call, act, record).await?;
        let document = record.to_document()?;
        let key = record.key();
        loop {
            if let Some(version) = attempt.replay().await? {
                return Ok(version);
            }
            let answers = attempt.read(&[Question::Document(key)]).await?;
            let before = answers.documents(0).first();
            let found = before.map(|stored| stored.version);
            let as_expected = match expected {
                Expected::New => found.is_none(),
                Expected::Exact(version) => found == Some(version),
                Expected::Any => true,
            };
            if !as_expected {
                return Err(CommitError::VersionConflict { key, found }.into());
            }
            let old = before.map_or(&[][..], |stored| &stored.document.terms);
            let mut changes = Changes::default();
            for term in old.iter().filter(|term| !document.terms.contains(term)) {
                if let Some(place) = outside_name(term) {
                    changes.release(place, key.id);
                }
            }
            for place in document.terms.iter().filter_map(outside_name) {
                changes.take(place, key.id);
            }
            changes.put(record, expected, "record.kept")?;
            let version = found.unwrap_or(0).saturating_add(1);
            if let Some(version) = attempt.commit(changes, &version).await? {
                return Ok(version);
            }
        }
    }
}

/// The place that keeps what another system calls a thing from naming two.
fn outside_name(term: &Term) -> Option<Place> {
    let name = &term.name;
    name.starts_with("id:").then(|| Place::Number {
        name: name.clone(),
        value: term.value.clone(),
    })
}
