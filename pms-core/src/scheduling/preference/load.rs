use core::cmp::Ordering;

use crate::time::Minutes;

/// How much one row has booked, for how much it is there to take.
///
/// The smaller load is the one whose turn it is: minutes by weight, compared exactly.
///
/// ```
/// # use pms_core::scheduling::Load;
/// # use pms_core::time::Minutes;
/// let full_time = Load::new(0, Minutes::new(300), 4);
/// let half_time = Load::new(1, Minutes::new(200), 2);
/// assert!(full_time < half_time); // 75 for each quarter of a post, and 100
/// let new = Load::joining(2, 4, &[full_time, half_time]);
/// assert_eq!(new.booked, Minutes::new(333)); // 500 for 6 quarters: as much as the others have
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Whose.
    pub row: u32,
    /// What is booked, in minutes; for turns by number of visits, a minute each.
    pub booked: Minutes,
    /// What share of the visits it takes, beside the others' weights. With 0 it comes after all.
    pub weight: u32,
}

impl Load {
    /// A load.
    #[must_use]
    pub const fn new(row: u32, booked: Minutes, weight: u32) -> Self {
        Self {
            row,
            booked,
            weight,
        }
    }

    /// The load of one who joins others: as if it had taken its share so far. From nothing, it would
    /// be given every visit until it had caught up.
    #[must_use]
    pub fn joining(row: u32, weight: u32, others: &[Self]) -> Self {
        let sum = |of: fn(&Self) -> u64| others.iter().map(|load| u128::from(of(load))).sum();
        let (booked, weights): (u128, u128) = (
            sum(|load| load.booked.count()),
            sum(|load| load.weight.into()),
        );
        let share = (booked * u128::from(weight)).checked_div(weights);
        let share = u64::try_from(share.unwrap_or_default()).unwrap_or(u64::MAX);
        Self::new(row, Minutes::new(share), weight)
    }

    /// The load with one more visit.
    #[must_use]
    pub const fn with(self, visit: Minutes) -> Self {
        Self {
            booked: self.booked.plus(visit),
            ..self
        }
    }
}

impl Ord for Load {
    /// By minutes for each unit of weight; whose load it is does not count.
    fn cmp(&self, other: &Self) -> Ordering {
        let idle = (self.weight == 0).cmp(&(other.weight == 0));
        let product =
            |one: &Self, two: &Self| u128::from(one.booked.count()) * u128::from(two.weight.max(1));
        idle.then_with(|| product(self, other).cmp(&product(other, self)))
    }
}

impl PartialOrd for Load {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Eq for Load {}

impl PartialEq for Load {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_load() -> impl Strategy<Value = Load> {
        (any::<u64>(), 0..9_u32)
            .prop_map(|(booked, weight)| Load::new(0, Minutes::new(booked), weight))
    }

    proptest! {
        #[test]
        fn loads_are_in_one_order(one in any_load(), two in any_load(), three in any_load()) {
            prop_assert_eq!(one.cmp(&two), two.cmp(&one).reverse());
            if one <= two && two <= three {
                prop_assert!(one <= three);
            }
        }

        /// Turn by turn everybody's visits stay within one of their share.
        #[test]
        fn turns_follow_the_weights(weights in prop::collection::vec(1..6_u32, 1..6), turns in 1..200_u64) {
            let mut loads: Vec<Load> = weights.iter().map(|weight| Load::new(0, Minutes::ZERO, *weight)).collect();
            let visit = Minutes::new(1);
            for _ in 0..turns {
                let next = loads.iter_mut().min_by_key(|load| load.with(visit)).unwrap();
                *next = next.with(visit);
            }
            let all: u32 = weights.iter().sum();
            for load in &loads {
                let (has, share) = (load.booked.count() * u64::from(all), turns * u64::from(load.weight));
                prop_assert!(has.abs_diff(share) < u64::from(all) * weights.len() as u64, "{loads:?}");
            }
        }
    }
}
