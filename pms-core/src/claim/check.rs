use chrono::NaiveDate;

use crate::adjudication::Adjustment;
use crate::code::{ClaimFrequency, CodeList, PayerTurn, ProcedureKind, Relationship, Standing};
use crate::encounter::{AccidentCause, Charge, Diagnoses, Measure, Pointers};
use crate::id::PayerId;
use crate::money::{Money, MoneyError, Units};
use crate::party::{Address, Region};

use super::duplicate::Service;
use super::finding::{Edit, Finding};
use super::line::ClaimLine;
use super::snapshot::Claim;

/// What a claim is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Checks<'a> {
    submitted: NaiveDate,
    diagnoses: Option<&'a CodeList>,
    procedures: Option<&'a CodeList>,
}

impl<'a> Checks<'a> {
    /// All that can be checked without code lists, for a claim that goes out on that day.
    #[must_use]
    pub fn on(submitted: NaiveDate) -> Self {
        Self {
            submitted,
            diagnoses: None,
            procedures: None,
        }
    }

    /// And whether the diagnoses are in force on the date of service.
    #[must_use]
    pub fn with_diagnoses(self, list: &'a CodeList) -> Self {
        let diagnoses = Some(list);
        Self { diagnoses, ..self }
    }

    /// And whether the procedures are in force on the date of service.
    #[must_use]
    pub fn with_procedures(self, list: &'a CodeList) -> Self {
        let procedures = Some(list);
        Self { procedures, ..self }
    }
}

/// The most lines that a professional claim has.
const MOST_LINES: usize = 50;
/// The most other payers that a claim tells of.
const MOST_OTHER_PAYERS: usize = 10;
/// Ten digits, the two of the cents among them.
const MOST_CENTS: i64 = 9_999_999_999;

impl Claim {
    /// What a biller should see before the claim goes out, in the claim's own order.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use pms_core::claim::{Checks, Claim, Severity};
    /// # fn show(claim: &Claim, today: NaiveDate) {
    /// let findings = claim.findings(&Checks::on(today));
    /// if findings.iter().all(|found| found.severity() == Severity::Warning) {
    ///     // it may go
    /// }
    /// # }
    /// ```
    ///
    /// A code that has no valid shape cannot stand in a claim at all: check digits, dots in
    /// diagnoses and the like were refused when the value was read.
    #[must_use]
    pub fn findings(&self, checks: &Checks<'_>) -> Vec<Finding> {
        let mut found = Vec::new();
        frequency(self, &mut found);
        diagnoses(self, checks, &mut found);
        accident(self, &mut found);
        providers(self, &mut found);
        people(self, &mut found);
        other_payers(self, &mut found);
        total(self, &mut found);
        let of = |line| Service::of(self, line);
        let services: Vec<Service> = self.lines.iter().map(of).collect();
        for (at, line) in self.lines.iter().enumerate() {
            let within = Line {
                claim: self,
                line,
                at,
            };
            within.amounts(&mut found);
            within.procedure(checks, &mut found);
            within.pointers(&mut found);
            within.dates(checks, &mut found);
            within.repeats(&services, &mut found);
            within.decisions(&mut found);
        }
        found
    }
}

fn frequency(claim: &Claim, found: &mut Vec<Finding>) {
    if matches!(claim.frequency, ClaimFrequency::Other(_)) {
        found.push(Finding::new(Edit::FrequencyUnknown, "frequency"));
    }
    let named = claim.payer_control_number.is_some();
    let edit = match (claim.frequency.names_an_earlier_claim(), named) {
        (true, false) => Edit::ControlNumberMissing,
        (false, true) => Edit::ControlNumberUnexpected,
        _ => return,
    };
    found.push(Finding::new(edit, "payer_control_number"));
}

fn diagnoses(claim: &Claim, checks: &Checks<'_>, found: &mut Vec<Finding>) {
    if claim.diagnoses.is_empty() {
        found.push(Finding::new(Edit::NoDiagnosis, "diagnoses"));
    }
    if claim.diagnoses.len() > Diagnoses::MOST {
        found.push(Finding::new(Edit::TooManyDiagnoses, "diagnoses"));
    }
    let service = claim.lines.iter().map(|line| line.from).min();
    for (at, code) in claim.diagnoses.iter().enumerate() {
        let path = format!("diagnoses[{at}]");
        if claim.diagnoses.iter().take(at).any(|before| before == code) {
            found.push(Finding::new(Edit::DiagnosisTwice, &path));
        }
        let standing = checks
            .diagnoses
            .zip(service)
            .map(|(list, day)| list.standing(code.as_str(), day));
        match standing {
            Some(Standing::Unknown) => found.push(Finding::new(Edit::DiagnosisUnknown, path)),
            Some(Standing::NotInForce) => found.push(Finding::new(Edit::DiagnosisNotInForce, path)),
            Some(Standing::InForce) | None => {}
        }
    }
}

