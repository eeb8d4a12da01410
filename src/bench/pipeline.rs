//! Pipelines: what is measured, and that what is measured is right.

use std::cell::Cell;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};

use super::fixture::Bank;
use crate::error::{Error, Result};
use crate::suite::{Answer, Query, library, scale_of};

/// Something that reads a bank and answers a question: a team's job, or a stage of fauxbank itself.
pub trait Pipeline {
    /// Names it, as criterion prints it.
    fn name(&self) -> &str;

    /// Names the tables that it reads, whose rows and bytes its throughput counts; all of the bank's if it names none.
    fn tables(&self) -> &[&str] {
        &[]
    }

    /// Tells what one run works through: by default the tables that it reads.
    fn size(&self, bank: &Bank) -> Size {
        bank.size(self.tables())
    }

    /// Does what is not to be measured, once: reads what should be in memory, connects, compiles.
    ///
    /// # Errors
    ///
    /// Fails as it likes; nothing is measured then.
    fn prepare(&mut self, bank: &Bank) -> Result<()> {
        let _ = bank;
        Ok(())
    }

    /// Does the work, as often as it takes to measure it, and returns the same answer each time.
    ///
    /// # Errors
    ///
    /// Fails as it likes; nothing is measured then.
    fn run(&mut self, bank: &Bank) -> Result<Answer>;
}

/// What a run works through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Rows.
    pub rows: u64,
    /// Bytes: of the files, where a pipeline does not say otherwise.
    pub bytes: u64,
}

impl Bank {
    /// Returns the rows and the bytes on the disk of some tables, or of all if none is named.
    pub fn size(&self, tables: &[&str]) -> Size {
        let files =
            self.manifest.files.iter().filter(|file| tables.is_empty() || tables.contains(&file.table.as_str()));
        files.fold(Size { rows: 0, bytes: 0 }, |size, file| Size {
            rows: size.rows + file.rows,
            bytes: size.bytes + file.bytes,
        })
    }
}

/// Has criterion measure pipelines that answer one question of a bank, side by side.
///
/// Each is prepared and run once before anything is measured. The first one's answer is what the others must answer.
///
/// # Panics
///
/// Panics where a pipeline fails, or answers otherwise than the first: with the first rows that differ, and with nothing measured.
pub fn bench_pipelines(criterion: &mut Criterion, bank: &Bank, pipelines: &mut [&mut dyn Pipeline]) {
    let run = &bank.manifest.run;
    Group::new(&format!("{} customers", run.customers.made)).bench(criterion, bank, pipelines);
}

/// Pipelines that answer one question, and how they are measured.
#[derive(Debug, Clone)]
pub struct Group {
    name: String,
    expected: Option<Answer>,
    query: Option<String>,
    samples: usize,
    seconds: u64,
}

