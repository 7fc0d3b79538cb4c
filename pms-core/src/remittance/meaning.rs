use serde::{Deserialize, Serialize};

use crate::adjudication::Adjustment;
use crate::code::{AdjustmentGroup, AdjustmentReason};
use crate::money::Money;

use super::claim_payment::ClaimPayment;

/// What an adjustment means to the practice.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub enum Meaning {
    /// The patient's share by the plan: deductible, coinsurance, copay and their like.
    PatientShare,
    /// What the contract takes off: to be written off, no denial.
    ContractDiscount,
    /// The federal sequester: to be written off, no denial.
    Sequester,
    /// What a payer before this one has settled: posted already, neither write-off nor denial.
    PriorPayer,
    /// Everything else: the payer refuses. The money stays open until somebody decides.
    Denied,
}

/// Reasons in PR that are the patient's share and no denial: deductible, coinsurance, copay, the
/// part above the fee schedule out of network, blood deductible, psychiatric reduction, spending
/// account.
const SHARES: [&str; 7] = ["1", "2", "3", "45", "66", "122", "187"];

/// Reasons in CO and PI that the contract or the payer's payment policy takes off: above the fee
/// schedule, capitation, multiple procedures, negotiated discount, incentives and penalties.
const DISCOUNTS: [&str; 7] = ["24", "45", "59", "131", "144", "172", "237"];

/// What an adjustment means, on a line or claim with this charge and payment.
///
/// Denial is never read from the claim's status: a claim that was processed as primary can be
/// denied whole, and a claim with the status of a denial can bear a mere deductible. A discount of
/// the whole charge is a refusal in disguise: writing it off would lose everything.
///
/// Source: X12 RFI 2052 for the disguised denial.
///
/// ```
/// # use pms_core::adjudication::Adjustment;
/// # use pms_core::remittance::{Meaning, meaning};
/// let lone = Adjustment::new("CO".parse()?, "45".parse()?, "80.00".parse()?);
/// assert_eq!(meaning(&lone, "200.00".parse()?, "120.00".parse()?), Meaning::ContractDiscount);
/// assert_eq!(meaning(&lone, "80.00".parse()?, "0.00".parse()?), Meaning::Denied);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn meaning(adjustment: &Adjustment, charge: Money, paid: Money) -> Meaning {
    let reason = adjustment.reason.as_str();
    match adjustment.group {
        _ if adjustment.reason == AdjustmentReason::SEQUESTER => Meaning::Sequester,
        AdjustmentGroup::PatientResponsibility if SHARES.contains(&reason) => Meaning::PatientShare,
        AdjustmentGroup::OtherAdjustment if adjustment.reason == AdjustmentReason::PRIOR_PAYER => {
            Meaning::PriorPayer
        }
        AdjustmentGroup::ContractualObligation | AdjustmentGroup::PayerInitiated
            if DISCOUNTS.contains(&reason) =>
        {
            let whole = paid.is_zero() && !charge.is_zero() && adjustment.amount == charge;
            if whole && adjustment.reason == AdjustmentReason::OVER_FEE_SCHEDULE {
                Meaning::Denied
            } else {
                Meaning::ContractDiscount
            }
        }
        _ => Meaning::Denied,
    }
}

/// Money that a payer refused, and its reason.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Denial {
    /// The line, counted from 0; none where the claim as a whole is meant.
    pub service: Option<usize>,
    /// Reason and amount.
    pub adjustment: Adjustment,
}

impl Denial {
    pub(super) fn all_of(claim: &ClaimPayment) -> Vec<Self> {
        if claim.is_reversal() {
            return Vec::new();
        }
        let denied = claim.meanings().filter(|(_, adjustment, meaning)| {
            *meaning == Meaning::Denied && adjustment.amount.is_positive()
        });
        denied
            .map(|(service, adjustment, _)| Self {
                service,
                adjustment: *adjustment,
            })
            .collect()
    }
}

