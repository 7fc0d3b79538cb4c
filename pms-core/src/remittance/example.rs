//! Small remittances for the tests of this room.

use crate::adjudication::Adjustment;

use super::advice::Remittance;
use super::claim_payment::{ClaimPayment, DateOf};
use super::provider_adjustment::ProviderAdjustment;
use super::service_payment::{ServiceCode, ServicePayment};

/// `CO-45-50.00`: group, reason, amount.
pub(super) fn adjustment(text: &str) -> Adjustment {
    let mut parts = text.splitn(3, '-');
    let mut next = || parts.next().unwrap();
    let (group, reason, amount) = (next(), next(), next());
    Adjustment::new(
        group.parse().unwrap(),
        reason.parse().unwrap(),
        amount.parse().unwrap(),
    )
}

pub(super) fn line(charge: &str, paid: &str, adjustments: &[&str]) -> ServicePayment {
    let procedure = ServiceCode {
        qualifier: "HC".to_owned(),
        code: "99213".to_owned(),
        ..ServiceCode::default()
    };
    let (charge, paid) = (charge.parse().unwrap(), paid.parse().unwrap());
    let adjustments = adjustments.iter().map(|text| adjustment(text)).collect();
    ServicePayment {
        dates: vec![DateOf {
            qualifier: "472".to_owned(),
            date: "2026-07-01".parse().unwrap(),
        }],
        ..ServicePayment::new(procedure, charge, paid, adjustments)
    }
}

pub(super) fn claim(
    status: &str,
    charge: &str,
    paid: &str,
    services: Vec<ServicePayment>,
) -> ClaimPayment {
    ClaimPayment {
        charge: charge.parse().unwrap(),
        paid: paid.parse().unwrap(),
        filing: "12".to_owned(),
        payer_control: "ICN1".to_owned(),
        ..ClaimPayment::new("PCN1", status.into(), services).unwrap()
    }
}

pub(super) fn provider(reason: &str, amount: &str) -> ProviderAdjustment {
    ProviderAdjustment {
        provider: "1234567893".to_owned(),
        fiscal_end: Some("2026-12-31".parse().unwrap()),
        reason: reason.into(),
        reference: None,
        amount: amount.parse().unwrap(),
    }
}

pub(super) fn remittance(
    amount: &str,
    claims: Vec<ClaimPayment>,
    provider_adjustments: Vec<ProviderAdjustment>,
) -> Remittance {
    Remittance {
        amount: amount.parse().unwrap(),
        effective: Some("2026-08-03".parse().unwrap()),
        provider_adjustments,
        ..Remittance::new("EFT1", "1512345678", claims).unwrap()
    }
}
