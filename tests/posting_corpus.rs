//! Remittances of public projects, posted: every one that balances moves clearing by exactly its
//! payment, once, whether its claims are known or not; one that does not is refused.
//!
//! Reads `PMS_CORPUS` (`../shared/corpus` from the workspace); passes, and says so, where it is
//! absent.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use pms_core::id::{Ids, PatientId, PayerId, Uuid};
use pms_core::ledger::{
    Account, AccountKind, Content, Dates, Entry, Journal, Posting, Source, SourceKind,
};
use pms_core::money::{Money, Units};
use pms_core::posting::{BilledClaim, Booking, PostingError, Step, plan_remittance};
use pms_core::remittance::{ClaimKey, LineKey, Remittance, Rule, prove};
use pms_core::time::AsOf;
use pms_core::x12::t835;

fn remittances() -> Vec<(String, Remittance)> {
    let given = std::env::var_os("PMS_CORPUS").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = given.unwrap_or(beside).join("x12");
    if !folder.is_dir() {
        println!("no corpus at {}: 0 files ran", folder.display());
        return Vec::new();
    }
    let mut found = Vec::new();
    files(&folder, &mut found);
    found.sort();
    found
        .iter()
        .flat_map(|path| {
            let name = path.strip_prefix(&folder).unwrap().display().to_string();
            let advices = t835::read(&fs::read(path).unwrap()).advices;
            advices
                .into_iter()
                .map(move |advice| (name.clone(), advice.remittance))
        })
        .collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_none_or(|end| end != "tsv") {
            found.push(path);
        }
    }
}

fn payer() -> PayerId {
    Uuid::from_u128(7).into()
}

fn booking(hour: u32) -> Booking {
    let day = "2026-03-16".parse().unwrap();
    let recorded = format!("2026-03-16T{hour:02}:00:00Z").parse().unwrap();
    Booking::new(day, recorded)
}

/// The claims that a remittance answers, as they must have been billed, and the books with their
/// charges.
fn billed(remittance: &Remittance, ids: &mut Ids) -> (Vec<BilledClaim>, Journal) {
    let mut journal = Journal::default();
    let mut claims = Vec::new();
    let mut seen = HashSet::new();
    for answer in &remittance.claims {
        if answer.is_reversal() || !seen.insert(answer.patient_control.to_uppercase()) {
            continue;
        }
        let patient: PatientId = ids.mint();
        let first = answer.first_day().unwrap_or("2026-03-02".parse().unwrap());
        let mut lines: Vec<LineKey> = answer
            .services
            .iter()
            .map(|service| LineKey {
                charge_id: ids.mint(),
                control: service.line_control.clone().unwrap_or_default(),
                procedure: service.procedure.code.clone(),
                modifiers: service.procedure.modifiers.clone(),
                date: service.day().unwrap_or(first),
                charge: service.charge,
                units: service.units.unwrap_or(Units::ONE),
            })
            .collect();
        if lines.is_empty() {
            lines.push(LineKey {
                charge_id: ids.mint(),
                control: String::new(),
                procedure: String::new(),
                modifiers: vec![],
                date: first,
                charge: answer.charge,
                units: Units::ONE,
            });
        }
        for line in lines.iter().filter(|line| line.charge.is_positive()) {
            let entry = charged(patient, line.charge_id, line.charge, ids);
            journal.append(entry).unwrap();
        }
        claims.push(BilledClaim {
            key: ClaimKey {
                claim: ids.mint(),
                patient_control: answer.patient_control.clone(),
                payer_control: Some(answer.payer_control.clone()),
                member: None,
                date: None,
                charge: answer.charge,
                lines,
            },
            next: None,
        });
    }
    (claims, journal)
}

fn charged(
    patient: PatientId,
    charge: pms_core::id::ChargeId,
    amount: Money,
    ids: &mut Ids,
) -> Entry {
    let owed = Account::of(AccountKind::InsuranceReceivable)
        .at_payer(payer())
        .for_patient(patient)
        .on_charge(charge);
    let posting = Posting::new(owed, owed.as_kind(AccountKind::Revenue), amount).unwrap();
    let dates = Dates {
        service: None,
        effective: "2026-03-02".parse().unwrap(),
        recorded: "2026-03-02T12:00:00Z".parse().unwrap(),
    };
    let told = Content::new().money(amount).hash();
    let source = Source::new(SourceKind::Charge, charge.to_string(), told).unwrap();
    Entry::new(ids.mint(), dates, source, vec![posting]).unwrap()
}

/// Posts, proves the books and posts again. Tells how many answers were booked and how many held.
fn post(
    name: &str,
    remittance: &Remittance,
    claims: &[BilledClaim],
    journal: &mut Journal,
) -> (usize, usize) {
    let mut ids = Ids::from(Uuid::from_u128(1 << 90));
    let plan = plan_remittance(remittance, payer(), claims, journal, booking(12), &mut ids);
    let plan = plan.unwrap_or_else(|error| panic!("{name}: {error}"));
    journal
        .append_all(plan.entries().cloned())
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let clearing = journal.balance(AsOf::EVERYTHING, |a| a.kind == AccountKind::Clearing);
    assert_eq!(clearing.unwrap(), remittance.amount, "{name}");
    let all = journal.balance(AsOf::EVERYTHING, |_| true).unwrap();
    assert_eq!(all, Money::ZERO, "{name}");
    let again = plan_remittance(remittance, payer(), claims, journal, booking(13), &mut ids);
    let again = again.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(again.is_replay(), "{name} is posted once");
    for notice in plan.claims.iter().flat_map(|claim| &claim.notices) {
        if !claims.is_empty() {
            println!("{name}: {notice:?}");
        }
    }
    let count = |is: fn(&Step) -> bool| plan.claims.iter().filter(|claim| is(&claim.step)).count();
    (
        count(|step| matches!(step, Step::Book(_) | Step::Reverse(_))),
        count(|step| matches!(step, Step::Hold(_))),
    )
}

#[test]
fn k5_real_remittances_net_to_their_payment() {
    let (mut netted, mut refused, mut booked, mut held, mut kept_apart) = (0, 0, 0, 0, 0);
    for (name, remittance) in remittances() {
        let mut ids = Ids::from(Uuid::from_u128(1 << 80));
        let (claims, mut journal) = billed(&remittance, &mut ids);
        let whole = prove(&remittance)
            .iter()
            .any(|finding| finding.rule == Rule::RemittanceBalance);
        if whole {
            let error = plan_remittance(
                &remittance,
                payer(),
                &claims,
                &journal,
                booking(12),
                &mut ids,
            );
            assert!(
                matches!(error, Err(PostingError::DoesNotNet { .. })),
                "{name}"
            );
            refused += 1;
            continue;
        }
        let (known, unknown) = post(&name, &remittance, &claims, &mut journal);
        booked += known;
        held += unknown;
        let (none, apart) = post(&name, &remittance, &[], &mut Journal::default());
        assert_eq!(none, 0);
        kept_apart += apart;
        netted += 1;
    }
    println!(
        "{netted} remittances net to their payment, {refused} that do not balance are refused; \
         claims known: {booked} answers booked, {held} held; claims unknown: {kept_apart} held"
    );
}
