//! `fauxbank bench`: the query suite on the engine that is built in, and what engines measured side by side.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::error::{Error, Result};
use crate::report;
use crate::suite::{self, Measured, Results};

/// Runs the query suite on a dataset, checks every answer, and compares what engines measured.
///
/// Each query is run once cold (a new session, the files dropped from memory where the system permits it); then the whole suite is run warm, round
/// after round. After each run `raw.csv` of the results' folder holds it, beside `machine.json` and `summary.md`; the same command goes on where
/// it was stopped.
/// Answers are checked against those of the suite where the dataset is us-retail of 1k or 10k customers, seed 42, the year 2025.
/// Exit code 1 if an answer is wrong or a query fails. Needs a build with `--features engine`; `compare` and `page` do not.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct BenchArgs {
    #[command(subcommand)]
    command: Option<BenchCommand>,
    /// The folder that `fauxbank generate` wrote.
    #[arg(required = true)]
    dir: Option<PathBuf>,
    /// Run these queries only. [default: all]
    #[arg(long = "query", value_name = "NAME", value_delimiter = ',')]
    queries: Vec<String>,
    /// Warm runs of each query; fewer than 5 a side are too few for `compare` to call a difference significant.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    runs: u32,
    /// The folder of the results; runs that it holds already are not repeated. [default: results/DATE-MACHINE-SCALE]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Print the results as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum BenchCommand {
    Compare(CompareArgs),
    Page(PageArgs),
}

/// Compares two measurements query by query: ratios of medians, which of them chance within a session does not explain, their geometric mean.
///
/// Two datasets are not compared; two machines are, with a warning.
#[derive(Debug, Args)]
struct CompareArgs {
    /// A folder of results, or its `raw.csv`.
    before: PathBuf,
    /// What to compare with it; may be the same where `--engines` names two of it.
    after: PathBuf,
    /// The engine of the first and that of the second, where they hold several. [default: the only one of each, or those of one name]
    #[arg(long, value_name = "NAME,NAME", value_delimiter = ',')]
    engines: Vec<String>,
    /// Print the comparison as JSON.
    #[arg(long)]
    json: bool,
}

/// Writes one HTML page that shows engines side by side; it loads nothing from anywhere.
#[derive(Debug, Args)]
struct PageArgs {
    /// Folders of results, or their `raw.csv`; folders without one are left out with a note.
    #[arg(required = true)]
    results: Vec<PathBuf>,
    /// Where to write the page.
    #[arg(long, value_name = "FILE.html", default_value = "engines.html")]
    out: PathBuf,
    /// Print the tables as Markdown instead.
    #[arg(long)]
    markdown: bool,
}

/// Runs the suite, or compares or shows what was measured.
pub(super) fn bench(args: BenchArgs) -> Result<u8> {
    match (&args.command, &args.dir) {
        (Some(BenchCommand::Compare(args)), _) => compare(args),
        (Some(BenchCommand::Page(args)), _) => page(args),
        (None, Some(dir)) => run(&args, dir),
        (None, None) => Err(Error::input("bench", "no dataset is named", "see `fauxbank bench --help`")),
    }
}

fn compare(args: &CompareArgs) -> Result<u8> {
    if !matches!(args.engines.len(), 0 | 2) {
        return Err(Error::input("--engines", "two engines are compared", "write it as in duckdb,polars"));
    }
    let (before, after) = (Results::read(&args.before)?, Results::read(&args.after)?);
    suite::compare::doubts(&before, &after)?.iter().for_each(|doubt| eprintln!("warning: {doubt}"));
    let (before, after) = (Measured::all(&before.runs), Measured::all(&after.runs));
    let pairs = pairs(args, &before, &after)?.into_iter();
    let comparisons = pairs.map(|(one, other)| suite::compare(one, other)).collect::<Result<Vec<_>>>()?;
    if args.json {
        let all: Vec<serde_json::Value> = comparisons.iter().map(suite::Comparison::to_json).collect();
        return super::print(&(serde_json::to_string_pretty(&all).expect("strings and numbers are JSON") + "\n"));
    }
    let texts: Vec<String> = comparisons.iter().map(suite::Comparison::to_text).collect();
    super::print(&texts.join("\n"))
}

