use super::bits::WORD;
use super::columns::Opening;
use super::finder::Finder;
use super::role::BoardRole;

impl Finder<'_> {
    /// Who would fill each role of the visit of an opening, in the order of the roles: of each pool
    /// the first that can, nobody twice. `None` where it is no opening.
    #[must_use]
    pub fn cast(&self, opening: Opening) -> Option<Vec<u32>> {
        let tick = self.board.ruler.at_or_after(opening.start);
        let exact = self.board.ruler.minute(tick) == opening.start;
        let named = exact && self.lead.any_of().contains(&opening.row);
        let row = self.row(opening.row).filter(|_| named)?;
        let starts = self.starts(row, tick / WORD) >> (tick % WORD);
        (starts & 1 == 1).then(|| self.cast_at(tick, opening.row))?
    }

    /// The others who fill their roles, by augmenting paths: pools are small.
    pub(super) fn cast_at(&self, tick: usize, lead: u32) -> Option<Vec<u32>> {
        let pools: Vec<Vec<u32>> = self
            .others
            .iter()
            .map(|(role, reach)| {
                let rows = role.any_of().iter().copied();
                let able = |row: &u32| {
                    self.row(*row)
                        .is_some_and(|(_, row)| row.fits(*reach, tick))
                };
                rows.filter(|row| *row != lead).filter(able).collect()
            })
            .collect();
        let mut cast = vec![lead];
        cast.extend(matching(&pools)?);
        Some(cast)
    }
}

/// Whether some row is named for two roles.
pub(super) fn shared(roles: &[BoardRole<'_>]) -> bool {
    roles.len() > 1 && {
        let mut rows: Vec<u32> = roles
            .iter()
            .flat_map(|role| role.any_of())
            .copied()
            .collect();
        rows.sort_unstable();
        rows.windows(2)
            .any(|pair| matches!(pair, [one, two] if one == two))
    }
}

/// Somebody of each pool, nobody twice; `None` where that cannot be.
pub(super) fn matching(pools: &[Vec<u32>]) -> Option<Vec<u32>> {
    let mut chosen: Vec<Option<u32>> = vec![None; pools.len()];
    for pool in 0..pools.len() {
        if !assign(pools, pool, &mut chosen, &mut Vec::new()) {
            return None;
        }
    }
    chosen.into_iter().collect()
}

/// Finds somebody for a pool: who is not chosen yet, or else who can be replaced elsewhere.
fn assign(
    pools: &[Vec<u32>],
    pool: usize,
    chosen: &mut [Option<u32>],
    asked: &mut Vec<u32>,
) -> bool {
    let members = pools.get(pool).map(Vec::as_slice).unwrap_or_default();
    let holder = |chosen: &[Option<u32>], row| chosen.iter().position(|other| *other == Some(row));
    let mut found = members
        .iter()
        .copied()
        .find(|row| holder(chosen, *row).is_none());
    if found.is_none() {
        for row in members {
            if asked.contains(row) {
                continue;
            }
            asked.push(*row);
            let elsewhere = holder(chosen, *row).filter(|other| *other != pool);
            if elsewhere.is_some_and(|other| assign(pools, other, chosen, asked)) {
                found = Some(*row);
                break;
            }
        }
    }
    if let (Some(row), Some(place)) = (found, chosen.get_mut(pool)) {
        *place = Some(row);
    }
    found.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn nobody_plays_two_parts() {
        //     pools                           who
        check(&[&[1, 2], &[3]],               Some(&[1, 3]));
        check(&[&[1, 2], &[1]],               Some(&[2, 1])); // the first gives way
        check(&[&[1], &[1]],                  None);
        check(&[&[1, 2], &[1, 3], &[1, 2]],   Some(&[1, 3, 2]));
        check(&[&[1, 2], &[2, 3], &[1], &[3, 4]], Some(&[2, 3, 1, 4]));
        check(&[&[1, 2], &[1, 2], &[1, 2]],   None);
        check(&[&[]],                         None);
        check(&[],                            Some(&[]));
    }

    #[track_caller]
    fn check(pools: &[&[u32]], wanted: Option<&[u32]>) {
        let pools: Vec<Vec<u32>> = pools.iter().map(|pool| pool.to_vec()).collect();
        let got = matching(&pools);
        assert_eq!(got.as_deref(), wanted);
    }
}
