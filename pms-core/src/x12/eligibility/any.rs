//! Any question that a practice may ask, and any answer.

use chrono::{Days as Count, NaiveDate, NaiveDateTime};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::claim::{Provider, ProviderName};
use crate::code::Relationship;
use crate::money::{Money, Rate, Units};
use crate::party::{PersonName, Sex};
use crate::x12::t837p::Office;

use super::{
    Answer, Benefit, Dates, Days, Inquiry, Node, Part, Party, Rejection, Sought, Trace,
    Transaction, answer, ask,
};

pub(super) fn parsed<T: core::str::FromStr<Err: core::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub(super) fn now() -> NaiveDateTime {
    parsed("2026-08-01T12:00:00")
}

pub(super) fn trace(number: &str) -> Trace {
    Trace {
        kind: "1".to_owned(),
        number: number.to_owned(),
        originator: "9EXAMPLE01".to_owned(),
        department: String::new(),
    }
}

fn sought() -> impl Strategy<Value = Sought> {
    let names = select(vec![
        ("Rivera", "Ana"),
        ("O'Brien", "Mary Ann"),
        ("Smith-Jones", "Leo"),
    ]);
    let birth = (0..36_000_u64).prop_map(|days| {
        let first: NaiveDate = parsed("1926-01-01");
        first.checked_add_days(Count::new(days)).unwrap()
    });
    let sexes = select(vec![
        None,
        Some(Sex::Female),
        Some(Sex::Male),
        Some(Sex::Unknown),
    ]);
    (option::of("[A-Z0-9]{2,20}"), names, birth, sexes).prop_map(|(id, name, birth, sex)| Sought {
        member_id: id.map(|id| parsed(&id)),
        name: Some(PersonName::new(name.0, name.1).unwrap()),
        birth: Some(birth),
        sex,
    })
}

/// No service twice.
fn apart(mut services: Vec<&str>) -> Vec<String> {
    services.sort_unstable();
    services.dedup();
    services.into_iter().map(str::to_owned).collect()
}

prop_compose! {
    fn inquiry()(
        payer in select(vec!["60054", "87726"]),
        group in any::<bool>(),
        subscriber in sought(),
        relationship in select(vec![Relationship::Spouse, Relationship::Child]),
        dependent in option::of(sought()),
        services in vec(select(vec!["30", "98", "UC", "1", "35", "AE"]), 0..4),
        days in option::of((0..400_u64, 0..60_u64)),
        traced in any::<bool>(),
        number in "[A-Z0-9]{1,30}",
    ) -> Inquiry {
        let first: NaiveDate = parsed("2026-01-01");
        let later = |days| first.checked_add_days(Count::new(days)).unwrap();
        let name = match group {
            true => ProviderName::Organization(parsed("Example Medical")),
            false => ProviderName::Person(PersonName::new("Brown", "John").unwrap()),
        };
        Inquiry {
            payer: Office { name: parsed("Acme Health"), number: payer.to_owned() },
            provider: Provider { name, npi: parsed("1234567893"), taxonomy: None },
            subscriber,
            dependent: dependent.map(|dependent| (relationship, dependent)),
            trace: traced.then(|| trace(&number)),
            services: apart(services),
            days: days.map(|(from, long)| (later(from), later(from + long))),
        }
    }
}

prop_compose! {
    /// `plain` leaves out what the outside judge cannot read: entries of no service (EB03), and what
    /// is counted (EB09), which it takes for a number.
    fn entry(plain: bool)(
        kind in select(vec!["1", "6", "A", "B", "C", "F", "G", "I", "L"]),
        level in select(vec!["", "IND", "FAM"]),
        services in vec(select(vec!["30", "98", "UC", "1", "35", "AE"]), usize::from(plain)..3),
        cents in 0..10_000_000_i64,
        share in 0..1_000_000_i64,
        visits in option::of(1..100_u32),
        network in select(vec!["", "Y", "N", "W"]),
        days in option::of(0..300_u64),
        message in option::of("[A-Z][A-Z ]{0,40}[A-Z]"),
        related in any::<bool>(),
    ) -> Node {
        let first: NaiveDate = parsed("2026-01-01");
        let services = apart(services);
        let visits = visits.filter(|_| !plain);
        let owed = matches!(kind, "B" | "C" | "G");
        let benefit = Benefit {
            kind: kind.to_owned(),
            level: level.to_owned(),
            services,
            period: "23".to_owned(),
            amount: owed.then(|| Money::from_cents(cents).unwrap()),
            share: (kind == "A").then(|| Rate::from_millionths(share).unwrap()),
            unit: visits.map(|_| "VS".to_owned()).unwrap_or_default(),
            quantity: visits.map(Units::whole),
            in_network: network.to_owned(),
            ..Benefit::default()
        };
        let mut below = Vec::new();
        below.extend(days.map(|days| Node::new(Part::Dates(Dates {
            qualifier: "291".to_owned(),
            days: Days::On(first.checked_add_days(Count::new(days)).unwrap()),
        }))));
        below.extend(message.map(|text| Node::new(Part::Message(text))));
        if related {
            let party = Party {
                role: "P3".to_owned(),
                kind: "1".to_owned(),
                name: "JONES".to_owned(),
                qualifier: "XX".to_owned(),
                number: "1730167859".to_owned(),
                ..Party::default()
            };
            let parties = vec![Node::new(Part::Party(party))];
            below.push(Node::new(Part::RelatedFollow("2120".to_owned())).with(parties));
            below.push(Node::new(Part::RelatedEnd("2120".to_owned())));
        }
        Node::new(Part::Benefit(benefit)).with(below)
    }
}

/// A question about up to so many patients, and its answer; see [`entry`].
pub(super) fn exchange(
    most: usize,
    plain: bool,
) -> impl Strategy<Value = (Transaction, Transaction)> {
    let entries = vec(vec(entry(plain), 0..4), most);
    (vec(inquiry(), 1..=most), entries).prop_map(|(mut inquiries, entries)| {
        for (number, inquiry) in inquiries.iter_mut().enumerate() {
            // No two of them under one trace.
            if let Some(trace) = &mut inquiry.trace {
                trace.number = format!("{number}{}", trace.number);
            }
        }
        let request = ask(&inquiries, "ASK1", now());
        let mut entries = entries.into_iter();
        let response = answer(&request, now(), |_| match entries.next() {
            Some(entries) if !entries.is_empty() => Answer::Benefits(entries),
            _ => Answer::Rejected(vec![Rejection {
                valid: "Y".to_owned(),
                reason: "43".to_owned(),
                follow_up: "C".to_owned(),
            }]),
        });
        (request, response)
    })
}
