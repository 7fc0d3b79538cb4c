//! How fast remittances are read: their structure found, parted into pieces, followed through their
//! envelopes, typed and proved to balance, as columns and as values that own their texts. Bytes a
//! second, on the file that `PMS_BENCH_835` names or on one that is generated here. It is left as
//! `target/bench/835.edi` for the peers.

mod clock;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use criterion::{Throughput, criterion_group, criterion_main};
use pms_core::x12::syntax::{Marks, Separators, Walk, pieces};
use pms_core::x12::t835;
use pms_core::x12::t835::columns::{Columns, batches};

use crate::clock::Criterion;

/// Small steps of a linear congruential generator: the same file each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Cents as the wire has them: no zeros that say nothing.
fn amount(cents: u64) -> String {
    match (cents / 100, cents % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        (whole, rest) => format!("{whole}.{rest:02}"),
    }
}

/// A file of about so many bytes, a thousand claims a transaction, every one balanced.
fn file(bytes: usize) -> String {
    let mut dice = Dice(42);
    let mut file = "ISA*00*          *00*          *ZZ*PAYERSENDER    *ZZ*PROVRECEIVER   *260801*1200*^*00501*000000001*0*T*:~\
                    GS*HP*PAYERSENDER*PROVRECEIVER*20260801*1200*1*X*005010X221A1~"
        .to_owned();
    let mut transactions = 0;
    let mut claims = 0;
    while file.len() < bytes {
        transactions += 1;
        let mut body = String::new();
        let mut total = 0;
        for _ in 0..1_000 {
            claims += 1;
            total += claim(&mut body, claims, &mut dice);
        }
        let head = format!(
            "BPR*I*{}*C*ACH*CCP*01*021000021*DA*123456789*1512345678**01*011000015*DA*987654321*20260803~\
             TRN*1*EFT{transactions:010}*1512345678~DTM*405*20260801~N1*PR*ACME HEALTH PLAN~N3*PO BOX 1000~\
             N4*HARTFORD*CT*06101~PER*BL*EDI SUPPORT*TE*8005551212~\
             N1*PE*EXAMPLE MEDICAL GROUP*XX*1234567893~REF*TJ*123456789~LX*1~",
            amount(total)
        );
        let count = head.matches('~').count() + body.matches('~').count() + 2;
        write!(
            file,
            "ST*835*{transactions:04}~{head}{body}SE*{count}*{transactions:04}~"
        )
        .unwrap();
    }
    file + &format!("GE*{transactions}*1~IEA*1*000000001~")
}

/// One claim of one to four lines; returns what is paid for it.
fn claim(body: &mut String, number: u64, dice: &mut Dice) -> u64 {
    let mut lines = String::new();
    let (mut charged, mut paid, mut shared) = (0, 0, 0);
    for line in 1..=1 + dice.below(4) {
        let charge = [14_500, 21_000, 6_225, 3_840, 1_200][dice.below(5) as usize];
        let discount = charge * (20 + dice.below(30)) / 100;
        let share = charge * (dice.below(3) * 10) / 100;
        let pays = charge - discount - share;
        (charged, paid, shared) = (charged + charge, paid + pays, shared + share);
        write!(
            lines,
            "SVC*HC:99213*{}*{}**1~DTM*472*20260710~CAS*CO*45*{}~",
            amount(charge),
            amount(pays),
            amount(discount)
        )
        .unwrap();
        if share > 0 {
            write!(lines, "CAS*PR*2*{}~", amount(share)).unwrap();
        }
        write!(
            lines,
            "REF*6R*{number:08}L{line}~AMT*B6*{}~",
            amount(charge - discount)
        )
        .unwrap();
    }
    write!(
        body,
        "CLP*PCN{number:08}*1*{}*{}*{}*12*ICN{number:012}*11*1~NM1*QC*1*SMITH*MARY****MI*M{number:09}~\
         NM1*82*1*PROVIDER*JAMES****XX*1234567893~REF*1L*GRP00001~DTM*050*20260712~AMT*AU*{}~{lines}",
        amount(charged),
        amount(paid),
        amount(shared),
        amount(charged)
    )
    .unwrap();
    paid
}

fn read_835(criterion: &mut Criterion) {
    let file = std::env::var("PMS_BENCH_835").map_or_else(
        |_| file(5_000_000),
        |named| fs::read_to_string(named).unwrap(),
    );
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("835.edi"), &file).unwrap();
    let bytes = file.as_bytes();
    let read = t835::read(bytes);
    assert!(read.all_findings().is_empty(), "the file balances");

    let mut group = criterion.benchmark_group("read_835");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.sample_size(20);
    // The limit: every byte is looked at once, for the segment terminator alone.
    group.bench_function("scan", |bench| {
        bench.iter(|| memchr::memchr_iter(b'~', bytes).count());
    });
    group.bench_function("index", |bench| {
        bench.iter(|| Marks::bitmap(bytes, Separators::USUAL));
    });
    group.bench_function("pieces", |bench| {
        bench.iter(|| pieces(bytes).map(|piece| piece.raw().len()).sum::<usize>());
    });
    group.bench_function("envelopes", |bench| {
        bench.iter(|| {
            let mut walk = Walk::default();
            pieces(bytes).filter_map(|piece| walk.step(&piece)).count()
        });
    });
    group.bench_function("columns_typed_and_proved", |bench| {
        let mut columns = Columns::default();
        bench.iter(|| {
            let mut all = batches(bytes, 1_000);
            let mut lines = 0;
            while all.fill(&mut columns) {
                assert!(columns.payments.sound.iter().all(|sound| *sound));
                lines += columns.services.len();
            }
            lines
        });
    });
    group.bench_function("typed_and_proved", |bench| {
        bench.iter(|| {
            t835::advices(bytes)
                .map(|advice| advice.remittance.claims.len())
                .sum::<usize>()
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = clock::criterion();
    targets = read_835
}
criterion_main!(benches);
