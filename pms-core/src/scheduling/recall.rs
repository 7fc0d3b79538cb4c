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
#[derive(Clone, Copy, Debug)]
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
mod tests {
    use super::*;
    use crate::id::Uuid;
    use crate::scheduling::{Ages, Every, Remind, Stop};

    fn id<I: From<Uuid>>(number: u128) -> I {
        Uuid::from_u128(number).into()
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A check-up every six months, a week early to a month late; for adults from 18 another one,
    /// every year.
    fn programmes() -> Vec<Programme> {
        let child = Programme {
            early: 7,
            late: 30,
            ages: Ages {
                from: None,
                below: Some(18),
            },
            then: Some(id(2)),
            remind: Remind {
                before: 14,
                again: vec![14, 30],
                most: 4,
            },
            ..Programme::new(id(1), "check-up, child", Every::Months(6), vec![id(10)])
        };
        let adult = Programme {
            ages: Ages {
                from: Some(18),
                below: None,
            },
            stop: Stop {
                times: Some(3),
                after: Some(date("2040-01-01")),
            },
            ..Programme::new(id(2), "check-up, adult", Every::Years(1), vec![id(11)])
        };
        vec![child, adult]
    }

    /// Visits as text: `kept 2026-03-05`, `plan 2026-09-01`; of type 10 unless `/11` follows.
    fn visits(text: &str) -> Vec<RecallVisit> {
        text.split(", ")
            .filter(|visit| !visit.is_empty())
            .map(|visit| {
                let (what, day) = visit.split_once(' ').unwrap();
                let (day, kind) = day.split_once('/').unwrap_or((day, "10"));
                RecallVisit {
                    appointment: id(1),
                    visit: id(kind.parse().unwrap()),
                    on: date(day),
                    kept: what == "kept",
                }
            })
            .collect()
    }

    fn show(standing: RecallStanding) -> String {
        let state = match standing.state {
            RecallState::NotDue => "not due".to_owned(),
            RecallState::Due => "due".to_owned(),
            RecallState::Overdue => "overdue".to_owned(),
            RecallState::Scheduled { on, .. } => format!("scheduled {on}"),
            RecallState::Done => "done".to_owned(),
            RecallState::Declined => "declined".to_owned(),
            RecallState::Inactive => "inactive".to_owned(),
        };
        format!("{} {state}", standing.due)
    }

    /// One who was last seen on 31 August 2025, born in 2015.
    fn recall() -> Recall {
        Recall::enrol(id(1), id(1), id(1), date("2025-08-31"))
    }

    fn stands(recall: &Recall, seen: &str, born: &str, today: &str) -> RecallStanding {
        let facts = RecallFacts {
            born: Some(date(born)),
            visits: &visits(seen),
            eligible: true,
            programmes: &programmes(),
            today: date(today),
        };
        recall.stands(&facts).unwrap()
    }

    #[test]
    #[rustfmt::skip] // a table
    fn a_recall_stands_where_the_visits_put_it() {
        //    visits                                today         due and state
        check("",                                   "2026-02-01", "2026-02-28 not due"); // 31 August and six months
        check("",                                   "2026-02-21", "2026-02-28 due");     // a week early
        check("",                                   "2026-03-30", "2026-02-28 due");
        check("",                                   "2026-03-31", "2026-02-28 overdue");
        check("plan 2026-03-10",                    "2026-02-01", "2026-02-28 scheduled 2026-03-10");
        check("plan 2026-03-10",                    "2026-03-11", "2026-02-28 due");     // it is past and nobody came yet
        check("plan 2026-03-10/11",                 "2026-02-25", "2026-02-28 due");     // another type
        check("kept 2026-03-05",                    "2026-03-11", "2026-09-05 not due"); // from the actual date
        check("kept 2026-03-05, plan 2026-09-01",   "2026-03-11", "2026-09-05 scheduled 2026-09-01");
        check("kept 2026-03-05, kept 2025-12-01",   "2026-03-11", "2026-09-05 not due");
        check("kept 2025-01-05",                    "2026-03-11", "2026-02-28 due");     // before it was enrolled
    }

    #[track_caller]
    fn check(seen: &str, today: &str, wanted: &str) {
        assert_eq!(show(stands(&recall(), seen, "2015-05-05", today)), wanted);
    }

    #[test]
    #[rustfmt::skip] // a table
    fn what_was_said_counts_before_the_interval() {
        let on = |recall: &Recall, seen: &str, today: &str| show(stands(recall, seen, "2015-05-05", today));
        let set = Recall { set: Some(SetDue { due: date("2026-05-01"), on: date("2026-01-10") }), ..recall() };
        assert_eq!(on(&set, "", "2026-03-01"),                "2026-05-01 not due");
        assert_eq!(stands(&set, "", "2015-05-05", "2026-03-01").calculated, date("2026-02-28"));
        assert_eq!(on(&set, "kept 2026-01-09", "2026-03-01"), "2026-05-01 not due"); // set after that visit
        assert_eq!(on(&set, "kept 2026-01-10", "2026-03-01"), "2026-07-10 not due"); // void
        let disabled = Recall { disabled_until: Some(date("2026-03-15")), ..recall() };
        assert_eq!(on(&disabled, "", "2026-03-14"), "2026-02-28 not due");
        assert_eq!(on(&disabled, "", "2026-03-15"), "2026-02-28 due");
        let declined = Recall { takes_part: TakesPart::Declined(date("2026-01-01")), ..recall() };
        assert_eq!(on(&declined, "", "2026-05-01"), "2026-02-28 declined");
        let gone = Recall { takes_part: TakesPart::Inactive(date("2026-01-01")), ..recall() };
        assert_eq!(on(&gone, "", "2026-05-01"), "2026-02-28 inactive");
    }

    #[test]
    #[rustfmt::skip] // a table
    fn a_birthday_changes_the_programme() {
        let on = |seen: &str, today: &str| { let it = stands(&recall(), seen, "2008-02-29", today); (it.programme.uuid().as_u128(), show(it)) };
        assert_eq!(on("", "2026-02-28"), (1, "2026-02-28 due".to_owned())); // of age on 1 March
        assert_eq!(on("", "2026-03-01"), (2, "2026-08-31 not due".to_owned())); // a year from the last visit
        assert_eq!(on("kept 2026-03-20", "2026-04-01"), (2, "2027-03-20 not due".to_owned())); // the child's type counts on
        assert_eq!(on("kept 2026-03-20, kept 2027-03-20/11, kept 2028-03-20/11", "2028-04-01"), (2, "2029-03-20 done".to_owned())); // three times
        assert_eq!(on("kept 2039-03-20/11", "2039-04-01"), (2, "2040-03-20 done".to_owned())); // nothing after 2040
        let ineligible = RecallFacts { born: None, visits: &[], eligible: false, programmes: &programmes(), today: date("2026-03-01") };
        assert_eq!(show(recall().stands(&ineligible).unwrap()), "2026-02-28 inactive");
        let unknown = RecallFacts { programmes: &[], ..ineligible };
        assert_eq!(recall().stands(&unknown), Err(Refused::NoProgramme));
    }

    #[test]
    #[rustfmt::skip] // a table
    fn reminders_go_out_at_their_intervals_and_stop() {
        let next = |said: &[&str], seen: &str, today: &str| {
            let recall = Recall { reminded: said.iter().map(|day| date(day)).collect(), ..recall() };
            let standing = stands(&recall, seen, "2015-05-05", today);
            recall.next_reminder(&standing, &programmes()[0], date(today)).map_or("-".to_owned(), |day| day.to_string())
        };
        let said = ["2026-02-14", "2026-03-01", "2026-03-31", "2026-04-30"];
        assert_eq!(next(&[],                        "",                "2026-01-01"), "2026-02-14"); // two weeks before
        assert_eq!(next(&[],                        "",                "2026-02-20"), "2026-02-20"); // at once
        assert_eq!(next(&said[..1],                 "",                "2026-02-15"), "2026-02-28"); // after 14 days
        assert_eq!(next(&said[..2],                 "",                "2026-03-02"), "2026-03-31"); // after 30
        assert_eq!(next(&said[..3],                 "",                "2026-04-01"), "2026-04-30"); // after 30 again
        assert_eq!(next(&said,                      "",                "2026-05-01"), "-");          // four times is enough
        assert_eq!(next(&said[..1],                 "plan 2026-03-10", "2026-02-15"), "-");          // booked meanwhile
        assert_eq!(next(&said,                      "kept 2026-05-05", "2026-05-06"), "2026-10-22"); // a new round
    }

    #[test]
    fn what_is_far_ahead_stays_a_recall() {
        let book = |on| recall().may_book(&programmes()[0], date(on), date("2026-01-01"));
        assert_eq!(book("2026-04-01"), Ok(())); // 90 days
        let until = date("2026-04-01");
        assert_eq!(book("2026-04-02"), Err(Refused::RecallAhead { until }));
    }

    #[test]
    fn a_household_is_told_together() {
        let of = |n, household| Recall {
            id: id(n),
            household,
            ..recall()
        };
        let family = Some(id(70));
        let groups = households(vec![of(1, family), of(2, None), of(3, family), of(4, None)]);
        let ids = |group: &Vec<Recall>| -> Vec<u128> {
            group
                .iter()
                .map(|recall| recall.id.uuid().as_u128())
                .collect()
        };
        let groups: Vec<Vec<u128>> = groups.iter().map(ids).collect();
        assert_eq!(groups, [vec![1, 3], vec![2], vec![4]]);
    }
}
