use crate::scalar::{Amount, Day, Instant};

record! {
    /// An amount that moved from one account to another: one row of the books.
    pub struct PostingRow {
        /// The entry that it belongs to.
        pub entry: String,
        /// When it takes effect in the books.
        pub effective: Day,
        /// When it came to be known.
        pub recorded: Instant,
        /// What kind of event it tells of: `charge`, `remittance`, `patient_payment`.
        pub source: String,
        /// The entry that this one takes back.
        pub reverses: Option<String>,
        /// The account that gains: `insurance_receivable`.
        pub debit: String,
        /// The account that loses.
        pub credit: String,
        /// The patient it is about.
        pub patient: Option<String>,
        /// The payer it is about.
        pub payer: Option<String>,
        /// The charge line it is about.
        pub charge: Option<String>,
        /// How much; always above zero.
        pub amount: Amount,
    }
}
