//! The package under constant load, against a faulty portal.

use anyhow::Result;

use crate::browsers::chromium;
use crate::package::tarball;
use crate::portal::Portal;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

/// A fixed number of rounds of clients.
pub const SHORT: Step = Step {
    what: "a short soak test of the packed package",
    hint: "what grew, got lost or is unexplained is named above; tests/soak has the parts",
    run: |project| soak(project, "B24_SOAK_ROUNDS", "60"),
};

/// Runs `tests/soak` for this number of minutes.
pub fn for_minutes(project: &Project, minutes: u32) -> Result<()> {
    soak(project, "B24_SOAK_MINUTES", &minutes.to_string())
}

fn soak(project: &Project, limit: &str, value: &str) -> Result<()> {
    let portal = Portal::start(project)?;
    let mut node = portal.node(project);
    node.arg("tests/soak/soak.mjs").env(limit, value).env("B24_TARBALL", tarball(project));
    run(node.env("B24_CHROMIUM", chromium()?))
}
