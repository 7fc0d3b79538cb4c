//! The warm index against a search from scratch and against a search by hand.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Timelike, Utc};
use pms_core::id::Uuid;
use pms_core::scheduling::{
    Answer, Board, BoardRole, BoardTime, Calendar, Cell, Closure, Finder, Hours, Lane, Opening,
    Part, Policy, Refused, Schedule, Scope, Search, Step, VisitType, Week, Window, open_slots,
};
use pms_core::time::{
    ClockTime, Interval, IntervalSet, Minute, Minutes, Offsets, Period, Tzdb, ZoneRules,
};
use proptest::prelude::*;
use proptest::sample::Index;

/// Days around a change of the clocks, or none.
const CHANGES: [(&str, (i32, u32, u32)); 9] = [
    ("America/New_York", (2026, 3, 6)),
    ("America/New_York", (2026, 10, 30)),
    ("America/New_York", (2026, 6, 1)),
    ("Australia/Lord_Howe", (2026, 10, 2)),
    ("Australia/Lord_Howe", (2026, 4, 3)),
    ("America/Sao_Paulo", (2017, 10, 13)),
    ("America/Sao_Paulo", (2018, 2, 16)),
    ("America/St_Johns", (2006, 10, 27)), // the clocks change at 00:01
    ("Asia/Kathmandu", (2026, 1, 1)),
];

const DAYS: u64 = 4;

fn minute(since_1970: i64) -> Minute {
    Minute::new(since_1970).unwrap()
}

fn interval(start: i64, end: i64) -> Interval {
    Interval::new(minute(start), minute(end)).unwrap()
}

fn policy(step: u16, notice: u64, horizon_days: Option<u16>) -> Policy {
    Policy {
        step: Step::new(step).unwrap(),
        notice: Minutes::new(notice),
        horizon_days,
        ..Policy::default()
    }
}

/// The window of a question: some days of a zone, cut short at either end.
fn window(zone: &str, first: NaiveDate, cut: (i64, i64)) -> Interval {
    let (rules, zone) = (Tzdb::bundled(), zone.parse().unwrap());
    let day = |index| rules.day(&zone, first + Days::new(index)).unwrap().unwrap();
    let (start, end) = (day(0).start(), day(DAYS - 1).end());
    interval(start.since_1970() + cut.0, end.since_1970() - cut.1)
}

/// The span of a board of a window.
fn reach(window: Interval) -> Interval {
    let utc = "Etc/UTC".parse().unwrap();
    Board::new(&utc, window, &Tzdb::bundled()).unwrap().span()
}

/// Stretches from the start of the window on, in minutes.
type Stretches = Vec<(i64, i64)>;

fn set(origin: i64, stretches: &Stretches) -> IntervalSet {
    let part = |(from, long): &(i64, i64)| interval(origin + from, origin + from + long);
    stretches.iter().map(part).collect()
}

/// Hours that lie on cells, or mostly.
fn any_stretches(even: bool, count: usize, long: i64) -> impl Strategy<Value = Stretches> {
    let grain = if even { 5 } else { 1 };
    prop::collection::vec((-400..1_500_i64, 1..long), 0..count).prop_map(move |parts| {
        let on_cells = |minutes: i64| minutes * 5 / grain * grain;
        parts
            .into_iter()
            .enumerate()
            .map(|(index, (from, long))| match index {
                0 if !even => (from * 5 + 3, long * 5 + 1),
                _ => (on_cells(from), on_cells(long)),
            })
            .collect()
    })
}

/// What is known of a resource.
#[derive(Clone, Debug)]
struct Known {
    granted: Stretches,
    /// What no visit may touch, and no buffer.
    blocked: Stretches,
    occupied: Stretches,
    /// When no visit may start.
    barred: Stretches,
}

prop_compose! {
    fn any_known()(
        granted in prop::bool::weighted(0.75).prop_flat_map(|even| any_stretches(even, 6, 150)),
        blocked in any_blocked(12),
        occupied in prop::option::weighted(0.3, any_blocked(12)),
        barred in prop::option::weighted(0.3, any_blocked(4)),
    ) -> Known {
        let occupied = occupied.unwrap_or_else(|| blocked.clone());
        Known { granted, blocked, occupied, barred: barred.unwrap_or_default() }
    }
}

