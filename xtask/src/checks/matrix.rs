//! The packed package where its users work: with bundlers, in runtimes, in browsers.

use anyhow::Result;

use crate::browsers::chromium;
use crate::browsers::{firefox, minibrowser};
use crate::npm::node;
use crate::package::tarball;
use crate::portal::Portal;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

/// The environments that most users have, which take a minute.
pub const FAST: Step = Step {
    what: "the packed package in the commonest environments",
    hint: HINT,
    run: |project| check(project, "fast", false),
};

/// All of them.
pub const ALL: Step = Step {
    what: "the packed package in all environments",
    hint: HINT,
    run: |project| check(project, "all", false),
};

/// All of them, and then the page about them.
pub const BLESS: Step = Step { run: |project| check(project, "all", true), ..ALL };

const HINT: &str = "the failing environment is named above, and so is its application in target/matrix; \
                    `cargo xtask matrix <name>` runs it alone. They are declared in tests/matrix/environments.json";

/// Runs the environments with these names, "fast" or "all"; with `bless`, the page about all of
/// them is written.
pub fn check(project: &Project, names: &str, bless: bool) -> Result<()> {
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
    if bless {
        command.env("BLESS", "1");
    }
    for (variable, program) in [("B24_FIREFOX", firefox()), ("B24_MINIBROWSER", minibrowser())] {
        if let Ok(program) = program {
            command.env(variable, program);
        }
    }
    run(&mut command)
}
