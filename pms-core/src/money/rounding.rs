use serde::{Deserialize, Serialize};

/// How an exact result becomes a whole number of cents.
///
/// There is no default: contracts differ, and a default would hide that.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rounding {
    /// To the nearest cent, ties away from zero, so that a reversal mirrors its original.
    HalfUp,
    /// To the nearest cent, ties to the even cent.
    HalfEven,
    /// Towards zero: part of a cent is dropped.
    Down,
    /// Away from zero: part of a cent counts as one.
    Up,
}

impl Rounding {
    /// The whole number nearest to `numerator / denominator` in this rounding's sense.
    ///
    /// `None` where the denominator is zero or the result does not fit.
    pub(super) fn divide(self, numerator: i128, denominator: i128) -> Option<i128> {
        let quotient = numerator.checked_div(denominator)?;
        let remainder = numerator.checked_rem(denominator)?;
        if remainder == 0 {
            return Some(quotient);
        }
        let away = if (numerator < 0) == (denominator < 0) {
            1
        } else {
            -1
        };
        let twice = remainder.unsigned_abs().checked_mul(2)?;
        let half = twice.cmp(&denominator.unsigned_abs());
        let step = match self {
            Self::Down => false,
            Self::Up => true,
            Self::HalfUp => half.is_ge(),
            Self::HalfEven => half.is_gt() || (half.is_eq() && quotient % 2 != 0),
        };
        if step {
            quotient.checked_add(away)
        } else {
            Some(quotient)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn each_rounding_has_its_ties() {
        //     value (tenths)  half up  half even  down  up
        check( 25,             3,       2,         2,    3);
        check( 35,             4,       4,         3,    4);
        check(-25,            -3,      -2,        -2,   -3);
        check( 24,             2,       2,         2,    3);
        check(-26,            -3,      -3,        -2,   -3);
        check( 30,             3,       3,         3,    3);
    }

    #[track_caller]
    fn check(tenths: i128, half_up: i128, half_even: i128, down: i128, up: i128) {
        assert_eq!(Rounding::HalfUp.divide(tenths, 10), Some(half_up));
        assert_eq!(Rounding::HalfEven.divide(tenths, 10), Some(half_even));
        assert_eq!(Rounding::Down.divide(tenths, 10), Some(down));
        assert_eq!(Rounding::Up.divide(tenths, 10), Some(up));
        assert_eq!(Rounding::HalfUp.divide(-tenths, -10), Some(half_up));
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        assert_eq!(Rounding::HalfUp.divide(1, 0), None);
    }
}
