//! What is given before the first act: the practice, its people, payers and prices.

use pms_core::code::TaxId;
use pms_core::fee::{
    Agreement, ChargeMaster, Contract, Excess, LesserOf, Method, RateRow, RateTable,
};
use pms_core::id::ResourceId;
use pms_core::party::{Address, Location, Patient, Payer, PersonName, Practitioner, Sex};
use pms_core::scheduling::{Closure, Hours, Schedule, Scope, VisitType, Week, Window};
use pms_core::time::{Minutes, Period};

use crate::sentence::{Sentence, Stop, Words, read, says};
use crate::world::{Colleague, World, day};

/// Every sentence about what is there before the first act.
pub(crate) const GIVEN: &[Sentence] = &[
    says("rules <rules...>", rules),
    says("practice <name...> in <zone>", practice),
    says("closed on <date>", closed),
    says("practitioner <name> works <days> <hours...>", practitioner),
    says("visit <kind...> takes <count> minutes", visit),
    says("price <procedure> <amount>", price),
    says("payer <name> files as <indicator>", payer),
    says(
        "contract of <payer> allows <amount> for <procedure>",
        contract,
    ),
    says("patient <given> <family> , <sex> , born <date>", patient),
];

/// Everything begins with the year.
pub(crate) fn opening() -> Period {
    Period::since("2026-01-01".parse().unwrap())
}

/// The national number that begins so; its last digit follows from the others.
fn npi(nine: usize) -> pms_core::code::Npi {
    (0..10)
        .find_map(|last| format!("{nine}{last}").parse().ok())
        .unwrap()
}

/// A street, since a claim names one.
fn street() -> Address {
    let zip = "432151234".parse().unwrap();
    Address::new("40 Elm Street", "Columbus", "OH".parse().unwrap(), zip).unwrap()
}

/// `tests/docs.rs` reads the rules; here they are only well formed.
fn rules(_: &mut World, words: &Words) -> Result<String, Stop> {
    for rule in words.text("rules").split(' ') {
        let number = rule.strip_prefix(|letter: char| letter.is_ascii_uppercase());
        let _: u8 = read(number.unwrap_or_default(), "number of a rule")?;
    }
    Ok(String::new())
}

fn practice(world: &mut World, words: &Words) -> Result<String, Stop> {
    let organization = &mut world.organization;
    organization.name = words.value("name")?;
    organization.npi = Some(npi(193_412_000));
    organization.tax_id = Some(TaxId::employer("311234567").unwrap());
    organization.taxonomy = Some("261QP2300X".parse().unwrap());
    organization.address = Some(street());
    organization.contact.phone = Some("6145550140".parse().unwrap());
    let mut location = Location::new(
        world.ids.mint(),
        organization.id,
        organization.name.clone(),
        "11".parse().unwrap(),
        words.value("zone")?,
    );
    location.address = organization.address.clone();
    world.location = Some(location);
    Ok(String::new())
}

fn closed(world: &mut World, words: &Words) -> Result<String, Stop> {
    let date = day(&words.text("date"))?;
    world.settings.closures.push(Closure {
        scope: Scope::Practice,
        on: Period::new(date, date)?,
        hours: Hours::all_day(),
        reason: "closed".to_owned(),
    });
    Ok(String::new())
}

fn practitioner(world: &mut World, words: &Words) -> Result<String, Stop> {
    let name = words.text("name");
    let person = PersonName::new("Doe", &name).map_err(|error| error.to_string())?;
    let mut practitioner = Practitioner::new(world.ids.mint(), person);
    practitioner.npi = Some(npi(172_003_100 + world.colleagues.len()));
    practitioner.taxonomy = Some("207Q00000X".parse().unwrap());
    let resource = ResourceId::from(practitioner.id.uuid());
    let location = world.location()?;
    let (id, zone) = (location.id, location.zone.clone());
    let schedule = Schedule::new(world.ids.mint(), resource, id, zone);
    let week = week(&words.text("days"), &words.text("hours"))?;
    world.colleagues.push(Colleague {
        name,
        practitioner,
        schedule: schedule.publish(opening(), week),
    });
    Ok(String::new())
}

