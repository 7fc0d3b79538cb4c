use serde::Serialize;

use crate::money::Money;

use super::super::syntax::{Finding, Level, Pieces, Role, Separators, Severity, Walk, pieces};
use super::super::syntax::{Piece, Segment};
use super::advice::{Advice, Control};
use super::build::Build;

/// What stands in a file of remittances.
#[derive(Clone, Debug, Serialize)]
pub struct Read {
    /// Its remittances in order, each with its own findings.
    pub advices: Vec<Advice>,
    /// What is wrong outside of them.
    pub findings: Vec<Finding>,
}

impl Read {
    /// Every finding, in the order of the bytes.
    #[must_use]
    pub fn all_findings(&self) -> Vec<&Finding> {
        let own = self.advices.iter().flat_map(|advice| &advice.findings);
        let mut all: Vec<&Finding> = own.chain(&self.findings).collect();
        all.sort_by_key(|finding| finding.at);
        all
    }
}

/// Reads every remittance of a file.
///
/// ```
/// # use pms_core::x12::t835;
/// let file = b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260801*1200*^*00501*000000001*0*T*:~\
/// GS*HP*PAYER*PRACTICE*20260801*1200*1*X*005010X221A1~\
/// ST*835*0001~BPR*I*80*C*CHK************20260803~TRN*1*10023*1512345678~\
/// N1*PR*ACME HEALTH~N1*PE*EXAMPLE MEDICAL*XX*1234567893~LX*1~\
/// CLP*PCN1*1*100*80**12*ICN1~SVC*HC:99213*100*80~CAS*CO*45*20~\
/// SE*10*0001~GE*1*1~IEA*1*000000001~";
/// let read = t835::read(file);
/// assert_eq!(read.advices[0].remittance.claims[0].paid, "80.00".parse()?);
/// assert!(read.advices[0].is_sound(), "{:?}", read.all_findings());
/// # Ok::<(), pms_core::money::MoneyError>(())
/// ```
#[must_use]
pub fn read(bytes: &[u8]) -> Read {
    let mut advices = advices(bytes);
    let read = advices.by_ref().collect();
    Read {
        advices: read,
        findings: advices.finish(),
    }
}

/// Hands out the remittances of a file one at a time: memory holds one transaction, however long
/// the file is.
#[must_use]
pub fn advices(bytes: &[u8]) -> Advices<'_> {
    Advices {
        pieces: pieces(bytes),
        walk: Walk::default(),
        open: None,
        findings: Vec::new(),
    }
}

/// The remittances of a file: see [`advices`].
#[derive(Clone, Debug)]
pub struct Advices<'a> {
    pieces: Pieces<'a>,
    walk: Walk,
    open: Option<Build>,
    pub(super) findings: Vec<Finding>,
}

/// What reading one piece came to.
#[derive(Debug)]
pub(super) enum Step {
    /// Nothing is complete.
    On,
    /// A remittance has ended.
    Read(Box<Advice>),
    /// There is no more.
    End,
}

impl Iterator for Advices<'_> {
    type Item = Advice;

    fn next(&mut self) -> Option<Advice> {
        loop {
            match self.step() {
                Step::On => {}
                Step::Read(advice) => return Some(*advice),
                Step::End => return None,
            }
        }
    }
}

impl<'a> Advices<'a> {
    /// What is wrong outside the remittances that were handed out. Call it when there are no more.
    #[must_use]
    pub fn finish(mut self) -> Vec<Finding> {
        let cut_off = self.walk.finish();
        self.sort_in(cut_off);
        self.findings
    }

    /// Reads the next piece.
    pub(super) fn step(&mut self) -> Step {
        let Some(piece) = self.pieces.next() else {
            let cut_off = self.walk.finish();
            self.sort_in(cut_off);
            return self.close();
        };
        let before = self.walk.transaction_control().is_some();
        let role = self.walk.step(&piece);
        let cut = before && self.walk.transaction_control().is_none();
        // An SE, or a header that comes where the SE is missing, ends what is open.
        let ends = cut || role == Some(Role::TransactionHeader);
        let found = self.walk.drain();
        self.sort_in(found);
        let done = match self.open.take_if(|_| ends) {
            Some(open) => Step::Read(Box::new(open.end())),
            None => Step::On,
        };
        if let (Piece::Segment(segment), Some(role)) = (piece, role) {
            self.take(segment, role);
        }
        done
    }

    /// Claims begin here: the head of the remittance that is open has been read.
    pub(super) fn at_claims(&self) -> bool {
        let begins = |(bytes, _, separators): (&[u8], usize, Separators)| {
            let name = bytes.trim_ascii_start();
            let behind = name.strip_prefix(b"LX").or(name.strip_prefix(b"CLP"));
            behind.is_some_and(|behind| behind.first() == Some(&separators.element))
        };
        self.open.as_ref().is_some_and(Build::is_head) && self.rest().is_some_and(begins)
    }

    /// What was not read, where it begins, and the separators that hold there.
    pub(super) fn rest(&self) -> Option<(&'a [u8], usize, Separators)> {
        self.pieces.rest()
    }

    /// How many findings the remittance has that is open.
    pub(super) fn findings_so_far(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.findings.len())
    }

    /// Takes claims as read and proved that someone else has read and proved.
    pub(super) fn pass(&mut self, bytes: usize, segments: usize, paid: Money) {
        self.pieces.pass(bytes, segments);
        self.walk.pass(segments);
        if let Some(open) = &mut self.open {
            open.proved_elsewhere = Some(paid);
        }
    }

    fn take(&mut self, segment: Segment<'_>, role: Role) {
        match role {
            Role::TransactionHeader if segment.element(1).is("835") => {
                self.open = Some(Build::begin(&segment, Control::of(&self.walk)));
            }
            Role::TransactionHeader => self.findings.push(Finding {
                code: "t835.other_transaction",
                severity: Severity::Note,
                level: Level::Syntax,
                path: "ST01".to_owned(),
                at: segment.element(1).at(),
                says: "the transaction is no remittance and was passed over".to_owned(),
            }),
            Role::Body => {
                if let Some(open) = &mut self.open {
                    open.segment(segment);
                }
            }
            _ => {}
        }
    }

    /// What the walk found goes to the remittance that is open, or to the file.
    fn sort_in(&mut self, found: Vec<Finding>) {
        match &mut self.open {
            Some(open) => open.findings.extend(found),
            None => self.findings.extend(found),
        }
    }

    /// The input has ended: what is open never will be closed.
    fn close(&mut self) -> Step {
        match self.open.take() {
            Some(open) => Step::Read(Box::new(open.end())),
            None => Step::End,
        }
    }
}
