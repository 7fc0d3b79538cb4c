use core::fmt;

use chrono::{NaiveDate, NaiveDateTime};

use crate::claim::{Provider, ProviderName};
use crate::code::Relationship;
use crate::coverage::MemberId;
use crate::party::{PersonName, Sex};

use super::super::t837p::Office;
use super::benefit::Question;
use super::node::{Kind, Node, Transaction};
use super::part::{
    Beginning, Dates, Days, Demographics, Insured, LevelKind, Part, Party, Specialty, Trace,
};

/// What a practice asks a payer of one patient.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Inquiry {
    /// Whom it asks.
    pub payer: Office,
    /// Who asks.
    pub provider: Provider,
    /// Whom the payer knows by a number.
    pub subscriber: Sought,
    /// The patient, where that is not the subscriber, and what they are to them.
    pub dependent: Option<(Relationship, Sought)>,
    /// A number by which the answer is found.
    pub trace: Option<Trace>,
    /// Kinds of service (EQ01); the plan as a whole (`30`) where none is named.
    pub services: Vec<String>,
    /// The first and the last day that is asked about; the day of asking where there is none.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// What a payer finds a member by: the more of it, the better. `Debug` shows none of it.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Sought {
    /// The number on the card.
    pub member_id: Option<MemberId>,
    /// The name.
    pub name: Option<PersonName>,
    /// The day of birth.
    pub birth: Option<NaiveDate>,
    /// The sex.
    pub sex: Option<Sex>,
}

impl fmt::Debug for Sought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sought(..)")
    }
}

/// Makes one request of inquiries: those of one payer and provider that follow each other stand
/// under them. `reference` is the practice's own number of the request, which the answer repeats.
#[must_use]
pub fn ask(inquiries: &[Inquiry], reference: &str, written: NaiveDateTime) -> Transaction {
    let mut nodes = vec![Node::new(Part::Beginning(Beginning {
        structure: "0022".to_owned(),
        purpose: "13".to_owned(),
        reference: reference.to_owned(),
        day: Some(written.date()),
        time: written.format("%H%M").to_string(),
        kind: String::new(),
    }))];
    for of_payer in inquiries.chunk_by(|one, next| one.payer == next.payer) {
        let Some(first) = of_payer.first() else {
            continue;
        };
        let mut source = vec![Node::new(Part::Party(payer(&first.payer)))];
        for of_provider in of_payer.chunk_by(|one, next| one.provider == next.provider) {
            let Some(first) = of_provider.first() else {
                continue;
            };
            let mut receiver = asker(&first.provider);
            receiver.extend(of_provider.iter().map(subscriber));
            source.push(Node::new(Part::Level(LevelKind::Receiver)).with(receiver));
        }
        nodes.push(Node::new(Part::Level(LevelKind::Source)).with(source));
    }
    Transaction {
        kind: Kind::Request,
        nodes,
    }
}

fn payer(payer: &Office) -> Party {
    Party {
        role: "PR".to_owned(),
        kind: "2".to_owned(),
        name: payer.name.to_string(),
        qualifier: "PI".to_owned(),
        number: payer.number.clone(),
        ..Party::default()
    }
}

fn asker(provider: &Provider) -> Vec<Node> {
    let named = match &provider.name {
        ProviderName::Person(name) => person("1P", Some(name)),
        ProviderName::Organization(name) => Party {
            role: "1P".to_owned(),
            kind: "2".to_owned(),
            name: name.to_string(),
            ..Party::default()
        },
    };
    let mut nodes = vec![Node::new(Part::Party(Party {
        qualifier: "XX".to_owned(),
        number: provider.npi.as_str().to_owned(),
        ..named
    }))];
    nodes.extend(provider.taxonomy.map(|taxonomy| {
        Node::new(Part::Specialty(Specialty {
            role: "PE".to_owned(),
            qualifier: "PXC".to_owned(),
            code: taxonomy.as_str().to_owned(),
        }))
    }));
    nodes
}

/// Loop 2000C, and 2000D below it.
fn subscriber(inquiry: &Inquiry) -> Node {
    let sought = &inquiry.subscriber;
    let mut party = person("IL", sought.name.as_ref());
    if let Some(number) = &sought.member_id {
        party.qualifier = "MI".to_owned();
        party.number = number.as_str().to_owned();
    }
    let Some((relationship, dependent)) = &inquiry.dependent else {
        return level(LevelKind::Subscriber, inquiry, party, sought, None);
    };
    let insured = Insured {
        subscriber: "N".to_owned(),
        relationship: relationship.as_str().to_owned(),
        ..Insured::default()
    };
    let patient = person("03", dependent.name.as_ref());
    let below = level(
        LevelKind::Dependent,
        inquiry,
        patient,
        dependent,
        Some(insured),
    );
    let mut nodes = vec![Node::new(Part::Party(party))];
    nodes.extend(demographics(sought));
    nodes.push(below);
    Node::new(Part::Level(LevelKind::Subscriber)).with(nodes)
}

/// The level of the patient, with what is asked.
fn level(
    kind: LevelKind,
    inquiry: &Inquiry,
    party: Party,
    sought: &Sought,
    insured: Option<Insured>,
) -> Node {
    let mut nodes = Vec::new();
    nodes.extend(
        inquiry
            .trace
            .clone()
            .map(|trace| Node::new(Part::Trace(trace))),
    );
    nodes.push(Node::new(Part::Party(party)));
    nodes.extend(demographics(sought));
    nodes.extend(insured.map(|insured| Node::new(Part::Insured(insured))));
    nodes.extend(inquiry.days.map(|(first, last)| {
        Node::new(Part::Dates(Dates {
            qualifier: "291".to_owned(),
            days: match first == last {
                true => Days::On(first),
                false => Days::Range(first, last),
            },
        }))
    }));
    let services = match inquiry.services.is_empty() {
        true => vec!["30".to_owned()],
        false => inquiry.services.clone(),
    };
    nodes.push(Node::new(Part::Question(Question {
        services,
        ..Question::default()
    })));
    Node::new(Part::Level(kind)).with(nodes)
}

fn person(role: &str, name: Option<&PersonName>) -> Party {
    let text = |text: Option<&_>| text.map(ToString::to_string).unwrap_or_default();
    let given = name.and_then(|name| name.given.as_ref());
    let middle = name.and_then(|name| name.middle.as_ref());
    let suffix = name.and_then(|name| name.suffix.as_ref());
    Party {
        role: role.to_owned(),
        kind: "1".to_owned(),
        name: text(name.map(|name| &name.family)),
        further_names: [text(given), text(middle), String::new(), text(suffix)],
        ..Party::default()
    }
}

fn demographics(sought: &Sought) -> Option<Node> {
    let sex = match sought.sex {
        Some(Sex::Female) => "F",
        Some(Sex::Male) => "M",
        _ => "",
    };
    let known = sought.birth.is_some() || !sex.is_empty();
    known.then(|| {
        Node::new(Part::Demographics(Demographics {
            birth: sought.birth,
            sex: sex.to_owned(),
        }))
    })
}
