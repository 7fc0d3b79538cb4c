use serde::Serialize;

use crate::money::Money;
use crate::remittance::{Finding as Imbalance, Place, Remittance, Rule, prove, prove_payment};

use super::super::syntax::{Finding, Level, Position, Severity, Walk};

/// One 835 transaction as it was read: the remittance, how it came, and what is wrong with it.
#[derive(Clone, Debug, Serialize)]
pub struct Advice {
    /// What the payer answered.
    pub remittance: Remittance,
    /// The numbers under which it came.
    pub control: Control,
    /// What is wrong with it, envelope and balances included.
    pub findings: Vec<Finding>,
    pub(super) places: Places,
}

/// The numbers under which a transaction came.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Control {
    /// ISA13.
    pub interchange: String,
    /// GS06.
    pub group: String,
    /// ST02.
    pub transaction: String,
    /// The implementation guide (GS08), as `005010X221A1`.
    pub version: String,
}

impl Control {
    /// The numbers of the transaction that has begun.
    pub(in crate::x12) fn of(walk: &Walk) -> Self {
        let owned = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Self {
            interchange: owned(walk.interchange_control()),
            group: owned(walk.group_control()),
            transaction: owned(walk.transaction_control()),
            version: owned(walk.version()),
        }
    }
}

/// Where the parts of a remittance stand in the bytes.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Places {
    pub(super) payment: Position,
    pub(super) claims: Vec<ClaimPlace>,
}

/// Where a claim and its lines stand.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ClaimPlace {
    pub(super) at: Position,
    pub(super) services: Vec<Position>,
}

impl Advice {
    /// Nothing speaks against posting it: it balances at all three levels, and no error was found.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let error = |finding: &Finding| finding.severity == Severity::Error;
        !self.findings.iter().any(error)
    }

    /// Where a part of the remittance stands in the bytes.
    #[must_use]
    pub fn place(&self, place: Place) -> Position {
        let claim = |claim: usize| self.places.claims.get(claim);
        let found = match place {
            Place::Remittance => Some(self.places.payment),
            Place::Claim { claim: number } => claim(number).map(|claim| claim.at),
            Place::Service {
                claim: number,
                service,
            } => claim(number).and_then(|claim| claim.services.get(service).copied()),
        };
        found.unwrap_or_default()
    }

    /// Adds what the proof of the balances finds, each with its place.
    pub(super) fn prove(&mut self, paid_elsewhere: Option<Money>) {
        let found = match paid_elsewhere {
            Some(paid) => prove_payment(&self.remittance, paid),
            None => prove(&self.remittance),
        };
        for imbalance in found {
            let element = element(imbalance.rule, imbalance.place);
            let at = Position {
                element: element.1,
                ..self.place(imbalance.place)
            };
            self.findings.push(Finding {
                code: imbalance.rule.code(),
                severity: severity(&imbalance),
                level: Level::Balance,
                path: format!("{}{:02}", element.0, element.1),
                at,
                says: imbalance.to_string(),
            });
        }
    }
}

fn severity(imbalance: &Imbalance) -> Severity {
    match imbalance.rule {
        rule if rule.is_balance() => Severity::Error,
        Rule::ReversalSign | Rule::NegativePayment | Rule::NoPayment => Severity::Error,
        _ => Severity::Warning,
    }
}

/// The element that states what does not hold.
fn element(rule: Rule, place: Place) -> (&'static str, usize) {
    match (rule, place) {
        (_, Place::Remittance) => ("BPR", 2),
        (Rule::ChargeOfLines | Rule::NegativeCharge, Place::Claim { .. }) => ("2100/CLP", 3),
        (Rule::PatientResponsibility, Place::Claim { .. }) => ("2100/CLP", 5),
        (_, Place::Claim { .. }) => ("2100/CLP", 4),
        (Rule::NegativeCharge, Place::Service { .. }) => ("2110/SVC", 2),
        (_, Place::Service { .. }) => ("2110/SVC", 3),
    }
}
