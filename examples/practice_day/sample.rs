//! A practice that never was: two practitioners, three payers, a hundred and some patients. Made
//! from a seed, so that it is the same every time.

use std::error::Error;

use chrono::{Days, NaiveDate};
use fastrand::Rng;
use pms_core::code::{FilingIndicator, Npi, Relationship, TaxId};
use pms_core::coverage::{
    Benefit, Benefits, Bucket, CostShare, Coverage, Limit, Measure, MemberId, Network, OutOfPocket,
    Per, Plan, Pool, Services, Standing, Step, Subscriber, SubscriberPerson, Terms,
};
use pms_core::fee::{
    Agreement, ChargeMaster, Contract, Excess, LesserOf, Method, RateRow, RateTable,
};
use pms_core::id::{
    ActorId, Ids, PatientId, PayerId, PracticeId, PractitionerId, ResourceId, ScheduleId, Uuid,
    VisitTypeId,
};
use pms_core::money::{Money, Rate};
use pms_core::party::{
    Address, Location, Organization, Patient, Payer, PersonName, Practitioner, Sex,
};
use pms_core::practice::Settings;
use pms_core::scheduling::{Schedule, VisitType, Week, Window};
use pms_core::time::{Minutes, Period};

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The first day of the sample's books.
pub const OPENING: &str = "2026-01-01";

/// Everything that the practice knows before its first day.
pub struct Sample {
    pub practice: PracticeId,
    pub staff: ActorId,
    pub settings: Settings,
    pub organization: Organization,
    pub location: Location,
    pub practitioners: Vec<Practitioner>,
    pub schedules: Vec<Schedule>,
    pub payers: Vec<Payer>,
    pub plans: Vec<Plan>,
    pub patients: Vec<Patient>,
    pub coverages: Vec<Coverage>,
}

/// A service of the sample practice: its code, what is charged, what the commercial payer allows.
pub const SERVICES: [(&str, &str, &str); 7] = [
    ("99213", "145.00", "92.40"),
    ("99214", "210.00", "131.15"),
    ("99203", "195.00", "118.60"),
    ("93000", "65.00", "18.75"),
    ("80053", "48.00", "10.55"),
    ("36415", "15.00", "3.00"),
    ("90471", "40.00", "21.30"),
];

/// Diagnoses that the sample practice sees.
pub const DIAGNOSES: [&str; 8] = [
    "E119", "I10", "J069", "M545", "F411", "Z0000", "E785", "R079",
];

const FAMILY: [&str; 16] = [
    "Adler", "Bennett", "Castillo", "Dietrich", "Ellison", "Fontaine", "Grant", "Hollis", "Ibarra",
    "Jensen", "Kowalski", "Lindgren", "Moreau", "Novak", "Okafor", "Prescott",
];
const GIVEN: [&str; 16] = [
    "Ada", "Ben", "Clara", "David", "Elena", "Felix", "Grace", "Henry", "Ines", "Jonas", "Kira",
    "Liam", "Mara", "Noah", "Olga", "Paul",
];

/// The sample of a seed.
pub fn sample(seed: u64, people: usize) -> Result<Sample> {
    let mut rng = Rng::with_seed(seed);
    let mut ids = Ids::from(Uuid::from_u128(
        0x019b_7777_0000_7000_8000_0000_0000_0000 + u128::from(seed),
    ));
    let opening: NaiveDate = OPENING.parse()?;
    let practice: PracticeId = ids.mint();
    let staff: ActorId = ids.mint();
    let organization = organization(&mut ids)?;
    let location = location(&mut ids, &organization)?;
    let practitioners = practitioners(&mut ids)?;
    let schedules = practitioners
        .iter()
        .map(|one| schedule(&mut ids, one, &location, opening))
        .collect::<Result<Vec<_>>>()?;
    let (payers, plans) = payers(&mut ids)?;
    let (patients, coverages) = patients(&mut ids, &mut rng, &plans, people, opening)?;
    let settings = settings(&mut ids, practice, &organization, &plans, opening)?;
    Ok(Sample {
        practice,
        staff,
        settings,
        organization,
        location,
        practitioners,
        schedules,
        payers,
        plans,
        patients,
        coverages,
    })
}

/// A practitioner's own time bears the practitioner's identifier.
pub fn time_of(practitioner: PractitionerId) -> ResourceId {
    ResourceId::from(practitioner.uuid())
}

/// The national number that begins so; its last digit follows from the others.
fn npi(nine: u32) -> Result<Npi> {
    (0..10)
        .find_map(|last| format!("{nine}{last}").parse().ok())
        .ok_or_else(|| "nine digits give one number".into())
}

fn organization(ids: &mut Ids) -> Result<Organization> {
    let mut one = Organization::new(ids.mint(), "Cedar Street Family Practice".parse()?);
    one.npi = Some(npi(193_412_000)?);
    one.tax_id = Some(TaxId::employer("311234567")?);
    one.taxonomy = Some("261QP2300X".parse()?);
    one.address = Some(street("40 Cedar Street")?);
    one.contact.phone = Some("6145550140".parse()?);
    Ok(one)
}

