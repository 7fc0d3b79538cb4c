//! Questions and answers of every shape, written and read again.

use std::path::PathBuf;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::claim::{Provider, ProviderName};
use crate::code::Relationship;
use crate::money::{Money, Rate, Units};
use crate::party::{PersonName, Sex};
use crate::x12::check;
use crate::x12::syntax::{
    Characters, Envelope, Finding, Piece, Role, Severity, Usage, Walk, pieces,
};
use crate::x12::t837p::Office;

use super::any::{exchange, now, parsed, trace};
use super::{
    Answer, Benefit, Inquiry, Kind, Node, Part, Party, Procedure, Rejection, Sought, Trace,
    Transaction, Verbatim, answer, ask, matched, read, write,
};

fn envelope() -> Envelope {
    Envelope {
        sender_qualifier: "ZZ".to_owned(),
        sender: "PRACTICE".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        receiver: "PAYER".to_owned(),
        group_sender: "PRACTICE".to_owned(),
        group_receiver: "PAYER".to_owned(),
        written: now(),
        interchange_control: 905,
        group_control: 17,
        acknowledge: true,
        usage: Usage::Test,
    }
}

/// The segments between ST and SE, one a line.
fn body(bytes: &[u8]) -> String {
    let mut walk = Walk::default();
    let mut lines = String::new();
    for piece in pieces(bytes) {
        let role = walk.step(&piece);
        if let (Piece::Segment(segment), Some(Role::Body)) = (piece, role) {
            lines.push_str(&String::from_utf8_lossy(segment.body()));
            lines.push('\n');
        }
    }
    lines
}

fn written(transaction: &Transaction) -> String {
    let bytes = write(
        transaction.kind,
        &[transaction],
        &envelope(),
        Characters::Refuse,
    )
    .unwrap();
    body(&bytes)
}

fn person(family: &str, given: &str, birth: &str) -> Sought {
    Sought {
        member_id: None,
        name: Some(PersonName::new(family, given).unwrap()),
        birth: Some(parsed(birth)),
        sex: Some(Sex::Female),
    }
}

fn inquiry() -> Inquiry {
    Inquiry {
        payer: Office {
            name: parsed("Acme Health"),
            number: "60054".to_owned(),
        },
        provider: Provider {
            name: ProviderName::Organization(parsed("Example Medical")),
            npi: parsed("1234567893"),
            taxonomy: Some(parsed("207Q00000X")),
        },
        subscriber: Sought {
            member_id: Some(parsed("W1")),
            ..person("Rivera", "Ana", "1980-02-03")
        },
        dependent: None,
        trace: Some(trace("T1")),
        services: vec!["30".to_owned()],
        days: Some((parsed("2026-08-01"), parsed("2026-08-01"))),
    }
}

#[test]
fn a_subscriber_and_a_dependent_are_asked_for() {
    let child = Inquiry {
        dependent: Some((Relationship::Child, person("Rivera", "Leo", "2015-06-01"))),
        trace: Some(trace("T2")),
        services: vec!["98".to_owned(), "UC".to_owned()],
        days: Some((parsed("2026-08-01"), parsed("2026-08-31"))),
        ..inquiry()
    };
    let wanted = "\
BHT*0022*13*ASK1*20260801*1200
HL*1**20*1
NM1*PR*2*ACME HEALTH*****PI*60054
HL*2*1*21*1
NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567893
PRV*PE*PXC*207Q00000X
HL*3*2*22*0
TRN*1*T1*9EXAMPLE01
NM1*IL*1*RIVERA*ANA****MI*W1
DMG*D8*19800203*F
DTP*291*D8*20260801
EQ*30
HL*4*2*22*1
NM1*IL*1*RIVERA*ANA****MI*W1
DMG*D8*19800203*F
HL*5*4*23*0
TRN*1*T2*9EXAMPLE01
NM1*03*1*RIVERA*LEO
DMG*D8*20150601*F
INS*N*19
DTP*291*RD8*20260801-20260831
EQ*98^UC
";
    assert_eq!(written(&ask(&[inquiry(), child], "ASK1", now())), wanted);
}