/// The same as sets.
struct Sets {
    granted: IntervalSet,
    blocked: IntervalSet,
    occupied: IntervalSet,
    barred: IntervalSet,
}

impl Known {
    fn sets(&self, origin: i64) -> Sets {
        Sets {
            granted: set(origin, &self.granted),
            blocked: set(origin, &self.blocked),
            occupied: set(origin, &self.occupied),
            barred: set(origin, &self.barred),
        }
    }
}

impl Sets {
    fn time(&self) -> BoardTime<'_> {
        BoardTime {
            occupied: &self.occupied,
            barred: &self.barred,
            ..BoardTime::of(&self.granted, &self.blocked)
        }
    }

    /// Drawn out to cells, as the board does.
    fn whole(self) -> Self {
        let cells = |part: Interval| {
            let cells = Cell::of(Uuid::nil().into(), Lane::REGULAR, part);
            cells.map(|cell| cell.time().unwrap())
        };
        let whole = |set: IntervalSet| set.iter().flat_map(cells).collect();
        Self {
            blocked: whole(self.blocked),
            occupied: whole(self.occupied),
            ..self
        }
    }
}

/// Bookings and other calendars: any minute.
fn any_blocked(count: usize) -> impl Strategy<Value = Stretches> {
    prop::collection::vec((-2_000..7_500_i64, 1..200_i64), 0..count)
}

/// A part of a visit: from, length, buffers, and which rows may play it.
type AnyPart = ((u64, u64), (u64, u64), Vec<Index>);

fn any_part() -> impl Strategy<Value = AnyPart> {
    let whole = (0..12_u64, 1..30_u64).prop_map(|(from, long)| (from * 5, long * 5));
    let time = prop_oneof![3 => whole, 1 => (0..60_u64, 1..150_u64)];
    let buffers = prop_oneof![Just((0, 0)), (0..40_u64, 0..40_u64)];
    let pool = prop::collection::vec(any::<Index>(), 1..4);
    (time, buffers, pool)
}

#[derive(Clone, Debug)]
struct Question {
    zone: &'static str,
    first: NaiveDate,
    cut: (i64, i64),
    known: Vec<Known>,
    parts: Vec<AnyPart>,
    step: u16,
    notice: u64,
    horizon: Option<u16>,
    now: i64,
}

prop_compose! {
    fn any_question()(
        (zone, (year, month, day)) in prop::sample::select(CHANGES.to_vec()),
        cut in prop_oneof![Just((0, 0)), (0..2_000_i64, 0..2_000_i64)],
        known in prop::collection::vec(any_known(), 1..5),
        parts in prop::collection::vec(any_part(), 1..4),
        step in prop::sample::select(vec![5_u16, 5, 5, 10, 15, 15, 20, 25, 30, 45, 60, 480, 1_440, 7]),
        (notice, horizon) in (0..600_u64, prop::option::of(0..6_u16)),
        now in -1_000..1_500_i64,
    ) -> Question {
        let first = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        Question { zone, first, cut, known, parts, step, notice, horizon, now }
    }
}

impl Question {
    fn window(&self) -> Interval {
        window(self.zone, self.first, self.cut)
    }

    fn origin(&self) -> i64 {
        self.window().start().since_1970()
    }

    fn policy(&self) -> Policy {
        policy(self.step, self.notice, self.horizon)
    }

    fn now(&self) -> DateTime<Utc> {
        minute(self.origin() + self.now).into()
    }

    fn board(&self) -> Board {
        let zone = self.zone.parse().unwrap();
        let mut board = Board::new(&zone, self.window(), &Tzdb::bundled()).unwrap();
        for (row, known) in self.known.iter().enumerate() {
            let resource = Uuid::from_u128(row as u128).into();
            let sets = known.sets(self.origin());
            assert_eq!(board.lay(resource, sets.time()) as usize, row);
        }
        board
    }

