//! Running the suite on an engine: each query cold, then the whole suite warm, with every answer checked and every run noted.

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
/// First every query once cold, in a session of its own; then, in one session for all that has run each of them once unmeasured, round after
/// round of the warm runs, each of which is a run of the whole suite. After each run `raw.csv` holds it, and after each round the summary is
/// written anew: whoever stops loses one run, and goes on by the same command. `watch` is told every run as it ends.
///
/// # Errors
///
/// Fails where the folder cannot be written, or belongs to another machine or dataset, and where the dataset cannot be opened.
pub fn measure(plan: &Plan<'_>, engine: &mut dyn Engine, watch: &mut dyn FnMut(&Run)) -> Result<Results> {
    fs::create_dir_all(&plan.out).map_err(Error::at(&plan.out, "create"))?;
    plan.machine.enter(&plan.out)?;
    raw::append(&plan.out, &[])?;
    let held = plan.queries.iter().map(|query| held(plan, engine, query)).collect::<Result<Vec<_>>>()?;
    let mut session = Session { plan, engine, held, watch };
    session.cold_runs()?;
    session.warm_runs()?;
    Results::read(&plan.out)
}

/// What the folder holds of a query.
struct Held {
    has_cold: bool,
    warm: u32,
    is_over: bool,
}

fn held(plan: &Plan<'_>, engine: &dyn Engine, query: &Query) -> Result<Held> {
    let results = Results::read(&plan.out)?.runs;
    let is_own = |run: &&Run| {
        (run.engine.as_str(), run.version.as_str()) == (engine.name(), engine.version())
            && (run.query.as_str(), run.scale.as_str()) == (query.name.as_str(), plan.scale)
    };
    let own: Vec<&Run> = results.iter().filter(is_own).collect();
    let has_cold = own.iter().any(|run| run.mode == Mode::Cold);
    let warm = own.iter().filter(|run| run.mode == Mode::Warm).count() as u32;
    Ok(Held { has_cold, warm, is_over: own.iter().any(|run| !run.verdict.counts()) })
}

/// The measurement under way: what is held of each query grows with every run.
struct Session<'a> {
    plan: &'a Plan<'a>,
    engine: &'a mut dyn Engine,
    held: Vec<Held>,
    watch: &'a mut dyn FnMut(&Run),
}

impl Session<'_> {
    /// Runs every query once that has not been, in a session of its own that has run nothing.
    fn cold_runs(&mut self) -> Result<()> {
        for place in 0..self.held.len() {
            if !self.held[place].has_cold && !self.held[place].is_over {
                self.open()?;
                let run = self.run(place, Mode::Cold, 1);
                self.note(place, &run)?;
                self.held[place].has_cold = true;
            }
        }
        self.summarize()
    }

    /// Runs in one session every query once to warm up, then round by round those that lack the round's run.
    ///
    /// A load that comes and goes meets all queries of a round alike, so that rounds differ as repeated runs of the suite do.
    fn warm_runs(&mut self) -> Result<()> {
        if (0..self.held.len()).all(|place| !self.lacks(place, self.plan.runs)) {
            return Ok(());
        }
        self.open()?;
        for place in 0..self.held.len() {
            if self.lacks(place, self.plan.runs) {
                let run = self.run(place, Mode::Warm, self.held[place].warm + 1);
                if !run.verdict.counts() {
                    self.note(place, &run)?;
                }
            }
        }
        for round in 1..=self.plan.runs {
            for place in 0..self.held.len() {
                if self.lacks(place, round) {
                    let run = self.run(place, Mode::Warm, round);
                    self.note(place, &run)?;
                    self.held[place].warm += 1;
                }
            }
            self.summarize()?;
        }
        Ok(())
    }

    /// Returns whether a query has not yet had so many warm runs; after a wrong answer or a failure it needs none.
    fn lacks(&self, place: usize, runs: u32) -> bool {
        !self.held[place].is_over && self.held[place].warm < runs
    }

    fn open(&mut self) -> Result<()> {
        // No failure of a query's: with the dataset put right, the same command goes on.
        let remedy = "see whether `fauxbank validate` finds it whole";
        self.engine.open().map_err(|cause| Error::outside("dataset", cause, remedy))
    }

    fn note(&mut self, place: usize, run: &Run) -> Result<()> {
        self.held[place].is_over |= !run.verdict.counts();
        (self.watch)(run);
        raw::append(&self.plan.out, std::slice::from_ref(run))
    }

    fn summarize(&self) -> Result<()> {
        let results = Results::read(&self.plan.out)?;
        let path = self.plan.out.join(summary::FILE_NAME);
        fs::write(&path, summary::to_markdown(&results)).map_err(Error::at(&path, "write"))
    }

    fn run(&mut self, place: usize, mode: Mode, number: u32) -> Run {
        let query = self.plan.queries[place];
        let (before, start) = (self.engine.cpu_seconds(), Instant::now());
        let ended = self.engine.run(&query.sql);
        let (seconds, cpu_seconds) = (start.elapsed().as_secs_f64(), self.engine.cpu_seconds() - before);
        let blank = self.blank(query, mode, number);
        match ended.and_then(|()| self.engine.answer(query)) {
            Err(error) => Run { verdict: Verdict::Failed, error: one_line(&error), ..blank },
            Ok(answer) => {
                let (verdict, error) = query.judge(self.plan.scale, &answer);
                let rows = answer.rows().len() as u64;
                Run { seconds, cpu_seconds, rows, verdict, error: one_line(&error), ..blank }
            }
        }
    }

    fn blank(&self, query: &Query, mode: Mode, run: u32) -> Run {
        Run {
            engine: self.engine.name().to_owned(),
            version: self.engine.version().to_owned(),
            query: query.name.clone(),
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