impl Group {
    /// Makes a group of a name: ten samples in some five seconds, held against the first pipeline's answer.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), expected: None, query: None, samples: 10, seconds: 5 }
    }

    /// Holds every pipeline against this answer, the first one too.
    #[must_use]
    pub fn expecting(self, answer: Answer) -> Self {
        Self { expected: Some(answer), ..self }
    }

    /// Holds every pipeline against the committed answer to a query of the suite, as in `merchant_leaderboard`.
    ///
    /// The answer's columns and values are written as in `queries/answers/`; floats may differ by one unit of their last digit.
    #[must_use]
    pub fn answering(self, query: &str) -> Self {
        Self { query: Some(query.to_owned()), ..self }
    }

    /// Takes so many samples (at least ten) in about so many seconds.
    #[must_use]
    pub fn sampled(self, samples: usize, seconds: u64) -> Self {
        Self { samples, seconds, ..self }
    }

    /// Has criterion measure the pipelines, each of which is right: before anything is measured, and at the end of each sample.
    ///
    /// # Panics
    ///
    /// Panics where a pipeline fails or answers wrongly, with the first rows that differ; with nothing measured, where the first answer is wrong.
    pub fn bench(&self, criterion: &mut Criterion, bank: &Bank, pipelines: &mut [&mut dyn Pipeline]) {
        let expected = self.hold(bank, pipelines).unwrap_or_else(|error| panic!("nothing is measured: {error}"));
        let mut group = criterion.benchmark_group(&self.name);
        group.sample_size(self.samples).measurement_time(Duration::from_secs(self.seconds));
        for pipeline in pipelines {
            let size = pipeline.size(bank);
            group.throughput(Throughput::ElementsAndBytes { elements: size.rows, bytes: size.bytes });
            let name = pipeline.name().to_owned();
            let least = Cell::new(f64::INFINITY);
            group.bench_function(&name, |bencher| {
                bencher.iter_custom(|times| {
                    let start = Instant::now();
                    let last = (0..times).map(|_| run_again(*pipeline, bank)).last();
                    let taken = start.elapsed();
                    if let Some(difference) =
                        expected.as_ref().zip(last.as_ref()).and_then(|(one, other)| one.difference(other))
                    {
                        panic!("{name} answered otherwise while it was measured:\n{difference}");
                    }
                    least.set(least.get().min(taken.as_secs_f64() / times as f64));
                    taken
                });
            });
            if least.get().is_finite() && size.rows > 0 {
                println!("{}/{name}: {}", self.name, per_row(least.get(), size));
            }
        }
        group.finish();
    }

    /// Prepares and runs every pipeline once, and returns the answer that all of them give.
    ///
    /// # Errors
    ///
    /// Fails where a pipeline does, or where it answers otherwise; the error shows the first rows that differ.
    pub fn check(&self, bank: &Bank, pipelines: &mut [&mut dyn Pipeline]) -> Result<Answer> {
        Ok(self.hold(bank, pipelines)?.map(Expected::into_answer).unwrap_or_default())
    }

    fn hold(&self, bank: &Bank, pipelines: &mut [&mut dyn Pipeline]) -> Result<Option<Expected>> {
        let given = self.expected.clone().map(|answer| Expected::Given("the expected answer".to_owned(), answer));
        let mut expected = match &self.query {
            Some(query) => Some(Expected::committed(bank, query)?),
            None => given,
        };
        for pipeline in pipelines {
            pipeline.prepare(bank)?;
            let answer = pipeline.run(bank)?;
            let wanted = expected.get_or_insert_with(|| Expected::Given(pipeline.name().to_owned(), answer.clone()));
            if let Some(difference) = wanted.difference(&answer) {
                let who = wanted.who();
                let place = format!("{}/{}", self.name, pipeline.name());
                let mut cause = format!("the answer differs from that of {who}:");
                let _ = write!(cause, "\n{difference}");
                return Err(Error::check(
                    place,
                    cause,
                    "make both answer the same; give rows an order, or sort the answer",
                ));
            }
        }
        Ok(expected)
    }
}

/// What every pipeline of a group must answer.
#[derive(Debug)]
enum Expected {
    /// The answer that was given, or that of the pipeline of this name.
    Given(String, Answer),
    /// The committed answer to a query, at a scale.
    Committed(Box<Query>, &'static str),
}

impl Expected {
    fn committed(bank: &Bank, name: &str) -> Result<Self> {
        let (query, scale) = (library::query(name)?.on(&bank.manifest), scale_of(&bank.manifest));
        if query.answers.contains_key(scale) {
            return Ok(Self::Committed(Box::new(query), scale));
        }
        let remedy = "take Bank::fixture(Scale::Small) or Medium, of this version";
        Err(Error::input(name, "there is no committed answer for this bank", remedy))
    }

    fn who(&self) -> String {
        match self {
            Self::Given(who, _) => who.clone(),
            Self::Committed(query, scale) => format!("the committed one to {} at {scale}", query.name),
        }
    }

    /// Tells in what an answer differs from this one.
    fn difference(&self, answer: &Answer) -> Option<String> {
        match self {
            Self::Given(_, expected) => expected.difference(answer),
            Self::Committed(query, scale) => {
                let (verdict, difference) = query.judge(scale, answer);
                (!verdict.counts()).then_some(difference)
            }
        }
    }

    fn into_answer(self) -> Answer {
        match self {
            Self::Given(_, answer) => answer,
            Self::Committed(mut query, scale) => query.answers.remove(scale).unwrap_or_default(),
        }
    }
}

fn run_again(pipeline: &mut dyn Pipeline, bank: &Bank) -> Answer {
    match pipeline.run(bank) {
        Ok(answer) => black_box(answer),
        Err(error) => panic!("{} failed while it was measured: {error}", pipeline.name()),
    }
}

/// Tells the fastest sample in nanoseconds a row.
fn per_row(seconds: f64, size: Size) -> String {
    let nanoseconds = seconds * 1e9 / size.rows as f64;
    format!("{nanoseconds:.1} ns a row at best, {} rows, {:.1} MB", size.rows, size.bytes as f64 / 1e6)
}
