use super::super::read::{self, claims};
use super::table::Columns;

/// Reads the claims of a file into columns, so many a batch: memory holds a batch, however long the
/// file is.
///
/// It reads what [`read()`](crate::x12::t837p::read()) reads and finds what that finds; whether the claims
/// are right, [`check()`](crate::x12::check()) tells.
///
/// ```
/// # use pms_core::x12::t837p::columns::batches;
/// # let file = b"ISA*00*          *00*          *ZZ*PRACTICE       *ZZ*PAYER          *260801*1200*^*00501*000000001*0*T*:~\
/// # GS*HC*PRACTICE*PAYER*20260801*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*B1*20260801*1200*CH~\
/// # HL*1**20*1~NM1*85*2*CEDAR*****XX*1234567893~HL*2*1*22*0~SBR*P*18*******CI~NM1*IL*1*DOE*JANE****MI*W1~\
/// # CLM*PCN1*100***11:B:1*Y*A*Y*Y~HI*ABK:J45909*ABF:I10~LX*1~SV1*HC:99213:25*100*UN*1***1:2~DTP*472*D8*20260701~\
/// # SE*13*0001~GE*1*1~IEA*1*000000001~";
/// for columns in batches(file, 10_000) {
///     assert_eq!(columns.claims.charge, [100_00]);
///     assert_eq!(columns.diagnoses.code.iter().collect::<Vec<_>>(), ["J45909", "I10"]);
///     assert_eq!(columns.services.pointers.text(0), "1:2");
/// }
/// ```
#[must_use]
pub fn batches(bytes: &[u8], claims: usize) -> Batches<'_> {
    Batches {
        claims: self::claims(bytes),
        most: claims,
    }
}

/// The claims of a file as columns: see [`batches`].
#[derive(Clone, Debug)]
pub struct Batches<'a> {
    claims: read::Claims<'a>,
    most: usize,
}

impl Iterator for Batches<'_> {
    type Item = Columns;

    fn next(&mut self) -> Option<Columns> {
        let mut columns = Columns::default();
        self.fill(&mut columns).then_some(columns)
    }
}

impl Batches<'_> {
    /// Empties the columns and reads the next batch into them; `false` where there is no more.
    /// Whoever keeps the columns needs no new memory for each batch.
    pub fn fill(&mut self, columns: &mut Columns) -> bool {
        columns.clear();
        for claim in self.claims.by_ref().take(self.most.max(1)) {
            columns.pour(&claim);
        }
        columns.findings = self.claims.drain();
        columns.findings.sort_by_key(|finding| finding.at);
        !columns.claims.is_empty() || !columns.findings.is_empty()
    }
}
