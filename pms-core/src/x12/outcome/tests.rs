//! Claims that were sent, and what others say of them. The answers are written by hand.

use crate::claim::Gate;
use crate::x12::check::tests::{CLAIMS, claims};
use crate::x12::defects::file;
use crate::x12::status::tests::{ACKNOWLEDGMENT, acknowledgment};
use crate::x12::t999;

use super::{Outcomes, Reason, Standing, outcomes};

const ACCEPTED: Standing = Standing::Accepted { by: Gate::Payer };
const REJECTED: Standing = Standing::Rejected { by: Gate::Payer };
const FILE_REJECTED: Standing = Standing::Rejected { by: Gate::File };
const FILE_ACCEPTED: Standing = Standing::Accepted { by: Gate::File };

fn answered(answers: &[&str]) -> Outcomes {
    let sent = claims(CLAIMS);
    let answers: Vec<&[u8]> = answers.iter().map(|answer| answer.as_bytes()).collect();
    let outcomes = outcomes(sent.as_bytes(), &answers);
    for claim in &outcomes.claims {
        assert!(sent[claim.at.byte..].starts_with("CLM*"));
        for field in claim.said.iter().filter_map(|said| said.field.as_ref()) {
            let (_, name) = field.path.rsplit_once('/').unwrap_or(("", &field.path));
            let start = sent[..=field.at.byte].rfind('~').map_or(0, |end| end + 1);
            assert!(sent[start..].starts_with(&name[..2]), "{}", field.path);
        }
    }
    outcomes
}

fn standings(outcomes: &Outcomes) -> Vec<Standing> {
    outcomes.claims.iter().map(|claim| claim.standing).collect()
}

/// Codes and path of all that is said of a claim.
fn said(outcomes: &Outcomes, claim: usize) -> Vec<(String, String)> {
    let told = outcomes.claims[claim].said.iter().map(|said| {
        let code = match &said.reason {
            Reason::Interchange { note } => note.clone(),
            Reason::Transaction { codes } => codes.join(" "),
            Reason::Segment { segment, element } => {
                format!("{segment} {}", element.as_deref().unwrap_or_default())
            }
            Reason::Status { code } => code.to_string(),
        };
        let path = said.field.as_ref().map(|field| field.path.clone());
        (code, path.unwrap_or_default())
    });
    told.collect()
}

fn rows(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    let rows = rows.iter();
    rows.map(|(code, path)| ((*code).to_owned(), (*path).to_owned()))
        .collect()
}

fn ta1(code: &str, note: &str) -> String {
    file("FA", "005010X231A1", "").replace(
        "GS*FA*SENDER*RECEIVER*20260801*1200*1*X*005010X231A1~GE*1*1~IEA*1",
        &format!("TA1*000000001*260801*1200*{code}*{note}~IEA*0"),
    )
}

fn answer_999(body: &str) -> String {
    file(
        "FA",
        "005010X231A1",
        &format!("ST*999*0001*005010X231A1~{body}SE*0*0001~"),
    )
}

#[test]
fn before_an_answer_nothing_is_known() {
    assert_eq!(standings(&answered(&[])), [Standing::Unanswered; 3]);
}

#[test]
fn a_refused_interchange_takes_all_claims_with_it() {
    let outcomes = answered(&[&ta1("R", "025")]);
    assert_eq!(outcomes.findings, vec![]);
    assert_eq!(standings(&outcomes), [FILE_REJECTED; 3]);
    assert_eq!(said(&outcomes, 2), rows(&[("025", "")]));
    assert_eq!(
        standings(&answered(&[&ta1("A", "000")])),
        [FILE_ACCEPTED; 3]
    );
}

/// The segments are counted by hand: CLM of PCN1 is the 26th, REF of who bills the 11th.
#[test]
fn k2_a_999_points_at_claim_and_field_and_what_it_rejects_goes_anew() {
    let rejected = answer_999(
        "AK1*HC*1*005010X222A1~AK2*837*0001*005010X222A1~\
         IK3*CLM*26*2300*8~IK4*5:3*1325*7~IK4*2*782*6~IK3*REF*11*2010AA*3~IK5*R*5~AK9*R*1*1*0~",
    );
    let outcomes = answered(&[&ta1("A", "000"), &rejected]);
    assert_eq!(outcomes.findings, vec![]);
    assert_eq!(standings(&outcomes), [FILE_REJECTED; 3]);
    let own = [
        ("000", ""),
        ("5", ""),
        ("8 7", "2300/CLM05-3"),
        ("8 6", "2300/CLM02"),
        ("3 ", "2010AA/REF"),
    ];
    assert_eq!(said(&outcomes, 0), rows(&own));
    // Who bills is above all three claims.
    let others = [("000", ""), ("5", ""), ("3 ", "2010AA/REF")];
    assert_eq!(said(&outcomes, 1), rows(&others));
    assert_eq!(said(&outcomes, 2), rows(&others));
    let sent = claims(CLAIMS);
    let place = outcomes.claims[0].said[2].field.as_ref().unwrap().at;
    assert!(sent[place.byte..].starts_with("1*Y*A*Y*Y**AA"));
}

