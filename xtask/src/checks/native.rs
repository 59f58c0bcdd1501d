//! The native tests.

use crate::run::run;
use crate::step::Step;

const HINT: &str = "the failing test is named above; `cargo test -p <crate> <test>` runs it alone";

/// The core of the library, the rules of the fake portal, and this program.
pub const WORKSPACE: Step = Step {
    what: "native tests",
    hint: HINT,
    run: |project| {
        run(project.cargo().args(["test", "--workspace", "--exclude", "xtask-tools", "--locked"]))
    },
};

/// The fake portal's HTTP server.
pub const PORTAL: Step = Step {
    what: "tests of the fake portal over HTTP",
    hint: HINT,
    run: |project| {
        let portal = ["test", "--package", "b24-fake-portal", "--features", "http", "--locked"];
        run(project.cargo().args(portal))
    },
};