fn street(line: &str) -> Result<Address> {
    Ok(Address::new(
        line,
        "Columbus",
        "OH".parse()?,
        "432151234".parse()?,
    )?)
}

fn location(ids: &mut Ids, organization: &Organization) -> Result<Location> {
    let zone = "America/New_York".parse()?;
    let mut one = Location::new(
        ids.mint(),
        organization.id,
        "Cedar Street".parse()?,
        "11".parse()?,
        zone,
    );
    one.address = organization.address.clone();
    Ok(one)
}

fn practitioners(ids: &mut Ids) -> Result<Vec<Practitioner>> {
    let names = [
        ("Hartmann", "Ruth", 172_003_100),
        ("Silva", "Tomas", 172_003_200),
    ];
    names
        .into_iter()
        .map(|(family, given, number)| {
            let mut one = Practitioner::new(ids.mint(), PersonName::new(family, given)?);
            one.npi = Some(npi(number)?);
            one.taxonomy = Some("207Q00000X".parse()?);
            Ok(one)
        })
        .collect()
}

fn schedule(
    ids: &mut Ids,
    practitioner: &Practitioner,
    location: &Location,
    opening: NaiveDate,
) -> Result<Schedule> {
    let id: ScheduleId = ids.mint();
    let hours = vec![
        Window::new("08:30".parse()?, "12:00".parse()?)?,
        Window::new("13:00".parse()?, "16:30".parse()?)?,
    ];
    let week = Week::workdays(hours);
    let resource = time_of(practitioner.id);
    let schedule = Schedule::new(id, resource, location.id, location.zone.clone());
    Ok(schedule.publish(Period::since(opening), week))
}

fn payers(ids: &mut Ids) -> Result<(Vec<Payer>, Vec<Plan>)> {
    let mut payers = Vec::new();
    let mut plans = Vec::new();
    let rows = [
        ("Buckeye Mutual", "60054", FilingIndicator::Commercial),
        ("Medicare Ohio", "15202", FilingIndicator::MedicareB),
        ("Riverbend Health Plan", "77034", FilingIndicator::Hmo),
    ];
    for (name, number, filing) in rows {
        let payer = Payer::new(ids.mint(), name.parse()?, number.parse()?, filing);
        let mut plan = Plan::new(ids.mint(), payer.id, name.parse()?, filing);
        plan.benefits = Benefits::new(vec![benefit(filing)?])?;
        plans.push(plan);
        payers.push(payer);
    }
    Ok((payers, plans))
}

fn benefit(filing: FilingIndicator) -> Result<Benefit> {
    let pool = |measure, individual: &str, family: &str| -> Result<Pool> {
        let limit = Limit::Embedded {
            individual: individual.parse()?,
            family: family.parse()?,
        };
        Ok(Pool {
            bucket: Bucket::general(measure),
            limit,
        })
    };
    let copay = |amount: &str| -> Result<Step> {
        Ok(Step::Copay {
            amount: amount.parse()?,
            per: Per::Visit,
        })
    };
    let (steps, most) = match filing {
        FilingIndicator::MedicareB => (
            vec![
                Step::Deductible {
                    pools: vec![pool(Measure::Deductible, "257.00", "1000000.00")?],
                },
                Step::Coinsurance {
                    patient: Rate::from_percent(20)?,
                },
            ],
            None,
        ),
        FilingIndicator::Hmo => (vec![copay("20.00")?], None),
        _ => (
            vec![
                copay("30.00")?,
                Step::Deductible {
                    pools: vec![pool(Measure::Deductible, "500.00", "1000.00")?],
                },
                Step::Coinsurance {
                    patient: Rate::from_percent(20)?,
                },
            ],
            Some(pool(Measure::OutOfPocket, "3000.00", "6000.00")?),
        ),
    };
    Ok(Benefit {
        period: Period::since(OPENING.parse()?),
        network: Network::In,
        services: Services::All,
        steps,
        out_of_pocket: most.map(|pool| OutOfPocket {
            pools: vec![pool],
            counts: vec![
                CostShare::Copay,
                CostShare::Deductible,
                CostShare::Coinsurance,
            ],
        }),
    })
}

