use super::super::guide::{Report, dollars};
use super::super::syntax::{Fields, Level, Position, Severity};
use super::code::Verdict;

/// What an acknowledgment tells of many claims at once (QTY, AMT), and what the claims below it come
/// to.
///
/// The guide asks for one acknowledgment a transaction of claims, which tells of all of them, so
/// that both agree. Payers that tell of rejected claims alone are found here, with a warning.
///
/// Source: X12 request for interpretation 1991.
pub(super) struct Totals {
    place: &'static str,
    at: Position,
    pub(super) verdict: Option<Verdict>,
    /// The charge of all claims (STC04).
    charge: Option<(i64, Position)>,
    /// What is told: counts and amounts of accepted and rejected claims.
    told: [Option<(i64, Position)>; 4],
    /// What the claims come to.
    sum: [i64; 4],
    /// How many claims there are.
    claims: usize,
}

/// Each total: its segment and element, the codes it goes by, what a difference is called.
const TOTALS: [(&str, &str, &str, &str); 4] = [
    ("QTY", "90 QA", "status.accepted_count", "accepted claims"),
    ("QTY", "AA QC", "status.rejected_count", "rejected claims"),
    ("AMT", "YU", "status.accepted_amount", "dollars accepted"),
    ("AMT", "YY", "status.rejected_amount", "dollars rejected"),
];

impl Totals {
    pub(super) fn of(place: &'static str, at: Position) -> Self {
        Self {
            place,
            at,
            verdict: None,
            charge: None,
            told: [None; 4],
            sum: [0; 4],
            claims: 0,
        }
    }

    /// What the status of all claims says (STC).
    pub(super) fn stated(&mut self, verdict: Option<Verdict>, charge: i64, at: Position) {
        self.verdict = verdict;
        self.charge = Some((charge, at));
    }

    /// A QTY or AMT.
    pub(super) fn told(&mut self, fields: &Fields<'_>) {
        let value = fields.element(2);
        let counts = fields.segment().id() == b"QTY";
        let read = match counts {
            true => value.text().parse().ok(),
            false => value.money().ok().map(|amount| amount.cents()),
        };
        let kind = fields.element(1).text();
        let own = |codes: &str| codes.split(' ').any(|code| code == kind);
        let slots = TOTALS.iter().zip(&mut self.told);
        for ((name, codes, _, _), slot) in slots {
            if name.as_bytes() == fields.segment().id() && own(codes) {
                *slot = read.map(|read| (read, value.at()));
            }
        }
    }

    /// One more claim below it.
    pub(super) fn count(&mut self, verdict: Option<Verdict>, charge: i64) {
        self.claims += 1;
        let (count, amount) = match verdict {
            Some(Verdict::Accepted) => (0, 2),
            Some(Verdict::Rejected) => (1, 3),
            None => return,
        };
        self.add(count, 1);
        self.add(amount, charge);
    }

    /// A provider of whose claims none is told: what it tells of all of them counts.
    pub(super) fn count_whole(&mut self, provider: &Self) {
        if provider.claims > 0 {
            return;
        }
        for (slot, told) in provider.told.iter().enumerate() {
            if let Some((told, _)) = told {
                self.claims += usize::from(slot < 2);
                self.add(slot, *told);
            }
        }
    }

    fn add(&mut self, slot: usize, more: i64) {
        if let Some(sum) = self.sum.get_mut(slot) {
            *sum = sum.saturating_add(more);
        }
    }

    /// What is told is what the claims come to. Where no claim is told of, there is nothing to prove.
    pub(super) fn prove(&self, report: &mut Report) {
        if self.claims == 0 {
            return;
        }
        for (((name, _, code, what), told), sum) in TOTALS.iter().zip(&self.told).zip(&self.sum) {
            let (told, at, path) = match told {
                Some((told, at)) => (*told, *at, format!("{}/{name}02", self.place)),
                // Only the submitter's totals must be told.
                None if self.place == "2200B" => (0, self.at, format!("{}/{name}", self.place)),
                None => continue,
            };
            if told != *sum {
                let [told, sum] = [told, *sum].map(|value| match *name {
                    "AMT" => dollars(value),
                    _ => value.to_string(),
                });
                let says = format!("{told} {what} are told, yet those below come to {sum}");
                warn(report, code, path, at, &says);
            }
        }
    }

    /// The charge of all claims is what was accepted and what was rejected.
    pub(super) fn prove_charge(&self, report: &mut Report) {
        let [_, _, accepted, rejected] = self.sum;
        let sum = accepted.saturating_add(rejected);
        let Some((charge, at)) = self.charge.filter(|_| self.claims > 0) else {
            return;
        };
        if charge != sum {
            let path = format!("{}/STC04", self.place);
            let [charge, sum] = [charge, sum].map(dollars);
            let says = format!("{charge} are charged in all, yet those below come to {sum}");
            warn(report, "status.charge_of_claims", path, at, &says);
        }
    }
}

fn warn(report: &mut Report, code: &'static str, path: String, at: Position, says: &str) {
    report.push(Severity::Warning, Level::Balance, code, path, at, says);
}
