//! A practice at work: each command checks the permission, reads, lets a rule decide and commits.
//!
//! A [`Practice`] is one tenant over one [`Store`](crate::store::Store). Each command takes a
//! [`Call`] (who, what for, an idempotency key, the time, one fresh UUID) and a request; it writes
//! all it decides in one commit, or nothing. The same call again gives the same answer again.
//!
//! Knows every room and holds no rule of its own: what a command decides stands in the room that
//! the word belongs to.

#[cfg(feature = "x12")]
mod acknowledgment;
mod books;
mod calendar;
mod call;
mod cascade;
mod changes;
mod choose;
mod claim;
mod encounter;
mod error;
mod group;
mod hold;
mod hours_import;
mod invitation;
mod key;
mod licence;
mod note;
mod offer;
mod open_item;
mod payment;
mod planned;
mod publish;
mod queue;
mod read;
mod recall;
mod refund;
mod register;
mod remittance;
mod report;
mod rotation;
mod series;
mod settings;
mod sheet;
mod shell;
mod statement;
mod step;
mod turn;
mod visit;
mod visitor;
mod waitlist;
mod zone_change;

#[cfg(feature = "x12")]
pub use acknowledgment::{Acknowledged, AnswerFinding, UnplacedAnswer};
pub use call::Call;
pub use claim::Drawn;
pub use encounter::{Done, Visit};
pub use error::PracticeError;
pub use hours_import::HoursImport;
pub use invitation::Invite;
pub use open_item::Part;
pub use planned::Plan;
pub use publish::{Published, StrandedVisit, WhatIf};
pub use recall::{DuePage, DueRecall, Enrol, RecallStep};
pub use remittance::Posted;
pub use report::MonthEnd;
pub use rotation::{Rotation, Share, Turn};
pub use series::{SeriesKept, SeriesRequest, SeriesRevision};
pub use settings::Settings;
pub use shell::Practice;
pub use statement::Ask;
pub use step::Step;
pub use visit::{Booking, Choice, FindSlots, Overriding};
pub use waitlist::{AgedOut, JoinWaitlist};
