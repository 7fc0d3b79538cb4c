//! What payers answer, and what it does to the books.

use super::*;

#[test]
#[rustfmt::skip] // a table
fn a_remittance_becomes_these_books() {
    let mut practice = Practice::new().bill(&["200.00"]);
    let remittance = remit("EFT1", vec![practice.answer(1, "1", &[USUAL])], &[]);
    let plan = practice.post(&remittance, 16);
    assert_eq!(plan.claims[0].claim, Some(practice.billed[0].key.claim));
    assert_eq!(plan.claims[0].notices, []);
    practice.check(&[
        (InsuranceReceivable, "0.00"),
        (Clearing,            "95.06"),
        (Contractual,         "68.75"),
        (Sequestration,       "1.94"),
        (PatientReceivable,   "34.25"),
        (Revenue,             "-200.00"),
    ]);
    let deposit = book_deposit(&remittance, payer(1), booking(17), &mut practice.ids).unwrap();
    practice.journal.append_all(deposit).unwrap();
    practice.check(&[(Clearing, "0.00"), (Cash, "95.06")]);
    let item = practice.items()[0];
    assert_eq!((item.responsible, item.since, item.service), (Responsible::Patient, day(16), day(2)));
}

/// CO is no write-off by itself: what was denied waits for somebody to decide.
#[test]
#[rustfmt::skip] // a table
fn k8_a_denied_line_stays_open_with_the_payer() {
    let mut practice = Practice::new().bill(&["200.00", "50.00", "726.00", "80.00"]);
    let answer = practice.answer(1, "1", &[
        ("200.00", "0.00",  "CO-197=200.00"),
        ("50.00",  "30.00", "CO-45=10.00 CO-97=10.00"),
        ("726.00", "0.00",  "CO-45=726.00"), // a denial in disguise
        ("80.00",  "20.00", "OA-23=60.00"),  // what another payer settled
    ]);
    let plan = practice.post(&remit("EFT1", vec![answer], &[]), 16);
    let open: Vec<String> = practice.items().iter().map(|item| item.amount.to_string()).collect();
    assert_eq!(open, ["200.00", "10.00", "726.00", "60.00"]);
    practice.check(&[(Clearing, "50.00"), (Contractual, "10.00"), (PatientReceivable, "0.00")]);
    let denied: Vec<String> = plan.claims[0].denied.iter()
        .map(|denied| format!("{}={}", denied.adjustment.reason.as_str(), denied.adjustment.amount)).collect();
    assert_eq!(denied, ["197=200.00", "97=10.00", "45=726.00"]);
}

/// What is said of the claim as a whole falls on its lines in proportion to their charges.
#[test]
fn p11_adjustments_of_the_claim_are_shared_out_to_the_cent() {
    let mut practice = Practice::new().bill(&["100.00", "100.00", "100.00"]);
    let line = ("100.00", "100.00", "");
    let mut answer = practice.answer(1, "1", &[line, line, line]);
    answer.paid = money("200.00");
    answer.adjustments = adjustments("CO-45=100.00");
    let plan = practice.post(&remit("EFT1", vec![answer], &[]), 16);
    let Step::Book(entry) = &plan.claims[0].step else {
        panic!("not booked")
    };
    let amounts: Vec<String> = entry
        .postings()
        .iter()
        .map(|p| p.amount().to_string())
        .collect();
    let wanted = ["66.66", "33.34", "66.67", "33.33", "66.67", "33.33"];
    assert_eq!(amounts, wanted);
    practice.check(&[
        (Clearing, "200.00"),
        (Contractual, "100.00"),
        (InsuranceReceivable, "0.00"),
    ]);

    let mut whole = Practice::new().bill(&["100.00", "100.00", "100.00"]);
    let mut answer = whole.answer(1, "1", &[]);
    answer.charge = money("300.00");
    answer.paid = money("100.00");
    answer.adjustments = adjustments("CO-45=200.00");
    let plan = whole.post(&remit("EFT1", vec![answer], &[]), 16);
    let Step::Book(entry) = &plan.claims[0].step else {
        panic!("not booked")
    };
    let amounts: Vec<String> = entry
        .postings()
        .iter()
        .map(|p| p.amount().to_string())
        .collect();
    assert_eq!(
        amounts,
        ["33.33", "66.67", "33.33", "66.67", "33.34", "66.66"]
    );
}

