//! What `validate` found, or how to run it.

use maud::{Markup, html};

use super::numbers::grouped;
use crate::validate::{Finding, Report, Verdict};

/// Returns how many checks hold, are broken, and were not run.
fn counts(report: &Report) -> [usize; 3] {
    let count = |wanted: fn(&Verdict) -> bool| report.findings.iter().filter(|f| wanted(&f.verdict)).count();
    [
        count(|verdict| *verdict == Verdict::Holds),
        count(|verdict| *verdict == Verdict::Broken),
        count(|verdict| matches!(verdict, Verdict::NotRun(_))),
    ]
}

/// Writes a bar of how many checks hold and are broken, and the same in words.
pub(super) fn summary(report: &Report) -> Markup {
    let [hold, broken, not_run] = counts(report);
    let parts = [("pass", "✓", hold, "hold"), ("off", "✗", broken, "broken"), ("none", "–", not_run, "not run")];
    html! {
        div.summary {
            h3 { "Against " (report.findings.len()) " invariants" }
            div.bar aria-hidden="true" {
                @for (class, _, count, _) in parts { @if count > 0 { span class=(class) style={ "flex:" (count) } {} } }
            }
            ul.tally {
                @for (class, sign, count, word) in parts {
                    @if count > 0 || class == "off" { li { span class={ "mark " (class) } { (sign) " " (count) } " " (word) } }
                }
            }
        }
    }
}

/// Writes what the checks found; where they were not run, how to run them.
pub(super) fn invariants(report: Option<&Report>) -> Markup {
    html! {
        section #invariants {
            h2 { "Invariants" }
            p {
                "What must hold in every row: keys and references, balances that add up to the cent, lives of transactions that "
                "run forward, identifiers that are nobody's. Each check is a query that returns the rows that break it."
            }
            @match report {
                Some(report) => (findings(report)),
                None => {
                    p { "The checks were not run for this page, because the dataset is large. To run them:" }
                    pre { "fauxbank validate .            # every check\nfauxbank report --validate .   # the same, on this page" }
                }
            }
        }
    }
}

fn findings(report: &Report) -> Markup {
    let [hold, broken, _] = counts(report);
    let rows: u64 = report.findings.iter().map(|finding| finding.tally.checked).sum();
    html! {
        p {
            strong { (hold) " of " (report.findings.len()) " checks hold" }
            @if broken == 0 { ", none is broken" } @else { ", " (broken) " are broken" }
            ": " (grouped(rows)) " times a row or a file was looked at."
        }
        @for finding in report.findings.iter().filter(|finding| finding.verdict == Verdict::Broken) {
            p { span.mark.off { "✗ broken" } " " code { (finding.id) } " " (finding.title) }
        }
        details {
            summary { "all checks, with their queries" }
            div.scroll { table {
                thead { tr { th { "result" } th { "check" } th.number { "looked at" } th.number { "broken" } } }
                tbody { @for finding in &report.findings { (row(finding)) } }
            } }
        }
    }
}

fn row(finding: &Finding) -> Markup {
    html! {
        tr {
            td {
                @match &finding.verdict {
                    Verdict::Holds => span.mark.pass { "✓ holds" },
                    Verdict::Broken => span.mark.off { "✗ broken" },
                    Verdict::NotRun(_) => span.mark.none { "– not run" },
                }
            }
            td {
                code { (finding.id) } br; (finding.title)
                @if let Verdict::NotRun(reason) = &finding.verdict { p.note { (reason) } }
                @for example in &finding.tally.examples { p.note { (example) } }
                @if let Some(sql) = &finding.sql { details { summary { "the query" } pre { (sql) } } }
            }
            td.number { (grouped(finding.tally.checked)) }
            td.number { (grouped(finding.tally.broken)) }
        }
    }
}