#[test]
fn errors_that_are_noted_reject_nothing() {
    let noted = answer_999(
        "AK1*HC*1~AK2*837*1~IK3*NM1*18*2010BA*8~CTX*CLM01:PCN1~IK4*9*67*1~IK5*E*5~AK9*E*1*1*1~",
    );
    let outcomes = answered(&[&noted]);
    assert_eq!(standings(&outcomes), [FILE_ACCEPTED; 3]);
    assert_eq!(
        said(&outcomes, 0),
        rows(&[("5", ""), ("8 1", "2010BA/NM109")])
    );
    assert_eq!(said(&outcomes, 1), rows(&[("5", "")]));
}

#[test]
fn a_group_that_is_answered_as_a_whole_speaks_for_its_transactions() {
    let group = answer_999("AK1*HC*1~AK9*R*1*1*0*4~");
    let outcomes = answered(&[&group]);
    assert_eq!(standings(&outcomes), [FILE_REJECTED; 3]);
    assert_eq!(said(&outcomes, 0), rows(&[("4", "")]));
    let other = answered(&[&answer_999("AK1*HC*2~AK2*837*0001~IK5*R*5~AK9*R*1*1*0~")]);
    assert_eq!(standings(&other), [Standing::Unanswered; 3]);
    assert_eq!(other.unplaced.len(), 1);
}

#[test]
fn k2_an_acknowledgment_tells_of_each_claim_and_its_field() {
    let outcomes = answered(&[&acknowledgment(ACKNOWLEDGMENT)]);
    assert_eq!(outcomes.findings, vec![]);
    assert_eq!(outcomes.unplaced, vec![]);
    assert_eq!(standings(&outcomes), [ACCEPTED, REJECTED, REJECTED]);
    assert_eq!(said(&outcomes, 0), rows(&[("A2:20", "2300/CLM")]));
    let second = [
        ("A7:562:85", "2010AA/NM1"),
        ("A7:465:85", "2010AA/NM1"),
        ("A7:507", "2400/SV1"),
    ];
    assert_eq!(said(&outcomes, 1), rows(&second));
    assert_eq!(said(&outcomes, 2), rows(&[("A3:116", "2300/CLM")]));
    let payers: Vec<_> = outcomes
        .claims
        .iter()
        .map(|claim| claim.payer_control.as_deref())
        .collect();
    assert_eq!(payers, [Some("ICN1"), Some("ICN2"), None]);
    let sent = claims(CLAIMS);
    let line = outcomes.claims[1].said[2].field.as_ref().unwrap().at;
    assert!(sent[line.byte..].starts_with("SV1*HC:99214*80*"));
    assert!(!format!("{outcomes:?}").contains("PCN"));
}

/// The last word of each gate counts, and one gate that turned a claim away is enough.
#[test]
#[rustfmt::skip] // a table
fn gates_follow_each_other() {
    let taken = answer_999("AK1*HC*1~AK2*837*0001~IK5*A~AK9*A*1*1*1~");
    let house = acknowledgment(&ACKNOWLEDGMENT.replace("NM1*PR*2*ACME HEALTH*****PI*60054", "NM1*AY*2*ACME CLEARING*****46*RCV12345")
        .replace("STC*A3:116*20260802*U", "STC*A2:20*20260802*WQ"));
    let payer = acknowledgment(ACKNOWLEDGMENT);
    let by = |by| (Standing::Accepted { by }, Standing::Rejected { by });
    let (file, _) = by(Gate::File);
    let (house_takes, house_refuses) = by(Gate::Clearinghouse);
    let (payer_takes, payer_refuses) = by(Gate::Payer);
    //     answers in order           PCN1         PCN2           PCN3
    let row = |answers: &[&str], wanted: [Standing; 3]| assert_eq!(standings(&answered(answers)), wanted);
    row(&[&taken],                   [file,        file,          file]);
    row(&[&taken, &house],           [house_takes, house_refuses, house_takes]);
    row(&[&taken, &house, &payer],   [payer_takes, house_refuses, payer_refuses]);
    row(&[&payer, &house, &taken],   [payer_takes, house_refuses, payer_refuses]);
    let mended = payer.replace("STC*A3:116*20260802*U", "STC*A2:20*20260803*WQ");
    row(&[&taken, &payer, &mended],  [payer_takes, payer_refuses, payer_takes]);
}

