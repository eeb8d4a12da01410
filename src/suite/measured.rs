//! Runs put together: an engine at a scale, query by query.

use super::raw::{Mode, Results, Run, Verdict};
use super::statistics::{median, spread};

/// What an engine did at a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Which engine.
    pub engine: String,
    /// Its version.
    pub version: String,
    /// The scale of the dataset.
    pub scale: String,
    /// The folder of its results, where another holds the same engine, version and scale; else nothing.
    pub folder: String,
    /// Its queries, in the order in which they were run.
    pub queries: Vec<Timing>,
}

/// What became of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Timing {
    /// Its name.
    pub query: String,
    /// Seconds of the cold runs.
    pub cold: Vec<f64>,
    /// Seconds of the warm runs.
    pub warm: Vec<f64>,
    /// Seconds that processors worked in the warm runs.
    pub cpu: Vec<f64>,
    /// The worst verdict of any run.
    pub verdict: Verdict,
    /// Why it is wrong or failed.
    pub error: String,
}

impl Timing {
    /// Returns the median of the warm runs, if there are any and all answers are right.
    pub fn median(&self) -> Option<f64> {
        median(&self.warm).filter(|_| self.verdict.counts())
    }

    /// Returns the median of the cold runs, if there are any and all answers are right.
    pub fn cold(&self) -> Option<f64> {
        median(&self.cold).filter(|_| self.verdict.counts())
    }

    /// Returns how far the warm runs lie apart, as a share of their median.
    pub fn spread(&self) -> Option<f64> {
        spread(&self.warm)
    }
}

impl Measured {
    /// Puts runs together by scale, engine and version, in the order in which they first come.
    pub fn all<'a>(runs: impl IntoIterator<Item = &'a Run>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for run in runs {
            let is_own =
                |one: &Self| (&one.scale, &one.engine, &one.version) == (&run.scale, &run.engine, &run.version);
            let place = all.iter().position(is_own).unwrap_or_else(|| {
                let (engine, version, scale) = (run.engine.clone(), run.version.clone(), run.scale.clone());
                all.push(Self { engine, version, scale, folder: String::new(), queries: Vec::new() });
                all.len() - 1
            });
            all[place].enter(run);
        }
        all
    }

    /// Puts the runs of each folder together: two folders are two measurements, even of one engine.
    pub fn of_folders(results: &[Results]) -> Vec<Self> {
        let of_one = |one: &Results| {
            let folder = one.path.parent().unwrap_or(&one.path).display().to_string();
            Self::all(&one.runs)
                .into_iter()
                .map(|measured| Self { folder: folder.clone(), ..measured })
                .collect::<Vec<_>>()
        };
        let mut all: Vec<Self> = results.iter().flat_map(of_one).collect();
        let key = |one: &Self| (one.scale.clone(), one.engine.clone(), one.version.clone());
        let keys: Vec<_> = all.iter().map(key).collect();
        for one in &mut all {
            if keys.iter().filter(|other| **other == key(one)).count() == 1 {
                one.folder.clear();
            }
        }
        all
    }

    fn enter(&mut self, run: &Run) {
        let place = self.queries.iter().position(|timing| timing.query == run.query).unwrap_or_else(|| {
            let (query, error) = (run.query.clone(), String::new());
            let verdict = Verdict::Right;
            self.queries.push(Timing { query, cold: vec![], warm: vec![], cpu: vec![], verdict, error });
            self.queries.len() - 1
        });
        let timing = &mut self.queries[place];
        if run.verdict > timing.verdict {
            timing.verdict = run.verdict;
            timing.error.clone_from(&run.error);
        }
        match run.mode {
            _ if !run.verdict.counts() => {}
            Mode::Cold => timing.cold.push(run.seconds),
            Mode::Warm => {
                timing.warm.push(run.seconds);
                timing.cpu.push(run.cpu_seconds);
            }
        }
    }

    /// Returns the engine with its version, and with its folder where that is needed to tell it.
    pub fn title(&self) -> String {
        let folder = if self.folder.is_empty() { String::new() } else { format!(" ({})", self.folder) };
        format!("{} {}{folder}", self.engine, self.version)
    }

    /// Returns a query's timing.
    pub fn of(&self, query: &str) -> Option<&Timing> {
        self.queries.iter().find(|timing| timing.query == query)
    }

    /// Returns the seconds of the whole suite, one for each warm run that every query with a right answer has.
    pub fn totals(&self) -> Vec<f64> {
        self.totals_of(&|_| true)
    }

    /// Returns the seconds of some queries together, one for each warm run that all of them have.
    pub fn totals_of(&self, is_wanted: &dyn Fn(&str) -> bool) -> Vec<f64> {
        let timings = self.queries.iter().filter(|timing| timing.verdict.counts() && is_wanted(&timing.query));
        let timings: Vec<&Timing> = timings.collect();
        let runs = timings.iter().map(|timing| timing.warm.len()).min().unwrap_or(0);
        (0..runs).map(|run| timings.iter().map(|timing| timing.warm[run]).sum()).collect()
    }
}
