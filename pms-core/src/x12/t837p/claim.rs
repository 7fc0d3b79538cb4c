use crate::claim::{
    Claim, ClaimLine, ClaimPayer, LineAdjudication, OtherPayer, Person, Provider, ProviderName,
    SubscriberOnClaim,
};
use crate::code::Modifier;
use crate::encounter::{Accident, Measure};
use crate::money::Money;
use crate::party::{Address, PersonName, Region, Sex};

use super::super::adjustments::write_adjustments;
use super::super::syntax::{Draft, Writer};

/// Loops 2000B to 2430 of one claim, behind its subscriber's HL. `patient` opens the patient's HL,
/// where the patient is not the subscriber.
pub(super) fn write_claim(writer: &mut Writer, claim: &Claim, patient: impl FnOnce(&mut Writer)) {
    let itself = claim.dependent.is_none();
    let group = claim.subscriber.group.as_ref();
    writer
        .segment("SBR")
        .code(claim.turn.as_str())
        .code(if itself { "18" } else { "" })
        .id(group.map_or("", |group| group.as_str()), 50)
        .skip(5)
        .code(claim.filing.as_str())
        .end();
    subscriber(writer, &claim.subscriber);
    if itself {
        person(writer, &claim.subscriber.person);
    }
    payer(writer, &claim.payer);
    if let Some(dependent) = &claim.dependent {
        patient(writer);
        let pat = writer.segment("PAT");
        pat.code(dependent.relationship.as_str()).end();
        let name = &dependent.person.name;
        name_of_person(writer.segment("NM1").code("QC"), name).end();
        person(writer, &dependent.person);
    }
    head(writer, claim);
    diagnoses(writer, claim);
    if let Some(rendering) = &claim.rendering {
        rendered_by(writer, rendering);
    }
    location(writer, claim);
    for other in &claim.other_payers {
        other_payer(writer, other);
    }
    for (number, line) in (1..).zip(&claim.lines) {
        write_line(writer, claim, number, line);
    }
}

/// CLM and what stands under it up to HI.
fn head(writer: &mut Writer, claim: &Claim) {
    let signatures = claim.signatures;
    let signed = if signatures.provider { "Y" } else { "N" };
    let place = [claim.place.as_str(), "B", claim.frequency.as_str()];
    let clm = writer
        .segment("CLM")
        .required(claim.number.as_str(), 20)
        // A total that does not fit is more than the ten digits that are allowed, too.
        .money(claim.total().unwrap_or(Money::MAX))
        .skip(2)
        .composite(&place)
        .code(signed)
        .code(signatures.assignment.as_str())
        .code(signatures.benefits.as_str())
        .code(signatures.release.as_str());
    match claim.accident {
        Some(accident) => clm.empty().composite(&cause(accident)),
        None => clm,
    }
    .end();
    if let Some(date) = claim.accident.and_then(|accident| accident.date) {
        let dtp = writer.segment("DTP").code("439").code("D8");
        dtp.date(date).end();
    }
    if let Some(paid) = claim.patient_paid {
        writer.segment("AMT").code("F5").money(paid).end();
    }
    if let Some(authorization) = &claim.authorization {
        let reference = writer.segment("REF").code("G1");
        reference.id(authorization.as_str(), 50).end();
    }
    if let Some(number) = &claim.payer_control_number {
        let reference = writer.segment("REF").code("F8");
        reference.id(number.as_str(), 50).end();
    }
}

/// CLM11: the cause, and where it was.
fn cause(accident: Accident) -> [String; 4] {
    let state = accident.state.map(|state| state.as_str().to_owned());
    let cause = accident.cause.as_str().to_owned();
    let none = String::new();
    [cause, none.clone(), none, state.unwrap_or_default()]
}

fn diagnoses(writer: &mut Writer, claim: &Claim) {
    let mut hi = writer.segment("HI");
    for (place, code) in claim.diagnoses.iter().enumerate() {
        let kind = if place == 0 { "ABK" } else { "ABF" };
        hi = hi.composite(&[kind, code.as_str()]);
    }
    hi.end();
}

/// Loops 2310B and 2420A.
fn rendered_by(writer: &mut Writer, provider: &Provider) {
    name_of_provider(writer, "82", provider);
    if let Some(taxonomy) = provider.taxonomy {
        let prv = writer.segment("PRV").code("PE").code("PXC");
        prv.code(taxonomy.as_str()).end();
    }
}

/// Loop 2310C.
fn location(writer: &mut Writer, claim: &Claim) {
    let Some(location) = &claim.location else {
        return;
    };
    let nm1 = writer.segment("NM1").code("77").code("2");
    let nm1 = nm1.required_text(location.name.as_str(), 60);
    match location.npi {
        Some(npi) => nm1.skip(4).code("XX").code(npi.as_str()),
        None => nm1,
    }
    .end();
    street(writer, &location.address);
    town(writer, &location.address);
}

/// Loops 2320, 2330A and 2330B.
fn other_payer(writer: &mut Writer, other: &OtherPayer) {
    let group = other.subscriber.group.as_ref();
    writer
        .segment("SBR")
        .code(other.turn.as_str())
        .code(other.relationship.as_str())
        .id(group.map_or("", |group| group.as_str()), 50)
        .skip(5)
        .code(other.filing.as_str())
        .end();
    write_adjustments(writer, &other.adjustments);
    if let Some(paid) = other.paid {
        writer.segment("AMT").code("D").money(paid).end();
    }
    let oi = writer.segment("OI").skip(2).code("Y");
    oi.skip(2).code("Y").end();
    subscriber(writer, &other.subscriber);
    if let Some(address) = &other.subscriber.person.address {
        street(writer, address);
        town(writer, address);
    }
    payer(writer, &other.payer);
    if let Some(decided) = other.decided {
        let dtp = writer.segment("DTP").code("573").code("D8");
        dtp.date(decided).end();
    }
}

