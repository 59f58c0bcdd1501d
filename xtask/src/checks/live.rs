//! The tests of the comparison with a real portal, run against the fake portal.

use crate::portal::Portal;
use crate::run::run;
use crate::step::Step;

/// Runs `tests/live`.
pub const STEP: Step = Step {
    what: "facts about portals, compared with the fake portal",
    hint: "a fact that differs is named above; it is in tests/live/facts and in docs/spec.toml",
    run: |project| {
        let portal = Portal::start(project)?;
        let arguments = ["--test", "--test-reporter=spec", "tests/live/live.test.mjs"];
        run(portal.node(project).args(arguments))
    },
};