/// A takeback and its correction in one remittance, whichever comes first.
#[test]
#[rustfmt::skip] // a table
fn k9_a_reversal_and_its_correction_are_both_kept() {
    for reversal_first in [true, false] {
        let mut practice = Practice::new().bill(&["200.00"]);
        practice.post(&remit("EFT1", vec![practice.answer(1, "1", &[USUAL])], &[]), 16);
        let better = ("200.00", "105.00", "CO-45=68.75 PR-1=10.00 PR-2=16.25");
        let mut claims = vec![practice.answer(1, "22", &[BACK]), practice.answer(1, "1", &[better])];
        if !reversal_first {
            claims.reverse();
        }
        let plan = practice.post(&remit("EFT2", claims, &[]), 30);
        assert_eq!(plan.entries().count(), 2);
        let reversals = plan.entries().filter(|entry| entry.reverses().is_some()).count();
        assert_eq!(reversals, 1);
        practice.check(&[
            (InsuranceReceivable, "0.00"),
            (Clearing,            "105.00"),
            (Contractual,         "68.75"),
            (Sequestration,       "0.00"),
            (PatientReceivable,   "26.25"),
        ]);
    }
}

/// Amounts are taken with their sign; the mirror is exact.
#[test]
fn k10_a_takeback_leaves_nothing_behind() {
    let mut practice = Practice::new().bill(&["200.00", "60.00"]);
    let before = practice.journal.balances(AsOf::EVERYTHING).unwrap();
    // A bonus raises the payment; the other line is denied.
    let bonus = ("200.00", "152.00", "CO-45=50.00 CO-144=-2.00");
    let denied = ("60.00", "0.00", "CO-197=60.00");
    practice.post(
        &remit("EFT1", vec![practice.answer(1, "1", &[bonus, denied])], &[]),
        16,
    );
    practice.check(&[
        (Clearing, "152.00"),
        (Contractual, "48.00"),
        (InsuranceReceivable, "60.00"),
    ]);

    let back = ("-200.00", "-152.00", "CO-45=-50.00 CO-144=2.00");
    let denied_back = ("-60.00", "0.00", "CO-197=-60.00");
    let answer = practice.answer(1, "22", &[back, denied_back]);
    let takeback = remit("EFT2", vec![answer], &[("FB", "-152.00")]);
    assert_eq!(takeback.amount, Money::ZERO);
    let plan = practice.post(&takeback, 30);
    assert!(matches!(&plan.claims[0].step, Step::Reverse(_)));
    practice.check(&[(Clearing, "152.00"), (PayerRecoupment, "-152.00")]);
    let mut after = practice.journal.balances(AsOf::EVERYTHING).unwrap();
    after.retain(|account, _| !matches!(account.kind, Clearing | PayerRecoupment));
    assert_eq!(after, before);
}

/// A takeback of a share that the patient has paid: the payment becomes free.
#[test]
#[rustfmt::skip] // a table
fn k10_what_a_patient_paid_for_a_share_is_freed() {
    let mut practice = Practice::new().bill(&["200.00"]);
    practice.post(&remit("EFT1", vec![practice.answer(1, "1", &[USUAL])], &[]), 16);
    let payment = PatientPayment {
        receipt: "R1".to_owned(), patient: patient(), amount: money("34.25"), allocation: Allocation::OldestFirst,
    };
    let entry = book_patient_payment(&payment, &practice.items(), booking(20), &mut practice.ids).unwrap();
    practice.journal.append(entry).unwrap();
    let better = ("200.00", "115.00", "CO-45=75.00 PR-2=10.00");
    let claims = vec![practice.answer(1, "22", &[BACK]), practice.answer(1, "1", &[better])];
    let remittance = remit("EFT2", claims, &[]);
    let plan = practice.post(&remittance, 30);
    assert_eq!(plan.freed.len(), 1);
    practice.check(&[
        (PatientReceivable, "0.00"),
        (UnappliedPatient,  "-24.25"),
        (Cash,              "34.25"),
        (Clearing,          "115.00"),
    ]);
    assert_eq!(practice.journal.unapplied(plan.freed[0].id()).unwrap(), money("24.25"));
    assert!(practice.plan(&remittance, 40).unwrap().is_replay());
}

/// Provider adjustments are the payer's and the practice's, never a patient's. Positive lowers the
/// payment.
#[test]
#[rustfmt::skip] // a table
fn k11_what_is_settled_besides_claims() {
    //         adjustment            payment    recoupment  interest  other
    settled(&[],                     "95.06",   "0.00",     "0.00",   "0.00");
    settled(&[("WO", "40.00")],      "55.06",   "40.00",    "0.00",   "0.00");
    settled(&[("WO", "-40.00")],     "135.06",  "-40.00",   "0.00",   "0.00");
    settled(&[("FB", "20.00")],      "75.06",   "20.00",    "0.00",   "0.00");
    settled(&[("72", "-5.00")],      "100.06",  "-5.00",    "0.00",   "0.00");
    settled(&[("L6", "-1.50")],      "96.56",   "0.00",     "-1.50",  "0.00");
    settled(&[("CS", "10.00")],      "85.06",   "0.00",     "0.00",   "10.00");
    settled(&[("ZZ", "0.00")],       "95.06",   "0.00",     "0.00",   "0.00");
    settled(&[("WO", "100.00"), ("FB", "-4.94")], "0.00", "95.06", "0.00", "0.00");
}

