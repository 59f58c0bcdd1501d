//! The steps that check something.

pub mod declarations;
pub mod dependencies;
pub mod frameworks;
pub mod lints;
pub mod locks;
pub mod matrix;
pub mod page;
pub mod suites;
pub mod tarball;
pub mod wasm;

use anyhow::bail;

use crate::run::git;
use crate::step::Step;

/// The width of comments in Rust files, which only the nightly rustfmt checks. Addresses cannot be
/// broken.
pub const COMMENT_WIDTH: Step = Step {
    what: "width of comments",
    hint: "break these lines before column 101",
    run: |project| {
        const WIDE: &str = "(*UTF)^(?=.{101}) *//(?!.*https://)";
        let search = ["grep", "--untracked", "--line-number", "--perl-regexp", WIDE, "--", "*.rs"];
        // git fails if it finds nothing.
        let found = git(project).args(search).output()?;
        match found.status.code() {
            Some(1) => Ok(()),
            _ => bail!("{}", String::from_utf8_lossy(&[found.stdout, found.stderr].concat())),
        }
    },
};
