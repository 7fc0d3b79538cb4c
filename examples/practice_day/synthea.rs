//! A Synthea CSV export as a whole practice: people, payers, coverages, visits, and every charge and
//! payment in the books.
//!
//! Synthea names procedures by SNOMED CT, which no claim can bear, so that charges go to the books
//! and not to claims.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use chrono::{DateTime, Days, NaiveDate, Utc};
use pms_core::access::Role;
use pms_core::code::FilingIndicator;
use pms_core::coverage::{Coverage, Plan, Standing, Subscriber, Terms};
use pms_core::encounter::Encounter;
use pms_core::id::{ChargeId, EntryId, Ids, PatientId, PayerId, PlanId, PracticeId, Uuid};
use pms_core::ledger::{Account, AccountKind, Content, Dates, Entry, Posting, Source, SourceKind};
use pms_core::money::Money;
use pms_core::party::{
    Location, Organization, Patient, Payer, PersonName, Practitioner, Sex, Text,
};
use pms_core::practice::Settings;
use pms_core::time::{Minute, Period, Tzdb, ZoneRules};

use super::desk::{Desk, at};
use super::sample::Result;

/// The tenant that an export becomes.
pub const PRACTICE: u128 = 0x019b_5e7a_0000_7000_8000_0000_0000_0001;

type Row = HashMap<String, String>;

/// What stands in the books once all is imported.
pub struct Imported {
    pub charges: Money,
    pub payments: Money,
    pub credits: Money,
    pub credited: usize,
}

/// Imports the export of a folder. What was imported before is left as it is.
pub async fn import(desk: &Desk, folder: &Path, told: impl Fn(&str)) -> Result<Imported> {
    let now = at("2026-01-01".parse()?, 12, 0)?;
    let rules = Tzdb::bundled();
    people(desk, folder, now).await?;
    told("people, places and payers");
    coverages(desk, folder, now).await?;
    told("coverages");
    encounters(desk, folder, now, &rules).await?;
    told("encounters");
    let books = claims(folder, &rules)?;
    let (mut charges, mut payments) = (Vec::new(), Vec::new());
    let (mut credits, mut credited) = (Vec::new(), 0);
    let count = books.len();
    for (n, (claim, books)) in books.into_iter().enumerate() {
        let entries = books.entries(&claim, now)?;
        let call = desk.call(Role::Manager, format!("import {claim}"), now);
        desk.practice.enter(&call, books.patient, &entries).await?;
        for entry in &entries {
            charges.push(entry.effect(|a| a.kind == AccountKind::Revenue)?.negated());
            payments.push(entry.effect(|a| a.kind == AccountKind::Cash)?);
        }
        let of_claim = entries
            .iter()
            .map(|entry| entry.effect(|a| a.kind == AccountKind::UnappliedPatient));
        let credit = Money::sum(of_claim.collect::<std::result::Result<Vec<_>, _>>()?)?.negated();
        credits.push(credit);
        credited += usize::from(credit.is_positive());
        if n % 200 == 0 {
            told(&format!("{n} of {count} claims"));
        }
    }
    check_books(desk, now, &charges, &payments, &credits).await?;
    Ok(Imported {
        charges: Money::sum(charges)?,
        payments: Money::sum(payments)?,
        credits: Money::sum(credits)?,
        credited,
    })
}

/// What was imported and what stands in the books is the same to the cent.
async fn check_books(
    desk: &Desk,
    now: DateTime<Utc>,
    charges: &[Money],
    payments: &[Money],
    credits: &[Money],
) -> Result<()> {
    let call = desk.call(Role::Manager, "trial balance", now);
    let as_of = pms_core::time::AsOf::EVERYTHING;
    let trial = desk
        .practice
        .books(&call, as_of)
        .await?
        .trial_balance(as_of)?;
    for (kind, wanted) in [
        (
            AccountKind::Revenue,
            Money::sum(charges.iter().copied())?.negated(),
        ),
        (AccountKind::Cash, Money::sum(payments.iter().copied())?),
        (
            AccountKind::UnappliedPatient,
            Money::sum(credits.iter().copied())?.negated(),
        ),
    ] {
        let found = trial.balance(kind)?;
        if found != wanted {
            return Err(format!("{}: {found} in the books, {wanted} imported", kind.name()).into());
        }
    }
    Ok(())
}

