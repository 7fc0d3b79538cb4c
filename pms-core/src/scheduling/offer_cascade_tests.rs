use std::collections::BTreeSet;

use super::*;
use crate::id::Uuid;
use crate::scheduling::{ByLead, Ended};
use crate::time::Interval;

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn at(text: &str) -> DateTime<Utc> {
    format!("2026-03-{text}:00Z").parse().unwrap()
}

fn start() -> Minute {
    Minute::containing(at("05T15:00"))
}

/// Entries 1, 2 and 3, in that order.
fn ranking() -> Ranking {
    let candidate = |number| Candidate {
        entry: id(number),
        patient: id(100 + number),
        visit: id(1),
        start: start(),
        unused: Minutes::ZERO,
        gain: Some(Minutes::new(2_880)),
        call: false,
        reachable: at("02T14:00"),
    };
    Ranking {
        candidates: vec![candidate(1), candidate(2), candidate(3)],
        passed_over: Vec::new(),
    }
}

struct Run {
    cascade: Cascade,
    ids: Ids,
}

impl Run {
    fn new(rules: OfferRules) -> Self {
        let time = Interval::new(start(), start().plus(Minutes::new(30))).unwrap();
        let freed = Freed {
            time,
            schedules: vec![id(1)],
            origin: None,
            depth: 0,
            excluded: BTreeSet::new(),
        };
        Self {
            cascade: Cascade::start(id(1), freed, rules, at("02T14:00")),
            ids: Ids::from(Uuid::from_u128(1_000)),
        }
    }

    fn advance(&mut self, now: &str) -> Vec<Effect> {
        self.cascade
            .advance(&ranking(), &mut self.ids, at(now))
            .unwrap()
    }

    /// How each offer stands, by entry.
    fn stands(&self) -> String {
        let offers = self.cascade.offers().iter();
        let offers = offers.map(|offer| {
            let state = match offer.state {
                OfferState::Live => "live",
                OfferState::Accepted { .. } => "accepted",
                _ => match offer.ended() {
                    Some(Ended::Booked) => "booked",
                    Some(Ended::Declined) => "declined",
                    Some(Ended::Unanswered) => "silent",
                    Some(Ended::Withdrawn) => "lost",
                    Some(Ended::Failed) => "failed",
                    None => "open",
                },
            };
            format!("{} {state}", offer.entry.uuid().as_u128())
        });
        offers.collect::<Vec<_>>().join(", ")
    }

    fn offer(&self, n: usize) -> OfferId {
        self.cascade.offers()[n].id
    }
}

fn rules(mode: Mode, manner: Manner) -> OfferRules {
    OfferRules {
        mode,
        manner,
        least_lead_unattended: Minutes::ZERO,
        answer: vec![ByLead {
            lead: Minutes::ZERO,
            length: Minutes::new(60),
        }],
        ..OfferRules::default()
    }
}

/// One at a time: a no or silence passes the time on, a yes ends the run.
#[test]
fn an_offer_goes_down_the_list_until_somebody_says_yes() {
    let mut run = Run::new(rules(Mode::Book, Manner::OneByOne));
    let made = run.advance("02T14:00");
    assert_eq!(made, [Effect::Made(run.offer(0))]);
    assert_eq!(run.advance("02T14:59"), []);
    assert_eq!(run.cascade.wake(), Some(at("02T15:00")));
    run.advance("02T15:00");
    assert_eq!(run.stands(), "1 silent, 2 live");
    let (book, effects) = run
        .cascade
        .answer(run.offer(1), Reply::DeclineAndStop, at("02T15:10"))
        .unwrap();
    assert_eq!((book, effects), (false, vec![Effect::Over(run.offer(1))]));
    run.advance("02T15:10");
    let (book, _) = run
        .cascade
        .answer(run.offer(2), Reply::Accept, at("02T15:20"))
        .unwrap();
    assert!(book);
    run.cascade
        .fill(run.offer(2), id(7), at("02T15:20"))
        .unwrap();
    assert_eq!(run.stands(), "1 silent, 2 declined, 3 booked");
    assert_eq!(run.cascade.wake(), None);
    let late = run
        .cascade
        .answer(run.offer(0), Reply::Accept, at("02T15:21"));
    assert_eq!(late, Err(Refused::OfferOver));
}

