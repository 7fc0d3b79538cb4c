use core::fmt;
use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::id::{ChargeId, PatientId, StatementId};
use crate::ledger::{Account, AccountClass, AccountKind, Journal, Posting, Responsible};
use crate::money::{Money, MoneyError};
use crate::time::AsOf;

use super::balance::{PatientBalance, Policy, patient_balance};
use super::error::BillingError;

/// What a patient was asked to pay on a day.
///
/// Frozen when it is issued: later payments change the books and the next statement, never this
/// one. `Debug` shows the identifier alone.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Statement(Stored);

#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
struct Stored {
    id: StatementId,
    patient: PatientId,
    issued: NaiveDate,
    due_by: NaiveDate,
    as_of: AsOf,
    lines: Vec<StatementLine>,
    totals: Totals,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    previous: Option<Previous>,
}

/// What issuing a statement brings.
#[derive(Clone, Copy, Debug)]
pub struct NewStatement<'a> {
    /// Its identifier.
    pub id: StatementId,
    /// Who is asked.
    pub patient: PatientId,
    /// As of when the books are read; issued on its day.
    pub as_of: AsOf,
    /// How many days there are to pay.
    pub days_to_pay: u32,
    /// When a share is asked for.
    pub policy: Policy,
    /// The statement before, where there is one.
    pub previous: Option<&'a Statement>,
}

/// One charge that is asked for: what became of it, and what is due.
///
/// The charge is what was paid, taken off, and is owed: every cent of it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct StatementLine {
    /// The charge.
    pub charge: ChargeId,
    /// When the service was.
    pub service: NaiveDate,
    /// What it is called on the statement: the host's words, as they were at issue.
    pub label: Option<String>,
    /// At full fee.
    pub charged: Money,
    /// Paid by payers.
    pub paid_by_payers: Money,
    /// Taken off by contract or given up.
    pub taken_off: Money,
    /// Paid by the patient.
    pub paid_by_patient: Money,
    /// Owed by others still.
    pub with_others: Money,
    /// Due from the patient.
    pub due: Money,
    /// Since when the patient owes it.
    pub since: NaiveDate,
}

/// The totals of a statement.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Totals {
    /// Of all lines.
    pub due: Money,
    /// Payments and credits of the patient that pay no charge yet.
    pub unapplied: Money,
    /// What is asked: due less unapplied, never below zero.
    pub to_pay: Money,
}

/// What the statement before asked.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Previous {
    /// Which one.
    pub statement: StatementId,
    /// When it was issued.
    pub issued: NaiveDate,
    /// What it asked.
    pub to_pay: Money,
}

impl Statement {
    /// Asks a patient for what is due. `label` says what a charge is called.
    ///
    /// # Errors
    ///
    /// [`BillingError::NothingDue`] where nothing would be asked; [`BillingError::DueDay`];
    /// [`BillingError::Ledger`] where a sum does not fit.
    pub fn issue(
        new: NewStatement<'_>,
        journal: &Journal,
        label: impl Fn(ChargeId) -> Option<String>,
    ) -> Result<Self, BillingError> {
        let balance = patient_balance(new.patient, journal, new.policy, new.as_of)?;
        let mut lines = lines(&balance);
        for line in &mut lines {
            line.label = label(line.charge);
        }
        tell(&mut lines, journal, new.as_of)?;
        let to_pay = balance.to_pay()?;
        if !to_pay.is_positive() {
            return Err(BillingError::NothingDue);
        }
        let issued = new.as_of.effective;
        let days = Days::new(new.days_to_pay.into());
        Self::try_from(Stored {
            id: new.id,
            patient: new.patient,
            issued,
            due_by: issued.checked_add_days(days).ok_or(BillingError::DueDay)?,
            as_of: new.as_of,
            lines,
            totals: Totals {
                due: balance.due,
                unapplied: balance.credits.plus(balance.unapplied)?,
                to_pay,
            },
            previous: new.previous.map(|statement| Previous {
                statement: statement.id(),
                issued: statement.issued(),
                to_pay: statement.totals().to_pay,
            }),
        })
    }

    /// Which statement it is.
    #[must_use]
    pub fn id(&self) -> StatementId {
        self.0.id
    }

    /// Who is asked.
    #[must_use]
    pub fn patient(&self) -> PatientId {
        self.0.patient
    }

