//! Posting and aging: entries appended a second, a remittance of 200 claims planned and posted, and
//! the aging report over rows in columns.
//!
//! `PMS_BENCH_ROWS` sets how many movements are aged (1,000,000 where it is not set).

mod clock;

use chrono::{DateTime, Days, NaiveDate, Utc};
use criterion::{BatchSize, Throughput, criterion_group, criterion_main};

use pms_core::adjudication::Adjustment;
use pms_core::id::{ChargeId, Ids, PatientId, PayerId, Uuid};
use pms_core::ledger::{
    Account, AccountKind, Content, Dates, Entry, Journal, Posting, Source, SourceKind,
};
use pms_core::metrics::{AgingBasis, ReceivableRow, Receivables};
use pms_core::money::{Money, Units};
use pms_core::posting::{BilledClaim, Booking, plan_remittance};
use pms_core::remittance::{
    ClaimKey, ClaimPayment, LineKey, Remittance, ServiceCode, ServicePayment,
};
use pms_core::time::AsOf;

use crate::clock::Criterion;

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn payer() -> PayerId {
    Uuid::from_u128(7).into()
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 1, 1).unwrap()
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(12, 0, 0).unwrap().and_utc()
}

/// A charge of 200.00, booked.
fn charged(charge: ChargeId, ids: &mut Ids) -> Entry {
    let owed = Account::of(AccountKind::InsuranceReceivable)
        .at_payer(payer())
        .for_patient(PatientId::from(Uuid::from_u128(1)))
        .on_charge(charge);
    let posting = Posting::new(owed, owed.as_kind(AccountKind::Revenue), money("200.00")).unwrap();
    let dates = Dates {
        service: None,
        effective: first_day(),
        recorded: noon(first_day()),
    };
    let told = Content::new().money(money("200.00")).hash();
    let source = Source::new(SourceKind::Charge, charge.to_string(), told).unwrap();
    Entry::new(ids.mint(), dates, source, vec![posting]).unwrap()
}

