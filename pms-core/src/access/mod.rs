//! Who may do what, why, and the trail that it leaves.
//!
//! An [`Actor`] asks to use a [`Permission`], a [`Verb`] on a [`Noun`], for a [`Purpose`]. A
//! [`Policy`] answers with a [`Decision`] and its reason; what no [`Role`] grants is refused. Each
//! act, done or refused, is an [`AuditRecord`]. Records are chained by [`link`], so that [`verify`]
//! finds the first that was changed, moved or taken out.
//!
//! Knows identifiers and nothing of the rows behind them; signing in is the host's.
//!
//! Terms: 45 CFR 164.312 (access control, audit controls, integrity); ASTM E2147.

mod actor;
mod audit;
mod chain;
mod error;
mod noun;
mod policy;
mod purpose;

pub use actor::{Actor, Role};
pub use audit::{AuditRecord, Outcome};
pub use chain::{Broken, Digest, digest, link, verify};
pub use error::{AccessError, Refusal};
pub use noun::{Noun, Permission, Verb};
pub use policy::{Decision, Ground, Policy, Request, Roles};
pub use purpose::{Purpose, Reason};
