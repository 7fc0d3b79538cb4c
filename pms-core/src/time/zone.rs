use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::TimeError;

/// The name of a time zone, as IANA writes it: `America/New_York`.
///
/// The name has the right shape; whether there is such a zone only the [`ZoneRules`] can tell.
///
/// [`ZoneRules`]: super::ZoneRules
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(String);

impl Zone {
    /// A zone by its name.
    ///
    /// # Errors
    ///
    /// [`TimeError::ZoneName`] where no zone could be called that.
    pub fn new(name: impl Into<String>) -> Result<Self, TimeError> {
        let name = name.into();
        let letters = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+'))
        };
        if name.len() <= 64 && name.split('/').all(letters) {
            Ok(Self(name))
        } else {
            Err(TimeError::ZoneName)
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl FromStr for Zone {
    type Err = TimeError;

    fn from_str(name: &str) -> Result<Self, TimeError> {
        Self::new(name)
    }
}

impl TryFrom<String> for Zone {
    type Error = TimeError;

    fn try_from(name: String) -> Result<Self, TimeError> {
        Self::new(name)
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.0
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn names_have_the_shape_of_zones() {
        named("America/New_York",               true);
        named("America/Argentina/Buenos_Aires", true);
        named("Etc/GMT+5",                      true);
        named("UTC",                            true);
        named("",                               false);
        named("America//New_York",              false);
        named("/etc/passwd",                    false);
        named("../zone",                        false);
        named("New York",                       false);
    }

    #[track_caller]
    fn named(name: &str, wanted: bool) {
        assert_eq!(name.parse::<Zone>().is_ok(), wanted, "{name}");
    }
}
