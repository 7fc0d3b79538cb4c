use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::adjudication::Adjustment;
use crate::code::{AdjustmentGroup, RemarkCode};
use crate::money::{Money, MoneyError};

use super::advice::{Entity, Kept, Qualified};
use super::meaning::{Denial, Meaning};
use super::service_payment::ServicePayment;
use super::status::ClaimStatus;

/// What a payer answered to one claim. `Debug` shows the payer's status and counts alone.
///
/// Source: 005010X221A1, loop 2100.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct ClaimPayment {
    /// The number that the practice gave the claim (CLP01).
    pub patient_control: String,
    /// How it was processed (CLP02).
    pub status: ClaimStatus,
    /// What was charged (CLP03); below zero in a reversal.
    pub charge: Money,
    /// What is paid (CLP04); below zero in a reversal.
    pub paid: Money,
    /// What the patient owes by the payer's own count (CLP05).
    pub patient_responsibility: Option<Money>,
    /// What kind of insurance (CLP06), as `12` or `MB`.
    pub filing: String,
    /// The number that the payer gave the claim (CLP07).
    pub payer_control: String,
    /// Where the services were done (CLP08).
    pub place: String,
    /// Whether the claim was an original, a replacement or a void (CLP09).
    pub frequency: String,
    /// Patient status, diagnosis related group and the like (CLP10 to CLP14), as sent.
    pub institutional: Vec<String>,
    /// The heading under which it stands (LX01).
    pub heading: Option<String>,
    /// Adjustments of the claim as a whole; those of its lines stand there and nowhere else.
    pub adjustments: Vec<Adjustment>,
    /// Remarks on the claim as a whole (MIA, MOA).
    pub remarks: Vec<RemarkCode>,
    /// Patient, subscriber, who treated, to whom it was forwarded (NM1).
    pub entities: Vec<Entity>,
    /// Further numbers (REF).
    pub references: Vec<Qualified>,
    /// Days that matter (DTM), as `232` begin, `233` end, `050` received.
    pub dates: Vec<DateOf>,
    /// Amounts that are told and balance with nothing (AMT), as `AU` covered, `I` interest.
    pub amounts: Vec<AmountOf>,
    /// Its lines.
    pub services: Vec<ServicePayment>,
    /// What stands at the claim and is not modelled.
    pub kept: Vec<Kept>,
}

/// A day and what kind of day it is, in the standard's code.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DateOf {
    /// What kind, as `472` for a day of service.
    pub qualifier: String,
    /// The day.
    pub date: NaiveDate,
}

/// An amount and what kind of amount it is, in the standard's code.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct AmountOf {
    /// What kind, as `B6` for the allowed amount.
    pub qualifier: String,
    /// The amount.
    pub amount: Money,
}

impl ClaimPayment {
    /// An answer to one claim: charged and paid is what its lines say.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a sum does not fit.
    pub fn new(
        patient_control: impl Into<String>,
        status: ClaimStatus,
        services: Vec<ServicePayment>,
    ) -> Result<Self, MoneyError> {
        Ok(Self {
            patient_control: patient_control.into(),
            status,
            charge: Money::sum(services.iter().map(|line| line.charge))?,
            paid: Money::sum(services.iter().map(|line| line.paid))?,
            patient_responsibility: None,
            filing: String::new(),
            payer_control: String::new(),
            place: String::new(),
            frequency: String::new(),
            institutional: Vec::new(),
            heading: None,
            adjustments: Vec::new(),
            remarks: Vec::new(),
            entities: Vec::new(),
            references: Vec::new(),
            dates: Vec::new(),
            amounts: Vec::new(),
            services,
            kept: Vec::new(),
        })
    }

    /// An earlier answer is taken back: all amounts bear the opposite sign.
    #[must_use]
    pub fn is_reversal(&self) -> bool {
        self.status == ClaimStatus::Reversal
    }

    /// Every adjustment of the claim and of its lines, with the line it belongs to.
    pub fn all_adjustments(&self) -> impl Iterator<Item = (Option<usize>, &Adjustment)> {
        let own = self.adjustments.iter().map(|each| (None, each));
        let lines = self
            .services
            .iter()
            .enumerate()
            .flat_map(|(line, service)| {
                let adjustments = service.adjustments.iter();
                adjustments.map(move |each| (Some(line), each))
            });
        own.chain(lines)
    }

    /// All adjustments together.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn adjusted(&self) -> Result<Money, MoneyError> {
        Money::sum(self.all_adjustments().map(|(_, each)| each.amount))
    }

    /// What the patient may be billed for, by the adjustments.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn patient_share(&self) -> Result<Money, MoneyError> {
        let patient = AdjustmentGroup::PatientResponsibility;
        let share = self
            .all_adjustments()
            .filter(|(_, each)| each.group == patient);
        Money::sum(share.map(|(_, each)| each.amount))
    }

    /// What was denied, line by line, read from the adjustments. A reversal denies nothing.
    #[must_use]
    pub fn denials(&self) -> Vec<Denial> {
        Denial::all_of(self)
    }

    /// Nothing was paid, nothing is left to the patient as a share of it, and something was denied.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        let shared = self.meanings().any(|(_, _, m)| m == Meaning::PatientShare);
        self.paid.is_zero() && !shared && !self.denials().is_empty()
    }

    /// The first entity in a role, as `QC` for the patient.
    #[must_use]
    pub fn entity(&self, role: &str) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.role == role)
    }

    /// The patient's member number: the subscriber's where the patient bears none.
    #[must_use]
    pub fn member(&self) -> Option<&str> {
        let id = |role| self.entity(role).and_then(|entity| entity.id.as_ref());
        id("QC").or_else(|| id("IL")).map(|id| id.value.as_str())
    }

    /// The first day of a kind, as `232` for the begin of the claim.
    #[must_use]
    pub fn date(&self, qualifier: &str) -> Option<NaiveDate> {
        let found = self.dates.iter().find(|each| each.qualifier == qualifier);
        found.map(|each| each.date)
    }

    /// The first day of service: of the claim, or the earliest of its lines.
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        let lines = || self.services.iter().filter_map(ServicePayment::day).min();
        self.date("232").or_else(lines)
    }

    /// The payer itself has sent the claim on: nobody should bill the next payer yet.
    #[must_use]
    pub fn is_forwarded(&self) -> bool {
        self.status.is_forwarded() || self.entity("TT").is_some()
    }
}

impl fmt::Debug for ClaimPayment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClaimPayment")
            .field("status", &self.status)
            .field("services", &self.services.len())
            .finish_non_exhaustive()
    }
}
