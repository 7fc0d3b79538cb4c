//! How each noun of the house is kept: its columns, and the terms that it is found by.

use crate::access::Noun;
use crate::claim::ClaimVersion;
use crate::coverage::Coverage;
use crate::coverage::Plan;
use crate::encounter::Encounter;
use crate::encounter::Status as EncounterStatus;
use crate::id::ExternalId;
use crate::id::Uuid;
use crate::party::Guarantor;
use crate::party::Location;
use crate::party::Organization;
use crate::party::Patient;
use crate::party::Payer;
use crate::party::Practitioner;
use crate::scheduling::Appointment;
use crate::scheduling::Cascade;
use crate::scheduling::CascadeState;
use crate::scheduling::EntryState;
use crate::scheduling::FreeBusy;
use crate::scheduling::Group;
use crate::scheduling::GroupStatus;
use crate::scheduling::Hold;
use crate::scheduling::PlannedStatus;
use crate::scheduling::PlannedVisit;
use crate::scheduling::Recall;
use crate::scheduling::Schedule;
use crate::scheduling::Series;
use crate::scheduling::Slot;
use crate::scheduling::TakesPart;
use crate::scheduling::VisitNotes;
use crate::scheduling::WaitlistEntry;
use crate::time::Interval;

use super::document::{Columns, Term};
use super::key::Stamp;
use super::record::Record;

/// Nouns that are looked up by identifier, their own or another system's.
macro_rules! looked_up {
    ($($noun:ident)+) => {$(
        impl Record for $noun {
            const NOUN: Noun = Noun::$noun;

            fn id(&self) -> Uuid {
                self.id.into()
            }

            fn columns(&self) -> Columns {
                Columns::default()
            }

            fn terms(&self) -> Vec<Term> {
                outside(&self.external)
            }
        }
    )+};
}

looked_up! { Guarantor Practitioner Organization Payer Location }

impl Record for Patient {
    const NOUN: Noun = Noun::Patient;

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn columns(&self) -> Columns {
        Columns {
            patient: Some(self.id),
            ..Columns::default()
        }
    }

    fn terms(&self) -> Vec<Term> {
        outside(&self.external)
    }
}

impl Record for Plan {
    const NOUN: Noun = Noun::Plan;

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn columns(&self) -> Columns {
        Columns {
            payer: Some(self.payer),
            ..Columns::default()
        }
    }
}

impl Record for Coverage {
    const NOUN: Noun = Noun::Coverage;

    fn id(&self) -> Uuid {
        self.id().into()
    }

    fn columns(&self) -> Columns {
        Columns {
            on: Some(self.period().start()),
            patient: Some(self.patient()),
            payer: Some(self.terms().payer),
            ..Columns::default()
        }
    }
}

impl Record for Schedule {
    const NOUN: Noun = Noun::Schedule;

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn columns(&self) -> Columns {
        Columns {
            location: Some(self.location),
            ..Columns::default()
        }
    }

    fn terms(&self) -> Vec<Term> {
        vec![Term::resource(self.resource)]
    }
}

impl Record for FreeBusy {
    const NOUN: Noun = Noun::FreeBusy;

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn columns(&self) -> Columns {
        Columns::default()
    }

    fn terms(&self) -> Vec<Term> {
        vec![Term::resource(self.resource)]
    }
}

impl Record for Hold {
    const NOUN: Noun = Noun::Hold;

    fn id(&self) -> Uuid {
        self.id().into()
    }

    fn columns(&self) -> Columns {
        Columns {
            status: Some("live".to_owned()),
            ..when_and_where(self.slot())
        }
    }

    fn terms(&self) -> Vec<Term> {
        let mut terms = resources(self.slot());
        terms.push(Term::holder(self.holder()));
        terms
    }
}

impl Record for Appointment {
    const NOUN: Noun = Noun::Appointment;

    fn id(&self) -> Uuid {
        self.id().into()
    }

    fn columns(&self) -> Columns {
        Columns {
            status: Some(self.status().fhir().to_owned()),
            on: Some(self.slot().time().civil().date()),
            patient: Some(self.patient()),
            ..when_and_where(self.slot())
        }
    }

    fn terms(&self) -> Vec<Term> {
        let mut terms = resources(self.slot());
        terms.extend(outside(&self.identifiers));
        terms
    }
}

impl Record for Series {
    const NOUN: Noun = Noun::Series;

    fn id(&self) -> Uuid {
        self.id().into()
    }

    fn columns(&self) -> Columns {
        Columns {
            on: Some(self.recurrence().first()),
            patient: Some(self.patient()),
            ..Columns::default()
        }
    }
}

impl Record for Group {
    const NOUN: Noun = Noun::Group;

    fn id(&self) -> Uuid {
        self.id().into()
    }

    fn columns(&self) -> Columns {
        let status = match self.status() {
            GroupStatus::Open => "open",
            GroupStatus::GoesAhead { .. } => "goes-ahead",
            GroupStatus::CalledOff { .. } => "called-off",
        };
        Columns {
            status: Some(status.to_owned()),
            on: Some(self.slot().time().civil().date()),
            ..when_and_where(self.slot())
        }
    }

