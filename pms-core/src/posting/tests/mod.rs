//! Postings in tables: a small practice, what payers answer, what patients pay, and laws.

mod answer;
mod fact;
mod law;
mod patient;
mod practice;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::adjudication::Adjustment;
use crate::encounter::{Charge, Encounter, Measure, NewCharge, Pointers};
use crate::id::{ChargeId, EntryId, Ids, PatientId, PayerId, Uuid};
use crate::ledger::{
    AccountKind, Allocation, Appended, Entry, Journal, LedgerError, OpenItem, Responsible,
};
use crate::metrics::{AgingBasis, DenialRate, DenialUnit, Receivables, denial_rate};
use crate::money::{Money, Units};
use crate::remittance::{
    ClaimKey, ClaimPayment, LineKey, PaymentMethod, ProviderAdjustment, Remittance, ServiceCode,
    ServicePayment,
};
use crate::time::{AsOf, Period};

use AccountKind::{
    Cash, Clearing, Contractual, InsuranceReceivable, Interest, PatientReceivable, PayerRecoupment,
    RefundsPayable, Revenue, Sequestration, SmallBalance, UnappliedInsurance, UnappliedPatient,
};

use practice::*;
