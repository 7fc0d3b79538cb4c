use core::fmt;
use core::str::FromStr;

use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use super::error::TimeError;

/// What a wall clock shows, to the minute: `00:00` to `24:00`, where 24:00 is the end of the day.
///
/// ```
/// # use pms_core::time::ClockTime;
/// let noon: ClockTime = "12:00".parse()?;
/// assert_eq!(noon.minute_of_day(), 720);
/// assert_eq!(ClockTime::END_OF_DAY.to_string(), "24:00");
/// # Ok::<(), pms_core::time::TimeError>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClockTime(u16);

impl ClockTime {
    /// 00:00.
    pub const MIDNIGHT: Self = Self(0);
    /// 24:00, which is 00:00 of the next day.
    pub const END_OF_DAY: Self = Self(1_440);

    /// So many minutes on the clock's face after 00:00.
    ///
    /// # Errors
    ///
    /// [`TimeError::NotOnTheClock`] above 1440.
    pub fn new(minute_of_day: u16) -> Result<Self, TimeError> {
        if minute_of_day <= Self::END_OF_DAY.0 {
            Ok(Self(minute_of_day))
        } else {
            Err(TimeError::NotOnTheClock)
        }
    }

    /// The minutes on the clock's face after 00:00: 0 to 1440.
    #[must_use]
    pub const fn minute_of_day(self) -> u16 {
        self.0
    }
}

/// Exact: a time with seconds is refused.
impl TryFrom<NaiveTime> for ClockTime {
    type Error = TimeError;

    fn try_from(time: NaiveTime) -> Result<Self, TimeError> {
        if time.second() != 0 || time.nanosecond() != 0 {
            return Err(TimeError::NotAMinute);
        }
        u16::try_from(time.hour() * 60 + time.minute())
            .map_err(|_| TimeError::NotOnTheClock)
            .and_then(Self::new)
    }
}

impl FromStr for ClockTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let (hours, minutes) = text.split_once(':').ok_or(TimeError::Syntax)?;
        let number = |digits: &str| -> Result<u16, TimeError> {
            if digits.len() != 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(TimeError::Syntax);
            }
            digits.parse().map_err(|_| TimeError::Syntax)
        };
        match (number(hours)?, number(minutes)?) {
            (hours, minutes) if minutes < 60 => Self::new(hours * 60 + minutes),
            _ => Err(TimeError::NotOnTheClock),
        }
    }
}

impl TryFrom<String> for ClockTime {
    type Error = TimeError;

    fn try_from(text: String) -> Result<Self, TimeError> {
        text.parse()
    }
}

impl From<ClockTime> for String {
    fn from(time: ClockTime) -> Self {
        time.to_string()
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn s7_a_day_ends_at_24_00() {
        reads("00:00", Ok(0));
        reads("08:30", Ok(510));
        reads("23:59", Ok(1_439));
        reads("24:00", Ok(1_440));
        reads("24:01", Err("time.not_on_the_clock"));
        reads("25:00", Err("time.not_on_the_clock"));
        reads("12:60", Err("time.not_on_the_clock"));
        reads("8:30",  Err("time.syntax"));
        reads("08:30:00", Err("time.syntax"));
        reads("+8:30", Err("time.syntax"));
        reads("",      Err("time.syntax"));
    }

    #[track_caller]
    fn reads(text: &str, wanted: Result<u16, &str>) {
        let got = text.parse::<ClockTime>();
        assert_eq!(
            got.clone()
                .map(ClockTime::minute_of_day)
                .map_err(|e| e.code()),
            wanted
        );
        if let Ok(time) = got {
            assert_eq!(time.to_string(), text);
        }
    }

    #[test]
    fn seconds_are_refused() {
        let time = NaiveTime::from_hms_opt(8, 30, 1).unwrap();
        assert_eq!(ClockTime::try_from(time), Err(TimeError::NotAMinute));
        let time = NaiveTime::from_hms_opt(8, 30, 0).unwrap();
        assert_eq!(ClockTime::try_from(time).unwrap().minute_of_day(), 510);
    }
}
