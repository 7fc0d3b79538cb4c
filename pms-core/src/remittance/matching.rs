use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::claim::{Claim, ClaimLine, ClaimVersion};
use crate::id::{ChargeId, ClaimId};
use crate::money::{Money, Units};

use super::claim_payment::ClaimPayment;
use super::service_payment::{ServiceCode, ServicePayment};

/// What is needed of a claim to find it again. `Debug` shows the claim alone.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct ClaimKey {
    /// The claim.
    pub claim: ClaimId,
    /// The number that the practice gave it (CLM01).
    pub patient_control: String,
    /// The number that the payer gave it, where one is known.
    pub payer_control: Option<String>,
    /// The member number.
    pub member: Option<String>,
    /// The first day of service.
    pub date: Option<NaiveDate>,
    /// What was charged.
    pub charge: Money,
    /// Its lines.
    pub lines: Vec<LineKey>,
}

/// What is needed of a claim line to find it again. `Debug` shows the charge alone.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct LineKey {
    /// The charge it was made of.
    pub charge_id: ChargeId,
    /// The number that the practice gave it (REF 6R).
    pub control: String,
    /// The procedure.
    pub procedure: String,
    /// Its modifiers.
    pub modifiers: Vec<String>,
    /// The first day of service.
    pub date: NaiveDate,
    /// What was charged.
    pub charge: Money,
    /// How many units.
    pub units: Units,
}

impl From<&ClaimVersion> for ClaimKey {
    fn from(version: &ClaimVersion) -> Self {
        let claim: &Claim = version.claim();
        let payer_control = version.payer_control_number();
        Self {
            claim: claim.id,
            patient_control: claim.number.to_string(),
            payer_control: payer_control.map(ToString::to_string),
            member: Some(claim.subscriber.member_id.as_str().to_owned()),
            date: claim.lines.iter().map(|line| line.from).min(),
            // A total that does not fit belongs to no claim that could be sent.
            charge: claim.total().unwrap_or(Money::MAX),
            lines: claim.lines.iter().map(LineKey::from).collect(),
        }
    }
}

impl From<&ClaimLine> for LineKey {
    fn from(line: &ClaimLine) -> Self {
        let modifiers = line.modifiers.iter();
        Self {
            charge_id: line.charge,
            control: line.number.to_string(),
            procedure: line.procedure.as_str().to_owned(),
            modifiers: modifiers.map(|code| code.as_str().to_owned()).collect(),
            date: line.from,
            charge: line.amount,
            units: line.measure.quantity(),
        }
    }
}

impl fmt::Debug for ClaimKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClaimKey({})", self.claim)
    }
}

impl fmt::Debug for LineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LineKey({})", self.charge_id)
    }
}

/// What was found, and how surely.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Match<T, R> {
    /// It is this one.
    Found {
        /// Which.
        what: T,
        /// How it was recognised.
        by: R,
    },
    /// Several would do: somebody must choose.
    Ambiguous {
        /// Which ones.
        which: Vec<T>,
        /// How they were recognised.
        by: R,
    },
    /// Nothing fits.
    Missing,
}

/// How a claim was recognised, surest first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum ClaimRung {
    /// By the practice's own number (CLP01).
    PatientControl,
    /// By the payer's number (CLP07).
    PayerControl,
    /// By member, day and charge.
    MemberDayCharge,
}

/// How a line was recognised, surest first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum LineRung {
    /// By the practice's own number (REF 6R).
    LineControl,
    /// By procedure, modifiers, day, charge and units.
    Whole,
    /// By the procedure that was billed, where the payer decided on another (SVC06).
    Submitted,
    /// By procedure and day.
    ProcedureDay,
}

