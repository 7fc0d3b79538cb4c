use core::fmt;

use chrono::NaiveDate;
use serde::Serialize;

use crate::money::Money;
use crate::remittance::Kept;

/// How something stands (STC). `Debug` leaves out free text and numbers of payments.
///
/// Source: 005010X212 and 005010X214, STC.
#[derive(Clone, Default, PartialEq, Serialize)]
pub struct Status {
    /// The status (STC01).
    pub code: StatusCode,
    /// What is told besides (STC10, STC11).
    pub more: [Option<StatusCode>; 2],
    /// Since when it stands so (STC02).
    pub effective: Option<NaiveDate>,
    /// What was done with the claim (STC03).
    pub action: Option<Action>,
    /// What was charged (STC04).
    pub charge: Option<Money>,
    /// What was paid (STC05).
    pub paid: Option<Money>,
    /// When the decision was final (STC06).
    pub decided: Option<NaiveDate>,
    /// How it was paid (STC07), as `CHK`.
    pub method: String,
    /// The day of the payment (STC08).
    pub paid_on: Option<NaiveDate>,
    /// The number of the cheque or transfer (STC09).
    pub payment: String,
    /// The sender's own words (STC12).
    pub text: String,
    /// The segment as it was sent, where something in it could not be understood: it is written so.
    pub as_sent: Option<Kept>,
}

/// A status in codes: of which category, which one, and whom it concerns (STC01).
///
/// What each code says stands in the lists of their keeper, which a host loads.
///
/// Source: X12 code sources 507 and 508.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct StatusCode {
    /// The category, as `A7`.
    pub category: String,
    /// The status, as `562`.
    pub status: String,
    /// Whom it concerns, as `85` for who bills; empty where nobody is named.
    pub entity: String,
    /// `RX` where the status is of the pharmacies' list; else empty.
    pub list: String,
}

/// What was done with a claim (STC03).
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum Action {
    /// WQ: it was taken.
    Accept,
    /// U: it was turned away.
    Reject,
    /// Another code, as it was sent.
    Other(String),
}

/// Whether a claim went on.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Verdict {
    /// It was taken.
    Accepted,
    /// It was turned away before anybody decided on it.
    Rejected,
}

impl Status {
    /// A status with its codes and what was done; nothing else is told.
    #[must_use]
    pub fn new(code: StatusCode, action: Action) -> Self {
        Self {
            code,
            action: Some(action),
            ..Self::default()
        }
    }

    /// All its codes.
    pub fn codes(&self) -> impl Iterator<Item = &StatusCode> {
        core::iter::once(&self.code).chain(self.more.iter().flatten())
    }

    /// Whether the claim went on. A reject is one, be it told by the action or by the category: a
    /// claim is never accepted with a warning. `None` where neither says.
    ///
    /// Source: X12 request for interpretation 2203.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        let told = self.code.verdict();
        match &self.action {
            Some(Action::Reject) => Some(Verdict::Rejected),
            Some(Action::Accept) => Some(told.unwrap_or(Verdict::Accepted)),
            Some(Action::Other(_)) | None => told,
        }
    }
}

impl StatusCode {
    /// A status of which nobody in particular is the cause, or the one named.
    ///
    /// ```
    /// # use pms_core::x12::status::{StatusCode, Verdict};
    /// let code = StatusCode::new("A7", "562", "85");
    /// assert_eq!(code.verdict(), Some(Verdict::Rejected));
    /// assert_eq!(code.to_string(), "A7:562:85");
    /// ```
    #[must_use]
    pub fn new(category: &str, status: &str, entity: &str) -> Self {
        Self {
            category: category.to_owned(),
            status: status.to_owned(),
            entity: entity.to_owned(),
            list: String::new(),
        }
    }

    /// What the category of an acknowledgment says: A0 sent on, A1 received, A2 accepted and A5
    /// split are taken; A3, A4, A6, A7 and A8 are not. Others say nothing of it.
    ///
    /// Source: X12 code source 507; X12 request for interpretation 2203.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        match self.category.as_str() {
            "A0" | "A1" | "A2" | "A5" => Some(Verdict::Accepted),
            "A3" | "A4" | "A6" | "A7" | "A8" => Some(Verdict::Rejected),
            _ => None,
        }
    }
}

impl Action {
    /// The code on the wire.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Accept => "WQ",
            Self::Reject => "U",
            Self::Other(code) => code,
        }
    }

    /// The action of a code; `None` where there is none.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "" => None,
            "WQ" => Some(Self::Accept),
            "U" => Some(Self::Reject),
            other => Some(Self::Other(other.to_owned())),
        }
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.category, &self.status, &self.entity, &self.list];
        let parts = parts.map(String::as_str).join(":");
        f.write_str(parts.trim_end_matches(':'))
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Status")
            .field("code", &self.code)
            .field("more", &self.more)
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: X12 request for interpretation 2203.
    #[test]
    #[rustfmt::skip] // a table
    fn a_reject_is_one_whoever_says_it() {
        //    category  action  verdict
        says("A0",     "WQ",   Some(Verdict::Accepted));
        says("A1",     "WQ",   Some(Verdict::Accepted));
        says("A2",     "WQ",   Some(Verdict::Accepted));
        says("A5",     "",     Some(Verdict::Accepted));
        says("A3",     "U",    Some(Verdict::Rejected));
        says("A7",     "WQ",   Some(Verdict::Rejected));
        says("A2",     "U",    Some(Verdict::Rejected));
        says("A4",     "",     Some(Verdict::Rejected));
        says("A6",     "X",    Some(Verdict::Rejected));
        says("A8",     "",     Some(Verdict::Rejected));
        says("E1",     "",     None);
        says("P1",     "",     None);
        says("E1",     "U",    Some(Verdict::Rejected));
        says("F1",     "",     None);
    }

    #[track_caller]
    fn says(category: &str, action: &str, verdict: Option<Verdict>) {
        let status = Status {
            code: StatusCode::new(category, "20", ""),
            action: Action::of(action),
            ..Status::default()
        };
        assert_eq!(status.verdict(), verdict, "{category} {action}");
    }
}