    /// Each part's rows, each once.
    fn pools(&self) -> Vec<Vec<u32>> {
        let pool = |indexes: &Vec<Index>| {
            let mut rows = Vec::new();
            for index in indexes {
                let row = u32::try_from(index.index(self.known.len())).unwrap();
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
            rows
        };
        self.parts.iter().map(|(_, _, rows)| pool(rows)).collect()
    }

    fn parts<'p>(&self, pools: &'p [Vec<u32>]) -> Vec<BoardRole<'p>> {
        let buffers = |(before, after): (u64, u64)| (Minutes::new(before), Minutes::new(after));
        let parts = self.parts.iter().zip(pools);
        parts
            .map(|(((from, long), around, _), pool)| {
                let (before, after) = buffers(*around);
                let part = Part::between(*from, from + long).unwrap();
                BoardRole::new(
                    pool,
                    Part {
                        before,
                        after,
                        ..part
                    },
                )
                .unwrap()
            })
            .collect()
    }

    /// Whether the answer needs more than five minutes can tell.
    fn off_the_board(&self) -> bool {
        let odd = |at: Minute| at.since_1970() % 5 != 0;
        let window = self.window();
        let known = self.known.iter();
        let hours = known.map(|known| set(self.origin(), &known.granted).within(reach(window)));
        let uneven = hours
            .flat_map(Vec::from)
            .any(|part| odd(part.start()) || odd(part.end()));
        let visit = self.parts.iter();
        let visit = visit.map(|((from, long), _, _)| (from, long));
        let visit = visit
            .into_iter()
            .any(|(from, long)| from % 5 != 0 || long % 5 != 0);
        !self.step.is_multiple_of(5) || uneven && visit
    }

    /// Who can play each part of a visit that starts at a minute, looking at the sets themselves.
    fn able(&self, by_hand: &ByHand, at: i64) -> Vec<Vec<u32>> {
        let pools = self.pools();
        let parts = self.parts.iter().zip(pools);
        parts
            .map(|(((from, long), (before, after), _), pool)| {
                let visit = interval(at + *from as i64, at + (from + long) as i64);
                let kept = visit.widened(Minutes::new(*before), Minutes::new(*after));
                let buffers = IntervalSet::from(kept).subtract(&visit.into());
                let can = |row: &u32| {
                    let sets = &by_hand.rows[*row as usize];
                    sets.granted.covers(visit)
                        && sets.blocked.within(visit).is_empty()
                        && sets.occupied.intersect(&buffers).is_empty()
                        && !sets.barred.contains(minute(at))
                };
                pool.into_iter().filter(can).collect()
            })
            .collect()
    }

    /// Every opening, looking at every minute.
    fn by_hand(&self) -> Vec<Opening> {
        let by_hand = ByHand::of(self);
        let window = self.window();
        let today = by_hand.shows(self.origin() + self.now).date();
        let mut openings = Vec::new();
        for at in window.start().since_1970()..window.end().since_1970() {
            let shown = by_hand.shows(at);
            let shows = shown.hour() * 60 + shown.minute();
            let on_grid = shows.is_multiple_of(u32::from(self.step));
            let soon = at < self.origin() + self.now + self.notice as i64;
            let far = self
                .horizon
                .is_some_and(|days| minute(at) >= by_hand.end_of(today + Days::new(days.into())));
            if !on_grid || soon || far {
                continue;
            }
            let able = self.able(&by_hand, at);
            for lead in &able[0] {
                if others(&able[1..], &mut vec![*lead]) {
                    let (start, row) = (minute(at), *lead);
                    openings.push(Opening { start, row });
                }
            }
        }
        openings
    }
}

/// Whether somebody of each pool is left, whoever was taken before.
fn others(pools: &[Vec<u32>], taken: &mut Vec<u32>) -> bool {
    let Some((pool, rest)) = pools.split_first() else {
        return true;
    };
    pool.iter().any(|row| {
        if taken.contains(row) {
            return false;
        }
        taken.push(*row);
        let found = others(rest, taken);
        taken.pop();
        found
    })
}

struct ByHand {
    clocks: Offsets,
    rows: Vec<Sets>,
}