/// Returns which are compared: at each scale the engines named, or the only ones, or those of one name.
fn pairs<'a>(
    args: &CompareArgs,
    before: &'a [Measured],
    after: &'a [Measured],
) -> Result<Vec<(&'a Measured, &'a Measured)>> {
    let named = |side: usize, one: &Measured| args.engines.get(side).is_none_or(|name| *name == one.engine);
    let firsts: Vec<&Measured> = before.iter().filter(|one| named(0, one)).collect();
    let seconds: Vec<&Measured> = after.iter().filter(|one| named(1, one)).collect();
    let of_scale = |side: &[&'a Measured], scale: &str| side.iter().filter(|one| one.scale == scale).count();
    let is_pair = |one: &Measured, other: &Measured| {
        let alone = of_scale(&firsts, &one.scale) == 1 && of_scale(&seconds, &one.scale) == 1;
        one.scale == other.scale && (alone || !args.engines.is_empty() || one.engine == other.engine)
    };
    let all = firsts.iter().flat_map(|one| seconds.iter().map(move |other| (*one, *other)));
    let pairs: Vec<(&Measured, &Measured)> = all.filter(|(one, other)| is_pair(one, other)).collect();
    if pairs.is_empty() {
        let told = |side: &[Measured]| {
            side.iter().map(|one| format!("{} on {}", one.engine, one.scale)).collect::<Vec<_>>().join(", ")
        };
        let cause = format!("one holds {}, the other {}", told(before), told(after));
        return Err(Error::input("compare", cause, "name an engine of each with --engines A,B"));
    }
    Ok(pairs)
}

fn page(args: &PageArgs) -> Result<u8> {
    let is_empty = |path: &&PathBuf| path.is_dir() && !path.join(suite::raw::FILE_NAME).exists();
    let (empty, held): (Vec<&PathBuf>, Vec<&PathBuf>) = args.results.iter().partition(is_empty);
    empty.iter().for_each(|path| eprintln!("{}: no raw.csv, left out", path.display()));
    if held.is_empty() {
        return Err(Error::input(
            "page",
            "no folder holds results",
            "measure with `fauxbank bench` or benches/engines/ first",
        ));
    }
    let results = held.into_iter().map(|path| Results::read(path)).collect::<Result<Vec<_>>>()?;
    if args.markdown {
        return super::print(&suite::summary::side_by_side(&results));
    }
    let html = report::engines_html(&results);
    std::fs::write(&args.out, html).map_err(Error::at(&args.out, "write"))?;
    super::print(&format!("{}\n", args.out.display()))
}

#[cfg(not(feature = "engine"))]
fn run(_: &BenchArgs, _: &std::path::Path) -> Result<u8> {
    let remedy = "build it with `cargo build --release --features engine`, or run another engine by benches/engines/";
    Err(Error::input("bench", "this build holds no query engine", remedy))
}

#[cfg(feature = "engine")]
fn run(args: &BenchArgs, dir: &std::path::Path) -> Result<u8> {
    use crate::manifest::Manifest;
    use crate::suite::machine::DatasetFacts;
    use crate::suite::{Machine, Plan, Query, built_in, scale_of, summary};

    let manifest = Manifest::read(dir)?;
    let queries: Vec<Query> = built_in::queries()?.into_iter().map(|query| query.on(&manifest)).collect();
    let wanted = chosen(&queries, &args.queries)?;
    let names: Vec<&str> = wanted.iter().map(|query| query.name.as_str()).collect();
    let mut engine = built_in::DataFusion::on(dir, &manifest)?;
    let (name, version) = (suite::Engine::name(&engine).to_owned(), suite::Engine::version(&engine).to_owned());
    let machine = Machine::this(DatasetFacts::of(&manifest), &format!("{name} {version}"), built_in::COLD);
    let out = args.out.clone().unwrap_or_else(|| machine.default_folder(scale_of(&manifest)));
    let plan = Plan { queries: wanted.clone(), scale: scale_of(&manifest), runs: args.runs, out, machine };
    let mut results = suite::measure(&plan, &mut engine, &mut |run| {
        eprintln!("{}: {} s, {}{}", run.query, summary::seconds(run.seconds), run.verdict.word(), told(&run.error));
    })?;
    results.runs.retain(|run| {
        (run.engine.as_str(), run.version.as_str(), run.scale.as_str()) == (&name, &version, plan.scale)
            && names.contains(&run.query.as_str())
    });
    let text = match args.json {
        true => serde_json::to_string_pretty(&summary::to_json(&results)).expect("strings and numbers are JSON") + "\n",
        false => Measured::all(&results.runs).iter().map(summary::to_text).collect(),
    };
    super::print(&text)?;
    return Ok(u8::from(results.runs.iter().any(|run| !run.verdict.counts())));

    fn chosen<'a>(queries: &'a [Query], names: &[String]) -> Result<Vec<&'a Query>> {
        if let Some(unknown) = names.iter().find(|name| queries.iter().all(|query| query.name != **name)) {
            let known: Vec<&str> = queries.iter().map(|query| query.name.as_str()).collect();
            let remedy = format!("choose from {}", known.join(", "));
            return Err(Error::input("--query", format!("there is no query '{unknown}'"), remedy));
        }
        Ok(queries.iter().filter(|query| names.is_empty() || names.contains(&query.name)).collect())
    }

    fn told(error: &str) -> String {
        if error.is_empty() { String::new() } else { format!(": {error}") }
    }
}
