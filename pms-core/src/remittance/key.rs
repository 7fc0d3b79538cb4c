use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::Money;

use super::advice::Remittance;

/// What makes a payment this payment, whatever file it comes in. A payment that comes again must
/// not be posted again.
///
/// Source: 005010X221A1, TRN02, TRN03, BPR02, BPR16 and the payee.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct RemittanceKey {
    /// The payer's own number (TRN03).
    pub originator: String,
    /// The number of the cheque or transfer (TRN02).
    pub trace: String,
    /// How much is paid.
    pub amount: Money,
    /// The day of the payment.
    pub effective: Option<NaiveDate>,
    /// Who is paid: the identifier, or the name where there is none.
    pub payee: String,
}

impl RemittanceKey {
    pub(super) fn of(remittance: &Remittance) -> Self {
        let payee = &remittance.payee;
        let id = payee.id.as_ref().map(|id| &id.value);
        Self {
            originator: remittance.originator.clone(),
            trace: remittance.trace.clone(),
            amount: remittance.amount,
            effective: remittance.effective,
            payee: id.unwrap_or(&payee.name).clone(),
        }
    }
}
