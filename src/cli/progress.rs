//! How a run under way is shown: a bar on a terminal, plain lines elsewhere, JSON lines on request.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::figures;
use crate::generate::Event;

/// How to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// Errors only.
    Quiet,
    /// JSON lines on the standard output.
    Json,
    /// A progress bar.
    Bar,
    /// Plain lines.
    Lines,
}

impl Voice {
    /// Chooses the voice by the arguments and by who listens.
    pub(super) fn of(quiet: bool, json: bool) -> Self {
        match (quiet, json, std::io::stderr().is_terminal()) {
            (true, ..) => Self::Quiet,
            (_, true, _) => Self::Json,
            (.., true) => Self::Bar,
            _ => Self::Lines,
        }
    }
}

/// Shows a run's events.
#[derive(Debug)]
pub(super) struct Progress {
    voice: Voice,
    bar: ProgressBar,
    began: Instant,
    rows: AtomicU64,
    bytes: AtomicU64,
    groups: AtomicU64,
    all_groups: AtomicU64,
}

impl Progress {
    /// Begins to show; nothing is printed before the first event.
    pub(super) fn new(voice: Voice) -> Self {
        Self {
            voice,
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            began: Instant::now(),
            rows: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            groups: AtomicU64::new(0),
            all_groups: AtomicU64::new(0),
        }
    }

    /// Shows an event.
    pub(super) fn tell(&self, event: &Event<'_>) {
        match event {
            Event::Began { run, file_groups, threads } => {
                self.all_groups.store(*file_groups as u64, Ordering::Relaxed);
                match self.voice {
                    Voice::Bar => self.begin_bar(run.communities.count as u64),
                    Voice::Json => line(&json!({"event": "began", "communities": run.communities.count,
                        "customers": run.communities.count * run.communities.size,
                        "file_groups": file_groups, "threads": threads})),
                    _ => {}
                }
            }
            Event::Advanced { communities, rows } => {
                self.rows.fetch_add(*rows, Ordering::Relaxed);
                self.bar.inc(*communities as u64);
                self.bar.set_message(self.figures());
            }
            Event::Finished { group, files, is_kept } => {
                let bytes: u64 = files.iter().map(|file| file.bytes).sum();
                self.bytes.fetch_add(bytes, Ordering::Relaxed);
                let done = self.groups.fetch_add(1, Ordering::Relaxed) + 1;
                match self.voice {
                    Voice::Lines => {
                        let all = self.all_groups.load(Ordering::Relaxed);
                        eprintln!("{done} of {all} file groups, {}", self.figures());
                    }
                    Voice::Json => line(&json!({"event": "file_group", "name": group.name(), "kept": is_kept,
                        "communities": group.len(), "rows": files.iter().map(|file| file.rows).sum::<u64>(),
                        "bytes": bytes, "seconds": self.began.elapsed().as_secs_f64()})),
                    _ => {}
                }
            }
        }
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn begin_bar(&self, communities: u64) {
        let template = "{bar:32} {percent:>3}% {msg}, {eta} to go";
        self.bar.set_style(ProgressStyle::with_template(template).expect("the template is well-formed"));
        self.bar.set_length(communities);
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        self.bar.enable_steady_tick(Duration::from_millis(500));
    }

    fn figures(&self) -> String {
        let (rows, bytes) = (self.rows.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed));
        let seconds = self.began.elapsed().as_secs_f64();
        format!(
            "{} rows ({}/s), {} ({}/s)",
            figures::grouped(rows),
            figures::rate(rows, seconds),
            figures::size(bytes),
            figures::size((bytes as f64 / seconds.max(1e-6)) as u64)
        )
    }
}

/// Prints a JSON line; whoever reads it may have gone.
fn line(event: &serde_json::Value) {
    let _ = super::print(&format!("{event}\n"));
}