fn copay(services: &[&str], amount: &str) -> Node {
    Node::new(Part::Benefit(Benefit {
        kind: "B".to_owned(),
        level: "IND".to_owned(),
        services: services.iter().map(ToString::to_string).collect(),
        insurance: "PR".to_owned(),
        period: "27".to_owned(),
        amount: Some(parsed(amount)),
        in_network: "Y".to_owned(),
        ..Benefit::default()
    }))
}

fn coinsurance(services: &[&str], share: &str) -> Node {
    Node::new(Part::Benefit(Benefit {
        kind: "A".to_owned(),
        services: services.iter().map(ToString::to_string).collect(),
        period: "23".to_owned(),
        share: Some(parsed(share)),
        ..Benefit::default()
    }))
}

#[test]
fn a_payer_answers_under_the_trace_it_was_asked_with() {
    let unknown = Inquiry {
        trace: Some(trace("T2")),
        ..inquiry()
    };
    let request = ask(&[inquiry(), unknown], "ASK1", now());
    let response = answer(&request, now(), |member| {
        match member.traces().any(|trace| trace.number == "T1") {
            true => Answer::Benefits(vec![
                copay(&["98", "UC"], "25.00").with(vec![Node::new(Part::Message(
                    "Waived for children".to_owned(),
                ))]),
                coinsurance(&["30"], "0.2"),
            ]),
            false => Answer::Rejected(vec![Rejection {
                valid: "N".to_owned(),
                reason: "75".to_owned(),
                follow_up: "C".to_owned(),
            }]),
        }
    });
    let wanted = "\
BHT*0022*11*ASK1*20260801*1200
HL*1**20*1
NM1*PR*2*ACME HEALTH*****PI*60054
HL*2*1*21*1
NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567893
PRV*PE*PXC*207Q00000X
HL*3*2*22*0
TRN*2*T1*9EXAMPLE01
NM1*IL*1*RIVERA*ANA****MI*W1
DMG*D8*19800203*F
DTP*291*D8*20260801
EB*B*IND*98^UC*PR**27*25*****Y
MSG*WAIVED FOR CHILDREN
EB*A**30***23**0.2
HL*4*2*22*0
TRN*2*T2*9EXAMPLE01
NM1*IL*1*RIVERA*ANA****MI*W1
AAA*N**75*C
DMG*D8*19800203*F
DTP*291*D8*20260801
";
    assert_eq!(written(&response), wanted);
    let matched = matched(&request, &response);
    assert_eq!(matched.unasked.len(), 0);
    let [(_, Some(known)), (_, Some(unknown))] = &matched.asked[..] else {
        panic!("both are answered");
    };
    assert_eq!(known.benefits().count(), 2);
    assert!(unknown.rejections().all(Rejection::may_ask_again));
}

#[test]
fn an_answer_is_found_by_number_and_originator_or_not_at_all() {
    let other = |number: &str, originator: &str| {
        let mut inquiry = inquiry();
        inquiry.trace = Some(Trace {
            originator: originator.to_owned(),
            ..trace(number)
        });
        inquiry
    };
    let request = ask(
        &[other("T1", "9EXAMPLE01"), other("T2", "9EXAMPLE01")],
        "A",
        now(),
    );
    let answered = ask(
        &[other("T2", "9EXAMPLE01"), other("T1", "9SOMEBODY1")],
        "A",
        now(),
    );
    let response = answer(&answered, now(), |_| {
        Answer::Benefits(vec![copay(&["30"], "1.00")])
    });
    let matched = matched(&request, &response);
    let found: Vec<_> = matched
        .asked
        .iter()
        .map(|(_, answer)| answer.is_some())
        .collect();
    assert_eq!(found, [false, true]);
    assert_eq!(matched.unasked.len(), 1);
}

#[test]
fn a_single_patient_without_a_trace_is_answered_by_the_single_answer() {
    let one = Inquiry {
        trace: None,
        ..inquiry()
    };
    let request = ask(&[one], "ASK1", now());
    let response = answer(&request, now(), |_| {
        Answer::Benefits(vec![copay(&["30"], "1.00")])
    });
    assert!(matched(&request, &response).asked[0].1.is_some());
}

