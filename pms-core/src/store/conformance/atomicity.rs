use crate::access::Noun;
use crate::store::batch::{CommitBatch, Expected, Guard, Put};
use crate::store::key::Key;

use super::desk::{Desk, Failure, same};
use super::suite::table;

table! { "atomicity", desk;
    "a batch that is kept has all its parts" => whole(desk);
    "an empty batch leaves its audit record and its receipt" => empty(desk);
    "a key used for another command keeps nothing" => nothing_kept(desk, Fault::Key);
    "a document that should be new keeps nothing" => nothing_kept(desk, Fault::NotNew);
    "a stale version keeps nothing" => nothing_kept(desk, Fault::Stale);
    "a guard that fails keeps nothing" => nothing_kept(desk, Fault::Guard);
    "a cell that is taken keeps nothing" => nothing_kept(desk, Fault::Cell);
    "the last of many cells being taken keeps nothing" => nothing_kept(desk, Fault::LastCell);
    "a number that is taken keeps nothing" => nothing_kept(desk, Fault::Number);
    "an event posted before keeps nothing" => nothing_kept(desk, Fault::Posted);
    "an entry that is there keeps nothing" => nothing_kept(desk, Fault::Entry);
    "a message sent before keeps nothing" => nothing_kept(desk, Fault::Message);
    "a batch that breaks a rule keeps nothing" => nothing_kept(desk, Fault::Rule);
}

async fn whole(desk: Desk<'_>) -> Result<(), Failure> {
    desk.keep(desk.everything("book", 10)?).await?;
    same("of each", desk.count("book", 10).await?, [1; 9])
}

async fn empty(desk: Desk<'_>) -> Result<(), Failure> {
    let receipt = desk.keep(desk.batch("look")).await?;
    same("documents", receipt.versions.len(), 0)?;
    let trail = desk.journal(Key::new(Noun::Actor, desk.actor())).await?;
    same("rows of the trail", trail.len(), 1)?;
    same("heads", receipt.heads.len(), 1)
}

/// What stands against a batch that is otherwise sound.
#[derive(Clone, Copy)]
enum Fault {
    Key,
    NotNew,
    Stale,
    Guard,
    Cell,
    LastCell,
    Number,
    Posted,
    Entry,
    Message,
    Rule,
}

impl Fault {
    /// What is kept before, so that the fault is one.
    fn before(self, desk: Desk<'_>) -> Result<CommitBatch, Failure> {
        let mut before = desk.everything("before", 100)?;
        if matches!(self, Self::LastCell) {
            before.take.push(desk.taking(desk.cell(40), 100));
        }
        Ok(before)
    }

    /// The fault in a batch that would write everything from 10, and the code that it must get.
    fn spoil(self, desk: Desk<'_>, batch: &mut CommitBatch) -> Result<&'static str, Failure> {
        let there = desk.key(Noun::Appointment, 100);
        let mut put = |expected| {
            let document = desk.visit(100, 0, 30);
            batch.puts.push(Put { document, expected });
        };
        match self {
            Self::Key => {
                batch.idempotency.key = "before".to_owned();
                return Ok("store.idem_mismatch");
            }
            Self::NotNew => put(Expected::New),
            Self::Stale => put(Expected::Exact(7)),
            Self::Guard => {
                let guard = Guard {
                    key: there,
                    version: 7,
                };
                batch.guards.push(guard);
            }
            Self::Cell => batch.take.push(desk.taking(desk.cell(100), 10)),
            Self::LastCell => {
                let cells = (20..=40).map(|cell| desk.taking(desk.cell(cell), 10));
                batch.take.extend(cells);
            }
            Self::Number => batch.take.push(desk.taking(desk.number("100"), 10)),
            Self::Posted => batch
                .entries
                .push(desk.entry(102, 11, 5_000, (0, 0))?.reversal(
                    desk.id(50),
                    desk.day(0),
                    desk.nine(),
                    desk.entry(102, 11, 5_000, (0, 0))?.source().clone(),
                )),
            Self::Entry => {
                let again = desk.entry(51, 11, 5_000, (0, 0))?;
                let source = again.source().clone();
                let (day, now) = (desk.day(0), desk.nine());
                batch
                    .entries
                    .push(again.reversal(desk.id(102), day, now, source));
                return Ok("store.invalid");
            }
            Self::Message => {
                batch.messages.push(desk.message(there, 103));
                return Ok("store.invalid");
            }
            Self::Rule => {
                let mut document = desk.visit(60, 0, 30);
                document.schema = 0;
                let expected = Expected::New;
                batch.puts.push(Put { document, expected });
                return Ok("store.invalid");
            }
        }
        match self {
            Self::NotNew | Self::Stale | Self::Guard => Ok("store.version_conflict"),
            _ => Ok("store.claim_taken"),
        }
    }
}

async fn nothing_kept(desk: Desk<'_>, fault: Fault) -> Result<(), Failure> {
    desk.keep(fault.before(desk)?).await?;
    let mut spoilt = desk.everything("book", 10)?;
    let code = fault.spoil(desk, &mut spoilt)?;
    let trail = Key::new(Noun::Actor, desk.actor());
    let rows = desk.journal(trail).await?;
    desk.refused(spoilt, code).await?;
    same("of each", desk.count("book", 10).await?, [0; 9])?;
    same("the trail", desk.journal(trail).await?, rows)?;
    desk.keep(desk.everything("book", 10)?).await?;
    same(
        "of each, without the fault",
        desk.count("book", 10).await?,
        [1; 9],
    )
}
