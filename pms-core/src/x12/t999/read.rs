use super::super::syntax::{Finding, Level, Piece, Position, Role, Segment, Severity};
use super::super::syntax::{Walk, pieces};
use super::answer::{
    Answer, Answers, ElementError, GroupAnswer, InterchangeAnswer, SegmentError, TransactionAnswer,
};

/// Reads the answers of a file: every TA1 and every 999.
///
/// Other transactions are passed over; what cannot be understood is a finding.
///
/// ```
/// # use pms_core::x12::t999::{self, Answer};
/// let file = b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260801*1200*^*00501*000000001*0*T*:~\
/// GS*FA*PAYER*PRACTICE*20260801*1200*1*X*005010X231A1~ST*999*0001*005010X231A1~\
/// AK1*HC*17~AK2*837*0001~IK3*CLM*26*2300*8~IK4*6**7~IK5*R*5~AK9*R*1*1*0~SE*8*0001~GE*1*1~IEA*1*000000001~";
/// let answers = t999::read(file);
/// let transaction = &answers.groups[0].transactions[0];
/// assert_eq!(transaction.answer, Some(Answer::Rejected));
/// assert_eq!(transaction.errors[0].number, Some(26));
/// assert_eq!(transaction.errors[0].elements[0].element, Some(6));
/// ```
#[must_use]
pub fn read(bytes: &[u8]) -> Answers {
    let mut walk = Walk::default();
    let mut reading = Reading::default();
    for piece in pieces(bytes) {
        let role = walk.step(&piece);
        let Piece::Segment(segment) = piece else {
            continue;
        };
        match role {
            Some(Role::TransactionHeader) => reading.ours = segment.element(1).is("999"),
            Some(Role::Body) if reading.ours => reading.segment(&segment),
            Some(Role::Between) if segment.id() == b"TA1" => reading.interchange(&segment),
            _ => {}
        }
    }
    let mut findings = walk.finish();
    findings.append(&mut reading.findings);
    findings.sort_by_key(|finding| finding.at);
    Answers {
        interchanges: reading.interchanges,
        groups: reading.groups,
        findings,
    }
}

#[derive(Default)]
struct Reading {
    ours: bool,
    interchanges: Vec<InterchangeAnswer>,
    groups: Vec<GroupAnswer>,
    findings: Vec<Finding>,
}

impl Reading {
    fn interchange(&mut self, ta1: &Segment<'_>) {
        let answer = self.answer(ta1, 4);
        self.interchanges.push(InterchangeAnswer {
            control: text(ta1, 1),
            sent: [text(ta1, 2), text(ta1, 3)],
            answer,
            note: text(ta1, 5),
            at: ta1.at(),
        });
    }

    fn segment(&mut self, segment: &Segment<'_>) {
        match segment.id() {
            b"AK1" => self.groups.push(GroupAnswer {
                kind: text(segment, 1),
                control: text(segment, 2),
                version: text(segment, 3),
                answer: None,
                counts: [None; 3],
                errors: Vec::new(),
                transactions: Vec::new(),
                at: segment.at(),
            }),
            b"AK2" => {
                let transaction = TransactionAnswer {
                    kind: text(segment, 1),
                    control: text(segment, 2),
                    guide: text(segment, 3),
                    at: segment.at(),
                    ..TransactionAnswer::default()
                };
                match self.groups.last_mut() {
                    Some(group) => group.transactions.push(transaction),
                    None => self.misplaced(segment),
                }
            }
            b"IK3" => self.segment_error(segment),
            b"CTX" => self.concerns(segment),
            b"IK4" => self.element_error(segment),
            b"IK5" => {
                let answer = self.answer(segment, 1);
                match self.transaction() {
                    Some(open) => {
                        open.answer = answer;
                        open.codes = texts(segment, 2);
                    }
                    None => self.misplaced(segment),
                }
            }
            b"AK9" => self.end_group(segment),
            _ => self.misplaced(segment),
        }
    }

    fn end_group(&mut self, ak9: &Segment<'_>) {
        let answer = self.answer(ak9, 1);
        let Some(group) = self.groups.last_mut() else {
            return self.misplaced(ak9);
        };
        group.answer = answer;
        group.counts = [2, 3, 4].map(|number| text(ak9, number).parse().ok());
        group.errors = texts(ak9, 5);
        let taken = |each: &&TransactionAnswer| each.answer != Some(Answer::Rejected);
        let told = group.transactions.iter().filter(taken).count();
        // A group that is taken whole may name none of its transactions.
        let counted = group.counts[2].and_then(|count| usize::try_from(count).ok());
        if !group.transactions.is_empty() && counted.is_some_and(|counted| counted != told) {
            let says = "AK904 does not count the transactions that were taken";
            self.find("t999.accepted_count", "AK904", ak9.element(4).at(), says);
        }
    }

    fn segment_error(&mut self, ik3: &Segment<'_>) {
        let error = SegmentError {
            segment: text(ik3, 1),
            number: text(ik3, 2).parse().ok(),
            in_loop: text(ik3, 3),
            code: text(ik3, 4),
            ..SegmentError::default()
        };
        match self.transaction() {
            Some(open) => open.errors.push(error),
            None => self.misplaced(ik3),
        }
    }

    /// CTX names a business unit, as `CLM01:123`, or the element that made another one necessary.
    fn concerns(&mut self, ctx: &Segment<'_>) {
        let unit = ctx.element(1);
        let (name, value) = (unit.component(1), unit.component(2));
        let Some(error) = self.transaction().and_then(|open| open.errors.last_mut()) else {
            return self.misplaced(ctx);
        };
        if !value.is_empty() {
            let named = [name.text().into_owned(), value.text().into_owned()];
            error.concerns.push(named);
        }
    }

    fn element_error(&mut self, ik4: &Segment<'_>) {
        let place = ik4.element(1);
        let number = |component: usize| place.component(component).text().parse().ok();
        let error = ElementError {
            element: number(1),
            component: number(2),
            code: text(ik4, 3),
        };
        match self.transaction().and_then(|open| open.errors.last_mut()) {
            Some(segment) => segment.elements.push(error),
            None => self.misplaced(ik4),
        }
    }

    fn transaction(&mut self) -> Option<&mut TransactionAnswer> {
        self.groups.last_mut()?.transactions.last_mut()
    }

    fn answer(&mut self, segment: &Segment<'_>, number: usize) -> Option<Answer> {
        let element = segment.element(number);
        let answer = Answer::of(&element.text());
        if answer.is_none() {
            let path = format!("{}{number:02}", segment.label().unwrap_or("?"));
            let says = "the answer is no code that we know";
            self.find("t999.answer", &path, element.at(), says);
        }
        answer
    }

    fn misplaced(&mut self, segment: &Segment<'_>) {
        let path = segment.label().unwrap_or("?");
        let says = "the segment stands where it has no meaning";
        self.find("t999.segment_misplaced", path, segment.at(), says);
    }

    fn find(&mut self, code: &'static str, path: &str, at: Position, says: &str) {
        self.findings.push(Finding {
            code,
            severity: Severity::Error,
            level: Level::Guide,
            path: path.to_owned(),
            at,
            says: says.to_owned(),
        });
    }
}

fn text(segment: &Segment<'_>, number: usize) -> String {
    segment.element(number).text().into_owned()
}

fn texts(segment: &Segment<'_>, first: usize) -> Vec<String> {
    let rest = segment.elements().skip(first - 1);
    rest.filter_map(|element| element.some()).collect()
}
