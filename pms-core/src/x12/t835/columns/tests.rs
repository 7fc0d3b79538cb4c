//! The short road and the full reader tell the same.

use proptest::prelude::*;

use super::super::{Advice, advices};
use super::plain;
use super::{Columns, batches};
use crate::x12::columns::{ABSENT_CENTS, ABSENT_DAY, OF_CLAIM};
use crate::x12::syntax::Separators;

const ISA: &str = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       \
                   *260801*1200*^*00501*000000001*0*T*:~";
const HEAD: &str = "BPR*I*80*C*CHK************20260803~TRN*1*10023*1512345678~\
                    N1*PR*ACME HEALTH~N1*PE*EXAMPLE MEDICAL*XX*1234567893~";
const CLAIMS: &str = "LX*1~TS3*1234567893*11*20261231*1*100~\
    CLP*PCN1*19*100*80*5*12*ICN1*11*1**123*0.5~CAS*OA*94*0~NM1*QC*1*DOE*JANE****MI*W1~\
    MIA*1**5***********0.5******MA15~MOA***MA01*M1~REF*EA*MRN1~DTM*050*20260720~DTM*232*20260701~\
    PER*CX**TE*1~AMT*AU*100~QTY*CA*1~\
    SVC*HC:99213:25:59*90*70*0510*2*HC:99214*2~DTM*472*20260701~CAS*CO*45*15**253*0~\
    CAS*PR*1*5*1~REF*6R*L1~REF*LU*11~AMT*B6*85~QTY*ZK*1~LQ*HE*N130~LQ*RX*70~\
    SVC*HC:1*10*10~DTM*150*20260630~\
    CLP*PCN2*22*-10*-10**12*ICN2~NM1*IL*1*DOE*****MI*W2~SVC*HC:2*-10*-10~\
    LX*2~CLP*PCN3*1*10.5*10.5**12*ICN3~";
const TAIL: &str = "PLB*1234567893*20261231*L6*-1*CS:REF*1.5~";

fn file(transactions: &[String]) -> String {
    let mut file = format!("{ISA}GS*HP*PAYER*PRACTICE*20260801*1200*1*X*005010X221A1~");
    for (number, body) in (1..).zip(transactions) {
        let count = body.matches('~').count() + 2;
        file += &format!("ST*835*{number:04}~{body}SE*{count}*{number:04}~");
    }
    file + &format!("GE*{}*1~IEA*1*000000001~", transactions.len())
}

fn sample() -> String {
    let whole = format!("{HEAD}{CLAIMS}{TAIL}");
    file(&[whole.clone(), whole])
}

/// The simple way: the full reader for every transaction.
fn in_full(bytes: &[u8]) -> Columns {
    let mut columns = Columns::default();
    let mut advices = advices(bytes);
    for advice in advices.by_ref() {
        columns.pour_claims(&advice);
        columns.pour_payment(advice);
    }
    columns.findings.extend(advices.finish());
    columns
}

fn at_once(bytes: &[u8]) -> Columns {
    batches(bytes, usize::MAX).next().unwrap_or_default()
}

#[test]
fn a_plain_transaction_takes_the_short_road() {
    let mut columns = Columns::default();
    let behind = format!("{CLAIMS}{TAIL}");
    let taken = plain::claims(behind.as_bytes(), 0, Separators::USUAL, &mut columns).unwrap();
    assert_eq!(taken.bytes, CLAIMS.len());
    assert_eq!(taken.segments, CLAIMS.matches('~').count());
    assert_eq!(taken.paid, 80_50);
    assert_eq!(columns.claims.paid, [80_00, -10_00, 10_50]);
}

#[test]
fn what_a_claim_tells_stands_in_its_row() {
    let columns = at_once(file(&[format!("{HEAD}{CLAIMS}{TAIL}")]).as_bytes());
    assert_eq!(
        columns,
        in_full(file(&[format!("{HEAD}{CLAIMS}{TAIL}")]).as_bytes())
    );
    assert_eq!(columns.findings, vec![]);
    assert_eq!(columns.payments.sound, [true]);
    let claims = &columns.claims;
    let controls: Vec<_> = claims.control.iter().collect();
    assert_eq!(controls, ["PCN1", "PCN2", "PCN3"]);
    assert_eq!(
        claims.patient_responsibility,
        [5_00, ABSENT_CENTS, ABSENT_CENTS]
    );
    assert_eq!(claims.member.iter().collect::<Vec<_>>(), ["W1", "W2", ""]);
    assert_eq!(claims.first_day[1..], [ABSENT_DAY, ABSENT_DAY]);
    let services = &columns.services;
    assert_eq!(
        services.modifiers.iter().collect::<Vec<_>>(),
        ["25:59", "", ""]
    );
    assert_eq!(services.units, [2_000, 1_000, 1_000]);
    assert_eq!(services.allowed[0], 85_00);
    assert_eq!(services.day[0] - services.day[1], 1);
    assert_eq!(columns.adjustments.service, [OF_CLAIM, 0, 0, 0]);
    let remarks: Vec<_> = columns.remarks.code.iter().collect();
    assert_eq!(remarks, ["MA15", "MA01", "M1", "N130"]);
    assert_eq!(columns.provider_adjustments.amount, [-1_00, 1_50]);
}

