use crate::adjudication::Adjustment;
use crate::id::ChargeId;
use crate::money::{Money, MoneyError};
use crate::remittance::{ClaimKey, ClaimPayment, Match, Meaning, match_services};

use super::plan::Notice;

/// What a payer answered to one charge.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) charge: ChargeId,
    pub(super) paid: Money,
    pub(super) adjusted: Vec<(Adjustment, Meaning)>,
    /// By what adjustments of the claim as a whole are shared out.
    weight: Money,
}

/// The answer to a claim, charge by charge.
///
/// What was said of the claim as a whole is shared out over its lines in proportion to their
/// charges, by largest remainder, and lowers what was paid for each. A claim without lines was paid
/// its charge but for that.
pub(super) fn lines(
    payment: &ClaimPayment,
    key: &ClaimKey,
) -> Result<Result<Vec<Line>, Notice>, MoneyError> {
    let mut lines = match answered(payment, key) {
        Ok(lines) => lines,
        Err(notice) => return Ok(Err(notice)),
    };
    if payment.services.is_empty() {
        let charged = shared(payment.charge, &lines)?;
        for (line, charge) in lines.iter_mut().zip(charged) {
            line.paid = charge;
        }
    }
    for (service, adjustment, meaning) in payment.meanings() {
        if let Some(service) = service {
            if let Some(line) = lines.get_mut(service) {
                line.adjusted.push((*adjustment, meaning));
            }
            continue;
        }
        let parts = shared(adjustment.amount, &lines)?;
        for (line, amount) in lines.iter_mut().zip(parts) {
            let part = Adjustment {
                amount,
                ..*adjustment
            };
            line.paid = line.paid.minus(amount)?;
            line.adjusted.push((part, meaning));
        }
    }
    Ok(Ok(lines))
}

fn answered(payment: &ClaimPayment, key: &ClaimKey) -> Result<Vec<Line>, Notice> {
    if payment.services.is_empty() {
        let billed = key.lines.iter().map(|line| Line {
            charge: line.charge_id,
            paid: Money::ZERO,
            adjusted: Vec::new(),
            weight: line.charge.magnitude(),
        });
        let lines: Vec<Line> = billed.collect();
        return if lines.is_empty() {
            Err(Notice::LineMissing { service: 0 })
        } else {
            Ok(lines)
        };
    }
    let found = match_services(payment, &key.lines);
    let services = payment.services.iter().zip(found).enumerate();
    services
        .map(|(service, (answer, found))| match found {
            Match::Found { what, .. } => Ok(Line {
                charge: what,
                paid: answer.paid,
                adjusted: Vec::new(),
                weight: answer.charge.magnitude(),
            }),
            Match::Ambiguous { .. } | Match::Missing => Err(Notice::LineMissing { service }),
        })
        .collect()
}

fn shared(amount: Money, lines: &[Line]) -> Result<Vec<Money>, MoneyError> {
    let weights: Vec<Money> = lines.iter().map(|line| line.weight).collect();
    if weights.iter().all(|weight| weight.is_zero()) {
        return amount.split_evenly(lines.len());
    }
    amount.split(&weights)
}
