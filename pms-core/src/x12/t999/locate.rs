use core::fmt;

use super::super::syntax::{Piece, Position, Role, Segment, Walk, pieces};

/// What an answer points at in the file that was sent. `Debug` shows the place alone.
#[derive(Clone, Eq, PartialEq)]
pub struct Located {
    /// Where the segment stands.
    pub at: Position,
    /// The number of the claim it belongs to (CLM01), where it belongs to one.
    pub claim: Option<String>,
}

impl fmt::Debug for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Located(at {})", self.at)
    }
}

/// Finds the segment that an answer names in the file that was sent, and the claim it belongs to.
///
/// A transaction is told by the control numbers of its group and of itself (AK102, AK202), a
/// segment by its number in it (IK302). `None` where no such segment was sent.
#[must_use]
pub fn locate(sent: &[u8], group: &str, transaction: &str, number: usize) -> Option<Located> {
    let mut walk = Walk::default();
    let mut search = Search::default();
    for piece in pieces(sent) {
        let role = walk.step(&piece);
        let Piece::Segment(segment) = piece else {
            continue;
        };
        if role == Some(Role::TransactionHeader) {
            let ours = walk
                .group_control()
                .is_some_and(|control| same(control, group))
                && walk
                    .transaction_control()
                    .is_some_and(|control| same(control, transaction));
            search = Search {
                begin: ours.then_some(segment.at().segment),
                claim: None,
            };
        }
        if let Some(found) = search.step(&segment, number) {
            return Some(found);
        }
    }
    None
}

#[derive(Default)]
struct Search {
    /// Where the transaction begins that is searched for.
    begin: Option<usize>,
    claim: Option<String>,
}

impl Search {
    fn step(&mut self, segment: &Segment<'_>, number: usize) -> Option<Located> {
        let begin = self.begin?;
        match segment.id() {
            b"CLM" => self.claim = segment.element(1).some(),
            b"HL" => self.claim = None,
            b"SE" => self.begin = None,
            _ => {}
        }
        (segment.at().segment - begin + 1 == number).then(|| Located {
            at: segment.at(),
            claim: self.claim.clone(),
        })
    }
}

/// Receivers drop the zeros before a control number.
pub(in crate::x12) fn same(one: &str, other: &str) -> bool {
    one.trim_start_matches('0') == other.trim_start_matches('0')
}
