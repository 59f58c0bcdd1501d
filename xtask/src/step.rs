//! The numbered steps of a command and their durations.
//!
//! All output goes to stderr: programs read the stdout of `cargo xtask portal`.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use crate::project::Project;

/// A part of a command.
#[derive(Clone, Copy)]
pub struct Step {
    /// The title, as in "[3/9] npm packages".
    pub what: &'static str,
    /// What to do when it fails.
    pub hint: &'static str,
    /// The action.
    pub run: fn(&Project) -> Result<()>,
}

/// Runs the steps in order until one fails.
pub fn run_all(project: &Project, steps: &[Step]) -> Result<()> {
    let start = Instant::now();
    for (index, step) in steps.iter().enumerate() {
        let number = format!("[{}/{}]", index + 1, steps.len());
        headline(&format!("{number} {}", step.what));
        let start = Instant::now();
        (step.run)(project).map_err(|error| {
            let after = seconds(start.elapsed());
            anyhow!(
                "{number} {}: failed after {after}\n{error:#}\nwhat to do: {}",
                step.what,
                step.hint
            )
        })?;
        note(&format!("{number} {} ... {}", step.what, seconds(start.elapsed())));
    }
    headline(&format!("done in {}", seconds(start.elapsed())));
    Ok(())
}

/// Prints a line that stands out from the output of other programs.
pub fn headline(text: &str) {
    if stderr().is_terminal() {
        eprintln!("\x1b[1m{text}\x1b[0m");
    } else {
        eprintln!("{text}");
    }
}

/// Prints a line of detail.
pub fn note(text: &str) {
    eprintln!("{text}");
}

/// Formats a duration: `0.3 s`, `41 s`, `3 min 7 s`.
pub fn seconds(duration: Duration) -> String {
    if duration < Duration::from_secs(10) {
        format!("{:.1} s", duration.as_secs_f32())
    } else if duration < Duration::from_mins(2) {
        format!("{} s", duration.as_secs())
    } else {
        format!("{} min {} s", duration.as_secs() / 60, duration.as_secs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_readable() {
        assert_eq!(seconds(Duration::from_millis(340)), "0.3 s");
        assert_eq!(seconds(Duration::from_millis(41_700)), "41 s");
        assert_eq!(seconds(Duration::from_secs(187)), "3 min 7 s");
    }
}
