use crate::access::Noun;
use crate::store::batch::{Expected, Put};
use crate::store::question::Question;

use super::desk::{Desk, Failure, same};
use super::suite::table;
use super::together::together;

table! { "snapshots", desk;
    "what was kept is seen at once" => at_once(desk);
    "all answers of one read are of one instant" => one_instant(desk);
    "one question asked twice has one answer" => asked_twice(desk);
}

async fn at_once(desk: Desk<'_>) -> Result<(), Failure> {
    for n in 1..=20 {
        let document = desk.plain(Noun::Patient, n);
        let key = document.key;
        desk.put(&format!("{n}"), document, Expected::New).await?;
        let found = desk.document(key).await?;
        same("its version", found.map(|found| found.version), Some(1))?;
    }
    Ok(())
}

/// Both documents are always written together, so that every read finds them at one version.
async fn write_both(desk: Desk<'_>, n: u64) -> Result<(), Failure> {
    let mut batch = desk.batch(&format!("both {n}"));
    for noun in [Noun::Claim, Noun::Remittance] {
        let document = desk.plain(noun, 1);
        let expected = Expected::Any;
        batch.puts.push(Put { document, expected });
    }
    desk.keep(batch).await?;
    Ok(())
}

async fn read_both(desk: Desk<'_>) -> Result<(), Failure> {
    let questions = [Noun::Claim, Noun::Remittance].map(|n| Question::Document(desk.key(n, 1)));
    let answers = desk.ask(&questions).await?;
    let version = |n| answers.documents(n).first().map(|found| found.version);
    same("the versions", version(0), version(1))
}

async fn one_instant(desk: Desk<'_>) -> Result<(), Failure> {
    let work = |n: u64| async move {
        if n.is_multiple_of(2) {
            write_both(desk, n).await
        } else {
            read_both(desk).await
        }
    };
    let done: Result<Vec<()>, Failure> = together((0..60).map(work)).await.into_iter().collect();
    done.map(|_| ())
}

async fn asked_twice(desk: Desk<'_>) -> Result<(), Failure> {
    let work = |n: u64| async move {
        if n.is_multiple_of(2) {
            return write_both(desk, n).await;
        }
        let question = Question::Document(desk.key(Noun::Claim, 1));
        let answers = desk.ask(&[question.clone(), question]).await?;
        same("the answers", answers.documents(0), answers.documents(1))
    };
    let done: Result<Vec<()>, Failure> = together((0..60).map(work)).await.into_iter().collect();
    done.map(|_| ())
}
