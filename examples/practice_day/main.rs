//! A practice at work on an embedded database, from an open slot to the month's figures.
//!
//! ```text
//! cargo run --release --example practice_day                     # a sample practice, four months
//! cargo run --release --example practice_day -- --synthea DIR    # a Synthea CSV export
//! cargo run --release --example practice_day -- --era FILE       # a payer's 835
//! ```
//!
//! All is kept in `target/practice_day` (or in the folder that `PMS_DAY` names). Run again, it finds
//! everything done and changes nothing.

mod day;
mod desk;
mod era;
mod figures;
mod payer;
mod report;
mod sample;
mod synthea;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use chrono::NaiveDate;
use pms_core::id::{ActorId, PracticeId, Uuid};
use pms_core::store::Store;
use pms_storage::sqlite::Sqlite;

use day::{Play, Span};
use desk::{Desk, at};
use figures::{Names, month_end, report};
use sample::{Result, sample};

/// What is asked for.
enum Task {
    Sample,
    Synthea(PathBuf),
    Era(PathBuf),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let task = match task(env::args().skip(1)) {
        Ok(task) => task,
        Err(usage) => {
            eprintln!("{usage}");
            return ExitCode::from(2);
        }
    };
    match run(task).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("practice_day: {error}");
            ExitCode::FAILURE
        }
    }
}

fn task(mut arguments: impl Iterator<Item = String>) -> std::result::Result<Task, &'static str> {
    let usage = "usage: practice_day [--synthea DIR | --era FILE]";
    let (name, value) = (arguments.next(), arguments.next());
    match (name.as_deref(), value, arguments.next()) {
        (None, ..) => Ok(Task::Sample),
        (Some("--synthea"), Some(folder), None) => Ok(Task::Synthea(folder.into())),
        (Some("--era"), Some(file), None) => Ok(Task::Era(file.into())),
        _ => Err(usage),
    }
}

async fn run(task: Task) -> Result<bool> {
    let folder = env::var_os("PMS_DAY").map_or_else(|| "target/practice_day".into(), PathBuf::from);
    fs::create_dir_all(&folder)?;
    let sqlite = Sqlite::open(folder.join("practice.sqlite")).await?;
    let store: Arc<dyn Store> = Arc::new(sqlite.clone());
    let done = match task {
        Task::Sample => play(store, &folder).await.map(|()| true),
        Task::Synthea(export) => import(store, &export).await.map(|()| true),
        Task::Era(file) => era::post(&tenant(era::PRACTICE, store), &file).await,
    };
    sqlite.close().await;
    done
}

fn tenant(practice: u128, store: Arc<dyn Store>) -> Desk {
    let practice = PracticeId::from(Uuid::from_u128(practice));
    Desk::new(practice, ActorId::from(Uuid::from_u128(7)), store)
}

async fn import(store: Arc<dyn Store>, export: &Path) -> Result<()> {
    let desk = tenant(synthea::PRACTICE, store);
    let now = at("2026-01-01".parse()?, 13, 0)?;
    let before = desk.entries(now).await?;
    let imported = synthea::import(&desk, export, progress).await?;
    let entries = desk.entries(now).await?;
    println!(
        "{entries} entries in the books, {} of them new",
        entries - before
    );
    println!("charges {}", imported.charges);
    println!("payments {}", imported.payments);
    println!("patient credits {}", imported.credits);
    println!("count {}", imported.credited);
    Ok(())
}

async fn play(store: Arc<dyn Store>, folder: &Path) -> Result<()> {
    let sample = sample(2026, 120)?;
    let desk = Desk::new(sample.practice, sample.staff, store);
    let span = Span {
        first: "2026-01-05".parse()?,
        last: "2026-04-30".parse()?,
        bookings_a_day: 14,
    };
    let now = at(span.last, 23, 59)?;
    let before = desk.entries(now).await?;
    let mut play = Play::new(&desk, &sample, folder)?;
    play.open().await?;
    progress("registered the practice");
    play.play(&span, progress).await?;
    let mut months = Vec::new();
    for last in ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"] {
        let last: NaiveDate = last.parse()?;
        months.push(month_end(&desk, last).await?);
    }
    let mut names = Names::default();
    for payer in &sample.payers {
        names
            .payers
            .insert(payer.id, payer.name.as_str().to_owned());
    }
    for one in &sample.practitioners {
        let name = one.name.family.as_str().to_owned();
        names.practitioners.insert(sample::time_of(one.id), name);
    }
    let title = format!("{}, April 2026", sample.organization.name.as_str());
    let report = report(title, &months, &names)?;
    let page = folder.join("report.html");
    report.write(&page)?;
    print!("{}", report.text());
    let entries = desk.entries(now).await?;
    println!(
        "{entries} entries in the books, {} of them new",
        entries - before
    );
    println!("{}", page.display());
    Ok(())
}

fn progress(what: &str) {
    eprintln!("  {what}");
}
