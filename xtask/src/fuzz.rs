//! libFuzzer with the targets of the crate `b24-fuzz`.

use std::env;
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
/// The limits of the corpus in the repository, which a person can read and tests run at once.
const MAX_CORPUS_BYTES: u64 = 96;
const MAX_CORPUS_FILES: usize = 80;
/// Options for the smallest set of inputs with the same branches, however often they are taken.
const MERGE: [&str; 3] = ["-set_cover_merge=1", "-use_counters=0", "-verbosity=0"];
/// The HTTP status before the body of a response: see `status` in the targets.
const SUCCESS: &[u8] = b"2";

/// A short run for CI.
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
    let program = build(project)?;
    for name in targets {
        headline(&format!("fuzzing {name}: {runs} runs"));
        let corpus = project.sh.create_dir(format!("target/fuzz/corpus/{name}"))?;
        let output = format!("-artifact_prefix=target/fuzz/{name}-");
        let options = ["-dict=fuzz/protocol.dict", "-verbosity=0", "-print_final_stats=1", &output];
        let fuzzer = fuzzer(project, &program, &name).args(LIMITS).args(options);
        let fuzzer = fuzzer.arg(format!("-runs={runs}")).arg(corpus);
        let fuzzer = fuzzer.arg(format!("fuzz/corpus/{name}")).arg(seeds(project, &name)?);
        fuzzer.run().with_context(|| {
            format!("the input is in target/fuzz; after the fix, add it to fuzz/corpus/{name}")
        })?;
    }
    Ok(())
}

/// Merges new inputs into the corpus of the repository: those that cover more than the fixtures.
pub fn merge(project: &Project) -> Result<()> {
    let sh = &project.sh;
    let program = build(project)?;
    for name in targets(project)? {
        let corpus = format!("fuzz/corpus/{name}");
        let mut inputs = sh.read_dir(&corpus)?;
        inputs.extend(sh.read_dir(format!("target/fuzz/corpus/{name}"))?);
        inputs.retain(|input| len(input) <= MAX_CORPUS_BYTES);
        let short = folder_of(project, &format!("target/fuzz/short/{name}"), &inputs)?;
        let seeds = sh.read_dir(seeds(project, &name)?)?;
        let merged = folder_of(project, &format!("target/fuzz/merged/{name}"), &seeds)?;
        fuzzer(project, &program, &name).args(MERGE).args([&merged, &short]).run()?;
        let mut inputs = sh.read_dir(&merged)?;
        inputs.retain(|input| !seeds.iter().any(|seed| seed.file_name() == input.file_name()));
        inputs.sort_by_key(|path| len(path));
        inputs.truncate(MAX_CORPUS_FILES);
        folder_of(project, &corpus, &inputs)?;
    }
    Ok(())
}

fn fuzzer<'a>(project: &'a Project, program: &Path, target: &str) -> Cmd<'a> {
    project.sh.cmd(program).env("B24_FUZZ_TARGET", target)
}

/// A folder with copies of these files and nothing else.
fn folder_of(project: &Project, path: &str, files: &[PathBuf]) -> Result<PathBuf> {
    project.sh.remove_path(path)?;
    let folder = project.sh.create_dir(path)?;
    files.iter().try_for_each(|file| project.sh.copy_file(file, &folder))?;
    Ok(folder)
}

fn len(path: &Path) -> u64 {
    fs::metadata(path).map_or(u64::MAX, |file| file.len())
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
    let sh = &project.sh;
    let host = cmd!(sh, "rustc --print host-tuple").read()?;
    let build = "build --package b24-fuzz --features libfuzzer --profile fuzz --locked";
    // With an explicit target, build scripts and macros are compiled without coverage.
    let cargo = project.cargo(build).args(["--target-dir", "target/fuzz/build", "--target", &host]);
    cargo.env("RUSTFLAGS", COVERAGE).run()?;
    let program = format!("target/fuzz/build/{host}/fuzz/b24-fuzz{}", env::consts::EXE_SUFFIX);
    Ok(project.path(&program))
}

/// A folder with the target's fixtures as inputs.
fn seeds(project: &Project, target: &str) -> Result<PathBuf> {
    let kinds: &[&str] = match target {
        "batched_lookup" => &["batch-"],
        "chat_users" => &["batch-", "chat-", "list-"],
        "id_pages" => &["batch-", "user-get-"],
        "raw_calls" => &[""],
        "user_lookup" => &["chat-", "error-", "list-", "non-", "status-", "user-"],
        _ => &[],
    };
    let folder = folder_of(project, &format!("target/fuzz/seeds/{target}"), &[])?;
    for path in project.sh.read_dir("tests/fixtures")? {
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        if is_json && kinds.iter().any(|kind| name.starts_with(kind)) {
            fs::write(folder.join(name), [SUCCESS, &fs::read(&path)?].concat())?;
        }
    }
    Ok(folder)
}
