//! libFuzzer with the targets of the crate `b24-fuzz`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::files::{copy_tree, empty_folder, entries, has_extension};
use crate::project::Project;
use crate::run::{find, output, run as execute};
use crate::step::{Step, headline, note};

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
/// The HTTP status before the body of a response: see `status` in the targets.
const SUCCESS: &[u8] = b"2";

/// A short run for CI.
pub const STEP: Step = Step {
    what: "a short run of the fuzzer",
    hint: "the input that failed is in target/fuzz; `cargo xtask fuzz <target>` finds more",
    run: |project| run(project, 20_000, None),
};

/// Runs this number of inputs on each target, or on one. New inputs are saved in `target/fuzz`.
pub fn run(project: &Project, runs: u64, only: Option<&String>) -> Result<()> {
    let targets = targets(project)?;
    let selected: Vec<_> =
        targets.iter().filter(|name| only.is_none_or(|only| only == *name)).collect();
    if selected.is_empty() {
        bail!("the targets are {}", targets.join(", "));
    }
    let program = build(project)?;
    let output = project.path("target/fuzz");
    for name in selected {
        headline(&format!("fuzzing {name}: {runs} runs"));
        let corpus = output.join("corpus").join(name);
        fs::create_dir_all(&corpus)?;
        let mut fuzzer = Command::new(&program);
        fuzzer.env("B24_FUZZ_TARGET", name).args(LIMITS).arg(format!("-runs={runs}"));
        fuzzer.arg(format!("-dict={}", project.path("fuzz/protocol.dict").display()));
        fuzzer.arg(format!("-artifact_prefix={}-", output.join(name).display()));
        fuzzer.args(["-verbosity=0", "-print_final_stats=1"]).arg(&corpus);
        fuzzer.arg(project.path("fuzz/corpus").join(name)).arg(seeds(project, name)?);
        execute(&mut fuzzer).with_context(|| {
            format!(
                "{name}: the input is in target/fuzz; after the fix, add it to fuzz/corpus/{name}"
            )
        })?;
    }
    Ok(())
}

/// Merges new inputs into the corpus of the repository: those that cover more than the fixtures.
pub fn merge(project: &Project) -> Result<()> {
    let program = build(project)?;
    for name in targets(project)? {
        let corpus = project.path("fuzz/corpus").join(&name);
        let folder = |part: &str| project.path("target/fuzz").join(part).join(&name);
        let (short, merged, seeds) = (folder("short"), folder("merged"), seeds(project, &name)?);
        empty_folder(&short)?;
        for input in [entries(&corpus)?, entries(&folder("corpus"))?].concat() {
            if len(&input) <= MAX_CORPUS_BYTES {
                fs::copy(&input, short.join(input.file_name().unwrap_or_default()))?;
            }
        }
        empty_folder(&merged)?;
        copy_tree(&seeds, &merged, &[])?;
        let mut fuzzer = Command::new(&program);
        fuzzer.env("B24_FUZZ_TARGET", &name).args(MERGE).arg(&merged).arg(&short);
        execute(&mut fuzzer)?;
        let mut inputs = entries(&merged)?;
        inputs.retain(|path| !seeds.join(path.file_name().unwrap_or_default()).exists());
        inputs.sort_by_key(|path| len(path));
        empty_folder(&corpus)?;
        for input in inputs.iter().take(MAX_CORPUS_FILES) {
            fs::copy(input, corpus.join(input.file_name().unwrap_or_default()))?;
        }
    }
    Ok(())
}

fn len(path: &Path) -> u64 {
    fs::metadata(path).map_or(u64::MAX, |file| file.len())
}

/// The targets: each has a folder in the corpus.
fn targets(project: &Project) -> Result<Vec<String>> {
    let folders = entries(&project.path("fuzz/corpus"))?;
    Ok(folders.iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect())
}

fn build(project: &Project) -> Result<PathBuf> {
    if find("c++").is_none() {
        apt::ensure(&["g++"], project.install)?;
    }
    note("compiling the targets with coverage");
    let version = output(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.context("rustc names no host")?;
    let folder = project.path("target/fuzz/build");
    let mut cargo = project.cargo();
    cargo.args(["build", "--package", "b24-fuzz", "--features", "libfuzzer", "--profile", "fuzz"]);
    // With an explicit target, build scripts and macros are compiled without coverage.
    cargo.args(["--locked", "--target", host, "--target-dir"]).arg(&folder);
    execute(cargo.env("RUSTFLAGS", COVERAGE))?;
    Ok(folder.join(host).join("fuzz").join(format!("b24-fuzz{}", env::consts::EXE_SUFFIX)))
}

/// A folder with the target's fixtures as inputs.
fn seeds(project: &Project, target: &str) -> Result<PathBuf> {
    let folder = project.path("target/fuzz/seeds").join(target);
    empty_folder(&folder)?;
    for path in entries(&project.path("tests/fixtures"))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let starts_with = |kinds: &[&str]| kinds.iter().any(|kind| name.starts_with(kind));
        let fits = match target {
            "batched_lookup" => starts_with(&["batch-"]),
            "user_lookup" => !starts_with(&["batch-"]),
            "raw_calls" => true,
            "chat_users" => starts_with(&["batch-", "chat-", "list-"]),
            "id_pages" => starts_with(&["batch-", "user-get-"]),
            _ => false,
        };
        if fits && has_extension(&path, &["json"]) {
            fs::write(folder.join(&name), [SUCCESS, &fs::read(&path)?].concat())?;
        }
    }
    Ok(folder)
}
