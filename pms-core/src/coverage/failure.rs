use serde::{Deserialize, Serialize};

/// What kind of failure keeps a payer from answering.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FailureKind {
    /// The payer, or the way to it, is down.
    PayerDown,
    /// The payer does not find the member by what was sent.
    MemberNotFound,
    /// Anything else.
    Other,
}

/// What may be done after a failure.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "retry")]
#[non_exhaustive]
pub enum Retry {
    /// The same question may be sent again, unchanged, after a while.
    Unchanged {
        /// How long to wait, in minutes.
        after_minutes: u32,
    },
    /// The question must be corrected first; sent again as it is, it fails again.
    Corrected,
    /// The payer keeps the question and answers by itself: nothing is sent again.
    Awaited,
    /// It is of no use to ask again by this way.
    Never,
}

/// Why a payer does not answer, as it says it.
///
/// Source: 005010X279A1, AAA03 and AAA04.
///
/// ```
/// # use pms_core::coverage::{Failure, FailureKind, Retry};
/// let down = Failure::new("42", "R");
/// assert_eq!(down.kind(), FailureKind::PayerDown);
/// assert_eq!(down.retry(), Retry::Unchanged { after_minutes: 15 });
/// let unknown = Failure::new("75", "C");
/// assert_eq!(unknown.kind(), FailureKind::MemberNotFound);
/// assert_eq!(unknown.retry(), Retry::Corrected);
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Failure {
    /// The payer's code for the reason, verbatim.
    pub reason: String,
    /// The payer's code for what to do next, verbatim.
    pub follow_up: String,
}

/// A quarter of an hour: a system that is down for a moment is up again.
const SOON: u32 = 15;
const DAY: u32 = 24 * 60;

impl Failure {
    /// A failure by its two codes.
    #[must_use]
    pub fn new(reason: &str, follow_up: &str) -> Self {
        Self {
            reason: reason.to_owned(),
            follow_up: follow_up.to_owned(),
        }
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        match self.reason.as_str() {
            "42" | "80" => FailureKind::PayerDown,
            "58" | "64" | "65" | "66" | "67" | "68" | "71" | "72" | "73" | "74" | "75" | "76"
            | "77" | "78" => FailureKind::MemberNotFound,
            _ => FailureKind::Other,
        }
    }

    /// What may be done. What the payer forbids or promises goes before what the reason lets hope.
    #[must_use]
    pub fn retry(&self) -> Retry {
        let down = self.kind() == FailureKind::PayerDown;
        match self.follow_up.as_str() {
            "N" => Retry::Never,
            "S" | "Y" => Retry::Awaited,
            "W" => Retry::Unchanged {
                after_minutes: 30 * DAY,
            },
            "X" => Retry::Unchanged {
                after_minutes: 10 * DAY,
            },
            "P" => Retry::Unchanged {
                after_minutes: SOON,
            },
            _ if down => Retry::Unchanged {
                after_minutes: SOON,
            },
            _ => Retry::Corrected,
        }
    }

    /// What to look at, in one sentence for the desk; absent for a reason that is not known.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self.reason.as_str() {
            "15" | "33" => "something that the payer asks for is missing from the question",
            "41" => "the practice may not ask this payer: see to the enrolment",
            "42" | "80" => "the payer's system does not answer now: ask again later",
            "43" | "44" | "45" | "46" | "47" | "48" | "97" => {
                "the provider as sent does not match the payer's records: see NPI, name and address"
            }
            "50" | "51" => "the payer does not know this provider: see to the enrolment",
            "52" => "the provider was not with this plan on the day that was asked about",
            "53" | "54" | "55" => {
                "the payer cannot answer for this kind of service: ask for the plan"
            }
            "56" | "57" | "60" | "61" => "a date does not fit: see the day of service and of birth",
            "62" => "the day lies too far back for this payer: ask by telephone",
            "63" => "the day lies too far ahead for this payer: ask again nearer to it",
            "58" | "71" => "see the day of birth",
            "64" | "72" => "see the member number on the card",
            "65" | "73" => "see the name as it stands on the card",
            "66" | "74" => "see the sex that the payer keeps",
            "67" | "75" => "the payer finds nobody: see payer, number, name and day of birth",
            "68" | "76" => "the payer finds several: send more of name, birth and number",
            "77" => "the payer knows the subscriber and not the patient: see who depends on whom",
            "78" => "the subscriber is not in this group or plan: see the card",
            "79" | "T4" => "the payer's own number is wrong: see to which payer it goes",
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: 005010X279A1, AAA03 and AAA04.
    #[test]
    #[rustfmt::skip] // a table
    fn f175_what_may_be_sent_again_unchanged() {
        use FailureKind::{MemberNotFound, Other, PayerDown};
        let after = |after_minutes| Retry::Unchanged { after_minutes };
        //    reason follow-up  kind            retry
        check("42",  "R",       PayerDown,      after(15));
        check("42",  "",        PayerDown,      after(15));
        check("80",  "R",       PayerDown,      after(15));
        check("80",  "P",       PayerDown,      after(15));
        check("42",  "N",       PayerDown,      Retry::Never);
        check("42",  "Y",       PayerDown,      Retry::Awaited);
        check("75",  "C",       MemberNotFound, Retry::Corrected);
        check("75",  "R",       MemberNotFound, Retry::Corrected); // the same again finds nobody again
        check("67",  "N",       MemberNotFound, Retry::Never);
        check("72",  "W",       MemberNotFound, after(43_200));
        check("75",  "X",       MemberNotFound, after(14_400));
        check("51",  "C",       Other,          Retry::Corrected);
        check("62",  "S",       Other,          Retry::Awaited);
        check("ZZ9", "",        Other,          Retry::Corrected); // kept, and never sent in a loop
    }

    #[track_caller]
    fn check(reason: &str, follow_up: &str, kind: FailureKind, retry: Retry) {
        let failure = Failure::new(reason, follow_up);
        assert_eq!((failure.kind(), failure.retry()), (kind, retry), "{reason}");
        let json = serde_json::to_string(&failure).unwrap();
        assert_eq!(serde_json::from_str::<Failure>(&json).unwrap(), failure);
        assert_eq!(failure.hint().is_some(), reason != "ZZ9");
    }
}
