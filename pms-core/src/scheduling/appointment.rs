use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, EncounterId, ExternalId, PatientId};
use crate::time::{BookedTime, Interval};

use super::cell::Cell;
use super::error::Refused;
use super::hold::later;
use super::policy::Policy;
use super::reason::{Initiator, ReasonCode};
use super::slot::Slot;
use super::status::{Status, Transition};

/// A visit that is planned, from the request to its end.
///
/// Each step consumes the appointment and gives it back as it stands then, or refuses.
///
/// Source: FHIR R4 Appointment; iCalendar SEQUENCE (RFC 5545 3.8.7.4).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Appointment {
    id: AppointmentId,
    patient: PatientId,
    slot: Slot,
    sequence: u32,
    status: Status,
    #[serde(default)]
    moves: Vec<Move>,
    /// What other systems call it.
    #[serde(default)]
    pub identifiers: Vec<ExternalId>,
}

/// One time at which an appointment was to be before it was moved.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Move {
    /// The time that was given up.
    pub from: BookedTime,
    /// On whose part.
    pub by: Initiator,
    /// When it was moved.
    pub at: DateTime<Utc>,
}

impl Appointment {
    /// Somebody would like the slot; it is not kept for them.
    #[must_use]
    pub const fn propose(id: AppointmentId, patient: PatientId, slot: Slot) -> Self {
        Self::standing(id, patient, slot, Status::Proposed)
    }

    /// Keeps the slot until the practice approves.
    #[must_use]
    pub const fn request(id: AppointmentId, patient: PatientId, slot: Slot) -> Self {
        Self::standing(id, patient, slot, Status::Pending)
    }

    /// Books the slot.
    #[must_use]
    pub const fn book(id: AppointmentId, patient: PatientId, slot: Slot) -> Self {
        Self::standing(id, patient, slot, Status::Booked { confirmed: None })
    }

    const fn standing(id: AppointmentId, patient: PatientId, slot: Slot, status: Status) -> Self {
        Self {
            id,
            patient,
            slot,
            sequence: 0,
            status,
            moves: Vec::new(),
            identifiers: Vec::new(),
        }
    }

    /// A proposal gets a time, the one that was wished or another.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless it is proposed.
    pub fn accept(self, slot: Slot) -> Result<Self, Refused> {
        match self.status {
            Status::Proposed => Ok(Self {
                slot,
                ..self.stands(Status::Booked { confirmed: None })
            }),
            status => Err(wrong(Transition::Accept, status)),
        }
    }

    /// The practice approves what was requested.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless it is pending.
    pub fn approve(self) -> Result<Self, Refused> {
        match self.status {
            Status::Pending => Ok(self.stands(Status::Booked { confirmed: None })),
            status => Err(wrong(Transition::Approve, status)),
        }
    }

    /// The patient says that they will come.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless it is booked.
    pub fn confirm(self, now: DateTime<Utc>) -> Result<Self, Refused> {
        match self.status {
            Status::Booked { .. } => Ok(self.stands(Status::Booked {
                confirmed: Some(now),
            })),
            status => Err(wrong(Transition::Confirm, status)),
        }
    }

    /// The patient is here.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless it is booked.
    pub fn arrive(self, now: DateTime<Utc>) -> Result<Self, Refused> {
        match self.status {
            Status::Booked { .. } => Ok(self.stands(Status::Arrived { at: now })),
            status => Err(wrong(Transition::Arrive, status)),
        }
    }

    /// The desk is done with them.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless the patient has arrived.
    pub fn check_in(self, now: DateTime<Utc>) -> Result<Self, Refused> {
        match self.status {
            Status::Arrived { at: arrived } => {
                Ok(self.stands(Status::CheckedIn { arrived, at: now }))
            }
            status => Err(wrong(Transition::CheckIn, status)),
        }
    }

    /// The patient is shown in.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless the patient has arrived or is checked in.
    pub fn room(self, now: DateTime<Utc>) -> Result<Self, Refused> {
        match self.status {
            Status::Arrived { at: arrived } | Status::CheckedIn { arrived, .. } => {
                Ok(self.stands(Status::Roomed { arrived, at: now }))
            }
            status => Err(wrong(Transition::Room, status)),
        }
    }

    /// The visit took place and lives on as an encounter.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless the patient is here.
    pub fn fulfil(self, encounter: EncounterId) -> Result<Self, Refused> {
        match self.status {
            Status::Arrived { .. } | Status::CheckedIn { .. } | Status::Roomed { .. } => {
                Ok(self.stands(Status::Fulfilled { encounter }))
            }
            status => Err(wrong(Transition::Fulfil, status)),
        }
    }

