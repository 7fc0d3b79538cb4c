//! Nobody's data prints.
//!
//! Wherever a type prints itself as it is (`derive(Debug)`) and holds text, bytes or a day of birth,
//! the field stands in [`OPEN`] with the reason why anybody may read it: a new field fails here until
//! somebody has thought about it. The scenarios look from the other side: whatever goes into the
//! store and comes out of a command is formatted there (`tests/scenarios/listener.rs`).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{Visit, visit_type};
use syn::{Attribute, Fields, Item, Meta, Type};

/// Why text may print, and where it does: room, type, field.
const OPEN: &[(&str, &[&str])] = &[
    (
        "the actor's device or address",
        &["access::AuditRecord.place"],
    ),
    (
        "the code of an error",
        &["access::Outcome::Failed.0", "access::Outcome::Refused.0"],
    ),
    (
        "the host's word for a service",
        &["billing::StatementLine.label"],
    ),
    (
        "a word of the library's own",
        &[
            "adjudication::Message.arguments",
            "adjudication::Message.key",
            "claim::ClaimError::WrongState.state",
            "claim::Finding.path",
            "fee::FeeError::NoColumn.column",
            "fee::RowProblem::Field.column",
            "ledger::LedgerError::MissingDimension.dimension",
            "metrics::Ratio.convention",
            "practice::Changes.happened",
            "scheduling::Refused::NoColumn.column",
            "store::Capabilities.name",
            "store::CommitError::Invalid.0",
            "store::StoreError::Invalid.0",
            "x12::Finding.code",
            "x12::Finding.path",
            "x12::Field.path",
            "x12::Table.columns",
            "x12::Table.name",
        ],
    ),
    (
        "a case of the conformance suite",
        &[
            "store::Case.group",
            "store::Case.name",
            "store::Failure.0",
            "store::Note.text",
        ],
    ),
    (
        "a code list and its codes",
        &["code::CodeList.name", "code::Dated.code"],
    ),
    (
        "a code and a sentence of the core's, which name nobody",
        &[
            "facade::PmsError::Conflict.code",
            "facade::PmsError::Conflict.detail",
            "facade::PmsError::Denied.code",
            "facade::PmsError::Denied.detail",
            "facade::PmsError::Invalid.code",
            "facade::PmsError::Invalid.detail",
            "facade::PmsError::Invalid.field",
            "facade::PmsError::NotFound.code",
            "facade::PmsError::NotFound.detail",
            "facade::PmsError::Refused.code",
            "facade::PmsError::Refused.detail",
            "facade::PmsError::Unavailable.code",
            "facade::PmsError::Unavailable.detail",
        ],
    ),
    (
        "a text of the host's that names nobody, or its key",
        &[
            "adjudication::ExplainError::MissingPlaceholder.key",
            "adjudication::ExplainError::MissingPlaceholder.placeholder",
            "adjudication::ExplainError::UnknownKey.key",
            "adjudication::ExplainError::UnknownPlaceholder.key",
            "adjudication::ExplainError::UnknownPlaceholder.placeholder",
            "adjudication::Templates.own",
        ],
    ),
    (
        "the name of a fee schedule or a case, or a code of a contract",
        &[
            "adjudication::Argument::Code.0",
            "adjudication::Argument::Text.0",
            "fee::FeeError::NoSchedule.name",
            "fee::Method::Case.name",
            "fee::Method::PercentOfSchedule.schedule",
            "fee::Schedules.named",
        ],
    ),
    (
        "the number of a payment, a claim or a host's own event",
        &[
            "ledger::Journal.by_source",
            "ledger::SourceKind::Other.0",
            "posting::PatientPayment.receipt",
        ],
    ),
    (
        "the version of a database",
        &["pms-storage::OpenError::TooOld.0"],
    ),
    (
        "an idempotency key, which the host chooses and which names nobody",
        &[
            "practice::Call.key",
            "store::Idempotency.key",
            "store::Question::Receipt.0",
        ],
    ),
    (
        "a code as the payer sent it, or the practice",
        &[
            "coverage::EligibilityRequest.services",
            "coverage::Failure.follow_up",
            "coverage::Failure.reason",
            "coverage::ToldDays.meaning",
            "coverage::UnreadyReason::AuthorizationNeeded.service",
            "coverage::UnreadyReason::NotCovered.service",
            "coverage::VisitToCheck.services",
            "coverage::Wanted.service",
            "x12::Uncarried.what",
            "claim::AcknowledgedField.code",
            "claim::AcknowledgedField.path",
            "remittance::AmountOf.qualifier",
            "remittance::ClaimStatus::Other.0",
            "remittance::DateOf.qualifier",
            "remittance::PaymentMethod::Other.0",
            "remittance::ProviderReason::Other.0",
            "x12::Inquiry.services",
            "x12::Action::Other.0",
            "x12::DaysOf.qualifier",
            "x12::QuantityOf.qualifier",
            "x12::Reason::Interchange.note",
            "x12::Reason::Segment.element",
            "x12::Reason::Segment.segment",
            "x12::Reason::Transaction.codes",
            "x12::Role::Other.0",
            "x12::StatusCode.category",
            "x12::StatusCode.entity",
            "x12::StatusCode.list",
            "x12::StatusCode.status",
        ],
    ),
    (
        "the payment, and the practice that is paid",
        &[
            "remittance::RemittanceKey.originator",
            "remittance::RemittanceKey.payee",
            "remittance::RemittanceKey.trace",
        ],
    ),
    (
        "the practice's own calendar and lists",
        &[
            "scheduling::CancelReason.display",
            "scheduling::Closure.reason",
            "scheduling::Exception::Blocked.reason",
            "scheduling::ReasonCode.0",
            "scheduling::VisitType.name",
            "scheduling::Exception::BlockedEach.reason",
            "scheduling::Exception::Reserved.reason",
            "scheduling::Programme.name",
        ],
    ),
    (
        "the status of a document",
        &["store::Columns.status", "store::Scan::Documents.status"],
    ),
    (
        "a zone or the version of its rules",
        &[
            "time::BookedTime.version",
            "time::Zone.0",
            "time::ZoneTable.version",
            "scheduling::ZoneChange.version",
        ],
    ),
    (
        "a control number or a name on the envelope, which is for machines",
        &[
            "claim::Acknowledgment.sent",
            "x12::Control.group",
            "x12::Control.interchange",
            "x12::Control.transaction",
            "x12::Control.version",
            "x12::Envelope.group_receiver",
            "x12::Envelope.group_sender",
            "x12::Envelope.receiver",
            "x12::Envelope.receiver_qualifier",
            "x12::Envelope.sender",
            "x12::Envelope.sender_qualifier",
            "x12::Office.number",
            "x12::Open.control",
            "x12::Submission.batch",
            "x12::Walk.version",
            "x12::CheckedTransaction.group_kind",
            "x12::CheckedTransaction.guide",
            "x12::CheckedTransaction.kind",
            "x12::GroupAnswer.control",
            "x12::GroupAnswer.errors",
            "x12::GroupAnswer.kind",
            "x12::GroupAnswer.version",
            "x12::InterchangeAnswer.control",
            "x12::InterchangeAnswer.note",
            "x12::InterchangeAnswer.sent",
            "x12::TransactionAnswer.codes",
            "x12::TransactionAnswer.control",
            "x12::TransactionAnswer.guide",
            "x12::TransactionAnswer.kind",
            "x12::ElementError.code",
        ],
    ),
    (
        "counts, control numbers and amounts in a sentence",
        &[
            "practice::AnswerFinding.code",
            "practice::AnswerFinding.path",
            "practice::AnswerFinding.says",
            "x12::Finding.says",
        ],
    ),
    (
        "a rule of an implementation guide",
        &[
            "x12::LoopRule.id",
            "x12::SegmentRule.id",
            "x12::SegmentRule.when",
            "x12::Shape::Code.0",
        ],
    ),
    (
        "days and weekdays of a calendar, as RFC 5545 writes them",
        &[
            "scheduling::Rrule.text",
            "scheduling::RruleFinding::ExceptionElsewhere.value",
            "scheduling::RruleFinding::FurtherDate.value",
            "scheduling::RruleFinding::Missing.line",
            "scheduling::RruleFinding::NotCarried.part",
            "scheduling::RruleFinding::Syntax.part",
        ],
    ),
    (
        "counts of years and of time",
        &[
            "scheduling::Ages.below",
            "scheduling::Ages.from",
            "scheduling::Day.longest",
        ],
    ),
    (
        "the name of a segment",
        &[
            "x12::Draft.name",
            "x12::WriteError::Amount.segment",
            "x12::WriteError::Character.segment",
            "x12::WriteError::Missing.segment",
            "x12::WriteError::TooLong.segment",
        ],
    ),
    ("one separator", &["x12::Separators.repetition"]),
];

