use chrono::{DateTime, NaiveDate, Utc};

use crate::metrics::CapacityRow;

use super::super::cell::Cell;
use super::bits;
use super::columns::Opening;
use super::finder::Finder;
use super::index::Board;
use super::row::Row;

/// How long a patient waits with one practitioner: the days until the third next available
/// appointment. The first and second may be openings by chance, such as cancellations.
///
/// Source: Institute for Healthcare Improvement, Third Next Available Appointment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ThirdNext {
    /// Whose: a row of the board.
    pub row: u32,
    /// The third appointment that could be had, if there is one in the window.
    pub opening: Option<Opening>,
    /// How many days after the day of asking it is.
    pub days: Option<u64>,
}

impl Finder<'_> {
    /// The third next available appointment of each row of the first role, for a patient who asks on
    /// `today`. Appointments that overlap count as one: only one of them could be had.
    #[must_use]
    pub fn third_next(&self, today: NaiveDate) -> Vec<ThirdNext> {
        let rows = self.lead_rows();
        rows.map(|row| self.third_of(row, today)).collect()
    }

    fn third_of(&self, row: (u32, Row<'_>), today: NaiveDate) -> ThirdNext {
        let cell = Cell::MINUTES.unsigned_abs();
        let length = usize::try_from(self.lead.end().count().div_ceil(cell));
        let length = length.unwrap_or(usize::MAX);
        let (mut left, mut free_from) = (3, self.ticks.start);
        let mut third = None;
        for day in self.days() {
            let words = bits::words_of(&day.ticks);
            let starts = words.flat_map(|word| {
                let starts = self.starts(row, word);
                bits::ticks(starts, word * bits::WORD)
            });
            for tick in starts.filter(|tick| day.ticks.contains(tick)) {
                if tick >= free_from && left > 0 {
                    left -= 1;
                    free_from = tick.saturating_add(length);
                    if left == 0 {
                        third = Some((day.date, tick));
                    }
                }
            }
            if left == 0 {
                break;
            }
        }
        let waits = |date: NaiveDate| date.signed_duration_since(today).num_days();
        ThirdNext {
            row: row.0,
            opening: third.map(|(_, tick)| self.opening(tick, row.0)),
            days: third.map(|(date, _)| u64::try_from(waits(date)).unwrap_or_default()),
        }
    }
}

impl Board {
    /// What each row had on offer on each local day of the window, and how much of it is taken, in
    /// whole cells: what [`utilisation`](crate::metrics::utilisation) makes a fill rate of.
    ///
    /// Time that is taken outside the hours is left out.
    pub fn capacity(&self, recorded: DateTime<Utc>) -> impl Iterator<Item = CapacityRow> + '_ {
        let minutes = |count: u64| {
            let minutes = count.saturating_mul(Cell::MINUTES.unsigned_abs());
            u32::try_from(minutes).unwrap_or(u32::MAX)
        };
        let rows = self.everyone().iter();
        let rows = rows.filter_map(|number| Row::at(&self.rows, &self.bays, *number));
        rows.flat_map(move |row| {
            self.days.iter().map(move |day| {
                let words = bits::words_of(&day.ticks);
                let granted =
                    |word: usize| row.granted(word) & bits::mask(&day.ticks, word * bits::WORD);
                let free = words.clone().map(|word| granted(word) & row.free(word));
                let (open, free) = (bits::count(words.map(granted)), bits::count(free));
                CapacityRow {
                    resource: row.known.resource,
                    effective: day.date,
                    recorded,
                    available_minutes: minutes(open),
                    booked_minutes: minutes(open - free),
                }
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::role::BoardRole;
    use super::super::row::BoardTime;
    use super::*;
    use crate::id::Uuid;
    use crate::metrics::utilisation;
    use crate::scheduling::{Part, Policy};
    use crate::time::{AsOf, Interval, IntervalSet, Minute, Offset, Offsets, Period, ZoneTable};

    /// Ten days from 2026-06-01 on in UTC, 09:00 to 10:00 each day; taken from minute to minute of a
    /// day.
    fn board(taken: &[(u32, i64, i64)]) -> (Board, ZoneTable) {
        let zone: crate::time::Zone = "Etc/UTC".parse().unwrap();
        let clocks = Offsets::new(zone.clone(), Interval::ALWAYS, Offset::UTC, vec![]);
        let rules = ZoneTable::new("utc", [clocks.unwrap()]);
        let first: DateTime<Utc> = "2026-06-01T00:00:00Z".parse().unwrap();
        let first = Minute::try_from(first).unwrap().since_1970();
        let time = |from, to| {
            let at = |minute| Minute::new(first + minute).unwrap();
            Interval::new(at(from), at(to)).unwrap()
        };
        let mut board = Board::new(&zone, time(0, 14_400), &rules).unwrap();
        let hours: IntervalSet = (0..10)
            .map(|day| time(day * 1_440 + 540, day * 1_440 + 600))
            .collect();
        let blocked: IntervalSet = taken
            .iter()
            .map(|(day, from, to)| (i64::from(*day) * 1_440, from, to))
            .map(|(day, from, to)| time(day + from, day + to))
            .collect();
        board.lay(Uuid::nil().into(), BoardTime::of(&hours, &blocked));
        (board, rules)
    }

    /// Half-hour visits, two a day; asked for on the evening of 2026-05-31.
    #[test]
    #[rustfmt::skip] // a table
    fn the_third_appointment_counts() {
        //    taken                                    days to wait
        check(&[],                                     Some(2));  // 09:00, 09:30, 09:00
        check(&[(0, 540, 600)],                        Some(3));
        check(&[(0, 540, 600), (1, 540, 570), (2, 540, 555)], Some(4)); // 09:15 of the third day is half an hour too
        check(&[(0, 0, 14_400)],                       None);
        check(&[(0, 0, 12_960)],                       None);     // two are left
        check(&[(0, 0, 11_520)],                       Some(10));
    }

    #[track_caller]
    fn check(taken: &[(u32, i64, i64)], wanted: Option<u64>) {
        let (board, rules) = board(taken);
        let role = BoardRole::new(&[0], Part::between(0, 30).unwrap()).unwrap();
        let now = "2026-05-31T20:00:00Z".parse().unwrap();
        let policy = Policy::default();
        let finder = board.finder(&[role], board.window(), &policy, now, &rules);
        let third = finder.unwrap().third_next("2026-05-31".parse().unwrap());
        assert_eq!(third.len(), 1);
        assert_eq!(third[0].days, wanted);
        assert_eq!(third[0].opening.is_some(), wanted.is_some());
    }

    #[test]
    fn the_fill_rate_is_of_the_hours() {
        let (board, _) = board(&[(0, 480, 560), (3, 595, 700), (4, 541, 542)]);
        let recorded = "2026-06-30T00:00:00Z".parse().unwrap();
        let rows: Vec<CapacityRow> = board.capacity(recorded).collect();
        assert_eq!(rows.len(), 10);
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let june = Period::new(date("2026-06-01"), date("2026-06-30")).unwrap();
        let rate = utilisation(&rows, june, AsOf::new(date("2026-06-30"), recorded));
        // 20 minutes, 5 and 5, of ten hours.
        assert_eq!(rate.value(), Some("0.05".parse().unwrap()));
    }
}
