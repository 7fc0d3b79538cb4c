use crate::time::{Interval, Minutes};

use super::super::board::Opening;
use super::fragment::{Fragments, VisitMix};
use super::load::Load;

/// By what openings are put in order.
#[derive(Clone, Copy)]
pub enum Preference<'a> {
    /// The earliest first.
    Earliest,
    /// Those whom the patient usually sees first, in this order; of each the earliest first.
    Continuity {
        /// Rows of the patient's usual practitioners.
        usual: &'a [u32],
    },
    /// Whose turn it is: who would have the least booked for their weight. Who has no load comes
    /// last.
    Fairness {
        /// What each row has booked.
        loads: &'a [Load],
        /// What this visit adds.
        visit: Minutes,
    },
    /// What leaves the most of the free time useful for other visits.
    LeastFragmentation {
        /// How long the practice's visits are.
        mix: &'a VisitMix,
        /// The time that the visit keeps, with buffers, and the free time in which it lies, such as
        /// [`Board::gap`](super::super::Board::gap) tells; an opening without comes last.
        fit: &'a dyn Fn(Opening) -> Option<(Interval, Interval)>,
    },
}

/// An opening with what put it in its place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Ranked {
    /// Which.
    pub opening: Opening,
    /// Why it stands there; of one ranking the smaller is the better.
    pub score: Score,
}

/// What an opening was ranked by, in whole numbers.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Score {
    /// By its start alone.
    Earliest,
    /// With the patient's usual practitioner of that number, counted from 0.
    Usual(usize),
    /// What the row would have booked.
    Load(Load),
    /// What the visit would leave of the free time.
    Fragments(Fragments),
    /// The ranking knows nothing of it.
    Unknown,
}

/// The openings from the best to the worst. Of those with the same score the earlier one is better,
/// then the one that was named earlier.
///
/// ```
/// # use pms_core::scheduling::{Opening, Preference, Score, prefer};
/// # use pms_core::time::Minute;
/// let opening = |start, row| -> Result<_, pms_core::time::TimeError> {
///     Ok(Opening { start: Minute::new(start)?, row })
/// };
/// let openings = [opening(480, 0)?, opening(510, 1)?, opening(540, 1)?];
/// let ranked = prefer(openings, Preference::Continuity { usual: &[1] });
/// assert_eq!(ranked[0].opening, opening(510, 1)?);
/// assert_eq!(ranked[0].score, Score::Usual(0));
/// assert_eq!(ranked[2].score, Score::Unknown);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn prefer(openings: impl IntoIterator<Item = Opening>, by: Preference<'_>) -> Vec<Ranked> {
    let scored = openings.into_iter().map(|opening| Ranked {
        opening,
        score: by.score(opening),
    });
    let mut ranked: Vec<Ranked> = scored.collect();
    ranked.sort_by_key(|ranked| (ranked.score, ranked.opening.start));
    ranked
}

impl Preference<'_> {
    /// What one opening is ranked by.
    #[must_use]
    pub fn score(self, opening: Opening) -> Score {
        let known = match self {
            Self::Earliest => Some(Score::Earliest),
            Self::Continuity { usual } => {
                let place = usual.iter().position(|row| *row == opening.row);
                place.map(Score::Usual)
            }
            Self::Fairness { loads, visit } => {
                let load = loads.iter().find(|load| load.row == opening.row);
                load.map(|load| Score::Load(load.with(visit)))
            }
            Self::LeastFragmentation { mix, fit } => {
                fit(opening).map(|(kept, gap)| Score::Fragments(mix.fragments(kept, gap)))
            }
        };
        known.unwrap_or(Score::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Minute;

    fn opening(start: i64, row: u32) -> Opening {
        let start = Minute::new(start).unwrap();
        Opening { start, row }
    }

    #[track_caller]
    fn check(by: Preference<'_>, openings: &[(i64, u32)], wanted: &[(i64, u32)]) {
        let openings = openings.iter().map(|(start, row)| opening(*start, *row));
        let ranked = prefer(openings, by)
            .into_iter()
            .map(|ranked| ranked.opening);
        let got: Vec<_> = ranked.map(|o| (o.start.since_1970(), o.row)).collect();
        assert_eq!(got, wanted);
    }

    #[test]
    #[rustfmt::skip] // a table
    fn what_scores_alike_keeps_its_order() {
        //                     openings                           in order
        check(Preference::Earliest, &[(540, 2), (480, 3), (480, 1)], &[(480, 3), (480, 1), (540, 2)]);
        let usual = Preference::Continuity { usual: &[2, 1] };
        check(usual,             &[(480, 3), (480, 1), (540, 2), (500, 2)], &[(500, 2), (540, 2), (480, 1), (480, 3)]);
        check(usual,             &[],                             &[]);
    }

    /// Row 1 works twice as much as row 2; row 3 takes no part.
    #[test]
    #[rustfmt::skip] // a table
    fn whose_turn_it_is() {
        let open = [(480, 1), (480, 2), (480, 3)];
        let check = |one: u64, two: u64, first: u32| {
            let loads = [Load::new(1, Minutes::new(one), 2), Load::new(2, Minutes::new(two), 1)];
            let ranked = prefer(open.map(|(at, row)| opening(at, row)), Preference::Fairness { loads: &loads, visit: Minutes::new(30) });
            assert_eq!(ranked[0].opening.row, first);
            assert_eq!(ranked[2].opening.row, 3);
        };
        //    booked 1  booked 2  whose turn
        check(0,        0,        1);
        check(30,       0,        1); // 60 for two is as much as 30 for one: who was named first
        check(60,       0,        2);
        check(60,       30,       1);
        check(1_000,    500,      1);
        check(1_000,    480,      2);
    }
}
