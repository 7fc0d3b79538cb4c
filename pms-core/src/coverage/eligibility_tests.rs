//! A payer's answers, the checks that ask for them, and what they mean for a visit.

use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;

use super::*;
use crate::id::Uuid;
use crate::time::Period;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// An entry from `kind service network period value`, `-` for what is not said.
fn entry(text: &str) -> BenefitEntry {
    let mut words = text.split_whitespace().map(|word| match word {
        "-" => "",
        word => word,
    });
    let mut next = || words.next().unwrap_or_default().to_owned();
    let (kind, service, network, period, value) = (next(), next(), next(), next(), next());
    let level = next();
    let share = kind == "A";
    BenefitEntry {
        kind,
        level,
        services: service.split_terminator('^').map(str::to_owned).collect(),
        insurance: String::new(),
        plan: String::new(),
        period,
        amount: value.parse().ok().filter(|_| !share),
        share: value.parse().ok().filter(|_| share),
        unit: String::new(),
        quantity: None,
        authorization: None,
        in_network: match network.as_str() {
            "Y" => Some(InNetwork::Yes),
            "N" => Some(InNetwork::No),
            "U" => Some(InNetwork::Unknown),
            "W" => Some(InNetwork::NotApplicable),
            _ => None,
        },
        procedure: String::new(),
        places: vec![],
        days: vec![],
        messages: vec![],
        sent: vec![text.to_owned()],
    }
}

fn answer(entries: &[&str]) -> Eligibility {
    Eligibility {
        as_of: date("2026-03-02"),
        days: vec![],
        entries: entries.iter().map(|text| entry(text)).collect(),
        failures: vec![],
    }
}

fn failed(reason: &str, follow_up: &str) -> Eligibility {
    Eligibility {
        failures: vec![Failure::new(reason, follow_up)],
        ..answer(&[])
    }
}

#[test]
#[rustfmt::skip] // a table
fn e3_active_inactive_and_undetermined_are_three_results() {
    use EligibilityResult::{Active, Inactive, Undetermined};
    //          asked  entries                result
    determines("98",  &["1 30"],              Active);
    determines("98",  &["1"],                 Active);       // of no service: of the plan
    determines("98",  &["6 30"],              Inactive);
    determines("98",  &["1 30", "6 98"],      Inactive);     // the service goes before the plan
    determines("98",  &["6 30", "1 98"],      Active);
    determines("30",  &["1 30", "6 98"],      Active);
    determines("98",  &["1 30", "6 30"],      Undetermined); // they contradict each other
    determines("98",  &["1 MH"],              Undetermined); // of another service
    determines("98",  &["B 98 Y 27 25.00"],   Undetermined); // a copay is no status
    determines("98",  &[],                    Undetermined);
}

#[track_caller]
fn determines(service: &str, entries: &[&str], wanted: EligibilityResult) {
    let told = answer(entries).determine(service, date("2026-03-03"));
    assert_eq!(told.result, wanted, "{entries:?}");
    assert!(wanted == EligibilityResult::Undetermined || !told.entries.is_empty());
}

#[test]
fn e3_a_payer_that_is_down_or_finds_nobody_says_nothing_of_coverage() {
    for (reason, kind) in [
        ("42", FailureKind::PayerDown),
        ("75", FailureKind::MemberNotFound),
        ("41", FailureKind::Other),
    ] {
        let answer = failed(reason, "");
        let told = answer.determine("30", date("2026-03-03"));
        assert_eq!(told.result, EligibilityResult::Undetermined);
        assert_eq!(answer.failures[0].kind(), kind);
        assert_eq!(answer.failures[0].reason, reason);
    }
}

#[test]
#[rustfmt::skip] // a table
fn e1_an_answer_for_other_days_says_nothing_of_this_one() {
    //    meaning first         last          asked         active
    holds("346", "2026-01-01", "2026-01-01", "2026-03-03", true);
    holds("346", "2026-04-01", "2026-04-01", "2026-03-03", false);
    holds("347", "2026-03-03", "2026-03-03", "2026-03-03", true);
    holds("347", "2026-03-02", "2026-03-02", "2026-03-03", false);
    holds("291", "2026-01-01", "2026-03-03", "2026-03-03", true);
    holds("291", "2026-01-01", "2026-03-02", "2026-03-03", false);
    holds("307", "2005-02-01", "2005-02-01", "2026-03-03", true); // since that day
    holds("472", "2005-02-01", "2005-02-01", "2026-03-03", true); // of a service, not of the plan
}

