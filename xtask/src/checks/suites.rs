//! The native tests, and the scripts that run against the fake portal.

use anyhow::Result;

use crate::browsers::chromium;
use crate::npm::script;
use crate::package::{folder, tarball};
use crate::portal::Portal;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

const TEST_HINT: &str =
    "the failing test is named above; `cargo test -p <crate> <test>` runs it alone";

/// The core of the library, the rules of the fake portal, and this program.
pub const NATIVE: Step = Step {
    what: "native tests",
    hint: TEST_HINT,
    run: |project| {
        run(project.cargo().args(["test", "--workspace", "--exclude", "xtask-tools", "--locked"]))
    },
};

/// The fake portal's HTTP server.
pub const PORTAL: Step = Step {
    what: "tests of the fake portal over HTTP",
    hint: TEST_HINT,
    run: |project| {
        let portal = ["test", "--package", "b24-fake-portal", "--features", "http", "--locked"];
        run(project.cargo().args(portal))
    },
};

/// The comparison of `cargo xtask live`, with the fake portal.
pub const LIVE: Step = Step {
    what: "facts about portals, compared with the fake portal",
    hint: "a fact that differs is named above; it is in tests/live/facts and in docs/spec.toml",
    run: |project| {
        let portal = Portal::start(project)?;
        let arguments = ["--test", "--test-reporter=spec", "tests/live/live.test.mjs"];
        run(portal.node(project).args(arguments))
    },
};

/// Writes docs/benchmarks.md.
pub const BENCH: Step = Step {
    what: "benchmarks, which take some minutes",
    hint: "the failing measurement is named above; it is in tests/bench",
    run: |project| {
        let portal = Portal::start_fast(project)?;
        let mut node = portal.node(project);
        node.arg("tests/bench/run.mjs").arg(folder(project)).arg("docs/benchmarks.md");
        run(node.env("B24_CHROMIUM", chromium()?))
    },
};

/// Constant load against a faulty portal, for a fixed number of rounds.
pub const SHORT_SOAK: Step = Step {
    what: "a short soak test of the packed package",
    hint: "what grew, got lost or is unexplained is named above; tests/soak has the parts",
    run: |project| soak(project, "B24_SOAK_ROUNDS", "60"),
};

/// The soak test with one of its limits.
pub fn soak(project: &Project, limit: &str, value: &str) -> Result<()> {
    let portal = Portal::start(project)?;
    let mut node = portal.node(project);
    node.arg("tests/soak/soak.mjs").env(limit, value).env("B24_TARBALL", tarball(project));
    run(node.env("B24_CHROMIUM", chromium()?))
}

/// The folder of the built examples.
pub const EXAMPLES_FOLDER: &str = "target/examples";

/// Installs the packed package in copies of the applications of `examples`, and builds them.
pub const EXAMPLES: Step = Step {
    what: "examples",
    hint: "see the message above; xtask/js/examples.mjs builds copies of examples/ in target/examples",
    run: |project| {
        let mut build = script(project, "examples.mjs");
        run(build.arg(tarball(project)).arg(project.path(EXAMPLES_FOLDER)))
    },
};
