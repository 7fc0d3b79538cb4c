use super::*;
use crate::id::Uuid;
use crate::scheduling::{Ages, Every, Remind, Stop};

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A check-up every six months, a week early to a month late; for adults from 18 another one,
/// every year.
fn programmes() -> Vec<Programme> {
    let child = Programme {
        early: 7,
        late: 30,
        ages: Ages {
            from: None,
            below: Some(18),
        },
        then: Some(id(2)),
        remind: Remind {
            before: 14,
            again: vec![14, 30],
            most: 4,
        },
        ..Programme::new(id(1), "check-up, child", Every::Months(6), vec![id(10)])
    };
    let adult = Programme {
        ages: Ages {
            from: Some(18),
            below: None,
        },
        stop: Stop {
            times: Some(3),
            after: Some(date("2040-01-01")),
        },
        ..Programme::new(id(2), "check-up, adult", Every::Years(1), vec![id(11)])
    };
    vec![child, adult]
}

/// Visits as text: `kept 2026-03-05`, `plan 2026-09-01`; of type 10 unless `/11` follows.
fn visits(text: &str) -> Vec<RecallVisit> {
    text.split(", ")
        .filter(|visit| !visit.is_empty())
        .map(|visit| {
            let (what, day) = visit.split_once(' ').unwrap();
            let (day, kind) = day.split_once('/').unwrap_or((day, "10"));
            RecallVisit {
                appointment: id(1),
                visit: id(kind.parse().unwrap()),
                on: date(day),
                kept: what == "kept",
            }
        })
        .collect()
}

fn show(standing: RecallStanding) -> String {
    let state = match standing.state {
        RecallState::NotDue => "not due".to_owned(),
        RecallState::Due => "due".to_owned(),
        RecallState::Overdue => "overdue".to_owned(),
        RecallState::Scheduled { on, .. } => format!("scheduled {on}"),
        RecallState::Done => "done".to_owned(),
        RecallState::Declined => "declined".to_owned(),
        RecallState::Inactive => "inactive".to_owned(),
    };
    format!("{} {state}", standing.due)
}

/// One who was last seen on 31 August 2025, born in 2015.
fn recall() -> Recall {
    Recall::enrol(id(1), id(1), id(1), date("2025-08-31"))
}

fn stands(recall: &Recall, seen: &str, born: &str, today: &str) -> RecallStanding {
    let facts = RecallFacts {
        born: Some(date(born)),
        visits: &visits(seen),
        eligible: true,
        programmes: &programmes(),
        today: date(today),
    };
    recall.stands(&facts).unwrap()
}

#[test]
#[rustfmt::skip] // a table
fn a_recall_stands_where_the_visits_put_it() {
    //    visits                                today         due and state
    check("",                                   "2026-02-01", "2026-02-28 not due"); // 31 August and six months
    check("",                                   "2026-02-21", "2026-02-28 due");     // a week early
    check("",                                   "2026-03-30", "2026-02-28 due");
    check("",                                   "2026-03-31", "2026-02-28 overdue");
    check("plan 2026-03-10",                    "2026-02-01", "2026-02-28 scheduled 2026-03-10");
    check("plan 2026-03-10",                    "2026-03-11", "2026-02-28 due");     // it is past and nobody came yet
    check("plan 2026-03-10/11",                 "2026-02-25", "2026-02-28 due");     // another type
    check("kept 2026-03-05",                    "2026-03-11", "2026-09-05 not due"); // from the actual date
    check("kept 2026-03-05, plan 2026-09-01",   "2026-03-11", "2026-09-05 scheduled 2026-09-01");
    check("kept 2026-03-05, kept 2025-12-01",   "2026-03-11", "2026-09-05 not due");
    check("kept 2025-01-05",                    "2026-03-11", "2026-02-28 due");     // before it was enrolled
}

#[track_caller]
fn check(seen: &str, today: &str, wanted: &str) {
    assert_eq!(show(stands(&recall(), seen, "2015-05-05", today)), wanted);
}

