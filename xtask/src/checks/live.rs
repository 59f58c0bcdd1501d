//! Tests of the comparison with a real portal, run against the fake portal.

use crate::npm::node;
use crate::portal::Portal;
use crate::project::Project;
use crate::run::run;
use crate::say::Step;

/// Runs `tests/live`.
pub const STEP: Step = Step {
    what: "facts about portals, compared with the fake portal",
    hint: "a fact that differs is named above; it is in tests/live/facts and in docs/spec.toml",
    run: |project: &Project| {
        let portal = Portal::start(project)?;
        run(node()
            .args(["--test", "--test-reporter=spec", "tests/live/live.test.mjs"])
            .env("B24_PORTAL", &portal.json)
            .current_dir(&project.root))
    },
};
