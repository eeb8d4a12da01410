//! Running the suite on an engine: each query cold, then warm, with every answer checked and every run noted.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use super::answer::Answer;
use super::machine::Machine;
use super::query::Query;
use super::raw::{self, Mode, Results, Run, Verdict};
use super::summary;
use crate::error::{Error, Result};

/// The most of an error that a line of `raw.csv` keeps.
const ERROR_LENGTH: usize = 200;

/// An engine with the tables of a dataset. Errors are told in words.
pub trait Engine {
    /// Its name in results.
    fn name(&self) -> &str;

    /// Its version in results.
    fn version(&self) -> &str;

    /// Forgets whatever earlier queries have left in memory, as far as that is permitted, and opens a session.
    ///
    /// # Errors
    ///
    /// Fails where the tables cannot be opened.
    fn open(&mut self) -> std::result::Result<(), String>;

    /// Runs a statement to its last row, and keeps the result.
    ///
    /// # Errors
    ///
    /// Fails where the engine does.
    fn run(&mut self, sql: &str) -> std::result::Result<(), String>;

    /// Returns the result of the last statement as a query's answer.
    ///
    /// # Errors
    ///
    /// Fails where the result is none of the query's columns and kinds.
    fn answer(&mut self, query: &Query) -> std::result::Result<Answer, String>;

    /// Returns for how many seconds processors have worked for the engine.
    fn cpu_seconds(&self) -> f64;
}

/// What is to be measured.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The queries, in their order.
    pub queries: Vec<&'a Query>,
    /// The scale of the dataset, by which answers are found.
    pub scale: &'a str,
    /// Warm runs of each.
    pub runs: u32,
    /// The folder of the results; what it holds already is not measured again.
    pub out: PathBuf,
    /// The machine.
    pub machine: Machine,
}

/// Measures the queries, and returns all runs that the folder holds then.
///
/// After each query its runs are in `raw.csv` and the summary is written anew: whoever stops loses one query, and goes on by the same command.
/// `watch` is told every run as it ends.
///
/// # Errors
///
/// Fails where the folder cannot be written, or belongs to another machine or dataset, and where the dataset cannot be opened.
pub fn measure(plan: &Plan<'_>, engine: &mut dyn Engine, watch: &mut dyn FnMut(&Run)) -> Result<Results> {
    fs::create_dir_all(&plan.out).map_err(Error::at(&plan.out, "create"))?;
    plan.machine.enter(&plan.out)?;
    for query in &plan.queries {
        let held = held(plan, engine, query)?;
        if held.is_done {
            continue;
        }
        // No failure of the query's: with the dataset put right, the same command goes on.
        engine
            .open()
            .map_err(|cause| Error::outside("dataset", cause, "see whether `fauxbank validate` finds it whole"))?;
        let runs = Session { plan, engine, query }.runs(&held, watch);
        raw::append(&plan.out, &runs)?;
        let results = Results::read(&plan.out)?;
        let path = plan.out.join(summary::FILE_NAME);
        fs::write(&path, summary::to_markdown(&results)).map_err(Error::at(&path, "write"))?;
    }
    raw::append(&plan.out, &[])?;
    Results::read(&plan.out)
}

/// What the folder holds of a query.
struct Held {
    has_cold: bool,
    warm: u32,
    is_done: bool,
}

fn held(plan: &Plan<'_>, engine: &dyn Engine, query: &Query) -> Result<Held> {
    let results = match plan.out.join(raw::FILE_NAME).exists() {
        true => Results::read(&plan.out)?.runs,
        false => Vec::new(),
    };
    let is_own = |run: &&Run| {
        (run.engine.as_str(), run.version.as_str()) == (engine.name(), engine.version())
            && (run.query.as_str(), run.scale.as_str()) == (query.name.as_str(), plan.scale)
    };
    let own: Vec<&Run> = results.iter().filter(is_own).collect();
    let has_cold = own.iter().any(|run| run.mode == Mode::Cold);
    let warm = own.iter().filter(|run| run.mode == Mode::Warm).count() as u32;
    let is_over = own.iter().any(|run| !run.verdict.counts());
    Ok(Held { has_cold, warm, is_done: is_over || (has_cold && warm >= plan.runs) })
}

/// A query in a session of its own, which has run nothing.
struct Session<'a> {
    plan: &'a Plan<'a>,
    engine: &'a mut dyn Engine,
    query: &'a Query,
}

impl Session<'_> {
    /// Runs the query as often as runs are missing; after a wrong answer or a failure not again.
    fn runs(&mut self, held: &Held, watch: &mut dyn FnMut(&Run)) -> Vec<Run> {
        let mut runs = Vec::new();
        // The first run of a session is cold, whether it is missing or not.
        let first = (!held.has_cold).then_some((Mode::Cold, 1));
        let warm = (held.warm + 1..=self.plan.runs).map(|run| Some((Mode::Warm, run)));
        for wanted in std::iter::once(first).chain(warm) {
            let run = self.run(wanted.unwrap_or((Mode::Cold, 1)));
            let is_over = !run.verdict.counts();
            if wanted.is_some() || is_over {
                watch(&run);
                runs.push(run);
            }
            if is_over {
                break;
            }
        }
        runs
    }

    fn run(&mut self, (mode, number): (Mode, u32)) -> Run {
        let (before, start) = (self.engine.cpu_seconds(), Instant::now());
        let ended = self.engine.run(&self.query.sql);
        let (seconds, cpu_seconds) = (start.elapsed().as_secs_f64(), self.engine.cpu_seconds() - before);
        match ended.and_then(|()| self.engine.answer(self.query)) {
            Err(error) => self.failed(mode, number, &error),
            Ok(answer) => {
                let (verdict, error) = self.query.judge(self.plan.scale, &answer);
                let rows = answer.rows().len() as u64;
                Run { seconds, cpu_seconds, rows, verdict, error: one_line(&error), ..self.blank(mode, number) }
            }
        }
    }

    fn failed(&self, mode: Mode, number: u32, error: &str) -> Run {
        Run { verdict: Verdict::Failed, error: one_line(error), ..self.blank(mode, number) }
    }

    fn blank(&self, mode: Mode, run: u32) -> Run {
        Run {
            engine: self.engine.name().to_owned(),
            version: self.engine.version().to_owned(),
            query: self.query.name.clone(),
            scale: self.plan.scale.to_owned(),
            mode,
            run,
            seconds: 0.0,
            cpu_seconds: 0.0,
            rows: 0,
            verdict: Verdict::Unchecked,
            error: String::new(),
        }
    }
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("; ").chars().take(ERROR_LENGTH).collect()
}
