use super::super::super::syntax::Finding;
use super::texts::Texts;

/// A day that is not said: no day of the calendar has this number.
pub const ABSENT_DAY: i32 = i32::MIN;

/// An amount that is not said: no amount has so many cents.
pub const ABSENT_CENTS: i64 = i64::MIN;

/// Stands for the line where an adjustment or remark is the claim's as a whole.
pub const OF_CLAIM: u32 = u32::MAX;

/// A column that can forget its last rows.
pub(super) trait Column {
    fn cut(&mut self, rows: usize);
}

impl<T> Column for Vec<T> {
    fn cut(&mut self, rows: usize) {
        self.truncate(rows);
    }
}

impl Column for Texts {
    fn cut(&mut self, rows: usize) {
        self.truncate(rows);
    }
}

/// A table: columns of the same length, the first of which tells it.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident {
        $(#[$first_doc:meta])* $first:ident: $first_type:ty,
        $($(#[$column_doc:meta])* $column:ident: $type:ty,)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Eq, PartialEq)]
        pub struct $name {
            $(#[$first_doc])* pub $first: $first_type,
            $($(#[$column_doc])* pub $column: $type,)+
        }

        impl $name {
            /// How many rows there are.
            #[must_use]
            pub fn len(&self) -> usize {
                self.$first.len()
            }

            /// There is no row.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }
        }

        impl Column for $name {
            fn cut(&mut self, rows: usize) {
                self.$first.cut(rows);
                $(self.$column.cut(rows);)+
            }
        }
    };
}

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
        amount: Vec<i64>,
        /// The day of the cheque or transfer, in days from 1970-01-01, or [`ABSENT_DAY`].
        effective: Vec<i32>,
        /// No error was found: it balances at all three levels.
        sound: Vec<bool>,
        /// Where the payment stands in the bytes.
        byte: Vec<usize>,
    }
}

table! {
    /// One row a claim (loop 2100).
    Claims {
        /// Its row among the payments.
        payment: Vec<u32>,
        /// The practice's number (CLP01).
        control: Texts,
        /// How it was processed (CLP02).
        status: Texts,
        /// In cents (CLP03).
        charge: Vec<i64>,
        /// In cents (CLP04).
        paid: Vec<i64>,
        /// In cents, or [`ABSENT_CENTS`] (CLP05).
        patient_responsibility: Vec<i64>,
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
        /// The first day of service, in days from 1970-01-01, or [`ABSENT_DAY`].
        first_day: Vec<i32>,
        /// The day on which the payer had it (DTM 050), or [`ABSENT_DAY`].
        received: Vec<i32>,
        /// Where it stands in the bytes.
        byte: Vec<usize>,
    }
}

table! {
    /// One row a line (loop 2110).
    Services {
        /// Its row among the claims.
        claim: Vec<u32>,
        /// Which list the code is of (SVC01-1).
        qualifier: Texts,
        /// The code (SVC01-2).
        code: Texts,
        /// Its modifiers with `:` between them (SVC01-3 to 6).
        modifiers: Texts,
        /// In cents (SVC02).
        charge: Vec<i64>,
        /// In cents (SVC03).
        paid: Vec<i64>,
        /// Revenue code (SVC04).
        revenue: Texts,
        /// Paid units in thousandths, 1000 where nothing is said (SVC05).
        units: Vec<i64>,
        /// The day of service (DTM 472 or 150), in days from 1970-01-01, or [`ABSENT_DAY`].
        day: Vec<i32>,
        /// The practice's number of the line (REF 6R).
        line_control: Texts,
        /// In cents, or [`ABSENT_CENTS`] (AMT B6).
        allowed: Vec<i64>,
        /// Where it stands in the bytes.
        byte: Vec<usize>,
    }
}

table! {
    /// One row an adjustment (CAS): six of a segment are six rows.
    Adjustments {
        /// Its row among the claims.
        claim: Vec<u32>,
        /// Its row among the lines, or [`OF_CLAIM`].
        service: Vec<u32>,
        /// Who bears it (CAS01).
        group: Texts,
        /// Why (CAS02).
        reason: Texts,
        /// In cents (CAS03).
        amount: Vec<i64>,
    }
}

table! {
    /// One row a remark (MIA, MOA, LQ HE).
    Remarks {
        /// Its row among the claims.
        claim: Vec<u32>,
        /// Its row among the lines, or [`OF_CLAIM`].
        service: Vec<u32>,
        /// The remark.
        code: Texts,
    }
}

table! {
    /// One row a provider adjustment (PLB).
    ProviderAdjustments {
        /// Its row among the payments.
        payment: Vec<u32>,
        /// Whose account it is (PLB01).
        provider: Texts,
        /// Why (PLB03-1).
        reason: Texts,
        /// What it refers to (PLB03-2).
        reference: Texts,
        /// In cents; positive lowers what is paid (PLB04).
        amount: Vec<i64>,
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
pub(super) struct Rows {
    claims: usize,
    services: usize,
    adjustments: usize,
    remarks: usize,
}

impl Columns {
    /// How far the tables below the payments have come.
    pub(super) fn rows(&self) -> Rows {
        Rows {
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
    pub(super) fn back(&mut self, to: Rows) {
        self.claims.cut(to.claims);
        self.services.cut(to.services);
        self.adjustments.cut(to.adjustments);
        self.remarks.cut(to.remarks);
    }
}

/// The number of a row that is added next.
pub(super) fn row(rows: usize) -> u32 {
    // Rows of that many claims would fill the memory first.
    u32::try_from(rows).unwrap_or(OF_CLAIM)
}
