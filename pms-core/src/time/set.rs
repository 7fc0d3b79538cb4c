use serde::{Deserialize, Serialize};

use super::interval::Interval;
use super::minute::{Minute, Minutes};

/// Any part of time: intervals in order, none touching the next. Equal sets are equal values.
///
/// Every operation is one walk along both sets, or a copy where one of them changes nothing.
///
/// ```
/// # use pms_core::time::{Interval, IntervalSet, Minute};
/// # let at = |minute| Minute::new(minute);
/// let hours: IntervalSet = [Interval::new(at(480)?, at(720)?)?].into_iter().collect();
/// let busy: IntervalSet = [Interval::new(at(540)?, at(600)?)?].into_iter().collect();
/// let free = hours.subtract(&busy);
/// assert_eq!(free.iter().count(), 2);
/// assert!(free.contains(at(600)?));
/// # Ok::<(), pms_core::time::TimeError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(from = "Vec<Interval>", into = "Vec<Interval>")]
pub struct IntervalSet(Vec<Interval>);

impl IntervalSet {
    /// No time at all.
    pub const EMPTY: Self = Self(Vec::new());

    /// Whether it holds no minute.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The intervals, in order.
    pub fn iter(&self) -> core::iter::Copied<core::slice::Iter<'_, Interval>> {
        self.0.iter().copied()
    }

    /// How much time it holds in all.
    #[must_use]
    pub fn length(&self) -> Minutes {
        self.iter()
            .fold(Minutes::ZERO, |sum, part| sum.plus(part.length()))
    }

    /// Whether `minute` lies in it.
    #[must_use]
    pub fn contains(&self, minute: Minute) -> bool {
        self.ending_after(minute)
            .next()
            .is_some_and(|part| part.contains(minute))
    }

    /// Whether all of `interval` lies in it.
    #[must_use]
    pub fn covers(&self, interval: Interval) -> bool {
        self.ending_after(interval.start())
            .next()
            .is_some_and(|part| part.covers(interval))
    }

    /// The intervals that end after `minute`.
    pub fn ending_after(&self, minute: Minute) -> impl Iterator<Item = Interval> + '_ {
        let first = self.0.partition_point(|part| part.end() <= minute);
        self.0.iter().skip(first).copied()
    }

    /// The time that is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return if self.is_empty() { other } else { self }.clone();
        }
        let mut parts = Vec::with_capacity(self.0.len() + other.0.len());
        let (mut left, mut right) = (self.iter().peekable(), other.iter().peekable());
        while let Some(part) = match (left.peek(), right.peek()) {
            (Some(one), Some(two)) if two < one => right.next(),
            (Some(_), _) => left.next(),
            (None, _) => right.next(),
        } {
            append(&mut parts, part);
        }
        Self(parts)
    }

    /// The time that is in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        match (self.0.as_slice(), other.0.as_slice()) {
            ([window], _) => return other.within(*window),
            (_, [window]) => return self.within(*window),
            _ => {}
        }
        let mut parts = Vec::with_capacity(self.0.len().max(other.0.len()));
        let (mut left, mut right) = (self.iter().peekable(), other.iter().peekable());
        while let (Some(one), Some(two)) = (left.peek(), right.peek()) {
            parts.extend(one.intersect(*two));
            if one.end() < two.end() {
                left.next();
            } else {
                right.next();
            }
        }
        Self(parts)
    }

    /// The time that is in this set and not in the other.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        if other.is_empty() {
            return self.clone();
        }
        let mut parts = Vec::with_capacity(self.0.len() + other.0.len());
        let mut cuts = other.iter().peekable();
        for part in self.iter() {
            let mut start = part.start();
            while let Some(cut) = cuts.peek().copied().filter(|cut| cut.start() < part.end()) {
                parts.extend(Interval::between(start, cut.start()));
                start = start.max(cut.end());
                if cut.end() > part.end() {
                    break; // it cuts into the next part too
                }
                cuts.next();
            }
            parts.extend(Interval::between(start, part.end()));
        }
        Self(parts)
    }

    /// The time in it that lies in `window`.
    #[must_use]
    pub fn within(&self, window: Interval) -> Self {
        Self(
            self.ending_after(window.start())
                .take_while(|part| part.start() < window.end())
                .filter_map(|part| part.intersect(window))
                .collect(),
        )
    }
}

