use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{EstimateId, GuarantorId};
use crate::party::Text;
use crate::time::{BusinessDays, TimeError};

use super::issue::GoodFaithEstimate;

/// Who is to have an estimate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The patient.
    Patient,
    /// Who answers for the patient's bill.
    Guarantor(GuarantorId),
    /// Whom the patient authorised.
    Representative(Text),
}

/// How an estimate is given in writing. What is said at the telephone does not count as given.
///
/// Source: 45 CFR 149.610(e).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryWay {
    /// On paper.
    Paper,
    /// In a form that can be kept and printed.
    Electronic,
}

/// An estimate was given to somebody.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Delivery {
    /// Which one.
    pub estimate: EstimateId,
    /// To whom.
    pub to: Recipient,
    /// How.
    pub way: DeliveryWay,
    /// When.
    pub on: NaiveDate,
}

impl GoodFaithEstimate {
    /// When it was first given to one of its recipients in the way that was asked for.
    #[must_use]
    pub fn given(&self, deliveries: &[Delivery]) -> Option<NaiveDate> {
        let terms = self.terms();
        let as_asked = deliveries.iter().filter(|delivery| {
            delivery.estimate == self.id()
                && delivery.way == terms.way
                && terms.recipients.contains(&delivery.to)
        });
        as_asked.map(|delivery| delivery.on).min()
    }
}

/// The version that bills are held against: the last one that was given at least 1 business day before
/// the service; where none was, the first that was given at all. `versions` in the order of issue.
///
/// Source: 45 CFR 149.610(b)(1)(vii), (viii).
///
/// # Errors
///
/// [`TimeError::OutOfRange`] at the start of the calendar.
pub fn in_force<'a>(
    versions: &'a [GoodFaithEstimate],
    deliveries: &[Delivery],
    service: NaiveDate,
    days: &BusinessDays,
) -> Result<Option<&'a GoodFaithEstimate>, TimeError> {
    let last = days.back(service, 1)?;
    let is_given = |by: NaiveDate| {
        move |version: &&GoodFaithEstimate| {
            version.given(deliveries).is_some_and(|given| given <= by)
        }
    };
    let in_time = versions.iter().rev().find(is_given(last));
    Ok(in_time.or_else(|| versions.iter().find(is_given(NaiveDate::MAX))))
}
