//! What people see while a command runs: numbered steps, and how long each took.
//!
//! All of it goes to stderr, because the stdout of `cargo xtask portal` is read by programs.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use crate::project::Project;

/// A part of a command.
#[derive(Clone, Copy)]
pub struct Step {
    /// What it does, in the words of "[3/9] building the wasm".
    pub what: &'static str,
    /// What to do when it fails.
    pub hint: &'static str,
    /// Does it.
    pub run: fn(&Project) -> Result<()>,
}

/// Runs the steps in order, up to the first that fails.
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

/// A line that stands out among the output of other programs.
pub fn headline(text: &str) {
    if stderr().is_terminal() {
        eprintln!("\x1b[1m{text}\x1b[0m");
    } else {
        eprintln!("{text}");
    }
}

/// A line for those who want to know.
pub fn note(text: &str) {
    eprintln!("{text}");
}

/// A duration as people say it.
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
    fn durations_read_well() {
        assert_eq!(seconds(Duration::from_millis(340)), "0.3 s");
        assert_eq!(seconds(Duration::from_millis(41_700)), "41 s");
        assert_eq!(seconds(Duration::from_secs(187)), "3 min 7 s");
    }
}
