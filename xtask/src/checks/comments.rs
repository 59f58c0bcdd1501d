//! The width of comments, which only the nightly rustfmt checks.

use std::fs;

use anyhow::{Result, bail};

use crate::files::{files_below, has_extension};
use crate::project::Project;
use crate::step::Step;

/// `max_width` of rustfmt.toml.
const MAX_COLUMNS: usize = 100;

/// Finds comments in Rust files that are too wide.
pub const STEP: Step =
    Step { what: "width of comments", hint: "break these lines before column 101", run: check };

fn check(project: &Project) -> Result<()> {
    let mut wide = Vec::new();
    for folder in ["crates", "examples", "fuzz", "src", "tests", "xtask"] {
        for path in files_below(&project.path(folder))? {
            if has_extension(&path, &["rs"]) {
                let numbers = wide_comments(&fs::read_to_string(&path)?);
                wide.extend(numbers.iter().map(|number| format!("{}:{number}", path.display())));
            }
        }
    }
    if !wide.is_empty() {
        bail!("{}", wide.join("\n"));
    }
    Ok(())
}

/// The numbers of lines, from 1, that are wide comments. An address cannot be broken.
fn wide_comments(source: &str) -> Vec<usize> {
    let is_wide = |line: &str| {
        let is_comment = line.trim_start().starts_with("//");
        is_comment && line.chars().count() > MAX_COLUMNS && !line.contains("https://")
    };
    let lines = (1..).zip(source.lines());
    lines.filter(|(_, line)| is_wide(line)).map(|(number, _)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::wide_comments;

    #[test]
    fn only_comments_count() {
        let (code, comment) = ("x".repeat(101), format!("    // {}", "x".repeat(94)));
        assert_eq!(wide_comments(&format!("{code}\n{comment}\n{}", &comment[1..])), [2]);
    }
}