#[test]
#[rustfmt::skip] // a table
fn what_was_said_counts_before_the_interval() {
    let on = |recall: &Recall, seen: &str, today: &str| show(stands(recall, seen, "2015-05-05", today));
    let set = Recall { set: Some(SetDue { due: date("2026-05-01"), on: date("2026-01-10") }), ..recall() };
    assert_eq!(on(&set, "", "2026-03-01"),                "2026-05-01 not due");
    assert_eq!(stands(&set, "", "2015-05-05", "2026-03-01").calculated, date("2026-02-28"));
    assert_eq!(on(&set, "kept 2026-01-09", "2026-03-01"), "2026-05-01 not due"); // set after that visit
    assert_eq!(on(&set, "kept 2026-01-10", "2026-03-01"), "2026-07-10 not due"); // void
    let disabled = Recall { disabled_until: Some(date("2026-03-15")), ..recall() };
    assert_eq!(on(&disabled, "", "2026-03-14"), "2026-02-28 not due");
    assert_eq!(on(&disabled, "", "2026-03-15"), "2026-02-28 due");
    let declined = Recall { takes_part: TakesPart::Declined(date("2026-01-01")), ..recall() };
    assert_eq!(on(&declined, "", "2026-05-01"), "2026-02-28 declined");
    let gone = Recall { takes_part: TakesPart::Inactive(date("2026-01-01")), ..recall() };
    assert_eq!(on(&gone, "", "2026-05-01"), "2026-02-28 inactive");
}

#[test]
#[rustfmt::skip] // a table
fn a_birthday_changes_the_programme() {
    let on = |seen: &str, today: &str| { let it = stands(&recall(), seen, "2008-02-29", today); (it.programme.uuid().as_u128(), show(it)) };
    assert_eq!(on("", "2026-02-28"), (1, "2026-02-28 due".to_owned())); // of age on 1 March
    assert_eq!(on("", "2026-03-01"), (2, "2026-08-31 not due".to_owned())); // a year from the last visit
    assert_eq!(on("kept 2026-03-20", "2026-04-01"), (2, "2027-03-20 not due".to_owned())); // the child's type counts on
    assert_eq!(on("kept 2026-03-20, kept 2027-03-20/11, kept 2028-03-20/11", "2028-04-01"), (2, "2029-03-20 done".to_owned())); // three times
    assert_eq!(on("kept 2039-03-20/11", "2039-04-01"), (2, "2040-03-20 done".to_owned())); // nothing after 2040
    let ineligible = RecallFacts { born: None, visits: &[], eligible: false, programmes: &programmes(), today: date("2026-03-01") };
    assert_eq!(show(recall().stands(&ineligible).unwrap()), "2026-02-28 inactive");
    let unknown = RecallFacts { programmes: &[], ..ineligible };
    assert_eq!(recall().stands(&unknown), Err(Refused::NoProgramme));
}

#[test]
#[rustfmt::skip] // a table
fn reminders_go_out_at_their_intervals_and_stop() {
    let next = |said: &[&str], seen: &str, today: &str| {
        let recall = Recall { reminded: said.iter().map(|day| date(day)).collect(), ..recall() };
        let standing = stands(&recall, seen, "2015-05-05", today);
        recall.next_reminder(&standing, &programmes()[0], date(today)).map_or("-".to_owned(), |day| day.to_string())
    };
    let said = ["2026-02-14", "2026-03-01", "2026-03-31", "2026-04-30"];
    assert_eq!(next(&[],                        "",                "2026-01-01"), "2026-02-14"); // two weeks before
    assert_eq!(next(&[],                        "",                "2026-02-20"), "2026-02-20"); // at once
    assert_eq!(next(&said[..1],                 "",                "2026-02-15"), "2026-02-28"); // after 14 days
    assert_eq!(next(&said[..2],                 "",                "2026-03-02"), "2026-03-31"); // after 30
    assert_eq!(next(&said[..3],                 "",                "2026-04-01"), "2026-04-30"); // after 30 again
    assert_eq!(next(&said,                      "",                "2026-05-01"), "-");          // four times is enough
    assert_eq!(next(&said[..1],                 "plan 2026-03-10", "2026-02-15"), "-");          // booked meanwhile
    assert_eq!(next(&said,                      "kept 2026-05-05", "2026-05-06"), "2026-10-22"); // a new round
}

#[test]
fn what_is_far_ahead_stays_a_recall() {
    let book = |on| recall().may_book(&programmes()[0], date(on), date("2026-01-01"));
    assert_eq!(book("2026-04-01"), Ok(())); // 90 days
    let until = date("2026-04-01");
    assert_eq!(book("2026-04-02"), Err(Refused::RecallAhead { until }));
}

#[test]
fn a_household_is_told_together() {
    let of = |n, household| Recall {
        id: id(n),
        household,
        ..recall()
    };
    let family = Some(id(70));
    let groups = households(vec![of(1, family), of(2, None), of(3, family), of(4, None)]);
    let ids = |group: &Vec<Recall>| -> Vec<u128> {
        group
            .iter()
            .map(|recall| recall.id.uuid().as_u128())
            .collect()
    };
    let groups: Vec<Vec<u128>> = groups.iter().map(ids).collect();
    assert_eq!(groups, [vec![1, 3], vec![2], vec![4]]);
}
