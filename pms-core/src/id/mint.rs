use uuid::Uuid;

/// The identifiers that one command may use, counted up from the one fresh UUID that it brings.
///
/// Each keeps the time stamp of the first (its 48 leading bits, version and variant), so that all
/// sort by age, and counts on in the rest. A command that is tried again with the same UUID makes
/// the same identifiers.
///
/// ```
/// # use pms_core::id::{ClaimId, Ids, Uuid};
/// let fresh: Uuid = "018f2d5c-0000-7000-8000-000000000001".parse()?;
/// let mut ids = Ids::from(fresh);
/// let first: ClaimId = ids.mint();
/// let second: ClaimId = ids.mint();
/// assert_eq!(first.uuid(), fresh);
/// assert_eq!(second.to_string(), "018f2d5c-0000-7000-8000-000000000002");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Ids {
    next: Uuid,
}

impl From<Uuid> for Ids {
    fn from(fresh: Uuid) -> Self {
        Self { next: fresh }
    }
}

impl Ids {
    /// The bits behind the variant, which host-minted UUIDs of version 7 fill at random.
    const COUNTER: u128 = (1 << 62) - 1;

    /// The next identifier.
    pub fn mint<I: From<Uuid>>(&mut self) -> I {
        let minted = self.next.as_u128();
        let count = (minted & Self::COUNTER).wrapping_add(1) & Self::COUNTER;
        self.next = Uuid::from_u128((minted & !Self::COUNTER) | count);
        I::from(Uuid::from_u128(minted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::EntryId;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn identifiers_differ_and_keep_their_stamp(bits: u128, count in 2..200_usize) {
            let fresh = uuid::Builder::from_u128(bits).with_version(uuid::Version::SortRand).into_uuid();
            let mut ids = Ids::from(fresh);
            let minted: Vec<EntryId> = (0..count).map(|_| ids.mint()).collect();
            let distinct: std::collections::BTreeSet<_> = minted.iter().collect();
            prop_assert_eq!(distinct.len(), count);
            for id in minted {
                prop_assert_eq!(id.uuid().as_u128() >> 62, fresh.as_u128() >> 62);
            }
        }
    }
}
