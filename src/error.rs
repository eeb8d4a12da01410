//! The one error type: where it happened, why, and what to do about it.

use std::fmt;
use std::path::Path;

/// What went wrong, for the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A check of a dataset found something (exit code 1).
    Check,
    /// Wrong arguments, scenario or policy (exit code 2).
    Input,
    /// The outside world failed: a path, a disk, a pipe (exit code 3).
    Outside,
    /// Somebody stopped the run (exit code 130).
    Interrupted,
}

/// An error that names its place, its cause and its remedy.
///
/// There is deliberately no `From<std::io::Error>`: a bare `?` that loses the path must not compile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Error {
    fault: Fault,
    place: String,
    cause: String,
    remedy: String,
}

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Makes an error of wrong input: arguments, scenario, policy.
    pub fn input(place: impl fmt::Display, cause: impl fmt::Display, remedy: impl fmt::Display) -> Self {
        Self::of(Fault::Input, place, cause, remedy)
    }

    /// Makes an error of the outside world: a path, a disk, a pipe.
    pub fn outside(place: impl fmt::Display, cause: impl fmt::Display, remedy: impl fmt::Display) -> Self {
        Self::of(Fault::Outside, place, cause, remedy)
    }

    /// Makes an error of a check that found something.
    pub fn check(place: impl fmt::Display, cause: impl fmt::Display, remedy: impl fmt::Display) -> Self {
        Self::of(Fault::Check, place, cause, remedy)
    }

    /// Makes the error of a run at `place` that somebody stopped.
    pub fn interrupted(place: impl fmt::Display) -> Self {
        let remedy = "run the same command with --resume to go on; finished parts are kept";
        Self::of(Fault::Interrupted, place, "stopped before the dataset was complete", remedy)
    }

    /// Returns a closure for `map_err` that turns a failure at `path` into an error of the outside world.
    ///
    /// `doing` completes the sentence "cannot …", as in "write", "create".
    pub fn at<E: fmt::Display>(path: &Path, doing: &'static str) -> impl FnOnce(E) -> Self {
        let place = path.display().to_string();
        move |cause| {
            let cause = format!("cannot {doing}: {cause}");
            let remedy = remedy_for(&cause);
            Self::outside(place, cause, remedy)
        }
    }

    fn of(fault: Fault, place: impl fmt::Display, cause: impl fmt::Display, remedy: impl fmt::Display) -> Self {
        Self { fault, place: place.to_string(), cause: cause.to_string(), remedy: remedy.to_string() }
    }

    /// Returns what kind of fault it is.
    pub fn fault(&self) -> Fault {
        self.fault
    }

    /// Returns the process exit code: 1 a check found something, 2 wrong input, 3 the outside world failed,
    /// 130 somebody stopped the run.
    pub fn exit_code(&self) -> u8 {
        match self.fault {
            Fault::Check => 1,
            Fault::Input => 2,
            Fault::Outside => 3,
            Fault::Interrupted => 130,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.cause)?;
        if !self.remedy.is_empty() {
            write!(f, "\n  remedy: {}", self.remedy)?;
        }
        Ok(())
    }
}

fn remedy_for(cause: &str) -> &'static str {
    let full = ["No space left", "os error 28", "os error 27", "os error 122"];
    if full.iter().any(|words| cause.contains(words)) {
        "free some space and run the same command with --resume; finished parts are kept"
    } else if cause.contains("ermission denied") || cause.contains("ead-only") {
        "choose a folder that you may write to, with --out"
    } else if cause.contains("No such file") {
        "check the path"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_place_cause_and_remedy() {
        let error = Error::input("--customers", "'ten' is no number", "write digits, as in 10k");
        assert_eq!(error.to_string(), "--customers: 'ten' is no number\n  remedy: write digits, as in 10k");
        assert_eq!(error.exit_code(), 2);
    }

    #[test]
    fn a_full_disk_points_to_resume() {
        let error = Error::at(Path::new("x"), "write")(std::io::Error::from_raw_os_error(28));
        assert!(error.to_string().contains("--resume"), "{error}");
        assert_eq!(error.exit_code(), 3);
    }
}