#[track_caller]
fn holds(meaning: &str, first: &str, last: &str, asked: &str, active: bool) {
    let told = ToldDays {
        meaning: meaning.to_owned(),
        first: date(first),
        last: date(last),
    };
    let mut of_entry = answer(&["1 30"]);
    of_entry.entries[0].days = vec![told.clone()];
    let mut of_all = answer(&["1 30"]);
    of_all.days = vec![told];
    let wanted = match active {
        true => EligibilityResult::Active,
        false => EligibilityResult::Undetermined,
    };
    for answer in [of_entry, of_all] {
        assert_eq!(answer.determine("98", date(asked)).result, wanted);
    }
}

/// What stands on a visit's benefits sheet, by figure, service and network.
#[test]
#[rustfmt::skip] // a table
fn f169_figures_are_found_by_service_and_network_with_their_entries() {
    use Figure::{Coinsurance, Copay, Deductible, DeductibleLeft, OutOfPocket, OutOfPocketLeft};
    let told = answer(&[
        "1 30",                     // 0
        "B 98 Y 27 25.00",          // 1
        "B 98 N 27 60.00",          // 2
        "B 30 - 27 40.00",          // 3
        "C 30 Y 23 1500.00 IND",    // 4
        "C 30 Y 29 320.00 IND",     // 5
        "C 30 Y 23 3000.00 FAM",    // 6
        "G 30 W 23 6000.00 IND",    // 7
        "G 30 W 29 4100.50 IND",    // 8
        "A 98^UC Y 27 0.2",         // 9
        "B UC Y 27 75.00",          // 10
        "B UC Y 27 50.00",          // 11
    ]);
    //                    figure           service network       family values                 entries
    quotes(&told, Wanted { figure: Copay, service: "98", network: Network::In, family: false }, &["25.00"], &[1]);
    quotes(&told, Wanted { figure: Copay, service: "98", network: Network::Out, family: false }, &["60.00"], &[2]);
    quotes(&told, Wanted { figure: Copay, service: "MH", network: Network::In, family: false }, &["40.00"], &[3]);
    quotes(&told, Wanted { figure: Copay, service: "UC", network: Network::In, family: false }, &["75.00", "50.00"], &[10, 11]);
    quotes(&told, Wanted { figure: Copay, service: "UC", network: Network::Out, family: false }, &["40.00"], &[3]);
    quotes(&told, Wanted { figure: Deductible, service: "98", network: Network::In, family: false }, &["1500.00"], &[4]);
    quotes(&told, Wanted { figure: Deductible, service: "98", network: Network::In, family: true }, &["3000.00"], &[6]);
    quotes(&told, Wanted { figure: Deductible, service: "98", network: Network::Out, family: false }, &[], &[]);
    quotes(&told, Wanted { figure: DeductibleLeft, service: "98", network: Network::In, family: false }, &["320.00"], &[5]);
    quotes(&told, Wanted { figure: OutOfPocket, service: "98", network: Network::Out, family: false }, &["6000.00"], &[7]);
    quotes(&told, Wanted { figure: OutOfPocketLeft, service: "98", network: Network::In, family: false }, &["4100.50"], &[8]);
    let part = Wanted { figure: Coinsurance, service: "UC", network: Network::In, family: false };
    assert_eq!(told.value(part), Some(Told::Share("0.2".parse().unwrap())));
}

#[track_caller]
fn quotes(told: &Eligibility, wanted: Wanted<'_>, values: &[&str], entries: &[usize]) {
    let quotes = told.quotes(wanted);
    let amounts: Vec<_> = quotes.iter().map(|quote| quote.told).collect();
    let amount = |text: &&str| Told::Amount(text.parse().unwrap());
    assert_eq!(amounts, values.iter().map(amount).collect::<Vec<_>>());
    let places: Vec<_> = quotes.iter().map(|quote| quote.entry).collect();
    assert_eq!(places, entries);
    assert!(quotes.iter().all(|quote| quote.as_of == told.as_of));
    // Values that differ are no one value.
    assert_eq!(told.value(wanted).is_some(), values.len() == 1);
}

fn coverage(number: u128, patient: u128) -> Coverage {
    let terms = Terms {
        payer: id(1),
        plan: id(2),
        member_id: "W123456789".parse().unwrap(),
        group: None,
        subscriber: Subscriber::Patient,
        standing: Standing::default(),
    };
    let period = Period::since(date("2026-01-01"));
    Coverage::new(id(number), id(patient), terms, period)
}

