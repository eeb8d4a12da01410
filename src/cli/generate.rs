//! `fauxbank generate`: what was typed, what it means.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use clap::Args;

use super::figures::{grouped, parse_count};
use super::progress::{Progress, Voice};
use super::summary;
use crate::calendar::Horizon;
use crate::error::{Error, Result};
use crate::generate::{self, Event, Existing, Request};
use crate::manifest::PartFacts;
use crate::population::COMMUNITY_SIZE;
use crate::schema::Group;
use crate::sink::{Compression, SINKS, Shape, Sink, shapes};
use crate::units::Date;

/// Makes a bank and writes it to a folder.
///
/// The same arguments give the same bytes on any number of threads. More customers, or a later --to, leave what was
/// there before as it was. The dataset is complete when its manifest.json is there, and not before.
#[derive(Debug, Args)]
pub(super) struct GenerateArgs {
    /// Customers of the bank, rounded up to hundreds; 10k, 1.5m and 1b are understood. Time and space grow with it:
    /// about 500 card transactions a customer and year.
    #[arg(long, value_name = "N", default_value = "2k")]
    customers: String,
    /// First day. Everybody is a customer for some time by then, unless they join later.
    #[arg(long, value_name = "DATE", default_value = "2025-01-01")]
    from: String,
    /// Last day, included. A later one only appends; time and space grow with it.
    #[arg(long, value_name = "DATE", default_value = "2025-12-31")]
    to: String,
    /// Another seed is another bank, by the same laws.
    #[arg(long, value_name = "N", default_value_t = 42)]
    seed: u64,
    /// The folder to write; made if it is not there, refused if it is not empty.
    #[arg(long, value_name = "DIR", default_value = "fauxbank-data")]
    out: PathBuf,
    /// The laws of this bank and country: us-retail, fr-retail (France) or uk-retail (England and Wales), or the path of a
    /// TOML file, which may begin with `extends = "us-retail"`.
    #[arg(long, value_name = "NAME|FILE", default_value = "us-retail")]
    scenario: String,
    /// Write only these tables, as in `customers,card_transactions`. All are simulated all the same, so this saves
    /// space and part of the time. [default: all]
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    tables: Vec<String>,
    /// What to make beside the bank: messenger (links to a chat platform, consents, notifications), or none.
    /// [default: messenger]
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with = "tables")]
    with: Vec<String>,
    /// The format of the files: parquet, csv, jsonl or arrow. The text formats take several times the time and space.
    #[arg(long, value_name = "FORMAT", default_value = "parquet")]
    format: String,
    /// Compression of Parquet: snappy, none (the fastest), zstd (the smallest) or lz4. [default: snappy for parquet]
    #[arg(long, value_name = "CODEC")]
    compression: Option<String>,
    /// Make only part I of N, to be run on several machines, each into its own folder. The parts' rows together are
    /// the whole's.
    #[arg(long, value_name = "I/N", default_value = "1/1")]
    part: String,
    /// Threads to work on. The data do not depend on it; memory does, by some 200 MB a thread. [default: all cores]
    #[arg(long, value_name = "N")]
    threads: Option<String>,
    /// Go on with the same run where it was stopped; finished file groups are checked and kept.
    #[arg(long, conflicts_with = "overwrite")]
    resume: bool,
    /// Replace a dataset of fauxbank, complete or not, in the folder. Other files are left alone.
    #[arg(long)]
    overwrite: bool,
    /// Print nothing but errors.
    #[arg(long, conflicts_with = "json")]
    quiet: bool,
    /// Print events as JSON, one a line, on the standard output.
    #[arg(long)]
    json: bool,
}

/// More would not fit the ids of cards.
const MOST_CUSTOMERS: u64 = 1_000_000_000;
const MOST_YEARS: i32 = 50;

