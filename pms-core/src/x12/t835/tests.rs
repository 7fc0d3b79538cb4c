//! What an 835 may hold, and what becomes of it.

use proptest::prelude::*;

use crate::remittance::{Place, ProviderReason, Remittance};
use crate::x12::syntax::{Characters, Envelope, Severity, Usage};

use super::{Advice, Read, advices, read, write};

const ISA: &str = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       \
                   *260801*1200*^*00501*000000001*0*T*:~";
const HEAD: &str = "BPR*I*80*C*CHK************20260803~TRN*1*10023*1512345678~\
                    N1*PR*ACME HEALTH~N1*PE*EXAMPLE MEDICAL*XX*1234567893~LX*1~";
const CLAIM: &str = "CLP*PCN1*1*100*80**12*ICN1~SVC*HC:99213*100*80~CAS*CO*45*20~";

/// One interchange with a transaction of each body, counts right.
fn file(bodies: &[&str]) -> String {
    let mut file = format!("{ISA}GS*HP*PAYER*PRACTICE*20260801*1200*1*X*005010X221A1~");
    for (number, body) in (1..).zip(bodies) {
        let count = body.matches('~').count() + 2;
        file += &format!("ST*835*{number:04}~{body}SE*{count}*{number:04}~");
    }
    file + &format!("GE*{}*1~IEA*1*000000001~", bodies.len())
}

#[track_caller]
fn one(body: &str) -> Advice {
    let mut read = read(file(&[body]).as_bytes());
    assert_eq!(read.findings, vec![]);
    assert_eq!(read.advices.len(), 1);
    read.advices.remove(0)
}

fn codes(findings: &[super::super::syntax::Finding]) -> Vec<String> {
    let shown = findings.iter();
    shown.map(|f| format!("{} {}", f.code, f.path)).collect()
}

#[test]
fn every_triplet_of_an_adjustment_counts() {
    let body = format!(
        "{HEAD}CLP*PCN1*1*100*80*15*12*ICN1~SVC*HC:99213*100*80~CAS*PR*2*5.13**1*9.87*2~CAS*CO*45*5~"
    );
    let advice = one(&body);
    assert_eq!(codes(&advice.findings), [""; 0]);
    let adjustments = &advice.remittance.claims[0].services[0].adjustments;
    let shown: Vec<_> = adjustments
        .iter()
        .map(|a| format!("{}-{} {}", a.group, a.reason, a.amount))
        .collect();
    assert_eq!(shown, ["PR-2 5.13", "PR-1 9.87", "CO-45 5.00"]);
    assert_eq!(adjustments[1].units, Some("2".parse().unwrap()));
}

/// What was understood of an adjustment is money once, however often it is written and read.
#[test]
fn a_triplet_that_is_not_understood_doubles_no_other() {
    let body = format!(
        "{HEAD}CLP*PCN1*1*100*80**12*ICN1~SVC*HC:99213*100*80~CAS*CO*45*15**NO REASON*7**253*5~"
    );
    let mut remittance = one(&body).remittance;
    for _ in 0..2 {
        let service = &remittance.claims[0].services[0];
        let cents: Vec<_> = service
            .adjustments
            .iter()
            .map(|a| a.amount.cents())
            .collect();
        assert_eq!(cents, [1_500, 500]);
        let kept = service.kept[0].elements.iter().flatten();
        let kept: Vec<_> = kept.filter(|text| !text.is_empty()).collect();
        assert_eq!(kept, ["CO", "NO REASON", "7"]);
        let written = write(&[remittance], &envelope(), Characters::Refuse).unwrap();
        remittance = read(&written).advices.remove(0).remittance;
    }
}

#[test]
fn a_hole_among_triplets_hides_nothing_behind_it() {
    let body =
        format!("{HEAD}CLP*PCN1*1*100*80**12*ICN1~SVC*HC:99213*100*80~CAS*CO****45*15**253*5~");
    let advice = one(&body);
    assert_eq!(codes(&advice.findings), [""; 0]);
    assert_eq!(advice.remittance.claims[0].services[0].adjustments.len(), 2);
}

