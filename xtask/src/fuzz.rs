//! libFuzzer with the targets of the crate `b24-fuzz`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Cmd, cmd};

use crate::apt;
use crate::project::{Project, find};
use crate::step::{Step, headline, step};

/// The compiler passes for libFuzzer, which count branches and record comparisons. All are stable.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";
/// The limits of an input: bytes, seconds and MB of memory.
const LIMITS: [&str; 3] = ["-max_len=4096", "-timeout=10", "-rss_limit_mb=2048"];
/// Options that add the fewest inputs with new branches, however often these are taken, and short
/// enough for a person to read.
const MERGE: [&str; 3] = ["-set_cover_merge=1", "-use_counters=0", "-max_len=96"];
/// The HTTP status before the body of a response: see `select_status` in the targets.
const SUCCESS: &[u8] = b"2";

pub const STEP: Step = step(
    "a short run of the fuzzer",
    "the input that failed is in target/fuzz; `cargo xtask fuzz <target>` finds more",
    |project| run(project, 20_000, None),
);

/// Runs this number of inputs on each target, or on one. New inputs are saved in `target/fuzz`.
pub fn run(project: &Project, runs: u64, only: Option<&String>) -> Result<()> {
    let mut targets = targets(project)?;
    let all = targets.join(", ");
    targets.retain(|target| only.is_none_or(|only| only == target));
    ensure!(!targets.is_empty(), "the targets are {all}");
    let (program, seeds) = (build(project)?, seeds(project)?);
    for name in targets {
        headline(&format!("fuzzing {name}: {runs} runs"));
        let output = format!("-artifact_prefix=target/fuzz/{name}-");
        let options = ["-dict=fuzz/protocol.dict", "-verbosity=0", "-print_final_stats=1", &output];
        let fuzzer = fuzzer(project, &program, &name).args(LIMITS).args(options);
        let fuzzer = fuzzer.arg(format!("-runs={runs}")).args(corpora(project, &name)?).arg(&seeds);
        fuzzer.run().with_context(|| {
            format!("the input is in target/fuzz; after the fix, add it to fuzz/corpus/{name}")
        })?;
    }
    Ok(())
}

/// Adds the inputs that earlier runs found to the corpus of the repository, if they cover more.
pub fn merge(project: &Project) -> Result<()> {
    let program = build(project)?;
    for name in targets(project)? {
        let [found, committed] = corpora(project, &name)?;
        fuzzer(project, &program, &name).args(MERGE).args([committed, found]).run()?;
    }
    Ok(())
}

fn fuzzer<'a>(project: &'a Project, program: &Path, target: &str) -> Cmd<'a> {
    project.sh.cmd(program).env("B24_FUZZ_TARGET", target)
}

/// The folders of inputs: those that runs on this machine have found, and those of the repository.
fn corpora(project: &Project, target: &str) -> Result<[PathBuf; 2]> {
    let found = project.sh.create_dir(format!("target/fuzz/corpus/{target}"))?;
    Ok([found, project.path(&format!("fuzz/corpus/{target}"))])
}

/// The targets: each has a folder in the corpus.
fn targets(project: &Project) -> Result<Vec<String>> {
    let folders = project.sh.read_dir("fuzz/corpus")?;
    Ok(folders.iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect())
}

fn build(project: &Project) -> Result<PathBuf> {
    if find("c++").is_none() {
        apt::ensure(project, &["g++"])?;
    }
    let host = cmd!(project.sh, "rustc --print host-tuple").read()?;
    let build = "build --package b24-fuzz --features libfuzzer --profile fuzz --locked";
    // With an explicit target, build scripts and macros are compiled without coverage.
    let cargo = project.cargo(build).args(["--target-dir", "target/fuzz/build", "--target", &host]);
    cargo.env("RUSTFLAGS", COVERAGE).run()?;
    Ok(project.path(&format!("target/fuzz/build/{host}/fuzz/b24-fuzz")))
}

/// A folder with the fixtures as responses.
fn seeds(project: &Project) -> Result<PathBuf> {
    project.sh.remove_path("target/fuzz/seeds")?;
    let folder = project.sh.create_dir("target/fuzz/seeds")?;
    for path in project.sh.read_dir("tests/fixtures")? {
        if path.extension() == Some(OsStr::new("json")) {
            let seed = folder.join(path.file_name().unwrap_or_default());
            fs::write(seed, [SUCCESS, &fs::read(&path)?].concat())?;
        }
    }
    Ok(folder)
}