fn rows(folder: &Path, name: &str) -> Result<Vec<Row>> {
    let path = folder.join(name);
    let mut reader =
        csv::Reader::from_path(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    reader
        .deserialize()
        .map(|row| row.map_err(|error| format!("{}: {error}", path.display()).into()))
        .collect()
}

fn id<I: From<Uuid>>(row: &Row, column: &str) -> Result<I> {
    Ok(row[column].parse::<Uuid>().map(I::from)?)
}

fn text(words: &str) -> Result<Text> {
    let short: String = words.trim().chars().take(Text::MOST).collect();
    Ok(short.trim().parse()?)
}

/// Another identifier for what the export gives none, always the same for the same words.
fn named<I: From<Uuid>>(words: &str) -> I {
    let hash = |start: u64| {
        words.bytes().fold(start, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    };
    let (high, low) = (hash(0xcbf2_9ce4_8422_2325), hash(0x8422_2325_cbf2_9ce4));
    I::from(Uuid::from_u128(u128::from(high) << 64 | u128::from(low)))
}

async fn people(desk: &Desk, folder: &Path, now: DateTime<Utc>) -> Result<()> {
    let organizations = rows(folder, "organizations.csv")?;
    let first = organizations.first().ok_or("no organisation")?;
    let practice = PracticeId::from(Uuid::from_u128(PRACTICE));
    let settings = Settings::new(practice, id(first, "Id")?);
    desk.keep(&settings, now).await?;
    for row in &organizations {
        let one = Organization::new(id(row, "Id")?, text(&row["NAME"])?);
        desk.keep(&one, now).await?;
        let zone = "America/New_York".parse()?;
        let place = "11".parse()?;
        let location = Location::new(id(row, "Id")?, one.id, one.name.clone(), place, zone);
        desk.keep(&location, now).await?;
    }
    for row in rows(folder, "providers.csv")? {
        let name = row["NAME"].as_str();
        let (given, family) = name.split_once(' ').unwrap_or(("", name));
        let name = match given {
            "" => PersonName::single(family)?,
            given => PersonName::new(family, given)?,
        };
        desk.keep(&Practitioner::new(id(&row, "Id")?, name), now)
            .await?;
    }
    for row in rows(folder, "patients.csv")? {
        let sex = match row["GENDER"].as_str() {
            "F" => Sex::Female,
            "M" => Sex::Male,
            _ => Sex::Unknown,
        };
        let name = PersonName::new(&row["LAST"], &row["FIRST"])?;
        let mut one = Patient::new(id(&row, "Id")?, name, row["BIRTHDATE"].parse()?, sex);
        one.death = Some(row["DEATHDATE"].as_str())
            .filter(|day| !day.is_empty())
            .map(str::parse)
            .transpose()?;
        desk.keep(&one, now).await?;
    }
    for row in rows(folder, "payers.csv")? {
        let (name, filing) = (text(&row["NAME"])?, FilingIndicator::MutuallyDefined);
        let one = Payer::new(id(&row, "Id")?, name.clone(), text(&row["Id"])?, filing);
        desk.keep(&one, now).await?;
        let plan: PlanId = id(&row, "Id")?;
        desk.keep(&Plan::new(plan, one.id, name, filing), now)
            .await?;
    }
    Ok(())
}

async fn coverages(desk: &Desk, folder: &Path, now: DateTime<Utc>) -> Result<()> {
    for row in rows(folder, "payer_transitions.csv")? {
        let day = |column: &str| -> Result<NaiveDate> {
            Ok(row[column].parse::<DateTime<Utc>>()?.date_naive())
        };
        let (first, next) = (day("START_YEAR")?, day("END_YEAR")?);
        let last = (next - Days::new(1)).max(first);
        let patient: PatientId = id(&row, "PATIENT")?;
        let member = match row["MEMBERID"].as_str() {
            "" => "UNKNOWN",
            member => member,
        };
        let terms = Terms {
            payer: id(&row, "PAYER")?,
            plan: id(&row, "PAYER")?,
            member_id: member.parse()?,
            group: None,
            subscriber: Subscriber::Patient,
            standing: Standing::default(),
        };
        let words = format!("coverage {patient} {first} {last} {}", row["PAYER"]);
        let one = Coverage::new(named(&words), patient, terms, Period::new(first, last)?);
        desk.keep(&one, now).await?;
    }
    Ok(())
}

async fn encounters(desk: &Desk, folder: &Path, now: DateTime<Utc>, rules: &Tzdb) -> Result<()> {
    for row in rows(folder, "encounters.csv")? {
        let one = Encounter::new(
            id(&row, "Id")?,
            id(&row, "PATIENT")?,
            id(&row, "PROVIDER")?,
            id(&row, "ORGANIZATION")?,
            civil(&row["START"], rules)?,
        );
        let ended: DateTime<Utc> = row["STOP"].parse()?;
        desk.keep(&one.finish(ended)?, now).await?;
    }
    Ok(())
}

/// The day of an instant where the practice is.
fn civil(instant: &str, rules: &Tzdb) -> Result<NaiveDate> {
    let zone = "America/New_York".parse()?;
    let at = Minute::containing(instant.parse()?);
    Ok(rules.civil_at(&zone, at)?.date())
}

/// The charges and payments of one claim of the export.
struct Books {
    patient: PatientId,
    payer: PayerId,
    charges: Vec<(ChargeId, NaiveDate, Money)>,
    by_payer: Vec<(String, NaiveDate, Money)>,
    by_patient: Vec<(String, NaiveDate, Money)>,
}

fn claims(folder: &Path, rules: &Tzdb) -> Result<BTreeMap<String, Books>> {
    let mut payers = HashMap::new();
    for row in rows(folder, "claims.csv")? {
        let payer = row["PRIMARYPATIENTINSURANCEID"].parse::<Uuid>();
        payers.insert(row["Id"].clone(), payer.unwrap_or(Uuid::nil()).into());
    }
    let mut claims: BTreeMap<String, Books> = BTreeMap::new();
    for row in rows(folder, "claims_transactions.csv")? {
        let claim = row["CLAIMID"].clone();
        let patient = id(&row, "PATIENTID")?;
        let payer = payers.get(&claim).copied();
        let payer = payer.ok_or_else(|| format!("claim {claim} is not in claims.csv"))?;
        let books = claims.entry(claim).or_insert_with(|| Books {
            patient,
            payer,
            charges: Vec::new(),
            by_payer: Vec::new(),
            by_patient: Vec::new(),
        });
        let day = civil(&row["FROMDATE"], rules)?;
        let number = row["ID"].clone();
        match (row["TYPE"].as_str(), row["METHOD"].as_str()) {
            ("CHARGE", _) => {
                let amount: Money = row["AMOUNT"].parse()?;
                books.charges.push((id(&row, "ID")?, day, amount));
            }
            ("PAYMENT", "ECHECK") => books.by_payer.push((number, day, row["PAYMENTS"].parse()?)),
            ("PAYMENT", _) => books
                .by_patient
                .push((number, day, row["PAYMENTS"].parse()?)),
            // What the payer leaves moves to the patient: it follows from what the payer paid.
            ("TRANSFERIN" | "TRANSFEROUT", _) => {}
            (other, _) => return Err(format!("transaction {number}: unknown type {other}").into()),
        }
    }
    Ok(claims)
}

impl Books {
    /// The claim's charges, owed by the payer as far as it paid and by the patient beyond; then the
    /// payments. What a patient paid beyond that stays theirs.
    fn entries(&self, claim: &str, now: DateTime<Utc>) -> Result<Vec<Entry>> {
        let mut ids = Ids::from(named::<Uuid>(claim));
        let mut entries = Vec::new();
        let paid = Money::sum(self.by_payer.iter().map(|(_, _, amount)| *amount))?;
        let mut of_payer = paid;
        let (mut at_payer, mut at_patient) = (Vec::new(), Vec::new());
        for (charge, day, amount) in &self.charges {
            let about = Account::of(AccountKind::Revenue)
                .for_patient(self.patient)
                .on_charge(*charge);
            let share = of_payer.min(*amount);
            of_payer = of_payer.minus(share)?;
            let rest = amount.minus(share)?;
            let payer = about
                .as_kind(AccountKind::InsuranceReceivable)
                .at_payer(self.payer);
            let patient = about.as_kind(AccountKind::PatientReceivable);
            let mut postings = Vec::new();
            postings.extend(Posting::signed(payer, about.at_payer(self.payer), share)?);
            postings.extend(Posting::signed(patient, about, rest)?);
            at_payer.push((payer, share));
            at_patient.push((patient, rest));
            if !postings.is_empty() {
                let source = source(SourceKind::Charge, &charge.to_string(), *amount)?;
                entries.push(entry(&mut ids, *day, now, source, postings)?);
            }
        }
        for (number, day, amount) in &self.by_payer {
            let postings = pay(&mut at_payer, *amount, None)?;
            if !postings.is_empty() {
                let source = source(SourceKind::Opening, number, *amount)?;
                entries.push(entry(&mut ids, *day, now, source, postings)?);
            }
        }
        for (number, day, amount) in &self.by_patient {
            let id: EntryId = ids.mint();
            let free = Account::of(AccountKind::UnappliedPatient)
                .for_patient(self.patient)
                .from_payment(id);
            let postings = pay(&mut at_patient, *amount, Some(free))?;
            if !postings.is_empty() {
                let source = source(SourceKind::PatientPayment, number, *amount)?;
                entries.push(made(id, *day, now, source, postings)?);
            }
        }
        Ok(entries)
    }
}

/// Cash pays what is owed, in order; what is left goes to `free`.
fn pay(
    owed: &mut [(Account, Money)],
    amount: Money,
    free: Option<Account>,
) -> Result<Vec<Posting>> {
    let cash = Account::of(AccountKind::Cash);
    let mut left = amount;
    let mut postings = Vec::new();
    for (account, open) in owed {
        let part = left.min(*open);
        postings.extend(Posting::signed(cash, *account, part)?);
        *open = open.minus(part)?;
        left = left.minus(part)?;
    }
    match free {
        Some(free) => postings.extend(Posting::signed(cash, free, left)?),
        None if left.is_zero() => {}
        None => return Err("a payer paid more than was charged".into()),
    }
    Ok(postings)
}

fn source(kind: SourceKind, number: &str, amount: Money) -> Result<Source> {
    Ok(Source::new(
        kind,
        number,
        Content::new().money(amount).hash(),
    )?)
}

fn entry(
    ids: &mut Ids,
    day: NaiveDate,
    now: DateTime<Utc>,
    source: Source,
    postings: Vec<Posting>,
) -> Result<Entry> {
    made(ids.mint(), day, now, source, postings)
}

fn made(
    id: EntryId,
    day: NaiveDate,
    now: DateTime<Utc>,
    source: Source,
    postings: Vec<Posting>,
) -> Result<Entry> {
    let dates = Dates {
        service: Some(day),
        effective: day,
        recorded: now,
    };
    Ok(Entry::new(id, dates, source, postings)?)
}
