//! Implementation guides as tables, and how a transaction is followed through one.
//!
//! A guide is a tree of [`LoopRule`]s with [`SegmentRule`]s and [`ElementRule`]s. A [`Follow`] takes
//! the segments of a transaction one after another, tells the loop that each belongs to and finds
//! what is missing, misplaced, repeated or of the wrong shape.
//!
//! What guides have in common beyond their tables stands here too: the hierarchy of levels ([`Levels`])
//! and elements that say something only together ([`pair`]).
//!
//! Facts in our own order and words; no text of a guide is here.

mod element;
mod follow;
mod levels;
pub(super) mod pair;
mod report;
mod rule;
pub(super) mod segments;

pub(super) use follow::Follow;
pub(super) use levels::{LevelRules, Levels};
pub(super) use report::{Report, dollars};
pub(super) use rule::{ElementRule, LoopRule, SegmentRule, Shape, need, of, segment, whole};
