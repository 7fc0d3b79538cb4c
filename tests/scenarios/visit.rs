//! The desk: starts, holds, appointments, and the visit itself.

use std::fmt::Debug;

use chrono::NaiveDate;
use pms_core::access::Role;
use pms_core::encounter::{Encounter, Pointers};
use pms_core::id::ScheduleId;
use pms_core::money::Units;
use pms_core::practice::{Booking, Choice, Done, FindSlots, PracticeError, Step, Visit};
use pms_core::scheduling::{Answer, Appointment, Initiator, Status};
use pms_core::store::Record;
use pms_core::time::{Minute, Minutes};

use crate::sentence::{Sentence, Stop, Words, read, says};
use crate::world::{World, day};

/// Every sentence about the desk.
pub(crate) const VISIT: &[Sentence] = &[
    says(
        "open starts of <practitioner> on <date> for <kind...>",
        starts,
    ),
    says(
        "<patient> books <practitioner> at <date> <time> for <kind...>",
        book,
    ),
    says(
        "<patient> and <other> book <practitioner> at <date> <time> for <kind...> at once",
        race,
    ),
    says(
        "hold <practitioner> at <date> <time> for <kind...> for <count> minutes",
        hold,
    ),
    says("<patient> takes what is held", take_held),
    says("<patient> confirms <date>", confirm),
    says(
        "<patient> moves <date> to <practitioner> at <new> <time>",
        reschedule,
    ),
    says("<patient> cancels <date>", cancel),
    says("the practice cancels <patient> on <date>", cancel_for),
    says("<patient> arrives", arrive),
    says("<patient> did not come", no_show),
    says("visit of <patient> on <date>", standing),
    says(
        "<practitioner> sees <patient> for <diagnoses...> : <procedures...>",
        see,
    ),
];

fn choice(world: &World, words: &Words, date: &str) -> Result<Choice, Stop> {
    let colleague = world.colleague(&words.text("practitioner"))?;
    Ok(Choice::of(
        vec![colleague.schedule.id],
        world.visit_type(&words.text("kind"))?.id(),
        world.start(&words.text(date), &words.text("time"))?,
    ))
}

fn starts(world: &mut World, words: &Words) -> Result<String, Stop> {
    let date = day(&words.text("date"))?;
    let next = date.succ_opt().ok_or("the calendar ends")?;
    let schedules: Vec<ScheduleId> =
        vec![world.colleague(&words.text("practitioner"))?.schedule.id];
    let wish = FindSlots::of(
        schedules,
        world.visit_type(&words.text("kind"))?.id(),
        world.start(&date.to_string(), "00:00")?.into(),
        world.start(&next.to_string(), "00:00")?.into(),
    );
    let call = world.call(Role::FrontDesk);
    let practice = world.practice.clone();
    let open = world.wait(practice.find_slots(&call, &wish))?;
    if open.answer() != Answer::Open {
        return Ok("none".to_owned());
    }
    let clocks = open.starts().map(|start| {
        let civil = world.civil(start)?;
        Ok(civil.format("%H:%M").to_string())
    });
    Ok(clocks.collect::<Result<Vec<_>, Stop>>()?.join(" "))
}

fn book(world: &mut World, words: &Words) -> Result<String, Stop> {
    let booking = Booking::Chosen(choice(world, words, "date")?);
    booked(world, &words.text("patient"), &booking)
}

fn take_held(world: &mut World, words: &Words) -> Result<String, Stop> {
    let hold = world.held.ok_or("nothing is held")?;
    booked(world, &words.text("patient"), &Booking::Held(hold))
}

fn booked(world: &mut World, patient: &str, booking: &Booking) -> Result<String, Stop> {
    let patient = world.patient(patient)?.id;
    let call = world.call(Role::FrontDesk);
    let practice = world.practice.clone();
    let appointment = world.wait(practice.book(&call, patient, booking))?;
    Ok(told(appointment.status()))
}

/// Two callers, neither of whom waits for the other; which of them gets the time is not said.
fn race(world: &mut World, words: &Words) -> Result<String, Stop> {
    let booking = Booking::Chosen(choice(world, words, "date")?);
    let one = world.patient(&words.text("patient"))?.id;
    let other = world.patient(&words.text("other"))?.id;
    let first = world.call(Role::FrontDesk);
    let mut second = world.call(Role::FrontDesk);
    second.key += " of the other";
    let practice = world.practice.clone();
    let (one, other) = world.wait(async {
        tokio::join!(
            practice.book(&first, one, &booking),
            practice.book(&second, other, &booking)
        )
    });
    match (one, other) {
        (Ok(_), Ok(_)) => Ok("both booked".to_owned()),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => {
            Ok(format!("one booked, one refused: {}", error.code()))
        }
        (Err(error), Err(_)) => Err(error.into()),
    }
}

fn hold(world: &mut World, words: &Words) -> Result<String, Stop> {
    let choice = choice(world, words, "date")?;
    let length = Minutes::new(words.value("count")?);
    let call = world.call(Role::FrontDesk);
    let practice = world.practice.clone();
    let hold = world.wait(practice.hold(&call, &choice, length))?;
    world.held = Some(hold.id());
    let until = world.civil(Minute::containing(hold.expires()))?;
    Ok(format!("held until {}", until.format("%H:%M")))
}

fn confirm(world: &mut World, words: &Words) -> Result<String, Stop> {
    let on = day(&words.text("date"))?;
    step(world, words, on, &Step::Confirm)
}

fn cancel(world: &mut World, words: &Words) -> Result<String, Stop> {
    cancelled(world, words, Initiator::Patient)
}

