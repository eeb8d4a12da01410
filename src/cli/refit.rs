//! `fauxbank refit`: the fitted numbers of a scenario, fitted again.

use clap::Args;

use crate::error::Result;
use crate::refit;
use crate::scenario::Scenario;

/// Fits the numbers of us-retail again to the published tables in reference/published, and says where a scenario differs.
///
/// Exit code 0 if everything agrees, 1 if a number differs.
#[derive(Debug, Args)]
pub(super) struct RefitArgs {
    /// The scenario to compare: a name, or the path of a file that extends us-retail.
    #[arg(default_value = "us-retail")]
    scenario: String,
}

/// Prints the comparison.
pub(super) fn refit(args: &RefitArgs) -> Result<u8> {
    let comparisons = refit::compare(&Scenario::table(&args.scenario)?);
    super::print(&refit::to_text(&comparisons))?;
    Ok(u8::from(!comparisons.iter().all(refit::Comparison::agrees)))
}