/// Families of one to four; children are covered through the parent who holds the contract.
fn patients(
    ids: &mut Ids,
    rng: &mut Rng,
    plans: &[Plan],
    people: usize,
    opening: NaiveDate,
) -> Result<(Vec<Patient>, Vec<Coverage>)> {
    let (mut patients, mut coverages) = (Vec::new(), Vec::new());
    while patients.len() < people {
        let family = FAMILY[rng.usize(..FAMILY.len())];
        let address = street(&format!("{} Elm Street", rng.u32(1..900)))?;
        let old = rng.u8(..10) < 3;
        let plan = match (old, rng.u8(..10)) {
            (true, _) => &plans[1],
            (false, ..7) => &plans[0],
            (false, _) => &plans[2],
        };
        let age = if old {
            66 + rng.u64(..20)
        } else {
            24 + rng.u64(..38)
        };
        let holder = person(ids, rng, family, &address, opening, age)?;
        let number: MemberId = format!("W{:09}", rng.u32(..1_000_000_000)).parse()?;
        // One in sixteen pays alone.
        let insured = rng.u8(..16) != 0;
        let mut members = vec![(holder.clone(), Subscriber::Patient)];
        if !old {
            for _ in 0..rng.u8(..3) {
                let years = rng.u64(1..18);
                let child = person(ids, rng, family, &address, opening, years)?;
                let parent = SubscriberPerson {
                    name: holder.name.clone(),
                    birth: holder.birth,
                    sex: holder.sex,
                    address: holder.address.clone(),
                };
                let subscriber = Subscriber::Other {
                    relationship: Relationship::Child,
                    person: Box::new(parent),
                    dependent_id: None,
                };
                members.push((child, subscriber));
            }
        }
        for (patient, subscriber) in members {
            if insured {
                let terms = Terms {
                    payer: plan.payer,
                    plan: plan.id,
                    member_id: number.clone(),
                    group: None,
                    subscriber,
                    standing: Standing::default(),
                };
                let period = Period::since(opening);
                coverages.push(Coverage::new(ids.mint(), patient.id, terms, period));
            }
            patients.push(patient);
        }
    }
    Ok((patients, coverages))
}

fn person(
    ids: &mut Ids,
    rng: &mut Rng,
    family: &str,
    address: &Address,
    opening: NaiveDate,
    years: u64,
) -> Result<Patient> {
    let id: PatientId = ids.mint();
    let name = PersonName::new(family, GIVEN[rng.usize(..GIVEN.len())])?;
    let days = Days::new(years * 365 + rng.u64(..365));
    let birth = opening.checked_sub_days(days).ok_or("a date of birth")?;
    let sex = if rng.bool() { Sex::Female } else { Sex::Male };
    let mut patient = Patient::new(id, name, birth, sex);
    patient.address = Some(address.clone());
    Ok(patient)
}

fn settings(
    ids: &mut Ids,
    practice: PracticeId,
    organization: &Organization,
    plans: &[Plan],
    opening: NaiveDate,
) -> Result<Settings> {
    let mut settings = Settings::new(practice, organization.id);
    let follow_up: VisitTypeId = ids.mint();
    let new_patient: VisitTypeId = ids.mint();
    settings.visit_types = vec![
        VisitType::new(follow_up, "follow-up", Minutes::new(20))?,
        VisitType::new(new_patient, "new patient", Minutes::new(40))?,
    ];
    let row = |procedure: &str, price: Money| -> Result<RateRow<Money>> {
        Ok(RateRow {
            procedure: Some(procedure.parse()?),
            modifiers: Vec::new(),
            place: None,
            locality: None,
            provider: None,
            period: Period::since(opening),
            rate: price,
        })
    };
    let prices = SERVICES
        .iter()
        .map(|(procedure, price, _)| row(procedure, price.parse()?))
        .collect::<Result<Vec<_>>>()?;
    settings.charges = ChargeMaster::new(prices)?;
    for plan in plans {
        settings.contracts.push(contract(ids, plan, opening)?);
    }
    Ok(settings)
}

/// The commercial payer's fees are listed; the others pay a part of them.
fn contract(ids: &mut Ids, plan: &Plan, opening: NaiveDate) -> Result<Contract> {
    let part: Rate = match plan.filing {
        FilingIndicator::MedicareB => "0.90".parse()?,
        FilingIndicator::Hmo => "0.82".parse()?,
        _ => Rate::ONE,
    };
    let rows = SERVICES
        .iter()
        .map(|(procedure, _, allowed)| {
            let listed: Money = allowed.parse()?;
            let amount = listed.share(part, pms_core::money::Rounding::HalfUp)?;
            Ok(RateRow {
                procedure: Some(procedure.parse()?),
                modifiers: Vec::new(),
                place: None,
                locality: None,
                provider: None,
                period: Period::since(opening),
                rate: Method::Fixed { amount },
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let medicare = plan.filing == FilingIndicator::MedicareB;
    Ok(Contract {
        id: ids.mint(),
        payer: plan.payer,
        plans: Default::default(),
        period: Period::since(opening),
        agreement: Agreement {
            rates: RateTable::new(rows)?,
            lesser_of_billed: LesserOf::PerLine,
            excess: Excess::WrittenOff,
            sequestration: medicare.then(|| Rate::from_percent(2)).transpose()?,
            policy: Default::default(),
        },
    })
}

/// The payer that a patient's plan belongs to.
pub fn payer_of(sample: &Sample, patient: PatientId) -> Option<PayerId> {
    let coverage = sample.coverages.iter().find(|c| c.patient() == patient)?;
    Some(coverage.terms().payer)
}
