//! `raw.csv`: one line a run, the same for every engine.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::answer::{self, Cell};
use super::machine::Machine;
use crate::error::{Error, Result};

/// The name of the file in a folder of results.
pub const FILE_NAME: &str = "raw.csv";

/// Its columns.
pub const COLUMNS: &[&str] =
    &["engine", "version", "query", "scale", "mode", "run", "seconds", "cpu_seconds", "rows", "answer", "error"];

/// Whether anything was kept from an earlier run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing: a session that has run nothing, and files that were dropped from memory where that is permitted.
    Cold,
    /// The session and the files in memory.
    Warm,
}

impl Mode {
    fn word(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Warm => "warm",
        }
    }
}

/// What became of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The answer is the committed one.
    Right,
    /// There is no committed answer for this dataset.
    Unchecked,
    /// The answer is another.
    Wrong,
    /// There is no answer.
    Failed,
}

impl Verdict {
    /// Every verdict, the best first.
    pub const ALL: &'static [Self] = &[Self::Right, Self::Unchecked, Self::Wrong, Self::Failed];

    /// Returns the word of the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Unchecked => "unchecked",
            Self::Wrong => "wrong",
            Self::Failed => "failed",
        }
    }

    /// Returns whether the time of such a run is worth anything.
    pub fn counts(self) -> bool {
        matches!(self, Self::Right | Self::Unchecked)
    }
}

/// One run of one query.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Which engine, as in `duckdb`.
    pub engine: String,
    /// Its version.
    pub version: String,
    /// The query's name.
    pub query: String,
    /// The dataset's scale, as in `medium`; `other` for one that has no name.
    pub scale: String,
    /// Cold or warm.
    pub mode: Mode,
    /// Counts from one, cold and warm apart.
    pub run: u32,
    /// How long it took.
    pub seconds: f64,
    /// How long processors worked on it.
    pub cpu_seconds: f64,
    /// Rows of the answer.
    pub rows: u64,
    /// What became of it.
    pub verdict: Verdict,
    /// Why, if it is wrong or failed.
    pub error: String,
}

impl Run {
    fn cells(&self) -> Vec<Cell> {
        let texts = [
            self.engine.clone(),
            self.version.clone(),
            self.query.clone(),
            self.scale.clone(),
            self.mode.word().to_owned(),
            self.run.to_string(),
            format!("{:.6}", self.seconds),
            format!("{:.6}", self.cpu_seconds),
            self.rows.to_string(),
            self.verdict.word().to_owned(),
            self.error.clone(),
        ];
        texts.into_iter().map(|text| (!text.is_empty()).then_some(text)).collect()
    }

    fn parse(text: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        Some(Self {
            engine: text("engine")?,
            version: text("version")?,
            query: text("query")?,
            scale: text("scale")?,
            mode: [Mode::Cold, Mode::Warm].into_iter().find(|mode| text("mode").as_deref() == Some(mode.word()))?,
            run: text("run")?.parse().ok()?,
            seconds: text("seconds")?.parse().ok()?,
            cpu_seconds: text("cpu_seconds")?.parse().ok()?,
            rows: text("rows")?.parse().ok()?,
            verdict: *Verdict::ALL.iter().find(|verdict| text("answer").as_deref() == Some(verdict.word()))?,
            error: text("error").unwrap_or_default(),
        })
    }
}

/// The runs of a `raw.csv`, and the machine they are of.
#[derive(Debug, Clone)]
pub struct Results {
    /// The file.
    pub path: PathBuf,
    /// The runs, in the order in which they ended.
    pub runs: Vec<Run>,
    /// The machine, if a `machine.json` lies beside the file.
    pub machine: Option<Machine>,
}

impl Results {
    /// Reads a folder of results, or its `raw.csv`.
    ///
    /// # Errors
    ///
    /// Fails where there are none, or where the file is no `raw.csv`.
    pub fn read(path: &Path) -> Result<Self> {
        let file = if path.is_dir() { path.join(FILE_NAME) } else { path.to_owned() };
        let text = fs::read_to_string(&file).map_err(Error::at(&file, "read"))?;
        let runs = parse(&text).map_err(|line| {
            let cause = format!("line {line} is no run of a query");
            Error::input(file.display(), cause, format!("its columns are {}", COLUMNS.join(",")))
        })?;
        let machine = Machine::read(file.parent().unwrap_or(Path::new(".")))?;
        Ok(Self { path: file, runs, machine })
    }
}

