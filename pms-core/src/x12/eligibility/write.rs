use super::super::syntax::{Characters, Envelope, WriteError, Writer};
use super::give::{Place, give};
use super::node::{Kind, Node, Transaction};
use super::part::Part;

/// The guide of both transactions.
const VERSION: &str = "005010X279A1";

/// Writes transactions of one kind as one interchange, numbered from 1.
///
/// Levels are numbered in their order. What was read and not changed is written as it was sent.
///
/// # Errors
///
/// The first [`WriteError`]: a text with a character that X12 cannot carry, a number that is too
/// long, an amount of more than ten digits.
///
/// ```
/// # use pms_core::x12::eligibility::{Kind, Transaction, read, write};
/// # use pms_core::x12::syntax::{Characters, Envelope, WriteError};
/// # fn round(answer: Transaction, envelope: &Envelope) -> Result<(), WriteError> {
/// let bytes = write(Kind::Response, &[&answer], envelope, Characters::Refuse)?;
/// assert_eq!(read(&bytes).transactions[0].transaction, answer);
/// # Ok(()) }
/// ```
pub fn write(
    kind: Kind,
    transactions: &[&Transaction],
    envelope: &Envelope,
    characters: Characters,
) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::open(envelope, kind.group(), VERSION, characters);
    for (control, transaction) in (1..).zip(transactions) {
        writer.begin(kind.code(), control, Some(VERSION));
        let mut last = 0;
        for node in &transaction.nodes {
            write_node(&mut writer, node, None, &mut last);
        }
    }
    writer.finish()
}

/// Writes a segment and those below it. `last` is the number of the last level.
fn write_node(writer: &mut Writer, node: &Node, parent: Option<u32>, last: &mut u32) {
    let place = place_of(node, parent, last);
    match (&node.part, &node.sent) {
        (Part::Other(kept), _) => writer.verbatim(kept.bytes()),
        (part, None) => give(part, place, writer.segment(part.name())).end(),
        (part, Some(sent)) => {
            writer.amended(part.name(), sent.bytes.bytes(), &sent.written, |draft| {
                give(part, place, draft)
            });
        }
    }
    let parent = node.level().map(|_| place.number).or(parent);
    for each in &node.below {
        write_node(writer, each, parent, last);
    }
}

impl Node {
    /// The segment and those below it, each as it was sent, or as it would be written where it is one's
    /// own or was changed; without its terminator.
    pub(super) fn gather_sent(&self, found: &mut Vec<String>) {
        let place = place_of(self, None, &mut 0);
        let part = &self.part;
        let bytes = match (part, &self.sent) {
            (Part::Other(kept), _) => kept.bytes().to_vec(),
            (_, sent) => {
                let (written, _) = Writer::alone(Characters::Clean, part.name(), |draft| {
                    give(part, place, draft)
                });
                let kept = sent.as_ref().filter(|sent| sent.written == written);
                kept.map_or(written, |sent| sent.bytes.bytes().to_vec())
            }
        };
        found.push(String::from_utf8_lossy(&bytes).into_owned());
        self.below.iter().for_each(|below| below.gather_sent(found));
    }
}

/// Where a level stands; of no meaning for anything else.
fn place_of(node: &Node, parent: Option<u32>, last: &mut u32) -> Place {
    if node.level().is_some() {
        *last += 1;
    }
    Place {
        number: *last,
        parent,
        child: node.levels().next().is_some(),
    }
}

/// Forgets how segments were sent that would be written just so, and remembers of all others how
/// they would be.
pub(super) fn settle(transaction: &mut Transaction) {
    let mut last = 0;
    for node in &mut transaction.nodes {
        settle_node(node, None, &mut last);
    }
}

fn settle_node(node: &mut Node, parent: Option<u32>, last: &mut u32) {
    let place = place_of(node, parent, last);
    let part = &node.part;
    let (written, trouble) = Writer::alone(Characters::Refuse, part.name(), |draft| {
        give(part, place, draft)
    });
    node.sent = node.sent.take().and_then(|mut sent| {
        let plain = trouble.is_none() && sent.bytes.bytes() == written;
        sent.written = written;
        let kept = !plain && !matches!(part, Part::Other(_));
        kept.then_some(sent)
    });
    let parent = node.level().map(|_| place.number).or(parent);
    for each in &mut node.below {
        settle_node(each, parent, last);
    }
}