/// Where the types are.
const ROOMS: [&str; 3] = ["pms-core/src", "pms-storage/src", "bindings/facade/src"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Whether an attribute says it: `derive(.., Debug)`, `cfg(test)`.
fn says(attributes: &[Attribute], name: &str, word: &str) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => {
            let tokens = list.tokens.clone().into_iter();
            attribute.path().is_ident(name) && tokens.into_iter().any(|t| t.to_string() == word)
        }
        _ => false,
    })
}

/// The names that a type is made of.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_ident(&mut self, ident: &'ast syn::Ident) {
        self.0.insert(ident.to_string());
    }
}

/// Whether a field is bare text, or bytes, or anything at all; or a day on which somebody was born.
fn is_bare(name: &str, field: &Type) -> bool {
    let mut names = Names::default();
    visit_type(&mut names, field);
    let has = |name: &str| names.0.contains(name);
    let bytes = has("u8") && names.0.len() > 1;
    let day = has("NaiveDate") && ["birth", "born", "death", "died"].contains(&name);
    has("String") || has("str") || has("Value") || bytes || day
}

/// `Type.field` for each bare field.
fn bare(owner: &str, fields: &Fields) -> Vec<String> {
    let named = fields.iter().enumerate().map(|(n, field)| {
        let name = field.ident.as_ref();
        (name.map_or(n.to_string(), ToString::to_string), &field.ty)
    });
    named
        .filter(|(name, field)| is_bare(name, field))
        .map(|(name, _)| format!("{owner}.{name}"))
        .collect()
}

