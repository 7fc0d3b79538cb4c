use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::id::ScheduleId;
use crate::scheduling::HoursFault;
use crate::scheduling::HoursOverlap;
use crate::scheduling::Schedule;
use crate::scheduling::load_hours;
use crate::store::CommitError;
use crate::store::Expected;
use crate::store::Key;
use crate::store::Question;
use crate::store::Term;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::shell::{Act, Attempt, Practice};

/// What a file of hours would change, or has changed.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct HoursImport {
    /// The schedules that get hours, each with the version that it had.
    pub schedules: Vec<(ScheduleId, u64)>,
    /// Where a resource is there already.
    pub overlaps: Vec<HoursOverlap>,
    /// The rows that were not taken.
    pub refused: Vec<HoursFault>,
}

impl Practice {
    /// What a file of hours would change; nothing is kept. See [`load_hours`] for its columns.
    ///
    /// # Errors
    ///
    /// [`Refused::NoColumn`](crate::scheduling::Refused::NoColumn); whatever the zone rules refuse.
    pub async fn preview_hours(
        &self,
        call: &Call,
        csv: &[u8],
    ) -> Result<HoursImport, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Schedule);
        let mut attempt = self.begin(call, act, &csv).await?;
        Ok(self.with_hours(&mut attempt, csv).await?.0)
    }

    /// Adds the hours of a file to its schedules, all in one commit, as a preview has shown them: the
    /// schedules have to be those that it saw, in the versions that it saw.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Commit`] with `store.version_conflict` where a schedule has changed since; and
    /// as [`preview_hours`](Self::preview_hours).
    pub async fn import_hours(
        &self,
        call: &Call,
        csv: &[u8],
        seen: &[(ScheduleId, u64)],
    ) -> Result<HoursImport, PracticeError> {
        let act = Act::new(Verb::Update, Noun::Schedule);
        let mut attempt = self.begin(call, act, &(csv, seen)).await?;
        loop {
            if let Some(done) = attempt.replay().await? {
                return Ok(done);
            }
            let (import, schedules) = self.with_hours(&mut attempt, csv).await?;
            let unseen = import.schedules.iter().find(|one| !seen.contains(one));
            if let Some((id, version)) = unseen {
                let key = Key::new(Noun::Schedule, *id);
                let found = Some(*version);
                return Err(CommitError::VersionConflict { key, found }.into());
            }
            let mut changes = Changes::default();
            for (schedule, (_, version)) in schedules.iter().zip(&import.schedules) {
                changes.put(schedule, Expected::Exact(*version), "schedule.hours_added")?;
            }
            if let Some(done) = attempt.commit(changes, &import).await? {
                return Ok(done);
            }
        }
    }

    /// What a file would change, with the schedules as they would be.
    async fn with_hours(
        &self,
        attempt: &mut Attempt<'_>,
        csv: &[u8],
    ) -> Result<(HoursImport, Vec<Schedule>), PracticeError> {
        let loaded = load_hours(csv)?;
        let mut named: Vec<ScheduleId> = loaded.rows.iter().map(|row| row.schedule).collect();
        named.sort_unstable();
        named.dedup();
        let key = |id: &ScheduleId| Question::Document(Key::new(Noun::Schedule, *id));
        let answers = attempt
            .ask(&named.iter().map(key).collect::<Vec<_>>())
            .await?;
        let mut resources = Vec::with_capacity(named.len());
        for n in 0..named.len() {
            let found: Option<(Schedule, u64)> = answers.record(n)?;
            resources.extend(found.map(|(schedule, _)| schedule.resource));
        }
        resources.sort_unstable();
        resources.dedup();
        let of = |resource| Question::ByTerm {
            noun: Noun::Schedule,
            term: Term::resource(resource),
        };
        let questions: Vec<Question> = resources.into_iter().map(of).collect();
        let answers = attempt.read(&questions).await?;
        let mut known: Vec<(Schedule, u64)> = Vec::new();
        for n in 0..questions.len() {
            for stored in answers.documents(n) {
                known.push((stored.record()?, stored.version));
            }
        }
        let all: Vec<Schedule> = known.iter().map(|(schedule, _)| schedule.clone()).collect();
        let preview = loaded.preview(&all, self.rules())?;
        let version = |id: ScheduleId| {
            let found = known.iter().find(|(schedule, _)| schedule.id == id);
            found.map(|(_, version)| (id, *version))
        };
        let schedules = preview.schedules.iter().filter_map(|one| version(one.id));
        let import = HoursImport {
            schedules: schedules.collect(),
            overlaps: preview.overlaps,
            refused: preview.refused,
        };
        Ok((import, preview.schedules))
    }
}
