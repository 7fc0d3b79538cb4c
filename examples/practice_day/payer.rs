//! The sample's payers: they read the claims that were sent, decide them by their own plan and
//! answer with a remittance. What the practice knows of them is what stands in the files.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use fastrand::Rng;
use pms_core::adjudication::{Adjustment, Case, Line, adjudicate};
use pms_core::claim::LineNumber;
use pms_core::code::FilingIndicator;
use pms_core::coverage::{Accumulators, Network, Plan};
use pms_core::fee::{Contract, Schedules, Service};
use pms_core::id::{ChargeId, Uuid};
use pms_core::money::Money;
use pms_core::party::Payer;
use pms_core::remittance::{
    ClaimPayment, ClaimStatus, DateOf, Entity, PaymentMethod, Qualified, Remittance, ServiceCode,
    ServicePayment,
};
use pms_core::x12::t837p::{ReceivedClaim, ReceivedLine};

use super::sample::Result;

/// A payer's own desk.
pub struct PayerDesk {
    payer: Payer,
    plan: Plan,
    contract: Contract,
    used: BTreeMap<String, Accumulators>,
    answered: u32,
    paid: u32,
}

/// Reasons for which the sample's payers deny: no authorisation, not enough told, not covered.
const DENIALS: [&str; 3] = ["197", "16", "96"];

impl PayerDesk {
    pub fn new(payer: Payer, plan: Plan, contract: Contract) -> Self {
        Self {
            payer,
            plan,
            contract,
            used: BTreeMap::new(),
            answered: 0,
            paid: 0,
        }
    }

    /// How many days the payer takes to answer.
    pub fn days(&self, rng: &mut Rng) -> u64 {
        match self.plan.filing {
            FilingIndicator::MedicareB => 14,
            FilingIndicator::Hmo => 10 + rng.u64(..10),
            _ => 16 + rng.u64(..26),
        }
    }

    /// The answer to the claims of a file.
    pub fn answer(
        &mut self,
        claims: &[ReceivedClaim],
        day: NaiveDate,
        rng: &mut Rng,
    ) -> Result<Remittance> {
        let answers = claims
            .iter()
            .map(|claim| self.decide(claim, rng))
            .collect::<Result<Vec<_>>>()?;
        self.paid += 1;
        let amount = Money::sum(answers.iter().map(|answer| answer.paid))?;
        let payee = claims.first().ok_or("a file without claims")?;
        let paying = amount.is_positive();
        Ok(Remittance {
            handling: if paying { "I" } else { "H" }.to_owned(),
            amount,
            company: Default::default(),
            method: if paying {
                PaymentMethod::Check
            } else {
                PaymentMethod::NoPayment
            },
            format: None,
            payer_account: None,
            payee_account: None,
            effective: Some(day),
            trace: format!("{}{:05}", self.payer.number.as_str(), self.paid),
            originator: format!("1{:0>9}", self.payer.number.as_str()),
            originator_supplement: None,
            produced: Some(day),
            payer: Entity {
                role: "PR".to_owned(),
                kind: String::new(),
                name: self.payer.name.as_str().to_owned(),
                ..Entity::default()
            },
            payee: Entity {
                role: "PE".to_owned(),
                kind: String::new(),
                name: payee.billing_name.clone(),
                id: Some(Qualified {
                    qualifier: "XX".to_owned(),
                    value: payee.billing_npi.clone(),
                }),
                ..Entity::default()
            },
            headings: Vec::new(),
            claims: answers,
            provider_adjustments: Vec::new(),
            kept: Vec::new(),
        })
    }