/// The bare fields of the types that print themselves as they are.
///
/// Types that a macro makes are not seen: codes and identifiers, which name nobody.
fn printed(items: &[Item], room: &str, found: &mut BTreeSet<String>) {
    for item in items {
        match item {
            Item::Mod(within) if !says(&within.attrs, "cfg", "test") => {
                if let Some((_, items)) = &within.content {
                    printed(items, room, found);
                }
            }
            Item::Struct(one) if says(&one.attrs, "derive", "Debug") => {
                found.extend(bare(&format!("{room}::{}", one.ident), &one.fields));
            }
            Item::Enum(one) if says(&one.attrs, "derive", "Debug") => {
                for variant in &one.variants {
                    let owner = format!("{room}::{}::{}", one.ident, variant.ident);
                    found.extend(bare(&owner, &variant.fields));
                }
            }
            _ => {}
        }
    }
}

/// The files that hold tests alone: their `mod` is under `cfg(test)`.
fn of_tests(path: &Path, items: &[Item]) -> Vec<PathBuf> {
    let folder = match path
        .file_stem()
        .is_some_and(|stem| stem == "mod" || stem == "lib")
    {
        true => path.parent().unwrap().to_owned(),
        false => path.with_extension(""),
    };
    let tests = items.iter().filter_map(|item| match item {
        Item::Mod(within) if within.content.is_none() && says(&within.attrs, "cfg", "test") => {
            Some(folder.join(within.ident.to_string()))
        }
        _ => None,
    });
    tests.collect()
}

fn all_printed() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    for rooms in ROOMS {
        let mut paths = Vec::new();
        sources(&root.join(rooms), &mut paths);
        let read = paths.iter().map(|path| {
            let file = syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
            (path, file.items)
        });
        let read: Vec<_> = read.collect();
        let tests: Vec<PathBuf> = read
            .iter()
            .flat_map(|(path, items)| of_tests(path, items))
            .collect();
        for (path, items) in read {
            let within = path.strip_prefix(root.join(rooms)).unwrap();
            let room = match within.components().count() {
                1 => rooms.split('/').rev().nth(1).unwrap().to_owned(),
                _ => within.iter().next().unwrap().to_string_lossy().into_owned(),
            };
            let test = |one: &PathBuf| path.with_extension("").starts_with(one);
            if !tests.iter().any(test) {
                printed(&items, &room, &mut found);
            }
        }
    }
    found
}

#[test]
fn text_that_prints_is_nobodys() {
    let found = all_printed();
    let told = OPEN.iter().flat_map(|(_, fields)| *fields);
    let told: BTreeSet<String> = told.map(ToString::to_string).collect();
    let new: Vec<&String> = found.difference(&told).collect();
    let gone: Vec<&String> = told.difference(&found).collect();
    assert!(
        new.is_empty(),
        "these print: write Debug by hand, or say in OPEN why they may\n{new:#?}"
    );
    assert!(
        gone.is_empty(),
        "these stand in OPEN and are not there\n{gone:#?}"
    );
}

#[test]
fn a_field_of_text_is_seen_wherever_it_stands() {
    let source = r#"
        #[derive(Clone, Debug)]
        pub struct Person { name: String, pub born: Option<NaiveDate>, since: NaiveDate, number: u8 }
        #[derive(Debug)]
        enum Said { Nothing, Text(Vec<Option<String>>), Bytes { raw: &'static [u8] } }
        pub struct Silent { name: String }
        mod inner { #[derive(Debug)] struct Deep(Box<str>); }
        #[cfg(test)]
        mod tests { #[derive(Debug)] struct Table(String); }
    "#;
    let mut found = BTreeSet::new();
    printed(&syn::parse_file(source).unwrap().items, "room", &mut found);
    let wanted = [
        "room::Deep.0",
        "room::Person.born",
        "room::Person.name",
        "room::Said::Bytes.raw",
        "room::Said::Text.0",
    ];
    assert_eq!(found, wanted.map(str::to_owned).into());
}
