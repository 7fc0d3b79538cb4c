use core::ops::Range;

use chrono::TimeDelta;

use crate::id::{ResourceId, Uuid};
use crate::store::batch::{Expected, Put, Taking};
use crate::store::document::{Document, Term};
use crate::store::error::CommitError;
use crate::store::key::Stamp;
use crate::store::place::{Place, Taken};
use crate::store::question::Question;

use super::desk::{Desk, Failure, numbers, same};
use super::suite::table;

table! { "places", desk;
    "a free cell is taken" => taken(desk);
    "a taken cell is refused, and its holder told" => refused(desk, cell(desk, 5));
    "a taken number is refused, and its holder told" => refused(desk, desk.number("7"));
    "taking again what one holds changes nothing" => again(desk);
    "what is given back is free" => given_back(desk);
    "nobody gives back what is another's" => not_ones_own(desk);
    "giving back what is free changes nothing" => free_already(desk);
    "what one batch gives back it may hand on" => handed_on(desk);
    "a visit may move onto part of its own time" => moves(desk);
    "two visits may change places in one batch" => swap(desk);
    "the same cell in another lane is free" => beside(desk, |desk| lane(desk, 1));
    "the next cell is free" => beside(desk, |desk| cell(desk, 6));
    "the same cell of another resource is free" => beside(desk, other_resource);
    "a number is not a cell" => beside(desk, |desk| desk.number("5"));
    "the first cell there is can be taken" => extreme(desk, i64::MIN);
    "the last cell there is can be taken" => extreme(desk, i64::MAX);
    "a cell before 1970 can be taken" => extreme(desk, -1);
    "the highest lane can be taken" => highest_lane(desk);
    "many cells are taken at once" => many(desk, 100);
    "just as many cells as one statement takes" => many(desk, 16);
    "one cell more than one statement takes" => many(desk, 17);
    "of many cells the one that is taken is named" => middle(desk);
    "two holders of one place in a batch are refused" => two_holders(desk);
    "the same taking twice in a batch is one" => twice(desk);
    "cells are listed by cell and lane" => listed(desk);
    "the last cell of a question is not in it" => half_open(desk);
    "cells the wrong way round are none" => backwards(desk);
    "a visit that ends when the question begins is not in it" => visits(desk, (0, 30), (30, 60), &[]);
    "a visit that begins when the question ends is not in it" => visits(desk, (30, 30), (0, 30), &[]);
    "a visit that the question begins in is in it" => visits(desk, (0, 30), (29, 60), &[1]);
    "a visit that the question ends in is in it" => visits(desk, (30, 30), (0, 31), &[1]);
    "a visit inside the question is in it" => visits(desk, (10, 5), (0, 60), &[1]);
    "a visit around the question is in it" => visits(desk, (0, 600), (100, 101), &[1]);
    "a visit over midnight is in it" => visits(desk, (14 * 60, 120), (15 * 60 + 1, 15 * 60 + 2), &[1]);
    "the longest visit is in it to its end" => visits(desk, (0, 7 * 1_440), (7 * 1_440 - 1, 9_000_000), &[1]);
    "visits come by their start" => by_start(desk);
    "a visit that has moved is found where it is" => moved(desk);
    "a visit of another resource is not in it" => of_another(desk);
    "a visit longer than seven days is refused" => span(desk, |_, d| d.columns.ends_at = stamp(d, 7 * 1_440 + 1));
    "a visit that ends before it begins is refused" => span(desk, |_, d| d.columns.ends_at = stamp(d, -1));
    "a visit without length is refused" => span(desk, |_, d| d.columns.ends_at = d.columns.starts_at);
    "an end without a start is refused" => span(desk, |_, d| d.columns.starts_at = None);
}

fn cell(desk: Desk<'_>, cell: i64) -> Place {
    desk.cell(cell)
}

fn lane(desk: Desk<'_>, lane: u16) -> Place {
    let resource = desk.resource();
    Place::Cell {
        resource,
        lane,
        cell: 5,
    }
}

fn other_resource(desk: Desk<'_>) -> Place {
    let resource = desk.id::<ResourceId>(801);
    Place::Cell {
        resource,
        lane: 0,
        cell: 5,
    }
}

async fn held(desk: Desk<'_>, place: Place, by: Option<u64>) -> Result<(), Failure> {
    let holder = desk.holder(place).await?;
    same("the holder", holder, by.map(|by| desk.id::<Uuid>(by)))
}

async fn taken(desk: Desk<'_>) -> Result<(), Failure> {
    held(desk, desk.cell(5), None).await?;
    desk.take("one", [desk.cell(5)], 1).await?;
    held(desk, desk.cell(5), Some(1)).await
}

async fn refused(desk: Desk<'_>, place: Place) -> Result<(), Failure> {
    desk.take("one", [place.clone()], 1).await?;
    let error = desk.take("two", [place.clone()], 2).await;
    let holder = desk.id(1);
    let wanted = CommitError::ClaimTaken {
        place: place.clone(),
        holder,
    };
    same("the refusal", error.err(), Some(wanted))?;
    held(desk, place, Some(1)).await
}