/// Runs the command.
pub(super) fn generate(args: GenerateArgs) -> Result<u8> {
    let voice = Voice::of(args.quiet, args.json);
    let request = args.meaning()?;
    let made = request.customers.next_multiple_of(COMMUNITY_SIZE as u64);
    if made != request.customers && voice != Voice::Quiet {
        eprintln!("{} customers are rounded up to {}: whole communities", grouped(request.customers), grouped(made));
    }
    let stop = stop_on_signals()?;
    let progress = Progress::new(voice);
    let began = Instant::now();
    let watch = |event: Event<'_>| progress.tell(&event);
    let result = generate::run(&request, &watch, &stop);
    progress.end();
    match (result, voice) {
        (Ok(_), Voice::Quiet) => Ok(0),
        (Ok(outcome), Voice::Json) => super::print(&summary::json(&outcome, &request.out, began.elapsed())),
        (Ok(outcome), _) => super::print(&summary::text(&outcome, &request.out, began.elapsed())),
        (Err(error), Voice::Json) => {
            super::print(&summary::json_failure(&error))?;
            Err(error)
        }
        (Err(error), _) => Err(error),
    }
}

/// Asks the run to stop at the first signal, and ends the process at the second.
fn stop_on_signals() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let handler = move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("\nstopping after the communities in hand; once more to stop at once");
    };
    ctrlc::set_handler(handler).map_err(|cause| Error::outside("signals", format!("cannot listen: {cause}"), ""))?;
    Ok(stop)
}

impl GenerateArgs {
    fn meaning(self) -> Result<Request> {
        let sink = format(&self.format)?;
        Ok(Request {
            customers: parse_count("--customers", &self.customers, MOST_CUSTOMERS)?,
            horizon: horizon(&self.from, &self.to)?,
            seed: self.seed,
            scenario: self.scenario,
            out: self.out,
            existing: match (self.resume, self.overwrite) {
                (true, _) => Existing::Resume,
                (_, true) => Existing::Overwrite,
                _ => Existing::Refuse,
            },
            tables: tables(&self.tables, &self.with)?,
            sink,
            compression: compression(sink, self.compression.as_deref())?,
            part: part(&self.part)?,
            threads: threads(self.threads.as_deref())?,
        })
    }
}

fn horizon(from: &str, to: &str) -> Result<Horizon> {
    let day = |place, text: &str| {
        let remedy = "write a date from 1990 to 2199 as in 2025-01-31";
        let day = Date::parse(text).filter(|day| (1990..2200).contains(&day.civil().year));
        day.ok_or_else(|| Error::input(place, format!("'{text}' is no date that a bank can be made for"), remedy))
    };
    let (first, last) = (day("--from", from)?, day("--to", to)?);
    if last < first {
        return Err(Error::input("--to", format!("{to} is before --from {from}"), "give a --to that is not earlier"));
    }
    if last > first.plus_months(12 * MOST_YEARS) {
        return Err(Error::input(
            "--to",
            format!("the days span more than {MOST_YEARS} years"),
            "give an earlier --to",
        ));
    }
    Ok(Horizon { from: first, to: last })
}

/// What can be made beside the bank, and the tables it fills.
const EXTRAS: &[(&str, Group)] = &[("messenger", Group::Messenger)];
/// The word for nothing beside the bank.
const NONE: &str = "none";

fn tables(names: &[String], with: &[String]) -> Result<Vec<&'static Shape>> {
    let known = || shapes().iter().map(|shape| shape.name).collect::<Vec<_>>().join(", ");
    if let Some(name) = names.iter().find(|name| shapes().iter().all(|shape| shape.name != name.as_str())) {
        return Err(Error::input(
            "--tables",
            format!("there is no table '{name}'"),
            format!("choose from {}", known()),
        ));
    }
    let is_known = |name: &String| name == NONE || EXTRAS.iter().any(|(extra, _)| extra == name);
    if let Some(name) = with.iter().find(|name| !is_known(name)) {
        let known: Vec<&str> = EXTRAS.iter().map(|(extra, _)| *extra).chain([NONE]).collect();
        let remedy = format!("choose from {}", known.join(", "));
        return Err(Error::input("--with", format!("there is no '{name}' to make beside the bank"), remedy));
    }
    let is_left_out = |group: Group| {
        let extra = EXTRAS.iter().find(|(_, of)| *of == group);
        extra.is_some_and(|(extra, _)| !with.is_empty() && with.iter().all(|name| name != extra))
    };
    let is_wanted = |shape: &&Shape| match names {
        [] => !is_left_out(shape.group()),
        names => names.iter().any(|name| name == shape.name),
    };
    Ok(shapes().iter().filter(is_wanted).collect())
}

