use super::super::super::columns::{
    Cents, Column, Days, Flags, Places, Rows, Table, Tables, Texts, Thousandths, Values, table,
};
use super::super::super::syntax::Finding;

table! {
    /// One row a transaction: what was paid, by whom, to whom.
    Payments {
        /// The number of the cheque or transfer (TRN02).
        trace: Texts,
        /// The payer's own number (TRN03).
        originator: Texts,
        /// The payer's name.
        payer: Texts,
        /// The payer's identifier, where it tells one (N104).
        payer_id: Texts,
        /// The payee's name.
        payee: Texts,
        /// The payee's identifier, mostly its NPI (N104).
        payee_id: Texts,
        /// How the money comes (BPR04).
        method: Texts,
        /// How much is paid, in cents (BPR02).
        amount: Cents,
        /// The day of the cheque or transfer, in days from 1970-01-01, or [`ABSENT_DAY`](crate::x12::columns::ABSENT_DAY).
        effective: Days,
        /// No error was found: it balances at all three levels.
        sound: Flags,
        /// Where the payment stands in the bytes.
        byte: Places,
    }
}

table! {
    /// One row a claim (loop 2100).
    Claims {
        /// Its row among the payments.
        payment: Rows,
        /// The practice's number (CLP01).
        control: Texts,
        /// How it was processed (CLP02).
        status: Texts,
        /// In cents (CLP03).
        charge: Cents,
        /// In cents (CLP04).
        paid: Cents,
        /// In cents, or [`ABSENT_CENTS`](crate::x12::columns::ABSENT_CENTS) (CLP05).
        patient_responsibility: Cents,
        /// What kind of insurance (CLP06).
        filing: Texts,
        /// The payer's number (CLP07).
        payer_control: Texts,
        /// Place of service (CLP08).
        place: Texts,
        /// Original, replacement or void (CLP09).
        frequency: Texts,
        /// The patient's member number, or the subscriber's (NM109 of QC or IL).
        member: Texts,
        /// The first day of service, in days from 1970-01-01, or [`ABSENT_DAY`](crate::x12::columns::ABSENT_DAY).
        first_day: Days,
        /// The day on which the payer had it (DTM 050), or [`ABSENT_DAY`](crate::x12::columns::ABSENT_DAY).
        received: Days,
        /// Where it stands in the bytes.
        byte: Places,
    }
}

table! {
    /// One row a line (loop 2110).
    Services {
        /// Its row among the claims.
        claim: Rows,
        /// Which list the code is of (SVC01-1).
        qualifier: Texts,
        /// The code (SVC01-2).
        code: Texts,
        /// Its modifiers with `:` between them (SVC01-3 to 6).
        modifiers: Texts,
        /// In cents (SVC02).
        charge: Cents,
        /// In cents (SVC03).
        paid: Cents,
        /// Revenue code (SVC04).
        revenue: Texts,
        /// Paid units in thousandths, 1000 where nothing is said (SVC05).
        units: Thousandths,
        /// The day of service (DTM 472 or 150), in days from 1970-01-01, or [`ABSENT_DAY`](crate::x12::columns::ABSENT_DAY).
        day: Days,
        /// The practice's number of the line (REF 6R).
        line_control: Texts,
        /// In cents, or [`ABSENT_CENTS`](crate::x12::columns::ABSENT_CENTS) (AMT B6).
        allowed: Cents,
        /// Where it stands in the bytes.
        byte: Places,
    }
}

table! {
    /// One row an adjustment (CAS): six of a segment are six rows.
    Adjustments {
        /// Its row among the claims.
        claim: Rows,
        /// Its row among the lines, or [`OF_CLAIM`](crate::x12::columns::OF_CLAIM).
        service: Rows,
        /// Who bears it (CAS01).
        group: Texts,
        /// Why (CAS02).
        reason: Texts,
        /// In cents (CAS03).
        amount: Cents,
    }
}

table! {
    /// One row a remark (MIA, MOA, LQ HE).
    Remarks {
        /// Its row among the claims.
        claim: Rows,
        /// Its row among the lines, or [`OF_CLAIM`](crate::x12::columns::OF_CLAIM).
        service: Rows,
        /// The remark.
        code: Texts,
    }
}

table! {
    /// One row a provider adjustment (PLB).
    ProviderAdjustments {
        /// Its row among the payments.
        payment: Rows,
        /// Whose account it is (PLB01).
        provider: Texts,
        /// Why (PLB03-1).
        reason: Texts,
        /// What it refers to (PLB03-2).
        reference: Texts,
        /// In cents; positive lowers what is paid (PLB04).
        amount: Cents,
    }
}

/// Remittances as tables of plain columns, in the shapes of Arrow: integers, offsets and bytes.
///
/// Cents, days from 1970-01-01 and thousandths of units are integers; rows name rows of the tables
/// above them. Names of people are not among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// One row a transaction.
    pub payments: Payments,
    /// One row a claim.
    pub claims: Claims,
    /// One row a line.
    pub services: Services,
    /// One row an adjustment.
    pub adjustments: Adjustments,
    /// One row a remark.
    pub remarks: Remarks,
    /// One row a provider adjustment.
    pub provider_adjustments: ProviderAdjustments,
    /// What is wrong, envelope and balances included.
    pub findings: Vec<Finding>,
}

/// How many rows the tables had.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    claims: usize,
    services: usize,
    adjustments: usize,
    remarks: usize,
}

impl Columns {
    /// All of them under their names: `payments`, `claims`, `services`, `adjustments`, `remarks`,
    /// `provider_adjustments`. No column is copied.
    #[must_use]
    pub fn into_tables(self) -> Tables {
        Tables {
            tables: vec![
                self.payments.named("payments"),
                self.claims.named("claims"),
                self.services.named("services"),
                self.adjustments.named("adjustments"),
                self.remarks.named("remarks"),
                self.provider_adjustments.named("provider_adjustments"),
            ],
            findings: self.findings,
        }
    }

    /// How far the tables below the payments have come.
    pub(super) fn rows(&self) -> Counts {
        Counts {
            claims: self.claims.len(),
            services: self.services.len(),
            adjustments: self.adjustments.len(),
            remarks: self.remarks.len(),
        }
    }

    /// Forgets everything and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.payments.cut(0);
        self.claims.cut(0);
        self.services.cut(0);
        self.adjustments.cut(0);
        self.remarks.cut(0);
        self.provider_adjustments.cut(0);
        self.findings.clear();
    }

    /// Forgets what the tables below the payments have got since.
    pub(super) fn back(&mut self, to: Counts) {
        self.claims.cut(to.claims);
        self.services.cut(to.services);
        self.adjustments.cut(to.adjustments);
        self.remarks.cut(to.remarks);
    }
}
