use chrono::{DateTime, Utc};

use crate::access::Noun;
use crate::access::Permission;
use crate::access::Verb;
use crate::scheduling::Appointment;
use crate::scheduling::Calendar;
use crate::scheduling::Layer;
use crate::scheduling::Offer;
use crate::scheduling::Schedule;
use crate::scheduling::stranded;
use crate::scheduling::what_if;
use crate::store::Expected;
use crate::store::Key;
use crate::store::Question;
use crate::store::Stamp;
use crate::time::Interval;
use crate::time::Minute;

use super::call::Call;
use super::error::PracticeError;
use super::shell::{Act, Attempt, Practice};

/// What became of a schedule that was published.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Published {
    /// At which version the schedule is kept now.
    pub version: u64,
    /// The visits ahead that it leaves out, by start. They stay booked: somebody has to decide.
    pub stranded: Vec<StrandedVisit>,
}

/// A booked visit that a schedule leaves out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StrandedVisit {
    /// Which visit.
    pub appointment: Appointment,
    /// What the schedule says against it.
    pub layer: Layer,
}

/// What would change if a schedule stood so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WhatIf {
    /// The visits ahead that it would leave out, by start.
    pub stranded: Vec<StrandedVisit>,
    /// How much time is offered to each type of visit now, and how much would be.
    pub offers: Vec<Offer>,
}

impl Practice {
    /// Keeps a schedule as it is to be from now on, new or in place of the version that is named,
    /// and lists the visits ahead that it leaves out. None of them is cancelled by that; seats in a
    /// group are listed one by one.
    ///
    /// The list is read after the commit: what was booked before is in it, and what is booked later
    /// is checked against this version. Sent again, the call lists what stands then.
    ///
    /// # Errors
    ///
    /// As [`register`](Self::register); it takes the permission to read appointments besides.
    pub async fn publish(
        &self,
        call: &Call,
        schedule: &Schedule,
        expected: Expected,
    ) -> Result<Published, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Appointment);
        let attempt = self.begin(call, act, schedule).await?;
        let version = self.register(call, schedule, expected).await?;
        Ok(Published {
            version,
            stranded: self.left_out(&attempt, schedule).await?,
        })
    }

    /// What would change if a schedule stood so: the visits ahead that it would leave out, and how
    /// much time it offers to each type of visit from one instant until another. Keeps nothing; a
    /// schedule that is not there yet is compared with no hours at all.
    ///
    /// # Errors
    ///
    /// Where the permission refuses: it takes those to read schedules and appointments;
    /// `time.reversed`; whatever the zone rules refuse.
    pub async fn what_if(
        &self,
        call: &Call,
        schedule: &Schedule,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<WhatIf, PracticeError> {
        let window = Interval::new(Minute::containing(from), Minute::containing(to))?;
        let act = Act::new(Verb::Read, Noun::Schedule).on(schedule.id);
        let mut attempt = self.begin(call, act, &(schedule, from, to)).await?;
        attempt.may(Permission::new(Verb::Read, Noun::Appointment))?;
        let settings = attempt.settings().await?;
        let key = Key::new(Noun::Schedule, schedule.id);
        let answers = attempt.ask(&[Question::Document(key)]).await?;
        let kept = answers.record::<Schedule>(0)?;
        let before = kept.map_or_else(|| without_hours(schedule), |(kept, _)| kept);
        let calendar = |schedule| Calendar {
            closures: &settings.closures,
            ..Calendar::of(schedule)
        };
        let (now, after) = (calendar(&before), calendar(schedule));
        let (types, rules) = (&settings.visit_types, self.rules());
        Ok(WhatIf {
            stranded: self.left_out(&attempt, schedule).await?,
            offers: what_if(&now, &after, types, window, rules, call.now)?,
        })
    }

    /// The visits ahead that a schedule leaves out, by start.
    async fn left_out(
        &self,
        attempt: &Attempt<'_>,
        schedule: &Schedule,
    ) -> Result<Vec<StrandedVisit>, PracticeError> {
        let now = attempt.now();
        let question = Question::Appointments {
            resource: schedule.resource,
            within: Stamp::from(now)..Stamp::MAX,
        };
        let visits: Vec<Appointment> = attempt.ask(&[question]).await?.records(0)?;
        let ahead = visits.into_iter().filter(|visit| {
            let meaning = visit.status().meaning();
            let begun = visit.slot().time().at() < Minute::containing(now);
            meaning.occupies && !meaning.ended && !begun
        });
        let mut left_out = Vec::new();
        for appointment in ahead {
            let found = stranded(schedule, [appointment.slot()], self.rules(), now)?;
            if let Some(layer) = found.first().map(|one| one.layer) {
                left_out.push(StrandedVisit { appointment, layer });
            }
        }
        Ok(left_out)
    }
}

/// The same schedule, before anything was published.
fn without_hours(schedule: &Schedule) -> Schedule {
    Schedule::new(
        schedule.id,
        schedule.resource,
        schedule.location,
        schedule.zone.clone(),
    )
}
