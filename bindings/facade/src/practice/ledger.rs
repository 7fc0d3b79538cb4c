use pms_core::ledger::Allocation;
use pms_core::ledger::Responsible;
use pms_core::practice::Ask;
use pms_core::practice::Part;

use crate::error::PmsError;
use crate::identity::read;
use crate::ledger::{PostingRow, account_kind, rows};
use crate::scalar::{Amount, Day};
use crate::statement::{StatementReport, report};

use super::call::Call;
use super::shell::{Practice, told};

record! {
    /// What kind of party owes.
    pub enum PartyName {
        /// A payer.
        Payer,
        /// The patient.
        Patient,
        /// The patient, through an agency.
        Collections,
    }
}

record! {
    /// Who owes the practice for a charge.
    pub struct OwedBy {
        /// What kind of party.
        pub party: PartyName,
        /// Which payer; none for the others.
        pub payer: Option<String>,
    }
}

record! {
    /// Part of what one party owes for one charge.
    pub struct OpenPart {
        /// Whose treatment it was.
        pub patient: String,
        /// The charge line.
        pub charge: String,
        /// Who owes it.
        pub owed_by: OwedBy,
        /// How much of it.
        pub amount: Amount,
    }
}

record! {
    /// As much of a payment for one charge.
    pub struct ChargeShare {
        /// The charge line.
        pub charge: String,
        /// How much.
        pub amount: Amount,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// The payment of a remittance has reached the bank. No rows where it paid nothing.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `store.claim_taken` where it was booked before.
    pub async fn deposit(
        &self,
        call: Call,
        remittance: String,
        effective: Day,
    ) -> Result<Vec<PostingRow>, PmsError> {
        let remittance = read(&remittance, || "remittance".to_owned())?;
        let call = call.core()?;
        let entry = self.core.deposit(&call, remittance, effective.0).await;
        Ok(rows(entry.map_err(told)?.iter()))
    }

    /// What is left of a patient's payment pays what patients owe: these charges, or the oldest
    /// open items where none are named. `payment` is the entry that brought the money.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `posting.nothing_left`, `posting.payers_money`.
    pub async fn apply_payment(
        &self,
        call: Call,
        payment: String,
        shares: Vec<ChargeShare>,
        effective: Day,
    ) -> Result<Vec<PostingRow>, PmsError> {
        let payment = read(&payment, || "payment".to_owned())?;
        let named = shares.iter().enumerate().map(|(n, share)| {
            let charge = read(&share.charge, || format!("shares[{n}].charge"))?;
            Ok((charge, share.amount.0))
        });
        let allocation = match named.collect::<Result<Vec<_>, PmsError>>()? {
            shares if shares.is_empty() => Allocation::OldestFirst,
            shares => Allocation::Explicit(shares),
        };
        let call = call.core()?;
        let applied = self
            .core
            .apply_unapplied(&call, payment, &allocation, effective.0);
        Ok(rows([&applied.await.map_err(told)?]))
    }

    /// Part of what is left of a payment is to go back to the one who paid it, patient or payer.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `posting.more_than_open`, `posting.nothing_left`.
    pub async fn owe_refund(
        &self,
        call: Call,
        payment: String,
        amount: Amount,
        effective: Day,
    ) -> Result<Vec<PostingRow>, PmsError> {
        let payment = read(&payment, || "payment".to_owned())?;
        let call = call.core()?;
        let owed = self.core.owe_refund(&call, payment, amount.0, effective.0);
        Ok(rows([&owed.await.map_err(told)?]))
    }

    /// Pays out a refund. `owed` is the entry that decided on it.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `posting.unknown_entry` where the entry owes no refund;
    /// `store.claim_taken` where it was paid before.
    pub async fn pay_refund(
        &self,
        call: Call,
        owed: String,
        effective: Day,
    ) -> Result<Vec<PostingRow>, PmsError> {
        let owed = read(&owed, || "owed".to_owned())?;
        let call = call.core()?;
        let paid = self.core.pay_refund(&call, owed, effective.0).await;
        Ok(rows([&paid.map_err(told)?]))
    }

    /// Another party owes part of an open item from now on.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `posting.more_than_open`; `ledger.same_account` where it owes it already.
    pub async fn transfer(
        &self,
        call: Call,
        part: OpenPart,
        to: OwedBy,
        effective: Day,
    ) -> Result<Vec<PostingRow>, PmsError> {
        let (part, to) = (open_part(&part)?, responsible(&to, "to")?);
        let call = call.core()?;
        let moved = self.core.transfer(&call, &part, to, effective.0).await;
        Ok(rows([&moved.map_err(told)?]))
    }

    /// Part of an open item is given up, to an account such as `small_balance`, `charity`,
    /// `denial_write_off` or `bad_debt`.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `posting.more_than_open`, `posting.not_a_write_off`;
    /// `ledger.account_kind`.
    pub async fn write_off(
        &self,
        call: Call,
        part: OpenPart,
        account: String,
        effective: Day,
    ) -> Result<Vec<PostingRow>, PmsError> {
        let part = open_part(&part)?;
        let kind = account_kind(&account, "account")?;
        let call = call.core()?;
        let lost = self.core.write_off(&call, &part, kind, effective.0).await;
        Ok(rows([&lost.map_err(told)?]))
    }

    /// An entry is taken back: a bounced check, an answer that was posted by mistake.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `ledger.overdrawn` where its money was used since; `posting.refund_paid`;
    /// `store.claim_taken` where it was taken back before.
    pub async fn take_back(
        &self,
        call: Call,
        entry: String,
        effective: Day,
    ) -> Result<Vec<PostingRow>, PmsError> {
        let entry = read(&entry, || "entry".to_owned())?;
        let call = call.core()?;
        let mirror = self.core.take_back(&call, entry, effective.0).await;
        Ok(rows([&mirror.map_err(told)?]))
    }

    /// Asks a patient for what is due, while no payer is pending: the statement stays as it is
    /// issued.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `billing.nothing_due`, `billing.due_day`.
    pub async fn issue_statement(
        &self,
        call: Call,
        patient: String,
        issued: Day,
        days_to_pay: u32,
    ) -> Result<StatementReport, PmsError> {
        let ask = Ask {
            patient: read(&patient, || "patient".to_owned())?,
            day: issued.0,
            days_to_pay,
        };
        let call = call.core()?;
        let statement = self.core.issue_statement(&call, &ask).await;
        Ok(report(&statement.map_err(told)?))
    }
}

fn open_part(part: &OpenPart) -> Result<Part, PmsError> {
    Ok(Part {
        patient: read(&part.patient, || "part.patient".to_owned())?,
        charge: read(&part.charge, || "part.charge".to_owned())?,
        owed_by: responsible(&part.owed_by, "part.owedBy")?,
        amount: part.amount.0,
    })
}

fn responsible(owed_by: &OwedBy, field: &str) -> Result<Responsible, PmsError> {
    let field = format!("{field}.payer");
    match (owed_by.party, owed_by.payer.as_deref()) {
        (PartyName::Payer, Some(payer)) => Ok(Responsible::Payer(read(payer, || field)?)),
        (PartyName::Patient, None) => Ok(Responsible::Patient),
        (PartyName::Collections, None) => Ok(Responsible::Collections),
        _ => Err(PmsError::invalid(
            field,
            "ledger.party",
            "a payer is named where a payer owes, and nowhere else",
        )),
    }
}
