//! The benchmarks.

use crate::browsers::chromium;
use crate::package::folder;
use crate::portal::Portal;
use crate::run::run;
use crate::step::Step;

/// Runs `tests/bench`, which writes the page.
pub const STEP: Step = Step {
    what: "benchmarks, which take some minutes",
    hint: "the failing measurement is named above; it is in tests/bench",
    run: |project| {
        let portal = Portal::start_fast(project)?;
        let mut node = portal.node(project);
        node.arg("tests/bench/run.mjs").arg(folder(project)).arg("docs/benchmarks.md");
        run(node.env("B24_CHROMIUM", chromium()?))
    },
};