#[test]
fn every_pair_of_a_provider_adjustment_counts() {
    let body = format!(
        "{HEAD}{CLAIM}PLB*1234567893*20261231*WO:ICN0*7.5*L6*-2.5*FB:X*-5*72*1*CS*-2*Q9*1~"
    );
    let advice = one(&body);
    assert_eq!(codes(&advice.findings), ["t835.provider_reason PLB13-1"]);
    let all = &advice.remittance.provider_adjustments;
    assert_eq!(all.len(), 6);
    assert_eq!(all[0].reason, ProviderReason::OverpaymentRecovery);
    assert_eq!(all[0].reference.as_deref(), Some("ICN0"));
    assert_eq!(all[5].reason, ProviderReason::Other("Q9".to_owned()));
    assert_eq!(all[1].amount.to_string(), "-2.50");
}

#[test]
fn every_remark_is_kept() {
    let body = format!(
        "{HEAD}CLP*PCN1*1*100*80**12*ICN1~MOA***MA01*MA18~SVC*HC:99213*100*80~CAS*CO*45*20~\
         LQ*HE*N130~LQ*HE*M1~LQ*RX*70~"
    );
    let claim = one(&body).remittance.claims.remove(0);
    let shown: Vec<_> = claim.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["MA01", "MA18"]);
    assert!(claim.kept.is_empty());
    assert_eq!(claim.services[0].remarks.len(), 2);
    assert_eq!(claim.services[0].kept[0].name, "LQ");
}

#[test]
fn services_of_any_code_list_are_read() {
    let body = format!(
        "{HEAD}CLP*PCN1*1*100*80**12*ICN1~SVC*AD:D0120*40*40~DTM*472*20260701~REF*6R*L1~\
         SVC*N4:00409123401*40*40**2.5*HC:J1234:JW*3~SVC*HC:99213:25:59:::OFFICE*20*0~CAS*PI*16*20~"
    );
    let claim = one(&body).remittance.claims.remove(0);
    let [dental, drug, visit] = &claim.services[..] else {
        panic!("three lines")
    };
    assert_eq!(dental.procedure.qualifier, "AD");
    assert_eq!(dental.line_control.as_deref(), Some("L1"));
    assert_eq!(dental.day(), "2026-07-01".parse().ok());
    assert_eq!(drug.units, Some("2.5".parse().unwrap()));
    let submitted = drug.submitted.as_ref().unwrap();
    assert_eq!(
        (submitted.code.as_str(), &submitted.modifiers[..]),
        ("J1234", &["JW".to_owned()][..])
    );
    assert_eq!(visit.procedure.modifiers, ["25", "59"]);
    assert_eq!(visit.procedure.description.as_deref(), Some("OFFICE"));
}

