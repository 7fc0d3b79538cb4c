//! A practice with one patient, and its payers.

use super::*;

pub(super) fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// A day of March 2026.
pub(super) fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + TimeDelta::days(i64::from(number) - 1)
}

pub(super) fn noon(number: u32) -> DateTime<Utc> {
    day(number).and_hms_opt(12, 0, 0).unwrap().and_utc()
}

pub(super) fn booking(number: u32) -> Booking {
    Booking::new(day(number), noon(number))
}

pub(super) fn payer(number: u128) -> PayerId {
    Uuid::from_u128(100 + number).into()
}

pub(super) fn patient() -> PatientId {
    Uuid::from_u128(50).into()
}

/// A practice with one patient; its claims are numbered by their place.
pub(super) struct Practice {
    pub(super) ids: Ids,
    pub(super) journal: Journal,
    pub(super) billed: Vec<BilledClaim>,
    pub(super) charges: Vec<Vec<ChargeId>>,
}

impl Practice {
    pub(super) fn new() -> Self {
        Self {
            ids: Ids::from(Uuid::from_u128(1 << 80)),
            journal: Journal::default(),
            billed: Vec::new(),
            charges: Vec::new(),
        }
    }

    /// Books the charges of a claim on the 2nd and sends it to payer 1.
    pub(super) fn bill(mut self, charges: &[&str]) -> Self {
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
                covered_by: None,
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

    /// A second claim, booked when the first was answered.
    pub(super) fn bill_more(self) -> Self {
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

    /// The payer's answer to claim `number`; a line a row of charge, payment and adjustments.
    pub(super) fn answer(
        &self,
        number: usize,
        status: &str,
        lines: &[(&str, &str, &str)],
    ) -> ClaimPayment {
        let known = self.charges.get(number - 1);
        let service = |line: usize, (charge, paid, adjusted): &(&str, &str, &str)| {
            let visit = ServiceCode {
                code: "99213".to_owned(),
                ..ServiceCode::default()
            };
            let (charge, paid) = (money(charge), money(paid));
            ServicePayment {
                line_control: known.and_then(|c| c.get(line)).map(ToString::to_string),
                ..ServicePayment::new(visit, charge, paid, adjustments(adjusted))
            }
        };
        let services = lines.iter().enumerate();
        let services = services.map(|(line, row)| service(line, row)).collect();
        ClaimPayment {
            payer_control: format!("ICN{number}"),
            ..ClaimPayment::new(format!("PCN{number}"), status.into(), services).unwrap()
        }
    }

    pub(super) fn plan(
        &self,
        remittance: &Remittance,
        on: u32,
    ) -> Result<RemittancePlan, PostingError> {
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

    pub(super) fn post(&mut self, remittance: &Remittance, on: u32) -> RemittancePlan {
        let plan = self.plan(remittance, on).unwrap();
        self.journal.append_all(plan.entries().cloned()).unwrap();
        plan
    }

    pub(super) fn holds(&self, kind: AccountKind) -> String {
        let of = |account: &crate::ledger::Account| account.kind == kind;
        self.journal
            .balance(AsOf::EVERYTHING, of)
            .unwrap()
            .to_string()
    }

    /// Balances in the order asked for.
    #[track_caller]
    pub(super) fn check(&self, wanted: &[(AccountKind, &str)]) {
        for (kind, amount) in wanted {
            assert_eq!(self.holds(*kind), *amount, "{kind:?}");
        }
        assert_eq!(
            self.journal.balance(AsOf::EVERYTHING, |_| true).unwrap(),
            Money::ZERO
        );
    }

    pub(super) fn items(&self) -> Vec<OpenItem> {
        self.journal.open_items(AsOf::EVERYTHING).unwrap()
    }
}

pub(super) fn adjustments(text: &str) -> Vec<Adjustment> {
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

pub(super) fn remit(
    trace: &str,
    claims: Vec<ClaimPayment>,
    provider: &[(&str, &str)],
) -> Remittance {
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
    let taken = Money::sum(provider_adjustments.iter().map(|each| each.amount)).unwrap();
    let plain = Remittance::new(trace, "1", claims).unwrap();
    Remittance {
        amount: plain.amount.minus(taken).unwrap(),
        effective: Some(day(16)),
        provider_adjustments,
        ..plain
    }
}

pub(super) const USUAL: (&str, &str, &str) = (
    "200.00",
    "95.06",
    "CO-45=68.75 CO-253=1.94 PR-1=10.00 PR-2=24.25",
);
pub(super) const BACK: (&str, &str, &str) = (
    "-200.00",
    "-95.06",
    "CO-45=-68.75 CO-253=-1.94 PR-1=-10.00 PR-2=-24.25",
);

/// One patient: 34.25 of a visit and a payment of 50.00.
pub(super) fn after_a_payment() -> (Practice, EntryId) {
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
