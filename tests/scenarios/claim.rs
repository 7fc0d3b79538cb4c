//! Claims: drawn, sent, and what they say in the file.

use chrono::NaiveDate;
use pms_core::access::Role;
use pms_core::claim::{ClaimVersion, Finding, Gate, State};
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
    says(
        "999 of the claim of <patient> on <date> says <code>",
        answered_999,
    ),
    says(
        "277CA of the claim of <patient> on <date> says <code>",
        answered_277ca,
    ),
    says(
        "277 of the claim of <patient> on <date> says <code>",
        answered_277,
    ),
    says("claims without an answer", unanswered),
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

fn answered_999(world: &mut World, words: &Words) -> Result<String, Stop> {
    let code = words.text("code");
    let body = format!(
        "ST*999*0001*005010X231A1~AK1*HC*1~AK2*837*0001~IK5*{code}~AK9*{code}*1*1*1~SE*6*0001~"
    );
    answered(world, words, |_| ("FA", "005010X231A1", body))
}

fn answered_277ca(world: &mut World, words: &Words) -> Result<String, Stop> {
    let code = words.text("code");
    answered(world, words, |claim| {
        let npi = claim.claim().billing.provider.npi.as_str();
        let number = claim.claim().number.as_str();
        let body = format!(
            "ST*277*0001*005010X214~BHT*0085*08*1*20260801*1200*TH~\
            HL*1**20*1~NM1*PR*2*PAYER*****PI*60054~TRN*1*1~DTP*050*D8*20260801~DTP*009*D8*20260801~\
            HL*2*1*21*1~NM1*41*2*PRACTICE*****46*ELM01~TRN*2*1~STC*A1:20*20260801*WQ*1~\
            HL*3*2*19*1~NM1*85*2*PRACTICE*****XX*{npi}~HL*4*3*PT~NM1*QC*1*PATIENT~\
            TRN*2*{number}~STC*{code}*20260801~SE*17*0001~"
        );
        ("HN", "005010X214", body)
    })
}

fn answered_277(world: &mut World, words: &Words) -> Result<String, Stop> {
    let code = words.text("code");
    answered(world, words, |claim| {
        let number = claim.claim().number.as_str();
        let body = format!(
            "ST*277*0001*005010X212~BHT*0010*08*1*20260801*1200*DG~\
            HL*1**20*1~NM1*PR*2*PAYER*****PI*60054~HL*2*1*21*1~NM1*41*2*PRACTICE*****46*ELM01~\
            HL*3*2*19*1~NM1*1P*2*PRACTICE*****XX*1234567893~HL*4*3*22*0~NM1*IL*1*PATIENT****MI*1~\
            TRN*2*{number}~STC*{code}*20260801**1*0~SE*13*0001~"
        );
        ("HN", "005010X212", body)
    })
}

/// An answer to the claim's file reaches the practice: how the claim stands then, by whom and why.
fn answered(
    world: &mut World,
    words: &Words,
    write: impl FnOnce(&ClaimVersion) -> (&'static str, &'static str, String),
) -> Result<String, Stop> {
    let claim = claim(world, &words.text("patient"), day(&words.text("date"))?)?;
    let (_, sent) = written(world, &claim)?;
    let (kind, guide, body) = write(&claim);
    let text = String::from_utf8_lossy(&sent).into_owned();
    let (header, _) = text.split_once("GS*").ok_or("the file has no group")?;
    let answer = format!(
        "{header}GS*{kind}*RECEIVER*SENDER*20260801*1200*1*X*{guide}~{body}GE*1*1~IEA*1*000000001~"
    );
    let call = world.call(Role::Biller);
    let practice = world.practice.clone();
    let answers = [answer.as_bytes()];
    let done = practice.acknowledge_claims(&call, &sent, &answers);
    let done = world.wait(done)?;
    world.listen(&done);
    let [claim] = done.claims.as_slice() else {
        return Err("the answer tells of no claim".into());
    };
    let by = match claim.state() {
        State::Accepted { by, .. } | State::Rejected { by, .. } => match by {
            Gate::File => " by the file's reader",
            Gate::Clearinghouse => " by the clearing house",
            Gate::Payer => " by the payer",
        },
        _ => "",
    };
    let mut told = format!("{}{by}", claim.state().name());
    let words = claim
        .acknowledgments()
        .iter()
        .filter(|word| word.accepted == Some(false));
    for reason in words.flat_map(|word| &word.reasons) {
        let path = reason.path.as_deref().unwrap_or("the file");
        told += &format!(", {} at {path}", reason.code);
    }
    Ok(told)
}

fn unanswered(world: &mut World, _: &Words) -> Result<String, Stop> {
    let call = world.call(Role::Biller);
    let practice = world.practice.clone();
    let now = world.now;
    let waiting = world.wait(practice.unanswered_claims(&call, now))?;
    world.listen(&waiting);
    Ok(waiting.len().to_string())
}

/// What a payer reads in the 837P that is written of the claim.
fn file(world: &mut World, words: &Words) -> Result<String, Stop> {
    let claim = claim(world, &words.text("patient"), day(&words.text("date"))?)?;
    let (submission, file) = written(world, &claim)?;
    let read = t837p::read(&file);
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

/// The claim's 837P.
fn written(world: &World, claim: &ClaimVersion) -> Result<(Submission, Vec<u8>), Stop> {
    let submission = Submission {
        envelope: envelope(world)?,
        submitter: office("Practice"),
        contact: "Billing Office".parse().unwrap(),
        phone: "6145550140".parse().unwrap(),
        receiver: office("Payer"),
        batch: "1".to_owned(),
    };
    let file = t837p::write(&[claim.claim()], &submission, Characters::Refuse);
    Ok((submission, file.map_err(|error| error.to_string())?))
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
