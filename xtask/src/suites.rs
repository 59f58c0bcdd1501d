//! The test suites: natively, as WebAssembly, and against the fake portal.

use anyhow::{Result, ensure};
use xshell::cmd;

use crate::browsers;
use crate::npm::script;
use crate::portal::{self, Portal};
use crate::project::Project;
use crate::step::{Step, step};
use crate::toolchain;

pub const NATIVE: Step = step("native tests, and tests of the tools", NATIVE_HINT, native);
pub const WASM: Step = step("wasm tests in Node and Chromium", WASM_HINT, wasm);

/// All tests of the package.
#[rustfmt::skip] // One step is one row.
pub const PACKAGE: [Step; 10] = [
    DECLARATIONS,
    step("TypeScript that uses the package", "the compiler's paths are in a copy, \
        target/types-app/types; the files to edit are in tests/types",
        |project| Ok(script(project, "types target/npm/b24-users.tgz").run()?)),
    DOCS,
    portal::STEP,
    step("facts about portals, compared with the fake portal", "a fact that differs is named above; \
        it is in tests/live/facts and in docs/spec.toml", |project| suite(project, "tests/live")),
    step("tests of the packed package", "the failing test is in tests/package", package),
    EXAMPLES,
    step("tests in Vue, in React and of the element", "the failing test is in tests/frameworks",
        |project| suite(project, "tests/frameworks")),
    step("the packed package in the commonest environments", MATRIX_HINT,
        |project| matrix(project, "fast", false)),
    PAGE,
];

pub const DECLARATIONS: Step = step(
    "declarations against the golden file",
    "if the change is intended, `cargo xtask types --bless` renews the golden file",
    |project| Ok(script(project, "golden declarations").run()?),
);

pub const PAGE: Step = step("the demo page in Chromium", PAGE_HINT, |project| {
    demo(project, &["tests/demo/check.mjs"], "B24_FIREFOX", "demo")
});

/// All environments. Chromium has the demo page and the persistent cache in `PACKAGE`.
#[rustfmt::skip] // One step is one row.
pub const ENVIRONMENTS: [Step; 5] = [
    browsers::OTHERS,
    step("the demo page in Firefox", PAGE_HINT,
        |project| demo(project, &["tests/demo/check.mjs"], "B24_CHROMIUM", "demo-firefox")),
    step("the persistent cache in Firefox", "the failing test is in tests/package/persist.test.mjs",
        persist_in_firefox),
    step("the demo page in WebKit", PAGE_HINT, |project| demo(project,
        &[&NODE_TEST[..], &["tests/demo/webkit.mjs"]].concat(), "B24_CHROMIUM", "demo-webkit")),
    step("the packed package in all environments", MATRIX_HINT,
        |project| matrix(project, "all", false)),
];

pub const EXAMPLES: Step = step(
    "examples",
    "see the message above; xtask/js/examples.mjs builds copies of examples/ in target/examples",
    |project| Ok(script(project, "examples target/npm/b24-users.tgz target/examples").run()?),
);

pub const DOCS: Step = step(
    "documentation site",
    "see the message above; the site's options are in docs/site",
    |project| docs(project, "build"),
);

pub const BENCH: Step = step(
    "benchmarks, which take some minutes",
    "the failing measurement is named above; it is in tests/bench",
    |project| {
        // Optimized, its time does not distort measurements.
        let portal = Portal::start(project, "release-native")?;
        let node = portal.node(project).arg("tests/bench/run.mjs");
        Ok(node.arg(project.path("target/npm/package")).arg("docs/benchmarks.md").run()?)
    },
);

pub const SHORT_SOAK: Step = step(
    "a short soak test of the packed package",
    "what grew, got lost or is unexplained is named above; tests/soak has the parts",
    |project| soak(project, "B24_SOAK_ROUNDS", 60),
);

const NATIVE_HINT: &str =
    "the failing test is named above; `cargo test -p <crate> <test>` runs it alone";
const WASM_HINT: &str = "`cargo xtask wasm test --test wasm_node -- <test>` runs one test alone";
const MATRIX_HINT: &str = "the failing environment is named above; `cargo xtask matrix <name>` runs \
    it alone, in target/matrix. tests/matrix/environments.json declares them";
const PAGE_HINT: &str =
    "what the page should show is in tests/demo; target/demo*.png is what it showed";
