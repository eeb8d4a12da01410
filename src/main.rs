//! The command line of `fauxbank`.

use std::process::ExitCode;

fn main() -> ExitCode {
    match fauxbank::cli::run(std::env::args_os()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