fn append(criterion: &mut Criterion) {
    let mut ids = Ids::from(Uuid::from_u128(1 << 80));
    let entries: Vec<Entry> = (0..10_000)
        .map(|_| {
            let charge = ids.mint();
            charged(charge, &mut ids)
        })
        .collect();
    let mut group = criterion.benchmark_group("ledger");
    group.throughput(Throughput::Elements(10_000));
    group.bench_function("append_10k_entries", |bencher| {
        bencher.iter_batched(
            || entries.clone(),
            |entries| {
                let mut journal = Journal::default();
                journal.append_all(entries).unwrap();
                journal
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

/// 200 claims of one line each, as billed and as answered, and the books with their charges.
fn remittance() -> (Remittance, Vec<BilledClaim>, Journal) {
    let mut ids = Ids::from(Uuid::from_u128(1 << 80));
    let (mut claims, mut billed, mut journal) = (Vec::new(), Vec::new(), Journal::default());
    for number in 0..200 {
        let charge: ChargeId = ids.mint();
        journal.append(charged(charge, &mut ids)).unwrap();
        let own = format!("PCN{number}");
        billed.push(BilledClaim {
            key: ClaimKey {
                claim: ids.mint(),
                patient_control: own.clone(),
                payer_control: None,
                member: None,
                date: None,
                charge: money("200.00"),
                lines: vec![LineKey {
                    charge_id: charge,
                    control: charge.to_string(),
                    procedure: "99213".to_owned(),
                    modifiers: vec![],
                    date: first_day(),
                    charge: money("200.00"),
                    units: Units::ONE,
                }],
            },
            next: None,
        });
        claims.push(answer(own, charge.to_string()));
    }
    let remittance = Remittance::new("EFT1", "1512345678", claims).unwrap();
    (remittance, billed, journal)
}

fn answer(own: String, control: String) -> ClaimPayment {
    let adjusted = [
        ("CO", "45", "68.75"),
        ("CO", "253", "1.94"),
        ("PR", "1", "10.00"),
        ("PR", "2", "24.25"),
    ];
    let adjustments = adjusted.map(|(group, reason, amount)| {
        Adjustment::new(
            group.parse().unwrap(),
            reason.parse().unwrap(),
            money(amount),
        )
    });
    let visit = ServiceCode {
        code: "99213".to_owned(),
        ..ServiceCode::default()
    };
    let (charge, paid) = (money("200.00"), money("95.06"));
    let line = ServicePayment {
        line_control: Some(control),
        ..ServicePayment::new(visit, charge, paid, adjustments.to_vec())
    };
    ClaimPayment {
        payer_control: format!("ICN{own}"),
        ..ClaimPayment::new(own, "1".into(), vec![line]).unwrap()
    }
}

/// What ledger.py writes for a claim, too.
const POSTINGS_A_CLAIM: usize = 5;

fn posting(criterion: &mut Criterion) {
    let (remittance, billed, journal) = remittance();
    let booking = Booking::new(first_day(), noon(first_day()));
    let mut ids = Ids::from(Uuid::from_u128(2 << 80));
    let plan = plan_remittance(&remittance, payer(), &billed, &journal, booking, &mut ids);
    let plan = plan.unwrap();
    let postings: usize = plan.entries().map(|entry| entry.postings().len()).sum();
    assert_eq!(postings, 200 * POSTINGS_A_CLAIM);
    let mut group = criterion.benchmark_group("posting");
    group.throughput(Throughput::Elements(200));
    group.bench_function("remittance_of_200_claims", |bencher| {
        bencher.iter_batched(
            || journal.clone(),
            |mut journal| {
                let mut ids = Ids::from(Uuid::from_u128(2 << 80));
                let plan =
                    plan_remittance(&remittance, payer(), &billed, &journal, booking, &mut ids);
                journal
                    .append_all(plan.unwrap().entries().cloned())
                    .unwrap();
                journal
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

/// The movements of a synthetic practice of 40 payers over four years: a charge, a payment, a
/// contract discount and mostly a patient's payment each, in the order in which they were recorded.
fn movements(count: u64) -> Vec<ReceivableRow> {
    let charges = count * 265 / 1_000;
    let mut rows = Vec::new();
    for number in 0..charges {
        let mix = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        let service = first_day() + Days::new(number * 1_461 / charges);
        let billed = i64::try_from(5_000 + mix % 45_000).unwrap();
        let allowed = billed * i64::try_from(40 + mix % 30).unwrap() / 100;
        let lag = 5 + mix % 40;
        let mut row = |after: u64, cents: i64| {
            let effective = service + Days::new(after);
            rows.push(ReceivableRow {
                charge: Uuid::from_u128(number.into()).into(),
                payer: Some(Uuid::from_u128((mix % 40).into()).into()),
                service,
                first_billed: None,
                responsible_since: None,
                effective,
                recorded: noon(effective),
                amount: Money::from_cents(cents).unwrap(),
            });
        };
        row(mix % 6, billed);
        if mix % 100 >= 4 {
            row(lag, -(allowed * 8 / 10));
            row(lag, -(billed - allowed));
            if mix % 10 < 8 {
                row(lag + 20, -(allowed - allowed * 8 / 10));
            }
        }
    }
    rows.sort_by_key(|row| row.recorded);
    rows
}

fn aging(criterion: &mut Criterion) {
    let count = std::env::var("PMS_BENCH_ROWS").map_or(1_000_000, |text| text.parse().unwrap());
    let rows = movements(count);
    let columns = Receivables::of(&rows, AgingBasis::Service).unwrap();
    let day = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap();
    let as_of = AsOf::new(day, noon(day));
    let mut group = criterion.benchmark_group("aging");
    group.sample_size(20);
    group.throughput(Throughput::Elements(u64::try_from(rows.len()).unwrap()));
    group.bench_function("columns", |bencher| {
        bencher.iter(|| columns.aging(as_of).unwrap())
    });
    group.bench_function("rows_to_columns", |bencher| {
        bencher.iter(|| Receivables::of(&rows, AgingBasis::Service).unwrap());
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = clock::criterion();
    targets = append, posting, aging
}
criterion_main!(benches);