fn cancel_for(world: &mut World, words: &Words) -> Result<String, Stop> {
    cancelled(world, words, Initiator::Practice)
}

fn cancelled(world: &mut World, words: &Words, by: Initiator) -> Result<String, Stop> {
    let reason = "on-request".to_owned().try_into().unwrap();
    let on = day(&words.text("date"))?;
    step(world, words, on, &Step::Cancel { by, reason })
}

fn arrive(world: &mut World, words: &Words) -> Result<String, Stop> {
    let today = world.today()?;
    step(world, words, today, &Step::Arrive)
}

fn no_show(world: &mut World, words: &Words) -> Result<String, Stop> {
    let today = world.today()?;
    step(world, words, today, &Step::NoShow)
}

fn step(world: &mut World, words: &Words, on: NaiveDate, step: &Step) -> Result<String, Stop> {
    let appointment = appointment(world, &words.text("patient"), on)?;
    let call = world.call(Role::FrontDesk);
    let practice = world.practice.clone();
    let after = world.wait(practice.step(&call, appointment.id(), step))?;
    Ok(told(after.status()))
}

fn reschedule(world: &mut World, words: &Words) -> Result<String, Stop> {
    let on = day(&words.text("date"))?;
    let before = appointment(world, &words.text("patient"), on)?;
    let colleague = world.colleague(&words.text("practitioner"))?;
    let choice = Choice::of(
        vec![colleague.schedule.id],
        before.slot().visit().id(),
        world.start(&words.text("new"), &words.text("time"))?,
    );
    let call = world.call(Role::FrontDesk);
    let practice = world.practice.clone();
    let moving = practice.reschedule(&call, before.id(), &choice, Initiator::Patient);
    let after = world.wait(moving)?;
    let same = if after.id() == before.id() {
        "moved"
    } else {
        "another"
    };
    Ok(format!(
        "{same}, sequence {}, {}",
        after.sequence(),
        told(after.status())
    ))
}

fn standing(world: &mut World, words: &Words) -> Result<String, Stop> {
    let on = day(&words.text("date"))?;
    let appointment = appointment(world, &words.text("patient"), on)?;
    let time = appointment.slot().time().civil().format("%H:%M");
    Ok(format!("{} at {time}", told(appointment.status())))
}

fn see(world: &mut World, words: &Words) -> Result<String, Stop> {
    let name = words.text("patient");
    let today = world.today()?;
    let appointment = appointment(world, &name, today)?;
    let diagnoses = words.parts("diagnoses", ",");
    let diagnoses = diagnoses.iter().map(|code| read(code, "diagnosis"));
    let diagnoses: Vec<_> = diagnoses.collect::<Result<_, Stop>>()?;
    let services = words.parts("procedures", ",");
    let visit = Visit {
        appointment: appointment.id(),
        practitioner: world
            .colleague(&words.text("practitioner"))?
            .practitioner
            .id,
        diagnoses,
        services: services
            .iter()
            .map(|one| done(one))
            .collect::<Result<_, Stop>>()?,
        accident: None,
        self_pay: false,
    };
    let call = world.call(Role::Clinician);
    let practice = world.practice.clone();
    let encounter: Encounter = world.wait(practice.fulfil(&call, &visit))?;
    let total = encounter.total().map_err(PracticeError::from)?;
    Ok(format!("charged {total}"))
}

/// `99213`, or `99213-25` with a modifier.
fn done(text: &str) -> Result<Done, Stop> {
    let mut words = text.split('-');
    let procedure = words.next().unwrap_or_default();
    Ok(Done {
        procedure: read(procedure, "procedure")?,
        modifiers: words
            .map(|modifier| read(modifier, "modifier"))
            .collect::<Result<_, Stop>>()?,
        pointers: Pointers::new([1]).unwrap(),
        units: Units::ONE,
        amount: None,
    })
}

/// The records of a patient, oldest first.
pub(crate) fn records<R: Debug + Record>(world: &mut World, patient: &str) -> Result<Vec<R>, Stop> {
    let patient = world.patient(patient)?.id;
    let call = world.look();
    let practice = world.practice.clone();
    Ok(world.wait(practice.of_patient(&call, patient))?)
}

/// The patient's appointment of a day: the one that still stands, else the last.
fn appointment(world: &mut World, patient: &str, on: NaiveDate) -> Result<Appointment, Stop> {
    let mut all: Vec<Appointment> = records(world, patient)?;
    all.retain(|one| one.slot().time().civil().date() == on);
    let stands = |one: &Appointment| one.status().meaning().occupies;
    let mut standing = all.iter().filter(|one| stands(one));
    let (first, second) = (standing.next(), standing.next());
    if second.is_some() {
        return Err(format!("{patient} has several visits on {on}").into());
    }
    let found = first.or(all.last()).cloned();
    found.ok_or_else(|| format!("{patient} has no visit on {on}").into())
}

/// How an appointment stands, in a clerk's words.
fn told(status: &Status) -> String {
    match status {
        Status::Booked { confirmed: Some(_) } => "confirmed".to_owned(),
        Status::NoShow { .. } => "no-show".to_owned(),
        Status::Cancelled { late, by, .. } => {
            let who = match by {
                Initiator::Patient => "patient",
                Initiator::Practice => "practice",
                Initiator::Practitioner => "practitioner",
                Initiator::Payer => "payer",
            };
            let late = if *late { " late" } else { "" };
            format!("cancelled{late} by the {who}")
        }
        other => other.fhir().to_owned(),
    }
}
