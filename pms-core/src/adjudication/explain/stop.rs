use crate::adjudication::trace::{Rule, TraceStep};
use crate::money::{Money, MoneyError, Rounding};

/// What kept a share below what was due.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Stop {
    /// The steps before it left nothing of the line.
    NothingLeft,
    /// The out-of-pocket maximum was met before.
    OutOfPocketMet,
    /// The out-of-pocket maximum is met by it.
    OutOfPocketLeft,
    /// The line is worth less.
    Line,
}

impl Stop {
    /// What kept the share of this step below what was due, if anything did. Only a share has one.
    pub(super) fn of(step: &TraceStep) -> Result<Option<Self>, MoneyError> {
        let Some((due, left)) = due(step)? else {
            return Ok(None);
        };
        let taken = step.taken()?;
        Ok(match left {
            _ if taken == due => None,
            _ if step.before.is_zero() => Some(Self::NothingLeft),
            Some(left) if left == taken && left.is_zero() => Some(Self::OutOfPocketMet),
            Some(left) if left == taken => Some(Self::OutOfPocketLeft),
            _ => Some(Self::Line),
        })
    }
}

/// What a share would be if nothing stopped it, and what was left of the out-of-pocket maximum.
pub(super) fn due(step: &TraceStep) -> Result<Option<(Money, Option<Money>)>, MoneyError> {
    Ok(match &step.rule {
        Rule::Copay {
            amount,
            taken,
            out_of_pocket_left,
        } => Some((amount.minus(*taken)?.max(Money::ZERO), *out_of_pocket_left)),
        Rule::Deductible {
            left,
            out_of_pocket_left,
        } => Some((*left, *out_of_pocket_left)),
        Rule::Coinsurance {
            rate,
            out_of_pocket_left,
            ..
        } => Some((
            step.before.share(*rate, Rounding::HalfUp)?,
            *out_of_pocket_left,
        )),
        _ => None,
    })
}
