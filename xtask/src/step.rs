//! The numbered steps of a command and their durations.
//!
//! All output goes to stderr: programs read the stdout of `cargo xtask portal`.

use std::time::Instant;

use anyhow::{Result, anyhow};

use crate::project::Project;

type Action = fn(&Project) -> Result<()>;

/// A part of a command, documented by its title and its hint.
#[derive(Clone, Copy)]
pub struct Step {
    title: &'static str,
    hint: &'static str,
    run: Action,
}

/// A step by its title, what to do when it fails, and its action.
pub const fn step(title: &'static str, hint: &'static str, run: Action) -> Step {
    Step { title, hint, run }
}

/// Runs the steps in order until one fails.
pub fn run_all(project: &Project, steps: &[Step]) -> Result<()> {
    let first = Instant::now();
    for (index, Step { title, hint, run }) in steps.iter().enumerate() {
        let title = format!("[{}/{}] {title}", index + 1, steps.len());
        headline(&title);
        let start = Instant::now();
        run(project).map_err(|error| {
            anyhow!("{title}: failed after {:.1?}\n{error:#}\nwhat to do: {hint}", start.elapsed())
        })?;
        eprintln!("{title} ... {:.1?}", start.elapsed());
    }
    headline(&format!("done in {:.1?}", first.elapsed()));
    Ok(())
}

/// Prints a line that stands out from the output of other programs.
pub fn headline(text: &str) {
    eprintln!("== {text}");
}
