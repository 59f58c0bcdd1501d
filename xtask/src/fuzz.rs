//! libFuzzer around the targets of the crate `b24-fuzz`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::files::{copy_tree, empty_folder, entries};
use crate::project::Project;
use crate::run::{find, output, run};
use crate::say::{headline, note};

/// What the compiler adds for libFuzzer: which branches were taken, and what was compared with
/// what. All of it is stable Rust.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// No input is longer, takes longer, in seconds, or more memory, in MB.
const BOUNDS: [&str; 3] = ["-max_len=4096", "-timeout=10", "-rss_limit_mb=2048"];

/// What is kept is short and not much, so that all of it is tried in a moment and can be read.
const KEPT_BYTES: u64 = 96;
const KEPT: usize = 80;

/// As few inputs as take the same branches, however often they take them.
const MERGE: [&str; 3] = ["-set_cover_merge=1", "-use_counters=0", "-verbosity=0"];

/// The status of a success, before the body of an answer: see `status` in the targets.
const SUCCESS: &[u8] = b"2";

/// Tries so many inputs on each target, or on the one of that name; what was new to it stays in
/// `target/fuzz`.
pub fn fuzz(project: &Project, runs: u64, only: Option<&str>) -> Result<()> {
    let targets = targets(project)?;
    let chosen: Vec<_> =
        targets.iter().filter(|name| only.is_none_or(|only| only == *name)).collect();
    if chosen.is_empty() {
        bail!("the targets are {}", targets.join(", "));
    }
    let program = build(project)?;
    for name in chosen {
        headline(&format!("fuzzing {name}: {runs} runs"));
        let seeds = seeds(project, name)?;
        let found = project.path("target/fuzz/corpus").join(name);
        fs::create_dir_all(&found)?;
        let mut fuzzer = Command::new(&program);
        fuzzer.env("B24_FUZZ_TARGET", name).args(BOUNDS);
        fuzzer.arg(format!("-runs={runs}"));
        fuzzer.arg(format!("-dict={}", project.path("fuzz/protocol.dict").display()));
        fuzzer
            .arg(format!("-artifact_prefix={}-", project.path("target/fuzz").join(name).display()));
        fuzzer.args(["-verbosity=0", "-print_final_stats=1"]);
        fuzzer.arg(&found).arg(project.path("fuzz/corpus").join(name)).arg(&seeds);
        run(&mut fuzzer).with_context(|| {
            format!(
                "{name}: the input is in target/fuzz; once mended, put it into fuzz/corpus/{name}"
            )
        })?;
    }
    Ok(())
}

/// The targets: each has a corpus.
fn targets(project: &Project) -> Result<Vec<String>> {
    let names = entries(&project.path("fuzz/corpus"))?;
    Ok(names.iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect())
}

fn build(project: &Project) -> Result<PathBuf> {
    if find("c++").is_none() {
        apt::ensure(&["g++"], project.install)?;
    }
    note("compiling the targets with coverage");
    let host = host()?;
    let folder = project.path("target/fuzz/build");
    let mut cargo = project.cargo();
    // With a target of its own, what runs while compiling is compiled without coverage.
    cargo.args([
        "build",
        "--package",
        "b24-fuzz",
        "--features",
        "libfuzzer",
        "--profile",
        "fuzz",
        "--locked",
    ]);
    run(cargo
        .args(["--target", &host])
        .arg("--target-dir")
        .arg(&folder)
        .env("RUSTFLAGS", COVERAGE))?;
    Ok(folder.join(host).join("fuzz").join(format!("b24-fuzz{}", env::consts::EXE_SUFFIX)))
}

fn host() -> Result<String> {
    let version = output(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not say what it is for")?.to_owned())
}

/// The answers among the fixtures, as inputs.
fn seeds(project: &Project, target: &str) -> Result<PathBuf> {
    let folder = project.path("target/fuzz/seeds").join(target);
    empty_folder(&folder)?;
    for path in entries(&project.path("tests/fixtures"))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let fits = match target {
            "batched_lookup" => name.starts_with("batch-"),
            "user_lookup" => !name.starts_with("batch-"),
            "raw_calls" => true,
            "chat_users" => ["batch-", "chat-", "list-"].iter().any(|kind| name.starts_with(kind)),
            "id_pages" => name.starts_with("batch-") || name.starts_with("user-get-"),
            _ => false,
        };
        if fits && has_ending(&path, "json") {
            fs::write(folder.join(name), [SUCCESS, &fs::read(&path)?].concat())?;
        }
    }
    Ok(folder)
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

/// Takes what was found into the corpus that is kept: inputs that cover what those of the fixtures
/// do not.
pub fn keep(project: &Project) -> Result<()> {
    let program = build(project)?;
    for name in targets(project)? {
        let kept = project.path("fuzz/corpus").join(&name);
        let folder = |part: &str| project.path("target/fuzz").join(part).join(&name);
        let (short, merged) = (folder("short"), folder("merged"));
        empty_folder(&short)?;
        for found in [&kept, &folder("corpus")] {
            for path in entries(found)? {
                if fs::metadata(&path)?.len() <= KEPT_BYTES {
                    fs::copy(&path, short.join(path.file_name().unwrap_or_default()))?;
                }
            }
        }
        let seeds = seeds(project, &name)?;
        empty_folder(&merged)?;
        copy_tree(&seeds, &merged, &[])?;
        let mut fuzzer = Command::new(&program);
        fuzzer.env("B24_FUZZ_TARGET", &name).args(MERGE).arg(&merged).arg(&short);
        run(&mut fuzzer)?;
        for seed in entries(&seeds)? {
            fs::remove_file(merged.join(seed.file_name().unwrap_or_default()))?;
        }
        empty_folder(&kept)?;
        for path in shortest(&merged)? {
            fs::copy(&path, kept.join(path.file_name().unwrap_or_default()))?;
        }
    }
    Ok(())
}

fn shortest(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = entries(folder)?;
    paths.sort_by_key(|path| fs::metadata(path).map_or(u64::MAX, |file| file.len()));
    paths.truncate(KEPT);
    Ok(paths)
}