/// An answer with these segments behind the subscriber's name.
fn file(entries: &str) -> String {
    let head = "ST*271*0001*005010X279A1~BHT*0022*11*ASK1*20260801*1200~HL*1**20*1~\
        NM1*PR*2*ACME HEALTH*****PI*60054~HL*2*1*21*1~NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567893~\
        HL*3*2*22*0~TRN*2*T1*9EXAMPLE01~NM1*IL*1*RIVERA*ANA****MI*W1~";
    crate::x12::defects::file("HB", "005010X279A1", &format!("{head}{entries}SE*0*0001~"))
}

#[track_caller]
fn first_entry(segment: &str) -> (Benefit, Vec<Finding>) {
    let read = read(file(&format!("{segment}~")).as_bytes());
    let received = read.transactions.into_iter().next().unwrap();
    let members = received.transaction.members();
    let entry = members[0].benefits().next().unwrap();
    (entry.benefit().unwrap().clone(), received.findings)
}

/// Source: 005010X279A1, EB.
#[test]
#[rustfmt::skip] // a table
fn amounts_are_cents_and_shares_exact() {
    //    segment                            amount            share          quantity
    says("EB*B*IND*98*PR**27*25",            Some("25.00"),    None,          None);
    says("EB*C*IND*30*PR**23*1500.5",        Some("1500.50"),  None,          None);
    says("EB*C*IND*30*PR**29*0",             Some("0.00"),     None,          None);
    says("EB*A*IND*30*PR**23**.2",           None,             Some("0.2"),   None);
    says("EB*A*IND*30*PR**23**0.125",        None,             Some("0.125"), None);
    says("EB*A*IND*30*PR**23**1.0",          None,             Some("1"),     None);
    says("EB*F*IND*AE*PR**23***VS*30",       None,             None,          Some("30"));
    says("EB*F*IND*AE*PR**23***HS*1.5",      None,             None,          Some("1.5"));
    says("EB*1",                             None,             None,          None);
}

#[track_caller]
fn says(segment: &str, amount: Option<&str>, share: Option<&str>, quantity: Option<&str>) {
    let (benefit, findings) = first_entry(segment);
    assert_eq!(benefit.amount, amount.map(parsed::<Money>), "{segment}");
    assert_eq!(benefit.share, share.map(parsed::<Rate>), "{segment}");
    assert_eq!(benefit.quantity, quantity.map(parsed::<Units>), "{segment}");
    assert_eq!(findings, vec![], "{segment}");
}

#[test]
#[rustfmt::skip] // a table
fn what_cannot_be_understood_is_told_with_its_place() {
    //        segment                              finding
    misreads("EB*B*IND*98*PR**27*25.005",          "x12.amount 2110C/EB07");
    misreads("EB*B*IND*98*PR**27*FREE",            "x12.amount 2110C/EB07");
    misreads("EB*A*IND*98*PR**27**20%",            "x12.rate 2110C/EB08");
    misreads("EB*A*IND*98*PR**27**-.2",            "x12.rate 2110C/EB08");
    misreads("EB*F*IND*98*PR**23***VS*MANY",       "x12.units 2110C/EB10");
    misreads("EB*1~DTP*291*D8*20260230",           "x12.date 2110C/DTP03");
    misreads("EB*1~DTP*291*RD8*20260201",          "x12.date 2110C/DTP03");
    misreads("EB*F~HSD*VS*X",                      "x12.units 2110C/HSD02");
    misreads("DMG*D8*UNKNOWN~EB*1",                "x12.date 2100C/DMG02");
}

#[track_caller]
fn misreads(segment: &str, wanted: &str) {
    let (_, findings) = first_entry(segment);
    let told: Vec<_> = findings
        .iter()
        .map(|f| format!("{} {}", f.code, f.path))
        .collect();
    assert_eq!(told, [wanted], "{segment}");
}

