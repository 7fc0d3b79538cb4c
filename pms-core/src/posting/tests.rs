use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::adjudication::Adjustment;
use crate::encounter::{Charge, Encounter, Measure, NewCharge, Pointers};
use crate::id::{ChargeId, EntryId, Ids, PatientId, PayerId, Uuid};
use crate::ledger::{
    AccountKind, Allocation, Appended, Entry, Journal, LedgerError, OpenItem, Responsible,
};
use crate::metrics::{AgingBasis, DenialRate, DenialUnit, Receivables, denial_rate};
use crate::money::{Money, Units};
use crate::remittance::{
    ClaimKey, ClaimPayment, Entity, LineKey, PaymentMethod, ProviderAdjustment, Remittance,
    ServiceCode, ServicePayment,
};
use crate::time::{AsOf, Period};

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// A day of March 2026.
fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + TimeDelta::days(i64::from(number) - 1)
}

fn noon(number: u32) -> DateTime<Utc> {
    day(number).and_hms_opt(12, 0, 0).unwrap().and_utc()
}

fn booking(number: u32) -> Booking {
    Booking::new(day(number), noon(number))
}

fn payer(number: u128) -> PayerId {
    Uuid::from_u128(100 + number).into()
}

fn patient() -> PatientId {
    Uuid::from_u128(50).into()
}

/// A practice with one patient; its claims are numbered by their place.
struct Practice {
    ids: Ids,
    journal: Journal,
    billed: Vec<BilledClaim>,
    charges: Vec<Vec<ChargeId>>,
}

impl Practice {
    fn new() -> Self {
        Self {
            ids: Ids::from(Uuid::from_u128(1 << 80)),
            journal: Journal::default(),
            billed: Vec::new(),
            charges: Vec::new(),
        }
    }

    /// Books the charges of a claim on the 2nd and sends it to payer 1.
    fn bill(mut self, charges: &[&str]) -> Self {
        let ids = &mut self.ids;
        let visit = Encounter::new(ids.mint(), patient(), ids.mint(), ids.mint(), day(2));
        let mut lines = Vec::new();
        for amount in charges {
            let charge = Charge::new(NewCharge {
                id: ids.mint(),
                from: day(2),
                to: day(2),
                procedure: "99213".parse().unwrap(),
                modifiers: vec![],
                pointers: Pointers::new([1]).unwrap(),
                measure: Measure::Units(Units::ONE),
                amount: money(amount),
                place: "11".parse().unwrap(),
            })
            .unwrap();
            let owes = Responsible::Payer(payer(1));
            let entry = book_charge(&visit, &charge, owes, booking(2), ids).unwrap();
            self.journal.append_all(entry).unwrap();
            lines.push(LineKey {
                charge_id: charge.id(),
                control: charge.id().to_string(),
                procedure: "99213".to_owned(),
                modifiers: vec![],
                date: day(2),
                charge: charge.amount(),
                units: Units::ONE,
            });
        }
        self.charges
            .push(lines.iter().map(|line| line.charge_id).collect());
        self.billed.push(BilledClaim {
            key: ClaimKey {
                claim: ids.mint(),
                patient_control: format!("PCN{}", self.charges.len()),
                payer_control: None,
                member: None,
                date: Some(day(2)),
                charge: Money::sum(lines.iter().map(|line| line.charge)).unwrap(),
                lines,
            },
            next: None,
        });
        self
    }

    /// The payer's answer to claim `number`; a line a row of charge, payment and adjustments.
    fn answer(&self, number: usize, status: &str, lines: &[(&str, &str, &str)]) -> ClaimPayment {
        let known = self.charges.get(number - 1);
        let services: Vec<ServicePayment> = lines
            .iter()
            .enumerate()
            .map(|(line, (charge, paid, adjusted))| ServicePayment {
                procedure: ServiceCode {
                    code: "99213".to_owned(),
                    ..ServiceCode::default()
                },
                charge: money(charge),
                paid: money(paid),
                revenue: None,
                units: None,
                submitted: None,
                submitted_units: None,
                line_control: known.and_then(|c| c.get(line)).map(ToString::to_string),
                dates: vec![],
                adjustments: adjustments(adjusted),
                remarks: vec![],
                references: vec![],
                amounts: vec![],
                kept: vec![],
            })
            .collect();
        ClaimPayment {
            patient_control: format!("PCN{number}"),
            status: status.into(),
            charge: Money::sum(services.iter().map(|s| s.charge)).unwrap(),
            paid: Money::sum(services.iter().map(|s| s.paid)).unwrap(),
            patient_responsibility: None,
            filing: "12".to_owned(),
            payer_control: format!("ICN{number}"),
            place: String::new(),
            frequency: String::new(),
            institutional: vec![],
            heading: None,
            adjustments: vec![],
            remarks: vec![],
            entities: vec![],
            references: vec![],
            dates: vec![],
            amounts: vec![],
            services,
            kept: vec![],
        }
    }

