use core::fmt;
use core::str::FromStr;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::Refused;

/// On whose part an appointment is cancelled or moved. Fees and rates depend on it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Initiator {
    /// The patient, or who speaks for them.
    Patient,
    /// The practice: closed, double-booked, moved.
    Practice,
    /// The practitioner: ill, called away.
    Practitioner,
    /// The payer: no authorisation.
    Payer,
}

/// Why, by the practice's own list: a code such as `no-transport`, never free text, so that
/// nothing of a patient is in it.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReasonCode(String);

impl ReasonCode {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ReasonCode {
    type Error = Refused;

    fn try_from(code: String) -> Result<Self, Refused> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b);
        if (1..=64).contains(&code.len()) && code.bytes().all(plain) {
            Ok(Self(code))
        } else {
            Err(Refused::ReasonCode)
        }
    }
}

impl FromStr for ReasonCode {
    type Err = Refused;

    fn from_str(code: &str) -> Result<Self, Refused> {
        code.to_owned().try_into()
    }
}

impl From<ReasonCode> for String {
    fn from(code: ReasonCode) -> Self {
        code.0
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The reasons from which the practice's staff choose, apart for each side.
///
/// A side without a list may give any code that is not another side's. Fees and rates hang on who
/// called a visit off, so that no code belongs to two sides.
///
/// ```
/// # use pms_core::scheduling::{CancelReasons, Initiator};
/// let reasons: CancelReasons = serde_json::from_str(r#"{
///     "patient": [{ "code": "no-transport", "display": "No way to come" }],
///     "practice": [{ "code": "flood", "display": "Water damage" }]
/// }"#)?;
/// assert!(reasons.check(Initiator::Patient, &"no-transport".parse()?).is_ok());
/// assert!(reasons.check(Initiator::Patient, &"flood".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(
    try_from = "BTreeMap<Initiator, Vec<CancelReason>>",
    into = "BTreeMap<Initiator, Vec<CancelReason>>"
)]
pub struct CancelReasons(BTreeMap<Initiator, Vec<CancelReason>>);

/// One reason of a list.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct CancelReason {
    /// What is kept.
    pub code: ReasonCode,
    /// What is shown.
    pub display: String,
}

impl CancelReasons {
    /// The list of each side.
    ///
    /// # Errors
    ///
    /// [`Refused::ReasonTwice`] where a code stands in two places.
    pub fn new(lists: BTreeMap<Initiator, Vec<CancelReason>>) -> Result<Self, Refused> {
        let mut codes: Vec<&ReasonCode> = lists.values().flatten().map(|r| &r.code).collect();
        codes.sort_unstable();
        if codes.array_windows().any(|[one, next]| one == next) {
            return Err(Refused::ReasonTwice);
        }
        Ok(Self(lists))
    }

    /// The list of a side, in the practice's order.
    #[must_use]
    pub fn of(&self, by: Initiator) -> &[CancelReason] {
        self.0.get(&by).map_or(&[], Vec::as_slice)
    }

    /// Whether a side may give this reason.
    ///
    /// # Errors
    ///
    /// [`Refused::ReasonNotListed`].
    pub fn check(&self, by: Initiator, code: &ReasonCode) -> Result<(), Refused> {
        let own = self.of(by);
        let listed = |list: &[CancelReason]| list.iter().any(|reason| reason.code == *code);
        let others = || self.0.values().any(|list| listed(list));
        if listed(own) || (own.is_empty() && !others()) {
            Ok(())
        } else {
            Err(Refused::ReasonNotListed)
        }
    }
}

impl TryFrom<BTreeMap<Initiator, Vec<CancelReason>>> for CancelReasons {
    type Error = Refused;

    fn try_from(lists: BTreeMap<Initiator, Vec<CancelReason>>) -> Result<Self, Refused> {
        Self::new(lists)
    }
}

impl From<CancelReasons> for BTreeMap<Initiator, Vec<CancelReason>> {
    fn from(reasons: CancelReasons) -> Self {
        reasons.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s16_no_reason_belongs_to_two_sides() {
        let list = |codes: &[&str]| -> Vec<CancelReason> {
            let reason = |code: &&str| CancelReason {
                code: code.parse().unwrap(),
                display: String::new(),
            };
            codes.iter().map(reason).collect()
        };
        let lists = |patient: &[&str], practice: &[&str]| {
            CancelReasons::new(BTreeMap::from([
                (Initiator::Patient, list(patient)),
                (Initiator::Practice, list(practice)),
            ]))
        };
        assert_eq!(
            lists(&["ill", "weather"], &["weather"]),
            Err(Refused::ReasonTwice)
        );
        let reasons = lists(&["ill"], &["flood"]).unwrap();
        let check = |by, code: &str, wanted| {
            assert_eq!(
                reasons.check(by, &code.parse().unwrap()).is_ok(),
                wanted,
                "{by:?} {code}"
            );
        };
        check(Initiator::Patient, "ill", true);
        check(Initiator::Patient, "flood", false);
        check(Initiator::Patient, "bored", false);
        check(Initiator::Payer, "no-authorization", true);
        check(Initiator::Payer, "ill", false);
        let any = CancelReasons::default();
        assert!(
            any.check(Initiator::Patient, &"bored".parse().unwrap())
                .is_ok()
        );
    }
}
