use std::collections::VecDeque;

use chrono::NaiveDateTime;

use super::member::Member;
use super::node::{Kind, Node, Transaction};
use super::part::{Beginning, Part, Rejection, Trace};

/// What a payer says of one who is asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Answer {
    /// Entries, each with what belongs to it below.
    Benefits(Vec<Node>),
    /// Why there is none.
    Rejected(Vec<Rejection>),
}

/// Makes a payer's response of a request: the same payer, providers and members under the same
/// traces, each with its answer in place of what was asked.
///
/// ```
/// # use pms_core::x12::eligibility::{Answer, Benefit, Node, Part, Transaction, answer};
/// # fn active(request: &Transaction, now: chrono::NaiveDateTime) -> Transaction {
/// answer(request, now, |_member| {
///     let active = Benefit { kind: "1".to_owned(), services: vec!["30".to_owned()], ..Benefit::default() };
///     Answer::Benefits(vec![Node::new(Part::Benefit(active))])
/// })
/// # }
/// ```
#[must_use]
pub fn answer(
    request: &Transaction,
    written: NaiveDateTime,
    mut say: impl FnMut(&Member<'_>) -> Answer,
) -> Transaction {
    let members = request.members();
    let said = members.iter().map(|member| (member.node(), say(member)));
    let mut answers: VecDeque<(&Node, Answer)> = said.collect();
    let reference = request.beginning().map(|b| b.reference.clone());
    let beginning = Beginning {
        structure: "0022".to_owned(),
        purpose: "11".to_owned(),
        reference: reference.unwrap_or_default(),
        day: Some(written.date()),
        time: written.format("%H%M").to_string(),
        kind: String::new(),
    };
    let mut nodes = vec![Node::new(Part::Beginning(beginning))];
    let levels = request.nodes.iter().filter(|node| node.level().is_some());
    nodes.extend(levels.map(|level| answered(level, &mut answers)));
    Transaction {
        kind: Kind::Response,
        nodes,
    }
}

/// A level of the request as the response repeats it. Answers come in the order of the levels.
fn answered<'a>(level: &'a Node, answers: &mut VecDeque<(&'a Node, Answer)>) -> Node {
    let answer = answers.pop_front_if(|(node, _)| core::ptr::eq(*node, level));
    let mut own: Vec<Node> = Vec::new();
    for node in &level.below {
        match &node.part {
            Part::Level(_) | Part::Question(_) => {}
            Part::Trace(trace) => own.push(Node::new(Part::Trace(Trace {
                kind: "2".to_owned(),
                ..trace.clone()
            }))),
            part => own.push(Node::new(part.clone())),
        }
    }
    match answer {
        Some((_, Answer::Benefits(entries))) => own.extend(entries),
        Some((_, Answer::Rejected(why))) => {
            let named = |node: &Node| {
                let part = &node.part;
                matches!(
                    part,
                    Part::Trace(_)
                        | Part::Party(_)
                        | Part::Reference(_)
                        | Part::Street(_)
                        | Part::Town(_)
                )
            };
            let behind = own.iter().take_while(|node| named(node)).count();
            let why = why.into_iter().map(|why| Node::new(Part::Rejection(why)));
            own.splice(behind..behind, why);
        }
        None => {}
    }
    own.extend(level.levels().map(|below| answered(below, answers)));
    Node::new(level.part.clone()).with(own)
}

/// Who was asked for, and who was answered for.
#[derive(Clone, Debug)]
pub struct Matched<'a> {
    /// Each who was asked for, with the answer where there is one.
    pub asked: Vec<(Member<'a>, Option<Member<'a>>)>,
    /// Answers to nobody who was asked for.
    pub unasked: Vec<Member<'a>>,
}

/// Finds the answer to each question by its trace: the payer repeats number and originator. Of a
/// single patient without a trace the single answer is meant. An answer belongs to one question.
#[must_use]
pub fn matched<'a>(request: &'a Transaction, response: &'a Transaction) -> Matched<'a> {
    let asked = request.members();
    let mut answers = response.members();
    let single = asked.len() == 1 && answers.len() == 1;
    let pairs = asked.into_iter().map(|member| {
        let own: Vec<&Trace> = member.traces().filter(|t| t.kind != "2").collect();
        let repeats = |answer: &Member<'_>| match own.is_empty() {
            true => single && !answer.traces().any(|trace| trace.kind == "2"),
            false => answer
                .traces()
                .filter(|trace| trace.kind == "2")
                .any(|trace| {
                    own.iter()
                        .any(|own| own.number == trace.number && own.originator == trace.originator)
                }),
        };
        let found = answers.iter().position(repeats);
        (member, found.map(|place| answers.remove(place)))
    });
    let asked: Vec<_> = pairs.collect();
    Matched {
        asked,
        unasked: answers,
    }
}
