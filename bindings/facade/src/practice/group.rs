use pms_core::scheduling;
use pms_core::scheduling::Because;
use pms_core::scheduling::GroupSize;
use pms_core::scheduling::Joined;

use crate::error::{At, PmsError, parse};
use crate::identity::read;
use crate::scalar::Instant;

use super::call::Call;
use super::shell::{Practice, told};
use super::visit::{BookedVisit, Side, VisitChoice, chosen, resources, span, visit, word};

record! {
    /// A member's place in a group.
    pub struct GroupSeat {
        /// Who.
        pub patient: String,
        /// Their appointment.
        pub appointment: String,
    }
}

record! {
    /// A visit of several patients at once, as it stands.
    pub struct VisitGroup {
        /// The group.
        pub id: String,
        /// When it starts.
        pub start: Instant,
        /// When it ends.
        pub end: Instant,
        /// Whose time it takes.
        pub resources: Vec<String>,
        /// Where it stands: `open`, `goes_ahead`, `called_off`.
        pub state: String,
        /// When it is decided whether it takes place.
        pub decide_by: Instant,
        /// Its members, in the order in which they joined.
        pub seats: Vec<GroupSeat>,
        /// Who waits for a seat, the longest first.
        pub waiting: Vec<String>,
    }
}

record! {
    /// What became of one who wanted to join a group.
    pub struct GroupPlace {
        /// Their visit, where they have a seat.
        pub seated: Option<BookedVisit>,
        /// How many are before them, where the group is full and they wait.
        pub before: Option<u32>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// Opens a group at a start, which needs so many members and takes so many: it holds its time from
    /// now on.
    ///
    /// # Errors
    ///
    /// `scheduling.group_size`; `scheduling.not_free`; `scheduling.decide_late`.
    pub async fn open_group(
        &self,
        call: Call,
        choice: VisitChoice,
        least: u16,
        most: u16,
        decide_by: Instant,
    ) -> Result<VisitGroup, PmsError> {
        let size = GroupSize::new(least, most).at("least")?;
        let (choice, call) = (chosen(&choice)?, call.core()?);
        let group = self.core.open_group(&call, &choice, size, decide_by.0);
        Ok(row(&group.await.map_err(told)?))
    }

    /// Moves a group to another time, with all its members, or not at all. Without a moment of its own
    /// it is decided when it was to be.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.not_free`, `scheduling.group_over`, `scheduling.decide_late`.
    pub async fn move_group(
        &self,
        call: Call,
        group: String,
        choice: VisitChoice,
        decide_by: Option<Instant>,
        by: Side,
    ) -> Result<VisitGroup, PmsError> {
        let id = read(&group, || "group".to_owned())?;
        let (choice, call) = (chosen(&choice)?, call.core()?);
        let decide_by = decide_by.map(Instant::inner);
        let moved = self
            .core
            .move_group(&call, id, &choice, decide_by, by.into());
        Ok(row(&moved.await.map_err(told)?))
    }

    /// Gives a patient a seat in a group, or a place among those who wait for one.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.in_group`, `scheduling.group_over`.
    pub async fn join_group(
        &self,
        call: Call,
        group: String,
        patient: String,
    ) -> Result<GroupPlace, PmsError> {
        let id = read(&group, || "group".to_owned())?;
        let patient = read(&patient, || "patient".to_owned())?;
        let joined = self.core.join_group(&call.core()?, id, patient).await;
        Ok(match joined.map_err(told)? {
            Joined::Seated(booked) => GroupPlace {
                seated: Some(visit(&booked)),
                before: None,
            },
            Joined::Waiting { before } => GroupPlace {
                seated: None,
                before: Some(u32::try_from(before).unwrap_or(u32::MAX)),
            },
        })
    }

    /// One who waits for a seat does so no longer.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.not_in_group`.
    pub async fn leave_group_queue(
        &self,
        call: Call,
        group: String,
        patient: String,
    ) -> Result<VisitGroup, PmsError> {
        let id = read(&group, || "group".to_owned())?;
        let patient = read(&patient, || "patient".to_owned())?;
        let left = self
            .core
            .leave_group_queue(&call.core()?, id, patient)
            .await;
        Ok(row(&left.map_err(told)?))
    }

    /// Decides whether a group takes place. Where too few have come together it is called off for
    /// `too_few`, a code of the practice's own list, with its members' visits.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.not_yet_decided`, `scheduling.group_over`.
    pub async fn decide_group(
        &self,
        call: Call,
        group: String,
        too_few: String,
    ) -> Result<VisitGroup, PmsError> {
        let id = read(&group, || "group".to_owned())?;
        let too_few = parse(&too_few, "tooFew")?;
        let decided = self.core.decide_group(&call.core()?, id, &too_few).await;
        Ok(row(&decided.map_err(told)?))
    }

    /// Calls a group off, with its members' visits; its time is free.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.group_over`; `scheduling.reason_not_listed`.
    pub async fn call_off_group(
        &self,
        call: Call,
        group: String,
        by: Side,
        reason: String,
    ) -> Result<VisitGroup, PmsError> {
        let id = read(&group, || "group".to_owned())?;
        let because = Because {
            by: by.into(),
            reason: parse(&reason, "reason")?,
        };
        let off = self.core.call_off_group(&call.core()?, id, &because).await;
        Ok(row(&off.map_err(told)?))
    }
}

fn row(group: &scheduling::Group) -> VisitGroup {
    let (start, end) = span(group.slot());
    let seats = group.seats().iter().map(|seat| GroupSeat {
        patient: seat.patient.to_string(),
        appointment: seat.appointment.to_string(),
    });
    let waiting = group.waiting().iter().map(|one| one.patient.to_string());
    VisitGroup {
        id: group.id().to_string(),
        start,
        end,
        resources: resources(group.slot()),
        state: word(group.status()),
        decide_by: Instant::from(group.decide_by()),
        seats: seats.collect(),
        waiting: waiting.collect(),
    }
}
