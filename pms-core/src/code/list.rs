use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::error::CodeError;

/// A code set with the days on which each code is in force, as the host has loaded it.
///
/// Code sets are dated: ICD-10-CM changes on 1 October and 1 April, CARC and RARC three times a
/// year. A code is judged on the date of service, never on today.
///
/// ```
/// # use chrono::NaiveDate;
/// # use pms_core::code::{CodeList, Dated, Standing};
/// let last = NaiveDate::from_ymd_opt(2021, 9, 30).unwrap();
/// let first = NaiveDate::from_ymd_opt(2021, 10, 1).unwrap();
/// let list = CodeList::new("ICD-10-CM", [
///     Dated { code: "M545".into(), from: None, to: Some(last) },
///     Dated { code: "M5450".into(), from: Some(first), to: None },
/// ])?;
/// assert_eq!(list.standing("M545", last), Standing::InForce);
/// assert_eq!(list.standing("M545", first), Standing::NotInForce);
/// assert_eq!(list.standing("M999", first), Standing::Unknown);
/// # Ok::<(), pms_core::code::CodeError>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Loaded", into = "Loaded")]
pub struct CodeList {
    name: String,
    /// Sorted by code.
    rows: Vec<Dated>,
}

/// One code and the days on which it is in force, the first and the last included.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Dated {
    /// The code as it is exchanged.
    pub code: String,
    /// The first day; none where it has always been.
    pub from: Option<NaiveDate>,
    /// The last day; none where no end is set.
    pub to: Option<NaiveDate>,
}

/// How a code stands on a day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// In force on that day.
    InForce,
    /// On the list, on other days.
    NotInForce,
    /// Not on the list at all.
    Unknown,
}

#[derive(Deserialize, Serialize)]
struct Loaded {
    name: String,
    rows: Vec<Dated>,
}

impl CodeList {
    /// A list from its rows, in any order. A code may have several: taken out and brought back.
    ///
    /// # Errors
    ///
    /// [`CodeError::List`] names the first row without a code or that ends before it begins.
    pub fn new(
        name: impl Into<String>,
        rows: impl IntoIterator<Item = Dated>,
    ) -> Result<Self, CodeError> {
        let mut rows: Vec<Dated> = rows.into_iter().collect();
        let unsound = |row: &Dated| {
            let backwards = row.from.zip(row.to).is_some_and(|(from, to)| to < from);
            row.code.is_empty() || backwards
        };
        if let Some(at) = rows.iter().position(unsound) {
            return Err(CodeError::List { row: at + 1 });
        }
        rows.sort_unstable();
        let name = name.into();
        Ok(Self { name, rows })
    }

    /// What the list is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How a code, as it is exchanged, stands on the date of service.
    #[must_use]
    pub fn standing(&self, code: &str, on: NaiveDate) -> Standing {
        let start = self.rows.partition_point(|row| row.code.as_str() < code);
        let mut rows = self
            .rows
            .iter()
            .skip(start)
            .take_while(|row| row.code == code)
            .peekable();
        if rows.peek().is_none() {
            Standing::Unknown
        } else if rows.any(|row| row.contains(on)) {
            Standing::InForce
        } else {
            Standing::NotInForce
        }
    }
}

impl Dated {
    fn contains(&self, on: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= on) && self.to.is_none_or(|to| on <= to)
    }
}

impl TryFrom<Loaded> for CodeList {
    type Error = CodeError;

    fn try_from(loaded: Loaded) -> Result<Self, CodeError> {
        Self::new(loaded.name, loaded.rows)
    }
}

impl From<CodeList> for Loaded {
    fn from(list: CodeList) -> Self {
        Self {
            name: list.name,
            rows: list.rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        (!text.is_empty()).then(|| text.parse().unwrap())
    }

    fn row(code: &str, from: &str, to: &str) -> Dated {
        Dated {
            code: code.to_owned(),
            from: day(from),
            to: day(to),
        }
    }

    #[test]
    #[rustfmt::skip] // a table
    fn k20_a_code_is_judged_on_the_date_of_service() {
        //     code    date of service
        stands("A1",   "2025-09-30", Standing::NotInForce);
        stands("A1",   "2025-10-01", Standing::InForce);    // the first day
        stands("A1",   "2026-03-31", Standing::InForce);    // the last
        stands("A1",   "2026-04-01", Standing::NotInForce);
        stands("A1",   "2026-10-01", Standing::InForce);    // brought back
        stands("A2",   "1999-01-01", Standing::InForce);    // always was
        stands("A",    "2026-01-01", Standing::Unknown);
        stands("A11",  "2026-01-01", Standing::Unknown);
        stands("B",    "2026-01-01", Standing::Unknown);
    }

    #[track_caller]
    fn stands(code: &str, on: &str, wanted: Standing) {
        let list = CodeList::new(
            "test",
            [
                row("A2", "", "2030-01-01"),
                row("A1", "2026-10-01", ""),
                row("A1", "2025-10-01", "2026-03-31"),
            ],
        );
        assert_eq!(list.unwrap().standing(code, day(on).unwrap()), wanted);
    }

    #[test]
    fn a_row_that_cannot_be_is_named() {
        let rows = [row("A1", "", ""), row("A2", "2026-02-01", "2026-01-31")];
        assert_eq!(CodeList::new("test", rows), Err(CodeError::List { row: 2 }));
        let rows = [row("", "", "")];
        assert_eq!(CodeList::new("test", rows), Err(CodeError::List { row: 1 }));
    }
}