#[test]
#[rustfmt::skip] // a table
fn what_is_odd_is_found_and_nothing_aborts() {
    //    behind the head                                              findings
    finds("CLP*PCN1*1*100*80**12*ICN1~CAS*CO*45*20~ZZZ*1~",            &["t835.unknown_segment ZZZ"]);
    finds("CLP*PCN1*1*100*80**12*ICN1~CAS*CO*45*20~BPR*1~",            &["t835.segment_misplaced BPR"]);
    finds("CLP*PCN1*77*100*80**12*ICN1~CAS*CO*45*20~",                 &["t835.claim_status 2100/CLP02"]);
    finds("CLP**1*100*80**12*ICN1~CAS*CO*45*20~",                      &["t835.required 2100/CLP01"]);
    finds("CLP*PCN1*1*1OO*80**12*ICN1~",                               &["x12.amount 2100/CLP03", "remittance.claim_balance 2100/CLP04"]);
    finds("CLP*PCN1*1*100*80**12*ICN1~CAS*CO*45*2.0.0~",               &["x12.amount 2100/CAS03", "remittance.claim_balance 2100/CLP04"]);
    finds("CLP*PCN1*1*100*80**12*ICN1~CAS*C-*45*20~",                  &["t835.adjustment_group CAS01", "remittance.claim_balance 2100/CLP04"]);
    finds("CLP*PCN1*1*100*80**12*ICN1~CAS*CO*4-5*20~",                 &["t835.adjustment_reason 2100/CAS", "remittance.claim_balance 2100/CLP04"]);
    finds("CLP*PCN1*1*100*80**12*ICN1~CAS*CO*45*20~DTM*232*20260230~", &["x12.date DTM02"]);
    finds("CLP*PCN1*1*100*80**12*ICN1~CAS*CO*45*20*-1~",               &["x12.units 2100/CAS04"]);
    finds("CLP*PCN1*1*100*80*5*12*ICN1~CAS*CO*45*20~",                 &["remittance.patient_responsibility 2100/CLP05"]);
    finds("CLP*PCN1*1*100*80**12*ICN1~SVC*HC:1*100*79~CAS*CO*45*20~",  &["remittance.service_balance 2110/SVC03"]);
    finds("CLP*PCN1*1*100*70**12*ICN1~CAS*CO*45*20~",                  &["remittance.claim_balance 2100/CLP04", "remittance.balance BPR02"]);
}

#[track_caller]
fn finds(behind: &str, wanted: &[&str]) {
    let advice = one(&format!("{HEAD}{behind}"));
    assert_eq!(codes(&advice.findings), wanted, "{behind}");
    let errors = advice
        .findings
        .iter()
        .any(|f| f.severity == Severity::Error);
    assert_eq!(advice.is_sound(), !errors);
}

#[test]
fn a_body_without_its_head_is_told() {
    let advice = one("LX*1~");
    let wanted =
        ["BPR", "TRN", "1000A/N1", "1000B/N1"].map(|at| format!("t835.required_segment {at}"));
    assert_eq!(codes(&advice.findings), wanted);
}

#[test]
fn k12_several_payments_in_one_file_stay_apart() {
    let second = format!("{HEAD}{CLAIM}").replace("10023", "10024");
    let one = file(&[&format!("{HEAD}{CLAIM}"), &second]);
    let twice = format!("{one}\r\n{one}");
    let read = read(twice.as_bytes());
    assert!(read.all_findings().is_empty(), "{:?}", read.all_findings());
    let traces: Vec<_> = read
        .advices
        .iter()
        .map(|a| a.remittance.trace.as_str())
        .collect();
    assert_eq!(traces, ["10023", "10024", "10023", "10024"]);
    let key = |number: usize| read.advices[number].remittance.key();
    assert_eq!(key(0), key(2));
    assert_ne!(key(0), key(1));
    assert_eq!(read.advices[3].control.transaction, "0002");
}

#[test]
fn a_file_that_is_cut_off_is_not_sound() {
    let whole = file(&[&format!("{HEAD}{CLAIM}")]);
    let cut = whole.find("SE*").unwrap();
    let read = read(&whole.as_bytes()[..cut]);
    assert_eq!(read.advices.len(), 1);
    assert!(!read.advices[0].is_sound());
    assert_eq!(read.advices[0].findings[0].code, "x12.transaction_open");
}

#[test]
fn other_transactions_are_passed_over() {
    let claims = file(&["BHT*0019~"]).replace("ST*835", "ST*837");
    let read = read(claims.as_bytes());
    assert!(read.advices.is_empty());
    assert_eq!(codes(&read.findings), ["t835.other_transaction ST01"]);
}

#[test]
fn findings_point_into_the_bytes() {
    let file = file(&[&format!(
        "{HEAD}CLP*PCN1*1*100*70**12*ICN1~SVC*HC:1*100*79~CAS*CO*45*20~"
    )]);
    let read = read(file.as_bytes());
    let advice = &read.advices[0];
    let at = advice
        .place(Place::Service {
            claim: 0,
            service: 0,
        })
        .byte;
    assert!(file[at..].starts_with("SVC*HC:1"));
    let odd = format!("{ISA}ST*835*1~{HEAD}CLP*PCN1*1*x~");
    for finding in super::read(odd.as_bytes()).all_findings() {
        assert!(finding.at.byte <= odd.len());
    }
}

