//! `cargo bench -p bench-pipeline`: rows and bytes a second of both ways, after their answers were found equal.
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

use bench_pipeline::{FromFiles, FromMemory};
use criterion::{Criterion, criterion_group, criterion_main};
use fauxbank::bench::{Bank, Scale, bench_pipelines};

fn spend(criterion: &mut Criterion) {
    let bank = Bank::fixture(Scale::Small).expect("the bank can be made");
    bench_pipelines(criterion, &bank, &mut [&mut FromFiles, &mut FromMemory::default()]);
}

criterion_group!(benches, spend);
criterion_main!(benches);
