use pms_core::claim::ClaimVersion;
use pms_core::encounter::Pointers;
use pms_core::ledger::Allocation;
use pms_core::metrics::AgingBasis;
use pms_core::metrics::Ratio;
use pms_core::posting::PatientPayment;
use pms_core::practice::Done;
use pms_core::practice::Visit;
use pms_core::time::AsOf;
use pms_core::time::Period;
use pms_core::x12::t835;

use crate::error::{At, PmsError, parse};
use crate::identity::read;
use crate::ledger::{PostingRow, rows};
use crate::metrics::{AgingFrom, AgingReport, Figure, aging_row, figure};
use crate::remittance::FindingRow;
use crate::scalar::{Amount, Bytes, Day, Instant, Units};

use super::call::Call;
use super::shell::{Practice, told};
use super::visit::identifiers;

record! {
    /// One service that was done.
    pub struct ServiceDone {
        /// What.
        pub procedure: String,
        /// What was special about it.
        pub modifiers: Vec<String>,
        /// Which diagnoses it was for, counted from 1, the weightiest first.
        pub pointers: Vec<u8>,
        /// How much of it.
        pub units: Units,
        /// What it costs; none for the practice's price of the day.
        pub amount: Option<Amount>,
    }
}

record! {
    /// What was charged for a service.
    pub struct ChargeRow {
        /// Which charge line.
        pub id: String,
        /// What was done.
        pub procedure: String,
        /// What is charged.
        pub amount: Amount,
        /// The earlier visit whose fee covers it, where that is why nothing is charged.
        pub covered_by: Option<String>,
    }
}

record! {
    /// A visit that took place.
    pub struct EncounterRow {
        /// Which one.
        pub id: String,
        /// What was charged, line by line.
        pub charges: Vec<ChargeRow>,
        /// What was charged in all.
        pub total: Amount,
    }
}

record! {
    /// A claim and what a biller should see of it.
    pub struct ClaimRow {
        /// Which one.
        pub id: String,
        /// The number that the payer sends back.
        pub number: String,
        /// How it stands: `draft`, `ready`, `submitted`.
        pub state: String,
        /// What is claimed.
        pub total: Amount,
        /// What was found, errors and warnings.
        pub findings: Vec<FindingRow>,
    }
}

record! {
    /// A remittance that was posted.
    pub struct PostedRow {
        /// Which one.
        pub id: String,
        /// How much was paid.
        pub amount: Amount,
        /// What it did to the books.
        pub postings: Vec<PostingRow>,
    }
}

record! {
    /// What a patient owes, and what of it is due.
    pub struct BalanceRow {
        /// Asked for now.
        pub due: Amount,
        /// Owed, and not asked for while payers are pending.
        pub on_hold: Amount,
        /// Paid too much for charges, as an amount above zero.
        pub credits: Amount,
        /// Paid, and for no charge yet.
        pub unapplied: Amount,
        /// What payers still owe for the patient's charges.
        pub with_payers: Amount,
    }
}

record! {
    /// How the business stood: each figure with its convention.
    pub struct MonthEndReport {
        /// Who owes what, by age from the date of service.
        pub aging: AgingReport,
        /// Days in receivables, denials, collection and no-shows.
        pub figures: Vec<Figure>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// The visit took place: its charges are priced and owed from now on.
    ///
    /// # Errors
    ///
    /// `scheduling.wrong_status`, `fee.no_price`, `encounter.*`.
    pub async fn fulfil_visit(
        &self,
        call: Call,
        appointment: String,
        practitioner: String,
        diagnoses: Vec<String>,
        services: Vec<ServiceDone>,
    ) -> Result<EncounterRow, PmsError> {
        let visit = Visit {
            appointment: read(&appointment, || "appointment".to_owned())?,
            practitioner: read(&practitioner, || "practitioner".to_owned())?,
            diagnoses: diagnoses
                .iter()
                .enumerate()
                .map(|(n, text)| parse(text, &format!("diagnoses[{n}]")))
                .collect::<Result<_, _>>()?,
            services: services
                .iter()
                .enumerate()
                .map(|(n, service)| done(n, service))
                .collect::<Result<_, _>>()?,
            accident: None,
            self_pay: false,
        };
        let encounter = self
            .core
            .fulfil(&call.core()?, &visit)
            .await
            .map_err(told)?;
        Ok(EncounterRow {
            id: encounter.id().to_string(),
            charges: encounter
                .charges()
                .iter()
                .map(|charge| ChargeRow {
                    id: charge.id().to_string(),
                    procedure: charge.procedure().to_string(),
                    amount: Amount(charge.amount()),
                    covered_by: charge.covered_by().map(|visit| visit.to_string()),
                })
                .collect(),
            total: encounter.total().at("services").map(Amount)?,
        })
    }