#[test]
fn an_entry_says_all_it_was_sent_with() {
    let (benefit, findings) = first_entry("EB*B*FAM**PR*GOLD*27*40**VS*2*Y*W*HC:99213:25:59*1:2");
    let wanted = Benefit {
        kind: "B".to_owned(),
        level: "FAM".to_owned(),
        services: vec![],
        insurance: "PR".to_owned(),
        plan: "GOLD".to_owned(),
        period: "27".to_owned(),
        amount: Some(parsed("40.00")),
        share: None,
        unit: "VS".to_owned(),
        quantity: Some(parsed("2")),
        authorization: "Y".to_owned(),
        in_network: "W".to_owned(),
        procedure: Some(Procedure {
            qualifier: "HC".to_owned(),
            code: "99213".to_owned(),
            modifiers: vec!["25".to_owned(), "59".to_owned()],
        }),
        pointers: vec!["1".to_owned(), "2".to_owned()],
    };
    assert!(benefit == wanted);
    assert_eq!(findings, vec![]);
}

#[test]
fn entries_that_contradict_each_other_are_all_kept() {
    let entries = "EB*1**30~EB*6**30~EB*B**98****25~EB*B**98****40~EB*B**98****25~";
    let read = read(file(entries).as_bytes());
    let transaction = &read.transactions[0].transaction;
    let member = transaction.members()[0];
    let benefits: Vec<&Benefit> = member.benefits().filter_map(Node::benefit).collect();
    assert!(benefits[0].is_active() && benefits[1].is_inactive());
    let amounts: Vec<_> = benefits.iter().filter_map(|b| b.amount).collect();
    assert_eq!(amounts, ["25.00", "40.00", "25.00"].map(parsed::<Money>));
    assert!(written(transaction).ends_with(&entries.replace('~', "\n")));
}

#[test]
fn related_parties_stand_under_their_entry() {
    let entries = "EB*R**30~REF*18*S5601~LS*2120~NM1*PRP*2*FIRST HEALTH~N3*1 ELM ST~\
        PER*IC**TE*8605551212~NM1*IL*1*RIVERA*LUIS~LE*2120~MSG*ASK THEM FIRST~EB*L~";
    let read = read(file(entries).as_bytes());
    let transaction = &read.transactions[0].transaction;
    let member = transaction.members()[0];
    let entry = member.benefits().next().unwrap();
    let named: Vec<&Party> = entry
        .related()
        .filter_map(|node| match &node.part {
            Part::Party(party) => Some(party),
            _ => None,
        })
        .collect();
    assert_eq!(named.len(), 2);
    assert_eq!(named[0].name, "FIRST HEALTH");
    assert_eq!(entry.related().next().unwrap().below.len(), 2);
    assert_eq!(entry.messages().collect::<Vec<_>>(), ["ASK THEM FIRST"]);
    assert_eq!(entry.references().next().unwrap().number, "S5601");
    assert!(written(transaction).ends_with(&entries.replace('~', "\n")));
}

/// What was sent oddly, misplaced, unknown or in elements that nobody models comes out as it went in.
#[test]
fn what_was_read_is_written_as_it_was_sent() {
    let odd = [
        "EB*1*IND*30*PR*Gold Plan~",
        "EB*B*IND*98*PR**27*25.00*****Y~EB*A**98****0.20~EB*C****23**007~",
        "EB*1**30**********~EB*1**30*****X*******SURPLUS~",
        "EB*1**30~DTP*999*XX*WHENEVER~DTP*291*D8*2026-08-01~",
        "HI*ABK:J45909*ABF:I10~MPI*C*AU*A**A1*D8*20200101~ZZZ*1*2:3^4~EB*1**30~",
        "EB*1**30~MSG*see acme.example: members*~TRN*2*LATE*9EXAMPLE01~DMG*D8*19800203*F*M~",
        "INS*Y*18*001*25*A*C**FT*F*N*D8*20200101****3~EB*1**30~",
        "REF*18*1*NAME*SY:9~N4*HARTFORD*CT*06103**CY*17*X~EB*1**30~",
        "EB*L~NM1*P3*1*JONES*ANN****XX*1730167859*01~LE*2120~LE*2120~LS*2120~LS*2120~EB*L~",
        "nm1*IL~EB*1**30~ EB*1 ~",
        "HL*9*2*22*0~NM1*IL*1*B~EB*1**30~HL*7*9*23*1~NM1*03*1*C~EB*1**30~HL*X*Y*99~",
    ];
    for entries in odd {
        let file = file(entries);
        let read = read(file.as_bytes());
        let transaction = &read.transactions[0].transaction;
        assert_eq!(written(transaction), body(file.as_bytes()));
    }
}

