//! What patients pay, and what a biller decides.

use super::*;

#[test]
fn p10_a_refund_goes_to_the_one_who_paid() {
    let (mut practice, payment) = after_a_payment();
    let owe = |practice: &mut Practice, amount| {
        owe_refund(
            payment,
            "refund 1",
            money(amount),
            &practice.journal,
            booking(22),
            &mut practice.ids,
        )
    };
    let open = money("15.75");
    assert_eq!(
        owe(&mut practice, "15.76"),
        Err(PostingError::MoreThanOpen { open })
    );
    let owed = owe(&mut practice, "15.75").unwrap();
    let owed_id = owed.id();
    assert_eq!(owed.postings()[0].credit().patient, Some(patient()));
    practice.journal.append(owed).unwrap();
    practice.check(&[
        (RefundsPayable, "-15.75"),
        (UnappliedPatient, "0.00"),
        (Cash, "50.00"),
    ]);
    assert_eq!(owe(&mut practice, "0.01"), Err(PostingError::NothingLeft));
    let paid = pay_refund(owed_id, &practice.journal, booking(23), &mut practice.ids).unwrap();
    practice.journal.append(paid).unwrap();
    practice.check(&[(RefundsPayable, "0.00"), (Cash, "34.25")]);
    let again = pay_refund(owed_id, &practice.journal, booking(24), &mut practice.ids).unwrap();
    assert!(matches!(
        practice.journal.append(again),
        Ok(Appended::Replayed { .. })
    ));

    // The cheque comes back: it is paid once more, and is owed until then.
    let paid_id = practice.journal.entries().last().unwrap().id();
    let refused = take_back(owed_id, &practice.journal, booking(25), &mut practice.ids);
    assert_eq!(refused, Err(PostingError::RefundPaid { by: paid_id }));
    let back = take_back(paid_id, &practice.journal, booking(25), &mut practice.ids).unwrap();
    practice.journal.append(back).unwrap();
    practice.check(&[(RefundsPayable, "-15.75"), (Cash, "50.00")]);
    let paid = pay_refund(owed_id, &practice.journal, booking(26), &mut practice.ids).unwrap();
    assert_eq!(practice.journal.append(paid), Ok(Appended::Posted));
    practice.check(&[(RefundsPayable, "0.00"), (Cash, "34.25")]);

    // A payer's overpayment goes to the payer, though it is about a patient.
    let mut practice = Practice::new().bill(&["200.00"]);
    practice.post(
        &remit("EFT1", vec![practice.answer(1, "1", &[USUAL])], &[]),
        16,
    );
    let plan = practice.post(
        &remit("EFT2", vec![practice.answer(1, "1", &[USUAL])], &[]),
        20,
    );
    let twice = plan.entries().next().unwrap().id();
    let applied = apply_unapplied(
        twice,
        "apply",
        &practice.journal,
        &practice.items(),
        &Allocation::OldestFirst,
        booking(22),
        &mut practice.ids,
    );
    assert_eq!(applied, Err(PostingError::PayersMoney));
    let owed = owe_refund(
        twice,
        "refund 2",
        money("95.06"),
        &practice.journal,
        booking(22),
        &mut practice.ids,
    );
    let owed = owed.unwrap();
    let to = owed.postings()[0].credit();
    assert_eq!(
        (to.kind, to.payer, to.patient),
        (RefundsPayable, Some(payer(1)), None)
    );
}

#[test]
fn p7_a_credit_is_applied_to_what_the_patient_owes() {
    let (practice, payment) = after_a_payment();
    let mut practice = practice.bill_more();
    let apply = |practice: &mut Practice| {
        let items = practice.items();
        apply_unapplied(
            payment,
            "apply 1",
            &practice.journal,
            &items,
            &Allocation::OldestFirst,
            booking(32),
            &mut practice.ids,
        )
    };
    assert_eq!(
        apply(&mut practice),
        Err(PostingError::NothingLeft),
        "only the payer owes"
    );
    let answer = practice.answer(2, "1", &[("80.00", "60.00", "PR-3=20.00")]);
    practice.post(&remit("EFT2", vec![answer], &[]), 31);
    let entry = apply(&mut practice).unwrap();
    practice.journal.append(entry).unwrap();
    practice.check(&[
        (UnappliedPatient, "0.00"),
        (PatientReceivable, "4.25"),
        (Cash, "50.00"),
    ]);
    assert_eq!(apply(&mut practice), Err(PostingError::NothingLeft));
    let nobody: EntryId = Uuid::nil().into();
    let unknown = owe_refund(
        nobody,
        "x",
        money("1.00"),
        &practice.journal,
        booking(33),
        &mut practice.ids,
    );
    assert_eq!(unknown, Err(PostingError::UnknownEntry { entry: nobody }));
}

#[test]
fn p9_a_credit_is_never_given_up() {
    let mut practice = Practice::new().bill(&["200.00"]);
    practice.post(
        &remit("EFT1", vec![practice.answer(1, "1", &[USUAL])], &[]),
        16,
    );
    let item = practice.items()[0];
    let give_up = |practice: &mut Practice, item: &OpenItem, kind, amount| {
        write_off(
            item,
            kind,
            money(amount),
            "w1",
            booking(40),
            &mut practice.ids,
        )
    };
    let entry = give_up(&mut practice, &item, SmallBalance, "4.25").unwrap();
    practice.journal.append(entry).unwrap();
    practice.check(&[(SmallBalance, "4.25"), (PatientReceivable, "30.00")]);
    let credit = OpenItem {
        amount: money("-1.00"),
        ..item
    };
    let open = credit.amount;
    let refused = give_up(&mut practice, &credit, SmallBalance, "1.00");
    assert_eq!(refused, Err(PostingError::MoreThanOpen { open }));
    let refused = give_up(&mut practice, &item, Cash, "1.00");
    assert_eq!(refused, Err(PostingError::NotAWriteOff { kind: Cash }));
}

#[test]
fn p5_a_transfer_moves_responsibility_and_nothing_else() {
    let mut practice = Practice::new().bill(&["200.00"]);
    let item = practice.items()[0];
    let moved = transfer(
        &item,
        Responsible::Patient,
        item.amount,
        "t1",
        booking(10),
        &mut practice.ids,
    )
    .unwrap();
    practice.journal.append(moved).unwrap();
    let item = practice.items()[0];
    assert_eq!(
        (item.responsible, item.since, item.amount),
        (Responsible::Patient, day(10), money("200.00"))
    );
    let back = transfer(
        &item,
        Responsible::Payer(payer(1)),
        item.amount,
        "t2",
        booking(11),
        &mut practice.ids,
    )
    .unwrap();
    practice.journal.append(back).unwrap();
    assert_eq!(
        practice.items()[0].responsible,
        Responsible::Payer(payer(1))
    );
}
