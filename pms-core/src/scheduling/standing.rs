use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Whether a patient is new to a group and specialty, in the sense of billing.
///
/// Not whether there is a chart: who was seen four years ago has one, and is new.
///
/// Source: CPT evaluation and management guidelines, new and established patient.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// No professional service of the group and specialty within three years.
    New,
    /// Such a service within three years.
    Established,
}

impl Standing {
    /// The standing on a day, given the last professional service before it. The third anniversary
    /// still counts.
    ///
    /// ```
    /// # use pms_core::scheduling::Standing;
    /// let seen = Some("2023-05-02".parse()?);
    /// assert_eq!(Standing::on("2026-05-02".parse()?, seen), Standing::Established);
    /// assert_eq!(Standing::on("2026-05-03".parse()?, seen), Standing::New);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn on(date: NaiveDate, last_service: Option<NaiveDate>) -> Self {
        let until = last_service.and_then(|seen| seen.checked_add_months(Months::new(36)));
        match until {
            Some(until) if date <= until => Self::Established,
            _ => Self::New,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn s21_new_is_a_matter_of_three_years_and_not_of_a_chart() {
        use Standing::{Established, New};
        //    last service        day of the visit
        check(None,               "2026-05-02", New);
        check(Some("2026-05-01"), "2026-05-02", Established);
        check(Some("2023-05-02"), "2026-05-02", Established);
        check(Some("2023-05-01"), "2026-05-02", New); // has a chart all the same
        check(Some("2024-02-29"), "2027-02-28", Established);
        check(Some("2024-02-29"), "2027-03-01", New);
    }

    #[track_caller]
    fn check(seen: Option<&str>, on: &str, wanted: Standing) {
        let seen = seen.map(|date| date.parse().unwrap());
        assert_eq!(Standing::on(on.parse().unwrap(), seen), wanted);
    }
}
