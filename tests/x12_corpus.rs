//! Files of public projects: none panics, all are re-emitted byte for byte, remittances are typed
//! and proved or told apart with the place of each finding.
//!
//! Reads `PMS_CORPUS` (`../shared/corpus` from the workspace); passes, and says so, where it is
//! absent.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pms_core::adjudication::Adjustment;
use pms_core::coverage::{Eligibility, EligibilityResult, Figure, Network, Told, Wanted};
use pms_core::id::Uuid;
use pms_core::money::{Money, Units};
use pms_core::remittance::{
    AllowedBasis, Cause, Decision, Difference, ExpectedLine, LineKey, Match, Place, ServiceCode,
    ServicePayment, compare, match_services, prove,
};
use pms_core::x12::columns::ABSENT_CENTS;
use pms_core::x12::deidentify::{Key, deidentify};
use pms_core::x12::repair::repair;
use pms_core::x12::status::Notice;
use pms_core::x12::syntax::{
    Characters, Envelope, Piece, Role, Separators, Severity, Usage, Walk, WriteError, pieces,
};
use pms_core::x12::t835::columns::batches;
use pms_core::x12::{check, eligibility, t276, t277, t277ca, t835, t837p};

fn corpus() -> Option<PathBuf> {
    let given = std::env::var_os("PMS_CORPUS").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = given.unwrap_or(beside).join("x12");
    let found = folder.is_dir();
    if !found {
        println!("no corpus at {}: 0 files ran", folder.display());
    }
    found.then_some(folder)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_none_or(|end| end != "tsv") {
            found.push(path);
        }
    }
}

fn all() -> Vec<(String, Vec<u8>)> {
    let Some(folder) = corpus() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    files(&folder, &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&folder).unwrap().display().to_string();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

/// Transaction and status of each file, by its name.
fn manifest() -> BTreeMap<String, (String, String)> {
    let Some(folder) = corpus() else {
        return BTreeMap::new();
    };
    let text = fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap();
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let told = (cells[1].to_owned(), cells[8].to_owned());
            (cells[0].to_owned(), told)
        })
        .collect()
}

#[test]
fn every_file_is_re_emitted_byte_for_byte() {
    let (mut bytes, mut segments, mut unread) = (0, 0, Vec::new());
    let files = all();
    for (name, file) in &files {
        let mut again = Vec::with_capacity(file.len());
        let before = segments;
        for piece in pieces(file) {
            again.extend_from_slice(piece.raw());
            segments += usize::from(matches!(piece, Piece::Segment(_)));
        }
        assert!(again == *file, "{name} is not re-emitted");
        bytes += file.len();
        if before == segments {
            unread.push(name);
        }
    }
    println!("{} files, {bytes} bytes, {segments} segments", files.len());
    assert!(unread.is_empty(), "no segment found in {unread:?}");
}

