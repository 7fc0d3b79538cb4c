//! What a payer takes off: of claims and lines (CAS), and of a provider (PLB).

use crate::adjudication::Adjustment;
use crate::remittance::{ProviderAdjustment, ProviderReason};

use super::super::super::adjustments::{is_group, is_reason};
use super::super::super::parts::{kept, text};
use super::super::super::syntax::{Fields, Severity};
use super::{Build, Here, Scope};

impl Build {
    /// Every triplet counts: one that cannot be understood is found and kept, and those behind it
    /// are read.
    pub(super) fn adjustments(&mut self, cas: &Fields<'_>) {
        let group = cas.element(1).text().parse();
        // Where the triplets begin that were not understood.
        let mut lost = Vec::new();
        if group.is_err() {
            let says = "the group of the adjustment is no code";
            let at = cas.element(1).at();
            self.find("t835.adjustment_group", Severity::Error, "CAS01", at, says);
        } else if !is_group(cas.element(1).text().as_bytes()) {
            let says = "the group of the adjustment is none that we know";
            let at = cas.element(1).at();
            let code = "t835.unknown_group";
            self.find(code, Severity::Warning, "CAS01", at, says);
        }
        for first in (2..=cas.count().max(2)).step_by(3) {
            let (reason, amount) = (cas.element(first), cas.element(first + 1));
            if reason.is_empty() && amount.is_empty() {
                continue;
            }
            let reason = reason.text().parse();
            let path = if self.scope == Scope::Service {
                "2110/CAS"
            } else {
                "2100/CAS"
            };
            if reason.is_err() {
                let says = "the reason of the adjustment is no code";
                let at = cas.element(first).at();
                self.find("t835.adjustment_reason", Severity::Error, path, at, says);
            } else if !is_reason(cas.element(first).text().as_bytes()) {
                let says = "no reason of an adjustment has this shape";
                let at = cas.element(first).at();
                let path = format!("{path}{first:02}");
                let code = "t835.unknown_reason";
                self.find(code, Severity::Warning, &path, at, says);
            }
            let readable = cas.element(first + 1).money().is_ok();
            let amount = self.money(cas, first + 1, path);
            let units = self.units(cas, first + 2, path);
            match (&group, reason) {
                (Ok(group), Ok(reason)) if readable => {
                    let adjustment = Adjustment {
                        group: *group,
                        reason,
                        amount,
                        units,
                    };
                    match self.here() {
                        Here::Service(service) => service.adjustments.push(adjustment),
                        Here::Claim(claim) => claim.adjustments.push(adjustment),
                        Here::Elsewhere => {}
                    }
                }
                _ => lost.push(first),
            }
        }
        if group.is_err() {
            self.keep(cas);
        } else {
            self.keep_lost(cas, 1, 3, &lost);
        }
    }

    /// Keeps the parts of a segment, of so many elements each, that were not understood. What was
    /// understood is written from what was read: kept as well, it would count twice.
    fn keep_lost(&mut self, fields: &Fields<'_>, common: usize, size: usize, lost: &[usize]) {
        if lost.is_empty() {
            return;
        }
        let mut rest = kept(fields);
        for (number, element) in (1..).zip(&mut rest.elements).skip(common) {
            let is_lost = |first: &usize| (*first..first + size).contains(&number);
            if !lost.iter().any(is_lost) {
                element.clear();
            }
        }
        let is_empty = |parts: &Vec<String>| parts.iter().all(String::is_empty);
        while rest.elements.last().is_some_and(is_empty) {
            rest.elements.pop();
        }
        self.shelve(rest);
    }

    pub(super) fn provider(&mut self, plb: &Fields<'_>) {
        self.scope = Scope::Provider;
        let fiscal_end = self.date(plb, 2, "PLB");
        // Where the pairs begin whose amount was not understood.
        let mut lost = Vec::new();
        for first in (3..=plb.count().max(3)).step_by(2) {
            let reason = plb.element(first);
            if reason.is_empty() && plb.element(first + 1).is_empty() {
                continue;
            }
            let amount = self.money(plb, first + 1, "PLB");
            let code = reason.component(1);
            if !PROVIDER_REASONS.contains(&code.text().as_ref()) {
                let says = "the reason of the provider adjustment is none that we know";
                let path = format!("PLB{first:02}-1");
                let name = "t835.provider_reason";
                self.find(name, Severity::Warning, &path, code.at(), says);
            }
            if plb.element(first + 1).money().is_err() {
                lost.push(first);
                continue;
            }
            self.remittance
                .provider_adjustments
                .push(ProviderAdjustment {
                    provider: text(plb, 1),
                    fiscal_end,
                    reason: ProviderReason::from(reason.component(1).text().as_ref()),
                    reference: reason.component(2).some(),
                    amount,
                });
        }
        self.keep_lost(plb, 2, 2, &lost);
    }
}

/// Source: 005010X221A1, PLB03-1.
const PROVIDER_REASONS: [&str; 41] = [
    "50", "51", "72", "90", "AH", "AM", "AP", "B2", "B3", "BD", "BN", "C5", "CR", "CS", "CT", "CV",
    "CW", "DM", "E3", "FB", "FC", "GO", "HM", "IP", "IR", "IS", "J1", "L3", "L6", "LE", "LS", "OA",
    "OB", "PI", "PL", "RA", "RE", "SL", "TL", "WO", "WU",
];
