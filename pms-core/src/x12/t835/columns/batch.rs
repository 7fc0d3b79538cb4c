use crate::money::Money;

use super::super::advice::Advice;
use super::super::read::{Advices, Step, advices};
use super::plain;
use super::table::{Columns, Counts};

/// Reads the remittances of a file into columns, at least so many claims a batch where there are
/// so many: memory holds a batch and a transaction, however long the file is.
///
/// It reads and proves what [`advices`] reads and proves. Transactions without anything odd take a
/// short road that builds nothing but the columns; all others are read in full and poured into them.
///
/// ```
/// # use pms_core::x12::t835::columns::batches;
/// # let file = b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260801*1200*^*00501*000000001*0*T*:~\
/// # GS*HP*PAYER*PRACTICE*20260801*1200*1*X*005010X221A1~\
/// # ST*835*0001~BPR*I*80*C*CHK************20260803~TRN*1*10023*1512345678~\
/// # N1*PR*ACME HEALTH~N1*PE*EXAMPLE MEDICAL*XX*1234567893~LX*1~\
/// # CLP*PCN1*1*100*80**12*ICN1~SVC*HC:99213*100*80~CAS*CO*45*20~\
/// # SE*10*0001~GE*1*1~IEA*1*000000001~";
/// for columns in batches(file, 10_000) {
///     assert_eq!(columns.claims.paid, [80_00]);
///     assert_eq!(columns.adjustments.reason.text(0), "45");
///     assert!(columns.payments.sound[0], "{:?}", columns.findings);
/// }
/// ```
#[must_use]
pub fn batches(bytes: &[u8], claims: usize) -> Batches<'_> {
    Batches {
        advices: advices(bytes),
        claims,
    }
}

/// The remittances of a file as columns: see [`batches`].
#[derive(Clone, Debug)]
pub struct Batches<'a> {
    advices: Advices<'a>,
    claims: usize,
}

impl Iterator for Batches<'_> {
    type Item = Columns;

    fn next(&mut self) -> Option<Columns> {
        let mut columns = Columns::default();
        self.fill(&mut columns).then_some(columns)
    }
}

impl<'a> Batches<'a> {
    /// Empties the columns and reads the next batch into them; `false` where there is no more.
    /// Whoever keeps the columns needs no new memory for each batch.
    pub fn fill(&mut self, columns: &mut Columns) -> bool {
        columns.clear();
        while self.transaction(columns) && columns.claims.len() < self.claims {}
        columns.findings.append(&mut self.advices.findings);
        !columns.payments.is_empty() || !columns.findings.is_empty()
    }

    /// Reads one remittance; `false` where there is none.
    fn transaction(&mut self, columns: &mut Columns) -> bool {
        let mut tried = false;
        let mut before = None;
        loop {
            if !tried && self.advices.at_claims() {
                tried = true;
                before = self.short_road(columns);
            }
            match self.advices.step() {
                Step::On => {}
                Step::Read(advice) => {
                    match before.take() {
                        None => columns.pour_claims(&advice),
                        Some(before) if !before.is_confirmed_by(&advice) => {
                            columns.back(before.rows);
                            self.advices = before.advices;
                            continue;
                        }
                        Some(_) => {}
                    }
                    columns.pour_payment(*advice);
                    return true;
                }
                Step::End => return false,
            }
        }
    }

    /// Takes all claims of the transaction at once, where nothing is odd about them.
    fn short_road(&mut self, columns: &mut Columns) -> Option<Before<'a>> {
        let before = Before {
            advices: self.advices.clone(),
            rows: columns.rows(),
            findings: self.advices.findings_so_far(),
        };
        let (bytes, at, separators) = self.advices.rest()?;
        let taken = plain::claims(bytes, at, separators, columns);
        let paid = taken.and_then(|taken| Money::from_cents(taken.paid).ok());
        match taken.zip(paid) {
            Some((taken, paid)) => {
                self.advices.pass(taken.bytes, taken.segments, paid);
                Some(before)
            }
            None => {
                columns.back(before.rows);
                None
            }
        }
    }
}

/// How things stood before the short road was taken.
struct Before<'a> {
    advices: Advices<'a>,
    rows: Counts,
    findings: usize,
}

impl Before<'_> {
    /// The rest of the transaction was as plain as its claims.
    fn is_confirmed_by(&self, advice: &Advice) -> bool {
        advice.findings.len() == self.findings && advice.remittance.claims.is_empty()
    }
}
