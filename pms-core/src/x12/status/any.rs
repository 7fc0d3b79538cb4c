//! Any notice that a payer or a practice may send: acknowledgments whose totals are those of their
//! claims, questions and answers about subscribers' and dependents' claims.

use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::{option, prop_compose};

use crate::money::{Money, Units};
use crate::remittance::{AmountOf, Entity, Qualified, ServiceCode};
use crate::x12::syntax::Position;

use super::{Action, Birth, DaysOf, Level, Line, Notice, Part, QuantityOf, Role, Status};
use super::{StatusCode, Tracked, Verdict};

const DAY: &str = "2026-08-02";

fn day(back: u64) -> NaiveDate {
    let day: NaiveDate = DAY.parse().unwrap();
    day.checked_sub_days(Days::new(back)).unwrap()
}

fn cents(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn reference(qualifier: &str, value: &str) -> Part {
    Part::Reference(Qualified {
        qualifier: qualifier.to_owned(),
        value: value.to_owned(),
    })
}

fn amount(qualifier: &str, amount: i64) -> Part {
    Part::Amount(AmountOf {
        qualifier: qualifier.to_owned(),
        amount: cents(amount),
    })
}

fn party(role: &str, kind: &str, name: &str, given: &str, id: Option<(&str, &str)>) -> Entity {
    Entity {
        role: role.to_owned(),
        kind: kind.to_owned(),
        name: name.to_owned(),
        further_names: [given, "", "", ""].map(str::to_owned),
        id: id.map(|(qualifier, value)| Qualified {
            qualifier: qualifier.to_owned(),
            value: value.to_owned(),
        }),
        kept: vec![],
    }
}

prop_compose! {
    fn days(qualifier: &'static str)(back in 10..400_u64, long in option::of(0..9_u64)) -> Part {
        Part::Days(DaysOf {
            qualifier: qualifier.to_owned(),
            from: day(back),
            to: long.map(|long| day(back - long)),
        })
    }
}

prop_compose! {
    fn birth()(back in 1_000..30_000_u64, sex in select(vec!["", "F", "M"])) -> Part {
        Part::Birth(Birth { date: day(back), sex: sex.to_owned() })
    }
}

prop_compose! {
    fn service()(
        code in select(vec!["99213", "99214", "J1885", "97110"]),
        modifiers in vec(select(vec!["25", "59", "GT"]), 0..=4),
    ) -> ServiceCode {
        ServiceCode {
            qualifier: "HC".to_owned(),
            code: code.to_owned(),
            modifiers: modifiers.into_iter().map(str::to_owned).collect(),
            description: None,
        }
    }
}

fn codes(categories: &[&'static str]) -> impl Strategy<Value = StatusCode> + use<> {
    let status = select(vec!["20", "21", "116", "122", "153", "401", "507", "562"]);
    let entity = select(vec!["", "85", "QC", "82", "IL"]);
    (select(categories.to_vec()), status, entity)
        .prop_map(|(category, status, entity)| StatusCode::new(category, status, entity))
}

const TAKEN: [&str; 4] = ["A0", "A1", "A2", "A5"];
const REFUSED: [&str; 4] = ["A3", "A6", "A7", "A8"];

prop_compose! {
    fn acknowledged_line()(
        code in codes(&REFUSED),
        service in service(),
        charge in 0..500_000_i64,
        units in option::of(1..99_000_i64),
        control in option::of("[A-Z0-9]{1,30}"),
        served in option::of(days("472")),
    ) -> Line {
        let mut parts = vec![Part::Status(Box::new(Status {
            effective: Some(day(0)),
            ..Status::new(code, Action::Reject)
        }))];
        parts.extend(control.map(|control| reference("FJ", &control)));
        parts.extend(served);
        line(service, charge, None, units, parts)
    }
}

fn line(
    service: ServiceCode,
    charge: i64,
    paid: Option<i64>,
    units: Option<i64>,
    parts: Vec<Part>,
) -> Line {
    Line {
        service,
        charge: cents(charge),
        paid: paid.map(cents),
        revenue: String::new(),
        submitted: None,
        units: units.map(|units| Units::from_thousandths(units).unwrap()),
        parts,
        as_sent: None,
        at: Position::default(),
    }
}

prop_compose! {
    fn acknowledged_claim()(
        rejected in any::<bool>(),
        (taken, refused) in (codes(&TAKEN), codes(&REFUSED)),
        (more, yet_more) in (option::of(codes(&REFUSED)), option::of(codes(&REFUSED))),
        charge in 0..1_000_000_i64,
        number in "[A-Z0-9]{1,20}",
        (payers, houses, bill) in (option::of("[A-Z0-9]{1,50}"), option::of("[A-Z0-9]{1,50}"), option::of("[0-9]{3}")),
        served in days("472"),
        lines in vec(acknowledged_line(), 0..4),
        text in option::weighted(0.2, "[A-Z][A-Z0-9 .,-]{0,100}[A-Z]"),
    ) -> Tracked {
        let (code, action) = match rejected {
            true => (refused, Action::Reject),
            false => (taken, Action::Accept),
        };
        let mut parts = vec![Part::Status(Box::new(Status {
            effective: Some(day(0)),
            charge: Some(cents(charge)),
            more: [more.filter(|_| rejected), yet_more.filter(|_| rejected)],
            text: text.unwrap_or_default(),
            ..Status::new(code, action)
        }))];
        parts.extend(payers.map(|number| reference("1K", &number)));
        parts.extend(houses.map(|number| reference("D9", &number)));
        parts.extend(bill.map(|bill| reference("BLT", &bill)));
        parts.push(served);
        Tracked {
            lines: if rejected { lines } else { vec![] },
            ..Tracked::new("2", &number, parts)
        }
    }
}

prop_compose! {
    fn person(role: &'static str, id: bool)(
        family in "[A-Z][A-Z '-]{0,40}[A-Z]",
        given in "[A-Z]{0,30}",
        member in "[A-Z0-9]{2,20}",
    ) -> Entity {
        party(role, "1", &family, &given, id.then_some(("MI", &*member)))
    }
}

prop_compose! {
    fn patient()(
        person in person("QC", true),
        claims in vec(acknowledged_claim(), 1..4),
    ) -> Level {
        let mut level = Level::new(Role::Patient, person);
        level.tracked = claims;
        level
    }
}

/// Counts and amounts of the claims below some levels: accepted, rejected.
fn sums(levels: &[Level]) -> [(u32, i64); 2] {
    let mut sums = [(0, 0); 2];
    for claim in levels.iter().flat_map(|level| &level.tracked) {
        let status = claim.statuses().next().unwrap();
        let rejected = status.verdict() == Some(Verdict::Rejected);
        let (count, amount) = &mut sums[usize::from(rejected)];
        *count += 1;
        *amount += status.charge.unwrap().cents();
    }
    sums
}

/// The status of many claims and their totals.
fn totals(trace: Tracked, status: Status, sums: [(u32, i64); 2], counts: [&str; 2]) -> Tracked {
    let charge = cents(sums[0].1 + sums[1].1);
    let mut parts = vec![Part::Status(Box::new(Status {
        charge: Some(charge),
        ..status
    }))];
    let told = || sums.iter().zip(counts).filter(|((count, _), _)| *count > 0);
    parts.extend(told().map(|((count, _), qualifier)| {
        Part::Quantity(QuantityOf {
            qualifier: qualifier.to_owned(),
            count: *count,
        })
    }));
    let amounts = sums.iter().zip(["YU", "YY"]);
    let amounts = amounts.filter(|((count, _), _)| *count > 0);
    parts.extend(amounts.map(|((_, sum), qualifier)| amount(qualifier, *sum)));
    Tracked { parts, ..trace }
}

prop_compose! {
    fn acknowledged_provider()(
        name in "[A-Z][A-Z ]{0,40}[A-Z]",
        npi in select(vec!["1234567893", "1730167859", "1245319599"]),
        trace in "[A-Z0-9]{1,30}",
        patients in vec(patient(), 1..5),
    ) -> Level {
        let mut level = Level::new(Role::Provider, party("85", "2", &name, "", Some(("XX", npi))));
        let status = Status::new(StatusCode::new("A1", "19", "PR"), Action::Accept);
        level.tracked = vec![totals(Tracked::new("1", &trace, vec![]), status, sums(&patients), ["QA", "QC"])];
        level.below = patients;
        level
    }
}

prop_compose! {
    /// An acknowledgment of claims without a finding.
    pub(super) fn acknowledgment()(
        (house, name) in (any::<bool>(), "[A-Z][A-Z ]{0,40}[A-Z]"),
        (reference, batch) in ("[A-Z0-9]{1,30}", "[A-Z0-9]{1,30}"),
        mut providers in vec(acknowledged_provider(), 1..4),
    ) -> Notice {
        let (role, kind) = if house { ("AY", "46") } else { ("PR", "PI") };
        let mut source = Level::new(Role::Source, party(role, "2", &name, "", Some((kind, "60054"))));
        let received = |qualifier: &str, back| Part::Days(DaysOf {
            qualifier: qualifier.to_owned(),
            from: day(back),
            to: None,
        });
        source.tracked = vec![Tracked::new("1", &reference, vec![received("050", 1), received("009", 0)])];
        let mut receiver = Level::new(Role::Receiver, party("41", "2", "EXAMPLE MEDICAL", "", Some(("46", "SUB12345"))));
        // The same number twice would be the same claim told of twice.
        let claims = providers.iter_mut().flat_map(|provider| &mut provider.below).flat_map(|patient| &mut patient.tracked);
        for (number, claim) in claims.enumerate() {
            claim.number = format!("{}{number}", claim.number.get(..15).unwrap_or(&claim.number));
        }
        let all = providers.iter().map(|provider| sums(&provider.below));
        let all = all.fold([(0, 0); 2], |sum, one| [0, 1].map(|n: usize| (sum[n].0 + one[n].0, sum[n].1 + one[n].1)));
        let status = Status {
            effective: Some(day(0)),
            ..Status::new(StatusCode::new("A1", "20", ""), Action::Accept)
        };
        receiver.tracked = vec![totals(Tracked::new("2", &batch, vec![]), status, all, ["90", "AA"])];
        receiver.below = providers;
        source.below = vec![receiver];
        notice(reference, vec![source])
    }
}

fn notice(reference: String, levels: Vec<Level>) -> Notice {
    Notice {
        reference,
        written: Some(day(0)),
        time: "0900".to_owned(),
        kept: vec![],
        levels,
    }
}

prop_compose! {
    /// A claim that is asked about, or answered.
    fn status_claim(answers: bool, most: usize)(
        number in "[A-Z0-9]{1,30}",
        code in codes(&["P1", "F0", "F1", "F2", "R3", "A1", "D0"]),
        (charge, paid) in (0..1_000_000_i64, option::of(0..1_000_000_i64)),
        numbers in vec(option::of("[A-Z0-9]{1,30}"), 5),
        served in option::of(days("472")),
        payment in option::of("[A-Z0-9]{1,16}"),
        lines in vec((service(), 0..500_000_i64, 1..99_000_i64, option::of("[A-Z0-9]{1,30}"), days("472")), 0..=most),
    ) -> Tracked {
        let mut parts = vec![];
        let status = Status {
            effective: Some(day(0)),
            ..Status { code: code.clone(), ..Status::default() }
        };
        if answers {
            parts.push(Part::Status(Box::new(Status {
                charge: Some(cents(charge)),
                paid: Some(cents(paid.unwrap_or(0))),
                decided: paid.map(|_| day(3)),
                paid_on: payment.as_ref().map(|_| day(2)),
                payment: payment.unwrap_or_default(),
                ..status.clone()
            })));
        }
        let kinds = ["1K", "BLT", "EJ", "XZ", "D9"];
        let told = kinds.iter().zip(numbers);
        parts.extend(told.filter_map(|(kind, number)| number.map(|number| reference(kind, &number))));
        if !answers {
            parts.push(amount("T3", charge));
        }
        parts.extend(served);
        let lines = lines.into_iter().map(|(service, charge, units, control, served)| {
            let mut parts = vec![];
            if answers {
                parts.push(Part::Status(Box::new(status.clone())));
            }
            parts.extend(control.map(|control| reference("FJ", &control)));
            parts.push(served);
            line(service, charge, answers.then_some(charge / 2), Some(units), parts)
        });
        Tracked {
            lines: lines.collect(),
            ..Tracked::new(if answers { "2" } else { "1" }, &number, parts)
        }
    }
}

prop_compose! {
    fn subscriber(answers: bool, most: usize)(
        (itself, born) in (person("IL", true), birth()),
        own in vec(status_claim(answers, most), 1..3),
        dependents in vec((person("QC", false), birth(), vec(status_claim(answers, most), 1..3)), 0..3),
    ) -> Level {
        let mut level = Level::new(Role::Subscriber, itself);
        let patient = |level: &mut Level, born: Part| if !answers { level.parts.insert(0, born) };
        if dependents.is_empty() {
            patient(&mut level, born);
            level.tracked = own;
        }
        level.below = dependents.into_iter().map(|(person, born, claims)| {
            let mut level = Level::new(Role::Dependent, person);
            patient(&mut level, born);
            level.tracked = claims;
            level
        }).collect();
        level
    }
}

prop_compose! {
    /// A question or an answer without a finding, with so many lines a claim at most.
    pub(super) fn status(answers: bool, most: usize)(
        reference in "[A-Z0-9]{1,50}",
        name in "[A-Z][A-Z ]{0,40}[A-Z]",
        npi in select(vec!["1234567893", "1730167859", "1245319599"]),
        subscribers in vec(subscriber(answers, most), 1..5),
    ) -> Notice {
        let mut source = Level::new(Role::Source, party("PR", "2", &name, "", Some(("PI", "60054"))));
        let mut receiver = Level::new(Role::Receiver, party("41", "2", "EXAMPLE MEDICAL", "", Some(("46", "SUB12345"))));
        let mut provider = Level::new(Role::Provider, party("1P", "2", "EXAMPLE MEDICAL", "", Some(("XX", npi))));
        provider.below = subscribers;
        receiver.below = vec![provider];
        source.below = vec![receiver];
        notice(reference, vec![source])
    }
}