fn accident(claim: &Claim, found: &mut Vec<Finding>) {
    let Some(accident) = claim.accident else {
        return;
    };
    let Some(date) = accident.date else {
        found.push(Finding::new(Edit::AccidentDateMissing, "accident.date"));
        return;
    };
    if accident.cause == AccidentCause::Auto && accident.state.is_none() {
        found.push(Finding::new(Edit::AccidentStateMissing, "accident.state"));
    }
    if claim.lines.iter().any(|line| line.from < date) {
        found.push(Finding::new(Edit::AccidentAfterService, "accident.date"));
    }
}

fn providers(claim: &Claim, found: &mut Vec<Finding>) {
    if claim.billing.address.is_box() {
        found.push(Finding::new(Edit::BillingBox, "billing.address"));
    }
    if zip_is_short(&claim.billing.address) {
        found.push(Finding::new(
            Edit::BillingZipShort,
            "billing.address.region.zip",
        ));
    }
    if claim
        .location
        .as_ref()
        .is_some_and(|location| zip_is_short(&location.address))
    {
        found.push(Finding::new(
            Edit::LocationZipShort,
            "location.address.region.zip",
        ));
    }
    let billing = claim.billing.provider.npi;
    if claim
        .rendering
        .as_ref()
        .is_some_and(|rendering| rendering.npi == billing)
    {
        found.push(Finding::new(Edit::RenderingRepeatsBilling, "rendering"));
    }
}

fn zip_is_short(address: &Address) -> bool {
    match &address.region {
        Region::Domestic { zip, .. } => !zip.is_full(),
        Region::Foreign { .. } => false,
    }
}

fn people(claim: &Claim, found: &mut Vec<Finding>) {
    let path = match &claim.dependent {
        Some(_) => "dependent.person.address",
        None => "subscriber.person.address",
    };
    if claim.patient_person().address.is_none() {
        found.push(Finding::new(Edit::PatientAddressMissing, path));
    }
    let relationship = claim
        .dependent
        .as_ref()
        .map(|dependent| dependent.relationship);
    if relationship == Some(Relationship::Itself) {
        found.push(Finding::new(
            Edit::DependentIsSelf,
            "dependent.relationship",
        ));
    }
}

fn other_payers(claim: &Claim, found: &mut Vec<Finding>) {
    if claim.turn != PayerTurn::Primary && claim.other_payers.is_empty() {
        found.push(Finding::new(
            Edit::SecondaryWithoutOtherPayer,
            "other_payers",
        ));
    }
    if claim.other_payers.len() > MOST_OTHER_PAYERS {
        found.push(Finding::new(Edit::TooManyOtherPayers, "other_payers"));
    }
    for (at, other) in claim.other_payers.iter().enumerate() {
        let mut before = claim.other_payers.iter().take(at).map(|before| before.turn);
        if other.turn == claim.turn || before.any(|turn| turn == other.turn) {
            found.push(Finding::new(
                Edit::TurnTwice,
                format!("other_payers[{at}].turn"),
            ));
        }
        if let Some(paid) = other.paid {
            let on_lines = adjusted_on_lines(claim, other.payer.id);
            let sum = on_lines.and_then(|on_lines| {
                let on_claim = Adjustment::total(&other.adjustments)?;
                Money::sum([paid, on_claim, on_lines])
            });
            if sum != claim.total() {
                let path = format!("other_payers[{at}].paid");
                found.push(Finding::new(Edit::OtherPayerUnbalanced, path));
            }
        }
    }
}

fn adjusted_on_lines(claim: &Claim, payer: PayerId) -> Result<Money, MoneyError> {
    let decisions = claim.lines.iter().flat_map(|line| &line.adjudications);
    let of_payer = decisions.filter(|decision| decision.payer == payer);
    Adjustment::total(of_payer.flat_map(|decision| &decision.adjustments))
}

fn total(claim: &Claim, found: &mut Vec<Finding>) {
    if claim.lines.is_empty() {
        found.push(Finding::new(Edit::NoLines, "lines"));
        return;
    }
    if claim.lines.len() > MOST_LINES {
        found.push(Finding::new(Edit::TooManyLines, "lines"));
    }
    match claim.total() {
        Ok(Money::ZERO) => found.push(Finding::new(Edit::NothingCharged, "lines")),
        Ok(total) if total.cents() <= MOST_CENTS => {}
        _ => found.push(Finding::new(Edit::TotalTooLarge, "lines")),
    }
}

/// A line within its claim.
struct Line<'a> {
    claim: &'a Claim,
    line: &'a ClaimLine,
    /// How many lines stand before it.
    at: usize,
}