#[test]
fn batches_part_a_file_between_its_transactions() {
    let file = sample();
    let sizes: Vec<_> = batches(file.as_bytes(), 1)
        .map(|each| each.claims.len())
        .collect();
    assert_eq!(sizes, [3, 3]);
    let mut all = batches(file.as_bytes(), 4);
    let mut columns = Columns::default();
    assert!(all.fill(&mut columns));
    assert_eq!(columns.claims.payment, [0, 0, 0, 1, 1, 1]);
    assert!(!all.fill(&mut columns));
}

#[test]
fn the_last_findings_come_with_a_batch_of_their_own() {
    let cut = sample().replace("IEA*1", "IEA*2");
    let last = batches(cut.as_bytes(), 1).last().unwrap();
    assert!(last.payments.is_empty());
    assert_eq!(last.findings[0].code, "x12.interchange_count");
}

/// What is odd goes to the full reader, which alone knows what to say.
#[test]
#[rustfmt::skip] // a table
fn odd_transactions_are_read_in_full() {
    same("AMT*AU*100", "AMT*AU*1OO");
    same("AMT*B6*85", "AMT*B6*");
    same("CAS*CO*45*15", "CAS*CO*45*14.99");
    same("CLP*PCN1*19*", "CLP*PCN1*99*");
    same("CLP*PCN2*22*", "CLP*PCN2*1*");
    same("DTM*472*20260701", "DTM*472*20260731*X");
    same("DTM*050*20260720", "DTM*050*20261320");
    same("LQ*HE*N130", "LQ*HE*130");
    same("MOA***MA01*M1", "MOA***ma01*M1");
    same("PER*CX**TE*1", "ZZZ*1");
    same("REF*6R*L1", "REF*6R*L1*");
    same("REF*6R*L1", "REF*6R* L1 ");
    same("SVC*HC:1*10*10", "SVC*HC:1*10*10*****SURPLUS");
    same("CAS*PR*1*5*1", "CAS*pr*1*5*1");
    same("LX*2~", "LX*2~\r\n  ");
    same("LX*2~", "LX*2\r\n~");
    same("LX*2~", "LX*2~~");
    same("LX*2~", "SE*2*0001~ST*835*0001~LX*2~");
    same("PLB*", "CLP*PCN9*1*0*0~PLB*");
    same("PLB*1234567893*20261231*L6*-1", "PLB*1234567893*20261231*L6*-2");
    same("JANE", "J\u{c9}ANE");
    same("SE*", "SX*");
    same("LX*1~", "LX*1~ISA*00~");
}

#[track_caller]
fn same(plain: &str, odd: &str) {
    let file = sample();
    assert!(file.contains(plain), "{plain}");
    let odd_file = file.replacen(plain, odd, 1);
    assert_eq!(
        at_once(odd_file.as_bytes()),
        in_full(odd_file.as_bytes()),
        "{odd}"
    );
    let everywhere = file.replace(plain, odd);
    assert_eq!(
        at_once(everywhere.as_bytes()),
        in_full(everywhere.as_bytes()),
        "{odd}"
    );
}

#[test]
fn debug_shows_no_content() {
    let shown = format!("{:?}", at_once(sample().as_bytes()));
    for secret in ["W1", "PCN1", "DOE", "MRN1"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Bytes changed, cut and doubled anywhere: both ways tell the same, findings included.
    #[test]
    fn d6_both_ways_tell_the_same(changes in proptest::collection::vec(
        (any::<prop::sample::Index>(), prop::sample::select(b"~*:\n 0159-.ACLPRSVX\xc9".to_vec()), 0..3), 0..6,
    )) {
        let mut bytes = sample().into_bytes();
        for (at, byte, kind) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => { bytes.remove(at); }
            }
        }
        prop_assert_eq!(at_once(&bytes), in_full(&bytes));
        let advices: Vec<Advice> = advices(&bytes).collect();
        prop_assert_eq!(at_once(&bytes).payments.len(), advices.len());
    }
}