fn format(name: &str) -> Result<&'static Sink> {
    crate::sink::sink(name).ok_or_else(|| {
        let known: Vec<&str> = SINKS.iter().map(|sink| sink.name).collect();
        Error::input("--format", format!("there is no format '{name}'"), format!("choose from {}", known.join(", ")))
    })
}

fn compression(sink: &Sink, word: Option<&str>) -> Result<Compression> {
    let Some(word) = word else { return Ok(sink.compressions[0]) };
    sink.compressions.iter().copied().find(|compression| compression.word() == word).ok_or_else(|| {
        let known: Vec<&str> = sink.compressions.iter().map(|compression| compression.word()).collect();
        let cause = format!("{} files cannot be compressed by '{word}'", sink.name);
        Error::input("--compression", cause, format!("choose from {}", known.join(", ")))
    })
}

fn part(text: &str) -> Result<PartFacts> {
    let numbers = text.split_once('/').and_then(|(index, of)| Some((index.parse().ok()?, of.parse().ok()?)));
    match numbers {
        Some((index, of)) if (1..=of).contains(&index) => Ok(PartFacts { index, of }),
        _ => Err(Error::input("--part", format!("'{text}' is no part"), "write it as in 1/3, 2/3 and 3/3")),
    }
}

fn threads(text: Option<&str>) -> Result<usize> {
    match text {
        Some(text) => Ok(parse_count("--threads", text, 4_096)? as usize),
        None => Ok(std::thread::available_parallelism().map_or(1, std::num::NonZero::get)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_horizon_runs_forwards_and_not_for_ever() {
        assert_eq!(horizon("2025-01-01", "2025-01-01").unwrap().len(), 1);
        for (from, to) in
            [("2025-01-02", "2025-01-01"), ("2025-02-30", "2025-03-01"), ("2000-01-01", "2050-01-02"), ("x", "y")]
        {
            assert_eq!(horizon(from, to).unwrap_err().exit_code(), 2, "{from} {to}");
        }
    }

    #[test]
    fn parts_count_from_one() {
        assert_eq!(part("2/3").unwrap(), PartFacts { index: 2, of: 3 });
        for text in ["0/3", "4/3", "1", "a/b", "1/0", "-1/3", ""] {
            assert_eq!(part(text).unwrap_err().exit_code(), 2, "{text}");
        }
    }

    #[test]
    fn tables_stand_in_the_order_of_the_registry_and_unknown_ones_are_told() {
        let names = |typed: &[&str]| -> Vec<&str> {
            let typed: Vec<String> = typed.iter().map(|&name| name.to_owned()).collect();
            tables(&typed, &[]).unwrap().iter().map(|shape| shape.name).collect()
        };
        assert_eq!(names(&["cards", "banks", "cards"]), ["banks", "cards"]);
        assert_eq!(names(&[]).len(), shapes().len());
        assert!(tables(&["card".to_owned()], &[]).unwrap_err().to_string().contains("card_transactions"));
    }

    #[test]
    fn the_messenger_is_left_out_on_demand_and_nothing_unknown_is_made() {
        let with = |word: &str| tables(&[], &[word.to_owned()]);
        let has = |name: &str, shapes: &[&Shape]| shapes.iter().any(|shape| shape.name == name);
        assert!(has("consents", &with("messenger").unwrap()) && has("cards", &with("messenger").unwrap()));
        assert!(!has("consents", &with("none").unwrap()) && has("cards", &with("none").unwrap()));
        assert_eq!(with("email").unwrap_err().exit_code(), 2);
    }

    #[test]
    fn a_text_format_is_not_compressed() {
        let csv = format("csv").unwrap();
        assert_eq!(compression(csv, None).unwrap(), Compression::None);
        assert_eq!(compression(csv, Some("zstd")).unwrap_err().exit_code(), 2);
    }
}
