//! The books as facts for key figures.

use super::*;

#[test]
fn the_books_become_facts() {
    let (practice, _) = after_a_payment();
    let rows = revenue_rows(&practice.journal);
    let sum = |kind| Money::sum(rows.iter().filter(|r| r.kind == kind).map(|r| r.amount)).unwrap();
    use crate::metrics::Revenue as Of;
    assert_eq!(sum(Of::Charge), money("200.00"));
    assert_eq!(sum(Of::Contractual), money("68.75"));
    assert_eq!(sum(Of::Payment), money("129.31"));
    assert!(rows.iter().all(|row| row.service == day(2)));
    let receivables = Receivables::of(
        &receivable_rows(&practice.journal),
        AgingBasis::Responsibility,
    )
    .unwrap();
    let as_of = AsOf::new(day(18), noon(40));
    let total = receivables.aging(as_of).unwrap().total().unwrap();
    assert_eq!(total.buckets[0], money("34.25"));

    let mut practice = Practice::new().bill(&["200.00", "100.00"]);
    let denied = ("100.00", "0.00", "CO-197=100.00");
    let remittance = remit("EFT1", vec![practice.answer(1, "1", &[USUAL, denied])], &[]);
    let plan = practice.post(&remittance, 16);
    let rows = decision_rows(&remittance, &plan, payer(1), booking(16), |_| true);
    let march = Period::new(day(1), day(31)).unwrap();
    let rate = denial_rate(&rows, &DenialRate::initial(DenialUnit::Lines, march), as_of).unwrap();
    assert_eq!(rate.value(), Some("0.5".parse().unwrap()));
}