/// Loops 2400, 2420A and 2430.
fn write_line(writer: &mut Writer, claim: &Claim, number: u32, line: &ClaimLine) {
    writer.segment("LX").number(number).end();
    let (unit, quantity) = match line.measure {
        Measure::Units(units) => ("UN", units),
        Measure::Minutes(minutes) => ("MJ", minutes),
    };
    let elsewhere = line.place != claim.place;
    let pointers: Vec<String> = line
        .pointers
        .iter()
        .map(|pointer| pointer.number().to_string())
        .collect();
    writer
        .segment("SV1")
        .composite(&service(line.procedure.as_str(), &line.modifiers))
        .money(line.amount)
        .code(unit)
        .units(quantity)
        .code(if elsewhere { line.place.as_str() } else { "" })
        .empty()
        .composite(&pointers)
        .end();
    let dtp = writer.segment("DTP").code("472");
    if line.from == line.to {
        dtp.code("D8").date(line.from).end();
    } else {
        let range = format!(
            "{}-{}",
            line.from.format("%Y%m%d"),
            line.to.format("%Y%m%d")
        );
        dtp.code("RD8").code(&range).end();
    }
    let reference = writer.segment("REF").code("6R");
    reference.required(line.number.as_str(), 30).end();
    if let Some(rendering) = &line.rendering {
        rendered_by(writer, rendering);
    }
    for adjudication in &line.adjudications {
        adjudicated(writer, claim, adjudication);
    }
}

/// Loop 2430.
fn adjudicated(writer: &mut Writer, claim: &Claim, adjudication: &LineAdjudication) {
    let mut others = claim.other_payers.iter().map(|other| &other.payer);
    let payer = others.find(|payer| payer.id == adjudication.payer);
    let code = service(adjudication.procedure.as_str(), &adjudication.modifiers);
    let svd = writer
        .segment("SVD")
        .required(payer.map_or("", |payer| payer.number.as_str()), 80)
        .money(adjudication.paid)
        .composite(&code)
        .empty()
        .units(adjudication.units);
    match adjudication.bundled_into {
        Some(line) => svd.number(u32::from(line)),
        None => svd,
    }
    .end();
    write_adjustments(writer, &adjudication.adjustments);
    let dtp = writer.segment("DTP").code("573").code("D8");
    dtp.date(adjudication.decided).end();
}

fn service<'a>(procedure: &'a str, modifiers: &'a [Modifier]) -> Vec<&'a str> {
    let mut parts = vec!["HC", procedure];
    parts.extend(modifiers.iter().map(|modifier| modifier.as_str()));
    parts
}

/// Loops 2010BA and 2330A.
fn subscriber(writer: &mut Writer, subscriber: &SubscriberOnClaim) {
    let name = &subscriber.person.name;
    let nm1 = name_of_person(writer.segment("NM1").code("IL"), name);
    nm1.code("MI")
        .required(subscriber.member_id.as_str(), 80)
        .end();
}

/// Address, birth and sex, which are sent of the patient alone.
fn person(writer: &mut Writer, person: &Person) {
    if let Some(address) = &person.address {
        street(writer, address);
        town(writer, address);
    }
    let sex = match person.sex {
        Sex::Female => "F",
        Sex::Male => "M",
        Sex::Other | Sex::Unknown => "U",
    };
    let dmg = writer.segment("DMG").code("D8").date(person.birth);
    dmg.code(sex).end();
}

/// Loops 2010BB and 2330B.
fn payer(writer: &mut Writer, payer: &ClaimPayer) {
    let nm1 = writer.segment("NM1").code("PR").code("2");
    let nm1 = nm1
        .required_text(payer.name.as_str(), 60)
        .skip(4)
        .code("PI");
    nm1.required(payer.number.as_str(), 80).end();
    if let Some(address) = &payer.address {
        street(writer, address);
        town(writer, address);
    }
}

pub(super) fn name_of_provider(writer: &mut Writer, role: &str, provider: &Provider) {
    let nm1 = writer.segment("NM1").code(role);
    let nm1 = match &provider.name {
        ProviderName::Person(name) => name_of_person(nm1, name),
        ProviderName::Organization(name) => nm1.code("2").required_text(name.as_str(), 60).skip(4),
    };
    nm1.code("XX").code(provider.npi.as_str()).end();
}

/// NM102 to NM107.
fn name_of_person<'w>(nm1: Draft<'w>, name: &PersonName) -> Draft<'w> {
    let given = |text: &Option<_>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    nm1.code("1")
        .required_text(name.family.as_str(), 60)
        .text(&given(&name.given), 35)
        .text(&given(&name.middle), 25)
        .empty()
        .text(&given(&name.suffix), 10)
}

pub(super) fn street(writer: &mut Writer, address: &Address) {
    let second = address.second_line.as_ref().map(ToString::to_string);
    let n3 = writer
        .segment("N3")
        .required_text(address.line.as_str(), 55);
    n3.text(&second.unwrap_or_default(), 55).end();
}

pub(super) fn town(writer: &mut Writer, address: &Address) {
    let n4 = writer
        .segment("N4")
        .required_text(address.city.as_str(), 30);
    match &address.region {
        Region::Domestic { state, zip } => n4.code(state.as_str()).code(zip.as_str()),
        Region::Foreign {
            country,
            postal_code,
        } => {
            let code = postal_code.as_ref().map(ToString::to_string);
            let n4 = n4.empty().text(&code.unwrap_or_default(), 15);
            n4.code(country.as_str())
        }
    }
    .end();
}
