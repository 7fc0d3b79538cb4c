use serde::{Deserialize, Serialize};

/// How the payer processed a claim. It does not say whether money was paid or denied: a claim that
/// was processed as primary may be paid nothing (the adjustments tell).
///
/// Source: 005010X221A1, CLP02.
///
/// ```
/// # use pms_core::remittance::ClaimStatus;
/// let status = ClaimStatus::from("22");
/// assert_eq!(status, ClaimStatus::Reversal);
/// assert_eq!(ClaimStatus::from("99").code(), "99");
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(from = "String", into = "String")]
pub enum ClaimStatus {
    /// 1: by the payer that comes first.
    Primary,
    /// 2: by the payer that comes second.
    Secondary,
    /// 3: by the payer that comes third.
    Tertiary,
    /// 4: the patient is not known there, and nothing was forwarded.
    Denied,
    /// 19: as primary, and forwarded to further payers.
    PrimaryForwarded,
    /// 20: as secondary, and forwarded to further payers.
    SecondaryForwarded,
    /// 21: as tertiary, and forwarded to further payers.
    TertiaryForwarded,
    /// 22: an earlier answer is taken back.
    Reversal,
    /// 23: not this payer's claim; forwarded.
    NotOursForwarded,
    /// 25: what would be paid; nothing is.
    Predetermination,
    /// Another code, as it was sent.
    Other(String),
}

impl ClaimStatus {
    /// The code on the wire.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Primary => "1",
            Self::Secondary => "2",
            Self::Tertiary => "3",
            Self::Denied => "4",
            Self::PrimaryForwarded => "19",
            Self::SecondaryForwarded => "20",
            Self::TertiaryForwarded => "21",
            Self::Reversal => "22",
            Self::NotOursForwarded => "23",
            Self::Predetermination => "25",
            Self::Other(code) => code,
        }
    }

    /// The payer itself sends the claim on: nobody should bill the next payer yet.
    #[must_use]
    pub fn is_forwarded(&self) -> bool {
        matches!(
            self,
            Self::PrimaryForwarded
                | Self::SecondaryForwarded
                | Self::TertiaryForwarded
                | Self::NotOursForwarded
        )
    }
}

impl From<&str> for ClaimStatus {
    fn from(code: &str) -> Self {
        match code {
            "1" => Self::Primary,
            "2" => Self::Secondary,
            "3" => Self::Tertiary,
            "4" => Self::Denied,
            "19" => Self::PrimaryForwarded,
            "20" => Self::SecondaryForwarded,
            "21" => Self::TertiaryForwarded,
            "22" => Self::Reversal,
            "23" => Self::NotOursForwarded,
            "25" => Self::Predetermination,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl From<String> for ClaimStatus {
    fn from(code: String) -> Self {
        Self::from(code.as_str())
    }
}

impl From<ClaimStatus> for String {
    fn from(status: ClaimStatus) -> Self {
        status.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_storing() {
        for code in [
            "1", "2", "3", "4", "5", "19", "20", "21", "22", "23", "25", "",
        ] {
            let status = ClaimStatus::from(code);
            let json = serde_json::to_string(&status).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<ClaimStatus>(&json).unwrap(), status);
        }
    }
}