#[test]
fn what_is_changed_changes_alone() {
    let before = "EB*B*Ind*98*pr*Gold plan*27*25.00**zz*1.0*y*Y***X~MSG*as sent~";
    let file = file(before);
    let mut read = read(file.as_bytes());
    let transaction = &mut read.transactions[0].transaction;
    let mut node = &mut transaction.nodes[1];
    for _ in 0..2 {
        node = node.below.iter_mut().find(|n| n.level().is_some()).unwrap();
    }
    for node in &mut node.below {
        if let Part::Benefit(benefit) = &mut node.part {
            benefit.amount = Some(parsed("30.00"));
        }
    }
    let wanted = "EB*B*Ind*98*pr*Gold plan*27*30**zz*1.0*y*Y***X\nMSG*as sent\n";
    assert!(
        written(transaction).ends_with(wanted),
        "{}",
        written(transaction)
    );
}

#[test]
fn a_segment_of_ones_own_has_a_name_and_no_terminator() {
    assert!(Verbatim::new("HI*ABK:J45909").is_some());
    for bad in ["", "H", "hi*1", "HIHI*1", "HI*1~SE*1", "HI*\n"] {
        assert!(Verbatim::new(bad).is_none(), "{bad}");
    }
}

fn errors(bytes: &[u8]) -> Vec<String> {
    let checked = check(bytes);
    let findings = checked.all_findings().into_iter();
    let errors = findings.filter(|finding| finding.severity == Severity::Error);
    errors.map(ToString::to_string).collect()
}

/// Writes 200 questions and 200 answers, each about one patient, for an outside judge where
/// `PMS_270_OUT` names a folder, else 10 to nowhere.
#[test]
fn a_sample_of_270_and_271_is_written_for_an_outside_judge() {
    let folder = std::env::var_os("PMS_270_OUT").map(PathBuf::from);
    let count = if folder.is_some() { 200 } else { 10 };
    let mut runner = TestRunner::deterministic();
    let any = exchange(1, true);
    for number in 0..count {
        let (request, response) = any.new_tree(&mut runner).unwrap().current();
        for transaction in [request, response] {
            let kind = transaction.kind;
            let bytes = write(kind, &[&transaction], &envelope(), Characters::Refuse).unwrap();
            assert_eq!(errors(&bytes), [""; 0]);
            if let Some(folder) = &folder {
                std::fs::create_dir_all(folder).unwrap();
                let name = format!("{number:04}.{}", kind.code());
                std::fs::write(folder.join(name), bytes).unwrap();
            }
        }
    }
    println!("{count} exchanges");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_reads_the_same_and_is_matched((request, response) in exchange(3, false)) {
        for transaction in [&request, &response] {
            let bytes = write(transaction.kind, &[transaction], &envelope(), Characters::Refuse).unwrap();
            let again = read(&bytes);
            prop_assert_eq!(again.all_findings(), Vec::<&Finding>::new());
            prop_assert_eq!(body(&bytes), written(&again.transactions[0].transaction));
            prop_assert_eq!(errors(&bytes), Vec::<String>::new());
        }
        let matched = matched(&request, &response);
        for (member, answer) in &matched.asked {
            let traced = member.traces().next().is_some();
            prop_assert_eq!(answer.is_some(), traced || request.members().len() == 1);
        }
    }

    #[test]
    fn damaged_bytes_are_written_as_they_were_sent(
        (_, response) in exchange(3, false),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
    ) {
        let mut bytes = write(Kind::Response, &[&response], &envelope(), Characters::Refuse).unwrap();
        let head = pieces(&bytes).take(3).map(|piece| piece.raw().len()).sum::<usize>();
        for (at, byte) in changes {
            let at = head + at.index(bytes.len() - head);
            bytes[at] = byte;
        }
        let again = read(&bytes);
        for finding in again.all_findings() {
            prop_assert!(finding.at.byte <= bytes.len());
        }
        let whole: String = again.transactions.iter().map(|one| written(&one.transaction)).collect();
        prop_assert_eq!(whole, body(&bytes));
    }
}
