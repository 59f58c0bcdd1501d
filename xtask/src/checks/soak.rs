//! The package under a load that never rests, against a portal that misbehaves.

use anyhow::Result;

use crate::browser::chromium;
use crate::npm::node;
use crate::package::tarball;
use crate::portal::Portal;
use crate::project::Project;
use crate::run::run;
use crate::say::Step;

/// How many rounds of clients the short one has.
const ROUNDS: &str = "60";

/// A short one: so many rounds, however long they take.
pub const SHORT: Step = Step {
    what: "a short soak of the packed package",
    hint: "what grew, was lost or is not explained is named above; tests/soak has the parts",
    run: |project| soak(project, "B24_SOAK_ROUNDS", ROUNDS),
};

/// Runs `tests/soak/soak.mjs` for so many minutes.
pub fn for_minutes(project: &Project, minutes: u32) -> Result<()> {
    soak(project, "B24_SOAK_MINUTES", &minutes.to_string())
}

fn soak(project: &Project, name: &str, value: &str) -> Result<()> {
    let portal = Portal::start(project)?;
    run(node()
        .arg(project.path("tests/soak/soak.mjs"))
        .current_dir(&project.root)
        .env(name, value)
        .env("B24_TARBALL", tarball(project))
        .env("B24_PORTAL", &portal.json)
        .env("B24_CHROMIUM", chromium()?))
}
