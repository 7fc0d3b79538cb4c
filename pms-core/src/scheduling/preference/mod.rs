//! Which of many openings is offered first, and why.

mod fragment;
mod load;
mod prefer;

pub use fragment::{Fragments, VisitMix};
pub use load::Load;
pub use prefer::{Preference, Ranked, Score, prefer};