/// Finds the claim that a payer answered.
///
/// The surest way that leads anywhere decides. Where the same number stands at several claims (an
/// original and its replacement), the payer's number and then the charge tell them apart.
///
/// ```
/// # use pms_core::remittance::{ClaimKey, ClaimPayment, ClaimRung, Match, match_claim};
/// # fn show(payment: &ClaimPayment, keys: &[ClaimKey]) {
/// match match_claim(payment, keys) {
///     Match::Found { what, by: ClaimRung::PatientControl } => { /* post to `what` */ }
///     Match::Found { .. } | Match::Ambiguous { .. } | Match::Missing => { /* ask somebody */ }
/// }
/// # }
/// ```
#[must_use]
pub fn match_claim(payment: &ClaimPayment, keys: &[ClaimKey]) -> Match<ClaimId, ClaimRung> {
    let payer = |key: &&ClaimKey| {
        let known = key.payer_control.as_deref();
        known.is_some_and(|known| same(known, &payment.payer_control))
    };
    let charge = |key: &&ClaimKey| key.charge.magnitude() == payment.charge.magnitude();
    let narrowed = |found: Vec<ClaimId>, by| (!found.is_empty()).then(|| decide(found, by));

    let mut own: Vec<&ClaimKey> = keys
        .iter()
        .filter(|key| same(&key.patient_control, &payment.patient_control))
        .collect();
    narrow(&mut own, payer);
    narrow(&mut own, charge);
    let by_payer = || keys.iter().filter(payer).map(|key| key.claim).collect();
    let by_member = || {
        let fits = |key: &&ClaimKey| {
            let member = key.member.as_deref().zip(payment.member());
            let day = key.date.zip(payment.first_day());
            member.is_some_and(|(ours, theirs)| same(ours, theirs))
                && day.is_some_and(|(ours, theirs)| ours == theirs)
                && charge(key)
        };
        keys.iter().filter(fits).map(|key| key.claim).collect()
    };
    let own = own.into_iter().map(|key| key.claim).collect();
    narrowed(own, ClaimRung::PatientControl)
        .or_else(|| narrowed(by_payer(), ClaimRung::PayerControl))
        .or_else(|| narrowed(by_member(), ClaimRung::MemberDayCharge))
        .unwrap_or(Match::Missing)
}

/// Finds the lines that a payer answered: one answer for each of the payment's services, in order.
///
/// A payer may split one line into several services, so the line's own number may come twice.
/// Otherwise each line is found once; lines that are alike in everything are taken in order.
#[must_use]
pub fn match_services(payment: &ClaimPayment, lines: &[LineKey]) -> Vec<Match<ChargeId, LineRung>> {
    let mut found: Vec<Match<ChargeId, LineRung>> =
        payment.services.iter().map(|_| Match::Missing).collect();
    let mut free: Vec<bool> = lines.iter().map(|_| true).collect();
    let rungs = [
        LineRung::LineControl,
        LineRung::Whole,
        LineRung::Submitted,
        LineRung::ProcedureDay,
    ];
    for by in rungs {
        for (service, found) in payment.services.iter().zip(&mut found) {
            if *found != Match::Missing {
                continue;
            }
            let candidates: Vec<usize> = lines
                .iter()
                .enumerate()
                .filter(|(place, line)| {
                    let taken = !free.get(*place).is_some_and(|free| *free);
                    (by == LineRung::LineControl || !taken) && fits(by, service, line)
                })
                .map(|(place, _)| place)
                .collect();
            let chosen = match candidates.as_slice() {
                [] => continue,
                [first, ..] if by == LineRung::Whole => vec![*first],
                _ => candidates,
            };
            if let [only] = chosen.as_slice()
                && let Some(free) = free.get_mut(*only)
            {
                *free = false;
            }
            let chosen = chosen.iter().filter_map(|place| lines.get(*place));
            *found = decide(chosen.map(|line| line.charge_id).collect(), by);
        }
    }
    found
}

