//! The packed package where its users work: with bundlers, in runtimes, in browsers.

use anyhow::Result;

use crate::browser::chromium;
use crate::engines::{firefox, minibrowser};
use crate::npm::node;
use crate::package::tarball;
use crate::portal::Portal;
use crate::project::Project;
use crate::run::run;
use crate::say::Step;

/// The environments that most users have, which take a minute.
pub const FAST: Step = Step {
    what: "the packed package in the commonest environments",
    hint: HINT,
    run: |project| check(project, "fast"),
};

/// All of them.
pub const ALL: Step = Step {
    what: "the packed package in all environments",
    hint: HINT,
    run: |project| check(project, ALL_NAMES),
};

const HINT: &str = "the failing environment is named above, and so is its application in target/matrix; \
                    `cargo xtask matrix <name>` runs it alone. They are declared in tests/matrix/environments.json";
/// What asks for all.
pub const ALL_NAMES: &str = "all";

/// Runs the environments with these names, "fast" or "all".
pub fn check(project: &Project, names: &str) -> Result<()> {
    let portal = Portal::start(project)?;
    let mut command = node();
    command
        .args(["--test", "--test-reporter=spec"])
        .arg(project.path("tests/matrix/matrix.test.mjs"))
        .current_dir(&project.root)
        .env("B24_MATRIX", names)
        .env("B24_TARBALL", tarball(project))
        .env("B24_PORTAL", &portal.json)
        .env("B24_CHROMIUM", chromium()?);
    for (variable, program) in [("B24_FIREFOX", firefox()), ("B24_MINIBROWSER", minibrowser())] {
        if let Ok(program) = program {
            command.env(variable, program);
        }
    }
    run(&mut command)
}
