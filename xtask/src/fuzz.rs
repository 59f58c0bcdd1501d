//! libFuzzer with the targets of the crate `b24-fuzz`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Cmd, Shell, cmd};

use crate::apt;
use crate::project::{Project, find};
use crate::step::{Step, headline, step};

/// The compiler passes for libFuzzer, which count branches and record comparisons. All are stable.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";
/// The limits of an input: bytes, seconds and MB of memory.
const LIMITS: [&str; 3] = ["-max_len=4096", "-timeout=10", "-rss_limit_mb=2048"];
/// The limits of the corpus in the repository, which a person can read and tests run at once.
const MAX_CORPUS_BYTES: u64 = 96;
const MAX_CORPUS_FILES: usize = 80;
/// Options for the smallest set of inputs with the same branches, however often they are taken.
const MERGE: [&str; 3] = ["-set_cover_merge=1", "-use_counters=0", "-verbosity=0"];
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

/// Merges the inputs that earlier runs found into the corpus of the repository. Those remain that
/// cover more than the fixtures and the inputs that people have added.
pub fn merge(project: &Project) -> Result<()> {
    let sh = &project.sh;
    let program = build(project)?;
    for name in targets(project)? {
        let [found, committed] = corpora(project, &name)?;
        // libFuzzer names inputs by their hash, in 40 digits. People have added the others.
        let is_generated = |path: &PathBuf| path.file_name().is_some_and(|name| name.len() == 40);
        let (generated, added): (Vec<_>, Vec<_>) =
            sh.read_dir(&committed)?.into_iter().partition(is_generated);
        let mut inputs = [generated.clone(), sh.read_dir(found)?].concat();
        // The option `-max_len` would truncate them instead, and the fixtures too.
        inputs.retain(|input| len(input) <= MAX_CORPUS_BYTES);
        let short = folder_of(sh, "target/fuzz/short", &inputs)?;
        let merged = seeds(project)?;
        added.iter().try_for_each(|input| sh.copy_file(input, &merged))?;
        let initial = sh.read_dir(&merged)?;
        fuzzer(project, &program, &name).args(MERGE).args([&merged, &short]).run()?;
        let mut inputs = sh.read_dir(&merged)?;
        inputs.retain(|input| !initial.contains(input));
        inputs.sort_by_key(|input| len(input));
        inputs.truncate(MAX_CORPUS_FILES);
        generated.iter().try_for_each(|input| sh.remove_path(input))?;
        inputs.iter().try_for_each(|input| sh.copy_file(input, &committed))?;
    }
    Ok(())
}

/// A folder with copies of these files and nothing else.
fn folder_of(sh: &Shell, path: &str, files: &[PathBuf]) -> Result<PathBuf> {
    sh.remove_path(path)?;
    let folder = sh.create_dir(path)?;
    files.iter().try_for_each(|file| sh.copy_file(file, &folder))?;
    Ok(folder)
}

fn len(path: &Path) -> u64 {
    fs::metadata(path).map_or(u64::MAX, |file| file.len())
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
    let folder = folder_of(&project.sh, "target/fuzz/seeds", &[])?;
    for path in project.sh.read_dir("tests/fixtures")? {
        if path.extension() == Some(OsStr::new("json")) {
            let seed = folder.join(path.file_name().unwrap_or_default());
            fs::write(seed, [SUCCESS, &fs::read(&path)?].concat())?;
        }
    }
    Ok(folder)
}