/// Reads the runs; the number of the line that is none is the error. A last line without its end was never finished.
fn parse(text: &str) -> std::result::Result<Vec<Run>, usize> {
    let records = answer::records(whole_lines(text)).ok_or(1_usize)?;
    let Some((head, lines)) = records.split_first() else { return Ok(Vec::new()) };
    let place = |name: &str| head.iter().position(|cell| cell.as_deref() == Some(name));
    let run = |(number, cells): (usize, &Vec<Cell>)| {
        let text = |name: &str| cells.get(place(name)?).cloned().flatten();
        Run::parse(&text).ok_or(number + 2)
    };
    lines.iter().enumerate().map(run).collect()
}

fn whole_lines(text: &str) -> &str {
    &text[..text.rfind('\n').map_or(0, |end| end + 1)]
}

/// Adds runs to the `raw.csv` of a folder, all of them with one write, and brings them to the disk.
///
/// # Errors
///
/// Fails where the file cannot be written.
pub fn append(folder: &Path, runs: &[Run]) -> Result<()> {
    let path = folder.join(FILE_NAME);
    let held = match fs::read_to_string(&path) {
        Ok(text) => whole_lines(&text).len() as u64,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => 0,
        Err(cause) => return Err(Error::at(&path, "read")(cause)),
    };
    let mut text = if held == 0 { format!("{}\n", COLUMNS.join(",")) } else { String::new() };
    for run in runs {
        text.push_str(&answer::line(&run.cells()));
        text.push('\n');
    }
    let file = OpenOptions::new().create(true).append(true).open(&path);
    let mut file: File = file.map_err(Error::at(&path, "open"))?;
    // Whatever a killed run has left of a line goes.
    file.set_len(held).map_err(Error::at(&path, "write"))?;
    file.write_all(text.as_bytes()).map_err(Error::at(&path, "write"))?;
    file.sync_all().map_err(Error::at(&path, "write"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::run;
    use super::*;

    #[test]
    fn runs_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut runs = vec![run("a", Mode::Cold, 1, 1.5), run("a", Mode::Warm, 1, 0.25)];
        runs[1].error = "row 3, \"amount\": 1,5".to_owned();
        append(folder.path(), &runs[..1]).unwrap();
        append(folder.path(), &runs[1..]).unwrap();
        let read = Results::read(folder.path()).unwrap();
        assert_eq!(read.runs, runs);
        assert_eq!(Results::read(&folder.path().join(FILE_NAME)).unwrap().runs, runs);
        assert!(read.machine.is_none());
    }

    #[test]
    fn a_line_that_a_killed_run_left_unfinished_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        append(folder.path(), &[run("a", Mode::Cold, 1, 1.0)]).unwrap();
        let path = folder.path().join(FILE_NAME);
        let whole = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{whole}duckdb,2.0,\"b")).unwrap();
        assert_eq!(Results::read(&path).unwrap().runs.len(), 1);
        append(folder.path(), &[run("b", Mode::Cold, 1, 1.0)]).unwrap();
        let queries: Vec<String> = Results::read(&path).unwrap().runs.into_iter().map(|run| run.query).collect();
        assert_eq!(queries, ["a", "b"]);
    }

    #[test]
    fn columns_are_known_by_name_and_what_is_no_run_is_told_by_its_line() {
        let text = "answer,error,rows,engine,version,query,scale,mode,run,seconds,cpu_seconds\n\
                    right,,2,duckdb,2.0.0,a,small,warm,1,0.5,1.0\n";
        let read = parse(text).unwrap();
        assert_eq!((read[0].engine.as_str(), read[0].seconds, read[0].verdict), ("duckdb", 0.5, Verdict::Right));
        assert_eq!(parse(&text.replace("0.5", "fast")), Err(2));
    }
}