/// One file after another: they order faults of one portal, and count its requests.
const NODE_TEST: [&str; 3] = ["--test", "--test-concurrency=1", "--test-reporter=spec"];
/// The tests that run once more with the entry of plain JavaScript: those of what calls do, and not
/// of how the package is loaded.
#[rustfmt::skip]
const NO_WASM: [&str; 8] = ["calls", "chats-and-lists", "current-user", "errors", "frame-auth",
    "get-users", "options", "secrets"];

/// The core of the library, the fake portal and its HTTP server, and the tools.
fn native(project: &Project) -> Result<()> {
    project.cargo("test --workspace --exclude xtask-tools --locked").run()?;
    project.cargo("test --package b24-fake-portal --features http --locked").run()?;
    let files = test_files(project, "xtask/js")?;
    Ok(project.sh.cmd("node").args(NODE_TEST).args(files).run()?)
}

/// In Node, and in headless Chromium, started as `webdriver.json` says.
fn wasm(project: &Project) -> Result<()> {
    let cargo = toolchain::cargo(project, "test")?.args(["--package", "b24-users", "--locked"]);
    Ok(cargo.args(["--test", "wasm_node", "--test", "wasm_browser"]).run()?)
}

fn package(project: &Project) -> Result<()> {
    let portal = Portal::start(project, "dev")?;
    let all = test_files(project, "tests/package")?;
    let no_wasm = NO_WASM.map(|name| format!("tests/package/{name}.test.mjs")).to_vec();
    // Of the https proxy in front of the portal.
    let certificate = project.path("tests/package/support/https/certificate.pem");
    for (entry, files) in [("", all), ("b24-users/js", no_wasm)] {
        // Firefox may be missing here. A step of `ENVIRONMENTS` follows its installation.
        let node = portal.node(project).env_remove("B24_FIREFOX");
        let node = node.env("NODE_EXTRA_CA_CERTS", &certificate);
        node.env("B24_ENTRY", entry).args(NODE_TEST).args(files).run()?;
    }
    Ok(())
}

fn persist_in_firefox(project: &Project) -> Result<()> {
    let portal = Portal::start(project, "dev")?;
    let node = portal.node(project).env_remove("B24_CHROMIUM").args(NODE_TEST);
    Ok(node.arg("tests/package/persist.test.mjs").run()?)
}

/// Runs a script of docs/site, whose npm tools build, check and serve the site.
pub fn docs(project: &Project, name: &str) -> Result<()> {
    Ok(cmd!(project.sh, "npm run {name} --workspace docs/site").run()?)
}

/// Runs the tests of a folder that need nothing else.
fn suite(project: &Project, folder: &str) -> Result<()> {
    let files = test_files(project, folder)?;
    Ok(Portal::start(project, "dev")?.node(project).args(NODE_TEST).args(files).run()?)
}

/// The test files in a folder. Without files Node would look for some elsewhere.
fn test_files(project: &Project, folder: &str) -> Result<Vec<String>> {
    let files = project.sh.read_dir(folder)?.into_iter().map(|path| path.display().to_string());
    let files: Vec<_> = files.filter(|file| file.ends_with(".test.mjs")).collect();
    ensure!(!files.is_empty(), "there are no tests in {folder}");
    Ok(files)
}

/// Runs the environments with these names, "fast" or "all"; with `bless`, writes the page about all
/// of them.
pub fn matrix(project: &Project, names: &str, bless: bool) -> Result<()> {
    let portal = Portal::start(project, "dev")?;
    // Without NODE_TEST: two environments at a time.
    let node = portal.node(project).args(["--test", "--test-reporter=spec"]);
    let node = node.arg("tests/matrix/matrix.test.mjs");
    Ok(node.env("B24_MATRIX", names).envs(bless.then_some(("BLESS", "1"))).run()?)
}

/// Runs a script with the demo page, but without one of the browsers.
fn demo(project: &Project, script: &[&str], without: &str, screenshot: &str) -> Result<()> {
    let portal = Portal::start(project, "dev")?;
    let screenshot = project.path(&format!("target/{screenshot}.png"));
    let node = portal.node(project).args(script).env_remove(without);
    let node = node.env("B24_DEMO_URL", format!("{}/", portal.pages));
    Ok(node.env("B24_SCREENSHOT", screenshot).run()?)
}

/// The soak test with one of its limits.
pub fn soak(project: &Project, limit: &str, value: u32) -> Result<()> {
    let portal = Portal::start(project, "dev")?;
    Ok(portal.node(project).arg("tests/soak/soak.mjs").env(limit, value.to_string()).run()?)
}
