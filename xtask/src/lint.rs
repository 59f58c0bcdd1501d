//! The steps of `cargo xtask lint`: what can be checked without running the project.

use anyhow::{Result, ensure};
use xshell::cmd;

use crate::npm::{self, script};
use crate::package::TYPESCRIPT;
use crate::project::Project;
use crate::step::{Step, step};
use crate::toolchain;

#[rustfmt::skip] // One step is one row.
pub const STEPS: [Step; 12] = [
    step("format of Rust and width of comments", "`cargo fmt --all` formats; comments have at most \
        100 columns", format),
    step("clippy", WARNING, clippy),
    npm::STEP,
    step("Biome", "`npx biome check --write` formats and corrects; its settings are in biome.jsonc",
        |project| Ok(cmd!(project.sh, "npx biome check --error-on-warnings").run()?)),
    step("types generated from Rust", "`cargo xtask types --bless` renews them",
        |project| Ok(script(project, "golden types").run()?)),
    TYPESCRIPT,
    step("types in JavaScript", "see the message above; the options are in \
        tsconfig.javascript.json and tsconfig.demo.json", javascript),
    toolchain::STEP,
    step("clippy for wasm32", WARNING, clippy_for_wasm),
    step("documentation", "see the warning above", documentation),
    step("dependencies and lock files", "dependencies need a comment in Cargo.toml or a row in \
        CONTRIBUTING.md, and lock files the addresses of the default registries",
        |project| Ok(script(project, "dependencies").run()?)),
    step("tests of the spec's facts", "a test names the facts that it checks, `// spec: ids.list`; \
        `cargo xtask spec --bless` writes the page when all facts have tests",
        |project| Ok(script(project, "spec").run()?)),
];

const WARNING: &str = "each warning above says what to write instead, and links to why";
const DENY: [&str; 3] = ["--locked", "--", "-Dwarnings"];

/// rustfmt, and the width of comments, which Biome and the stable rustfmt do not check.
fn format(project: &Project) -> Result<()> {
    project.cargo("fmt --all --check").run()?;
    // Addresses cannot be broken. git fails with 1 if it finds nothing.
    let wide = "(*UTF)^(?=.{101}) *(//|/?\\*)(?!.*https://)";
    let files = ["*.rs", "*.ts", "*.tsx", "*.js", "*.mjs", ":!*/generated/*", ":!tests/golden"];
    let options = ["--untracked", "--line-number", "--perl-regexp", wide, "--"];
    let search = project.sh.cmd("git").arg("grep").args(options).args(files);
    let output = search.ignore_status().output()?;
    let text = [output.stdout, output.stderr].concat();
    ensure!(output.status.code() == Some(1), "{}", String::from_utf8_lossy(&text));
    Ok(())
}

/// Clippy for this machine. The fuzz targets are checked without libFuzzer, which needs a C++
/// compiler. `xtask-tools` would have the whole of wasm-bindgen's program checked.
fn clippy(project: &Project) -> Result<()> {
    let workspace = "clippy --workspace --exclude=xtask-tools --exclude=b24-fuzz --all-targets";
    project.cargo(workspace).arg("--all-features").args(DENY).run()?;
    Ok(project.cargo("clippy --package b24-fuzz --all-targets").args(DENY).run()?)
}

/// The type check of all JavaScript, with the declarations that `TYPESCRIPT` writes.
fn javascript(project: &Project) -> Result<()> {
    ["tsconfig.javascript.json", "tsconfig.demo.json"].iter().try_for_each(|options| {
        let sh = &project.sh;
        Ok(cmd!(sh, "node node_modules/typescript/bin/tsc --project {options}").run()?)
    })
}

/// Clippy for wasm32, which sees the bindings.
fn clippy_for_wasm(project: &Project) -> Result<()> {
    let packages = ["--package=b24-users", "--package=b24-wasm-text", "--all-targets"];
    Ok(toolchain::cargo(project, "clippy")?.args(packages).args(DENY).run()?)
}

/// rustdoc, for broken links.
fn documentation(project: &Project) -> Result<()> {
    let doc = "doc --workspace --exclude=xtask-tools --exclude=b24-fuzz --no-deps --all-features";
    Ok(project.cargo(doc).arg("--locked").env("RUSTDOCFLAGS", "-Dwarnings").run()?)
}
