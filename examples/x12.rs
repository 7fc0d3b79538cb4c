//! X12 at the command line.
//!
//! ```text
//! cargo run --release --example x12 -- check FILE...      what is wrong, one finding a line
//! cargo run --release --example x12 -- json FILE          what it says
//! cargo run --release --example x12 -- roundtrip FILE...  whether it is re-emitted byte for byte
//! cargo run --release --example x12 -- ack FILE           the 999 that answers it
//! cargo run --release --example x12 -- repair FILE        the file with its form mended; what changed to stderr
//! cargo run --release --example x12 -- deidentify FILE --key SECRET   the file without the people in it
//! cargo run --release --example x12 -- outcome SENT ANSWER...  what became of each claim that was sent
//! ```
//!
//! `check` prints `file  level  severity  id  path  sentence` and exits 1 where an error stands. `outcome`
//! takes TA1, 999 and 277CA in the order in which they came, and exits 1 where a claim was rejected.

use std::fs;
use std::io::Write as _;
use std::process::ExitCode;

use pms_core::x12::deidentify::{Key, deidentified};
use pms_core::x12::outcome::{Standing, outcomes};
use pms_core::x12::repair::{Edit, repair};
use pms_core::x12::syntax::{Envelope, Piece, Severity, Usage, pieces};
use pms_core::x12::{check, eligibility, t276, t277, t277ca, t835, t837p, t999};

type Outcome = Result<bool, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((command, files)) if !files.is_empty() => run(command, files),
        Some(_) => Err("no file is named".into()),
        None => {
            println!("x12 check|json|roundtrip|ack|repair|deidentify|outcome FILE...");
            Ok(true)
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(command: &str, files: &[String]) -> Outcome {
    if command == "outcome" {
        return became(files);
    }
    if command == "deidentify" {
        return shared(files);
    }
    let mut sound = true;
    for file in files {
        let bytes = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
        sound &= match command {
            "check" => findings(file, &bytes),
            "json" => json(&bytes)?,
            "roundtrip" => roundtrip(file, &bytes),
            "ack" => answer(&bytes)?,
            "repair" => repaired(&bytes)?,
            other => return Err(format!("no such command: {other}").into()),
        };
    }
    Ok(sound)
}

fn findings(file: &str, bytes: &[u8]) -> bool {
    let checked = check(bytes);
    let mut sound = true;
    for finding in checked.all_findings() {
        println!("{file}  {finding}");
        sound &= finding.severity != Severity::Error;
    }
    sound
}

fn json(bytes: &[u8]) -> Outcome {
    let content = serde_json::json!({
        "transactions": check(bytes).transactions,
        "remittances": t835::read(bytes).advices,
        "claims": t837p::read(bytes).claims,
        "eligibility": eligibility::read(bytes).transactions,
        "acknowledgments": t277ca::read(bytes).notices,
        "questions": t276::read(bytes).notices,
        "answers": t277::read(bytes).notices,
    });
    println!("{}", serde_json::to_string_pretty(&content)?);
    Ok(true)
}

fn roundtrip(file: &str, bytes: &[u8]) -> bool {
    let again: Vec<u8> = pieces(bytes)
        .flat_map(|piece| piece.raw().to_vec())
        .collect();
    let same = again == bytes;
    let outcome = if same { "the same" } else { "NOT the same" };
    println!("{file}  {} bytes  {outcome}", bytes.len());
    same
}

/// Exits 1 where an error is left, as `check` would.
fn repaired(bytes: &[u8]) -> Outcome {
    let repaired = repair(bytes);
    let tell = |edit: &Edit| format!("{:?} -> {:?}", edit.was, edit.text);
    for change in &repaired.changed {
        let edits: Vec<String> = change.edits.iter().map(tell).collect();
        for finding in &change.findings {
            eprintln!("{}  {}  {}", finding.code, finding.path, edits.join("  "));
        }
    }
    for left in &repaired.declined {
        for finding in &left.repair.findings {
            eprintln!(
                "left: {}  {}  {:?}",
                finding.code, finding.path, left.reason
            );
        }
    }
    std::io::stdout().write_all(&repaired.bytes)?;
    let checked = check(&repaired.bytes);
    let errors = |finding: &&pms_core::x12::syntax::Finding| finding.severity == Severity::Error;
    Ok(!checked.all_findings().into_iter().any(|f| errors(&f)))
}

/// Piece by piece, as it would be done with a file that is larger than the memory.
fn shared(arguments: &[String]) -> Outcome {
    let [file, flag, secret] = arguments else {
        return Err("x12 deidentify FILE --key SECRET".into());
    };
    if flag != "--key" {
        return Err(format!("no such option: {flag}").into());
    }
    let key = Key::new(secret.as_bytes())?;
    let bytes = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for piece in deidentified(&bytes, &key) {
        out.write_all(&piece)?;
    }
    out.flush()?;
    Ok(true)
}

/// The first file was sent, the others answer it.
fn became(files: &[String]) -> Outcome {
    let read = |file: &String| fs::read(file).map_err(|error| format!("{file}: {error}"));
    let files = files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let Some((sent, answers)) = files.split_first() else {
        return Err("no file is named".into());
    };
    let answers: Vec<&[u8]> = answers.iter().map(Vec::as_slice).collect();
    let became = outcomes(sent, &answers);
    let rejected = |standing| matches!(standing, Standing::Rejected { .. });
    println!("{}", serde_json::to_string_pretty(&became)?);
    Ok(!became.claims.iter().any(|claim| rejected(claim.standing)))
}

/// Answers as the one the file was sent to, under the numbers that it bears.
fn answer(bytes: &[u8]) -> Outcome {
    let header = |name: &[u8]| {
        pieces(bytes).find_map(|piece| match piece {
            Piece::Segment(segment) if segment.id() == name => Some(segment),
            _ => None,
        })
    };
    let (Some(isa), Some(gs)) = (header(b"ISA"), header(b"GS")) else {
        return Err("no interchange with a group stands here".into());
    };
    let text = |segment: &pms_core::x12::syntax::Segment<'_>, number| {
        segment.element(number).text().into_owned()
    };
    let control: u32 = text(&isa, 13).parse().unwrap_or(1);
    let envelope = Envelope {
        sender_qualifier: text(&isa, 7),
        sender: text(&isa, 8),
        receiver_qualifier: text(&isa, 5),
        receiver: text(&isa, 6),
        group_sender: text(&gs, 3),
        group_receiver: text(&gs, 2),
        written: gs
            .element(4)
            .date()?
            .and_hms_opt(12, 0, 0)
            .ok_or("no such time")?,
        interchange_control: control.max(1),
        group_control: text(&gs, 6).parse().unwrap_or(1),
        acknowledge: false,
        usage: match isa.element(15).is("P") {
            true => Usage::Production,
            false => Usage::Test,
        },
    };
    let checked = check(bytes);
    let answer = t999::write(&checked, &envelope)?;
    println!(
        "{}",
        String::from_utf8_lossy(&answer)
            .replace('~', "~\n")
            .trim_end()
    );
    Ok(true)
}
