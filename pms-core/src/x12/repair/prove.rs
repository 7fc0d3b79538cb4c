use core::fmt;
use std::collections::BTreeMap;

use serde::Serialize;

use super::super::check::check;
use super::super::syntax::{Element, Finding, Piece, Segment, pieces};
use super::edit::{Edit, apply};
use super::envelope::{self, Trailers};
use super::form::mended;

/// What is changed so that findings are gone: form, never content.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Repair {
    /// The findings that are gone by it.
    pub findings: Vec<Finding>,
    /// What is changed, in the order of the bytes.
    pub edits: Vec<Edit>,
}

/// A file with its repairs made.
///
/// `Debug` shows what was changed and what was left, not the file.
#[derive(Clone, Serialize)]
pub struct Repaired {
    /// The file. Whatever is not among the changes is as it was.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// What was changed, by the places of the file as it was.
    pub changed: Vec<Repair>,
    /// What looked like a matter of form and was left as it was.
    pub declined: Vec<Declined>,
}

/// A repair that was not made.
#[derive(Clone, Debug, Serialize)]
pub struct Declined {
    /// What would have been changed.
    pub repair: Repair,
    /// Why it was not.
    pub reason: Reason,
}

/// Why a repair was not made.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum Reason {
    /// Another repair changes the same bytes.
    Overlap,
    /// The check finds something new with it, or finds the same still: more than form is wrong.
    Unproven,
}

impl Reason {
    /// A stable name for bindings and logs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overlap => "overlap",
            Self::Unproven => "unproven",
        }
    }
}

impl fmt::Debug for Repaired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            changed, declined, ..
        } = self;
        write!(f, "Repaired({changed:?}, declined {declined:?})")
    }
}

/// The repairs of a file that the check has proved: with all of them made their findings are gone and
/// no new ones come.
///
/// See [`repair()`] for what is looked at.
#[must_use]
pub fn repairs(bytes: &[u8]) -> Vec<Repair> {
    repair(bytes).changed
}

/// Repairs whatever is wrong in form alone.
///
/// The file is checked, what is a matter of form is changed, and the changed file is checked again.
/// Each repair that brings something new to light, or leaves its finding, is left out: an amount
/// that can be read at last and then does not balance was perhaps misread. Repairing twice changes
/// no more than repairing once. Time grows with the number of repairs that are left out.
///
/// ```
/// # use pms_core::x12::repair::repair;
/// let file = b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260801*1200*^*00501*000000001*0*T*:~\
/// GS*HP*PAYER*PRACTICE*20260801*1200*1*X*005010X221A1~\
/// ST*835*0001~BPR*I*80*C*CHK************2026-08-03~TRN*1*10023*1512345678~\
/// N1*PR*ACME HEALTH~N1*PE*EXAMPLE MEDICAL*XX*1234567893~LX*1~\
/// CLP*PCN1*1*100*$80.00**12*ICN1~SVC*HC:99213*100*80~CAS*co*45*20~\
/// SE*9*0001~GE*1*1~IEA*1*000000001~";
/// let repaired = repair(file);
/// let text = String::from_utf8_lossy(&repaired.bytes);
/// assert!(text.contains("************20260803~"));
/// assert!(text.contains("CLP*PCN1*1*100*80**12*ICN1~"));
/// assert!(text.contains("CAS*CO*45*20~SE*10*0001~"));
/// assert!(repaired.declined.is_empty());
/// assert_eq!(repair(&repaired.bytes).bytes, repaired.bytes);
/// ```
#[must_use]
pub fn repair(bytes: &[u8]) -> Repaired {
    let found = findings(bytes);
    let (mut open, overlapping) = parted(proposed(bytes, &found));
    let before = counted(&found);
    let mut proof = Proof {
        bytes,
        before,
        admitted: Vec::new(),
    };
    loop {
        let admitted = proof.admitted.len();
        open = proof.admit(open);
        if open.is_empty() || proof.admitted.len() == admitted {
            break;
        }
    }
    let Proof {
        admitted: mut changed,
        ..
    } = proof;
    changed.sort_by_key(|repair| repair.edits.first().map(|edit| edit.at));
    let overlapping = overlapping.into_iter().map(|r| (r, Reason::Overlap));
    let unproven = open.into_iter().map(|r| (r, Reason::Unproven));
    let declined = overlapping.chain(unproven);
    Repaired {
        bytes: apply(bytes, &changed).unwrap_or_else(|_| bytes.to_vec()),
        changed,
        declined: declined
            .map(|(repair, reason)| Declined { repair, reason })
            .collect(),
    }
}

fn findings(bytes: &[u8]) -> Vec<Finding> {
    check(bytes).all_findings().into_iter().cloned().collect()
}

/// A finding without its byte, which repairs before it move.
type Key = (&'static str, String, [usize; 3], String);

fn counted(findings: &[Finding]) -> BTreeMap<Key, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(key(finding)).or_default() += 1;
    }
    counts
}

