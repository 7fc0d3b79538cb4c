use super::super::super::columns::{
    Cents, Column, Days, Numbers, Places, Rows, Table, Tables, Texts, Thousandths, Values, table,
};
use super::super::super::syntax::Finding;

table! {
    /// One row a claim (loop 2300).
    Claims {
        /// The practice's number (CLM01).
        control: Texts,
        /// The practice's number of the batch (BHT03).
        batch: Texts,
        /// In cents (CLM02).
        charge: Cents,
        /// In cents, or [`ABSENT_CENTS`](crate::x12::columns::ABSENT_CENTS) (AMT F5).
        patient_paid: Cents,
        /// Where (CLM05-1).
        place: Texts,
        /// Original, replacement or void (CLM05-3).
        frequency: Texts,
        /// The payer's number of an earlier claim (REF F8).
        payer_control: Texts,
        /// The payer's turn (SBR01).
        turn: Texts,
        /// What kind of insurance (SBR09).
        filing: Texts,
        /// Which payer is asked (NM109 of 2010BB).
        payer: Texts,
        /// The member number (NM109 of 2010BA).
        member: Texts,
        /// Who bills (NM109 of 2010AA).
        billing_npi: Texts,
        /// Who treated (NM109 of 2310B), where that is told.
        rendering_npi: Texts,
        /// The first day of its lines, in days from 1970-01-01, or
        /// [`ABSENT_DAY`](crate::x12::columns::ABSENT_DAY).
        first_day: Days,
        /// Where it stands in the bytes.
        byte: Places,
    }
}

table! {
    /// One row a line (loop 2400).
    Services {
        /// Its row among the claims.
        claim: Rows,
        /// Which list the code is of (SV101-1).
        qualifier: Texts,
        /// The code (SV101-2).
        code: Texts,
        /// Its modifiers with `:` between them (SV101-3 to 6).
        modifiers: Texts,
        /// In cents (SV102).
        charge: Cents,
        /// In what it is measured: `UN` or `MJ`, minutes (SV103).
        measure: Texts,
        /// Units or minutes in thousandths (SV104).
        units: Thousandths,
        /// Where: of the line, or else of the claim (SV105, CLM05-1).
        place: Texts,
        /// For which diagnoses, counted from 1, with `:` between them (SV107).
        pointers: Texts,
        /// The first day (DTP 472), in days from 1970-01-01, or
        /// [`ABSENT_DAY`](crate::x12::columns::ABSENT_DAY).
        first_day: Days,
        /// The last day.
        last_day: Days,
        /// The practice's number of the line (REF 6R).
        line_control: Texts,
        /// Where it stands in the bytes.
        byte: Places,
    }
}

table! {
    /// One row a diagnosis (HI ABK and ABF).
    Diagnoses {
        /// Its row among the claims.
        claim: Rows,
        /// Which of the claim's it is, from 1: what lines point at.
        number: Numbers,
        /// The diagnosis, without a dot as it is sent.
        code: Texts,
    }
}

table! {
    /// One row another payer of a claim (loop 2320).
    OtherPayers {
        /// Its row among the claims.
        claim: Rows,
        /// Its turn (SBR01).
        turn: Texts,
        /// What kind of insurance (SBR09).
        filing: Texts,
        /// Its number (NM109 of 2330B).
        payer: Texts,
        /// What it has paid for the claim, in cents, or
        /// [`ABSENT_CENTS`](crate::x12::columns::ABSENT_CENTS) (AMT D).
        paid: Cents,
    }
}

table! {
    /// One row an adjustment of another payer (CAS of 2320 and 2430): six of a segment are six rows.
    Adjustments {
        /// Its row among the claims.
        claim: Rows,
        /// Its row among the lines, or [`OF_CLAIM`](crate::x12::columns::OF_CLAIM).
        service: Rows,
        /// The number of the payer that made it (NM109 of 2330B, SVD01).
        payer: Texts,
        /// Who bears it (CAS01).
        group: Texts,
        /// Why (CAS02).
        reason: Texts,
        /// In cents (CAS03).
        amount: Cents,
    }
}

/// Professional claims as tables of plain columns, in the shapes of Arrow: integers, offsets and bytes.
///
/// Cents, days from 1970-01-01 and thousandths of units are integers; rows name rows of the tables
/// above them. Names of people are not among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// One row a claim.
    pub claims: Claims,
    /// One row a line.
    pub services: Services,
    /// One row a diagnosis.
    pub diagnoses: Diagnoses,
    /// One row another payer.
    pub other_payers: OtherPayers,
    /// One row an adjustment of another payer.
    pub adjustments: Adjustments,
    /// What is wrong, envelope included.
    pub findings: Vec<Finding>,
}

impl Columns {
    /// All of them under their names: `claims`, `services`, `diagnoses`, `other_payers`,
    /// `adjustments`. No column is copied.
    #[must_use]
    pub fn into_tables(self) -> Tables {
        Tables {
            tables: vec![
                self.claims.named("claims"),
                self.services.named("services"),
                self.diagnoses.named("diagnoses"),
                self.other_payers.named("other_payers"),
                self.adjustments.named("adjustments"),
            ],
            findings: self.findings,
        }
    }

    /// Forgets everything and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.claims.cut(0);
        self.services.cut(0);
        self.diagnoses.cut(0);
        self.other_payers.cut(0);
        self.adjustments.cut(0);
        self.findings.clear();
    }
}
