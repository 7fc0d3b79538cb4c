//! What it is worth to offer first what leaves the least waste: a simulation, not clinic data.
//!
//! Each day is filled until twelve patients in a row have found nothing. Visits of 15, 20, 30, 40
//! and 60 minutes are asked for in the same order whatever the rule; only which opening is taken
//! differs.

use pms_core::id::Uuid;
use pms_core::scheduling::{
    Board, BoardRole, BoardTime, Fragments, Opening, Part, Policy, Preference, Score, Step,
    VisitMix, prefer,
};
use pms_core::time::{
    Interval, IntervalSet, Minute, Minutes, Offset, Offsets, Zone, ZoneRules, ZoneTable,
};

const LENGTHS: [u64; 5] = [15, 20, 30, 40, 60];
const DAYS: u64 = 150;

/// Which opening a patient takes.
#[derive(Clone, Copy)]
enum Takes {
    Any,
    Earliest,
    /// One of the best so many by fragmentation.
    OfTheBest(usize),
}

/// The same numbers in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

struct Clinic {
    zone: Zone,
    rules: ZoneTable,
    mix: VisitMix,
    policy: Policy,
}

#[derive(Default)]
struct Year {
    minutes: u64,
    refused_hours: u64,
    score_never_lied: bool,
}

fn time(from: i64, to: i64) -> Interval {
    Interval::new(Minute::new(from).unwrap(), Minute::new(to).unwrap()).unwrap()
}

impl Clinic {
    fn new() -> Self {
        let zone: Zone = "Etc/UTC".parse().unwrap();
        let clocks = Offsets::new(zone.clone(), Interval::ALWAYS, Offset::UTC, vec![]);
        Self {
            rules: ZoneTable::new("utc", [clocks.unwrap()]),
            zone,
            mix: VisitMix::new(LENGTHS.map(Minutes::new)),
            policy: Policy {
                step: Step::new(5).unwrap(),
                ..Policy::default()
            },
        }
    }

    /// Two blocks of four hours.
    fn empty_day(&self) -> Board {
        let rules: &dyn ZoneRules = &self.rules;
        let mut board = Board::new(&self.zone, time(0, 1_440), rules).unwrap();
        let granted: IntervalSet = [time(480, 720), time(780, 1_020)].into_iter().collect();
        let taken = IntervalSet::EMPTY;
        let time = BoardTime::of(&granted, &taken);
        board.lay(Uuid::nil().into(), time);
        board
    }

    fn year(&self, takes: Takes) -> Year {
        let mut year = Year {
            score_never_lied: true,
            ..Year::default()
        };
        for day in 1..=DAYS {
            let mut asks = Chance(0x9E37_79B9_7F4A_7C15 ^ day);
            let mut picks = Chance(0xD1B5_4A32_D192_ED03 ^ day);
            let mut board = self.empty_day();
            let mut refused = 0;
            while refused < 12 {
                let length = LENGTHS[asks.below(LENGTHS.len())];
                let now = Minute::new(0).unwrap().into();
                let role = BoardRole::new(&[0], Part::between(0, length).unwrap()).unwrap();
                let finder = board.finder(&[role], time(0, 1_440), &self.policy, now, &self.rules);
                let open: Vec<Opening> = finder.unwrap().all().iter().collect();
                if open.is_empty() {
                    refused += 1;
                    year.refused_hours += u64::from(length == 60);
                    continue;
                }
                let kept = |opening: Opening| {
                    let start = opening.start.since_1970();
                    time(start, start + length as i64)
                };
                let fit = |opening: Opening| {
                    Some((kept(opening), board.gap(opening.row, opening.start)?))
                };
                let opening = match takes {
                    Takes::Any => open[picks.below(open.len())],
                    Takes::Earliest => open[0],
                    Takes::OfTheBest(most) => {
                        let by = Preference::LeastFragmentation {
                            mix: &self.mix,
                            fit: &fit,
                        };
                        let ranked = prefer(open.iter().copied(), by);
                        let least = ranked.iter().map(|ranked| ranked.score).min();
                        year.score_never_lied &= Some(ranked[0].score) == least
                            && matches!(ranked[0].score, Score::Fragments(Fragments { .. }));
                        ranked[picks.below(most.min(ranked.len()))].opening
                    }
                };
                board.take(0, kept(opening), kept(opening));
                year.minutes += length;
            }
        }
        year
    }
}

#[test]
fn a_choice_among_the_three_best_wastes_less_than_any_choice() {
    let clinic = Clinic::new();
    let mut used = Vec::new();
    for (name, takes) in [
        ("any", Takes::Any),
        ("earliest", Takes::Earliest),
        ("best", Takes::OfTheBest(1)),
        ("of the best 3", Takes::OfTheBest(3)),
    ] {
        let year = clinic.year(takes);
        let share = year.minutes * 1_000 / (DAYS * 480);
        println!(
            "{name}: {}.{} % of the time used, {}.{:02} hour visits refused a day",
            share / 10,
            share % 10,
            year.refused_hours / DAYS,
            year.refused_hours * 100 / DAYS % 100,
        );
        assert!(year.score_never_lied);
        used.push(share);
    }
    let [any, earliest, best, of_three] = used[..] else {
        unreachable!()
    };
    assert!(any + 50 < of_three, "{any} {of_three}");
    assert!(of_three <= best && earliest <= best, "{used:?}");
    assert!(best > 970, "{best}");
}
