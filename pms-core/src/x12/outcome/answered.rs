use crate::claim::Gate;

use super::super::status::{Level, Line, Status, StatusCode, Tracked, Verdict};
use super::super::syntax::{Position, Walk, pieces};
use super::super::t277ca;
use super::super::t999::{self, Answer, GroupAnswer, SegmentError, TransactionAnswer};
use super::sent::{Sent, SentClaim, SentTransaction};
use super::told::{Field, Outcome, Outcomes, Reason, Said, Standing, Unplaced};

/// What TA1, 999 and 277CA say of each professional claim that was sent: how it stands, with which
/// codes, and of which field of what was sent.
///
/// Answers are given in the order in which they came; one file may hold several of them. They are
/// led back by the numbers they repeat: the interchange (ISA13), group and transaction (GS06, ST02),
/// batch (BHT03), claim (CLM01, or the payer's number where that was sent), line (REF 6R, LX01).
///
/// ```
/// # use pms_core::claim::Gate;
/// # use pms_core::x12::outcome::{Standing, outcomes};
/// # let isa = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260801*1200*^*00501*000000001*0*T*:~";
/// # let sent = format!("{isa}GS*HC*A*B*20260801*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*BATCH1*20260801*1200*CH~\
/// # HL*1**20*1~NM1*85*2*EXAMPLE MEDICAL*****XX*1234567893~HL*2*1*22*0~SBR*P*18*******CI~CLM*PCN1*80***11:B:1*Y*A*Y*Y~SE*8*0001~GE*1*1~IEA*1*000000001~");
/// let answer = format!("{isa}GS*FA*B*A*20260801*1200*1*X*005010X231A1~ST*999*0001*005010X231A1~AK1*HC*1~AK2*837*0001~\
/// IK3*CLM*7*2300*8~IK4*5:3*1325*7~IK5*R*5~AK9*R*1*1*0~SE*8*0001~GE*1*1~IEA*1*000000001~");
/// let outcomes = outcomes(sent.as_bytes(), &[answer.as_bytes()]);
/// let claim = &outcomes.claims[0];
/// assert_eq!(claim.number, "PCN1");
/// assert_eq!(claim.standing, Standing::Rejected { by: Gate::File });
/// assert!(claim.said.iter().any(|said| said.field.as_ref().is_some_and(|field| field.path == "2300/CLM05-3")));
/// ```
#[must_use]
pub fn outcomes(sent: &[u8], answers: &[&[u8]]) -> Outcomes {
    let sent = Sent::read(sent);
    let claims = sent.transactions.iter().flat_map(|transaction| {
        transaction.claims.iter().map(|claim| Outcome {
            number: claim.number.clone(),
            charge: claim.charge,
            control: transaction.control.clone(),
            at: claim.at,
            standing: Standing::Unanswered,
            payer_control: None,
            said: Vec::new(),
        })
    });
    let mut reading = Reading {
        outcomes: Outcomes {
            claims: claims.collect(),
            unplaced: Vec::new(),
            findings: Vec::new(),
        },
        sent,
        answer: 0,
    };
    for (number, answer) in answers.iter().enumerate() {
        reading.answer = number;
        reading.read(answer);
    }
    for claim in &mut reading.outcomes.claims {
        claim.settle();
    }
    reading.outcomes
}

struct Reading<'a> {
    sent: Sent<'a>,
    outcomes: Outcomes,
    /// Which answer is read.
    answer: usize,
}

/// Which claim is meant: its transaction, its place in it, and its place among all.
#[derive(Clone, Copy)]
struct Which {
    transaction: usize,
    claim: usize,
    outcome: usize,
}

