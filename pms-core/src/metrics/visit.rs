use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fact::{CapacityRow, VisitOutcome, VisitRow};
use super::ratio::{Quantity, Ratio};
use crate::time::{AsOf, Period};

/// A convention of the no-show rate.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct NoShowRate {
    /// The days of the visits.
    pub window: Period,
    /// Whether late cancellations stand in the denominator.
    pub late_cancels: bool,
}

/// How often patients did not come: no-shows ÷ (kept + no-shows, and late cancellations where the
/// convention has them). Visits that were cancelled in time or are not over count nowhere.
///
/// ```
/// # use pms_core::metrics::*;
/// # use pms_core::time::{AsOf, Period};
/// # let visit = |outcome| -> Result<VisitRow, Box<dyn std::error::Error>> { Ok(VisitRow {
/// #     effective: "2026-03-10".parse()?, recorded: "2026-03-10T20:00:00Z".parse()?, outcome,
/// # }) };
/// use VisitOutcome::*;
/// let visits = [visit(Kept)?, visit(Kept)?, visit(Kept)?, visit(NoShow)?, visit(Cancelled)?];
/// let march = Period::new("2026-03-01".parse()?, "2026-03-31".parse()?)?;
/// let as_of = AsOf::new("2026-03-31".parse()?, "2026-04-01T00:00:00Z".parse()?);
/// let rate = no_show_rate(&visits, NoShowRate { window: march, late_cancels: false }, as_of);
/// assert_eq!(rate.value(), Some("0.25".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn no_show_rate<'a>(
    rows: impl IntoIterator<Item = &'a VisitRow>,
    convention: NoShowRate,
    as_of: AsOf,
) -> Ratio {
    let (mut missed, mut planned) = (0, 0);
    for row in rows {
        if !as_of.sees(row.effective, row.recorded) || !convention.window.contains(row.effective) {
            continue;
        }
        match row.outcome {
            VisitOutcome::NoShow => {
                missed += 1;
                planned += 1;
            }
            VisitOutcome::Kept => planned += 1,
            VisitOutcome::LateCancel if convention.late_cancels => planned += 1,
            VisitOutcome::LateCancel | VisitOutcome::Cancelled | VisitOutcome::Planned => {}
        }
    }
    let denominator = if convention.late_cancels {
        "kept+no_show+late_cancel"
    } else {
        "kept+no_show"
    };
    Ratio {
        convention: format!("no_show/{denominator}"),
        as_of,
        numerator: Quantity::Count(missed),
        denominator: Quantity::Count(planned),
        days: 1,
    }
}

/// How much of the time on offer was booked: booked minutes ÷ available minutes. Overbooked time
/// makes it more than one, and that is true.
///
/// Of a resource's day only the row that was known last counts.
#[must_use]
pub fn utilisation<'a>(
    rows: impl IntoIterator<Item = &'a CapacityRow>,
    window: Period,
    as_of: AsOf,
) -> Ratio {
    let mut days = BTreeMap::new();
    for row in rows {
        if !as_of.sees(row.effective, row.recorded) || !window.contains(row.effective) {
            continue;
        }
        days.entry((row.resource, row.effective))
            .and_modify(|known: &mut &CapacityRow| {
                if known.recorded <= row.recorded {
                    *known = row;
                }
            })
            .or_insert(row);
    }
    let sum = |minutes: fn(&CapacityRow) -> u32| {
        Quantity::Minutes(days.values().map(|row| u64::from(minutes(row))).sum())
    };
    Ratio {
        convention: "utilisation/booked_minutes/available_minutes".to_owned(),
        as_of,
        numerator: sum(|row| row.booked_minutes),
        denominator: sum(|row| row.available_minutes),
        days: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;
    use chrono::{DateTime, NaiveDate, Utc};
    use rust_decimal::Decimal;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, number).unwrap()
    }

    fn noon(number: u32) -> DateTime<Utc> {
        day(number).and_hms_opt(12, 0, 0).unwrap().and_utc()
    }

    fn march() -> Period {
        Period::new(day(1), day(31)).unwrap()
    }

    fn as_of() -> AsOf {
        AsOf::new(day(20), noon(20))
    }

    #[test]
    #[rustfmt::skip] // a table
    fn x10_no_shows_over_those_who_should_have_come() {
        //     kept  no-show  late  cancelled  planned   plain           with late cancels
        check([18,   2,       5,    10,        3],       Some("0.1"),    Some("0.08"));
        check([0,    1,       0,    0,         0],       Some("1"),      Some("1"));
        check([0,    0,       4,    1,         1],       None,           Some("0"));
    }

    #[track_caller]
    fn check(counts: [usize; 5], plain: Option<&str>, with_late: Option<&str>) {
        use VisitOutcome::{Cancelled, Kept, LateCancel, NoShow, Planned};
        let outcomes = [Kept, NoShow, LateCancel, Cancelled, Planned];
        let visits: Vec<VisitRow> = outcomes
            .into_iter()
            .zip(counts)
            .flat_map(|(outcome, count)| std::iter::repeat_n(outcome, count))
            .map(|outcome| VisitRow {
                effective: day(10),
                recorded: noon(10),
                outcome,
            })
            .collect();
        for (late_cancels, wanted) in [(false, plain), (true, with_late)] {
            let convention = NoShowRate {
                window: march(),
                late_cancels,
            };
            let got = no_show_rate(&visits, convention, as_of()).value();
            assert_eq!(got, wanted.map(|value| value.parse().unwrap()));
        }
    }

    #[test]
    fn x11_overbooked_time_counts() {
        let row = |resource, at, recorded, available_minutes, booked_minutes| CapacityRow {
            resource: Uuid::from_u128(resource).into(),
            effective: day(at),
            recorded: noon(recorded),
            available_minutes,
            booked_minutes,
        };
        let rows = [
            row(1, 2, 1, 480, 100),
            row(1, 2, 2, 480, 540), // the same day, known better
            row(2, 2, 2, 120, 60),
            row(2, 21, 20, 120, 120), // after the day of the report
        ];
        let ratio = utilisation(&rows, march(), as_of());
        assert_eq!(ratio.numerator, Quantity::Minutes(600));
        assert_eq!(ratio.value(), Some(Decimal::ONE));
        let full = utilisation(&rows[..2], march(), as_of()).value();
        assert_eq!(full, Some("1.125".parse().unwrap()));
        assert_eq!(utilisation([], march(), as_of()).value(), None);
    }
}
