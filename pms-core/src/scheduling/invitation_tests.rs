use super::*;

use crate::id::Uuid;
use crate::scheduling::{
    Calendar, Initiator, Policy, Provenance, Schedule, Search, Slot, VisitType, Week, Window,
};
use crate::time::{Period, Tzdb};

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn at(text: &str) -> Provenance {
    Provenance {
        by: id(5),
        at: text.parse().unwrap(),
    }
}

fn slot(zone: &str, start: &str) -> Slot {
    let week = Week {
        sunday: vec![Window::ALL_DAY].into(),
        ..Week::workdays(vec![Window::ALL_DAY])
    };
    let schedule = Schedule::new(id(1), id(2), id(1), zone.parse().unwrap())
        .publish(Period::since("2026-01-01".parse().unwrap()), week);
    let calendars = [Calendar::of(&schedule)];
    let visit = VisitType::new(id(7), "HIV follow-up", Minutes::new(45)).unwrap();
    let (policy, rules) = (Policy::default(), Tzdb::bundled());
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let search = Search::of(&calendars, &visit, &policy, &rules, now);
    let start = Minute::containing(start.parse().unwrap());
    Slot::choose(&search, start).unwrap()
}

fn booked(zone: &str, start: &str) -> Appointment {
    Appointment::book(id(1), id(1), slot(zone, start), at("2026-01-02T09:00:00Z"))
}

fn invite(visit: &Appointment) -> Invitation {
    let [desk, ana] = ["desk@clinic.example", "ana@example.org"].map(|a| a.parse().unwrap());
    let telling = Telling {
        organizer: &desk,
        organizer_name: Some("Cedar; Street"),
        attendee: Some(&ana),
        summary: None,
        place: None,
    };
    let now = "2026-01-03T10:00:00Z".parse().unwrap();
    write_invitation(visit, &telling, now, &Tzdb::bundled()).unwrap()
}

/// The lines that begin so, in order.
fn lines<'a>(text: &'a str, beginning: &str) -> Vec<&'a str> {
    let lines = text.split("\r\n");
    lines.filter(|line| line.starts_with(beginning)).collect()
}

/// The example of RFC 5545 3.6.5 has these onsets and offsets for New York.
#[test]
fn s31_an_invitation_keeps_the_local_time_and_tells_nothing_of_why() {
    let invitation = invite(&booked("America/New_York", "2026-07-01T13:00:00Z"));
    let wanted = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//pms//pms//EN",
        "METHOD:REQUEST",
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        "BEGIN:DAYLIGHT",
        "DTSTART:20260308T020000",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:00000000-0000-0000-0000-000000000001",
        "SEQUENCE:0",
        "DTSTAMP:20260103T100000Z",
        "DTSTART;TZID=America/New_York:20260701T090000",
        "DTEND;TZID=America/New_York:20260701T094500",
        "STATUS:CONFIRMED",
        "CLASS:PRIVATE",
        "SUMMARY:Appointment",
        "ORGANIZER;CN=\"Cedar; Street\":mailto:desk@clinic.example",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:ana@example.org",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    assert_eq!(invitation.text, wanted.join("\r\n"));
    assert!(!format!("{invitation:?}").contains("mailto"));
}

#[test]
fn s31_the_sequence_rises_with_each_change_and_the_name_stays() {
    let policy = Policy::default();
    let done = at("2026-01-05T09:00:00Z");
    let new_york = "America/New_York";
    let mut visit = booked(new_york, "2026-07-01T13:00:00Z");
    let mut told = vec![invite(&visit)];
    for start in ["2026-07-02T13:00:00Z", "2026-07-03T13:00:00Z"] {
        let slot = slot(new_york, start);
        visit = visit.reschedule(slot, Initiator::Patient, done).unwrap();
        told.push(invite(&visit));
    }
    let confirmed = visit.confirm(done).unwrap();
    assert_eq!(
        invite(&confirmed).sequence,
        2,
        "a yes changes nothing of it"
    );
    assert!(invite(&confirmed).text.contains("PARTSTAT=ACCEPTED"));
    let reason = "moved-away".parse().unwrap();
    let gone = confirmed.cancel(Initiator::Patient, reason, &policy, done);
    told.push(invite(&gone.unwrap()));
    let sequences: Vec<u32> = told.iter().map(|one| one.sequence).collect();
    assert_eq!(sequences, [0, 1, 2, 3]);
    assert!(told.iter().all(|one| one.uid == told[0].uid));
    let last = told.pop().unwrap();
    assert_eq!(last.method, InvitationMethod::Cancel);
    assert_eq!(lines(&last.text, "METHOD"), ["METHOD:CANCEL"]);
    assert_eq!(lines(&last.text, "STATUS"), ["STATUS:CANCELLED"]);
    let wrong = booked(new_york, "2026-07-01T13:00:00Z").enter_in_error(done);
    assert_eq!(invite(&wrong).method, InvitationMethod::Cancel);
    assert_eq!(invite(&wrong).sequence, 1);
}

#[track_caller]
fn check(zone: &str, start: &str, wanted: [&str; 2], onsets: &[&str]) {
    let told = invite(&booked(zone, start));
    assert_eq!(lines(&told.text, "DTSTART;TZID")[..], wanted[..1], "{zone}");
    assert_eq!(lines(&told.text, "DTEND")[..], wanted[1..], "{zone}");
    let offsets = lines(&told.text, "TZOFFSETTO");
    let offsets: Vec<&str> = offsets.iter().map(|line| &line[11..]).collect();
    assert_eq!(offsets, onsets, "{zone}");
}

#[test]
#[rustfmt::skip] // a table
fn s31_a_visit_over_a_change_of_the_clocks_has_both_offsets() {
    check("America/New_York", "2026-03-08T06:30:00Z",
        ["DTSTART;TZID=America/New_York:20260308T013000", "DTEND;TZID=America/New_York:20260308T031500"],
        &["-0500", "-0400"]);
    check("America/Phoenix", "2026-03-08T16:30:00Z",
        ["DTSTART;TZID=America/Phoenix:20260308T093000", "DTEND;TZID=America/Phoenix:20260308T101500"],
        &["-0700"]);
    check("Asia/Kathmandu", "2026-03-08T06:30:00Z",
        ["DTSTART;TZID=Asia/Kathmandu:20260308T121500", "DTEND;TZID=Asia/Kathmandu:20260308T130000"],
        &["+0545"]);
}

/// At 1:30 by the second clock: a reader would take a local time for the first.
#[test]
fn s31_an_hour_that_comes_twice_is_written_in_utc() {
    for (start, shown) in [
        ("2026-11-01T06:30:00Z", "DTSTART:20261101T063000Z"),
        ("2026-11-01T05:30:00Z", "DTSTART:20261101T053000Z"), // ends in the hour that came again
    ] {
        let told = invite(&booked("America/New_York", start)).text;
        assert!(told.contains(shown), "{told}");
        assert!(!told.contains("TZID"));
    }
}