    /// Draws the claim of a finished visit for the payer that comes first, and checks it.
    ///
    /// # Errors
    ///
    /// `practice.not_covered`, `store.claim_taken` where it was drawn before.
    pub async fn draw_claim(&self, call: Call, encounter: String) -> Result<ClaimRow, PmsError> {
        let id = read(&encounter, || "encounter".to_owned())?;
        let drawn = self
            .core
            .draw_claim(&call.core()?, id)
            .await
            .map_err(told)?;
        let findings = drawn.findings.iter().map(|finding| FindingRow {
            code: finding.edit.id().to_owned(),
            severity: format!("{:?}", finding.severity()).to_lowercase(),
            path: finding.path.clone(),
            says: finding.to_string(),
        });
        claim_row(&drawn.claim, findings.collect())
    }

    /// Claims go out: each must be ready, or none goes.
    ///
    /// # Errors
    ///
    /// `claim.*` where one is not ready.
    pub async fn submit_claims(
        &self,
        call: Call,
        claims: Vec<String>,
    ) -> Result<Vec<ClaimRow>, PmsError> {
        let claims = identifiers(&claims, "claims")?;
        let sent = self
            .core
            .submit_claims(&call.core()?, &claims)
            .await
            .map_err(told)?;
        sent.iter()
            .map(|claim| claim_row(claim, Vec::new()))
            .collect()
    }

    /// Posts an X12 835 of one remittance that balances. The same one again changes nothing.
    ///
    /// # Errors
    ///
    /// `remittance.*` or `x12.*` where it is not sound; `posting.*`.
    pub async fn post_835(
        &self,
        call: Call,
        payer: String,
        file: Bytes,
        effective: Day,
    ) -> Result<PostedRow, PmsError> {
        let payer = read(&payer, || "payer".to_owned())?;
        let found = t835::read(&file.0);
        let [advice] = found.advices.as_slice() else {
            return Err(PmsError::invalid(
                "file",
                "remittance.not_one",
                "one remittance is posted at a time",
            ));
        };
        if !advice.is_sound() {
            let first = advice.findings.first();
            let (code, says) = first.map_or(("remittance.unsound", ""), |f| (f.code, &f.says));
            return Err(PmsError::invalid("file", code, says));
        }
        let posted = self
            .core
            .post_remittance(&call.core()?, payer, &advice.remittance, effective.0)
            .await
            .map_err(told)?;
        Ok(PostedRow {
            id: posted.id.to_string(),
            amount: Amount(posted.remittance.amount),
            postings: rows(posted.plan.entries()),
        })
    }

    /// A patient paid: the oldest open items first, what is too much stays theirs.
    ///
    /// # Errors
    ///
    /// `practice.unknown`, `store.claim_taken` where the receipt was booked before.
    pub async fn take_payment(
        &self,
        call: Call,
        patient: String,
        receipt: String,
        amount: Amount,
        effective: Day,
    ) -> Result<Vec<PostingRow>, PmsError> {
        let payment = PatientPayment {
            receipt,
            patient: read(&patient, || "patient".to_owned())?,
            amount: amount.0,
            allocation: Allocation::OldestFirst,
        };
        let call = call.core()?;
        let entry = self
            .core
            .pay(&call, &payment, effective.0)
            .await
            .map_err(told)?;
        Ok(rows([&entry]))
    }