    /// One that is called off has nobody's time.
    fn terms(&self) -> Vec<Term> {
        match self.occupied() {
            Some(_) => resources(self.slot()),
            None => Vec::new(),
        }
    }
}

/// Found by the identifier of its appointment.
impl Record for VisitNotes {
    const NOUN: Noun = Noun::VisitNotes;

    fn id(&self) -> Uuid {
        self.appointment().into()
    }

    fn columns(&self) -> Columns {
        Columns {
            patient: Some(self.patient()),
            ..Columns::default()
        }
    }
}

impl Record for PlannedVisit {
    const NOUN: Noun = Noun::PlannedVisit;

    fn id(&self) -> Uuid {
        self.id().into()
    }

    fn columns(&self) -> Columns {
        let status = match self.status() {
            PlannedStatus::Unscheduled { .. } => Self::UNSCHEDULED,
            PlannedStatus::Scheduled { .. } => "scheduled",
            PlannedStatus::Dropped { .. } => "dropped",
        };
        Columns {
            status: Some(status.to_owned()),
            on: Some(self.within().start()),
            patient: Some(self.patient()),
            ..Columns::default()
        }
    }
}

impl Record for WaitlistEntry {
    const NOUN: Noun = Noun::Waitlist;

    fn id(&self) -> Uuid {
        self.id().into()
    }

    fn columns(&self) -> Columns {
        let status = match self.state() {
            EntryState::Waiting => "waiting",
            EntryState::Offered { .. } => "offered",
            EntryState::Booked { .. } => "booked",
            EntryState::AgedOut { .. } => "aged-out",
            _ => "left",
        };
        Columns {
            status: Some(status.to_owned()),
            patient: Some(self.patient()),
            ..Columns::default()
        }
    }
}

impl Record for Cascade {
    const NOUN: Noun = Noun::Cascade;

    fn id(&self) -> Uuid {
        self.id().into()
    }

    fn columns(&self) -> Columns {
        let status = match self.state() {
            CascadeState::Running { .. } => "running",
            CascadeState::Filled { .. } => "filled",
            CascadeState::Exhausted { .. } => "exhausted",
            _ => "stopped",
        };
        Columns {
            status: Some(status.to_owned()),
            ..Columns::default()
        }
    }
}

/// Listed by the day from which it is worth looking at.
impl Record for Recall {
    const NOUN: Noun = Noun::Recall;

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn columns(&self) -> Columns {
        let status = match self.takes_part {
            TakesPart::Yes => "active",
            TakesPart::Declined(_) => "declined",
            TakesPart::Inactive(_) => "inactive",
        };
        Columns {
            status: Some(status.to_owned()),
            on: self.look_from,
            patient: Some(self.patient),
            ..Columns::default()
        }
    }
}

impl Record for Encounter {
    const NOUN: Noun = Noun::Encounter;

    fn id(&self) -> Uuid {
        self.id().into()
    }

    fn columns(&self) -> Columns {
        let status = match self.status() {
            EncounterStatus::InProgress => "in-progress",
            EncounterStatus::Finished { .. } => "finished",
            EncounterStatus::Cancelled { .. } => "cancelled",
        };
        Columns {
            status: Some(status.to_owned()),
            on: Some(self.date()),
            patient: Some(self.patient()),
            practitioner: Some(self.practitioner()),
            location: Some(self.location()),
            amount: self.total().ok(),
            ..Columns::default()
        }
    }

    fn terms(&self) -> Vec<Term> {
        outside(self.external())
    }
}

impl Record for ClaimVersion {
    const NOUN: Noun = Noun::Claim;

    fn id(&self) -> Uuid {
        self.claim().id.into()
    }

    fn columns(&self) -> Columns {
        let claim = self.claim();
        Columns {
            status: Some(self.state().name().to_owned()),
            on: claim.lines.iter().map(|line| line.from).min(),
            patient: Some(claim.patient),
            payer: Some(claim.payer.id),
            amount: claim.total().ok(),
            ..Columns::default()
        }
    }

    fn terms(&self) -> Vec<Term> {
        let claim = self.claim();
        let mut terms = vec![
            Term::new("claim number", claim.number.as_str()),
            Term::new("encounter", claim.encounter.to_string()),
        ];
        terms.extend(
            self.payer_control_number()
                .map(|number| Term::new("payer control number", number.as_str())),
        );
        terms
    }
}

fn outside(ids: &[ExternalId]) -> Vec<Term> {
    ids.iter().map(Term::external).collect()
}

fn resources(slot: &Slot) -> Vec<Term> {
    slot.resources()
        .iter()
        .copied()
        .map(Term::resource)
        .collect()
}

fn when_and_where(slot: &Slot) -> Columns {
    let time: Interval = slot.interval();
    let stamp = |minute| Stamp::from(chrono::DateTime::from(minute));
    Columns {
        starts_at: Some(stamp(time.start())),
        ends_at: Some(stamp(time.end())),
        location: Some(slot.location()),
        ..Columns::default()
    }
}
