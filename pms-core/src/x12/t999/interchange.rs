use super::super::syntax::{Piece, Role, Walk, pieces};
use super::answer::{Answer, InterchangeAnswer};

/// What is to be said of each interchange of a file that was received (TA1): taken, or turned away with
/// what is wrong with its envelope. Whether its number came before is not known here.
///
/// Source: 005010, TA104 and TA105.
///
/// ```
/// # use pms_core::x12::t999::{Answer, answer_interchanges};
/// let file = b"ISA*00*          *00*          *ZZ*A              *ZZ*B              *260801*1200*^*00501*000000905*1*T*:~IEA*0*000000906~";
/// let answers = answer_interchanges(file);
/// assert_eq!(answers[0].control, "000000905");
/// assert_eq!((answers[0].answer, answers[0].note.as_str()), (Some(Answer::Rejected), "001"));
/// ```
#[must_use]
pub fn answer_interchanges(bytes: &[u8]) -> Vec<InterchangeAnswer> {
    let mut walk = Walk::default();
    let mut answers: Vec<InterchangeAnswer> = Vec::new();
    let mut wrong = Vec::new();
    for piece in pieces(bytes) {
        let begins = walk.step(&piece) == Some(Role::InterchangeHeader);
        // What is found at an ISA is told of the interchange that ends there without its IEA.
        wrong.extend(walk.drain().iter().filter_map(|finding| note(finding.code)));
        let Piece::Segment(isa) = piece else { continue };
        if begins {
            settle(answers.last_mut(), &mut wrong);
            let text = |number: usize| isa.element(number).text().trim().to_owned();
            answers.push(InterchangeAnswer {
                control: text(13),
                sent: [text(9), text(10)],
                answer: Some(Answer::Accepted),
                note: "000".to_owned(),
                at: isa.at(),
            });
        }
    }
    wrong.extend(
        walk.finish()
            .iter()
            .filter_map(|finding| note(finding.code)),
    );
    settle(answers.last_mut(), &mut wrong);
    answers
}

/// The code of what is wrong with an envelope (TA105).
fn note(code: &str) -> Option<&'static str> {
    match code {
        "x12.interchange_control" => Some("001"),
        "x12.interchange_count" => Some("021"),
        "x12.group_open" | "x12.group_orphan" | "x12.transaction_ungrouped" => Some("022"),
        "x12.interchange_open" => Some("023"),
        _ => None,
    }
}

fn settle(answer: Option<&mut InterchangeAnswer>, wrong: &mut Vec<&'static str>) {
    let first = wrong.drain(..).next();
    if let Some((answer, note)) = answer.zip(first) {
        answer.answer = Some(Answer::Rejected);
        answer.note = note.to_owned();
    }
}