impl ClaimPayment {
    /// Every adjustment with the line it belongs to and what it means there.
    pub fn meanings(&self) -> impl Iterator<Item = (Option<usize>, &Adjustment, Meaning)> {
        self.all_adjustments().map(|(line, adjustment)| {
            let service = line.and_then(|line| self.services.get(line));
            let (charge, paid) = service.map_or((self.charge, self.paid), |service| {
                (service.charge, service.paid)
            });
            (line, adjustment, meaning(adjustment, charge, paid))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remittance::example::{claim, line};

    #[test]
    #[rustfmt::skip] // a table
    fn k6_k7_k8_an_adjustment_has_a_meaning() {
        //    group reason charge    paid      adjusted  meaning
        means("PR", "1",   "150.00", "70.00",  "30.00",  Meaning::PatientShare);
        means("PR", "2",   "150.00", "70.00",  "30.00",  Meaning::PatientShare);
        means("PR", "3",   "150.00", "0.00",   "30.00",  Meaning::PatientShare);
        means("PR", "45",  "150.00", "70.00",  "30.00",  Meaning::PatientShare);
        means("PR", "96",  "150.00", "0.00",   "150.00", Meaning::Denied);
        means("PR", "27",  "150.00", "0.00",   "150.00", Meaning::Denied);
        means("CO", "45",  "150.00", "70.00",  "50.00",  Meaning::ContractDiscount);
        means("CO", "45",  "150.00", "0.00",   "50.00",  Meaning::ContractDiscount);
        means("CO", "45",  "150.00", "0.00",   "150.00", Meaning::Denied);
        means("CO", "45",  "-150.00", "-70.00", "-50.00", Meaning::ContractDiscount);
        means("CO", "253", "150.00", "98.00",  "2.00",   Meaning::Sequester);
        means("CO", "144", "150.00", "152.00", "-2.00",  Meaning::ContractDiscount);
        means("CO", "197", "150.00", "0.00",   "150.00", Meaning::Denied);
        means("CO", "97",  "150.00", "0.00",   "150.00", Meaning::Denied);
        means("CO", "16",  "150.00", "0.00",   "150.00", Meaning::Denied);
        means("OA", "23",  "150.00", "20.00",  "130.00", Meaning::PriorPayer);
        means("OA", "18",  "150.00", "0.00",   "150.00", Meaning::Denied);
        means("PI", "45",  "150.00", "100.00", "50.00",  Meaning::ContractDiscount);
        means("PI", "16",  "150.00", "0.00",   "150.00", Meaning::Denied);
    }

    #[track_caller]
    fn means(group: &str, reason: &str, charge: &str, paid: &str, amount: &str, wanted: Meaning) {
        let adjustment = Adjustment::new(
            group.parse().unwrap(),
            reason.parse().unwrap(),
            amount.parse().unwrap(),
        );
        let got = meaning(&adjustment, charge.parse().unwrap(), paid.parse().unwrap());
        assert_eq!(got, wanted, "{group}-{reason}");
    }

    #[test]
    fn k4_a_denial_is_read_from_adjustments_not_from_the_status() {
        let denied = claim(
            "1",
            "150.00",
            "0.00",
            vec![line("150.00", "0.00", &["CO-197-150.00"])],
        );
        assert!(denied.is_denied());
        assert_eq!(denied.denials().len(), 1);
        assert_eq!(denied.denials()[0].service, Some(0));
        let mere_deductible = ["CO-45-50.00", "PR-1-100.00"];
        let owed = claim(
            "4",
            "150.00",
            "0.00",
            vec![line("150.00", "0.00", &mere_deductible)],
        );
        assert!(!owed.is_denied());
        let part = ["CO-45-50.00", "CO-97-20.00"];
        let part = claim("1", "150.00", "80.00", vec![line("150.00", "80.00", &part)]);
        assert!(!part.is_denied());
        assert_eq!(part.denials().len(), 1);
        let back = ["CO-197--150.00"];
        let back = claim(
            "22",
            "-150.00",
            "0.00",
            vec![line("-150.00", "0.00", &back)],
        );
        assert!(!back.is_denied());
    }
}