fn key(finding: &Finding) -> Key {
    let Finding {
        code,
        path,
        at,
        says,
        ..
    } = finding;
    let place = [at.segment, at.element, at.component];
    (code, path.clone(), place, says.clone())
}

struct Proof<'a> {
    bytes: &'a [u8],
    before: BTreeMap<Key, usize>,
    admitted: Vec<Repair>,
}

impl Proof<'_> {
    /// Admits what can be proved and hands back the rest, by halves.
    fn admit(&mut self, mut repairs: Vec<Repair>) -> Vec<Repair> {
        if repairs.is_empty() {
            return repairs;
        }
        let before = self.admitted.len();
        self.admitted.extend(repairs.iter().cloned());
        if self.holds() {
            return Vec::new();
        }
        self.admitted.truncate(before);
        if repairs.len() == 1 {
            return repairs;
        }
        let second = repairs.split_off(repairs.len() / 2);
        let mut left = self.admit(repairs);
        left.extend(self.admit(second));
        left
    }

    /// With all that is admitted, what it repairs is gone and nothing is new.
    fn holds(&self) -> bool {
        let Ok(changed) = apply(self.bytes, &self.admitted) else {
            return false;
        };
        let gone: Vec<Finding> = self
            .admitted
            .iter()
            .flat_map(|repair| repair.findings.iter().cloned())
            .collect();
        let gone = counted(&gone);
        counted(&findings(&changed)).iter().all(|(key, count)| {
            let of = |counts: &BTreeMap<Key, usize>| counts.get(key).copied().unwrap_or_default();
            *count <= of(&self.before).saturating_sub(of(&gone))
        })
    }
}

/// What could be repaired, one repair for all findings that ask for the same change.
fn proposed(bytes: &[u8], findings: &[Finding]) -> Vec<Repair> {
    let mut by_segment: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_segment
            .entry(finding.at.segment)
            .or_default()
            .push(finding);
    }
    if by_segment.is_empty() {
        return Vec::new();
    }
    let trailers = Trailers::of(bytes);
    let mut repairs: Vec<Repair> = Vec::new();
    for piece in pieces(bytes) {
        let Piece::Segment(segment) = piece else {
            continue;
        };
        let here = by_segment.remove(&segment.at().segment);
        for finding in here.into_iter().flatten() {
            let Some(edits) = change(finding, &segment, &trailers).filter(|e| !e.is_empty()) else {
                continue;
            };
            let here = |each: &&mut Repair| {
                let edit = each.edits.first();
                edit.is_some_and(|edit| edit.at.segment == segment.at().segment)
            };
            let mut here = repairs.iter_mut().rev().take_while(here);
            match here.find(|each| each.edits == edits) {
                Some(same) => same.findings.push(finding.clone()),
                None => repairs.push(Repair {
                    findings: vec![finding.clone()],
                    edits,
                }),
            }
        }
    }
    repairs
}

fn change(finding: &Finding, segment: &Segment<'_>, trailers: &Trailers) -> Option<Vec<Edit>> {
    let edit = match finding.code {
        "x12.header_width" => return envelope::header(segment),
        "x12.trailing_element" => envelope::ending(segment),
        "x12.segment_name" => envelope::name(segment),
        "x12.unterminated" => envelope::terminator(segment),
        "x12.transaction_count"
        | "x12.transaction_control"
        | "x12.group_count"
        | "x12.group_control"
        | "x12.interchange_count"
        | "x12.interchange_control" => trailers.mended(finding, segment),
        _ => {
            let part = part(finding, segment)?;
            let was = core::str::from_utf8(part.bytes()).ok()?;
            mended(finding, was).map(|text| Edit {
                at: part.at(),
                was: was.to_owned(),
                text,
            })
        }
    };
    edit.map(|edit| vec![edit])
}

/// The element, repetition or component that a finding is about.
fn part<'a>(finding: &Finding, segment: &Segment<'a>) -> Option<Element<'a>> {
    let at = finding.at;
    let whole = segment.element(at.element);
    let begins = |each: &Element<'_>| each.at().byte <= at.byte;
    let part = match at.element {
        0 => return None,
        _ if whole.at().byte == at.byte && at.component == 0 => whole,
        _ => whole.repetitions().filter(begins).last()?,
    };
    let part = match at.component {
        0 => part,
        number => part.component(number),
    };
    (part.at().byte == at.byte && !part.is_empty()).then_some(part)
}

/// Repairs that stand beside each other, and those that would change what one before them changes.
fn parted(mut repairs: Vec<Repair>) -> (Vec<Repair>, Vec<Repair>) {
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let overlaps = |taken: &BTreeMap<usize, usize>, edit: &Edit| {
        let before = taken.range(..edit.end()).next_back();
        before.is_some_and(|(_, end)| *end > edit.at.byte)
    };
    let kept = repairs
        .extract_if(.., |repair| {
            let free = !repair.edits.iter().any(|edit| overlaps(&taken, edit));
            if free {
                let spans = repair.edits.iter().map(|edit| (edit.at.byte, edit.end()));
                taken.extend(spans);
            }
            free
        })
        .collect();
    (kept, repairs)
}
