use super::super::guide::LoopRule;
use super::guide;

/// Which of the three transactions it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::x12) enum Kind {
    /// 276.
    Request,
    /// 277.
    Response,
    /// 277CA.
    Acknowledgment,
}

impl Kind {
    /// What a transaction is by its code (ST01) and the guide that it follows. Of older guides
    /// those are taken that are built alike.
    pub(in crate::x12) fn of(transaction: &str, guide: &str) -> Option<Self> {
        let names = |number: &str| guide.contains(number);
        match transaction {
            "276" => Some(Self::Request),
            "277" if names("X214") => Some(Self::Acknowledgment),
            "277" if names("X212") || names("X093") => Some(Self::Response),
            _ => None,
        }
    }

    /// The kind of the group (GS01).
    pub(super) fn group(self) -> &'static str {
        match self {
            Self::Request => "HR",
            Self::Response | Self::Acknowledgment => "HN",
        }
    }

    /// The transaction (ST01).
    pub(super) fn transaction(self) -> &'static str {
        match self {
            Self::Request => "276",
            Self::Response | Self::Acknowledgment => "277",
        }
    }

    /// The guide (GS08, ST03).
    pub(in crate::x12) fn guide(self) -> &'static str {
        match self {
            Self::Request | Self::Response => "005010X212",
            Self::Acknowledgment => "005010X214",
        }
    }

    /// Structure, purpose and type (BHT01, BHT02, BHT06).
    pub(super) fn purpose(self) -> [&'static str; 3] {
        match self {
            Self::Request => ["0010", "13", ""],
            Self::Response => ["0010", "08", "DG"],
            Self::Acknowledgment => ["0085", "08", "TH"],
        }
    }

    /// The guide as a table.
    pub(super) fn rule(self) -> &'static LoopRule {
        match self {
            Self::Request => &guide::REQUEST,
            Self::Response => &guide::RESPONSE,
            Self::Acknowledgment => &guide::ACKNOWLEDGMENT,
        }
    }
}