    /// It will not take place. A booked one that is cancelled within the policy's time before its
    /// start, or after it, is late.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] once the patient has arrived or its life is over.
    pub fn cancel(
        self,
        by: Initiator,
        reason: ReasonCode,
        policy: &Policy,
        now: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        let late = match self.status {
            Status::Proposed | Status::Pending => false,
            Status::Booked { .. } => later(now, policy.late_cancel)? > self.start(),
            status => return Err(wrong(Transition::Cancel, status)),
        };
        Ok(self.stands(Status::Cancelled {
            by,
            reason,
            late,
            at: now,
        }))
    }

    /// The patient did not come.
    ///
    /// # Errors
    ///
    /// [`Refused::TooEarly`] before the start and the grace after it have passed;
    /// [`Refused::WrongStatus`] unless it is booked.
    pub fn no_show(self, policy: &Policy, now: DateTime<Utc>) -> Result<Self, Refused> {
        if !matches!(self.status, Status::Booked { .. }) {
            return Err(wrong(Transition::NoShow, self.status));
        }
        let from = later(self.start(), policy.grace)?;
        if now < from {
            return Err(Refused::TooEarly { from });
        }
        Ok(self.stands(Status::NoShow { at: now }))
    }

    /// Moves it to another slot. It stays the same appointment; the patient has to confirm anew.
    ///
    /// The old time is given up by the same act that takes the new one: what is released and what
    /// is acquired are the [`cells`](Self::cells) before and after. When the new slot is chosen,
    /// leave this appointment's own time out of what is busy, or it blocks its own move.
    ///
    /// # Errors
    ///
    /// [`Refused::OtherVisitType`]; [`Refused::WrongStatus`] unless it is pending or booked.
    pub fn reschedule(
        mut self,
        slot: Slot,
        by: Initiator,
        now: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        let status = match self.status {
            Status::Pending => Status::Pending,
            Status::Booked { .. } => Status::Booked { confirmed: None },
            status => return Err(wrong(Transition::Reschedule, status)),
        };
        if slot.visit().id() != self.slot.visit().id() {
            return Err(Refused::OtherVisitType);
        }
        self.moves.push(Move {
            from: self.slot.time().clone(),
            by,
            at: now,
        });
        Ok(Self {
            slot,
            status,
            sequence: self.sequence + 1,
            ..self
        })
    }

    /// Takes back an arrival or a no-show that was a mistake. A no-show's time was free meanwhile:
    /// its cells have to be acquired again.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless it is one of the two.
    pub fn undo(self) -> Result<Self, Refused> {
        match self.status {
            Status::Arrived { .. } | Status::NoShow { .. } => {
                Ok(self.stands(Status::Booked { confirmed: None }))
            }
            status => Err(wrong(Transition::Undo, status)),
        }
    }

    /// It should never have been written, whatever its state.
    #[must_use]
    pub fn enter_in_error(self, now: DateTime<Utc>) -> Self {
        self.stands(Status::EnteredInError { at: now })
    }

    /// Which appointment this is.
    #[must_use]
    pub const fn id(&self) -> AppointmentId {
        self.id
    }

    /// Who is to be seen.
    #[must_use]
    pub const fn patient(&self) -> PatientId {
        self.patient
    }

    /// When, where and as what; with the type of visit as it was at booking.
    #[must_use]
    pub const fn slot(&self) -> &Slot {
        &self.slot
    }

    /// Where it stands.
    #[must_use]
    pub const fn status(&self) -> &Status {
        &self.status
    }

    /// How often it was moved. What was sent about an earlier number is void.
    #[must_use]
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// The times that it had before, oldest first.
    #[must_use]
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// The time that it keeps from others as it stands.
    #[must_use]
    pub fn occupied(&self) -> Option<Interval> {
        self.status.meaning().occupies.then(|| self.slot.occupied())
    }

    /// The claims that it needs as it stands, in order.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        if self.status.meaning().occupies {
            self.slot.cells()
        } else {
            Vec::new()
        }
    }

    fn stands(self, status: Status) -> Self {
        Self { status, ..self }
    }

    fn start(&self) -> DateTime<Utc> {
        self.slot.time().at().into()
    }
}