impl Reading<'_> {
    fn read(&mut self, bytes: &[u8]) {
        let mut walk = Walk::default();
        for piece in pieces(bytes) {
            walk.step(&piece);
        }
        let file = t999::read(bytes);
        let told = t277ca::read(bytes);
        let own = told.notices.iter().flat_map(|notice| &notice.findings);
        // Both readers tell of the envelope; what either tells of its content comes besides.
        let envelope = walk.finish();
        let content = file.findings.iter().chain(own).chain(&told.findings);
        let content = content.filter(|finding| !envelope.contains(finding));
        let mut findings: Vec<_> = content.cloned().collect();
        findings.extend(envelope.iter().cloned());
        findings.sort_by_key(|finding| finding.at);
        let answer = self.answer;
        let findings = findings.into_iter().map(|finding| (answer, finding));
        self.outcomes.findings.extend(findings);
        for ta1 in &file.interchanges {
            let same = |transaction: &SentTransaction<'_>| {
                t999::same(&transaction.control.interchange, &ta1.control)
            };
            let note = ta1.note.clone();
            let reason = Reason::Interchange { note };
            self.transactions(same, &ta1.control, ta1.answer, &reason, ta1.at);
        }
        for group in &file.groups {
            self.group(group);
        }
        for received in &told.notices {
            for source in &received.notice.levels {
                self.source(source);
            }
        }
    }

    /// Says something of all claims of some transactions.
    fn transactions(
        &mut self,
        chosen: impl Fn(&SentTransaction<'_>) -> bool,
        number: &str,
        answer: Option<Answer>,
        reason: &Reason,
        at: Position,
    ) {
        if !self.sent.transactions.iter().any(&chosen) {
            return self.unplaced(number, at);
        }
        let verdict = answer.map(|answer| match answer {
            Answer::Rejected => Verdict::Rejected,
            _ => Verdict::Accepted,
        });
        for which in self.all(&chosen) {
            self.say(which, Gate::File, verdict, reason.clone(), None, at);
        }
    }

    fn group(&mut self, group: &GroupAnswer) {
        if group.transactions.is_empty() {
            let codes = group.errors.clone();
            let reason = Reason::Transaction { codes };
            let same = |sent: &SentTransaction<'_>| t999::same(&sent.control.group, &group.control);
            self.transactions(same, &group.control, group.answer, &reason, group.at);
        }
        for transaction in &group.transactions {
            let same = |sent: &SentTransaction<'_>| {
                t999::same(&sent.control.group, &group.control)
                    && t999::same(&sent.control.transaction, &transaction.control)
            };
            let codes = transaction.codes.clone();
            let reason = Reason::Transaction { codes };
            let (number, at) = (&transaction.control, transaction.at);
            self.transactions(same, number, transaction.answer, &reason, at);
            self.errors(transaction, same);
        }
    }

    /// What is wrong with segments goes to every claim that they belong to.
    fn errors(&mut self, answer: &TransactionAnswer, same: impl Fn(&SentTransaction<'_>) -> bool) {
        for error in &answer.errors {
            for which in self.all(&same) {
                let Some((transaction, claim)) = self.sent(which) else {
                    continue;
                };
                let named = |named: &[String; 2]| named[1] == claim.number;
                let number = error.number.filter(|number| claim.has(*number));
                if number.is_none() && !error.concerns.iter().any(named) {
                    continue;
                }
                let said = fields(transaction, error, number);
                for (reason, field) in said {
                    self.say(which, Gate::File, None, reason, field, answer.at);
                }
            }
        }
    }

    fn source(&mut self, source: &Level) {
        let clearing = source.party().is_some_and(|party| party.role == "AY");
        let gate = match clearing {
            true => Gate::Clearinghouse,
            false => Gate::Payer,
        };
        for receiver in &source.below {
            let batch = receiver.tracked.first().map(|whole| whole.number.clone());
            let batch = batch.unwrap_or_default();
            for whole in &receiver.tracked {
                self.whole(whole, gate, |transaction, _| {
                    transaction.batch == whole.number
                });
            }
            for provider in &receiver.below {
                self.provider(provider, gate, &batch);
            }
        }
    }

    fn provider(&mut self, provider: &Level, gate: Gate, batch: &str) {
        let id = provider.party().and_then(|party| party.id.as_ref());
        let number = id.map(|id| id.value.clone()).unwrap_or_default();
        let known = self
            .sent
            .transactions
            .iter()
            .any(|sent| sent.batch == batch);
        for whole in &provider.tracked {
            self.whole(whole, gate, |transaction, claim| {
                (!known || transaction.batch == batch) && transaction.is_billed_by(claim, &number)
            });
        }
        for patient in provider
            .below
            .iter()
            .filter(|level| level.role.is_patient())
        {
            for claim in &patient.tracked {
                self.claim(claim, gate, batch);
            }
        }
    }

    /// What is said of many claims at once. Only a reject says anything of each of them.
    fn whole(
        &mut self,
        whole: &Tracked,
        gate: Gate,
        chosen: impl Fn(&SentTransaction<'_>, &SentClaim) -> bool,
    ) {
        let rejected = |status: &&Status| status.verdict() == Some(Verdict::Rejected);
        let codes: Vec<StatusCode> = whole
            .statuses()
            .filter(rejected)
            .flat_map(|status| status.codes().cloned())
            .collect();
        if codes.is_empty() {
            return;
        }
        let all = self.all(|_| true);
        let claims: Vec<Which> = all
            .into_iter()
            .filter(|which| {
                let sent = self.sent(*which);
                sent.is_some_and(|(transaction, claim)| chosen(transaction, claim))
            })
            .collect();
        if claims.is_empty() {
            self.unplaced(&whole.number, whole.at);
        }
        for which in claims {
            for code in &codes {
                self.status(which, gate, Some(Verdict::Rejected), code, None, whole.at);
            }
        }
    }

    fn claim(&mut self, told: &Tracked, gate: Gate, batch: &str) {
        let Some(which) = self.find(told, batch) else {
            return self.unplaced(&told.number, told.at);
        };
        if let Some(outcome) = self.outcomes.claims.get_mut(which.outcome)
            && let Some(number) = told.reference("1K")
        {
            outcome.payer_control = Some(number.to_owned());
        }
        for status in told.statuses() {
            for code in status.codes() {
                self.status(which, gate, status.verdict(), code, None, told.at);
            }
        }
        for line in &told.lines {
            self.line(which, gate, line);
        }
    }

    fn line(&mut self, which: Which, gate: Gate, line: &Line) {
        let number = line.reference("FJ").unwrap_or_default();
        let field = self.sent(which).and_then(|(transaction, claim)| {
            transaction
                .line(claim, number)
                .or_else(|| transaction.line_of(claim, &line.service, line.charge))
        });
        if field.is_none() {
            self.unplaced(number, line.at);
        }
        for status in line.statuses() {
            for code in status.codes() {
                self.status(which, gate, status.verdict(), code, field.clone(), line.at);
            }
        }
    }

    /// The claim that bears the number, of several the one with the charge; or else the one that
    /// was sent with the payer's number.
    fn find(&self, told: &Tracked, batch: &str) -> Option<Which> {
        let charge = told.statuses().find_map(|status| status.charge);
        let payers = told.reference("1K");
        let pick = |is: &dyn Fn(&SentTransaction<'_>, &SentClaim) -> bool| {
            let all = self.all(|_| true).into_iter();
            let found = all.filter(|which| {
                let sent = self.sent(*which);
                sent.is_some_and(|(transaction, claim)| is(transaction, claim))
            });
            match found.collect::<Vec<_>>()[..] {
                [one] => Some(one),
                _ => None,
            }
        };
        let bears = |claim: &SentClaim| claim.number == told.number;
        let charged = |claim: &SentClaim| claim.charge == charge;
        let sent_in = |sent: &SentTransaction<'_>| sent.batch == batch;
        pick(&|_, claim| bears(claim))
            .or_else(|| pick(&|sent, claim| bears(claim) && sent_in(sent)))
            .or_else(|| pick(&|_, claim| bears(claim) && charged(claim)))
            .or_else(|| pick(&|sent, claim| bears(claim) && charged(claim) && sent_in(sent)))
            .or_else(|| {
                let payers = payers?;
                pick(&|_, claim| claim.payer_control.as_deref() == Some(payers))
            })
    }

    /// A status concerns the line, or whom it names, or else the claim as such.
    fn status(
        &mut self,
        which: Which,
        gate: Gate,
        verdict: Option<Verdict>,
        code: &StatusCode,
        line: Option<Field>,
        at: Position,
    ) {
        let field = line.or_else(|| {
            let (transaction, claim) = self.sent(which)?;
            let names = entities(&code.entity).into_iter();
            let mut named = names.filter_map(|name| transaction.party(claim, name));
            named.next().or(Some(Field {
                path: "2300/CLM".to_owned(),
                at: claim.at,
            }))
        });
        let reason = Reason::Status { code: code.clone() };
        self.say(which, gate, verdict, reason, field, at);
    }

    fn say(
        &mut self,
        which: Which,
        gate: Gate,
        verdict: Option<Verdict>,
        reason: Reason,
        field: Option<Field>,
        at: Position,
    ) {
        let answer = self.answer;
        if let Some(outcome) = self.outcomes.claims.get_mut(which.outcome) {
            outcome.said.push(Said {
                answer,
                gate,
                verdict,
                reason,
                field,
                at,
            });
        }
    }

    fn unplaced(&mut self, number: &str, at: Position) {
        self.outcomes.unplaced.push(Unplaced {
            answer: self.answer,
            number: number.to_owned(),
            at,
        });
    }

    /// The claims of the chosen transactions.
    fn all(&self, chosen: impl Fn(&SentTransaction<'_>) -> bool) -> Vec<Which> {
        let mut outcome = 0;
        let mut all = Vec::new();
        for (transaction, sent) in self.sent.transactions.iter().enumerate() {
            for claim in 0..sent.claims.len() {
                if chosen(sent) {
                    all.push(Which {
                        transaction,
                        claim,
                        outcome,
                    });
                }
                outcome += 1;
            }
        }
        all
    }

    fn sent(&self, which: Which) -> Option<(&SentTransaction<'_>, &SentClaim)> {
        let transaction = self.sent.transactions.get(which.transaction)?;
        Some((transaction, transaction.claims.get(which.claim)?))
    }
}

/// What is wrong with a segment or with elements of it, and where that stands in what was sent.
fn fields(
    transaction: &SentTransaction<'_>,
    error: &SegmentError,
    number: Option<usize>,
) -> Vec<(Reason, Option<Field>)> {
    let segment = error.code.clone();
    if error.elements.is_empty() {
        let mut field = number.and_then(|number| transaction.field(number, None, None));
        if let Some(field) = &mut field
            && error.code == "3"
        {
            // What is missing stands nowhere; it is told by its loop and name. A 999 may cut the
            // loop to four characters.
            let (here, _) = field.path.split_once('/').unwrap_or_default();
            let in_loop = match here.starts_with(&error.in_loop) {
                true => here,
                false => &error.in_loop,
            };
            field.path = match in_loop {
                "" => error.segment.clone(),
                of => format!("{of}/{}", error.segment),
            };
        }
        let element = None;
        return vec![(Reason::Segment { segment, element }, field)];
    }
    let elements = error.elements.iter().map(|each| {
        let field =
            number.and_then(|number| transaction.field(number, each.element, each.component));
        let reason = Reason::Segment {
            segment: segment.clone(),
            element: Some(each.code.clone()),
        };
        (reason, field)
    });
    elements.collect()
}

/// By which codes a claim names whom a status concerns, the likelier first.
fn entities(status: &str) -> Vec<&str> {
    match status {
        "" => Vec::new(),
        "1P" => vec!["85"],
        // A patient who is the subscriber has no name of its own.
        "QC" => vec!["QC", "IL"],
        other => vec![other],
    }
}
