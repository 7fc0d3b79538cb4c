//! What calls.py and calls.mjs ask through a language's door, asked in Rust.

mod clock;

use std::hint::black_box;

use criterion::{criterion_group, criterion_main};
use pms_core::money::Money;

use crate::clock::Criterion;

fn calls(criterion: &mut Criterion) {
    let amount: Money = "100.00".parse().unwrap();
    let mut group = criterion.benchmark_group("calls");
    group.bench_function("split_evenly", |bench| {
        bench.iter(|| black_box(amount).split_evenly(black_box(3)));
    });
    group.bench_function("split_evenly_as_text", |bench| {
        bench.iter(|| {
            let amount: Money = black_box("100.00").parse().unwrap();
            let parts = amount.split_evenly(black_box(3)).unwrap();
            parts.iter().map(Money::to_string).collect::<Vec<_>>()
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = clock::criterion();
    targets = calls
}
criterion_main!(benches);
