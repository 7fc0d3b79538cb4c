use serde::Serialize;

use super::eligibility::Kind;
use super::eligibility::check::Check as Eligibility;
use super::status;
use super::syntax::{Finding, Level, Piece, Position, Role, Segment, Severity, Walk, pieces};
use super::t835::{Build, Control};
use super::t837p::Check;

/// A file that was checked: its transactions, each with what is wrong with it.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// The transactions in order.
    pub transactions: Vec<CheckedTransaction>,
    /// What is wrong outside of them.
    pub findings: Vec<Finding>,
}

/// A transaction that was checked.
#[derive(Clone, Debug, Serialize)]
pub struct CheckedTransaction {
    /// The numbers under which it came.
    pub control: Control,
    /// What kind of group it stands in (GS01), as `HC`.
    pub group_kind: String,
    /// What it is (ST01), as `837`.
    pub kind: String,
    /// The guide that it names itself (ST03), where it does.
    pub guide: String,
    /// What it holds is checked; else its envelope alone is.
    pub modelled: bool,
    /// Where it begins.
    pub at: Position,
    /// What is wrong with it, envelope and balances included.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// Every finding, in the order of the bytes.
    #[must_use]
    pub fn all_findings(&self) -> Vec<&Finding> {
        let own = self.transactions.iter().flat_map(|each| &each.findings);
        let mut all: Vec<&Finding> = own.chain(&self.findings).collect();
        all.sort_by_key(|finding| finding.at);
        all
    }
}

impl CheckedTransaction {
    /// No error was found.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let error = |finding: &Finding| finding.severity == Severity::Error;
        !self.findings.iter().any(error)
    }
}

/// Checks every transaction of a file: professional claims (837P), remittances (835), questions about
/// benefits with their answers (270, 271) and what is asked and told of how claims stand (276, 277,
/// 277CA) down to their codes and sums, all others for their envelope, with a note that says so.
///
/// ```
/// # use pms_core::x12::check;
/// let file = b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260801*1200*^*00501*000000001*0*T*:~\
/// GS*HP*PAYER*PRACTICE*20260801*1200*1*X*005010X221A1~\
/// ST*835*0001~BPR*I*80*C*CHK************20260803~TRN*1*10023*1512345678~\
/// N1*PR*ACME HEALTH~N1*PE*EXAMPLE MEDICAL*XX*1234567893~LX*1~\
/// CLP*PCN1*1*100*80**12*ICN1~SVC*HC:99213*100*80~CAS*CO*45*19~\
/// SE*10*0001~GE*1*1~IEA*1*000000001~";
/// let checked = check(file);
/// let paths: Vec<_> = checked.all_findings().iter().map(|f| f.path.as_str()).collect();
/// assert_eq!(paths, ["2100/CLP04", "2110/SVC03"]);
/// ```
#[must_use]
pub fn check(bytes: &[u8]) -> Checked {
    let mut checking = Checking::default();
    for piece in pieces(bytes) {
        checking.piece(&piece);
    }
    let cut_off = checking.walk.finish();
    checking.close(cut_off);
    Checked {
        transactions: checking.done,
        findings: checking.findings,
    }
}

#[derive(Default)]
struct Checking {
    walk: Walk,
    group_kind: String,
    open: Option<(CheckedTransaction, Content)>,
    done: Vec<CheckedTransaction>,
    findings: Vec<Finding>,
}

/// What a transaction holds.
enum Content {
    Remittance(Box<Build>),
    Claims(Box<Check>),
    Eligibility(Box<Eligibility>),
    Status(Box<status::Check>),
    Other,
}

impl Checking {
    fn piece(&mut self, piece: &Piece<'_>) {
        let before = self.walk.transaction_control().is_some();
        let role = self.walk.step(piece);
        let cut = before && self.walk.transaction_control().is_none();
        let found = self.walk.drain();
        if cut || role == Some(Role::TransactionHeader) {
            self.close(found);
        } else {
            self.sort_in(found);
        }
        let Piece::Segment(segment) = piece else {
            return;
        };
        match role {
            Some(Role::GroupHeader) => self.group_kind = segment.element(1).text().into_owned(),
            Some(Role::TransactionHeader) => self.begin(segment),
            Some(Role::Body) => match &mut self.open {
                Some((_, Content::Remittance(build))) => build.segment(*segment),
                Some((_, Content::Claims(check))) => check.segment(segment),
                Some((_, Content::Eligibility(check))) => check.segment(segment),
                Some((_, Content::Status(check))) => check.segment(segment),
                _ => {}
            },
            _ => {}
        }
    }

    fn begin(&mut self, header: &Segment<'_>) {
        let text = |number| header.element(number).text().into_owned();
        let control = Control::of(&self.walk);
        let guide = match text(3) {
            none if none.is_empty() => control.version.clone(),
            guide => guide,
        };
        let eligibility = |kind| {
            let check = Eligibility::begin(kind, header);
            Content::Eligibility(Box::new(check))
        };
        let content = match text(1).as_str() {
            "835" => Content::Remittance(Box::new(Build::begin(header, control.clone()))),
            "837" if guide.contains("X222") => Content::Claims(Box::new(Check::begin(header))),
            "270" if guide.contains("X279") => eligibility(Kind::Request),
            "271" if guide.contains("X279") => eligibility(Kind::Response),
            kind => match status::Kind::of(kind, &guide) {
                Some(kind) if guide.starts_with(kind.guide()) => {
                    Content::Status(Box::new(status::Check::begin(kind, header)))
                }
                _ => Content::Other,
            },
        };
        let modelled = !matches!(content, Content::Other);
        let mut transaction = CheckedTransaction {
            control,
            group_kind: self.group_kind.clone(),
            kind: text(1),
            guide: text(3),
            modelled,
            at: header.at(),
            findings: Vec::new(),
        };
        if !modelled {
            transaction.findings.push(Finding {
                code: "x12.not_modelled",
                severity: Severity::Note,
                level: Level::Syntax,
                path: "ST01".to_owned(),
                at: header.element(1).at(),
                says: "the envelope of the transaction is checked, what it holds is not".to_owned(),
            });
        }
        let told = header.element(3);
        if !told.is_empty() && transaction.control.version != told.text() {
            transaction.findings.push(Finding {
                code: "x12.guide_differs",
                severity: Severity::Warning,
                level: Level::Syntax,
                path: "ST03".to_owned(),
                at: told.at(),
                says: "the transaction names another guide than its group".to_owned(),
            });
        }
        self.open = Some((transaction, content));
    }

    /// The transaction that is open ends, with what the walk found at its end.
    fn close(&mut self, found: Vec<Finding>) {
        let Some((mut transaction, content)) = self.open.take() else {
            self.findings.extend(found);
            return;
        };
        transaction.findings.extend(match content {
            Content::Remittance(build) => build.end().findings,
            Content::Claims(check) => check.end(),
            Content::Eligibility(check) => check.end(),
            Content::Status(check) => check.end(),
            Content::Other => Vec::new(),
        });
        transaction.findings.extend(found);
        self.done.push(transaction);
    }

    fn sort_in(&mut self, found: Vec<Finding>) {
        match &mut self.open {
            Some((transaction, _)) => transaction.findings.extend(found),
            None => self.findings.extend(found),
        }
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
pub(super) mod tests;
