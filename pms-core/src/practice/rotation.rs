use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::id::ScheduleId;
use crate::id::VisitTypeId;
use crate::scheduling::Load;
use crate::scheduling::Schedule;
use crate::time::Interval;
use crate::time::Minute;
use crate::time::Minutes;
use crate::time::TimeError;

use super::calendar::{Calendars, Wanted};
use super::call::Call;
use super::error::PracticeError;
use super::shell::{Act, Practice};

/// Visits that go round among some schedules.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Rotation {
    /// Among whom, each with the share that it takes beside the others.
    pub among: Vec<Share>,
    /// Which type of visit is to be given to one of them.
    pub visit: VisitTypeId,
    /// What is booked from here on counts.
    pub from: DateTime<Utc>,
    /// What is booked before this counts.
    pub to: DateTime<Utc>,
}

/// What part of the visits goes to a schedule.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Share {
    /// Which.
    pub schedule: ScheduleId,
    /// Its weight beside the others'; with 0 it comes after all.
    pub weight: u32,
}

/// One of those whose turn it may be.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Turn {
    /// Which schedule.
    pub schedule: ScheduleId,
    /// Its weight.
    pub weight: u32,
    /// What visits and holds take of its time, without buffers.
    pub booked: Minutes,
    /// What it is taken to have: as much as `booked`, or for one whose first hours begin within the
    /// time that counts what the others have for their weight, where that is more.
    pub counted: Minutes,
}

impl Practice {
    /// Whose turn it is: the least minutes for the weight first, those named earlier first where
    /// they are alike. Every visit counts, however it came to be booked. As `any_of` of a wish or a
    /// choice the order decides who is booked.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`]; a window whose end is not after its start; whatever the
    /// permission refuses.
    pub async fn whose_turn(
        &self,
        call: &Call,
        rotation: &Rotation,
    ) -> Result<Vec<Turn>, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Appointment);
        let mut attempt = self.begin(call, act, rotation).await?;
        let (from, to) = (
            Minute::containing(rotation.from),
            Minute::containing(rotation.to),
        );
        let window = Interval::new(from, to)?;
        let visit = attempt.visit_type(rotation.visit).await?.duration();
        let among = &rotation.among;
        let schedules: Vec<ScheduleId> = among.iter().map(|share| share.schedule).collect();
        let wanted = Wanted {
            schedules: &schedules,
            windows: &[window],
            except: &[],
            now: call.now,
        };
        let calendars = Calendars::read(&mut attempt, wanted).await?;
        let (mut there, mut joining) = (Vec::new(), Vec::new());
        for (share, (schedule, booked)) in among.iter().zip(calendars.booked(window)) {
            let turn = Turn {
                schedule: share.schedule,
                weight: share.weight,
                booked,
                counted: booked,
            };
            match self.began(schedule, from)? {
                true => there.push(turn),
                false => joining.push(turn),
            }
        }
        let others: Vec<Load> = there.iter().map(Turn::load).collect();
        for turn in &mut joining {
            let share = Load::joining(0, turn.weight, &others).booked;
            turn.counted = turn.booked.max(share);
        }
        let place = |turn: &Turn| schedules.iter().position(|one| *one == turn.schedule);
        let mut turns = there;
        turns.append(&mut joining);
        turns.sort_by_key(|turn| (turn.load().with(visit), place(turn)));
        Ok(turns)
    }

    /// Whether a schedule has had hours by an instant.
    fn began(&self, schedule: &Schedule, at: Minute) -> Result<bool, TimeError> {
        let day = self.rules().civil_at(&schedule.zone, at)?.date();
        let mut templates = schedule.templates().iter();
        Ok(templates.any(|template| template.valid().start() <= day))
    }
}

impl Turn {
    const fn load(&self) -> Load {
        Load::new(0, self.counted, self.weight)
    }
}