/// Adds a part that starts no earlier than the last one did.
fn append(parts: &mut Vec<Interval>, part: Interval) {
    match parts.last_mut() {
        Some(last) if part.start() <= last.end() => {
            if let Some(joined) = Interval::between(last.start(), last.end().max(part.end())) {
                *last = joined;
            }
        }
        _ => parts.push(part),
    }
}

impl FromIterator<Interval> for IntervalSet {
    /// The union of any intervals, in any order.
    fn from_iter<I: IntoIterator<Item = Interval>>(intervals: I) -> Self {
        let mut parts = Vec::new();
        let mut late = Vec::new();
        for interval in intervals {
            match parts.last() {
                Some(last) if interval < *last => late.push(interval),
                _ => append(&mut parts, interval),
            }
        }
        if late.is_empty() {
            return Self(parts);
        }
        late.append(&mut parts);
        late.sort_unstable();
        for interval in late {
            append(&mut parts, interval);
        }
        Self(parts)
    }
}

impl From<Interval> for IntervalSet {
    fn from(interval: Interval) -> Self {
        Self(vec![interval])
    }
}

impl From<Vec<Interval>> for IntervalSet {
    fn from(intervals: Vec<Interval>) -> Self {
        intervals.into_iter().collect()
    }
}

impl From<IntervalSet> for Vec<Interval> {
    fn from(set: IntervalSet) -> Self {
        set.0
    }
}

impl<'a> IntoIterator for &'a IntervalSet {
    type Item = Interval;
    type IntoIter = core::iter::Copied<core::slice::Iter<'a, Interval>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Minutes 0 to 127, a bit each: the oracle.
    type Grid = u128;

    fn any_intervals() -> impl Strategy<Value = Vec<Interval>> {
        prop::collection::vec((0..127_i64, 1..40_i64), 0..12).prop_map(|pairs| {
            pairs
                .into_iter()
                .map(|(start, length)| {
                    let end = (start + length).min(128);
                    Interval::new(Minute::new(start).unwrap(), Minute::new(end).unwrap()).unwrap()
                })
                .collect()
        })
    }

    fn grid(intervals: &[Interval]) -> Grid {
        (0..128)
            .filter(|m| {
                intervals
                    .iter()
                    .any(|i| i.contains(Minute::new(*m).unwrap()))
            })
            .fold(0, |bits, m| bits | (1 << m))
    }

    fn grid_of(set: &IntervalSet) -> Grid {
        let parts: Vec<Interval> = set.iter().collect();
        for pair in parts.windows(2) {
            assert!(pair[0].end() < pair[1].start(), "apart and in order");
        }
        grid(&parts)
    }

    proptest! {
        #[test]
        fn sets_agree_with_a_grid_of_minutes(a in any_intervals(), b in any_intervals(), at in 0..128_i64, long in 1..20_i64) {
            let (ga, gb) = (grid(&a), grid(&b));
            let (a, b): (IntervalSet, IntervalSet) = (a.into_iter().collect(), b.into_iter().collect());
            prop_assert_eq!(grid_of(&a), ga);
            prop_assert_eq!(grid_of(&a.union(&b)), ga | gb);
            prop_assert_eq!(grid_of(&a.intersect(&b)), ga & gb);
            prop_assert_eq!(grid_of(&a.subtract(&b)), ga & !gb);
            prop_assert_eq!(a.length().count(), u64::from(ga.count_ones()));
            let minute = Minute::new(at).unwrap();
            prop_assert_eq!(a.contains(minute), ga >> at & 1 == 1);
            let window = Interval::new(minute, Minute::new(at + long).unwrap()).unwrap();
            let gw = grid(&[window]);
            prop_assert_eq!(grid_of(&a.within(window)), ga & gw);
            if at + long <= 128 {
                prop_assert_eq!(a.covers(window), ga & gw == gw);
            }
        }

        #[test]
        fn sets_obey_their_laws(a in any_intervals(), b in any_intervals()) {
            let (a, b): (IntervalSet, IntervalSet) = (a.into_iter().collect(), b.into_iter().collect());
            prop_assert_eq!(a.union(&b), b.union(&a));
            prop_assert_eq!(a.intersect(&b), b.intersect(&a));
            prop_assert_eq!(a.subtract(&b).union(&a.intersect(&b)), a.clone());
            prop_assert_eq!(a.subtract(&a), IntervalSet::EMPTY);
            let text = serde_json::to_string(&a).unwrap();
            prop_assert_eq!(serde_json::from_str::<IntervalSet>(&text).unwrap(), a);
        }
    }
}
