use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, GuarantorId, PatientId, ProgrammeId, RecallId, VisitTypeId};

use super::appointment::Appointment;
use super::error::Refused;
use super::recall_programme::Programme;
use super::status::Status;

/// A patient's place in a recall programme.
///
/// It keeps what was said about it. When it is due and where it stands follow from the patient's
/// visits, each time it is looked at: a visit that takes place moves it on from its actual date, one
/// that is cancelled or missed leaves it open again.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Recall {
    /// Which recall this is.
    pub id: RecallId,
    /// Whose.
    pub patient: PatientId,
    /// In which programme the patient was enrolled.
    pub programme: ProgrammeId,
    /// The day from which the first interval counts: the last visit before, an operation, a birth.
    pub anchor: NaiveDate,
    /// A due date that somebody set; counts until the next visit.
    #[serde(default)]
    pub set: Option<SetDue>,
    /// Nothing is due before this day.
    #[serde(default)]
    pub disabled_until: Option<NaiveDate>,
    /// Whether the patient takes part.
    #[serde(default)]
    pub takes_part: TakesPart,
    /// The days on which the patient was reminded, oldest first.
    #[serde(default)]
    pub reminded: Vec<NaiveDate>,
    /// From which day on it is worth looking at: when it may become due or the patient is to be
    /// reminded, as far as was known when it was last written.
    #[serde(default)]
    pub look_from: Option<NaiveDate>,
    /// Who is told together: a household by its guarantor.
    #[serde(default)]
    pub household: Option<GuarantorId>,
}

/// A due date that somebody set.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct SetDue {
    /// When the visit is due.
    pub due: NaiveDate,
    /// When that was said. A visit on that day or later makes it void.
    pub on: NaiveDate,
}

/// Whether a patient takes part in a programme.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TakesPart {
    /// Yes.
    #[default]
    Yes,
    /// The patient said no on a day.
    Declined(NaiveDate),
    /// The practice stopped it on a day: moved away, treated elsewhere.
    Inactive(NaiveDate),
}

/// What is known of a patient besides the recall itself.
#[derive(Clone, Copy)]
pub struct RecallFacts<'a> {
    /// The patient's date of birth.
    pub born: Option<NaiveDate>,
    /// The patient's appointments, in any order.
    pub visits: &'a [RecallVisit],
    /// Whether the host's own conditions are met: a diagnosis, a balance that is low enough.
    pub eligible: bool,
    /// The practice's programmes.
    pub programmes: &'a [Programme],
    /// Today in the patient's practice.
    pub today: NaiveDate,
}

/// An appointment as a recall sees it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RecallVisit {
    /// Which appointment.
    pub appointment: AppointmentId,
    /// Of which type.
    pub visit: VisitTypeId,
    /// The civil day.
    pub on: NaiveDate,
    /// Whether it took place. Otherwise it is still to come.
    pub kept: bool,
}

impl RecallVisit {
    /// What a recall has to know of an appointment; none where it will not take place.
    #[must_use]
    pub fn of(appointment: &Appointment) -> Option<Self> {
        let kept = match appointment.status() {
            Status::Fulfilled { .. } => true,
            status if status.meaning().occupies => false,
            _ => return None,
        };
        let slot = appointment.slot();
        Some(Self {
            appointment: appointment.id(),
            visit: slot.visit().id(),
            on: slot.time().civil().date(),
            kept,
        })
    }
}

/// Where a recall stands on a day.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RecallStanding {
    /// The programme that counts, which a birthday may have changed.
    pub programme: ProgrammeId,
    /// When the next visit is due by the interval alone.
    pub calculated: NaiveDate,
    /// When it is due, as somebody has set it or as calculated.
    pub due: NaiveDate,
    /// What that means today.
    pub state: RecallState,
}

/// What a recall is today.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
#[non_exhaustive]
pub enum RecallState {
    /// It is not due yet.
    NotDue,
    /// A visit may take place now.
    Due,
    /// It should have taken place.
    Overdue,
    /// A visit is booked that satisfies it.
    Scheduled {
        /// Which.
        appointment: AppointmentId,
        /// On which day.
        on: NaiveDate,
    },
    /// No further visit is due.
    Done,
    /// The patient said no.
    Declined,
    /// The practice stopped it, or the patient is not one for whom the programme is.
    Inactive,
}

impl Recall {
    /// A patient is enrolled; the first interval counts from `anchor`.
    #[must_use]
    pub const fn enrol(
        id: RecallId,
        patient: PatientId,
        programme: ProgrammeId,
        anchor: NaiveDate,
    ) -> Self {
        Self {
            id,
            patient,
            programme,
            anchor,
            set: None,
            disabled_until: None,
            takes_part: TakesPart::Yes,
            reminded: Vec::new(),
            look_from: None,
            household: None,
        }
    }