/// Each offer of a run that goes one by one is under a hold; without one the run says that the
/// first to accept has the time.
#[test]
fn s24_an_offer_is_under_a_hold_or_the_first_wins() {
    let mut run = Run::new(rules(Mode::Book, Manner::OneByOne));
    run.advance("02T14:00");
    run.advance("02T15:00");
    assert!(
        run.cascade
            .offers()
            .iter()
            .all(|offer| offer.hold.is_some())
    );
    let live = run.cascade.offers().iter().filter(|offer| offer.is_open());
    assert_eq!(live.count(), 1);

    let mut run = Run::new(rules(Mode::Book, Manner::Broadcast(2)));
    assert_eq!(run.advance("02T14:00").len(), 2);
    assert!(
        run.cascade
            .offers()
            .iter()
            .all(|offer| offer.hold.is_none())
    );
    // 73 hours before the visit a batch goes out every eight minutes.
    assert_eq!(run.cascade.wake(), Some(at("02T14:08")));
    run.advance("02T14:08");
    assert_eq!(run.stands(), "1 live, 2 live, 3 live");
    let (book, _) = run
        .cascade
        .answer(run.offer(1), Reply::Accept, at("02T14:09"))
        .unwrap();
    assert!(book);
    let told = run
        .cascade
        .fill(run.offer(1), id(7), at("02T14:09"))
        .unwrap();
    assert_eq!(
        told,
        [Effect::Over(run.offer(0)), Effect::Over(run.offer(2))]
    );
    assert_eq!(run.stands(), "1 lost, 2 booked, 3 lost");
    let second = run
        .cascade
        .answer(run.offer(0), Reply::Accept, at("02T14:10"));
    assert_eq!(second, Err(Refused::OfferOver));
}

/// By default the practice has the last word, and the time is held until it is spoken.
#[test]
fn an_acceptance_waits_for_the_practice() {
    let mut run = Run::new(rules(Mode::Approval, Manner::OneByOne));
    run.advance("02T14:00");
    let (book, effects) = run
        .cascade
        .answer(run.offer(0), Reply::Accept, at("02T14:10"))
        .unwrap();
    assert_eq!((book, effects), (false, vec![Effect::Kept(run.offer(0))]));
    assert_eq!(run.advance("02T16:00"), []);
    assert!(run.cascade.approve(run.offer(0), at("02T16:00")).is_ok());
    // Nobody approves in four hours: the patient is told, and the next is asked.
    assert_eq!(run.cascade.wake(), Some(at("02T18:10")));
    assert!(run.cascade.approve(run.offer(0), at("02T18:10")).is_err());
    assert_eq!(run.advance("02T18:10").len(), 2);
    assert_eq!(run.stands(), "1 failed, 2 live");
    // What is less than 72 hours away is never booked unattended.
    let strict = OfferRules {
        least_lead_unattended: Minutes::new(72 * 60),
        ..rules(Mode::Book, Manner::OneByOne)
    };
    assert_eq!(strict.mode_at(Minutes::new(72 * 60)), Mode::Book);
    assert_eq!(strict.mode_at(Minutes::new(72 * 60 - 1)), Mode::Approval);
}

#[test]
fn a_run_ends_with_nobody_left_or_sleeps_until_somebody_can_be_told() {
    let mut run = Run::new(rules(Mode::Book, Manner::OneByOne));
    for now in ["02T14:00", "02T15:00", "02T16:00", "02T17:00"] {
        run.advance(now);
    }
    assert_eq!(run.stands(), "1 silent, 2 silent, 3 silent");
    assert_eq!(
        run.cascade.state(),
        CascadeState::Exhausted { at: at("02T17:00") }
    );

    let mut run = Run::new(rules(Mode::Book, Manner::OneByOne));
    let mut asleep = ranking();
    for (n, candidate) in asleep.candidates.iter_mut().enumerate() {
        candidate.reachable = [at("03T13:00"), at("03T12:00"), at("03T13:00")][n];
    }
    let effects = run
        .cascade
        .advance(&asleep, &mut run.ids, at("02T23:00"))
        .unwrap();
    assert_eq!(effects, []);
    assert_eq!(run.cascade.wake(), Some(at("03T12:00")));
}