    /// When it was issued.
    #[must_use]
    pub fn issued(&self) -> NaiveDate {
        self.0.issued
    }

    /// By when to pay.
    #[must_use]
    pub fn due_by(&self) -> NaiveDate {
        self.0.due_by
    }

    /// As of when the books were read.
    #[must_use]
    pub fn as_of(&self) -> AsOf {
        self.0.as_of
    }

    /// The charges that are asked for, oldest service first.
    #[must_use]
    pub fn lines(&self) -> &[StatementLine] {
        &self.0.lines
    }

    /// The totals.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.0.totals
    }

    /// What the statement before asked.
    #[must_use]
    pub fn previous(&self) -> Option<Previous> {
        self.0.previous
    }
}

impl StatementLine {
    fn adds_up(&self) -> Result<bool, MoneyError> {
        let parts = [
            self.paid_by_payers,
            self.taken_off,
            self.paid_by_patient,
            self.with_others,
            self.due,
        ];
        Ok(Money::sum(parts)? == self.charged)
    }
}

impl TryFrom<Stored> for Statement {
    type Error = BillingError;

    fn try_from(stored: Stored) -> Result<Self, BillingError> {
        let due = Money::sum(stored.lines.iter().map(|line| line.due))?;
        let Totals {
            due: total,
            unapplied,
            to_pay,
        } = stored.totals;
        let mut sound = due == total && total.minus(unapplied)? == to_pay && to_pay.is_positive();
        for line in &stored.lines {
            sound &= line.adds_up()?;
        }
        if sound {
            Ok(Self(stored))
        } else {
            Err(BillingError::DoesNotAddUp)
        }
    }
}

impl From<Statement> for Stored {
    fn from(statement: Statement) -> Self {
        statement.0
    }
}

impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Statement({})", self.0.id)
    }
}

fn lines(balance: &PatientBalance) -> Vec<StatementLine> {
    let due = balance.items.iter().filter(|item| item.hold.is_none());
    let line = due.map(|item| StatementLine {
        charge: item.item.charge,
        service: item.item.service,
        label: None,
        charged: Money::ZERO,
        paid_by_payers: Money::ZERO,
        taken_off: Money::ZERO,
        paid_by_patient: Money::ZERO,
        with_others: Money::ZERO,
        due: item.item.amount,
        since: item.item.since,
    });
    line.collect()
}

/// Fills in what became of each charge.
fn tell(lines: &mut [StatementLine], journal: &Journal, as_of: AsOf) -> Result<(), BillingError> {
    let mut places: BTreeMap<ChargeId, &mut StatementLine> =
        lines.iter_mut().map(|line| (line.charge, line)).collect();
    for posting in journal.as_of(as_of).flat_map(|entry| entry.postings()) {
        let (debit, credit) = (posting.debit(), posting.credit());
        lower(&mut places, credit, debit, posting.amount())?;
        lower(&mut places, debit, credit, posting.amount().negated())?;
        others(&mut places, posting)?;
    }
    Ok(())
}

/// What lowers what is owed for a charge, told by where it goes.
fn lower(
    places: &mut BTreeMap<ChargeId, &mut StatementLine>,
    owed: &Account,
    to: &Account,
    amount: Money,
) -> Result<(), MoneyError> {
    let Some(line) = owed
        .charge
        .filter(|_| owed.kind.is_receivable())
        .and_then(|charge| places.get_mut(&charge))
    else {
        return Ok(());
    };
    let (sum, amount) = match to.kind {
        kind if kind.is_receivable() => return Ok(()),
        AccountKind::Revenue => (&mut line.charged, amount.negated()),
        kind if kind.class() == AccountClass::Reduction => (&mut line.taken_off, amount),
        AccountKind::Cash | AccountKind::UnappliedPatient => (&mut line.paid_by_patient, amount),
        _ => (&mut line.paid_by_payers, amount),
    };
    *sum = sum.plus(amount)?;
    Ok(())
}

