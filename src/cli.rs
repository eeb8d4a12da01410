//! Arguments, what they mean, and what is printed.

mod bench;
mod figures;
mod generate;
mod progress;
mod refit;
mod report;
mod schema;
mod shell;
mod summary;
mod validate;

use std::ffi::OsString;
use std::io::{ErrorKind, Write as _};

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::error::{Error, Result};

/// Makes a synthetic bank: customers, card transactions and balances that add up, and that are nobody's.
///
/// Exit codes: 0 done, 1 a check found something, 2 wrong arguments or scenario, 3 a path or disk failed,
/// 130 stopped by a signal.
#[derive(Debug, Parser)]
#[command(name = "fauxbank", version, arg_required_else_help = true, max_term_width = 110)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::GenerateArgs),
    Validate(validate::ValidateArgs),
    Report(report::ReportArgs),
    Schema(schema::SchemaArgs),
    Refit(refit::RefitArgs),
    Bench(bench::BenchArgs),
    Completions(shell::CompletionsArgs),
    /// Prints the manual page, to be read by `man`.
    Man,
}

/// Runs the program with the arguments of its process, the program's name first, and returns the exit code.
///
/// # Errors
///
/// Fails where the command fails; the error tells the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Result<u8> {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(message) => {
            // A closed pipe is the reader's wish, as in `fauxbank help | head`.
            let _ = message.print();
            return Ok(message.exit_code() as u8);
        }
    };
    match cli.command {
        Command::Generate(args) => generate::generate(args),
        Command::Validate(args) => validate::validate(args),
        Command::Report(args) => report::report(&args),
        Command::Schema(args) => schema::schema(&args),
        Command::Refit(args) => refit::refit(&args),
        Command::Bench(args) => bench::bench(args),
        Command::Completions(args) => shell::completions(&args, Cli::command()),
        Command::Man => shell::man(Cli::command()),
    }
}

/// Prints to the standard output; a reader that has gone away is no failure.
fn print(text: &str) -> Result<u8> {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => {
            Err(Error::outside("standard output", format!("cannot write: {cause}"), ""))
        }
        _ => Ok(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_declared_without_contradiction() {
        Cli::command().debug_assert();
    }
}
