//! `fauxbank completions` and `fauxbank man`: what a shell and a manual know of the program.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::error::{Error, Result};

/// Prints the completions of a shell, to be put where it looks for them.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints completions.
pub(super) fn completions(args: &CompletionsArgs, mut command: Command) -> Result<u8> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, "fauxbank", &mut text);
    super::print(&String::from_utf8_lossy(&text))
}

/// Prints the manual page: the program's, then each subcommand's.
pub(super) fn man(command: Command) -> Result<u8> {
    let failure = |cause: std::io::Error| Error::outside("man", format!("cannot render: {cause}"), "");
    let mut text = Vec::new();
    let subcommands: Vec<Command> = command.get_subcommands().cloned().collect();
    clap_mangen::Man::new(command).render(&mut text).map_err(failure)?;
    for subcommand in subcommands {
        let (name, typed) =
            (format!("fauxbank-{}", subcommand.get_name()), format!("fauxbank {}", subcommand.get_name()));
        let man = clap_mangen::Man::new(subcommand.display_name(name).bin_name(typed));
        man.render(&mut text).map_err(failure)?;
    }
    super::print(&String::from_utf8_lossy(&text))
}
