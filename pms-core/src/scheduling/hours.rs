use chrono::Weekday;
use serde::{Deserialize, Serialize};

use crate::time::{ClockTime, TimeError};

/// From when to when on the wall clock of one day; never empty.
///
/// ```
/// # use pms_core::scheduling::Window;
/// let morning = Window::new("08:00".parse()?, "12:00".parse()?)?;
/// assert_eq!(morning.closes().to_string(), "12:00");
/// assert!(Window::new("12:00".parse()?, "12:00".parse()?).is_err());
/// # Ok::<(), pms_core::time::TimeError>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Window {
    opens: ClockTime,
    closes: ClockTime,
}

#[derive(Deserialize, Serialize)]
struct Parts {
    opens: ClockTime,
    closes: ClockTime,
}

impl Window {
    /// From 00:00 to 24:00.
    pub const ALL_DAY: Self = Self {
        opens: ClockTime::MIDNIGHT,
        closes: ClockTime::END_OF_DAY,
    };

    /// A window of one day.
    ///
    /// # Errors
    ///
    /// [`TimeError::Reversed`] where it does not close after it opens; what goes past midnight is
    /// two windows, the first until 24:00.
    pub fn new(opens: ClockTime, closes: ClockTime) -> Result<Self, TimeError> {
        if opens < closes {
            Ok(Self { opens, closes })
        } else {
            Err(TimeError::Reversed)
        }
    }

    /// When it opens.
    #[must_use]
    pub const fn opens(self) -> ClockTime {
        self.opens
    }

    /// When it closes; the window ends just before.
    #[must_use]
    pub const fn closes(self) -> ClockTime {
        self.closes
    }
}

impl TryFrom<Parts> for Window {
    type Error = TimeError;

    fn try_from(parts: Parts) -> Result<Self, TimeError> {
        Self::new(parts.opens, parts.closes)
    }
}

impl From<Window> for Parts {
    fn from(window: Window) -> Self {
        Self {
            opens: window.opens,
            closes: window.closes,
        }
    }
}

/// The windows of a day: in order, none touching the next. No windows: nobody is there.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(from = "Vec<Window>", into = "Vec<Window>")]
pub struct Hours(Vec<Window>);

impl Hours {
    /// The whole day.
    #[must_use]
    pub fn all_day() -> Self {
        Self(vec![Window::ALL_DAY])
    }

    /// The windows in order.
    pub fn windows(&self) -> impl Iterator<Item = Window> + '_ {
        self.0.iter().copied()
    }

    /// Whether nobody is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Any windows, in any order; those that touch become one.
impl From<Vec<Window>> for Hours {
    fn from(mut windows: Vec<Window>) -> Self {
        windows.sort_unstable();
        let mut hours: Vec<Window> = Vec::with_capacity(windows.len());
        for window in windows {
            match hours.last_mut() {
                Some(last) if window.opens <= last.closes => {
                    last.closes = last.closes.max(window.closes);
                }
                _ => hours.push(window),
            }
        }
        Self(hours)
    }
}

impl From<Hours> for Vec<Window> {
    fn from(hours: Hours) -> Self {
        hours.0
    }
}

/// The hours of each day of a week.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Week {
    /// Every Monday.
    pub monday: Hours,
    /// Every Tuesday.
    pub tuesday: Hours,
    /// Every Wednesday.
    pub wednesday: Hours,
    /// Every Thursday.
    pub thursday: Hours,
    /// Every Friday.
    pub friday: Hours,
    /// Every Saturday.
    pub saturday: Hours,
    /// Every Sunday.
    pub sunday: Hours,
}

impl Week {
    /// The same hours from Monday to Friday, none at the weekend.
    #[must_use]
    pub fn workdays(hours: impl Into<Hours>) -> Self {
        let hours = hours.into();
        Self {
            monday: hours.clone(),
            tuesday: hours.clone(),
            wednesday: hours.clone(),
            thursday: hours.clone(),
            friday: hours,
            ..Self::default()
        }
    }

    /// The hours of a day of the week.
    #[must_use]
    pub const fn on(&self, day: Weekday) -> &Hours {
        match day {
            Weekday::Mon => &self.monday,
            Weekday::Tue => &self.tuesday,
            Weekday::Wed => &self.wednesday,
            Weekday::Thu => &self.thursday,
            Weekday::Fri => &self.friday,
            Weekday::Sat => &self.saturday,
            Weekday::Sun => &self.sunday,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_that_touch_become_one() {
        let read = |text: &str| serde_json::from_str::<Hours>(text).unwrap();
        let parts = read(
            r#"[{"opens":"13:00","closes":"24:00"},{"opens":"08:00","closes":"12:00"},
                {"opens":"11:00","closes":"13:00"}]"#,
        );
        assert_eq!(parts, read(r#"[{"opens":"08:00","closes":"24:00"}]"#));
        let reversed = r#"[{"opens":"12:00","closes":"08:00"}]"#;
        assert!(serde_json::from_str::<Hours>(reversed).is_err());
    }

    #[test]
    fn a_week_reads_its_days_by_name() {
        let week: Week =
            serde_json::from_str(r#"{"monday":[{"opens":"08:00","closes":"12:00"}]}"#).unwrap();
        assert!(!week.on(Weekday::Mon).is_empty());
        assert!(week.on(Weekday::Sun).is_empty());
        assert!(serde_json::from_str::<Week>(r#"{"mondy":[]}"#).is_err());
    }
}