impl ByHand {
    fn of(question: &Question) -> Self {
        let around = question
            .window()
            .widened(Minutes::new(20_000), Minutes::new(20_000));
        let zone = question.zone.parse().unwrap();
        let sets = |known: &Known| known.sets(question.origin()).whole();
        Self {
            clocks: Tzdb::bundled().offsets(&zone, around).unwrap(),
            rows: question.known.iter().map(sets).collect(),
        }
    }

    fn shows(&self, at: i64) -> NaiveDateTime {
        self.clocks.civil_at(minute(at)).unwrap()
    }

    fn end_of(&self, date: NaiveDate) -> Minute {
        self.clocks.day(date).unwrap().unwrap().end()
    }
}

/// All that a finder tells agrees with the list of all openings.
fn agrees(finder: &Finder<'_>, wanted: &[Opening], clocks: &Offsets) {
    let all: Vec<Opening> = finder.all().iter().collect();
    assert_eq!(all, wanted);
    assert_eq!(finder.count(), wanted.len() as u64);
    for count in [0, 1, 2, 7, wanted.len() + 1] {
        let first: Vec<Opening> = wanted.iter().copied().take(count).collect();
        assert_eq!(finder.first(count), first);
    }
    let mut by_row: Vec<Opening> = finder.all_by_row().iter().collect();
    by_row.sort_by_key(|opening| opening.start);
    assert_eq!(by_row, wanted);
    let mut days: Vec<(NaiveDate, Opening, u64)> = Vec::new();
    for opening in wanted {
        let date = |at: Minute| clocks.civil_at(at).unwrap().date();
        // Where clocks are set back over midnight, the evening that comes again is the new day's.
        let shown = date(opening.start);
        let date = [shown, shown + Days::new(1)]
            .into_iter()
            .find(|date| clocks.day(*date).unwrap().unwrap().contains(opening.start));
        match days.last_mut().filter(|day| Some(day.0) == date) {
            Some(day) => day.2 += 1,
            None => days.push((date.unwrap(), *opening, 1)),
        }
    }
    let firsts: Vec<_> = days.iter().map(|day| (day.0, day.1)).collect();
    assert_eq!(finder.first_per_day(), firsts);
    let mut counts = finder.count_per_day();
    counts.retain(|(_, count)| *count > 0);
    let wanted_counts: Vec<_> = days.iter().map(|day| (day.0, day.2)).collect();
    assert_eq!(counts, wanted_counts);
    for opening in wanted {
        let cast = finder.cast(*opening).unwrap();
        assert_eq!(cast[0], opening.row);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// The board finds what looking at every minute finds, or says that it cannot.
    #[test]
    fn a_board_finds_what_a_search_by_hand_finds(question in any_question()) {
        let board = question.board();
        let pools = question.pools();
        let parts = question.parts(&pools);
        let rules = Tzdb::bundled();
        let (window, now) = (question.window(), question.now());
        match board.finder(&parts, window, &question.policy(), now, &rules) {
            Err(refused) => {
                prop_assert!(question.off_the_board());
                prop_assert_eq!(refused, Refused::OffTheBoard);
            }
            Ok(finder) => {
                prop_assert!(!question.off_the_board());
                let by_hand = ByHand::of(&question);
                agrees(&finder, &question.by_hand(), &by_hand.clocks);
                for opening in finder.all().iter() {
                    let able = question.able(&by_hand, opening.start.since_1970());
                    let mut cast = finder.cast(opening).unwrap();
                    prop_assert_eq!(cast.len(), able.len());
                    prop_assert!(cast.iter().zip(&able).all(|(row, able)| able.contains(row)));
                    cast.sort_unstable();
                    prop_assert!(cast.windows(2).all(|pair| pair[0] != pair[1]));
                }
            }
        }
    }

    /// A board that follows each booking and each cancellation is the board that is drawn after them.
    #[test]
    fn a_board_that_is_kept_up_to_date_is_one_drawn_anew(
        question in any_question(),
        changes in prop::collection::vec((any::<Index>(), -2_000..7_500_i64, 1..200_i64, any::<bool>()), 1..8),
    ) {
        let (rules, origin) = (Tzdb::bundled(), question.origin());
        let mut question = question;
        let mut board = question.board();
        for (row, from, long, takes) in changes {
            let version = board.version();
            let row = row.index(question.known.len());
            let known = &mut question.known[row];
            let number = u32::try_from(row).unwrap();
            let stretch = |(from, long)| interval(origin + from, origin + from + long);
            if takes {
                let (time, kept) = ((from, long), (from - 10, long + 15));
                known.blocked.push(kept);
                known.occupied.push(time);
                board.take(number, stretch(time), stretch(kept));
            } else if let Some(freed) = known.blocked.pop() {
                board.relay(number, stretch(freed), known.sets(origin).time());
            } else {
                continue;
            }
            prop_assert!(board.version() > version);
        }
        let drawn = question.board();
        let pools = question.pools();
        let parts = question.parts(&pools);
        let (window, now) = (question.window(), question.now());
        let ask = |board: &Board| {
            let finder = board.finder(&parts, window, &question.policy(), now, &rules)?;
            let all: Vec<Opening> = finder.all().iter().collect();
            Ok::<_, Refused>((all, finder.first(3), finder.first_per_day(), finder.ranges()))
        };
        prop_assert_eq!(ask(&board), ask(&drawn));
    }
}

prop_compose! {
    fn any_window()(from in 0..288_u16, long in 1..100_u16) -> Window {
        let clock = |cells: u16| ClockTime::new(cells * 5).unwrap();
        let from = from.min(287);
        Window::new(clock(from), clock((from + long).min(288))).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// Laid from calendars, the board answers as the search from scratch does: starts, free ranges,
    /// what the answer means, and what was clipped.
    #[test]
    fn a_board_answers_as_a_search_from_scratch(
        (zone, (year, month, day)) in prop::sample::select(CHANGES.to_vec()),
        weeks in prop::collection::vec((prop::collection::vec(any_window(), 0..3), any_blocked(12)), 1..4),
        closed in prop::option::of((0..DAYS, any_window())),
        published in 0..DAYS + 2,
        (duration, before, after) in (1..40_u64, 0..20_u64, 0..20_u64),
        step in prop::sample::select(vec![5_u16, 10, 15, 20, 25, 60]),
        (notice, horizon) in (0..600_u64, prop::option::of(0..4_u16)),
        now in -1_000..3_000_i64,
    ) {
        let rules = Tzdb::bundled();
        let first = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let window = window(zone, first, (0, 0));
        let origin = window.start().since_1970();
        let closures: Vec<Closure> = closed.into_iter().map(|(day, hours)| Closure {
            scope: Scope::Practice,
            on: Period::day(first + Days::new(day)),
            hours: vec![hours].into(),
            reason: "holiday".to_owned(),
        }).collect();
        let supply: Vec<(Schedule, IntervalSet)> = weeks.iter().zip(1..).map(|((windows, busy), number)| {
            let hours: Hours = windows.clone().into();
            let week = Week { saturday: hours.clone(), sunday: hours.clone(), ..Week::workdays(hours) };
            let on = Period::new(first - Days::new(1), first + Days::new(published)).unwrap();
            let (nil, resource) = (Uuid::nil(), Uuid::from_u128(number).into());
            let schedule = Schedule::new(nil.into(), resource, nil.into(), zone.parse().unwrap());
            (schedule.publish(on, week), set(origin, busy))
        }).collect();
        let calendars: Vec<Calendar> = supply.iter().map(|(schedule, busy)| Calendar {
            closures: &closures, busy, ..Calendar::of(schedule)
        }).collect();
        let visit = VisitType::new(Uuid::nil().into(), "visit", Minutes::new(duration * 5))
            .and_then(|visit| visit.with_buffers(Minutes::new(before), Minutes::new(after)))
            .unwrap();
        let policy = policy(step, notice, horizon);
        let now: DateTime<Utc> = minute(origin + now).into();
        let mut board = Board::new(&zone.parse().unwrap(), window, &rules).unwrap();
        let everyone = Search::of(&calendars, &visit, &policy, &rules, now);
        for role in everyone.roles.iter() {
            board.lay_role(&everyone, role, &role.pool[0]).unwrap();
        }
        let ask = |calendars: &[Calendar]| {
            let search = Search::of(calendars, &visit, &policy, &rules, now);
            open_slots(&search, window).unwrap()
        };
        for (calendar, row) in calendars.iter().zip(0_u32..) {
            let open = ask(core::slice::from_ref(calendar));
            let pool = [row];
            let parts = [BoardRole::whole(&visit, &pool)];
            let finder = board.finder(&parts, window, &policy, now, &rules).unwrap();
            let found: Vec<Minute> = finder.all().iter().map(|opening| opening.start).collect();
            prop_assert_eq!(found, open.starts().collect::<Vec<_>>());
            prop_assert_eq!(finder.answer(), open.answer());
            prop_assert_eq!(finder.clips(), open.clips());
            let starts: IntervalSet = finder.all().iter().map(|opening| {
                interval(opening.start.since_1970(), opening.start.since_1970() + 1)
            }).collect();
            for (_, range) in finder.ranges() {
                prop_assert!(open.ranges().any(|open| open.covers(range)));
            }
            for start in &starts {
                let visit = start.start();
                let visit = interval(visit.since_1970(), visit.plus(Minutes::new(duration * 5)).since_1970());
                prop_assert!(finder.ranges().iter().any(|(_, range)| range.covers(visit)));
            }
        }
        // All of them at once.
        let open = ask(&calendars);
        let pools: Vec<[u32; 1]> = (0_u32..).take(calendars.len()).map(|row| [row]).collect();
        let parts: Vec<BoardRole> = pools.iter().map(|pool| BoardRole::whole(&visit, pool)).collect();
        let finder = board.finder(&parts, window, &policy, now, &rules).unwrap();
        let found: Vec<Minute> = finder.all().iter().map(|opening| opening.start).collect();
        prop_assert_eq!(found, open.starts().collect::<Vec<_>>());
        prop_assert_eq!(finder.answer(), open.answer());
    }
}

/// What a board cannot tell it does not guess.
#[test]
fn a_board_refuses_what_does_not_lie_on_it() {
    let rules = Tzdb::bundled();
    let zone = "America/New_York".parse().unwrap();
    let first = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    let window = window("America/New_York", first, (0, 0));
    let origin = window.start().since_1970();
    let now = minute(origin).into();
    let mut board = Board::new(&zone, window, &rules).unwrap();
    let nothing = IntervalSet::EMPTY;
    let mut lay = |number, from, long| {
        let granted = interval(origin + from, origin + from + long).into();
        let time = BoardTime::of(&granted, &nothing);
        board.lay(Uuid::from_u128(number).into(), time)
    };
    let (even, uneven) = (lay(1, 480, 240), lay(2, 483, 240));
    assert_eq!((even, uneven), (0, 1));
    let check = |pool: &[u32], long, step, window, wanted: Result<u64, Refused>| {
        let part = BoardRole::new(pool, Part::between(0, long).unwrap()).unwrap();
        let finder = board.finder(&[part], window, &policy(step, 0, None), now, &rules);
        assert_eq!(finder.map(|finder| finder.count()), wanted);
    };
    let off = || Err(Refused::OffTheBoard);
    check(&[0], 30, 15, window, Ok(15));
    check(&[1], 30, 15, window, Ok(14)); // from 08:15 to 11:30, of 08:03 to 12:03
    check(&[1], 33, 15, window, off());
    check(&[0], 30, 7, window, off());
    let beyond = window.widened(Minutes::ZERO, Minutes::new(5));
    check(&[0], 30, 15, beyond, off());
    check(&[], 30, 15, window, Err(Refused::NoSchedule));
    check(&[2], 30, 15, window, Err(Refused::NoSchedule));
    let nobody = board.finder(&[], window, &Policy::default(), now, &rules);
    assert_eq!(nobody.err(), Some(Refused::NoSchedule));
    let full = BoardRole::new(&[0], Part::between(0, 300).unwrap()).unwrap();
    let full = board.finder(&[full], window, &Policy::default(), now, &rules);
    assert_eq!(full.unwrap().answer(), Answer::NothingFree);
}