    /// Where it stands today.
    ///
    /// # Errors
    ///
    /// [`Refused::NoProgramme`] where the practice has no such programme.
    pub fn stands(&self, facts: &RecallFacts<'_>) -> Result<RecallStanding, Refused> {
        let enrolled = facts.programmes.iter().find(|it| it.id == self.programme);
        let enrolled = enrolled.ok_or(Refused::NoProgramme)?;
        let programme = enrolled.on(facts.programmes, facts.born, facts.today);
        let counts = |visit: &&RecallVisit| {
            programme.visits.contains(&visit.visit) || enrolled.visits.contains(&visit.visit)
        };
        let visits = || facts.visits.iter().filter(counts);
        let kept = || visits().filter(|visit| visit.kept && visit.on > self.anchor);
        let last = kept().map(|visit| visit.on).max().unwrap_or(self.anchor);
        let calculated = programme.due_after(last);
        let set = self.set.filter(|set| last < set.on || last == self.anchor);
        let due = set.map_or(calculated, |set| set.due);
        let planned = visits()
            .filter(|visit| !visit.kept && visit.on >= facts.today)
            .min_by_key(|visit| (visit.on, visit.appointment));
        let standing = |state| RecallStanding {
            programme: programme.id,
            calculated,
            due,
            state,
        };
        let window = programme.window(due);
        let from = self
            .disabled_until
            .map_or(window.start(), |until| until.max(window.start()));
        let enough = programme
            .stop
            .times
            .is_some_and(|times| kept().count() >= times.into())
            || programme.stop.after.is_some_and(|day| due > day);
        Ok(standing(match self.takes_part {
            TakesPart::Declined(_) => RecallState::Declined,
            TakesPart::Inactive(_) => RecallState::Inactive,
            TakesPart::Yes if enough => RecallState::Done,
            TakesPart::Yes if !facts.includes(programme) => RecallState::Inactive,
            TakesPart::Yes => match planned {
                Some(visit) => RecallState::Scheduled {
                    appointment: visit.appointment,
                    on: visit.on,
                },
                None if facts.today < from => RecallState::NotDue,
                None if window.end().is_some_and(|end| facts.today > end) => RecallState::Overdue,
                None => RecallState::Due,
            },
        }))
    }

    /// The same with the day from which it is worth looking at again.
    ///
    /// # Errors
    ///
    /// As [`stands`](Self::stands).
    pub fn settled(self, facts: &RecallFacts<'_>) -> Result<Self, Refused> {
        let standing = self.stands(facts)?;
        let programme = facts
            .programmes
            .iter()
            .find(|it| it.id == standing.programme);
        let programme = programme.ok_or(Refused::NoProgramme)?;
        let reminder = self.next_reminder(&standing, programme, facts.today);
        let opens = programme.window(standing.due).start();
        let opens = self.disabled_until.map_or(opens, |until| until.max(opens));
        Ok(Self {
            look_from: Some(reminder.map_or(opens, |on| on.min(opens))),
            ..self
        })
    }

    /// The day on which the patient is to be reminded next, as it stands: today or later. None
    /// where a visit is booked, nothing is due, or it was said often enough.
    #[must_use]
    pub fn next_reminder(
        &self,
        standing: &RecallStanding,
        programme: &Programme,
        today: NaiveDate,
    ) -> Option<NaiveDate> {
        let open = matches!(
            standing.state,
            RecallState::NotDue | RecallState::Due | RecallState::Overdue
        );
        let remind = &programme.remind;
        let first = standing
            .due
            .checked_sub_days(Days::new(remind.before.into()))?;
        let said = || self.reminded.iter().filter(|day| **day >= first);
        let count = said().count();
        if !open || count >= remind.most.into() {
            return None;
        }
        let on = match said().max() {
            None => first,
            Some(last) => {
                let wait = remind.again.get(count.saturating_sub(1));
                let wait = wait.or(remind.again.last())?;
                last.checked_add_days(Days::new((*wait).into()))?
            }
        };
        let enabled = self.disabled_until.map_or(on, |until| on.max(until));
        Some(enabled.max(today))
    }

    /// Whether a visit on a day may be booked for it today.
    ///
    /// # Errors
    ///
    /// [`Refused::RecallAhead`] where the day is further ahead than the programme books: it stays a
    /// recall until then.
    pub fn may_book(
        &self,
        programme: &Programme,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), Refused> {
        let days = Days::new(programme.book_ahead.into());
        match today.checked_add_days(days) {
            Some(until) if on > until => Err(Refused::RecallAhead { until }),
            _ => Ok(()),
        }
    }
}

impl RecallFacts<'_> {
    /// Whether the patient is one for whom a programme is. Where the birth date is not known, age
    /// decides nothing.
    fn includes(&self, programme: &Programme) -> bool {
        let of_age = |born| programme.ages.includes(born, self.today);
        self.eligible && self.born.is_none_or(of_age)
    }
}

/// Recalls by who is told together: one message a household, the others each alone. In the order
/// in which they come.
#[must_use]
pub fn households(recalls: Vec<Recall>) -> Vec<Vec<Recall>> {
    let mut groups: Vec<Vec<Recall>> = Vec::new();
    let mut known: BTreeMap<GuarantorId, usize> = BTreeMap::new();
    for recall in recalls {
        let place = recall
            .household
            .map(|household| *known.entry(household).or_insert(groups.len()));
        match place.and_then(|place| groups.get_mut(place)) {
            Some(group) => group.push(recall),
            None => groups.push(vec![recall]),
        }
    }
    groups
}

#[cfg(test)]
#[path = "recall_tests.rs"]
mod tests;