fn fits(by: LineRung, service: &ServicePayment, line: &LineKey) -> bool {
    let day = || service.day().is_none_or(|day| day == line.date);
    let coded = |code: &ServiceCode| same(&code.code, &line.procedure) && day();
    let modified = |code: &ServiceCode| {
        let mut theirs: Vec<_> = code.modifiers.iter().map(|m| m.to_uppercase()).collect();
        let mut ours: Vec<_> = line.modifiers.iter().map(|m| m.to_uppercase()).collect();
        theirs.sort_unstable();
        ours.sort_unstable();
        theirs == ours
    };
    match by {
        LineRung::LineControl => {
            let control = service.line_control.as_deref();
            control.is_some_and(|control| same(control, &line.control))
        }
        LineRung::Whole => {
            coded(&service.procedure)
                && modified(&service.procedure)
                && service.charge.magnitude() == line.charge.magnitude()
                && service.units.unwrap_or(Units::ONE) == line.units
        }
        LineRung::Submitted => service.submitted.as_ref().is_some_and(coded),
        LineRung::ProcedureDay => coded(&service.procedure),
    }
}

/// Keeps those that pass, unless none does.
fn narrow(found: &mut Vec<&ClaimKey>, passes: impl Fn(&&ClaimKey) -> bool) {
    if found.len() > 1 && found.iter().any(&passes) {
        found.retain(passes);
    }
}

fn decide<T: Clone, R>(found: Vec<T>, by: R) -> Match<T, R> {
    match found.as_slice() {
        [] => Match::Missing,
        [only] => Match::Found {
            what: only.clone(),
            by,
        },
        _ => Match::Ambiguous { which: found, by },
    }
}