fn check(number: u128, when: &str, answer: Option<Eligibility>) -> EligibilityCheck {
    EligibilityCheck {
        request: EligibilityRequest {
            patient: id(7),
            coverage: id(number),
            payer: id(1),
            services: vec!["98".to_owned()],
            provider: "1234567893".parse().unwrap(),
            day: date("2026-03-03"),
        },
        at: at(when),
        answer,
    }
}

fn visit(day: &str) -> VisitToCheck {
    VisitToCheck {
        patient: id(7),
        day: date(day),
        services: vec!["98".to_owned()],
        self_pay: false,
    }
}

#[test]
fn f164_no_payer_is_asked_of_a_visit_that_the_patient_pays_in_full() {
    let own = VisitToCheck {
        self_pay: true,
        ..visit("2026-03-03")
    };
    let held = coverage(3, 7);
    let policy = RecheckPolicy::default();
    assert_eq!(readiness(&own, &[&held], &[], policy), Readiness::SelfPay);
    let now = at("2026-03-02T18:00:00Z");
    let visits = [own, visit("2026-03-04")];
    let due = due_checks(&visits, &[held], &[], policy, now);
    let days: Vec<_> = due.iter().map(|one| one.day).collect();
    assert_eq!(days, [date("2026-03-04")]);
}

#[test]
#[rustfmt::skip] // a table
fn f172_tomorrows_schedule_says_what_to_ask() {
    let active = || Some(answer(&["1 30"]));
    //   visit         checked                 answer                     due
    due("2026-03-03", None,                    None,                      "never_checked");
    due("2026-03-03", Some("2026-03-02T08:00:00Z"), active(),             "-");
    due("2026-03-03", Some("2026-02-24T08:00:00Z"), active(),             "-");     // seven days
    due("2026-03-04", Some("2026-02-24T08:00:00Z"), active(),             "stale");
    due("2026-04-01", Some("2026-03-31T08:00:00Z"), active(),             "stale"); // a new month
    due("2026-03-03", Some("2026-03-02T08:00:00Z"), None,                 "-");     // on its way
    due("2026-03-03", Some("2026-03-02T08:00:00Z"), Some(failed("42", "R")), "retry");
    due("2026-03-03", Some("2026-03-02T17:50:00Z"), Some(failed("42", "R")), "-");  // too early
    due("2026-03-03", Some("2026-03-02T08:00:00Z"), Some(failed("75", "C")), "-");  // correct it first
    due("2026-03-03", Some("2026-03-02T08:00:00Z"), Some(answer(&[])),    "-");     // silent, not failed

    #[track_caller]
    fn due(day: &str, checked: Option<&str>, answer: Option<Eligibility>, wanted: &str) {
        let checks: Vec<_> = checked.map(|when| check(3, when, answer)).into_iter().collect();
        let held = [coverage(3, 7), coverage(4, 8)];
        let found = due_checks(&[visit(day)], &held, &checks, RecheckPolicy::default(), at("2026-03-02T18:00:00Z"));
        let told = found.first().map(|due| match due.reason {
            DueReason::NeverChecked => "never_checked",
            DueReason::Stale { .. } => "stale",
            DueReason::Retry { .. } => "retry",
        });
        assert_eq!(told.unwrap_or("-"), wanted, "{day} {checked:?}");
        assert!(found.len() <= 1, "another patient's coverage is not asked for");
    }
}

#[test]
fn f172_each_coverage_and_day_is_asked_once_the_second_too() {
    let held = [coverage(3, 7), coverage(4, 7)];
    let visits = [
        visit("2026-03-03"),
        visit("2026-03-03"),
        visit("2025-12-31"),
    ];
    let now = at("2026-03-02T18:00:00Z");
    let found = due_checks(&visits, &held, &[], RecheckPolicy::default(), now);
    let asked: Vec<_> = found.iter().map(|due| due.coverage).collect();
    assert_eq!(asked, [id(3), id(4)]);
}

#[test]
fn f176_a_patients_checks_are_told_the_latest_first() {
    let mut other = check(3, "2026-03-05T08:00:00Z", None);
    other.request.patient = id(8);
    let checks = [
        check(3, "2026-03-01T08:00:00Z", Some(failed("42", "R"))),
        check(4, "2026-03-03T08:00:00Z", None),
        other,
        check(3, "2026-03-02T08:00:00Z", Some(answer(&["1 30"]))),
    ];
    let told: Vec<_> = timeline(&checks, id(7)).iter().map(|one| one.at).collect();
    let wanted = [
        "2026-03-03T08:00:00Z",
        "2026-03-02T08:00:00Z",
        "2026-03-01T08:00:00Z",
    ];
    assert_eq!(told, wanted.map(at));
}

