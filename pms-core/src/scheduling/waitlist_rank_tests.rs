use super::*;
use crate::id::Uuid;
use crate::scheduling::{
    Calendar, Contact, Hours, Policy, Provenance, Schedule, Slot, Week, Weekdays, Window,
    WishedTime, Wishes,
};
use crate::time::{IntervalSet, Period, Tzdb};

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

/// A time of New York, in winter.
fn at(text: &str) -> Minute {
    let utc: DateTime<Utc> = format!("{text}:00-05:00").parse().unwrap();
    Minute::containing(utc)
}

fn span(from: &str, to: &str) -> Interval {
    Interval::new(at(from), at(to)).unwrap()
}

fn hours(opens: &str, closes: &str) -> Hours {
    vec![Window::new(opens.parse().unwrap(), closes.parse().unwrap()).unwrap()].into()
}

fn visits() -> Vec<VisitType> {
    let visit = |n, minutes| VisitType::new(id(n), "visit", Minutes::new(minutes)).unwrap();
    vec![visit(1, 30), visit(2, 60), visit(3, 90)]
}

/// Asks on Monday at nine about a doctor who works every morning until twelve, for each type of
/// visit.
fn ask<R>(busy: &IntervalSet, ask: impl FnOnce(&[Search<'_>]) -> R) -> R {
    let week = Week::workdays(hours("08:00", "12:00"));
    let schedule = Schedule::new(id(1), id(4), id(6), "America/New_York".parse().unwrap())
        .publish(Period::since("2026-01-01".parse().unwrap()), week);
    let visits = visits();
    let calendars = [Calendar {
        busy,
        ..Calendar::of(&schedule)
    }];
    let (policy, rules) = (Policy::default(), Tzdb::bundled());
    let now = at("2026-03-02T09:00").into();
    let search = |visit| Search::of(&calendars, visit, &policy, &rules, now);
    ask(&visits.iter().map(search).collect::<Vec<_>>())
}

/// Thursday at ten became free; half an hour before it was free already, the rest is taken.
fn thursday() -> (Freed, IntervalSet) {
    let busy = vec![
        span("2026-03-05T08:00", "2026-03-05T09:30"),
        span("2026-03-05T10:30", "2026-03-05T12:00"),
    ];
    let freed = Freed {
        time: span("2026-03-05T10:00", "2026-03-05T10:30"),
        schedules: vec![id(1)],
        origin: None,
        depth: 0,
        excluded: BTreeSet::new(),
    };
    (freed, busy.into())
}

fn joined(number: u128, target: Target, day: &str) -> WaitlistEntry {
    let contact = Contact {
        channel: Channel::Text,
        consented: Some(at("2026-02-01T09:00").into()),
        zone: None,
    };
    let joined = at(&format!("2026-02-{day}T09:00")).into();
    WaitlistEntry::join(id(number), id(100 + number), target, contact, joined).unwrap()
}

fn entry(number: u128, types: &[u128]) -> WaitlistEntry {
    let types = types.iter().map(|n| id(*n)).collect();
    joined(number, Target::Visit(types), "01")
}

/// What becomes of one entry: the start as the clock shows it, or why not.
fn outcome(entry: &WaitlistEntry, booked: Option<&str>, rules: &OfferRules) -> String {
    let (freed, busy) = thursday();
    let appointment = booked.map(|start| {
        let slot = ask(&IntervalSet::EMPTY, |searches| {
            Slot::choose(&searches[0], at(start))
        });
        let done = Provenance {
            by: id(1),
            at: at("2026-02-01T09:00").into(),
        };
        Appointment::book(id(50), entry.patient(), slot.unwrap(), done)
    });
    let waiting = WaitingEntry {
        entry,
        appointment: appointment.as_ref(),
        visitor: None,
    };
    let ranking = ask(&busy, |searches| {
        rank(searches, &freed, &[waiting], rules).unwrap()
    });
    match (ranking.candidates.first(), ranking.passed_over.first()) {
        (Some(candidate), None) => {
            let start: DateTime<Utc> = candidate.start.into();
            (start - chrono::TimeDelta::hours(5))
                .format("%H:%M")
                .to_string()
        }
        (None, Some(passed)) => passed.why.to_string(),
        _ => unreachable!("either or"),
    }
}

#[track_caller]
fn check(entry: &WaitlistEntry, wanted: &str) {
    assert_eq!(outcome(entry, None, &OfferRules::default()), wanted);
}

fn wishing(wishes: Wishes) -> WaitlistEntry {
    let mut entry = entry(1, &[1]);
    entry.wishes = wishes;
    entry
}

/// Thursday 10:00 is free, and 09:30 before it.
#[test]
#[rustfmt::skip] // a table
fn a_wish_is_met_or_named() {
    let on = |days: &[chrono::Weekday], opens, closes| WishedTime { on: days.iter().copied().collect::<Weekdays>(), hours: hours(opens, closes) };
    let (thu, fri) = (chrono::Weekday::Thu, chrono::Weekday::Fri);
    let days = |from: &str, to: &str| Some(Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap());
    let any = Wishes::default;
    let day = Minutes::new(1_440);
    check(&entry(1, &[1]),                                                               "10:00"); // half an hour: what was freed
    check(&entry(1, &[2]),                                                               "09:30"); // an hour: with what was free before it
    check(&entry(1, &[3]),                                                               "not free: already taken");
    check(&entry(1, &[3, 1]),                                                            "10:00"); // the second choice
    check(&entry(1, &[9]),                                                               "no such type of visit");
    check(&wishing(Wishes { resources: vec![id(5), id(4)], ..any() }),                   "10:00");
    check(&wishing(Wishes { resources: vec![id(5)], ..any() }),                          "not a wished practitioner");
    check(&wishing(Wishes { locations: vec![id(7)], ..any() }),                          "not a wished location");
    check(&wishing(Wishes { days: days("2026-03-01", "2026-03-04"), ..any() }),          "not on a wished day");
    check(&wishing(Wishes { days: days("2026-03-05", "2026-03-05"), ..any() }),          "10:00");
    check(&wishing(Wishes { times: vec![on(&[thu], "10:00", "12:00")], ..any() }),       "10:00");
    check(&wishing(Wishes { times: vec![on(&[thu], "09:00", "10:15")], ..any() }),       "09:45"); // the whole visit
    check(&wishing(Wishes { times: vec![on(&[thu], "08:00", "10:00")], ..any() }),       "not in the wished hours");
    check(&wishing(Wishes { times: vec![on(&[fri], "08:00", "12:00")], ..any() }),       "not in the wished hours");
    check(&wishing(Wishes { times: vec![on(&[fri], "08:00", "12:00"), on(&[thu], "10:00", "11:00")], ..any() }), "10:00");
    check(&wishing(Wishes { notice: day, ..any() }),                                     "10:00");
    check(&wishing(Wishes { notice: Minutes::new(4 * 1_440), ..any() }),                 "too soon");
}

/// On Monday at nine, about Thursday at ten.
#[test]
#[rustfmt::skip] // a table
fn the_practice_decides_whom_it_asks() {
    let rules = OfferRules::default;
    let hours = |text: &str| { let (a, b) = text.split_once('-').unwrap(); Some(Window::new(a.parse().unwrap(), b.parse().unwrap()).unwrap()) };
    let with = |rules: OfferRules| outcome(&entry(1, &[1]), None, &rules);
    assert_eq!(with(OfferRules { least_lead: Minutes::new(4 * 1_440), ..rules() }), "too soon");
    assert_eq!(with(OfferRules { hours: hours("08:00-18:00"), ..rules() }),         "10:00");
    assert_eq!(with(OfferRules { hours: hours("18:00-20:00"), least_lead: Minutes::new(4_000), ..rules() }), "cannot be told in time");
    assert_eq!(with(OfferRules { most_a_day: 0, ..rules() }),                       "enough offers today");

    let earlier = |least_gain, booked: &str| {
        let entry = joined(1, Target::Earlier(id(50)), "01");
        outcome(&entry, Some(booked).filter(|it| !it.is_empty()), &OfferRules { least_gain: Minutes::new(least_gain), ..rules() })
    };
    assert_eq!(earlier(1_440, "2026-03-06T10:00"), "10:00"); // Friday: a day gained
    assert_eq!(earlier(1_440, "2026-03-06T09:45"), "09:45");
    assert_eq!(earlier(2_880, "2026-03-06T10:00"), "not earlier than the visit that is booked");
    assert_eq!(earlier(0,     "2026-03-04T10:00"), "not earlier than the visit that is booked");
    assert_eq!(earlier(0,     ""),                 "the visit to be moved is not booked");

    let silent = |channel| { let mut entry = entry(1, &[1]); entry.contact.channel = channel; entry.contact.consented = None; entry };
    check(&silent(Channel::Text), "no consent to messages");
    check(&silent(Channel::Desk), "10:00");
    let offered = entry(1, &[1]).offered(id(1), id(1), at("2026-03-02T08:30").into()).unwrap();
    check(&offered, "not waiting");
    let again = offered.passed(id(1), Ended::Declined, false, at("2026-03-02T08:31").into()).unwrap();
    check(&again, "had an offer just now"); // an hour between two
    assert_eq!(outcome(&again, None, &OfferRules { repeat_after: Minutes::new(10), ..rules() }), "10:00");
    assert_eq!(outcome(&again, None, &OfferRules { most_a_day: 1, ..rules() }), "enough offers today");
}

/// Time that a new patient's visit gave up is not for a follow-up of the same length.
#[test]
fn protected_time_stays_with_its_type() {
    let (mut freed, busy) = thursday();
    freed.origin = Some(Origin {
        appointment: id(9),
        sequence: 0,
        visit: id(2),
    });
    let rules = OfferRules {
        protected: vec![id(2)],
        ..OfferRules::default()
    };
    let entries = [entry(1, &[1]), entry(2, &[2])];
    let waiting = entries.each_ref().map(|entry| WaitingEntry {
        entry,
        appointment: None,
        visitor: None,
    });
    let ranking = ask(&busy, |searches| {
        rank(searches, &freed, &waiting, &rules).unwrap()
    });
    assert_eq!(ranking.candidates.len(), 1);
    assert_eq!(ranking.candidates[0].entry, id(2));
    assert_eq!(ranking.passed_over[0].why, WhyNot::Protected);
}

fn order(entries: &[WaitlistEntry], rules: &OfferRules) -> Vec<u128> {
    let (freed, busy) = thursday();
    let waiting: Vec<WaitingEntry<'_>> = entries
        .iter()
        .map(|entry| WaitingEntry {
            entry,
            appointment: None,
            visitor: None,
        })
        .collect();
    let ranking = ask(&busy, |searches| {
        rank(searches, &freed, &waiting, rules).unwrap()
    });
    let ids = ranking.candidates.iter();
    ids.map(|it| it.entry.uuid().as_u128()).collect()
}

#[test]
fn urgency_comes_first_then_who_waits_longest() {
    let since = |number, day: &str, urgency| {
        let mut entry = joined(number, Target::Visit(vec![id(1)]), day);
        entry.urgency = urgency;
        entry
    };
    let (routine, soon) = (Urgency::Routine, Urgency::Soon);
    let list = [
        since(1, "10", routine),
        since(2, "05", routine),
        since(3, "20", soon),
        since(4, "05", routine),
    ];
    let rules = OfferRules::default();
    assert_eq!(order(&list, &rules), [3, 2, 4, 1]);
    let mut reversed = list.to_vec();
    reversed.reverse();
    assert_eq!(order(&reversed, &rules), [3, 2, 4, 1]);
    // Two offers that came to nothing: as if they had joined two days later.
    let answered = |entry: WaitlistEntry, ended| {
        let made = at("2026-02-21T09:00").into();
        let entry = entry.offered(id(1), id(1), made).unwrap();
        entry.passed(id(1), ended, false, made).unwrap()
    };
    let [one, two, three, four] = list;
    let two = answered(answered(two, Ended::Unanswered), Ended::Declined);
    let four = answered(four, Ended::Withdrawn); // not the patient's doing
    assert_eq!(order(&[one, two, three, four], &rules), [3, 4, 2, 1]);
}
