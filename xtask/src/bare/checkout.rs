//! The project, as it is handed to others.

use std::process::Command;

use super::root::Root;
use crate::run::run;
use crate::say::Step;

/// Where it is on the bare machine.
pub const PROJECT_FOLDER: &str = "/root/b24-users";

/// Clones it, so that nothing comes along that is not committed.
pub const STEP: Step = Step {
    what: "the last commit",
    hint: "see git's message above",
    run: |project| {
        let mut clone = Command::new("git");
        clone.args(["clone", "--quiet", "--no-hardlinks"]).arg(&project.root);
        run(clone.arg(Root::of(project).path(PROJECT_FOLDER)))?;
        run(Command::new("git")
            .args(["--no-pager", "log", "-1", "--oneline"])
            .current_dir(&project.root))
    },
};
