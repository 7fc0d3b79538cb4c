//! How many visits could start: the slots of a fixture, found from scratch and on the warm index.
//!
//! `cargo run --release --example slots -- FIXTURE.json [--minutes 30] [--step 15] [--together]`
//!
//! A fixture is JSON: `tz`, the window `from_` to `to` in Unix seconds, and for each provider a list
//! of busy stretches. Everybody works from Monday to Friday, 08:00 to 12:00 and 13:00 to 17:00 on the
//! clocks of `tz`. With `--together` the visit needs all of them at once, else any one. The last line
//! is the number of starts alone.

#![expect(clippy::disallowed_methods, reason = "a program may look at the clock")]

use std::error::Error;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use pms_core::id::Uuid;
use pms_core::scheduling::{
    Board, BoardRole, Calendar, Policy, Refused, Schedule, Search, Step, VisitType, Week, Window,
    open_slots,
};
use pms_core::time::{Interval, IntervalSet, Minute, Minutes, Period, Tzdb, Zone};

#[derive(serde::Deserialize)]
struct Fixture {
    tz: Zone,
    from_: i64,
    to: i64,
    providers: Vec<Vec<(i64, i64)>>,
}

/// Fixture, visit and policy: the question that both engines are asked.
struct Question {
    window: Interval,
    supply: Vec<(Schedule, IntervalSet)>,
    visit: VisitType,
    policy: Policy,
    together: bool,
    now: DateTime<Utc>,
    rules: Tzdb,
}

fn main() -> Result<(), Box<dyn Error>> {
    let question = Question::read(std::env::args().skip(1))?;
    let began = Instant::now();
    let cold = question.swept()? as u64;
    println!("from scratch: {cold} in {:?}", began.elapsed());
    match question.board()? {
        None => println!("on the board: not in steps of five minutes"),
        Some((warm, took)) if warm == cold => println!("on the board: {warm} in {took:?}"),
        Some((warm, _)) => return Err(format!("the board finds {warm}").into()),
    }
    println!("{cold}");
    Ok(())
}

fn instant(second: i64) -> Result<Minute, Box<dyn Error>> {
    let instant = DateTime::from_timestamp(second, 0).ok_or("no such instant")?;
    Ok(Minute::try_from(instant)?)
}

impl Question {
    fn read(mut args: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let (mut path, mut minutes, mut step, mut together) = (None, 30, 15, false);
        while let Some(arg) = args.next() {
            let mut number = || -> Result<u16, Box<dyn Error>> {
                Ok(args.next().ok_or("a number is missing")?.parse()?)
            };
            match arg.as_str() {
                "--minutes" => minutes = number()?,
                "--step" => step = number()?,
                "--together" => together = true,
                _ => path = Some(arg),
            }
        }
        let text = std::fs::read_to_string(path.ok_or("which fixture?")?)?;
        let fixture: Fixture = serde_json::from_str(&text)?;
        let (from, to) = (instant(fixture.from_)?, instant(fixture.to)?);
        let hours = vec![
            Window::new("08:00".parse()?, "12:00".parse()?)?,
            Window::new("13:00".parse()?, "17:00".parse()?)?,
        ];
        let supply = fixture.providers.iter().zip(1..).map(|(busy, number)| {
            let (nil, resource) = (Uuid::nil(), Uuid::from_u128(number).into());
            let schedule = Schedule::new(nil.into(), resource, nil.into(), fixture.tz.clone());
            let week = Week::workdays(hours.clone());
            let busy = busy
                .iter()
                .map(|(start, end)| Ok(Interval::new(instant(*start)?, instant(*end)?)?));
            let busy: Result<IntervalSet, Box<dyn Error>> = busy.collect();
            Ok((schedule.publish(Period::since(NaiveDate::MIN), week), busy?))
        });
        Ok(Self {
            window: Interval::new(from, to)?,
            supply: supply.collect::<Result<_, Box<dyn Error>>>()?,
            visit: VisitType::new(Uuid::nil().into(), "visit", Minutes::new(minutes.into()))?,
            policy: Policy {
                step: Step::new(step)?,
                ..Policy::default()
            },
            together,
            now: from.into(),
            rules: Tzdb::bundled(),
        })
    }

    fn calendars(&self) -> Vec<Calendar<'_>> {
        let supply = self.supply.iter();
        supply
            .map(|(schedule, busy)| Calendar {
                busy,
                ..Calendar::of(schedule)
            })
            .collect()
    }

    fn swept(&self) -> Result<usize, Refused> {
        let calendars = self.calendars();
        let each = if self.together { calendars.len() } else { 1 };
        let counts = calendars.chunks(each.max(1)).map(|calendars| {
            let search = self.search(calendars);
            Ok(open_slots(&search, self.window)?.starts().count())
        });
        counts.sum()
    }

    fn search<'a>(&'a self, calendars: &'a [Calendar<'a>]) -> Search<'a> {
        Search::of(calendars, &self.visit, &self.policy, &self.rules, self.now)
    }

    /// The count on the board, and how long it takes once the board is drawn; none where the
    /// question does not lie on its five minutes.
    fn board(&self) -> Result<Option<(u64, Duration)>, Refused> {
        let calendars = self.calendars();
        let search = self.search(&calendars);
        let zone = calendars.first().map(|calendar| &calendar.schedule.zone);
        let zone = zone.ok_or(Refused::NoSchedule)?;
        let mut board = Board::new(zone, self.window, &self.rules)?;
        let rows = search.roles.iter().zip(&calendars);
        let rows = rows.map(|(role, calendar)| board.lay_role(&search, role, calendar));
        let rows = rows.collect::<Result<Vec<u32>, Refused>>()?;
        let pool = |rows| BoardRole::whole(&self.visit, rows);
        let roles: Vec<BoardRole> = match self.together {
            true => rows.chunks(1).map(pool).collect(),
            false => vec![pool(&rows)],
        };
        let began = Instant::now();
        match board.finder(&roles, self.window, &self.policy, self.now, &self.rules) {
            Err(Refused::OffTheBoard) => Ok(None),
            finder => Ok(Some((finder?.count(), began.elapsed()))),
        }
    }
}
