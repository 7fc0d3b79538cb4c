//! What is always true of a remittance that is posted.

use super::*;

/// An answer to a charge of so many cents that balances: the charge falls apart in what was paid
/// and five kinds of adjustments.
fn any_line() -> impl Strategy<Value = (i64, [i64; 6])> {
    prop::array::uniform6(prop_oneof![Just(0), 0..30_000_i64])
        .prop_map(|parts| (parts.iter().sum(), parts))
}

fn text(cents: i64) -> String {
    Money::from_cents(cents).unwrap().to_string()
}

fn row(sign: i64, parts: &[i64; 6]) -> (String, String, String) {
    let kinds = ["CO-45", "CO-253", "PR-1", "PR-2", "CO-197"];
    let adjusted: Vec<String> = kinds
        .iter()
        .zip(&parts[1..])
        .filter(|(_, cents)| **cents != 0)
        .map(|(kind, cents)| format!("{kind}={}", text(sign * cents)))
        .collect();
    let charge = sign * parts.iter().sum::<i64>();
    (text(charge), text(sign * parts[0]), adjusted.join(" "))
}

fn rows(sign: i64, lines: &[(i64, [i64; 6])]) -> Vec<(String, String, String)> {
    lines.iter().map(|(_, parts)| row(sign, parts)).collect()
}

fn borrowed(rows: &[(String, String, String)]) -> Vec<(&str, &str, &str)> {
    rows.iter()
        .map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str()))
        .collect()
}

proptest! {
    /// Charge = paid + written off + share + what is still open, for every charge; clearing is the
    /// payment; posting again changes nothing; taking all of it back leaves the charges alone.
    #[test]
    fn every_cent_is_somewhere(
        claims in prop::collection::vec(prop::collection::vec(any_line(), 1..4), 1..4),
        provider in -20_000..20_000_i64,
    ) {
        let mut practice = Practice::new();
        for claim in &claims {
            let charges: Vec<String> = claim.iter().map(|(charge, _)| text(*charge)).collect();
            practice = practice.bill(&charges.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let charged = practice.journal.balances(AsOf::EVERYTHING).unwrap();
        let answers = |status: &str, sign| -> Vec<ClaimPayment> {
            claims.iter().enumerate()
                .map(|(place, lines)| practice.answer(place + 1, status, &borrowed(&rows(sign, lines))))
                .collect()
        };
        let first = remit("EFT1", answers("1", 1), &[("CS", &text(provider))]);
        let back = remit("EFT2", answers("22", -1), &[]);

        let booked = practice.plan(&first, 16);
        // A charge of nothing is never booked, so an answer to it is held; it brings no money.
        let plan = booked.unwrap();
        practice.journal.append_all(plan.entries().cloned()).unwrap();
        let clearing = practice.journal.balance(AsOf::EVERYTHING, |a| a.kind == Clearing).unwrap();
        prop_assert_eq!(clearing, first.amount);
        let open = |practice: &Practice, charge: ChargeId, kind: AccountKind| {
            practice.journal.balance(AsOf::EVERYTHING, |a| a.kind == kind && a.charge == Some(charge)).unwrap()
        };
        for (place, claim) in claims.iter().enumerate() {
            if claim.iter().any(|(charge, _)| *charge == 0) {
                continue;
            }
            for (line, (_, parts)) in claim.iter().enumerate() {
                let charge = practice.charges[place][line];
                let cents = |kind| open(&practice, charge, kind).cents();
                let disguised = i64::from(parts[1] == parts.iter().sum::<i64>()) * parts[1];
                prop_assert_eq!(cents(InsuranceReceivable), parts[5] + disguised);
                prop_assert_eq!(cents(PatientReceivable), parts[3] + parts[4]);
                prop_assert_eq!(cents(Contractual) + cents(Sequestration), parts[1] + parts[2] - disguised);
            }
        }
        prop_assert!(practice.plan(&first, 20).unwrap().is_replay());

        let plan = practice.plan(&back, 30).unwrap();
        practice.journal.append_all(plan.entries().cloned()).unwrap();
        let mut after = practice.journal.balances(AsOf::EVERYTHING).unwrap();
        let whole = claims.iter().all(|claim| claim.iter().all(|(charge, _)| *charge > 0));
        if whole {
            after.retain(|account, _| !matches!(account.kind, Clearing | AccountKind::ProviderAdjustment));
            prop_assert_eq!(after, charged);
        }
        prop_assert_eq!(practice.journal.balance(AsOf::EVERYTHING, |_| true).unwrap(), Money::ZERO);
    }
}