impl Line<'_> {
    fn found(&self, edit: Edit, field: &str) -> Finding {
        Finding::new(edit, format!("lines[{}].{field}", self.at))
    }

    fn before(&self) -> impl Iterator<Item = &ClaimLine> {
        self.claim.lines.iter().take(self.at)
    }

    fn amounts(&self, found: &mut Vec<Finding>) {
        if self.line.amount < Money::ZERO {
            found.push(self.found(Edit::NegativeAmount, "amount"));
        }
        if self.line.measure.quantity() == Units::ZERO {
            found.push(self.found(Edit::NothingDone, "measure"));
        }
        let counted = matches!(self.line.measure, Measure::Units(_));
        if self.line.procedure.is_anesthesia() && counted {
            found.push(self.found(Edit::MinutesMissing, "measure"));
        }
    }

    fn procedure(&self, checks: &Checks<'_>, found: &mut Vec<Finding>) {
        let procedure = self.line.procedure;
        if procedure.kind() == ProcedureKind::Cdt {
            found.push(self.found(Edit::DentalProcedure, "procedure"));
        }
        if self.line.modifiers.len() > Charge::MOST_MODIFIERS {
            found.push(self.found(Edit::TooManyModifiers, "modifiers"));
        }
        let standing = checks
            .procedures
            .map(|list| list.standing(procedure.as_str(), self.line.from));
        match standing {
            Some(Standing::Unknown) => found.push(self.found(Edit::ProcedureUnknown, "procedure")),
            Some(Standing::NotInForce) => {
                found.push(self.found(Edit::ProcedureNotInForce, "procedure"));
            }
            Some(Standing::InForce) | None => {}
        }
    }

    fn pointers(&self, found: &mut Vec<Finding>) {
        let pointers = &self.line.pointers;
        if pointers.is_empty() {
            found.push(self.found(Edit::PointerMissing, "pointers"));
        }
        if pointers.len() > Pointers::MOST {
            found.push(self.found(Edit::TooManyPointers, "pointers"));
        }
        for (at, pointer) in pointers.iter().enumerate() {
            let path = format!("pointers[{at}]");
            if usize::from(pointer.number()) > self.claim.diagnoses.len() {
                found.push(self.found(Edit::PointerAbsent, &path));
            }
            if pointers.iter().take(at).any(|before| before == pointer) {
                found.push(self.found(Edit::PointerTwice, &path));
            }
        }
    }

    fn dates(&self, checks: &Checks<'_>, found: &mut Vec<Finding>) {
        if self.line.to < self.line.from {
            found.push(self.found(Edit::DatesBackwards, "to"));
        }
        if self.line.from < self.claim.patient_person().birth {
            found.push(self.found(Edit::ServiceBeforeBirth, "from"));
        }
        if self.line.from.max(self.line.to) > checks.submitted {
            found.push(self.found(Edit::ServiceAfterSubmission, "to"));
        }
    }

    fn repeats(&self, services: &[Service], found: &mut Vec<Finding>) {
        if self
            .before()
            .any(|before| before.number == self.line.number)
        {
            found.push(self.found(Edit::LineNumberTwice, "number"));
        }
        if self
            .before()
            .any(|before| before.charge == self.line.charge)
        {
            found.push(self.found(Edit::ChargeTwice, "charge"));
            return;
        }
        let (before, rest) = services.split_at_checked(self.at).unwrap_or_default();
        let twice = |service: &Service| service.must_stand_alone() && before.contains(service);
        if rest.first().is_some_and(twice) {
            found.push(self.found(Edit::LineTwice, "procedure"));
        }
    }

    fn decisions(&self, found: &mut Vec<Finding>) {
        for (at, decision) in self.line.adjudications.iter().enumerate() {
            let path = format!("adjudications[{at}]");
            let others = &self.claim.other_payers;
            if !others.iter().any(|other| other.payer.id == decision.payer) {
                found.push(self.found(Edit::DecisionOfNobody, &path));
            }
            let mut before = self.line.adjudications.iter().take(at);
            let first = !before.any(|before| before.payer == decision.payer);
            if first && self.settled_by(decision.payer) != Ok(self.line.amount) {
                found.push(self.found(Edit::LineUnbalanced, &path));
            }
        }
    }

    /// What a payer paid and adjusted on the line, in all its parts.
    fn settled_by(&self, payer: PayerId) -> Result<Money, MoneyError> {
        let decisions = self.line.adjudications.iter();
        let mut sum = Money::ZERO;
        for decision in decisions.filter(|decision| decision.payer == payer) {
            let adjusted = Adjustment::total(&decision.adjustments)?;
            sum = Money::sum([sum, decision.paid, adjusted])?;
        }
        Ok(sum)
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
