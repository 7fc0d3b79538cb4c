use core::cmp::Reverse;

use super::amount::Money;
use super::error::MoneyError;

impl Money {
    /// Shares this amount out in proportion to `weights`, to the cent, so that the parts add up to
    /// the whole.
    ///
    /// Each part is first cut down to whole cents; the cents that are left go one each to the
    /// largest remainders, ties to the lower index. A negative amount is the mirror of the positive
    /// one.
    ///
    /// # Errors
    ///
    /// [`MoneyError::NoWeight`] where a weight is negative or all are zero.
    ///
    /// ```
    /// # use pms_core::money::Money;
    /// let whole: Money = "250.00".parse()?;
    /// let weights = ["100.00".parse()?, "200.00".parse()?];
    /// let parts = whole.split(&weights)?;
    /// assert_eq!(parts, ["83.33".parse()?, "166.67".parse()?]);
    /// # Ok::<(), pms_core::money::MoneyError>(())
    /// ```
    pub fn split(self, weights: &[Self]) -> Result<Vec<Self>, MoneyError> {
        let total = weights
            .iter()
            .try_fold(0_i128, |total, weight| {
                (!weight.is_negative()).then(|| total + i128::from(weight.cents()))
            })
            .filter(|total| *total > 0)
            .ok_or(MoneyError::NoWeight)?;
        let whole = i128::from(self.magnitude().cents());
        let mut parts = Vec::with_capacity(weights.len());
        let mut remainders = Vec::with_capacity(weights.len());
        let mut left = whole;
        for (index, weight) in weights.iter().enumerate() {
            let product = whole * i128::from(weight.cents());
            let part = product / total;
            left -= part;
            parts.push(part);
            remainders.push((Reverse(product % total), index));
        }
        // Fewer cents are left than there are remainders, and only a remainder above zero gets one.
        remainders.sort_unstable();
        for (_, index) in remainders {
            if left == 0 {
                break;
            }
            if let Some(part) = parts.get_mut(index) {
                *part += 1;
                left -= 1;
            }
        }
        let sign = if self.is_negative() { -1 } else { 1 };
        parts
            .into_iter()
            .map(|part| {
                i64::try_from(sign * part)
                    .map_err(|_| MoneyError::OutOfRange)
                    .and_then(Self::from_cents)
            })
            .collect()
    }

    /// Shares this amount out in `count` parts that differ by a cent at most, larger ones first.
    ///
    /// # Errors
    ///
    /// [`MoneyError::NoWeight`] where `count` is zero.
    ///
    /// ```
    /// # use pms_core::money::Money;
    /// let parts = "100.00".parse::<Money>()?.split_evenly(3)?;
    /// assert_eq!(parts, ["33.34".parse()?, "33.33".parse()?, "33.33".parse()?]);
    /// # Ok::<(), pms_core::money::MoneyError>(())
    /// ```
    pub fn split_evenly(self, count: usize) -> Result<Vec<Self>, MoneyError> {
        let one = Self::from_cents(1)?;
        self.split(&vec![one; count])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    #[rustfmt::skip] // a table
    fn p11_the_largest_remainders_get_the_cents() {
        //     whole      weights                              parts
        check("100.00",  &["1", "1", "1"],                    &["33.34", "33.33", "33.33"]);
        check("-100.00", &["1", "1", "1"],                    &["-33.34", "-33.33", "-33.33"]);
        check("250.00",  &["100", "200"],                     &["83.33", "166.67"]);
        check("121.50",  &["40.50", "40.50", "40.50", "40.50"], &["30.38", "30.38", "30.37", "30.37"]);
        check("0.01",    &["0", "5", "5"],                    &["0.00", "0.01", "0.00"]);
        check("0.00",    &["3", "4"],                         &["0.00", "0.00"]);
    }

    #[track_caller]
    fn check(whole: &str, weights: &[&str], parts: &[&str]) {
        let money = |text: &&str| text.parse::<Money>().unwrap();
        let weights: Vec<Money> = weights.iter().map(money).collect();
        let wanted: Vec<Money> = parts.iter().map(money).collect();
        let got = whole.parse::<Money>().unwrap().split(&weights).unwrap();
        assert_eq!(got, wanted);
    }

    #[test]
    fn there_must_be_someone_to_share_with() {
        let cent = Money::from_cents(1).unwrap();
        assert_eq!(cent.split(&[]), Err(MoneyError::NoWeight));
        assert_eq!(cent.split(&[Money::ZERO]), Err(MoneyError::NoWeight));
        let owed = [cent, cent.negated()];
        assert_eq!(cent.split(&owed), Err(MoneyError::NoWeight));
        assert_eq!(cent.split_evenly(0), Err(MoneyError::NoWeight));
    }

    proptest! {
        #[test]
        fn p11_the_parts_add_up_to_the_whole(
            cents in -i64::MAX..=i64::MAX,
            weights in prop::collection::vec(0..=i64::MAX, 1..20),
        ) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let whole = Money::from_cents(cents).unwrap();
            let weights: Vec<Money> = weights.into_iter().map(|w| Money::from_cents(w).unwrap()).collect();
            let parts = whole.split(&weights).unwrap();
            prop_assert_eq!(Money::sum(parts.iter().copied()).unwrap(), whole);
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!(!weight.is_zero() || part.is_zero());
                prop_assert!(part.is_zero() || part.is_negative() == whole.is_negative());
            }
        }
    }
}