/// A file that others call sound has no error in its envelope, and what is broken there is found.
#[test]
fn envelopes_are_judged_as_others_judge_them() {
    let manifest = manifest();
    let mut counts: BTreeMap<(String, bool), usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (name, file) in all() {
        let mut walk = Walk::default();
        for piece in pieces(&file) {
            walk.step(&piece);
        }
        let findings = walk.finish();
        let errors: Vec<_> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect();
        let Some((_, status)) = manifest.get(&name) else {
            continue;
        };
        *counts
            .entry((status.clone(), errors.is_empty()))
            .or_default() += 1;
        if status != "INVALID" {
            wrong.extend(errors.iter().map(|finding| format!("{name}: {finding}")));
        }
    }
    for ((status, sound), count) in counts {
        let envelope = if sound { "sound" } else { "broken" };
        println!("{count:4}  {status}: envelope {envelope}");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn envelope() -> Envelope {
    Envelope {
        sender_qualifier: "ZZ".to_owned(),
        sender: "PAYER".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        receiver: "PRACTICE".to_owned(),
        group_sender: "PAYER".to_owned(),
        group_receiver: "PRACTICE".to_owned(),
        written: "2026-08-01T12:00:00".parse().unwrap(),
        interchange_control: 1,
        group_control: 1,
        acknowledge: false,
        usage: Usage::Test,
    }
}

#[test]
fn remittances_are_typed_and_proved_or_told_why_not() {
    let manifest = manifest();
    let (mut files, mut typed, mut claims, mut lines) = (0, 0, 0, 0);
    let (mut balanced, mut imbalances) = (0, 0);
    for (name, file) in all() {
        let Some((transaction, status)) = manifest.get(&name) else {
            continue;
        };
        if transaction != "835" {
            let read = t835::read(&file);
            assert!(read.advices.is_empty(), "{name} is no remittance");
            continue;
        }
        files += 1;
        let read = t835::read(&file);
        assert!(!read.advices.is_empty(), "{name} is typed");
        for finding in read.all_findings() {
            println!("{name}  {finding}");
            assert!(finding.at.byte <= file.len());
        }
        let mut sound = true;
        for advice in &read.advices {
            typed += 1;
            let remittance = &advice.remittance;
            claims += remittance.claims.len();
            lines += remittance
                .claims
                .iter()
                .map(|c| c.services.len())
                .sum::<usize>();
            let wrong = prove(remittance);
            let wrong = wrong.iter().filter(|finding| finding.rule.is_balance());
            let wrong: Vec<_> = wrong.collect();
            for finding in &wrong {
                let at = advice.place(finding.place).byte;
                let segment = &file[at..at + 3];
                assert!([b"BPR", b"CLP", b"SVC"].iter().any(|name| *name == segment));
            }
            imbalances += wrong.len();
            balanced += usize::from(wrong.is_empty());
            sound &= advice.is_sound();
        }
        let outside = read.findings.iter();
        sound &= !outside.into_iter().any(|f| f.severity == Severity::Error);
        match status.as_str() {
            "INVALID" => assert!(
                !read.all_findings().is_empty(),
                "{name} has something to find"
            ),
            "CLEAN" => assert!(sound, "{name} is sound"),
            _ => {}
        }
    }
    println!(
        "{files} files, {typed} remittances, {claims} claims, {lines} lines: \
         {balanced} balance, {imbalances} imbalances told"
    );
}

fn own_key(number: usize, service: &ServicePayment) -> LineKey {
    let billed = service.submitted.as_ref().unwrap_or(&service.procedure);
    LineKey {
        charge_id: Uuid::from_u128(number as u128 + 1).into(),
        control: service.line_control.clone().unwrap_or_default(),
        procedure: billed.code.clone(),
        modifiers: billed.modifiers.clone(),
        date: service.day().unwrap_or_default(),
        charge: service.charge,
        units: service.units.unwrap_or(Units::ONE),
    }
}

/// What was answered, as if it had been expected.
fn as_expected(key: &LineKey, service: &ServicePayment) -> ExpectedLine {
    let stated = service.amounts.iter().find(|each| each.qualifier == "B6");
    ExpectedLine {
        charge: key.charge_id,
        allowed: stated.map_or(service.paid, |each| each.amount),
        decision: Decision {
            billed: service.charge,
            paid: service.paid,
            adjustments: service.adjustments.clone(),
        },
    }
}

/// A claim that was paid as expected has no difference; one cent taken off a line for the sequester is
/// found there and is nothing else; a discount of a cent is a cent less allowed.
#[test]
fn k5_real_remittances_are_compared_to_the_cent() {
    let (mut claims, mut lines, mut stated, mut agree, mut compared_lines) = (0, 0, 0, 0, 0);
    // Out of balance, taken back, without lines, both.
    let (mut skipped, mut doubled) = ([0_usize; 4], 0);
    let cent = Money::CENT;
    for (name, file) in all() {
        for advice in &t835::read(&file).advices {
            let wrong = prove(&advice.remittance);
            let wrong = wrong.iter().filter(|it| it.rule.is_balance());
            let wrong: Vec<Place> = wrong.map(|it| it.place).collect();
            for (number, claim) in advice.remittance.claims.iter().enumerate() {
                let here = |place: &Place| match place {
                    Place::Claim { claim } | Place::Service { claim, .. } => *claim == number,
                    Place::Remittance => false,
                };
                if claim.is_reversal() || claim.services.is_empty() || wrong.iter().any(here) {
                    let kind = usize::from(claim.is_reversal())
                        + 2 * usize::from(claim.services.is_empty());
                    skipped[kind] += 1;
                    continue;
                }
                let services = claim.services.iter();
                let keys: Vec<LineKey> = services
                    .clone()
                    .enumerate()
                    .map(|(n, it)| own_key(n, it))
                    .collect();
                let ours: Vec<ExpectedLine> = keys
                    .iter()
                    .zip(services)
                    .map(|(key, it)| as_expected(key, it))
                    .collect();
                let found = match_services(claim, &keys);
                let own = found.iter().zip(&keys).all(|(found, key)| {
                    matches!(found, Match::Found { what, .. } if *what == key.charge_id)
                });
                if !own {
                    doubled += 1; // two lines bear one number
                    continue;
                }
                claims += 1;
                let compared = compare(&ours, &keys, &[claim]).unwrap();
                let of_claim: Vec<Money> = claim.adjustments.iter().map(|it| it.amount).collect();
                let rest = Money::sum(of_claim).unwrap();
                assert_eq!(compared.difference().unwrap(), rest, "{name}");
                for (line, service) in compared.lines.iter().zip(&claim.services) {
                    lines += 1;
                    assert_eq!(line.causes, vec![], "{name}");
                    compared_lines += usize::from(line.allowed.is_some());
                    let allowed = line.allowed.filter(|it| it.basis == AllowedBasis::Stated);
                    if let Some(allowed) = allowed {
                        stated += 1;
                        let patient = line.reported.as_ref().unwrap().patient_share().unwrap();
                        agree +=
                            usize::from(service.paid.plus(patient).unwrap() == allowed.reported);
                    }
                }
                for at in 0..claim.services.len() {
                    let causes = [
                        ("CO", "253", Cause::Sequestration),
                        ("CO", "59", Cause::Allowed),
                    ];
                    for (group, reason, cause) in causes {
                        let mut less = claim.clone();
                        let service = &mut less.services[at];
                        let taken =
                            Adjustment::new(group.parse().unwrap(), reason.parse().unwrap(), cent);
                        service.adjustments.push(taken);
                        service.paid = service.paid.minus(cent).unwrap();
                        less.paid = less.paid.minus(cent).unwrap();
                        let line = &compare(&ours, &keys, &[&less]).unwrap().lines[at];
                        assert_eq!(line.difference().unwrap(), cent);
                        let recoded = service_changed(&claim.services[at]);
                        let wanted = if cause == Cause::Allowed {
                            recoded.unwrap_or(cause)
                        } else {
                            cause
                        };
                        assert_eq!(
                            line.causes,
                            vec![Difference {
                                cause: wanted,
                                amount: cent
                            }],
                            "{name}"
                        );
                    }
                }
            }
        }
    }
    println!(
        "{claims} claims, {lines} lines, {compared_lines} with allowed amounts to compare; \
         {stated} state theirs, of which {agree} are payment and patient's share; \
         passed over: {skipped:?}, {doubled}"
    );
}

fn service_changed(service: &ServicePayment) -> Option<Cause> {
    let other = |it: &ServiceCode| {
        it.code != service.procedure.code || it.modifiers != service.procedure.modifiers
    };
    let units = service
        .submitted_units
        .is_some_and(|it| it != service.units.unwrap_or(Units::ONE));
    let recoded = service.submitted.as_ref().is_some_and(other);
    recoded
        .then_some(Cause::Recoded)
        .or(units.then_some(Cause::Units))
}

/// What others call clean has no error, and what they call broken has a finding with its place.
#[test]
fn files_are_judged_as_others_judge_them() {
    let manifest = manifest();
    let mut counts: BTreeMap<(String, String, bool), usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (name, file) in all() {
        let Some((transaction, status)) = manifest.get(&name) else {
            continue;
        };
        let checked = check(&file);
        let findings = checked.all_findings();
        let errors: Vec<_> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect();
        let modelled = checked.transactions.iter().any(|each| each.modelled);
        for finding in &findings {
            assert!(finding.at.byte <= file.len(), "{name}");
            assert!(!finding.path.is_empty(), "{name}");
        }
        match status.as_str() {
            "CLEAN" => wrong.extend(errors.iter().map(|finding| format!("{name}: {finding}"))),
            "INVALID" if modelled && findings.is_empty() => {
                wrong.push(format!("{name}: nothing found"));
            }
            _ => {}
        }
        let key = (transaction.clone(), status.clone(), errors.is_empty());
        *counts.entry(key).or_default() += 1;
    }
    for ((transaction, status, sound), count) in counts {
        let told = if sound { "no error" } else { "errors" };
        println!("{count:4}  {transaction}  {status}: {told}");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Each finding as its code and place, in the order of its segments.
fn told(bytes: &[u8]) -> Vec<(String, usize, usize, usize)> {
    let checked = check(bytes);
    let findings = checked.all_findings().into_iter().map(|finding| {
        let name = format!("{} {}", finding.code, finding.path);
        let at = finding.at;
        (name, at.segment, at.element, at.component)
    });
    let mut told: Vec<_> = findings.collect();
    told.sort();
    told
}

/// What is wrong in form alone is repaired: those findings are gone, none is new, and once is enough.
#[test]
fn files_are_repaired_in_form_alone() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut files, mut declined) = (0, 0);
    for (name, file) in all() {
        let repaired = repair(&file);
        let mut left = told(&file);
        for finding in repaired.changed.iter().flat_map(|each| &each.findings) {
            *counts.entry(finding.code).or_default() += 1;
            let at = finding.at;
            let tell = format!("{} {}", finding.code, finding.path);
            let this = (tell, at.segment, at.element, at.component);
            left.swap_remove(left.iter().position(|each| *each == this).unwrap());
        }
        for finding in told(&repaired.bytes) {
            let place = left.iter().position(|each| *each == finding);
            left.swap_remove(place.unwrap_or_else(|| panic!("{name}: new {finding:?}")));
        }
        assert!(repair(&repaired.bytes).changed.is_empty(), "{name}");
        files += usize::from(!repaired.changed.is_empty());
        declined += repaired.declined.len();
    }
    println!("{files} files repaired, {declined} repairs declined: {counts:?}");
}

/// Where files tell of people, practices and payers: names, addresses, numbers, telephones, days.
const TELLING: &[(&str, &[usize])] = &[
    ("ISA", &[2, 4, 6, 8, 9, 13]),
    ("GS", &[2, 3, 4, 6]),
    ("ST", &[2]),
    ("BHT", &[3, 4]),
    ("NM1", &[3, 4, 5, 6, 7, 9, 12]),
    ("N1", &[2, 4]),
    ("N2", &[1, 2]),
    ("N3", &[1, 2]),
    ("N4", &[1, 6]),
    ("PER", &[2, 4, 6, 8]),
    ("REF", &[2, 3]),
    ("DMG", &[2]),
    ("DTP", &[3]),
    ("DTM", &[2]),
    ("SBR", &[3, 4]),
    ("CLM", &[1]),
    ("CLP", &[1, 7]),
    ("TRN", &[2, 3, 4]),
    ("BPR", &[7, 9, 10, 11, 13, 15, 16]),
    ("PLB", &[1]),
    ("SVD", &[1]),
    ("STC", &[2, 9, 12]),
    ("NTE", &[2]),
    ("MSG", &[1]),
    ("PWK", &[6, 7]),
    ("AK1", &[2]),
    ("AK2", &[2]),
    ("IK4", &[4]),
    ("TA1", &[1]),
];

/// Nothing that tells of anybody is left; what is wrong is wrong still, and no amount has changed.
///
/// What may stay: a text without letter or digit; kinds of reference that are codes (REF 4N,
/// 87, 1S, APC, BLT, RB); a time of day; a day without an end (9999); nines, which stand for a day that is none. Whole
/// files are searched for values of twelve characters and more: shorter ones come by chance.
#[test]
fn files_without_people_tell_the_same() {
    let key = Key::new(b"the corpus is public anyway").unwrap();
    let (mut values, mut searched, mut findings) = (0, 0, 0);
    let mut wrong = Vec::new();
    for (name, file) in all() {
        let shared = deidentify(&file, &key);
        let (was, is) = (told(&file), told(&shared));
        if was != is {
            let new: Vec<_> = is.iter().filter(|each| !was.contains(each)).collect();
            let gone: Vec<_> = was.iter().filter(|each| !is.contains(each)).collect();
            wrong.push(format!("{name}: new {new:?}, gone {gone:?}"));
        }
        findings += was.len();
        let text = String::from_utf8_lossy(&shared).into_owned();
        for (was, is) in pieces(&file).zip(pieces(&shared)) {
            let (Piece::Segment(was), Piece::Segment(is)) = (was, is) else {
                continue;
            };
            let telling = TELLING.iter().find(|(id, _)| id.as_bytes() == was.id());
            for &number in telling.into_iter().flat_map(|(_, numbers)| *numbers) {
                let (value, shown) = (was.element(number), is.element(number));
                let said = value.text();
                let code = ["4N", "87", "1S", "APC", "BLT", "RB"];
                if was.id() == b"REF" && code.contains(&was.element(1).text().as_ref())
                    || said.contains("9999")
                    || was.element(2).is("TM") && said.len() <= 6
                    || !said.contains(|c: char| c.is_ascii_alphanumeric())
                {
                    continue;
                }
                values += 1;
                let long = said.len() >= 12;
                searched += usize::from(long);
                let left = said == shown.text() || long && text.contains(said.as_ref());
                if left || said.chars().count() != shown.text().chars().count() {
                    wrong.push(format!("{name}: {}{number:02} {said}", was.name()));
                }
            }
        }
        let sums = |bytes: &[u8]| -> Vec<String> {
            let advices = t835::read(bytes).advices;
            let sum = |advice: &t835::Advice| {
                let claims = advice.remittance.claims.iter();
                let paid: Vec<_> = claims.map(|claim| (claim.charge, claim.paid)).collect();
                format!("{:?} {paid:?}", advice.remittance.amount)
            };
            advices.iter().map(sum).collect()
        };
        assert_eq!(sums(&shared), sums(&file), "{name}");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    println!("{values} values replaced, {searched} searched for, {findings} findings the same");
}

/// Questions, answers and acknowledgments of claims are typed where they are called sound, with every
/// segment in its place; what is called broken has a finding with its place.
#[test]
fn notices_are_typed_and_written_again() {
    let manifest = manifest();
    let (mut files, mut typed, mut claims) = (0, 0, 0);
    for (name, file) in all() {
        let Some((transaction, status)) = manifest.get(&name) else {
            continue;
        };
        let (read, write): (Read, Write) = match transaction.as_str() {
            "276" => (t276::read, t276::write),
            "277" => (t277::read, t277::write),
            "277CA" => (t277ca::read, t277ca::write),
            _ => continue,
        };
        files += 1;
        let told = read(&file);
        assert!(!told.notices.is_empty(), "{name} is typed");
        let findings = told.all_findings();
        let checked = check(&file);
        let all = || findings.iter().copied().chain(checked.all_findings());
        for finding in all() {
            println!("{name}  {finding}");
        }
        let errors = all().filter(|finding| finding.severity == Severity::Error);
        match status.as_str() {
            "CLEAN" => assert_eq!(errors.count(), 0, "{name}"),
            "INVALID" => assert!(errors.count() > 0, "{name} has something to find"),
            _ => {}
        }
        typed += told.notices.len();
        let mut notices: Vec<Notice> = told.notices.into_iter().map(|told| told.notice).collect();
        // A number of its own is needed where the sender gave none.
        for notice in notices
            .iter_mut()
            .filter(|notice| notice.reference.is_empty())
        {
            notice.reference = "1".to_owned();
        }
        claims += notices.iter().flat_map(Notice::claims).count();
        let written = write(&notices, &envelope(), Characters::Refuse).unwrap();
        assert_eq!(body(&written), body(&file), "{name}");
    }
    println!("{files} files, {typed} notices, {claims} claims");
}

type Read = fn(&[u8]) -> pms_core::x12::status::Read;
type Write = fn(&[Notice], &Envelope, Characters) -> Result<Vec<u8>, WriteError>;

/// Every segment of the transactions behind BHT, as it stands; numbers of levels and of decimals are
/// brought to one form, and elements at the end that say nothing are left out.
fn body(bytes: &[u8]) -> Vec<String> {
    let mut body = Vec::new();
    let mut walk = Walk::default();
    for piece in pieces(bytes) {
        let role = walk.step(&piece);
        let (Some(Role::Body), Piece::Segment(segment)) = (role, piece) else {
            continue;
        };
        let name = segment.name().into_owned();
        if name == "BHT" {
            continue;
        }
        let elements = segment.elements().map(|element| {
            let parts = element.components().map(|part| {
                let text = part.text().to_uppercase();
                let number = text.contains('.') && part.money().is_ok();
                match number {
                    true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
                    false => text,
                }
            });
            let parts: Vec<String> = parts.collect();
            parts.join(":").trim_end_matches(':').to_owned()
        });
        let elements: Vec<String> = elements.collect();
        let line = format!("{name}*{}", elements.join("*"));
        body.push(line.trim_end_matches('*').to_owned());
    }
    body
}

/// Both ways of reading tell the same of every file, findings included.
#[test]
fn d6_columns_tell_what_remittances_tell() {
    let mut lines = 0;
    for (name, file) in all() {
        let read = t835::read(&file);
        let columns = batches(&file, usize::MAX).next().unwrap_or_default();
        let claims: Vec<_> = read
            .advices
            .iter()
            .flat_map(|a| &a.remittance.claims)
            .collect();
        let paid: Vec<_> = claims.iter().map(|claim| claim.paid.cents()).collect();
        let services: usize = claims.iter().map(|claim| claim.services.len()).sum();
        assert_eq!(columns.claims.paid, paid, "{name}");
        assert_eq!(columns.services.len(), services, "{name}");
        assert_eq!(columns.findings.len(), read.all_findings().len(), "{name}");
        let adjusted = |adjustments: &[Adjustment]| -> i64 {
            let amounts = adjustments.iter().map(|each| each.amount.cents());
            amounts.sum()
        };
        let all_services = || claims.iter().flat_map(|claim| &claim.services);
        let wanted: i64 = all_services().map(|each| adjusted(&each.adjustments)).sum();
        let wanted: i64 = claims
            .iter()
            .map(|each| adjusted(&each.adjustments))
            .sum::<i64>()
            + wanted;
        assert_eq!(
            columns.adjustments.amount.iter().sum::<i64>(),
            wanted,
            "{name}"
        );
        let wanted: i64 = all_services().map(|each| each.charge.cents()).sum();
        assert_eq!(
            columns.services.charge.iter().sum::<i64>(),
            wanted,
            "{name}"
        );
        let provider = read
            .advices
            .iter()
            .flat_map(|a| &a.remittance.provider_adjustments);
        let provider: i64 = provider.map(|each| each.amount.cents()).sum();
        let told: i64 = columns.provider_adjustments.amount.iter().sum();
        assert_eq!(told, provider, "{name}");
        let remarks = all_services().map(|each| each.remarks.len()).sum::<usize>();
        let remarks = claims.iter().map(|each| each.remarks.len()).sum::<usize>() + remarks;
        assert_eq!(columns.remarks.len(), remarks, "{name}");
        lines += services;
    }
    println!("{lines} lines in columns");
}

/// Sums over columns are sums over claims, in whatever batches they come.
#[test]
fn d6_columns_tell_what_claims_tell() {
    let (mut claims, mut lines) = (0, 0);
    for (name, file) in all() {
        let read = t837p::read(&file);
        let mut told = [0; 7];
        let mut found = 0;
        for columns in t837p::columns::batches(&file, 3) {
            let sum = |cents: &[i64]| -> i64 { cents.iter().filter(|c| **c != ABSENT_CENTS).sum() };
            let rows = |rows: usize| i64::try_from(rows).unwrap();
            let batch = [
                sum(&columns.claims.charge),
                sum(&columns.claims.patient_paid),
                sum(&columns.services.charge),
                sum(&columns.services.units),
                sum(&columns.other_payers.paid),
                sum(&columns.adjustments.amount),
                rows(columns.diagnoses.len()),
            ];
            for (told, batch) in told.iter_mut().zip(batch) {
                *told += batch;
            }
            found += columns.findings.len();
            claims += columns.claims.len();
            lines += columns.services.len();
        }
        let mut wanted = [0; 7];
        for claim in &read.claims {
            let adjusted = |adjustments: &[Adjustment]| -> i64 {
                let amounts = adjustments.iter().map(|each| each.amount.cents());
                amounts.sum()
            };
            let cents = |amount: Option<Money>| amount.map_or(0, Money::cents);
            wanted[0] += claim.charge.cents();
            wanted[1] += cents(claim.patient_paid);
            wanted[6] += i64::try_from(claim.diagnoses.len()).unwrap();
            for other in &claim.other_payers {
                wanted[4] += cents(other.paid);
                wanted[5] += adjusted(&other.adjustments);
            }
            for line in &claim.lines {
                wanted[2] += line.charge.cents();
                wanted[3] += line.units.thousandths();
                let decisions = line.decisions.iter();
                wanted[5] += decisions
                    .map(|each| adjusted(&each.adjustments))
                    .sum::<i64>();
            }
        }
        assert_eq!(told, wanted, "{name}");
        assert_eq!(found, read.findings.len(), "{name}");
    }
    println!("{claims} claims and {lines} lines in columns");
}

/// What was read and written again reads the same.
#[test]
fn remittances_survive_writing() {
    let (mut same, mut refused) = (0, Vec::new());
    for (name, file) in all() {
        for advice in t835::read(&file).advices {
            let remittance = advice.remittance;
            match t835::write(
                std::slice::from_ref(&remittance),
                &envelope(),
                Characters::Refuse,
            ) {
                Ok(bytes) => {
                    let again = t835::read(&bytes).advices.remove(0).remittance;
                    let (old, new) = (json(&remittance), json(&again));
                    let differ = old.lines().zip(new.lines()).find(|(old, new)| old != new);
                    assert_eq!(differ, None, "{name}");
                    same += 1;
                }
                Err(error) => refused.push(format!("{name}: {error}")),
            }
        }
    }
    println!("{same} remittances written and read again");
    for refused in refused {
        println!("not written: {refused}");
    }
}

fn json(remittance: &pms_core::remittance::Remittance) -> String {
    serde_json::to_string_pretty(remittance)
        .unwrap()
        .to_uppercase()
}

/// The segments between each ST and SE, with the usual separators.
fn bodies(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let mut walk = Walk::default();
    let mut found: Vec<Vec<Vec<u8>>> = Vec::new();
    for piece in pieces(bytes) {
        let role = walk.step(&piece);
        let Piece::Segment(segment) = piece else {
            continue;
        };
        match role {
            Some(Role::TransactionHeader) => found.push(Vec::new()),
            Some(Role::Body) => {
                let (own, usual) = (segment.separators(), Separators::USUAL);
                let translated = segment.body().iter().map(|&byte| match byte {
                    byte if byte == own.element => usual.element,
                    byte if byte == own.component => usual.component,
                    byte => byte,
                });
                let open = found.last_mut().unwrap();
                open.push(translated.collect());
            }
            _ => {}
        }
    }
    found
}

/// Each question and answer is typed, and comes out segment by segment as it went in.
#[test]
fn questions_and_answers_are_typed_and_survive_writing() {
    let manifest = manifest();
    let (mut files, mut members, mut entries, mut unlike) = (0, 0, 0, Vec::new());
    for (name, file) in all() {
        let Some((transaction, status)) = manifest.get(&name) else {
            continue;
        };
        let read = eligibility::read(&file);
        if !matches!(transaction.as_str(), "270" | "271") {
            assert!(read.transactions.is_empty(), "{name} asks nothing");
            continue;
        }
        files += 1;
        assert!(!read.transactions.is_empty(), "{name} is typed");
        let findings = read.all_findings();
        if status != "INVALID" {
            assert!(
                findings.iter().all(|f| f.severity != Severity::Error),
                "{name}: {findings:?}"
            );
        }
        for (received, sent) in read.transactions.iter().zip(bodies(&file)) {
            let transaction = &received.transaction;
            let kind = transaction.kind;
            for member in transaction.members() {
                members += 1;
                entries += member.benefits().count();
                assert!(member.payer().is_some(), "{name}: who pays");
                assert!(member.party().is_some(), "{name}: for whom");
            }
            match eligibility::write(kind, &[transaction], &envelope(), Characters::Refuse) {
                Ok(bytes) => assert!(bodies(&bytes) == [sent], "{name} is written as it was sent"),
                Err(error) => unlike.push(format!("{name}: {error}")),
            }
        }
    }
    println!("{files} files, {members} members, {entries} entries of answers");
    assert!(unlike.is_empty(), "{unlike:#?}");
}

/// Each answer becomes values of coverage: no entry and no refusal is lost, no segment of an entry is
/// missing from what it keeps, and each value that is quoted stands in its entry.
#[test]
fn f167_answers_are_understood_without_loss() {
    let manifest = manifest();
    let is_answer = |name: &str| manifest.get(name).is_some_and(|(of, _)| of == "271");
    let answers = all().into_iter().filter(|(name, _)| is_answer(name));
    let (mut files, mut entries, mut failures, mut quotes, mut uncarried) = (0, 0, 0, 0, 0);
    let mut results: BTreeMap<String, usize> = BTreeMap::new();
    for (name, file) in answers {
        files += 1;
        for received in &eligibility::read(&file).transactions {
            let transaction = &received.transaction;
            let day = transaction.beginning().and_then(|beginning| beginning.day);
            let day = day.unwrap_or_else(|| panic!("{name}: no day"));
            for member in transaction.members() {
                let understood = eligibility::understand(&member, day);
                let told = &understood.eligibility;
                let sent: Vec<_> = member.benefits().collect();
                assert_eq!(told.entries.len(), sent.len(), "{name}");
                for (entry, node) in told.entries.iter().zip(sent) {
                    assert_eq!(entry.sent.len(), segments(node), "{name}");
                    let benefit = node.benefit().unwrap();
                    let values = (entry.amount, entry.share, entry.quantity);
                    let wanted = (benefit.amount, benefit.share, benefit.quantity);
                    assert_eq!(values, wanted, "{name}");
                }
                assert_eq!(told.failures.len(), member.rejections().count(), "{name}");
                entries += told.entries.len();
                failures += told.failures.len();
                uncarried += understood.uncarried.len();
                quotes += quoted(told);
                let result = told.determine("30", day).result;
                assert!(told.failures.is_empty() || result == EligibilityResult::Undetermined);
                *results.entry(format!("{result:?}")).or_default() += 1;
            }
        }
    }
    println!(
        "{files} answers, {results:?}: {entries} entries, {failures} refusals, \
         {quotes} values quoted, {uncarried} segments beyond"
    );
}

fn segments(node: &eligibility::Node) -> usize {
    1 + node.below.iter().map(segments).sum::<usize>()
}

/// How many values are quoted of the plan as a whole.
fn quoted(told: &Eligibility) -> usize {
    let mut count = 0;
    for figure in [
        Figure::Copay,
        Figure::Coinsurance,
        Figure::Deductible,
        Figure::DeductibleLeft,
        Figure::OutOfPocket,
        Figure::OutOfPocketLeft,
        Figure::Limit,
    ] {
        for (network, family) in [
            (Network::In, false),
            (Network::In, true),
            (Network::Out, false),
            (Network::Out, true),
        ] {
            let service = "30";
            let wanted = Wanted {
                figure,
                service,
                network,
                family,
            };
            for quote in told.quotes(wanted) {
                let entry = &told.entries[quote.entry];
                let told = match quote.told {
                    Told::Amount(amount) => entry.amount == Some(amount),
                    Told::Share(share) => entry.share == Some(share),
                    Told::Quantity(quantity) => entry.quantity == Some(quantity),
                };
                assert!(told && entry.figure() == Some(figure));
                count += 1;
            }
        }
    }
    count
}
