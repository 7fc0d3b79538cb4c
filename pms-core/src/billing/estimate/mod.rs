//! What a visit was expected to cost, against what it came to.

mod comparison;
mod figures;
mod line;
mod overridden;

pub use comparison::{Cause, CauseAmount, Comparison, LineComparison, against_actual};
pub use figures::Figures;
pub use line::{ActualLine, EstimatedLine};
pub use overridden::{Estimated, Overridden};