#[test]
fn a_batch_and_a_provider_can_be_turned_away_as_a_whole() {
    let batch = ACKNOWLEDGMENT.split_once("QTY*90").unwrap().0;
    let batch =
        format!("{batch}SE*0*0001~").replace("STC*A1:20*20260802*WQ", "STC*A3:24:41*20260802*U");
    let outcomes = answered(&[&acknowledgment(&batch)]);
    assert_eq!(standings(&outcomes), [REJECTED; 3]);
    assert_eq!(said(&outcomes, 1), rows(&[("A3:24:41", "1000A/NM1")]));
    let provider = ACKNOWLEDGMENT.split_once("REF*TJ").unwrap().0;
    let provider = format!("{provider}SE*0*0001~").replace("STC*A1:19**WQ", "STC*A3:562:85**U");
    let outcomes = answered(&[&acknowledgment(&provider)]);
    assert_eq!(standings(&outcomes), [REJECTED; 3]);
    assert_eq!(said(&outcomes, 2), rows(&[("A3:562:85", "2010AA/NM1")]));
    let other = provider.replace("XX*1234567893", "XX*1730167859");
    let outcomes = answered(&[&acknowledgment(&other)]);
    assert_eq!(standings(&outcomes), [Standing::Unanswered; 3]);
    assert_eq!(outcomes.unplaced.len(), 1);
}

/// PCN2 was sent as a replacement of ICN77, by which a payer may name it.
#[test]
fn a_claim_is_found_by_the_payers_number_where_its_own_is_lost() {
    let lost = ACKNOWLEDGMENT
        .replace("TRN*2*PCN2", "TRN*2*0")
        .replace("REF*1K*ICN2", "REF*1K*ICN77");
    let outcomes = answered(&[&acknowledgment(&lost)]);
    assert_eq!(standings(&outcomes), [ACCEPTED, REJECTED, REJECTED]);
    let unknown = ACKNOWLEDGMENT.replace("TRN*2*PCN2", "TRN*2*0");
    let outcomes = answered(&[&acknowledgment(&unknown)]);
    assert_eq!(
        standings(&outcomes),
        [ACCEPTED, Standing::Unanswered, REJECTED]
    );
    assert_eq!(outcomes.unplaced[0].number, "0");
}

/// Two claims under one number are told apart by their charge; where that is the same, nothing is
/// guessed.
#[test]
fn what_fits_twice_is_told_and_not_guessed() {
    let twice = |charge: &str| {
        let sent = claims(&CLAIMS.replace("CLM*PCN3*100", &format!("CLM*PCN2*{charge}")));
        outcomes(
            sent.as_bytes(),
            &[acknowledgment(ACKNOWLEDGMENT).as_bytes()],
        )
    };
    let apart = twice("100");
    assert_eq!(
        standings(&apart),
        [ACCEPTED, REJECTED, Standing::Unanswered]
    );
    let alike = twice("80");
    assert_eq!(
        standings(&alike),
        [ACCEPTED, Standing::Unanswered, Standing::Unanswered]
    );
    assert_eq!(alike.unplaced.len(), 2);
}

/// What our own 999 says of a broken file comes back to the claim and the field.
#[test]
fn our_own_answer_leads_back() {
    let broken = CLAIMS.replacen("HI*ABK:I10~", "HI*ABK:I1.0~", 1);
    let sent = claims(&broken);
    let envelope = crate::x12::status::tests::envelope();
    let answer = t999::write(&crate::x12::check(sent.as_bytes()), &envelope).unwrap();
    let outcomes = outcomes(sent.as_bytes(), &[&answer]);
    assert_eq!(standings(&outcomes), [FILE_REJECTED; 3]);
    assert_eq!(
        said(&outcomes, 1),
        rows(&[("5", ""), ("8 7", "2300/HI01-2")])
    );
    assert_eq!(said(&outcomes, 0), rows(&[("5", "")]));
}
