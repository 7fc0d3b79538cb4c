//! Implementation guides as tables, and how a transaction is followed through one.
//!
//! A guide is a tree of [`LoopRule`]s with [`SegmentRule`]s and [`ElementRule`]s. A [`Follow`] takes
//! the segments of a transaction one after another, tells the loop that each belongs to and finds
//! what is missing, misplaced, repeated or of the wrong shape.
//!
//! Facts in our own order and words; no text of a guide is here.

mod element;
mod follow;
mod rule;

pub(super) use follow::Follow;
pub(super) use rule::{ElementRule, LoopRule, SegmentRule, Shape, need, of, segment, whole};