/// `Mon-Fri` or `Sun`, `09:00-12:00 13:00-17:00`.
fn week(days: &str, hours: &str) -> Result<Week, Stop> {
    let mut windows = Vec::new();
    for window in hours.split(' ') {
        let (opens, closes) = window.split_once('-').ok_or("hours are `09:00-12:00`")?;
        windows.push(Window::new(read(opens, "time")?, read(closes, "time")?)?);
    }
    let hours = Hours::from(windows);
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let place = |name: &str| {
        let place = DAYS.iter().position(|day| *day == name);
        place.ok_or_else(|| Stop::Wrong(format!("`{name}` is no day of the week")))
    };
    let (first, last) = days.split_once('-').unwrap_or((days, days));
    let (first, last) = (place(first)?, place(last)?);
    let mut week = Week::default();
    let all = [
        &mut week.monday,
        &mut week.tuesday,
        &mut week.wednesday,
        &mut week.thursday,
        &mut week.friday,
        &mut week.saturday,
        &mut week.sunday,
    ];
    for day in all.into_iter().take(last + 1).skip(first) {
        *day = hours.clone();
    }
    Ok(week)
}

fn visit(world: &mut World, words: &Words) -> Result<String, Stop> {
    let length = Minutes::new(words.value("count")?);
    let kind = VisitType::new(world.ids.mint(), words.text("kind"), length);
    let kind = kind.map_err(|error| error.to_string())?;
    world.settings.visit_types.push(kind);
    Ok(String::new())
}

fn row<T>(words: &Words, rate: T) -> Result<RateRow<T>, Stop> {
    Ok(RateRow {
        procedure: Some(words.value("procedure")?),
        modifiers: Vec::new(),
        place: None,
        locality: None,
        provider: None,
        period: opening(),
        rate,
    })
}

fn price(world: &mut World, words: &Words) -> Result<String, Stop> {
    world.prices.push(row(words, words.value("amount")?)?);
    let prices = ChargeMaster::new(world.prices.clone());
    world.settings.charges = prices.map_err(|error| error.to_string())?;
    Ok(String::new())
}

fn payer(world: &mut World, words: &Words) -> Result<String, Stop> {
    let number = format!("{}", 60_001 + world.payers.len());
    let payer = Payer::new(
        world.ids.mint(),
        words.value("name")?,
        number.parse().unwrap(),
        words.value("indicator")?,
    );
    world.settings.contracts.push(Contract {
        id: world.ids.mint(),
        payer: payer.id,
        plans: Default::default(),
        period: opening(),
        agreement: Agreement {
            rates: RateTable::default(),
            lesser_of_billed: LesserOf::PerLine,
            excess: Excess::WrittenOff,
            sequestration: None,
            policy: Default::default(),
        },
    });
    world.payers.push(payer);
    Ok(String::new())
}

fn contract(world: &mut World, words: &Words) -> Result<String, Stop> {
    let payer = world.payer(&words.text("payer"))?.id;
    let amount = words.value("amount")?;
    let row = row(words, Method::Fixed { amount })?;
    let mut contracts = world.settings.contracts.iter_mut();
    let contract = contracts.find(|one| one.payer == payer);
    let contract = contract.ok_or("the payer has no contract")?;
    let inserted = contract.agreement.rates.insert(row);
    inserted.map_err(|error| error.to_string())?;
    Ok(String::new())
}

fn patient(world: &mut World, words: &Words) -> Result<String, Stop> {
    let (family, given) = (words.text("family"), words.text("given"));
    let name = PersonName::new(&family, &given).map_err(|error| error.to_string())?;
    let sex = match words.text("sex").as_str() {
        "female" => Sex::Female,
        "male" => Sex::Male,
        other => return Err(format!("`{other}` is neither female nor male").into()),
    };
    if world.patient(&given).is_ok() {
        return Err(format!("two patients are called {given}").into());
    }
    let birth = day(&words.text("date"))?;
    let mut patient = Patient::new(world.ids.mint(), name, birth, sex);
    patient.address = Some(street());
    world.patients.push(patient);
    Ok(String::new())
}