#[track_caller]
fn settled(
    provider: &[(&str, &str)],
    payment: &str,
    recoupment: &str,
    interest: &str,
    other: &str,
) {
    let mut practice = Practice::new().bill(&["200.00"]);
    let remittance = remit("EFT1", vec![practice.answer(1, "1", &[USUAL])], provider);
    assert_eq!(remittance.amount, money(payment));
    practice.post(&remittance, 16);
    practice.check(&[
        (Clearing, payment),
        (PayerRecoupment, recoupment),
        (Interest, interest),
        (AccountKind::ProviderAdjustment, other),
        (PatientReceivable, "34.25"),
        (InsuranceReceivable, "0.00"),
    ]);
    let again = practice.plan(&remittance, 40).unwrap();
    assert!(again.is_replay());
}

#[test]
fn k12_a_payment_is_posted_once_and_nothing_paid_is_posted_too() {
    let mut practice = Practice::new().bill(&["200.00"]);
    let all_deductible = ("200.00", "0.00", "CO-45=68.75 PR-1=131.25");
    let mut remittance = remit(
        "NON1",
        vec![practice.answer(1, "1", &[all_deductible])],
        &[],
    );
    remittance.method = PaymentMethod::NoPayment;
    let plan = practice.post(&remittance, 16);
    practice.check(&[(PatientReceivable, "131.25"), (Clearing, "0.00")]);

    let again = practice.plan(&remittance, 20).unwrap();
    assert!(again.is_replay());
    let posted = plan.entries().next().unwrap().id();
    assert_eq!(again.claims[0].step, Step::Posted(posted));

    let other = ("200.00", "0.00", "CO-45=69.75 PR-1=130.25");
    remittance.claims = vec![practice.answer(1, "1", &[other])];
    let refused = practice.plan(&remittance, 20).unwrap_err();
    assert_eq!(refused, LedgerError::SourceConflict { posted }.into());
    assert_eq!(refused.code(), "ledger.source_conflict");
}

#[test]
fn k5_a_remittance_nets_to_its_payment_or_is_refused() {
    let practice = Practice::new().bill(&["200.00"]);
    let mut remittance = remit("EFT1", vec![practice.answer(1, "1", &[USUAL])], &[]);
    remittance.amount = money("95.05");
    let refused = practice.plan(&remittance, 16).unwrap_err();
    let (booked, stated) = (money("95.06"), money("95.05"));
    assert_eq!(refused, PostingError::DoesNotNet { booked, stated });
}

/// What cannot be placed is held, whole, and says why.
#[test]
fn money_that_cannot_be_placed_is_held() {
    let held = |answer: ClaimPayment, notice: Notice| {
        let mut practice = Practice::new().bill(&["200.00"]);
        let paid = answer.paid;
        let plan = practice.post(&remit("EFT1", vec![answer], &[]), 16);
        assert_eq!(plan.claims[0].notices, [notice]);
        let account = if paid.is_negative() {
            PayerRecoupment
        } else {
            UnappliedInsurance
        };
        practice.check(&[
            (account, &paid.negated().to_string()),
            (Clearing, &paid.to_string()),
            (InsuranceReceivable, "200.00"),
        ]);
    };
    let practice = Practice::new().bill(&["200.00"]);
    held(practice.answer(2, "1", &[USUAL]), Notice::ClaimMissing);
    held(practice.answer(2, "22", &[BACK]), Notice::ClaimMissing);
    held(practice.answer(1, "22", &[BACK]), Notice::OriginalMissing);
    held(practice.answer(1, "25", &[USUAL]), Notice::Predetermination);
    let lame = ("200.00", "95.06", "CO-45=68.75");
    held(practice.answer(1, "1", &[lame]), Notice::DoesNotBalance);
    let other = ("10.00", "10.00", "");
    let mut strange = practice.answer(1, "1", &[USUAL, other]);
    strange.services[1].procedure.code = "80053".to_owned();
    held(strange, Notice::LineMissing { service: 1 });

    let mut twins = Practice::new().bill(&["200.00"]);
    let mut twin = twins.billed[0].clone();
    twin.key.claim = twins.ids.mint();
    let which = vec![twins.billed[0].key.claim, twin.key.claim];
    twins.billed.push(twin);
    let plan = twins
        .plan(
            &remit("EFT1", vec![twins.answer(1, "1", &[USUAL])], &[]),
            16,
        )
        .unwrap();
    assert_eq!(plan.claims[0].notices, [Notice::ClaimAmbiguous { which }]);

    let mut unbooked = Practice::new().bill(&["200.00"]);
    unbooked.journal = Journal::default();
    let charge = unbooked.charges[0][0];
    let plan = unbooked.post(
        &remit("EFT1", vec![unbooked.answer(1, "1", &[USUAL])], &[]),
        16,
    );
    assert_eq!(plan.claims[0].notices, [Notice::ChargeNotBooked { charge }]);
}