fn envelope() -> Envelope {
    Envelope {
        sender_qualifier: "ZZ".to_owned(),
        sender: "PAYER".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        receiver: "PRACTICE".to_owned(),
        group_sender: "PAYER".to_owned(),
        group_receiver: "PRACTICE".to_owned(),
        written: "2026-08-01T12:00:00".parse().unwrap(),
        interchange_control: 1,
        group_control: 1,
        acknowledge: false,
        usage: Usage::Test,
    }
}

/// All that a remittance can say, and things that nobody models.
const FULL: &str = "BPR*I*80*C*ACH*CCP*01*021000021*DA*123456789*1512345678*SUP*01*011000015*DA*987654321*20260803~\
    TRN*1*10023*1512345678*SUP~CUR*PR*USD~REF*EV*RECEIVER~DTM*405*20260801~\
    N1*PR*ACME HEALTH*XV*87726~N3*PO BOX 1~N4*HARTFORD*CT*06101~REF*2U*1~PER*BL*EDI*TE*8005551212~\
    N1*PE*EXAMPLE MEDICAL*XX*1234567893~REF*TJ*123456789~LX*1~TS3*1234567893*11*20261231*1*100~\
    CLP*PCN1*19*100*80*5*12*ICN1*11*1**123*0.5~CAS*OA*94*0~NM1*QC*1*DOE*JANE*Q**JR*MI*W1~NM1*TT*2*NEXT*****PI*1~\
    MIA*1**5***********0.5*****MA15~MOA***MA01~REF*EA*MRN1~DTM*050*20260720~PER*CX**TE*1~AMT*AU*100~QTY*CA*1~\
    SVC*HC:99213:25*100*80**1*HC:99214*2*8~DTM*472*20260701~CAS*CO*45*15**253*0~CAS*PR*1*5*1~REF*6R*L1~REF*LU*11~\
    AMT*B6*85~QTY*ZK*1~LQ*HE*N130~LQ*RX*70~ZZZ*A:B*C~LX*2~CLP*PCN2*1*0*0**12*ICN2~\
    PLB*1234567893*20261231*L6*-1*CS:REF*1~";

#[test]
fn what_is_read_is_written_and_read_the_same() {
    let advice = one(FULL);
    assert_eq!(codes(&advice.findings), ["t835.unknown_segment ZZZ"]);
    let bytes = write(
        core::slice::from_ref(&advice.remittance),
        &envelope(),
        Characters::Refuse,
    )
    .unwrap();
    let again = read(&bytes);
    assert_eq!(again.advices[0].remittance, advice.remittance);
    let twice = write(
        core::slice::from_ref(&again.advices[0].remittance),
        &envelope(),
        Characters::Refuse,
    );
    assert_eq!(twice.unwrap(), bytes);
    let json = serde_json::to_string(&advice.remittance).unwrap();
    let stored: Remittance = serde_json::from_str(&json).unwrap();
    assert_eq!(stored, advice.remittance);
}

#[track_caller]
fn rewritten(body: &str) -> String {
    let advice = one(body);
    let remittance = core::slice::from_ref(&advice.remittance);
    let bytes = write(remittance, &envelope(), Characters::Refuse).unwrap();
    assert_eq!(read(&bytes).advices[0].remittance, advice.remittance);
    String::from_utf8(bytes).unwrap()
}