    fn plan(&self, remittance: &Remittance, on: u32) -> Result<RemittancePlan, PostingError> {
        let by = if remittance.originator == "2" {
            payer(2)
        } else {
            payer(1)
        };
        // Every plan brings a fresh UUID.
        let mut ids = Ids::from(Uuid::from_u128((2 << 80) + (u128::from(on) << 40)));
        plan_remittance(
            remittance,
            by,
            &self.billed,
            &self.journal,
            booking(on),
            &mut ids,
        )
    }

    fn post(&mut self, remittance: &Remittance, on: u32) -> RemittancePlan {
        let plan = self.plan(remittance, on).unwrap();
        self.journal.append_all(plan.entries().cloned()).unwrap();
        plan
    }

    fn holds(&self, kind: AccountKind) -> String {
        let of = |account: &crate::ledger::Account| account.kind == kind;
        self.journal
            .balance(AsOf::EVERYTHING, of)
            .unwrap()
            .to_string()
    }

    /// Balances in the order asked for.
    #[track_caller]
    fn check(&self, wanted: &[(AccountKind, &str)]) {
        for (kind, amount) in wanted {
            assert_eq!(self.holds(*kind), *amount, "{kind:?}");
        }
        assert_eq!(
            self.journal.balance(AsOf::EVERYTHING, |_| true).unwrap(),
            Money::ZERO
        );
    }

    fn items(&self) -> Vec<OpenItem> {
        self.journal.open_items(AsOf::EVERYTHING).unwrap()
    }
}

fn adjustments(text: &str) -> Vec<Adjustment> {
    text.split_whitespace()
        .map(|each| {
            let (code, amount) = each.split_once('=').unwrap();
            let (group, reason) = code.split_once('-').unwrap();
            Adjustment::new(
                group.parse().unwrap(),
                reason.parse().unwrap(),
                money(amount),
            )
        })
        .collect()
}

fn remit(trace: &str, claims: Vec<ClaimPayment>, provider: &[(&str, &str)]) -> Remittance {
    let provider_adjustments: Vec<ProviderAdjustment> = provider
        .iter()
        .map(|(reason, amount)| ProviderAdjustment {
            provider: "1234567893".to_owned(),
            fiscal_end: None,
            reason: (*reason).into(),
            reference: None,
            amount: money(amount),
        })
        .collect();
    let paid = Money::sum(claims.iter().map(|claim| claim.paid)).unwrap();
    let taken = Money::sum(provider_adjustments.iter().map(|each| each.amount)).unwrap();
    Remittance {
        handling: "I".to_owned(),
        amount: paid.minus(taken).unwrap(),
        method: PaymentMethod::Ach,
        format: None,
        payer_account: None,
        payee_account: None,
        effective: Some(day(16)),
        trace: trace.to_owned(),
        originator: "1".to_owned(),
        originator_supplement: None,
        produced: None,
        company: Default::default(),
        payer: Entity::default(),
        payee: Entity::default(),
        headings: vec![],
        claims,
        provider_adjustments,
        kept: vec![],
    }
}

use AccountKind::{
    Cash, Clearing, Contractual, InsuranceReceivable, Interest, PatientReceivable, PayerRecoupment,
    RefundsPayable, Revenue, Sequestration, SmallBalance, UnappliedInsurance, UnappliedPatient,
};

const USUAL: (&str, &str, &str) = (
    "200.00",
    "95.06",
    "CO-45=68.75 CO-253=1.94 PR-1=10.00 PR-2=24.25",
);
const BACK: (&str, &str, &str) = (
    "-200.00",
    "-95.06",
    "CO-45=-68.75 CO-253=-1.94 PR-1=-10.00 PR-2=-24.25",
);

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

/// One patient: 34.25 of a visit and a payment of 50.00.
fn after_a_payment() -> (Practice, EntryId) {
    let mut practice = Practice::new().bill(&["200.00"]);
    practice.post(
        &remit("EFT1", vec![practice.answer(1, "1", &[USUAL])], &[]),
        16,
    );
    let payment = PatientPayment {
        receipt: "R1".to_owned(),
        patient: patient(),
        amount: money("50.00"),
        allocation: Allocation::OldestFirst,
    };
    let entry =
        book_patient_payment(&payment, &practice.items(), booking(20), &mut practice.ids).unwrap();
    let id = entry.id();
    practice.journal.append(entry).unwrap();
    // Paid again with the same receipt, when nothing is open any more: still the same payment.
    let again =
        book_patient_payment(&payment, &practice.items(), booking(21), &mut practice.ids).unwrap();
    assert_eq!(
        practice.journal.append(again),
        Ok(Appended::Replayed { posted: id })
    );
    practice.check(&[
        (Cash, "50.00"),
        (PatientReceivable, "0.00"),
        (UnappliedPatient, "-15.75"),
    ]);
    (practice, id)
}

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

impl Practice {
    /// A second claim, booked when the first was answered.
    fn bill_more(self) -> Self {
        let earlier = self.journal;
        let practice = Self {
            journal: Journal::default(),
            ..self
        }
        .bill(&["80.00"]);
        let mut entries: Vec<Entry> = earlier
            .entries()
            .iter()
            .chain(practice.journal.entries())
            .cloned()
            .collect();
        entries.sort_by_key(Entry::recorded);
        let mut journal = Journal::default();
        journal.append_all(entries).unwrap();
        Self {
            journal,
            ..practice
        }
    }
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