#[test]
#[rustfmt::skip] // a table
fn f173_a_visit_is_ready_or_says_why_not() {
    //     first                              second                 readiness
    ready(Some(Some(answer(&["1 30"]))),       None,                  "ready");
    ready(None,                                None,                  "pending");
    ready(Some(None),                          None,                  "pending");
    ready(Some(Some(answer(&["6 30"]))),       None,                  "inactive first");
    ready(Some(Some(failed("42", "R"))),       None,                  "undetermined first 42");
    ready(Some(Some(answer(&[]))),             None,                  "undetermined first");
    ready(Some(Some(answer(&["1 30", "I 98"]))), None,                "98 not covered");
    ready(Some(Some(answer(&["1 30"]))),       Some(answer(&["6 30"])), "inactive later");
    ready(Some(Some(answer(&["1 30"]))),       Some(answer(&["1 30"])), "ready");
    ready(None,                                Some(answer(&["6 30"])), "inactive later");
}

#[track_caller]
fn ready(first: Option<Option<Eligibility>>, second: Option<Eligibility>, wanted: &str) {
    let when = "2026-03-02T08:00:00Z";
    let (one, two) = (coverage(3, 7), coverage(4, 7));
    let mut held = vec![&one];
    let mut checks: Vec<_> = first
        .map(|answer| check(3, when, answer))
        .into_iter()
        .collect();
    if let Some(answer) = second {
        held.push(&two);
        checks.push(check(4, when, Some(answer)));
    }
    let turn = |primary: &bool| if *primary { "first" } else { "later" };
    let told = match readiness(
        &visit("2026-03-03"),
        &held,
        &checks,
        RecheckPolicy::default(),
    ) {
        Readiness::Ready => "ready".to_owned(),
        Readiness::Pending => "pending".to_owned(),
        Readiness::SelfPay => "self-pay".to_owned(),
        Readiness::NotReady(reasons) => reasons
            .iter()
            .map(|reason| match reason {
                UnreadyReason::NoCoverage => "no coverage".to_owned(),
                UnreadyReason::Inactive { primary, .. } => format!("inactive {}", turn(primary)),
                UnreadyReason::Undetermined {
                    primary, failures, ..
                } => {
                    let mut words = vec!["undetermined", turn(primary)];
                    words.extend(failures.iter().map(|failure| failure.reason.as_str()));
                    words.join(" ")
                }
                UnreadyReason::NotCovered { service, .. } => format!("{service} not covered"),
                UnreadyReason::AuthorizationNeeded { service, .. } => {
                    format!("{service} authorize")
                }
            })
            .collect::<Vec<_>>()
            .join(", "),
    };
    assert_eq!(told, wanted);
}

#[test]
fn a_check_survives_storing_and_shows_nothing() {
    let kept = check(
        3,
        "2026-03-02T08:00:00Z",
        Some(answer(&["B 98 Y 27 25.00"])),
    );
    let json = serde_json::to_string(&kept).unwrap();
    assert_eq!(
        serde_json::from_str::<EligibilityCheck>(&json).unwrap(),
        kept
    );
    assert!(!format!("{kept:?} {:?}", kept.answer.as_ref().unwrap().entries).contains("25.00"));
}

proptest! {
    /// Whatever a payer sends, two opposite words are never one, and each quote leads to its entry.
    #[test]
    fn f168_entries_stay_apart(
        kinds in prop::collection::vec(prop::sample::select(vec!["1", "6", "A", "B", "C", "G", "I"]), 0..8),
        networks in prop::collection::vec(prop::sample::select(vec!["Y", "N", "U", "W", "-"]), 8),
        cents in prop::collection::vec(0..10_000_u32, 8),
    ) {
        let rows = kinds.iter().zip(&networks).zip(&cents);
        let texts: Vec<String> = rows
            .map(|((kind, network), cents)| format!("{kind} 30 {network} 27 0.{cents:04}"))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let told = answer(&texts);
        prop_assert_eq!(told.entries.len(), kinds.len());
        let both = kinds.contains(&"1") && kinds.contains(&"6");
        let result = told.determine("98", date("2026-03-03")).result;
        prop_assert_eq!(both && result != EligibilityResult::Undetermined, false);
        for figure in [Figure::Copay, Figure::Coinsurance, Figure::Deductible, Figure::OutOfPocket] {
            for network in [Network::In, Network::Out] {
                let wanted = Wanted { figure, service: "98", network, family: false };
                for quote in told.quotes(wanted) {
                    prop_assert_eq!(told.entries[quote.entry].figure(), Some(figure));
                }
            }
        }
    }
}