    /// What a patient owes, as of a day and as it was known at an instant.
    ///
    /// # Errors
    ///
    /// `practice.unknown`, `access.not_granted`.
    pub async fn patient_balance(
        &self,
        call: Call,
        patient: String,
        as_of: Day,
        known_at: Instant,
    ) -> Result<BalanceRow, PmsError> {
        let patient = read(&patient, || "patient".to_owned())?;
        let as_of = AsOf::new(as_of.0, known_at.0);
        let balance = self.core.balance(&call.core()?, patient, as_of).await;
        let balance = balance.map_err(told)?;
        Ok(BalanceRow {
            due: Amount(balance.due),
            on_hold: Amount(balance.on_hold),
            credits: Amount(balance.credits),
            unapplied: Amount(balance.unapplied),
            with_payers: Amount(balance.with_payers),
        })
    }

    /// Every posting of the books, as of a day and as it was known at an instant.
    ///
    /// # Errors
    ///
    /// `access.not_granted`.
    pub async fn list_postings(
        &self,
        call: Call,
        as_of: Day,
        known_at: Instant,
    ) -> Result<Vec<PostingRow>, PmsError> {
        let as_of = AsOf::new(as_of.0, known_at.0);
        let books = self.core.books(&call.core()?, as_of).await.map_err(told)?;
        Ok(rows(books.entries()))
    }

    /// The figures of a window of days, as of a day and as it was known at an instant.
    ///
    /// # Errors
    ///
    /// `access.not_granted`, `time.reversed`.
    pub async fn month_end(
        &self,
        call: Call,
        first: Day,
        last: Day,
        as_of: Day,
        known_at: Instant,
    ) -> Result<MonthEndReport, PmsError> {
        let window = Period::new(first.0, last.0).at("last")?;
        let at = AsOf::new(as_of.0, known_at.0);
        let report = self
            .core
            .month_end(&call.core()?, window, at)
            .await
            .map_err(told)?;
        let figures: [&Ratio; 5] = [
            &report.days_in_receivables,
            &report.denied_claims,
            &report.denied_dollars,
            &report.gross_collection,
            &report.no_show,
        ];
        Ok(MonthEndReport {
            aging: AgingReport {
                as_of,
                known_at,
                basis: match report.aging.basis {
                    AgingBasis::Service => AgingFrom::Service,
                    AgingBasis::FirstBilled => AgingFrom::FirstBilled,
                    AgingBasis::Responsibility => AgingFrom::Responsibility,
                },
                rows: report.aging.lines.iter().map(aging_row).collect(),
            },
            figures: figures.map(figure).into(),
        })
    }
}

fn done(n: usize, service: &ServiceDone) -> Result<Done, PmsError> {
    let field = |name: &str| format!("services[{n}].{name}");
    Ok(Done {
        procedure: parse(&service.procedure, &field("procedure"))?,
        modifiers: service
            .modifiers
            .iter()
            .map(|text| parse(text, &field("modifiers")))
            .collect::<Result<_, _>>()?,
        pointers: Pointers::new(service.pointers.iter().copied()).at(&field("pointers"))?,
        units: service.units.0,
        amount: service.amount.map(Amount::inner),
    })
}

pub(super) fn claim_row(
    version: &ClaimVersion,
    findings: Vec<FindingRow>,
) -> Result<ClaimRow, PmsError> {
    let claim = version.claim();
    Ok(ClaimRow {
        id: claim.id.to_string(),
        number: claim.number.as_str().to_owned(),
        state: version.state().name().to_owned(),
        total: claim.total().at("claims").map(Amount)?,
        findings,
    })
}