/// Paid twice under two numbers: the second payment pays nothing.
#[test]
fn no_charge_is_credited_more_than_is_open() {
    let mut practice = Practice::new().bill(&["200.00"]);
    practice.post(
        &remit("EFT1", vec![practice.answer(1, "1", &[USUAL])], &[]),
        16,
    );
    let plan = practice.post(
        &remit("EFT2", vec![practice.answer(1, "1", &[USUAL])], &[]),
        20,
    );
    let (charge, by) = (practice.charges[0][0], money("200.00"));
    assert_eq!(
        plan.claims[0].notices,
        [Notice::MoreThanOpen { charge, by }]
    );
    practice.check(&[
        (InsuranceReceivable, "0.00"),
        (UnappliedInsurance, "-95.06"),
        (Contractual, "68.75"),
        (PatientReceivable, "34.25"),
        (Clearing, "190.12"),
    ]);
}

/// The share goes to the next payer, and from it to the patient.
#[test]
fn a_second_payer_settles_what_the_first_left() {
    let mut practice = Practice::new().bill(&["200.00"]);
    practice.billed[0].next = Some(payer(2));
    practice.post(
        &remit("EFT1", vec![practice.answer(1, "1", &[USUAL])], &[]),
        16,
    );
    practice.check(&[(InsuranceReceivable, "34.25"), (PatientReceivable, "0.00")]);
    practice.billed[0].next = None;
    let second = ("200.00", "24.25", "OA-23=165.75 PR-1=10.00");
    let mut remittance = remit("EFT9", vec![practice.answer(1, "2", &[second])], &[]);
    remittance.originator = "2".to_owned();
    let plan = practice.post(&remittance, 30);
    assert_eq!(plan.claims[0].notices, []);
    practice.check(&[
        (InsuranceReceivable, "0.00"),
        (PatientReceivable, "10.00"),
        (Clearing, "119.31"),
    ]);
}

/// A held answer is taken back by hand and posted again once its claim is known.
#[test]
fn what_was_taken_back_by_hand_is_posted_anew() {
    let mut practice = Practice::new().bill(&["200.00"]);
    let remittance = remit("EFT1", vec![practice.answer(1, "1", &[USUAL])], &[]);
    let known = std::mem::take(&mut practice.billed);
    let held = practice
        .post(&remittance, 16)
        .entries()
        .next()
        .unwrap()
        .id();
    practice.billed = known;
    assert!(practice.plan(&remittance, 17).unwrap().is_replay());
    let back = take_back(held, &practice.journal, booking(17), &mut practice.ids).unwrap();
    practice.journal.append(back).unwrap();
    practice.post(&remittance, 18);
    practice.check(&[
        (Clearing, "95.06"),
        (UnappliedInsurance, "0.00"),
        (PatientReceivable, "34.25"),
    ]);
    assert!(practice.plan(&remittance, 19).unwrap().is_replay());
}

#[test]
fn p1_a_late_answer_posts_in_the_open_period() {
    let mut practice = Practice::new().bill(&["200.00"]);
    practice.journal.close_through(day(31));
    let remittance = remit("EFT1", vec![practice.answer(1, "1", &[USUAL])], &[]);
    let booking = Booking {
        closed_through: Some(day(31)),
        ..booking(16)
    };
    let plan = plan_remittance(
        &remittance,
        payer(1),
        &practice.billed,
        &practice.journal,
        booking,
        &mut practice.ids,
    );
    let plan = plan.unwrap();
    practice
        .journal
        .append_all(plan.entries().cloned())
        .unwrap();
    let entry = plan.entries().next().unwrap();
    assert_eq!((entry.effective(), entry.dated()), (day(32), day(16)));
}

#[test]
fn a_plan_survives_storing() {
    let practice = Practice::new().bill(&["200.00"]);
    let remittance = remit(
        "EFT1",
        vec![practice.answer(1, "1", &[USUAL])],
        &[("WO", "1.00")],
    );
    let plan = practice.plan(&remittance, 16).unwrap();
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<RemittancePlan>(&text).unwrap(), plan);
}
