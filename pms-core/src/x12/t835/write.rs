use crate::remittance::{
    Account, AmountOf, ClaimPayment, DateOf, Entity, Heading, Kept, ProviderAdjustment, Qualified,
    Remittance, ServicePayment,
};

use super::super::adjustments::write_adjustments;
use super::super::parts::{components, write_entity, write_kept, write_qualified, write_surplus};
use super::super::syntax::{Characters, Draft, Envelope, WriteError, Writer};

/// Writes remittances as one interchange, a transaction each, numbered from 1.
///
/// What was kept on reading is written where the guide puts it.
///
/// # Errors
///
/// The first [`WriteError`]: a text with a character that X12 cannot carry, a number that is
/// missing or too long, an amount of more than ten digits.
///
/// ```
/// # use pms_core::remittance::Remittance;
/// # use pms_core::x12::syntax::{Characters, Envelope, WriteError};
/// # use pms_core::x12::t835;
/// # fn round(remittance: Remittance, envelope: &Envelope) -> Result<(), WriteError> {
/// let bytes = t835::write(std::slice::from_ref(&remittance), envelope, Characters::Refuse)?;
/// let read = t835::read(&bytes);
/// assert_eq!(read.advices[0].remittance, remittance);
/// # Ok(()) }
/// ```
pub fn write(
    remittances: &[Remittance],
    envelope: &Envelope,
    characters: Characters,
) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::open(envelope, "HP", "005010X221A1", characters);
    for (control, remittance) in (1..).zip(remittances) {
        writer.begin("835", control, None);
        head(&mut writer, remittance);
        let mut headings = remittance.headings.as_slice();
        let mut under = None;
        for claim in &remittance.claims {
            if under != Some(&claim.heading) {
                under = Some(&claim.heading);
                // Claims that were put under no number stand in no group of their own.
                if let Some(number) = &claim.heading {
                    headings = open_heading(&mut writer, headings, number);
                }
            }
            write_claim(&mut writer, claim);
        }
        for heading in headings {
            write_heading(&mut writer, heading);
        }
        provider_adjustments(&mut writer, &remittance.provider_adjustments);
        keep(&mut writer, &remittance.kept, &["PLB"], &[]);
    }
    writer.finish()
}

fn head(writer: &mut Writer, remittance: &Remittance) {
    let mut bpr = writer
        .segment("BPR")
        .required(&remittance.handling, 2)
        .money(remittance.amount.magnitude())
        .code(if remittance.amount.is_negative() {
            "D"
        } else {
            "C"
        })
        .required(remittance.method.code(), 3)
        .id(remittance.format.as_deref().unwrap_or_default(), 10);
    bpr = account(bpr, remittance.payer_account.as_ref());
    for company in &remittance.company {
        bpr = bpr.id(company, 10);
    }
    bpr = account(bpr, remittance.payee_account.as_ref());
    if let Some(effective) = remittance.effective {
        bpr = bpr.date(effective);
    }
    bpr.end();
    let supplement = remittance.originator_supplement.as_deref();
    let trn = writer.segment("TRN").code("1");
    trn.required(&remittance.trace, 50)
        .required(&remittance.originator, 10)
        .id(supplement.unwrap_or_default(), 50)
        .end();
    keep(writer, &remittance.kept, &[], &["PLB"]);
    if let Some(produced) = remittance.produced {
        writer.segment("DTM").code("405").date(produced).end();
    }
    party(writer, &remittance.payer, "PR");
    party(writer, &remittance.payee, "PE");
}

fn account<'w>(bpr: Draft<'w>, account: Option<&Account>) -> Draft<'w> {
    match account {
        None => bpr.skip(4),
        Some(account) => bpr
            .id(&account.bank_qualifier, 2)
            .id(&account.bank, 12)
            .id(&account.qualifier, 3)
            .id(&account.number, 35),
    }
}

fn party(writer: &mut Writer, entity: &Entity, role: &str) {
    let n1 = writer.segment("N1").code(role).text(&entity.name, 60);
    let n1 = write_qualified(n1, entity.id.as_ref(), 80);
    write_surplus(n1, "N1", &entity.kept, 4).end();
    keep(writer, &entity.kept, &[], &["N1"]);
}

/// Opens the next group with the number, behind those before it that hold no claims, and tells which
/// are left: a number may come twice, and no group is written twice.
fn open_heading<'r>(writer: &mut Writer, headings: &'r [Heading], number: &str) -> &'r [Heading] {
    let next = headings.iter().position(|each| each.number == *number);
    let (now, later) = headings.split_at(next.map_or(0, |next| next + 1));
    for heading in now {
        write_heading(writer, heading);
    }
    if now.is_empty() {
        writer.segment("LX").id(number, 6).end();
    }
    later
}

fn write_heading(writer: &mut Writer, heading: &Heading) {
    writer.segment("LX").id(&heading.number, 6).end();
    keep(writer, &heading.kept, &[], &[]);
}