async fn again(desk: Desk<'_>) -> Result<(), Failure> {
    desk.take("one", [desk.cell(5)], 1).await?;
    desk.take("two", [desk.cell(5), desk.cell(6)], 1).await?;
    held(desk, desk.cell(5), Some(1)).await?;
    held(desk, desk.cell(6), Some(1)).await
}

/// One batch that gives back and takes.
async fn change(
    desk: Desk<'_>,
    key: &str,
    release: &[(Place, u64)],
    take: &[(Place, u64)],
) -> Result<(), Failure> {
    let takings = |list: &[(Place, u64)]| -> Vec<Taking> {
        let one = |(place, holder): &(Place, u64)| desk.taking(place.clone(), *holder);
        list.iter().map(one).collect()
    };
    let mut batch = desk.batch(key);
    batch.release = takings(release);
    batch.take = takings(take);
    desk.keep(batch).await?;
    Ok(())
}

async fn given_back(desk: Desk<'_>) -> Result<(), Failure> {
    for place in [desk.cell(5), desk.number("5")] {
        change(desk, &format!("one {place:?}"), &[], &[(place.clone(), 1)]).await?;
        change(desk, &format!("back {place:?}"), &[(place.clone(), 1)], &[]).await?;
        held(desk, place.clone(), None).await?;
        change(desk, &format!("two {place:?}"), &[], &[(place.clone(), 2)]).await?;
        held(desk, place, Some(2)).await?;
    }
    Ok(())
}

async fn not_ones_own(desk: Desk<'_>) -> Result<(), Failure> {
    change(desk, "one", &[], &[(desk.cell(5), 1)]).await?;
    change(desk, "two", &[(desk.cell(5), 2)], &[]).await?;
    held(desk, desk.cell(5), Some(1)).await
}

async fn free_already(desk: Desk<'_>) -> Result<(), Failure> {
    change(desk, "one", &[(desk.cell(5), 1)], &[]).await?;
    held(desk, desk.cell(5), None).await
}

async fn handed_on(desk: Desk<'_>) -> Result<(), Failure> {
    change(desk, "hold", &[], &[(desk.cell(5), 1)]).await?;
    change(desk, "book", &[(desk.cell(5), 1)], &[(desk.cell(5), 2)]).await?;
    held(desk, desk.cell(5), Some(2)).await
}

async fn moves(desk: Desk<'_>) -> Result<(), Failure> {
    let cells = |range: Range<i64>| -> Vec<(Place, u64)> {
        range.map(|cell| (desk.cell(cell), 1)).collect()
    };
    change(desk, "book", &[], &cells(5..11)).await?;
    change(desk, "move", &cells(5..11), &cells(8..14)).await?;
    let taken = desk.occupancy(0..100).await?;
    let found: Vec<i64> = taken.iter().map(|taken| taken.cell).collect();
    same("its cells", found, (8..14).collect())
}

async fn swap(desk: Desk<'_>) -> Result<(), Failure> {
    let (nine, ten) = (desk.cell(9), desk.cell(10));
    let before = [(nine.clone(), 1), (ten.clone(), 2)];
    change(desk, "book", &[], &before).await?;
    let after = [(nine.clone(), 2), (ten.clone(), 1)];
    change(desk, "swap", &before, &after).await?;
    held(desk, nine, Some(2)).await?;
    held(desk, ten, Some(1)).await
}

async fn beside(desk: Desk<'_>, other: fn(Desk<'_>) -> Place) -> Result<(), Failure> {
    desk.take("one", [desk.cell(5)], 1).await?;
    desk.take("two", [other(desk)], 2).await?;
    held(desk, desk.cell(5), Some(1)).await?;
    held(desk, other(desk), Some(2)).await
}

async fn extreme(desk: Desk<'_>, cell: i64) -> Result<(), Failure> {
    desk.take("one", [desk.cell(cell)], 1).await?;
    held(desk, desk.cell(cell), Some(1)).await
}

async fn highest_lane(desk: Desk<'_>) -> Result<(), Failure> {
    desk.take("one", [lane(desk, u16::MAX)], 1).await?;
    let taken = desk.occupancy(5..6).await?;
    let holder = desk.id(1);
    let lane = u16::MAX;
    same(
        "taken",
        taken,
        vec![Taken {
            cell: 5,
            lane,
            holder,
        }],
    )
}

async fn many(desk: Desk<'_>, count: i64) -> Result<(), Failure> {
    desk.take("many", (0..count).map(|n| desk.cell(n)), 1)
        .await?;
    let taken = desk.occupancy(-10..count + 10).await?;
    let cells: Vec<i64> = taken.iter().map(|taken| taken.cell).collect();
    same("taken", cells, (0..count).collect())
}

