//! What a payer's answer means to a practice, and what a practice's request says to a payer.

use proptest::prelude::*;

use super::any::{exchange, now, parsed};
use super::*;
use crate::claim::{Provider, ProviderName};
use crate::code::Relationship;
use crate::coverage::{
    Coverage, EligibilityRequest, EligibilityResult, FailureKind, Figure, Network, Standing,
    Subscriber, SubscriberPerson, Terms, Told, Wanted,
};
use crate::id::Uuid;
use crate::party::{Patient, PersonName, Sex};
use crate::time::Period;
use crate::x12::t837p::Office;

fn understood(entries: &str) -> Understood {
    let head = "ST*271*0001*005010X279A1~BHT*0022*11*ASK1*20260801*1200~HL*1**20*1~\
        NM1*PR*2*ACME HEALTH*****PI*60054~HL*2*1*21*1~NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567893~\
        HL*3*2*22*0~TRN*2*T1*9EXAMPLE01~NM1*IL*1*RIVERA*ANA****MI*W1~";
    let body = format!("{head}{entries}SE*0*0001~");
    let file = crate::x12::defects::file("HB", "005010X279A1", &body);
    let read = read(file.as_bytes());
    let members = read.transactions[0].transaction.members();
    understand(&members[0], now().date())
}

#[test]
#[rustfmt::skip] // a table
fn f167_an_answer_is_one_of_three() {
    use EligibilityResult::{Active, Inactive, Undetermined};
    //  segments                                   result        reason kind
    is("EB*1**30~",                               Active,       None);
    is("EB*1**30~DTP*291*RD8*20260101-20261231~", Active,       None);
    is("EB*1**30~DTP*291*RD8*20250101-20251231~", Undetermined, None);
    is("DTP*347*D8*20260630~EB*1**30~",           Undetermined, None);
    is("EB*6**30~",                               Inactive,     None);
    is("EB*6**30~DTP*357*D8*20260630~",           Inactive,     None);
    is("EB*1**30~EB*6**30~",                      Undetermined, None);
    is("EB*V**30~",                               Undetermined, None);
    is("AAA*N**75*C~",                            Undetermined, Some(("75", FailureKind::MemberNotFound)));
    is("AAA*Y**42*R~",                            Undetermined, Some(("42", FailureKind::PayerDown)));
    is("AAA*Y**T4*N~",                            Undetermined, Some(("T4", FailureKind::Other)));
}

#[track_caller]
fn is(entries: &str, result: EligibilityResult, failure: Option<(&str, FailureKind)>) {
    let told = understood(entries).eligibility;
    assert_eq!(
        told.determine("30", now().date()).result,
        result,
        "{entries}"
    );
    let told = told.failures.first();
    let told = told.map(|failure| (failure.reason.as_str(), failure.kind()));
    assert_eq!(told, failure, "{entries}");
}

#[test]
fn f168_what_has_no_place_is_said_and_kept_as_it_was_sent() {
    let told = understood(
        "REF*6P*G1~DMG*D8*19800203*F~EB*B*IND*98*PR*Gold plan*27*25.00****N*W*HC:99213:25*1~\
         HSD*VS*30~REF*9F*A1~DTP*292*D8*20260101~III*ZZ*11~III*GR*X~MSG*as sent~LS*2120~NM1*P3*1*JONES~LE*2120~ZZZ*1~EB*B**98****x~",
    );
    let whats: Vec<_> = told.uncarried.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(
        whats,
        ["REF", "DMG", "EB14", "HSD", "REF", "III", "LS", "LE", "ZZZ"]
    );
    let entries = &told.eligibility.entries;
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].procedure, "HC:99213:25");
    assert_eq!(entries[0].places, ["11"]);
    assert_eq!(entries[0].messages, ["as sent"]);
    assert_eq!(entries[0].authorization, Some(false));
    assert_eq!(entries[0].days[0].meaning, "292");
    let sent = [
        "EB*B*IND*98*PR*Gold plan*27*25.00****N*W*HC:99213:25*1",
        "HSD*VS*30",
        "REF*9F*A1",
        "DTP*292*D8*20260101",
        "III*ZZ*11",
        "III*GR*X",
        "MSG*as sent",
        "LS*2120",
        "NM1*P3*1*JONES",
        "LE*2120",
        "ZZZ*1",
    ];
    assert_eq!(entries[0].sent, sent);
    // An amount that cannot be understood is none, and no copay of zero.
    assert_eq!(entries[1].amount, None);
    assert_eq!(entries[1].sent, ["EB*B**98****x"]);
    let copay = Wanted {
        figure: Figure::Copay,
        service: "98",
        network: Network::In,
        family: false,
    };
    assert_eq!(told.eligibility.quotes(copay).len(), 1);
    assert_eq!(
        told.eligibility.value(copay),
        Some(Told::Amount(parsed("25.00")))
    );
}

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