/// Numbers that differ in case or blanks are the same: the wire has capitals only.
fn same(ours: &str, theirs: &str) -> bool {
    let ours = ours.trim();
    !ours.is_empty() && ours.eq_ignore_ascii_case(theirs.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;
    use crate::remittance::advice::{Entity, Qualified};
    use crate::remittance::example;

    fn key(number: u128, control: &str, payer: Option<&str>, charge: &str) -> ClaimKey {
        ClaimKey {
            claim: Uuid::from_u128(number).into(),
            patient_control: control.to_owned(),
            payer_control: payer.map(str::to_owned),
            member: Some("W1".to_owned()),
            date: Some("2026-07-01".parse().unwrap()),
            charge: charge.parse().unwrap(),
            lines: vec![],
        }
    }

    fn found<R>(number: u128, by: R) -> Match<ClaimId, R> {
        let what = Uuid::from_u128(number).into();
        Match::Found { what, by }
    }

    #[test]
    fn a_claim_is_found_on_the_surest_rung() {
        let services = vec![example::line("150.00", "150.00", &[])];
        let mut payment = example::claim("1", "150.00", "150.00", services);
        payment.entities.push(Entity {
            role: "QC".to_owned(),
            id: Some(Qualified {
                qualifier: "MI".to_owned(),
                value: "w1".to_owned(),
            }),
            ..Entity::default()
        });
        let other = key(9, "OTHER", None, "1.00");
        let find = |keys: &[ClaimKey]| match_claim(&payment, keys);
        let by_own = key(1, "pcn1", None, "1.00");
        let by_payer = key(2, "X", Some("ICN1"), "1.00");
        let by_member = key(3, "Y", None, "150.00");
        let all = [other.clone(), by_member.clone(), by_payer.clone(), by_own];
        assert_eq!(find(&all), found(1, ClaimRung::PatientControl));
        assert_eq!(find(&all[..3]), found(2, ClaimRung::PayerControl));
        assert_eq!(find(&all[..2]), found(3, ClaimRung::MemberDayCharge));
        assert_eq!(find(&all[..1]), Match::Missing);
        let twice = [by_member.clone(), by_member];
        assert!(matches!(find(&twice), Match::Ambiguous { which, .. } if which.len() == 2));
    }

    #[test]
    fn one_number_at_several_claims_is_told_apart() {
        let payment = example::claim("22", "-150.00", "-150.00", vec![]);
        let original = key(1, "PCN1", Some("ICN1"), "150.00");
        let replacement = key(2, "PCN1", Some("ICN2"), "160.00");
        let keys = [replacement.clone(), original];
        assert_eq!(
            match_claim(&payment, &keys),
            found(1, ClaimRung::PatientControl)
        );
        let unknown = key(1, "PCN1", None, "150.00");
        let keys = [replacement, unknown];
        assert_eq!(
            match_claim(&payment, &keys),
            found(1, ClaimRung::PatientControl)
        );
    }

    #[test]
    fn a_key_never_prints_its_member() {
        let key = key(1, "PCN1", Some("ICN1"), "1.00");
        assert_eq!(format!("{key:?}"), format!("ClaimKey({})", key.claim));
    }

    fn line(number: u128, code: &str, modifiers: &[&str], charge: &str) -> LineKey {
        LineKey {
            charge_id: Uuid::from_u128(number).into(),
            control: format!("L{number}"),
            procedure: code.to_owned(),
            modifiers: modifiers.iter().map(|&m| m.to_owned()).collect(),
            date: "2026-07-01".parse().unwrap(),
            charge: charge.parse().unwrap(),
            units: Units::ONE,
        }
    }

    /// One answer a service, as `rung number`.
    fn answers(services: Vec<ServicePayment>, lines: &[LineKey]) -> Vec<String> {
        let payment = example::claim("1", "0.00", "0.00", services);
        let shown = |found: &Match<ChargeId, LineRung>| match found {
            Match::Found { what, by } => format!("{by:?} {}", what.uuid().as_u128()),
            Match::Ambiguous { which, by } => format!("{by:?} {} of them", which.len()),
            Match::Missing => "Missing".to_owned(),
        };
        match_services(&payment, lines).iter().map(shown).collect()
    }

    fn service(code: &str, modifiers: &[&str], charge: &str) -> ServicePayment {
        let mut service = example::line(charge, charge, &[]);
        service.procedure.code = code.to_owned();
        service.procedure.modifiers = modifiers.iter().map(|&m| m.to_owned()).collect();
        service
    }

    #[test]
    fn a_line_is_found_on_the_surest_rung() {
        let lines = [
            line(1, "99213", &["25"], "100.00"),
            line(2, "99213", &[], "100.00"),
            line(3, "36415", &[], "12.00"),
            line(4, "80053", &[], "40.00"),
        ];
        let mut by_control = service("99999", &[], "1.00");
        by_control.line_control = Some("l2".to_owned());
        let mut recoded = service("80050", &[], "40.00");
        recoded.submitted = Some(ServiceCode {
            code: "80053".to_owned(),
            ..ServiceCode::default()
        });
        let services = vec![
            service("99213", &["25"], "100.00"),
            by_control,
            service("36415", &["59"], "10.00"),
            recoded,
            service("71045", &[], "9.00"),
        ];
        let wanted = [
            "Whole 1",
            "LineControl 2",
            "ProcedureDay 3",
            "Submitted 4",
            "Missing",
        ];
        assert_eq!(answers(services, &lines), wanted);
    }

    #[test]
    fn a_split_line_is_found_by_its_number_each_time() {
        let lines = [line(1, "97110", &[], "124.50")];
        let mut part = service("97110", &[], "62.25");
        part.line_control = Some("L1".to_owned());
        let wanted = ["LineControl 1", "LineControl 1"];
        assert_eq!(answers(vec![part.clone(), part], &lines), wanted);
    }

    #[test]
    fn lines_alike_are_taken_in_order_and_likeness_in_part_is_ambiguous() {
        let lines = [
            line(1, "97110", &[], "62.25"),
            line(2, "97110", &[], "62.25"),
        ];
        let same = service("97110", &[], "62.25");
        let wanted = ["Whole 1", "Whole 2", "Missing"];
        assert_eq!(
            answers(vec![same.clone(), same.clone(), same], &lines),
            wanted
        );
        let other = service("97110", &[], "1.00");
        assert_eq!(answers(vec![other], &lines), ["ProcedureDay 2 of them"]);
    }
}
