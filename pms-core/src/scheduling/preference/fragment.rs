use crate::time::{Interval, Minutes};

/// How long the visits of a practice are, and how much of any free time they can use.
///
/// A model: it knows which lengths there are, and neither how often each is asked for nor by whom.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VisitMix {
    /// For each length of free time up to a day, the most minutes that visits can fill.
    packable: Vec<u16>,
}

/// What a visit leaves of the free time in which it lies; the smaller the better.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Fragments {
    /// How many minutes that visits could have used can be used no more.
    pub lost: Minutes,
    /// Whether free time is left on both sides.
    pub splits: bool,
    /// How much free time is left.
    pub left: Minutes,
}

impl VisitMix {
    /// The longest free time that is looked at whole.
    const DAY: usize = 1_440;

    /// Visits of these lengths; those of no time or of more than a day are passed over.
    ///
    /// ```
    /// # use pms_core::scheduling::VisitMix;
    /// # use pms_core::time::Minutes;
    /// let mix = VisitMix::new([20, 30, 45].map(Minutes::new));
    /// assert_eq!(mix.packable(Minutes::new(35)), Minutes::new(30));
    /// assert_eq!(mix.packable(Minutes::new(65)), Minutes::new(65)); // 20 and 45
    /// ```
    #[must_use]
    pub fn new(lengths: impl IntoIterator<Item = Minutes>) -> Self {
        let lengths = lengths.into_iter();
        let lengths: Vec<usize> = lengths
            .filter_map(|length| usize::try_from(length.count()).ok())
            .filter(|length| (1..=Self::DAY).contains(length))
            .collect();
        let mut packable: Vec<u16> = Vec::with_capacity(Self::DAY + 1);
        for free in 0..=Self::DAY {
            let fills = |length: &usize| {
                let rest = packable.get(free.checked_sub(*length)?)?;
                Some(rest + u16::try_from(*length).ok()?)
            };
            packable.push(lengths.iter().filter_map(fills).max().unwrap_or_default());
        }
        Self { packable }
    }

    /// The most minutes of some free time that visits can fill. Beyond a day all of it.
    #[must_use]
    pub fn packable(&self, free: Minutes) -> Minutes {
        let known = usize::try_from(free.count()).ok();
        let known = known.and_then(|free| self.packable.get(free));
        known.map_or(free, |minutes| Minutes::new(u64::from(*minutes)))
    }

    /// What a visit that keeps `kept` leaves of `gap`, the free time around it.
    #[must_use]
    pub fn fragments(&self, kept: Interval, gap: Interval) -> Fragments {
        let before = Minutes::between(gap.start(), kept.start());
        let after = Minutes::between(kept.end(), gap.end());
        let useful = self.packable(before).plus(self.packable(after));
        let useful = useful.plus(kept.length()).count();
        Fragments {
            lost: Minutes::new(self.packable(gap.length()).count().saturating_sub(useful)),
            splits: before > Minutes::ZERO && after > Minutes::ZERO,
            left: before.plus(after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Minute;

    fn minutes(count: u64) -> Minutes {
        Minutes::new(count)
    }

    /// Visits of 20, 30 and 45 minutes, in free time of 08:00 to 10:00.
    #[test]
    #[rustfmt::skip] // a table
    fn a_visit_costs_what_can_be_used_no_more() {
        //    from   to     lost  splits  left
        check(0,     30,    0,    false,  90);  // 90 is 2 times 45
        check(15,    45,    15,   true,   90);  // the first 15 are lost
        check(20,    50,    0,    true,   90);  // 20, and 70 is 20 and 20 and 30
        check(45,    75,    0,    true,   90);
        check(0,     45,    0,    false,  75);
        check(5,     50,    5,    true,   75);
        check(0,     120,   0,    false,  0);
        check(10,    110,   20,   true,   20);  // ten at each end
    }

    #[track_caller]
    fn check(from: i64, to: i64, lost: u64, splits: bool, left: u64) {
        let at = |minute: i64| Minute::new(480 + minute).unwrap();
        let time = |from, to| Interval::new(at(from), at(to)).unwrap();
        let mix = VisitMix::new([20, 30, 45].map(Minutes::new));
        let got = mix.fragments(time(from, to), time(0, 120));
        let (lost, left) = (minutes(lost), minutes(left));
        assert_eq!(got, Fragments { lost, splits, left });
    }

    #[test]
    #[rustfmt::skip] // a table
    fn losing_time_is_worse_than_splitting_it() {
        let of = |lost, splits, left| Fragments { lost: minutes(lost), splits, left: minutes(left) };
        let mut order = [of(5, false, 0), of(0, true, 10), of(0, false, 60), of(0, false, 20)];
        order.sort_unstable();
        assert_eq!(order, [of(0, false, 20), of(0, false, 60), of(0, true, 10), of(5, false, 0)]);
    }

    #[test]
    fn the_most_is_what_trying_every_way_gives() {
        let lengths = [25_u64, 40, 55];
        let mix = VisitMix::new(lengths.map(Minutes::new));
        for free in 0..300_u64 {
            let ways = (0..=free / 25).flat_map(|a| (0..=free / 40).map(move |b| (a, b)));
            let most = ways
                .flat_map(|(a, b)| (0..=free / 55).map(move |c| a * 25 + b * 40 + c * 55))
                .filter(|sum| *sum <= free)
                .max();
            assert_eq!(mix.packable(minutes(free)).count(), most.unwrap(), "{free}");
        }
        let none = VisitMix::new([]);
        assert_eq!(none.packable(minutes(100)), Minutes::ZERO);
        assert_eq!(mix.packable(minutes(2_000)).count(), 2_000);
    }
}
