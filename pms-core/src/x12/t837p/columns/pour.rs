use crate::adjudication::Adjustment;
use crate::money::Money;

use super::super::super::columns::{ABSENT_CENTS, OF_CLAIM, day, row};
use super::super::read::{ReceivedClaim, ReceivedLine};
use super::table::Columns;

impl Columns {
    /// Adds a claim and all that stands below it.
    pub(super) fn pour(&mut self, claim: &ReceivedClaim) {
        let claim_row = row(self.claims.len());
        self.pour_claim(claim);
        for (number, code) in (1..).zip(&claim.diagnoses) {
            self.diagnoses.claim.push(claim_row);
            self.diagnoses.number.push(number);
            self.diagnoses.code.push(code.as_bytes());
        }
        for other in &claim.other_payers {
            let payers = &mut self.other_payers;
            payers.claim.push(claim_row);
            payers.turn.push(other.turn.as_bytes());
            payers.filing.push(other.filing.as_bytes());
            payers.payer.push(other.payer.as_bytes());
            payers.paid.push(cents(other.paid));
            self.pour_adjustments(claim_row, OF_CLAIM, &other.payer, &other.adjustments);
        }
        for line in &claim.lines {
            let service_row = row(self.services.len());
            self.pour_line(claim_row, claim, line);
            for decision in &line.decisions {
                let adjustments = &decision.adjustments;
                self.pour_adjustments(claim_row, service_row, &decision.payer, adjustments);
            }
        }
    }

    fn pour_claim(&mut self, claim: &ReceivedClaim) {
        let claims = &mut self.claims;
        claims.control.push(claim.patient_control.as_bytes());
        claims.batch.push(claim.batch.as_bytes());
        claims.charge.push(claim.charge.cents());
        claims.patient_paid.push(cents(claim.patient_paid));
        claims.place.push(claim.place.as_bytes());
        claims.frequency.push(claim.frequency.as_bytes());
        claims
            .payer_control
            .push(text(claim.payer_control.as_ref()));
        claims.turn.push(claim.turn.as_bytes());
        claims.filing.push(claim.filing.as_bytes());
        claims.payer.push(claim.payer.as_bytes());
        claims.member.push(claim.member.as_bytes());
        claims.billing_npi.push(claim.billing_npi.as_bytes());
        claims
            .rendering_npi
            .push(text(claim.rendering_npi.as_ref()));
        let first = claim.lines.iter().filter_map(|line| line.from).min();
        claims.first_day.push(day(first));
        claims.byte.push(claim.at.byte);
    }

    fn pour_line(&mut self, claim_row: u32, claim: &ReceivedClaim, line: &ReceivedLine) {
        let services = &mut self.services;
        services.claim.push(claim_row);
        services.qualifier.push(line.qualifier.as_bytes());
        services.code.push(line.procedure.as_bytes());
        let modifiers = line.modifiers.iter().map(String::as_bytes);
        services.modifiers.push_joined(modifiers);
        services.charge.push(line.charge.cents());
        services.measure.push(line.measure.as_bytes());
        services.units.push(line.units.thousandths());
        let place = line.place.as_ref().unwrap_or(&claim.place);
        services.place.push(place.as_bytes());
        let pointers: Vec<_> = line.pointers.iter().map(u8::to_string).collect();
        let pointers = pointers.iter().map(String::as_bytes);
        services.pointers.push_joined(pointers);
        services.first_day.push(day(line.from));
        services.last_day.push(day(line.to));
        services.line_control.push(text(line.control.as_ref()));
        services.byte.push(line.at.byte);
    }

    fn pour_adjustments(
        &mut self,
        claim: u32,
        service: u32,
        payer: &str,
        adjustments: &[Adjustment],
    ) {
        let table = &mut self.adjustments;
        for adjustment in adjustments {
            table.claim.push(claim);
            table.service.push(service);
            table.payer.push(payer.as_bytes());
            table.group.push(adjustment.group.as_str().as_bytes());
            table.reason.push(adjustment.reason.as_str().as_bytes());
            table.amount.push(adjustment.amount.cents());
        }
    }
}

fn cents(amount: Option<Money>) -> i64 {
    amount.map_or(ABSENT_CENTS, Money::cents)
}

fn text(text: Option<&String>) -> &[u8] {
    text.map(String::as_bytes).unwrap_or_default()
}
