//! Small remittances for the tests of this room.

use crate::adjudication::Adjustment;

use super::advice::{Entity, PaymentMethod, Remittance};
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
    ServicePayment {
        procedure: ServiceCode {
            qualifier: "HC".to_owned(),
            code: "99213".to_owned(),
            ..ServiceCode::default()
        },
        charge: charge.parse().unwrap(),
        paid: paid.parse().unwrap(),
        revenue: None,
        units: None,
        submitted: None,
        submitted_units: None,
        line_control: None,
        dates: vec![DateOf {
            qualifier: "472".to_owned(),
            date: "2026-07-01".parse().unwrap(),
        }],
        adjustments: adjustments.iter().map(|text| adjustment(text)).collect(),
        remarks: vec![],
        references: vec![],
        amounts: vec![],
        kept: vec![],
    }
}

pub(super) fn claim(
    status: &str,
    charge: &str,
    paid: &str,
    services: Vec<ServicePayment>,
) -> ClaimPayment {
    ClaimPayment {
        patient_control: "PCN1".to_owned(),
        status: status.into(),
        charge: charge.parse().unwrap(),
        paid: paid.parse().unwrap(),
        patient_responsibility: None,
        filing: "12".to_owned(),
        payer_control: "ICN1".to_owned(),
        place: String::new(),
        frequency: String::new(),
        institutional: vec![],
        heading: None,
        adjustments: vec![],
        remarks: vec![],
        entities: vec![],
        references: vec![],
        dates: vec![],
        amounts: vec![],
        services,
        kept: vec![],
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
        handling: "I".to_owned(),
        amount: amount.parse().unwrap(),
        method: PaymentMethod::Ach,
        format: None,
        company: [String::new(), String::new()],
        payer_account: None,
        payee_account: None,
        effective: Some("2026-08-03".parse().unwrap()),
        trace: "EFT1".to_owned(),
        originator: "1512345678".to_owned(),
        originator_supplement: None,
        produced: None,
        payer: Entity::default(),
        payee: Entity::default(),
        headings: vec![],
        claims,
        provider_adjustments,
        kept: vec![],
    }
}