const fn wrong(transition: Transition, status: Status) -> Refused {
    Refused::WrongStatus { transition, status }
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
mod tests {
    use super::*;
    use crate::id::Uuid;
    use crate::scheduling::{
        Calendar, Hold, Schedule, Search, VisitType, Week, Window, open_slots,
    };
    use crate::time::{IntervalSet, Minute, Minutes, Period, Tzdb};

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn id<I: From<Uuid>>(number: u128) -> I {
        Uuid::from_u128(number).into()
    }

    fn follow_up(minutes: u64) -> VisitType {
        VisitType::new(id(7), "follow-up", Minutes::new(minutes)).unwrap()
    }

    /// Works all of every day in UTC, with a room; looks at `busy`.
    fn search<R>(busy: &IntervalSet, visit: &VisitType, ask: impl FnOnce(&Search<'_>) -> R) -> R {
        let schedule = |resource| {
            let week = Week::workdays(vec![Window::ALL_DAY]);
            Schedule::new(id(1), id(resource), id(1), "UTC".parse().unwrap())
                .publish(Period::since("2026-01-01".parse().unwrap()), week)
        };
        let (doctor, room) = (schedule(2), schedule(1));
        let calendar = |schedule| Calendar {
            schedule,
            closures: &[],
            busy,
        };
        ask(&Search {
            calendars: &[calendar(&doctor), calendar(&room)],
            visit,
            policy: &Policy::default(),
            rules: &Tzdb::bundled(),
            now: moment("2026-06-01T08:00:00Z"),
        })
    }

    fn slot(start: &str) -> Slot {
        let start = Minute::try_from(moment(start)).unwrap();
        let choose = |search: &Search<'_>| Slot::choose(search, start);
        search(&IntervalSet::EMPTY, &follow_up(30), choose).unwrap()
    }

    /// Booked for Tuesday at 10.
    fn booked() -> Appointment {
        Appointment::book(id(1), id(1), slot("2026-06-02T10:00:00Z"))
    }

    fn because(code: &str) -> ReasonCode {
        code.parse().unwrap()
    }

    #[test]
    fn a_day_at_the_desk() {
        let seen = booked()
            .confirm(moment("2026-06-01T18:00:00Z"))
            .and_then(|it| it.arrive(moment("2026-06-02T09:50:00Z")))
            .and_then(|it| it.check_in(moment("2026-06-02T09:55:00Z")))
            .and_then(|it| it.room(moment("2026-06-02T10:02:00Z")))
            .unwrap();
        assert_eq!(
            *seen.status(),
            Status::Roomed {
                arrived: moment("2026-06-02T09:50:00Z"),
                at: moment("2026-06-02T10:02:00Z")
            }
        );
        let done = seen.fulfil(id(9)).unwrap();
        assert_eq!(*done.status(), Status::Fulfilled { encounter: id(9) });
        let text = serde_json::to_string(&done).unwrap();
        assert_eq!(serde_json::from_str::<Appointment>(&text).unwrap(), done);
    }

    type Step = (
        &'static str,
        fn(Appointment) -> Result<Appointment, Refused>,
    );

    /// Every step from every state: which are allowed, and where they lead.
    #[test]
    #[rustfmt::skip] // a table
    fn s14_a_status_moves_only_along_its_path() {
        const NOON: &str = "2026-06-02T12:00:00Z";
        let steps: [Step; 10] = [
            ("accept",     |it| it.accept(slot("2026-06-02T10:00:00Z"))),
            ("approve",    |it| it.approve()),
            ("confirm",    |it| it.confirm(moment(NOON))),
            ("arrive",     |it| it.arrive(moment(NOON))),
            ("check in",   |it| it.check_in(moment(NOON))),
            ("room",       |it| it.room(moment(NOON))),
            ("fulfil",     |it| it.fulfil(id(9))),
            ("cancel",     |it| it.cancel(Initiator::Patient, because("ill"), &Policy::default(), moment(NOON))),
            ("no-show",    |it| it.no_show(&Policy::default(), moment(NOON))),
            ("undo",       |it| it.undo()),
        ];
        let arrived = || booked().arrive(moment(NOON)).unwrap();
        let proposed = Appointment::propose(id(1), id(1), slot("2026-06-02T10:00:00Z"));
        let pending = Appointment::request(id(1), id(1), slot("2026-06-02T10:00:00Z"));
        let cancelled = booked().cancel(Initiator::Practice, because("moved"), &Policy::default(), moment(NOON)).unwrap();
        let noshow = booked().no_show(&Policy::default(), moment(NOON)).unwrap();
        let check = |from: Appointment, wanted: &[(&str, &str)]| {
            for (name, step) in &steps {
                let allowed = wanted.iter().find(|(step, _)| step == name);
                match (step(from.clone()), allowed) {
                    (Ok(now), Some((_, to))) => assert_eq!(now.status().fhir(), *to, "{name}"),
                    (Err(refused), None) => assert_eq!(refused.code(), "scheduling.wrong_status", "{name}"),
                    (got, _) => panic!("{name} from {:?}: {got:?}", from.status()),
                }
            }
        };
        check(proposed,                              &[("accept", "booked"), ("cancel", "cancelled")]);
        check(pending,                               &[("approve", "booked"), ("cancel", "cancelled")]);
        check(booked(),                              &[("confirm", "booked"), ("arrive", "arrived"), ("cancel", "cancelled"), ("no-show", "noshow")]);
        check(arrived(),                             &[("check in", "checked-in"), ("room", "checked-in"), ("fulfil", "fulfilled"), ("undo", "booked")]);
        check(arrived().check_in(moment(NOON)).unwrap(), &[("room", "checked-in"), ("fulfil", "fulfilled")]);
        check(arrived().room(moment(NOON)).unwrap(), &[("fulfil", "fulfilled")]);
        check(arrived().fulfil(id(9)).unwrap(),      &[]);
        check(cancelled,                             &[]);
        check(noshow,                                &[("undo", "booked")]);
        check(booked().enter_in_error(moment(NOON)), &[]);
    }

    #[test]
    fn s14_a_no_show_is_waited_for() {
        let policy = Policy::default();
        let early = booked().no_show(&policy, moment("2026-06-02T10:14:59Z"));
        let from = moment("2026-06-02T10:15:00Z");
        assert_eq!(early, Err(Refused::TooEarly { from }));
        assert!(booked().no_show(&policy, from).is_ok());
    }

    /// What stands in somebody's way: every state, holds, and the buffers of each.
    #[test]
    fn s10_whatever_keeps_its_time_counts() {
        let noon = moment("2026-06-02T12:00:00Z");
        let policy = Policy::default();
        let slot = || slot("2026-06-02T10:00:00Z");
        let ten = slot().interval();
        for kept in [
            Appointment::request(id(1), id(1), slot()),
            booked(),
            booked().arrive(noon).unwrap(),
        ] {
            assert_eq!(kept.occupied(), Some(ten));
            assert_eq!(kept.cells().len(), 2 * 6);
        }
        let hold = Hold::place(id(1), slot(), id(1), Minutes::new(10), noon).unwrap();
        assert_eq!(hold.cells(), slot().cells());
        let cancel = |it: Appointment| it.cancel(Initiator::Patient, because("ill"), &policy, noon);
        for free in [
            Appointment::propose(id(1), id(1), slot()),
            cancel(booked()).unwrap(),
            cancel(Appointment::request(id(1), id(1), slot())).unwrap(),
            booked().no_show(&policy, noon).unwrap(),
            booked().enter_in_error(noon),
        ] {
            assert_eq!((free.occupied(), free.cells()), (None, vec![]));
        }

        let cleaning = follow_up(30).with_buffers(Minutes::new(10), Minutes::new(15));
        let start = Minute::try_from(moment("2026-06-02T10:00:00Z")).unwrap();
        let kept = search(&IntervalSet::EMPTY, &cleaning.unwrap(), |search| {
            Slot::choose(search, start).unwrap().occupied()
        });
        let buffered = ten.widened(Minutes::new(10), Minutes::new(15));
        assert_eq!(kept, buffered);
        let day = ten.widened(Minutes::new(600), Minutes::new(600));
        search(&kept.into(), &follow_up(30), |search| {
            for start in open_slots(search, day).unwrap().starts() {
                let visit = Interval::new(start, start.plus(Minutes::new(30))).unwrap();
                assert!(!visit.overlaps(buffered), "{start}");
            }
        });
    }

    #[test]
    fn s13_a_move_keeps_the_appointment_and_voids_its_confirmation() {
        let confirmed = booked().confirm(moment("2026-06-01T09:00:00Z")).unwrap();
        let now = moment("2026-06-01T10:00:00Z");
        let to = slot("2026-06-03T10:00:00Z");
        let moved = confirmed
            .clone()
            .reschedule(to.clone(), Initiator::Patient, now)
            .unwrap();
        assert_eq!((moved.id(), moved.sequence()), (confirmed.id(), 1));
        assert_eq!(*moved.status(), Status::Booked { confirmed: None });
        assert_eq!(*moved.slot(), to);
        assert_eq!(moved.moves()[0].from, *confirmed.slot().time());
        assert_ne!(moved.cells(), confirmed.cells());

        let over = booked().arrive(now).unwrap();
        let refused = over.reschedule(to, Initiator::Patient, now).unwrap_err();
        assert_eq!(refused.code(), "scheduling.wrong_status");
    }

    /// The old time is not in the way of a move to a time that overlaps it.
    #[test]
    fn s13_an_appointment_does_not_block_its_own_move() {
        let kept = booked();
        let busy: IntervalSet = kept.occupied().into_iter().collect();
        let later = Minute::try_from(moment("2026-06-02T10:15:00Z")).unwrap();
        let visit = follow_up(30);
        let blocked = search(&busy, &visit, |search| Slot::choose(search, later));
        assert_eq!(blocked.unwrap_err().code(), "scheduling.not_free");
        let own: IntervalSet = kept.occupied().into_iter().collect();
        let to = search(&busy.subtract(&own), &visit, |search| {
            Slot::choose(search, later)
        });
        assert!(to.is_ok());
    }

    #[test]
    #[rustfmt::skip] // a table
    fn s15_late_is_a_class_of_its_own() {
        //   cancelled               late     start: 2026-06-02 10:00, cut-off 24 hours
        late("2026-06-01T09:59:59Z", false);
        late("2026-06-01T10:00:00Z", false);
        late("2026-06-01T10:00:01Z", true);
        late("2026-06-02T11:00:00Z", true);
    }

    #[track_caller]
    fn late(at: &str, wanted: bool) {
        let cancelled = booked()
            .cancel(
                Initiator::Patient,
                because("ill"),
                &Policy::default(),
                moment(at),
            )
            .unwrap();
        assert!(
            matches!(cancelled.status(), Status::Cancelled { late, .. } if *late == wanted),
            "{at}"
        );
    }

    #[test]
    fn s16_who_cancelled_stays_apart_from_why() {
        let now = moment("2026-06-01T09:00:00Z");
        for by in [
            Initiator::Patient,
            Initiator::Practice,
            Initiator::Practitioner,
            Initiator::Payer,
        ] {
            let reason = because("weather");
            let cancelled = booked().cancel(by, reason.clone(), &Policy::default(), now);
            let wanted = Status::Cancelled {
                by,
                reason,
                late: false,
                at: now,
            };
            assert_eq!(*cancelled.unwrap().status(), wanted);
        }
        for text in ["", "patient said so", "Ill", "a\n", &"x".repeat(65)] {
            assert!(text.parse::<ReasonCode>().is_err(), "{text}");
        }
    }

    #[test]
    fn s19_a_booking_keeps_the_visit_type_as_it_was() {
        let kept = booked();
        let longer = follow_up(45);
        assert_eq!(longer.id(), kept.slot().visit().id());
        assert_eq!(kept.slot().visit().duration(), Minutes::new(30));
        let other = VisitType::new(id(8), "other", Minutes::new(30)).unwrap();
        let start = Minute::try_from(moment("2026-06-03T10:00:00Z")).unwrap();
        let to = search(&IntervalSet::EMPTY, &other, |search| {
            Slot::choose(search, start)
        });
        let refused = kept.reschedule(
            to.unwrap(),
            Initiator::Patient,
            moment("2026-06-01T09:00:00Z"),
        );
        assert_eq!(refused, Err(Refused::OtherVisitType));
    }

    #[test]
    fn a_hold_ends_by_itself() {
        let now = moment("2026-06-01T09:00:00Z");
        let slot = slot("2026-06-02T10:00:00Z");
        let hold = Hold::place(id(1), slot.clone(), id(1), Minutes::new(10), now).unwrap();
        let (before, at) = (
            moment("2026-06-01T09:09:59Z"),
            moment("2026-06-01T09:10:00Z"),
        );
        assert_eq!(hold.clone().take(before), Ok(slot));
        assert_eq!(hold.clone().take(at), Err(Refused::HoldExpired { at }));
        assert!(hold.clone().extend(Minutes::new(10), at).is_err());
        let extended = hold.extend(Minutes::new(10), before).unwrap();
        assert!(extended.is_live(at));
    }

    #[test]
    fn cells_come_in_one_order_whoever_asks() {
        let cells = slot("2026-06-02T10:00:00Z").cells();
        assert!(cells.is_sorted());
        assert_eq!(cells.len(), 2 * 6);
    }
}
