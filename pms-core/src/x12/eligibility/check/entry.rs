use std::collections::BTreeMap;

use crate::money::Rate;

use super::super::super::guide::Report;
use super::super::super::syntax::{Element, Fields, Level, Position, decimal};
use super::rules::together;

/// What one entry says, as far as another can contradict it.
#[derive(Clone)]
pub(super) struct Entry {
    at: Position,
    kind: String,
    services: Vec<String>,
    /// What it is about: EB02, EB04 to EB06, EB09, EB12 to EB14.
    about: Vec<String>,
    /// What it says of that: EB07, EB08, EB10, EB11.
    says: Vec<String>,
    /// What stands below it tells it from others: days, places, messages.
    below: Vec<u8>,
}

impl Entry {
    pub(super) fn begin(eb: &Fields<'_>, place: &str, report: &mut Report) -> Self {
        money(eb, place, report);
        share(eb, place, report);
        quantity(eb, place, report);
        services(eb, place, report);
        let texts = |numbers: &[usize]| {
            let texts = numbers.iter().map(|n| eb.element(*n).text().into_owned());
            texts.collect::<Vec<_>>()
        };
        let services = eb.element(3).repetitions();
        Self {
            at: eb.segment().at(),
            kind: eb.element(1).text().into_owned(),
            services: services.map(|s| s.text().into_owned()).collect(),
            about: texts(&[2, 4, 5, 6, 9, 12, 13, 14]),
            says: texts(&[7, 8, 10, 11]),
            below: Vec::new(),
        }
    }

    /// A segment that stands below it.
    pub(super) fn take(&mut self, fields: &Fields<'_>) {
        self.below.extend_from_slice(fields.segment().body());
        self.below.push(b'\n');
    }

    /// Entries that say different things of the same, each behind the one it contradicts.
    pub(super) fn contradictions(entries: &[Self]) -> Vec<(Position, &'static str)> {
        let mut found = Vec::new();
        let mut said = BTreeMap::new();
        for entry in entries {
            let state = entry.state();
            let mut against = false;
            for service in &entry.services {
                let kind = if state.is_some() { "" } else { &entry.kind };
                let key = (kind, service, &entry.about, &entry.below);
                let own = (state, &entry.says);
                let before = *said.entry(key).or_insert(own);
                against |= before != own;
            }
            if against {
                let says = match state {
                    Some(_) => "coverage is told to be active and inactive; both entries are kept",
                    None => "two entries say different things of the same; both are kept",
                };
                found.push((entry.at, says));
            }
        }
        found
    }

    /// Active or inactive, where it tells that.
    fn state(&self) -> Option<bool> {
        match self.kind.as_str() {
            "1" | "2" | "3" | "4" | "5" => Some(true),
            "6" | "7" | "8" => Some(false),
            _ => None,
        }
    }
}

/// EB07: a copay, a deductible or a limit tells how much.
fn money(eb: &Fields<'_>, place: &str, report: &mut Report) {
    let amount = eb.element(7);
    let path = || format!("{place}/EB07");
    if amount.is_empty() {
        let kind = eb.element(1);
        let due = ["B", "C", "G", "J", "Y"].iter().any(|code| kind.is(code));
        if due && eb.element(8).is_empty() {
            let says = "a copay, deductible or limit tells no amount";
            report.warning("eligibility.amount_missing", path(), amount.at(), says);
        }
        return;
    }
    match amount.money() {
        Err(_) if is_decimal(amount) => {
            let says = "not an amount of dollars and cents";
            report.find(Level::Syntax, "x12.amount", path(), amount.at(), says);
        }
        Ok(amount_read) if amount_read.is_negative() => {
            let says = "the amount lies below zero";
            report.warning("eligibility.negative_amount", path(), amount.at(), says);
        }
        _ => {}
    }
}

/// EB08: the patient's part of a whole.
fn share(eb: &Fields<'_>, place: &str, report: &mut Report) {
    let share = eb.element(8);
    let path = || format!("{place}/EB08");
    if share.is_empty() {
        if eb.element(1).is("A") {
            let says = "coinsurance tells no part";
            report.warning("eligibility.share_missing", path(), share.at(), says);
        }
        return;
    }
    if !eb.element(7).is_empty() {
        let says = "an entry tells an amount or a part, not both";
        report.warning("eligibility.amount_and_share", path(), share.at(), says);
    }
    let millionths = decimal(share.bytes().trim_ascii(), 6);
    match millionths.and_then(|millionths| Rate::from_millionths(millionths).ok()) {
        None if is_decimal(share) => {
            let says = "not a part of a whole";
            report.find(Level::Syntax, "x12.rate", path(), share.at(), says);
        }
        Some(rate) if rate > Rate::ONE => {
            let says = "the part is more than the whole: 20 per cent is written .2";
            report.situation("eligibility.share_high", path(), share.at(), says);
        }
        _ => {}
    }
}

/// EB09 and EB10.
fn quantity(eb: &Fields<'_>, place: &str, report: &mut Report) {
    together(eb, place, [9, 10], "eligibility.quantity_alone", report);
    let quantity = eb.element(10);
    if !quantity.is_empty() && is_decimal(quantity) && quantity.units().is_err() {
        let path = format!("{place}/EB10");
        let says = "not a number of units";
        report.find(Level::Syntax, "x12.units", path, quantity.at(), says);
    }
}

/// EB03 and EB13.
fn services(eb: &Fields<'_>, place: &str, report: &mut Report) {
    let services = eb.element(3);
    if services.is_empty() {
        return;
    }
    if !eb.element(13).is_empty() {
        let path = format!("{place}/EB13");
        let says = "an entry is about kinds of service or about a procedure, not both";
        let at = eb.element(13).at();
        report.warning("eligibility.service_and_procedure", path, at, says);
    }
    let mut before = Vec::new();
    for service in services.repetitions() {
        let code = service.bytes().trim_ascii();
        if before.contains(&code) {
            let path = format!("{place}/EB03");
            let says = "a kind of service comes twice in one entry";
            report.warning("eligibility.service_twice", path, service.at(), says);
        }
        before.push(code);
    }
}

/// What is none has been found by the guide.
fn is_decimal(element: Element<'_>) -> bool {
    decimal(element.bytes().trim_ascii(), 9).is_some()
}