/// What others than the patient owe for a charge.
fn others(
    places: &mut BTreeMap<ChargeId, &mut StatementLine>,
    posting: &Posting,
) -> Result<(), MoneyError> {
    let sides = [
        (posting.debit(), posting.amount()),
        (posting.credit(), posting.amount().negated()),
    ];
    for (account, gain) in sides {
        let by_others = Responsible::of(account).is_some_and(|who| who != Responsible::Patient);
        if let Some(charge) = account.charge.filter(|_| by_others)
            && let Some(line) = places.get_mut(&charge)
        {
            line.with_others = line.with_others.plus(gain)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::Hold;
    use crate::id::{EntryId, PayerId, Uuid};
    use crate::ledger::{Content, Dates, Entry, Source, SourceKind};
    use chrono::TimeDelta;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + TimeDelta::days(i64::from(number) - 1)
    }

    fn at(number: u32) -> AsOf {
        AsOf::new(
            day(number),
            day(number).and_hms_opt(20, 0, 0).unwrap().and_utc(),
        )
    }

    fn patient() -> PatientId {
        Uuid::from_u128(1).into()
    }

    fn charge(number: u128) -> ChargeId {
        Uuid::from_u128(100 + number).into()
    }

    fn own(number: u128) -> Account {
        Account::of(AccountKind::PatientReceivable)
            .for_patient(patient())
            .on_charge(charge(number))
    }

    fn insurance(number: u128) -> Account {
        own(number)
            .as_kind(AccountKind::InsuranceReceivable)
            .at_payer(PayerId::from(Uuid::from_u128(9)))
    }

    fn plain(kind: AccountKind) -> Account {
        Account::of(kind)
    }

    fn unapplied() -> Account {
        Account::of(AccountKind::UnappliedPatient)
            .for_patient(patient())
            .from_payment(Uuid::from_u128(77).into())
    }

    fn post(journal: &mut Journal, on: u32, moves: &[(Account, Account, &str)]) {
        let number = journal.entries().len();
        let postings = moves
            .iter()
            .map(|(d, c, a)| Posting::new(*d, *c, money(a)).unwrap());
        let dates = Dates {
            service: Some(day(on)),
            effective: day(on),
            recorded: day(on).and_hms_opt(12, 0, 0).unwrap().and_utc(),
        };
        let source = Source::new(
            SourceKind::Charge,
            number.to_string(),
            Content::new().hash(),
        );
        let id = EntryId::from(Uuid::from_u128(5_000 + u128::try_from(number).unwrap()));
        let entry = Entry::new(id, dates, source.unwrap(), postings.collect()).unwrap();
        journal.append(entry).unwrap();
    }

    /// Charge 1: answered, 34.25 left to the patient. Charge 2: half denied, 20.00 left. Charge 3:
    /// self-pay, 80.00, of which 30.00 are paid. And 5.00 paid for nothing yet.
    fn books() -> Journal {
        use AccountKind::{Cash, Clearing, Contractual, Revenue, Sequestration};
        let mut journal = Journal::default();
        post(&mut journal, 2, &[(insurance(1), plain(Revenue), "200.00")]);
        post(&mut journal, 3, &[(insurance(2), plain(Revenue), "100.00")]);
        post(&mut journal, 5, &[(own(3), plain(Revenue), "80.00")]);
        post(
            &mut journal,
            5,
            &[
                (plain(Cash), own(3), "30.00"),
                (plain(Cash), unapplied(), "5.00"),
            ],
        );
        post(
            &mut journal,
            16,
            &[
                (plain(Clearing), insurance(1), "95.06"),
                (plain(Contractual), insurance(1), "68.75"),
                (plain(Sequestration), insurance(1), "1.94"),
                (own(1), insurance(1), "34.25"),
            ],
        );
        post(
            &mut journal,
            17,
            &[
                (plain(Clearing), insurance(2), "30.00"),
                (own(2), insurance(2), "20.00"),
            ],
        );
        journal
    }

    fn new(on: u32) -> NewStatement<'static> {
        NewStatement {
            id: Uuid::from_u128(700).into(),
            patient: patient(),
            as_of: at(on),
            days_to_pay: 21,
            policy: Policy::default(),
            previous: None,
        }
    }

    fn issue(journal: &Journal, new: NewStatement<'_>) -> Result<Statement, BillingError> {
        Statement::issue(new, journal, |_| Some("Office visit".to_owned()))
    }

    #[test]
    fn p6_a_share_waits_while_a_payer_is_pending() {
        let journal = books();
        let balance = patient_balance(patient(), &journal, Policy::default(), at(20)).unwrap();
        assert_eq!(
            (balance.due, balance.on_hold),
            (money("84.25"), money("20.00"))
        );
        assert_eq!(
            (balance.unapplied, balance.with_payers),
            (money("5.00"), money("50.00"))
        );
        assert_eq!(balance.to_pay().unwrap(), money("79.25"));
        let holds: Vec<Option<Hold>> = balance.items.iter().map(|item| item.hold).collect();
        let amount = money("50.00");
        assert_eq!(holds, [None, Some(Hold::PayerPending { amount }), None]);

        let impatient = Policy {
            pending_days: Some(10),
        };
        let due = |on| {
            patient_balance(patient(), &journal, impatient, at(on))
                .unwrap()
                .due
        };
        assert_eq!(due(26), money("84.25"), "owed for nine days");
        assert_eq!(due(27), money("104.25"));
        let before = patient_balance(patient(), &journal, impatient, at(4)).unwrap();
        assert_eq!(
            (before.due, before.with_payers),
            (Money::ZERO, money("300.00"))
        );
        let nobody = patient_balance(Uuid::nil().into(), &journal, impatient, at(27)).unwrap();
        assert_eq!(nobody.to_pay().unwrap(), Money::ZERO);
    }

    #[test]
    fn p12_a_statement_is_frozen_when_it_is_issued() {
        let mut journal = books();
        let first = issue(&journal, new(20)).unwrap();
        let text = serde_json::to_string(&first).unwrap();
        let print = first.to_string();
        post(
            &mut journal,
            21,
            &[(plain(AccountKind::Cash), own(3), "50.00")],
        );
        let reprint: Statement = serde_json::from_str(&text).unwrap();
        assert_eq!(reprint.to_string(), print);

        let next = NewStatement {
            previous: Some(&first),
            ..new(22)
        };
        let next = issue(&journal, next).unwrap();
        assert_eq!(next.totals().to_pay, money("29.25"));
        assert_eq!(next.previous().unwrap().to_pay, money("79.25"));
        assert_eq!(next.due_by(), day(43));
        // Told again as of its own day, the books still say what the first one said.
        assert_eq!(issue(&journal, new(20)).unwrap(), first);
        assert!(!format!("{first:?}").contains("79"));
    }

    #[test]
    fn every_cent_of_a_charge_is_on_its_line() {
        let statement = issue(&books(), new(20)).unwrap();
        let line = &statement.lines()[0];
        let told = [
            line.charged,
            line.paid_by_payers,
            line.taken_off,
            line.paid_by_patient,
            line.due,
        ];
        assert_eq!(
            told,
            ["200.00", "95.06", "70.69", "0.00", "34.25"].map(money)
        );
        assert_eq!((line.service, line.since), (day(2), day(16)));
        let line = &statement.lines()[1];
        let told = [
            line.charged,
            line.paid_by_payers,
            line.taken_off,
            line.paid_by_patient,
            line.due,
        ];
        assert_eq!(told, ["80.00", "0.00", "0.00", "30.00", "50.00"].map(money));
    }

    #[test]
    fn a_statement_adds_up_or_is_none() {
        let journal = books();
        let text = serde_json::to_string(&issue(&journal, new(20)).unwrap()).unwrap();
        for (from, to) in [("84.25", "84.26"), ("79.25", "79.24"), ("95.06", "95.07")] {
            assert!(
                serde_json::from_str::<Statement>(&text.replace(from, to)).is_err(),
                "{from}"
            );
        }
        assert_eq!(issue(&journal, new(4)), Err(BillingError::NothingDue));
        let endless = NewStatement {
            days_to_pay: u32::MAX,
            ..new(20)
        };
        assert_eq!(issue(&journal, endless), Err(BillingError::DueDay));
    }

    #[test]
    fn it_prints_as_plain_text() {
        let print = issue(&books(), new(20)).unwrap().to_string();
        let wanted = "\
Statement of 2026-03-20, to be paid by 2026-04-10

Service                         Charge  Insurance  Taken off   You paid        Due
2026-03-02 Office visit         200.00      95.06      70.69       0.00      34.25
2026-03-05 Office visit          80.00       0.00       0.00      30.00      50.00

Due                                                                          84.25
Paid and not yet applied                                                      5.00
Please pay                                                                   79.25
";
        assert_eq!(print, wanted);
    }
}