fn asked(dependent_id: Option<&str>) -> (Inquiry, Vec<&'static str>) {
    let patient = Patient::new(
        id(7),
        PersonName::new("Rivera", "Leo").unwrap(),
        parsed("2015-05-06"),
        Sex::Male,
    );
    let terms = Terms {
        payer: id(1),
        plan: id(2),
        member_id: parsed("W1"),
        group: Some(parsed("Acme Mills")),
        subscriber: Subscriber::Other {
            relationship: Relationship::Child,
            person: Box::new(SubscriberPerson {
                name: PersonName::new("Rivera", "Ana").unwrap(),
                birth: parsed("1980-02-03"),
                sex: Sex::Female,
                address: None,
            }),
            dependent_id: dependent_id.map(parsed),
        },
        standing: Standing::default(),
    };
    let period = Period::since(parsed("2026-01-01"));
    let coverage = Coverage::new(id(3), id(7), terms, period);
    let request = EligibilityRequest {
        patient: id(7),
        coverage: id(3),
        payer: id(1),
        services: vec!["98".to_owned()],
        provider: parsed("1234567893"),
        day: parsed("2026-08-01"),
    };
    let payer = Office {
        name: parsed("Acme Health"),
        number: "60054".to_owned(),
    };
    let provider = Provider {
        name: ProviderName::Organization(parsed("Example Medical")),
        npi: parsed("1234567893"),
        taxonomy: None,
    };
    let other = EligibilityRequest {
        patient: id(8),
        ..request.clone()
    };
    let (payer_again, provider_again) = (payer.clone(), provider.clone());
    let refused = inquire(
        &other,
        &coverage,
        &patient,
        payer_again,
        provider_again,
        None,
    );
    assert_eq!(refused.unwrap_err().code(), "t270.other_patient");
    inquire(&request, &coverage, &patient, payer, provider, None).unwrap()
}

#[test]
fn e4_a_child_is_asked_for_through_the_holder_unless_it_has_a_number() {
    let (inquiry, uncarried) = asked(None);
    assert_eq!(uncarried, ["group"]);
    let number = |sought: &Sought| sought.member_id.as_ref().map(|id| id.as_str().to_owned());
    assert_eq!(number(&inquiry.subscriber).as_deref(), Some("W1"));
    let (relationship, child) = inquiry.dependent.as_ref().unwrap();
    assert_eq!(
        (*relationship, child.birth),
        (Relationship::Child, Some(parsed("2015-05-06")))
    );
    assert_eq!(
        inquiry.days,
        Some((parsed("2026-08-01"), parsed("2026-08-01")))
    );

    let (inquiry, _) = asked(Some("W1-02"));
    assert_eq!(number(&inquiry.subscriber).as_deref(), Some("W1-02"));
    assert_eq!(inquiry.subscriber.birth, Some(parsed("2015-05-06")));
    assert!(inquiry.dependent.is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Each entry that was sent is an entry, in its place, with every segment of it.
    #[test]
    fn f168_no_entry_is_lost((_, response) in exchange(3, false)) {
        for member in response.members() {
            let told = understand(&member, now().date()).eligibility;
            let sent: Vec<&Node> = member.benefits().collect();
            prop_assert_eq!(told.entries.len(), sent.len());
            for (entry, node) in told.entries.iter().zip(sent) {
                let benefit = node.benefit().unwrap();
                prop_assert_eq!(&entry.kind, &benefit.kind);
                prop_assert_eq!(&entry.services, &benefit.services);
                prop_assert_eq!(entry.amount, benefit.amount);
                prop_assert_eq!(entry.share, benefit.share);
                prop_assert_eq!(entry.quantity, benefit.quantity);
                prop_assert_eq!(entry.sent.len(), segments(node));
            }
            prop_assert_eq!(told.failures.len(), member.rejections().count());
        }
    }
}

fn segments(node: &Node) -> usize {
    1 + node.below.iter().map(segments).sum::<usize>()
}
