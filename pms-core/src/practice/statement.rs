use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::billing::NewStatement;
use crate::billing::PatientBalance;
use crate::billing::Policy;
use crate::billing::Statement;
use crate::billing::patient_balance;
use crate::encounter::Encounter;
use crate::id::ChargeId;
use crate::id::PatientId;
use crate::id::Uuid;
use crate::store::Columns;
use crate::store::Question;
use crate::store::Record;
use crate::time::AsOf;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::shell::{Act, Practice};

/// A patient is asked to pay.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Ask {
    /// Who.
    pub patient: PatientId,
    /// The day of the statement.
    pub day: NaiveDate,
    /// How many days there are to pay.
    pub days_to_pay: u32,
}

impl Record for Statement {
    const NOUN: Noun = Noun::Statement;

    fn id(&self) -> Uuid {
        self.id().into()
    }

    fn columns(&self) -> Columns {
        Columns {
            on: Some(self.issued()),
            patient: Some(self.patient()),
            amount: Some(self.totals().to_pay),
            ..Columns::default()
        }
    }
}

impl Practice {
    /// What a patient owes, and what of it is due, as of a day and an instant.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn balance(
        &self,
        call: &Call,
        patient: PatientId,
        as_of: AsOf,
    ) -> Result<PatientBalance, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Ledger).of(patient);
        let mut attempt = self.begin(call, act, &(patient, as_of)).await?;
        attempt.must_exist(Noun::Patient, patient).await?;
        attempt.note().await?;
        let journal = attempt.journal_of([patient]).await?;
        Ok(patient_balance(
            patient,
            &journal,
            Policy::default(),
            as_of,
        )?)
    }

    /// Asks a patient for what is due, while no payer is pending: the statement stays as it is
    /// issued.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`];
    /// [`BillingError::NothingDue`](crate::billing::BillingError::NothingDue).
    pub async fn issue_statement(
        &self,
        call: &Call,
        ask: &Ask,
    ) -> Result<Statement, PracticeError> {
        let patient = ask.patient;
        let act = Act::new(Verb::Create, Noun::Statement).of(patient);
        let mut attempt = self.begin(call, act, ask).await?;
        loop {
            if let Some(statement) = attempt.replay().await? {
                return Ok(statement);
            }
            attempt.must_exist(Noun::Patient, patient).await?;
            let of = |noun| Question::OfPatient { noun, patient };
            let answers = attempt
                .ask(&[of(Noun::Statement), of(Noun::Encounter)])
                .await?;
            let before: Vec<Statement> = answers.records(0)?;
            let visits: Vec<Encounter> = answers.records(1)?;
            let labels: BTreeMap<ChargeId, String> = visits
                .iter()
                .flat_map(|visit| visit.charges())
                .map(|charge| (charge.id(), charge.procedure().as_str().to_owned()))
                .collect();
            let journal = attempt.journal_of([patient]).await?;
            let new = NewStatement {
                id: attempt.ids().mint(),
                patient,
                as_of: AsOf::new(ask.day, call.now),
                days_to_pay: ask.days_to_pay,
                policy: Policy::default(),
                previous: before.last(),
            };
            let label = |charge: ChargeId| labels.get(&charge).cloned();
            let statement = Statement::issue(new, &journal, label)?;
            let mut changes = Changes::default();
            changes.add(&statement, "statement.issued")?;
            if let Some(statement) = attempt.commit(changes, &statement).await? {
                return Ok(statement);
            }
        }
    }
}
