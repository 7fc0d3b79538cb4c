use crate::adjudication::Adjustment;
use crate::code::RemarkCode;
use crate::money::Money;
use crate::remittance::{ClaimPayment, Entity, Place, ServicePayment};

use super::super::super::columns::{ABSENT_CENTS, OF_CLAIM, day, row};
use super::super::advice::Advice;
use super::table::Columns;

impl Columns {
    /// Adds what an advice tells besides its claims. Claims come first: their payment is the next
    /// row.
    pub(super) fn pour_payment(&mut self, advice: Advice) {
        let payment = row(self.payments.len());
        let remittance = &advice.remittance;
        let payments = &mut self.payments;
        payments.trace.push(remittance.trace.as_bytes());
        payments.originator.push(remittance.originator.as_bytes());
        payments.payer.push(remittance.payer.name.as_bytes());
        payments.payer_id.push(id(&remittance.payer));
        payments.payee.push(remittance.payee.name.as_bytes());
        payments.payee_id.push(id(&remittance.payee));
        payments.method.push(remittance.method.code().as_bytes());
        payments.amount.push(remittance.amount.cents());
        payments.effective.push(day(remittance.effective));
        payments.sound.push(advice.is_sound());
        payments.byte.push(advice.place(Place::Remittance).byte);
        for adjustment in &remittance.provider_adjustments {
            let reference = adjustment.reference.as_deref().unwrap_or_default();
            let table = &mut self.provider_adjustments;
            table.payment.push(payment);
            table.provider.push(adjustment.provider.as_bytes());
            table.reason.push(adjustment.reason.code().as_bytes());
            table.reference.push(reference.as_bytes());
            table.amount.push(adjustment.amount.cents());
        }
        self.findings.extend(advice.findings);
    }

    /// Adds the claims of an advice, their lines, adjustments and remarks.
    pub(super) fn pour_claims(&mut self, advice: &Advice) {
        for (number, claim) in advice.remittance.claims.iter().enumerate() {
            let at = advice.place(Place::Claim { claim: number }).byte;
            let claim_row = self.pour_claim(claim, at);
            self.pour_remarks(claim_row, OF_CLAIM, &claim.remarks);
            self.pour_adjustments(claim_row, OF_CLAIM, &claim.adjustments);
            for (line, service) in claim.services.iter().enumerate() {
                let place = Place::Service {
                    claim: number,
                    service: line,
                };
                let service_row = self.pour_service(claim_row, service, advice.place(place).byte);
                self.pour_adjustments(claim_row, service_row, &service.adjustments);
                self.pour_remarks(claim_row, service_row, &service.remarks);
            }
        }
    }

    fn pour_claim(&mut self, claim: &ClaimPayment, at: usize) -> u32 {
        let claim_row = row(self.claims.len());
        let responsibility = claim.patient_responsibility.map(Money::cents);
        let claims = &mut self.claims;
        claims.payment.push(row(self.payments.len()));
        claims.control.push(claim.patient_control.as_bytes());
        claims.status.push(claim.status.code().as_bytes());
        claims.charge.push(claim.charge.cents());
        claims.paid.push(claim.paid.cents());
        let responsibility = responsibility.unwrap_or(ABSENT_CENTS);
        claims.patient_responsibility.push(responsibility);
        claims.filing.push(claim.filing.as_bytes());
        claims.payer_control.push(claim.payer_control.as_bytes());
        claims.place.push(claim.place.as_bytes());
        claims.frequency.push(claim.frequency.as_bytes());
        claims
            .member
            .push(claim.member().unwrap_or_default().as_bytes());
        claims.first_day.push(day(claim.first_day()));
        claims.received.push(day(claim.date("050")));
        claims.byte.push(at);
        claim_row
    }

    fn pour_service(&mut self, claim: u32, service: &ServicePayment, at: usize) -> u32 {
        let service_row = row(self.services.len());
        let procedure = &service.procedure;
        let modifiers = procedure.modifiers.iter().map(String::as_bytes);
        let units = service.units.map_or(1_000, |units| units.thousandths());
        let allowed = service.amounts.iter().find(|each| each.qualifier == "B6");
        let services = &mut self.services;
        services.claim.push(claim);
        services.qualifier.push(procedure.qualifier.as_bytes());
        services.code.push(procedure.code.as_bytes());
        services.modifiers.push_joined(modifiers);
        services.charge.push(service.charge.cents());
        services.paid.push(service.paid.cents());
        services.revenue.push(text(service.revenue.as_deref()));
        services.units.push(units);
        services.day.push(day(service.day()));
        services
            .line_control
            .push(text(service.line_control.as_deref()));
        let allowed = allowed.map_or(ABSENT_CENTS, |each| each.amount.cents());
        services.allowed.push(allowed);
        services.byte.push(at);
        service_row
    }

    fn pour_adjustments(&mut self, claim: u32, service: u32, adjustments: &[Adjustment]) {
        let table = &mut self.adjustments;
        for adjustment in adjustments {
            table.claim.push(claim);
            table.service.push(service);
            table.group.push(adjustment.group.as_str().as_bytes());
            table.reason.push(adjustment.reason.as_str().as_bytes());
            table.amount.push(adjustment.amount.cents());
        }
    }

    fn pour_remarks(&mut self, claim: u32, service: u32, remarks: &[RemarkCode]) {
        for remark in remarks {
            self.remarks.claim.push(claim);
            self.remarks.service.push(service);
            self.remarks.code.push(remark.as_str().as_bytes());
        }
    }
}

fn id(entity: &Entity) -> &[u8] {
    text(entity.id.as_ref().map(|id| id.value.as_str()))
}

fn text(text: Option<&str>) -> &[u8] {
    text.unwrap_or_default().as_bytes()
}