    fn decide(&mut self, claim: &ReceivedClaim, rng: &mut Rng) -> Result<ClaimPayment> {
        self.answered += 1;
        let denial = (rng.u8(..100) < 9).then(|| DENIALS[rng.usize(..DENIALS.len())]);
        let services = match denial {
            Some(reason) => claim
                .lines
                .iter()
                .map(|line| {
                    let adjustment = Adjustment::new("CO".parse()?, reason.parse()?, line.charge);
                    Ok(service(line, Money::ZERO, vec![adjustment]))
                })
                .collect::<Result<Vec<_>>>()?,
            None => self.price(claim)?,
        };
        let paid = Money::sum(services.iter().map(|service| service.paid))?;
        let shares = services.iter().flat_map(|service| &service.adjustments);
        let shares = shares.filter(|adjustment| adjustment.group.as_str() == "PR");
        let share = Money::sum(shares.map(|adjustment| adjustment.amount))?;
        Ok(ClaimPayment {
            patient_control: claim.patient_control.clone(),
            status: ClaimStatus::Primary,
            charge: claim.charge,
            paid,
            patient_responsibility: share.is_positive().then_some(share),
            filing: self.plan.filing.as_str().to_owned(),
            payer_control: format!("{}{:07}", self.payer.number.as_str(), self.answered),
            place: claim.place.clone(),
            frequency: claim.frequency.clone(),
            institutional: Vec::new(),
            heading: None,
            adjustments: Vec::new(),
            remarks: Vec::new(),
            entities: vec![self.patient(claim)],
            references: Vec::new(),
            dates: Vec::new(),
            amounts: Vec::new(),
            services,
            kept: Vec::new(),
        })
    }

    fn patient(&self, claim: &ReceivedClaim) -> Entity {
        let [family, given] = claim.dependent.as_ref().unwrap_or(&claim.subscriber);
        Entity {
            role: "QC".to_owned(),
            kind: "1".to_owned(),
            name: family.clone(),
            further_names: [given.clone(), String::new(), String::new(), String::new()],
            id: Some(Qualified {
                qualifier: "MI".to_owned(),
                value: claim.member.clone(),
            }),
            kept: Vec::new(),
        }
    }

    /// What the plan pays, line by line; what a contract's family has used counts from then on.
    fn price(&mut self, claim: &ReceivedClaim) -> Result<Vec<ServicePayment>> {
        let lines = claim
            .lines
            .iter()
            .map(|line| charged(line, &claim.place))
            .collect::<Result<Vec<_>>>()?;
        let year = lines.first().map_or(0, |line| line.service.date.year());
        let used = self
            .used
            .entry(format!("{} {year}", claim.member))
            .or_default();
        let person = claim.dependent.as_ref().unwrap_or(&claim.subscriber);
        let decided = adjudicate(
            &Case {
                patient: name(&[&claim.member, &person[0], &person[1]]).into(),
                visit: name(&[&claim.patient_control]).into(),
                plan: &self.plan,
                network: Network::In,
                protected: false,
                contract: &self.contract,
                schedules: &Schedules::default(),
                used,
            },
            &lines,
        )?;
        for event in decided.events() {
            used.record(event)?;
        }
        claim
            .lines
            .iter()
            .zip(&decided.lines)
            .map(|(line, decided)| Ok(service(line, decided.plan_pays, decided.adjustments()?)))
            .collect()
    }
}

fn charged(line: &ReceivedLine, place: &str) -> Result<Line> {
    let number: LineNumber = line
        .control
        .as_deref()
        .ok_or("a line without number")?
        .parse()?;
    let charge: ChargeId = number.charge().ok_or("a line of somebody else")?;
    let modifiers = line.modifiers.iter().map(|m| m.parse());
    Ok(Line {
        charge,
        service: Service {
            date: line.from.ok_or("a line without date")?,
            procedure: line.procedure.parse()?,
            modifiers: modifiers.collect::<std::result::Result<_, _>>()?,
            place: place.parse()?,
            units: line.units,
            minutes: None,
            locality: None,
            provider: Default::default(),
            billed: line.charge,
        },
        prior: None,
    })
}

fn service(line: &ReceivedLine, paid: Money, adjustments: Vec<Adjustment>) -> ServicePayment {
    ServicePayment {
        procedure: ServiceCode {
            qualifier: "HC".to_owned(),
            code: line.procedure.clone(),
            modifiers: line.modifiers.clone(),
            description: None,
        },
        charge: line.charge,
        paid,
        revenue: None,
        units: Some(line.units),
        submitted: None,
        submitted_units: None,
        line_control: line.control.clone(),
        dates: line
            .from
            .map(|date| DateOf {
                qualifier: "472".to_owned(),
                date,
            })
            .into_iter()
            .collect(),
        adjustments,
        remarks: Vec::new(),
        references: Vec::new(),
        amounts: Vec::new(),
        kept: Vec::new(),
    }
}

/// An identifier of the payer's own, made of what it was told.
fn name(parts: &[&str]) -> Uuid {
    let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    Uuid::from_u128(hash)
}