async fn middle(desk: Desk<'_>) -> Result<(), Failure> {
    desk.take("one", [desk.cell(37)], 1).await?;
    let error = desk.take("many", (0..60).map(|n| desk.cell(n)), 2).await;
    let (place, holder) = (desk.cell(37), desk.id(1));
    let wanted = CommitError::ClaimTaken { place, holder };
    same("the refusal", error.err(), Some(wanted))?;
    same("taken", desk.occupancy(0..100).await?.len(), 1)
}

async fn two_holders(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("two");
    batch.take.push(desk.taking(desk.cell(5), 1));
    batch.take.push(desk.taking(desk.cell(5), 2));
    desk.refused(batch, "store.invalid").await?;
    held(desk, desk.cell(5), None).await
}

async fn twice(desk: Desk<'_>) -> Result<(), Failure> {
    let cells = [5, 6, 5, 6].map(|n| desk.cell(n));
    desk.take("twice", cells, 1).await?;
    same("taken", desk.occupancy(0..100).await?.len(), 2)
}

async fn listed(desk: Desk<'_>) -> Result<(), Failure> {
    let resource = desk.resource();
    let places = [(7, 0), (5, 1), (6, 0), (5, 0)];
    let places = places.map(|(cell, lane)| Place::Cell {
        resource,
        lane,
        cell,
    });
    desk.take("four", places, 1).await?;
    let taken = desk.occupancy(0..100).await?;
    let found: Vec<_> = taken.iter().map(|taken| (taken.cell, taken.lane)).collect();
    same("taken", found, vec![(5, 0), (5, 1), (6, 0), (7, 0)])
}

async fn half_open(desk: Desk<'_>) -> Result<(), Failure> {
    desk.take("many", (0..10).map(|n| desk.cell(n)), 1).await?;
    let taken = desk.occupancy(3..6).await?;
    let found: Vec<i64> = taken.iter().map(|taken| taken.cell).collect();
    same("taken", found, vec![3, 4, 5])
}

async fn backwards(desk: Desk<'_>) -> Result<(), Failure> {
    desk.take("many", (0..10).map(|n| desk.cell(n)), 1).await?;
    same(
        "none",
        desk.occupancy(Range { start: 6, end: 3 }).await?,
        vec![],
    )?;
    same("none", desk.occupancy(3..3).await?, vec![])
}

fn question(desk: Desk<'_>, from: i64, to: i64) -> Question {
    let at = |minutes| Stamp::from(desk.nine() + TimeDelta::minutes(minutes));
    Question::Appointments {
        resource: desk.resource(),
        within: at(from)..at(to),
    }
}

/// A visit from some minutes after nine for some minutes, and a question in minutes after nine.
async fn visits(
    desk: Desk<'_>,
    (after, minutes): (i64, i64),
    (from, to): (i64, i64),
    wanted: &[u128],
) -> Result<(), Failure> {
    desk.put("visit", desk.visit(1, after, minutes), Expected::New)
        .await?;
    let found = desk.documents(question(desk, from, to)).await?;
    same("found", numbers(&found), wanted.to_vec())
}

async fn by_start(desk: Desk<'_>) -> Result<(), Failure> {
    for (n, after) in [(1, 60), (2, 0), (3, 30), (4, 30)] {
        let visit = desk.visit(n, after, 15);
        desk.put(&format!("visit {n}"), visit, Expected::New)
            .await?;
    }
    let found = desk.documents(question(desk, 0, 90)).await?;
    same("found", numbers(&found), vec![2, 3, 4, 1])
}

async fn moved(desk: Desk<'_>) -> Result<(), Failure> {
    desk.put("book", desk.visit(1, 0, 15), Expected::New)
        .await?;
    desk.put("move", desk.visit(1, 120, 15), Expected::Exact(1))
        .await?;
    let before = desk.documents(question(desk, 0, 60)).await?;
    same("where it was", numbers(&before), vec![])?;
    let after = desk.documents(question(desk, 60, 180)).await?;
    same("where it is", numbers(&after), vec![1])
}

async fn of_another(desk: Desk<'_>) -> Result<(), Failure> {
    let mut visit = desk.visit(1, 0, 15);
    visit.terms = vec![Term::resource(desk.id::<ResourceId>(801))];
    desk.put("book", visit, Expected::New).await?;
    let found = desk.documents(question(desk, 0, 60)).await?;
    same("found", numbers(&found), vec![])
}

/// So many minutes after the document's start.
fn stamp(document: &Document, minutes: i64) -> Option<Stamp> {
    let start = document.columns.starts_at?;
    Some(Stamp::from(start.instant() + TimeDelta::minutes(minutes)))
}

async fn span(desk: Desk<'_>, spoil: fn(Desk<'_>, &mut Document)) -> Result<(), Failure> {
    let mut document = desk.visit(1, 0, 15);
    spoil(desk, &mut document);
    let mut batch = desk.batch("visit");
    let expected = Expected::New;
    batch.puts.push(Put { document, expected });
    desk.refused(batch, "store.invalid").await?;
    Ok(())
}