/// A number that comes twice, and groups without claims.
#[test]
fn d5_each_group_is_written_once_with_what_stands_in_it() {
    let group = |number: u8, sum: u8| format!("LX*{number}~TS3*1234567893*11*20261231*1*{sum}~");
    let claim = |number: u8| format!("CLP*PCN{number}*1*0*0**12*ICN{number}~");
    let (first, other, again) = (group(1, 1), group(2, 2), group(1, 3));
    let body = [
        &first,
        &claim(1),
        &other,
        &claim(2),
        &again,
        &claim(3),
        &group(4, 4),
    ];
    let body: String = body.into_iter().map(String::as_str).collect();
    let head = HEAD.replace("LX*1~", "");
    assert!(rewritten(&format!("{head}{body}")).contains(&body));
    let side_by_side = format!("{head}{first}{}{again}{}", claim(1), claim(2));
    let written = rewritten(&side_by_side);
    assert_eq!(written.matches("TS3*").count(), 2, "{written}");
}

/// An amount that cannot be read is no adjustment; its text is written as it was sent.
#[test]
fn d5_an_adjustment_that_cannot_be_read_is_kept() {
    for (sent, understood) in [
        ("CAS*CO*45*2O", 0),
        ("CAS*CO*45*15**253*S5", 1),
        ("CAS*CO*253*S5**45*15", 1),
        ("CAS*CO*45", 0),
    ] {
        let body = format!("{HEAD}LX*1~CLP*PCN1*1*100*80**12*ICN1~SVC*HC:99213*100*80~{sent}~");
        let advice = one(&body);
        let service = &advice.remittance.claims[0].services[0];
        assert_eq!(service.adjustments.len(), understood, "{sent}");
        let written = rewritten(&body);
        let kept = match understood {
            0 => format!("{sent}~"),
            _ if sent.ends_with("15") => "CAS*CO*45*15~CAS*CO*253*S5~".to_owned(),
            _ => "CAS*CO*45*15~CAS*CO****253*S5~".to_owned(),
        };
        assert!(written.contains(&kept), "{written}");
    }
    let body = format!("{HEAD}{CLAIM}PLB*1234567893*20261231*L6*-1O*CS:REF*1~");
    let advice = one(&body);
    assert_eq!(advice.remittance.provider_adjustments.len(), 1);
    let written = rewritten(&body);
    let kept = "PLB*1234567893*20261231*CS:REF*1~PLB*1234567893*20261231*L6*-1O~";
    assert!(written.contains(kept), "{written}");
}

#[test]
fn nothing_of_a_patient_prints() {
    let advice = one(FULL);
    let shown = format!("{advice:?}{:?}", advice.remittance.claims);
    for secret in ["DOE", "JANE", "W1", "MRN1", "123456789"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

/// A file whose separators are lost: a name may stand where a segment's name should.
#[test]
fn no_finding_tells_of_a_patient() {
    let odd = file(&[&format!(
        "{HEAD}{CLAIM}JANE DOE~NM1:QC:1:DOE~Doe~NM1*QC*1*DOE*JANE~"
    )]);
    let read = read(odd.as_bytes());
    let shown = format!(
        "{:?}{:?}",
        read.all_findings(),
        read.advices[0].remittance.claims
    );
    assert!(!shown.to_uppercase().contains("DOE"), "{shown}");
    assert!(
        read.all_findings()
            .iter()
            .any(|f| f.code == "x12.segment_name" && f.path == "?")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Bytes changed, cut and doubled anywhere: read to the end, every finding within the bytes.
    #[test]
    fn no_bytes_panic(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3), 0..12)) {
        let mut bytes = file(&[FULL]).into_bytes();
        for (at, byte, kind) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, b"~*:\n"[usize::from(byte) % 4]),
                _ => { bytes.remove(at); }
            }
        }
        let Read { advices: read, findings } = read(&bytes);
        for finding in read.iter().flat_map(|advice| &advice.findings).chain(&findings) {
            prop_assert!(finding.at.byte <= bytes.len());
        }
        prop_assert_eq!(advices(&bytes).count(), read.len());
        for advice in read {
            let _ = write(&[advice.remittance], &envelope(), Characters::Clean);
        }
    }
}
