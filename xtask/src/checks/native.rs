//! The tests that run on this machine as they are.

use crate::run::run;
use crate::say::Step;

const HINT: &str = "the failing test is named above; `cargo test -p <crate> <test>` runs it alone";

/// The library, whose core is tested natively, the portal's rules, and this program.
pub const WORKSPACE: Step = Step {
    what: "native tests",
    hint: HINT,
    run: |project| {
        run(project.cargo().args(["test", "--workspace", "--exclude", "xtask-tools", "--locked"]))
    },
};

/// The portal's HTTP face.
pub const PORTAL: Step = Step {
    what: "tests of the fake portal over HTTP",
    hint: HINT,
    run: |project| {
        run(project.cargo().args([
            "test",
            "--package",
            "b24-fake-portal",
            "--features",
            "http",
            "--locked",
        ]))
    },
};