fn write_claim(writer: &mut Writer, claim: &ClaimPayment) {
    let clp = writer
        .segment("CLP")
        .required(&claim.patient_control, 38)
        .required(claim.status.code(), 2)
        .money(claim.charge)
        .money(claim.paid);
    let mut clp = match claim.patient_responsibility {
        Some(amount) => clp.money(amount),
        None => clp.empty(),
    }
    .id(&claim.filing, 2)
    .id(&claim.payer_control, 50)
    .id(&claim.place, 2)
    .id(&claim.frequency, 1);
    for element in &claim.institutional {
        clp = clp.id(element, 30);
    }
    clp.end();
    write_adjustments(writer, &claim.adjustments);
    keep(writer, &claim.kept, &["CAS"], &[]);
    for entity in &claim.entities {
        write_entity(writer, entity);
    }
    claim_remarks(writer, claim);
    references(writer, &claim.references);
    keep(writer, &claim.kept, &["REF"], &[]);
    dates(writer, &claim.dates);
    keep(writer, &claim.kept, &["DTM", "PER"], &[]);
    amounts(writer, &claim.amounts);
    let placed = ["CAS", "MIA", "MOA", "REF", "DTM", "PER"];
    keep(writer, &claim.kept, &[], &placed);
    for service in &claim.services {
        write_service(writer, service);
    }
}

/// Remarks that came among amounts are in what was kept; the others need a segment.
fn claim_remarks(writer: &mut Writer, claim: &ClaimPayment) {
    let info = |kept: &&Kept| kept.name == "MIA" || kept.name == "MOA";
    let told: Vec<&String> = claim
        .kept
        .iter()
        .filter(info)
        .flat_map(|kept| kept.elements.iter().flatten())
        .collect();
    keep(writer, &claim.kept, &["MIA", "MOA"], &[]);
    let untold: Vec<_> = claim
        .remarks
        .iter()
        .filter(|remark| !told.iter().any(|told| **told == remark.as_str()))
        .collect();
    for five in untold.chunks(5) {
        let mut moa = writer.segment("MOA").skip(2);
        for remark in five {
            moa = moa.code(remark.as_str());
        }
        moa.end();
    }
}

fn write_service(writer: &mut Writer, service: &ServicePayment) {
    let svc = writer
        .segment("SVC")
        .composite(&components(&service.procedure))
        .money(service.charge)
        .money(service.paid)
        .id(service.revenue.as_deref().unwrap_or_default(), 48);
    let svc = match service.units {
        Some(units) => svc.units(units),
        None => svc.empty(),
    };
    let svc = match &service.submitted {
        Some(code) => svc.composite(&components(code)),
        None => svc.empty(),
    };
    let svc = match service.submitted_units {
        Some(units) => svc.units(units),
        None => svc.empty(),
    };
    write_surplus(svc, "SVC", &service.kept, 7).end();
    dates(writer, &service.dates);
    keep(writer, &service.kept, &["DTM"], &[]);
    write_adjustments(writer, &service.adjustments);
    keep(writer, &service.kept, &["CAS"], &[]);
    if let Some(control) = &service.line_control {
        writer.segment("REF").code("6R").id(control, 50).end();
    }
    references(writer, &service.references);
    keep(writer, &service.kept, &["REF"], &[]);
    amounts(writer, &service.amounts);
    keep(writer, &service.kept, &["AMT", "QTY"], &[]);
    for remark in &service.remarks {
        let lq = writer.segment("LQ").code("HE");
        lq.code(remark.as_str()).end();
    }
    let placed = ["SVC", "DTM", "CAS", "REF", "AMT", "QTY"];
    keep(writer, &service.kept, &[], &placed);
}

/// Adjustments of one provider and year share a segment, six at most.
fn provider_adjustments(writer: &mut Writer, adjustments: &[ProviderAdjustment]) {
    let alike = |one: &ProviderAdjustment, next: &ProviderAdjustment| {
        one.provider == next.provider && one.fiscal_end == next.fiscal_end
    };
    for provider in adjustments.chunk_by(alike) {
        for six in provider.chunks(6) {
            let Some(first) = six.first() else { continue };
            let plb = writer.segment("PLB").required(&first.provider, 50);
            let mut plb = match first.fiscal_end {
                Some(end) => plb.date(end),
                None => plb.required("", 8),
            };
            for adjustment in six {
                let reference = adjustment.reference.as_deref().unwrap_or_default();
                plb = plb.composite(&[adjustment.reason.code(), reference]);
                plb = plb.money(adjustment.amount);
            }
            plb.end();
        }
    }
}

fn references(writer: &mut Writer, references: &[Qualified]) {
    for reference in references {
        let segment = writer.segment("REF").id(&reference.qualifier, 3);
        segment.required(&reference.value, 50).end();
    }
}

fn dates(writer: &mut Writer, dates: &[DateOf]) {
    for date in dates {
        let segment = writer.segment("DTM").id(&date.qualifier, 3);
        segment.date(date.date).end();
    }
}

fn amounts(writer: &mut Writer, amounts: &[AmountOf]) {
    for amount in amounts {
        let segment = writer.segment("AMT").id(&amount.qualifier, 3);
        segment.money(amount.amount).end();
    }
}

/// Writes what was kept: the segments with one of the names, or where none is given all but the
/// excepted ones.
fn keep(writer: &mut Writer, kept: &[Kept], names: &[&str], except: &[&str]) {
    let chosen = |each: &&Kept| {
        let name = each.name.as_str();
        !except.contains(&name) && (names.is_empty() || names.contains(&name))
    };
    for each in kept.iter().filter(chosen) {
        write_kept(writer, each);
    }
}
