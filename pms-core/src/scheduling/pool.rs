//! Who fills which role, where several could.

use serde::{Deserialize, Serialize};

use crate::id::ResourceId;
use crate::time::{Interval, IntervalSet, Minute};

/// One who could fill a role, and at which starts; without starts whenever the visit can start.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Member {
    pub(super) resource: ResourceId,
    pub(super) starts: Option<IntervalSet>,
}

impl Member {
    pub(super) fn can(&self, start: Minute) -> bool {
        self.starts
            .as_ref()
            .is_none_or(|starts| starts.contains(start))
    }
}

/// Someone else for each role at `start`, those who come first in their pools as far as that goes.
pub(super) fn fill(roles: &[Vec<Member>], start: Minute) -> Option<Vec<ResourceId>> {
    let able: Vec<Vec<ResourceId>> = roles
        .iter()
        .map(|pool| {
            let able = pool.iter().filter(|member| member.can(start));
            able.map(|member| member.resource).collect()
        })
        .collect();
    matching(&able)
}

/// A different one for each role out of those who are able: augmenting paths, role by role.
pub(super) fn matching(able: &[Vec<ResourceId>]) -> Option<Vec<ResourceId>> {
    let mut filled: Vec<Option<ResourceId>> = vec![None; able.len()];
    for role in 0..able.len() {
        let mut tried = Vec::new();
        if !seat(able, role, &mut filled, &mut tried) {
            return None;
        }
    }
    filled.into_iter().collect()
}

/// Finds someone for `role` who has none yet, or else moves another to somebody of their own.
fn seat(
    able: &[Vec<ResourceId>],
    role: usize,
    filled: &mut Vec<Option<ResourceId>>,
    tried: &mut Vec<ResourceId>,
) -> bool {
    let pool = able.get(role).into_iter().flatten();
    let holder =
        |filled: &[Option<ResourceId>], one| filled.iter().position(|held| *held == Some(one));
    let mut found = pool.clone().find(|one| holder(filled, **one).is_none());
    if found.is_none() {
        for one in pool {
            if tried.contains(one) {
                continue;
            }
            tried.push(*one);
            let moved = holder(filled, *one).is_some_and(|other| seat(able, other, filled, tried));
            if moved {
                found = Some(one);
                break;
            }
        }
    }
    if let (Some(place), Some(one)) = (filled.get_mut(role), found) {
        *place = Some(*one);
    }
    found.is_some()
}

/// The starts at which every role finds someone of its own. Between two edges of the members' starts
/// nothing changes, so that each stretch is asked once.
pub(super) fn matched(roles: &[Vec<Member>], starts: &IntervalSet) -> IntervalSet {
    let sets = || {
        roles
            .iter()
            .flatten()
            .filter_map(|member| member.starts.as_ref())
    };
    let mut edges: Vec<Minute> = sets()
        .flat_map(|set| set.iter().flat_map(|part| [part.start(), part.end()]))
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let mut kept = Vec::new();
    for part in starts {
        let first = edges.partition_point(|edge| *edge <= part.start());
        let inner = edges.iter().skip(first).copied();
        let ends = inner
            .take_while(|edge| *edge < part.end())
            .chain([part.end()]);
        let mut from = part.start();
        for end in ends {
            if fill(roles, from).is_some() {
                kept.extend(Interval::between(from, end));
            }
            from = end;
        }
    }
    kept.into()
}

/// Whether somebody could be asked to fill two roles.
pub(super) fn shared(roles: &[Vec<Member>]) -> bool {
    let mut everyone: Vec<ResourceId> = Vec::new();
    for pool in roles {
        if pool
            .iter()
            .any(|member| everyone.contains(&member.resource))
        {
            return true;
        }
        everyone.extend(pool.iter().map(|member| member.resource));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;
    use proptest::prelude::*;

    proptest! {
        /// Against every way to seat them.
        #[test]
        fn everyone_is_seated_where_anybody_could_seat_them(pools in prop::collection::vec(prop::collection::vec(0..5_u128, 0..4), 0..5)) {
            let able: Vec<Vec<ResourceId>> = pools.iter().map(|pool| pool.iter().map(|n| Uuid::from_u128(*n).into()).collect()).collect();
            let got = matching(&able);
            prop_assert_eq!(got.is_some(), by_hand(&able, &mut Vec::new()));
            if let Some(seats) = got {
                for (n, seat) in seats.iter().enumerate() {
                    prop_assert!(able[n].contains(seat));
                    prop_assert!(!seats[..n].contains(seat));
                }
            }
        }
    }

    fn by_hand(able: &[Vec<ResourceId>], seated: &mut Vec<ResourceId>) -> bool {
        let Some(pool) = able.get(seated.len()) else {
            return true;
        };
        pool.iter().any(|one| {
            if seated.contains(one) {
                return false;
            }
            seated.push(*one);
            let rest = by_hand(able, seated);
            seated.pop();
            rest
        })
    }
}
