//! Claims: drawn, sent, and what they say in the file.

use chrono::NaiveDate;
use pms_core::access::Role;
use pms_core::claim::{ClaimVersion, Finding, State};
use pms_core::encounter::Encounter;
use pms_core::x12::syntax::{Characters, Envelope, Usage};
use pms_core::x12::t837p;
use pms_core::x12::t837p::{Office, Submission};

use crate::sentence::{Sentence, Stop, Words, says};
use crate::visit::records;
use crate::world::{World, day};

/// Every sentence about claims.
pub(crate) const CLAIM: &[Sentence] = &[
    says("draw the claim of <patient> on <date>", draw),
    says("send the claim of <patient> on <date>", send),
    says("claim of <patient> on <date>", standing),
    says("file of the claim of <patient> on <date>", file),
];

fn draw(world: &mut World, words: &Words) -> Result<String, Stop> {
    let encounter = encounter(world, &words.text("patient"), day(&words.text("date"))?)?;
    let call = world.call(Role::Biller);
    let practice = world.practice.clone();
    let drawn = world.wait(practice.draw_claim(&call, encounter.id()))?;
    let found = drawn.findings.iter().map(|one: &Finding| one.edit.id());
    let found: Vec<&str> = found.collect();
    let state = drawn.claim.state().name();
    Ok(match found.as_slice() {
        [] => state.to_owned(),
        found => format!("{state}: {}", found.join(", ")),
    })
}

fn send(world: &mut World, words: &Words) -> Result<String, Stop> {
    let claim = claim(world, &words.text("patient"), day(&words.text("date"))?)?;
    let call = world.call(Role::Biller);
    let practice = world.practice.clone();
    let sent = world.wait(practice.submit_claims(&call, &[claim.claim().id]))?;
    let states = sent.iter().map(|one| one.state().name());
    Ok(states.collect::<Vec<_>>().join(", "))
}

fn standing(world: &mut World, words: &Words) -> Result<String, Stop> {
    let claim = claim(world, &words.text("patient"), day(&words.text("date"))?)?;
    let state = claim.state();
    Ok(match state {
        State::Adjudicated { outcome, .. } | State::Closed { outcome, .. } => {
            let outcome = serde_json::to_value(outcome).unwrap();
            let outcome = outcome.as_str().unwrap_or_default().replace('_', " ");
            format!("{}, {outcome}", state.name())
        }
        other => other.name().to_owned(),
    })
}

/// What a payer reads in the 837P that is written of the claim.
fn file(world: &mut World, words: &Words) -> Result<String, Stop> {
    let claim = claim(world, &words.text("patient"), day(&words.text("date"))?)?;
    let submission = Submission {
        envelope: envelope(world)?,
        submitter: office("Practice"),
        contact: "Billing Office".parse().unwrap(),
        phone: "6145550140".parse().unwrap(),
        receiver: office("Payer"),
        batch: "1".to_owned(),
    };
    let file = t837p::write(&[claim.claim()], &submission, Characters::Refuse);
    let read = t837p::read(&file.map_err(|error| error.to_string())?);
    world.listen(&(&submission, &read));
    let [claim] = read.claims.as_slice() else {
        return Err("the file does not read as one claim".into());
    };
    let name = |[family, given]: &[String; 2]| format!("{given} {family}");
    let mut told = format!("subscriber {} {}", name(&claim.subscriber), claim.member);
    if let Some(dependent) = &claim.dependent {
        told += &format!(", patient {}", name(dependent));
    }
    for line in &claim.lines {
        told += &format!(", {} {}", line.procedure, line.charge);
    }
    Ok(told)
}

fn office(name: &str) -> Office {
    Office {
        name: name.parse().unwrap(),
        number: "ELM01".to_owned(),
    }
}

/// The envelope of the files between practice and payer.
pub(crate) fn envelope(world: &World) -> Result<Envelope, Stop> {
    Ok(Envelope {
        sender_qualifier: "ZZ".to_owned(),
        sender: "SENDER".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        receiver: "RECEIVER".to_owned(),
        group_sender: "SENDER".to_owned(),
        group_receiver: "RECEIVER".to_owned(),
        written: world.now.naive_utc(),
        interchange_control: 1,
        group_control: 1,
        acknowledge: false,
        usage: Usage::Test,
    })
}

/// What took place at the patient's visit of a day.
pub(crate) fn encounter(
    world: &mut World,
    patient: &str,
    on: NaiveDate,
) -> Result<Encounter, Stop> {
    let all: Vec<Encounter> = records(world, patient)?;
    let found = all.into_iter().find(|one| one.date() == on);
    found.ok_or_else(|| format!("{patient} was not seen on {on}").into())
}

/// The claim for the patient's visit of a day.
pub(crate) fn claim(world: &mut World, patient: &str, on: NaiveDate) -> Result<ClaimVersion, Stop> {
    let all: Vec<ClaimVersion> = records(world, patient)?;
    let of_day = |one: &ClaimVersion| one.claim().lines.iter().any(|line| line.from == on);
    let found = all.into_iter().find(of_day);
    found.ok_or_else(|| format!("{patient} has no claim for {on}").into())
}
