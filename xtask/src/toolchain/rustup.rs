//! The active toolchain, which rustup completes.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::TARGET;
use crate::files::entries;
use crate::run::{find, run_within};
use crate::step::note;

/// Behind some proxies rustup neither downloads nor fails.
const LIMIT: Duration = Duration::from_mins(1);
/// The sources of the standard library in a toolchain.
const SOURCES: &str = "lib/rustlib/src/rust/library/Cargo.lock";
/// The target, and the sources of the standard library, with which the published modules are built.
const COMPONENTS: [[&str; 3]; 2] = [["target", "add", TARGET], ["component", "add", "rust-src"]];

/// Whether the active compiler can build for wasm32, with the standard library from its sources.
pub fn active_is_complete() -> bool {
    let is_std = |path: &PathBuf| path.to_string_lossy().contains("/libstd-");
    let libraries = printed("target-libdir").and_then(|folder| entries(&folder).ok());
    libraries.is_some_and(|libraries| libraries.iter().any(is_std))
        && printed("sysroot").is_some_and(|sysroot| sysroot.join(SOURCES).exists())
}

/// A path that the active compiler prints. rustup's proxy on PATH selects the same toolchain as for
/// cargo.
fn printed(what: &str) -> Option<PathBuf> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", what, "--target", TARGET]).stderr(Stdio::null());
    let answer = rustc.output().ok().filter(|answer| answer.status.success())?;
    Some(PathBuf::from(String::from_utf8(answer.stdout).ok()?.trim()))
}

/// Completes the active toolchain with rustup; whether that worked.
pub fn complete() -> bool {
    find("rustup").is_some_and(|rustup| complete_within(LIMIT, &rustup))
}

fn complete_within(limit: Duration, rustup: &Path) -> bool {
    COMPONENTS.iter().all(|arguments| {
        note(&format!("rustup {} (for at most {} s)", arguments.join(" "), limit.as_secs()));
        let result = run_within(limit, Command::new(rustup).args(arguments));
        result.inspect_err(|error| note(&format!("{error:#}"))).is_ok()
    })
}

#[cfg(all(test, unix))]
mod tests {
    use std::env::temp_dir;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::process::id;

    use super::*;

    /// The result of `complete` with this script as rustup.
    fn with_stand_in(name: &str, script: &str, limit: Duration) -> (bool, String) {
        let folder = temp_dir().join(format!("xtask-rustup-{name}-{}", id()));
        fs::create_dir_all(&folder).unwrap();
        let rustup = folder.join("rustup");
        let launcher =
            format!("#!/bin/sh\necho \"$@\" >> '{}/arguments'\n{script}\n", folder.display());
        // Written by a process of its own: a file that this one, or a child forked meanwhile, holds
        // open cannot be run.
        let mut writer = Command::new("sh");
        writer.args(["-c", "printf %s \"$1\" > \"$2\"", "sh", &launcher]).arg(&rustup);
        assert!(writer.status().unwrap().success());
        fs::set_permissions(&rustup, fs::Permissions::from_mode(0o755)).unwrap();
        let added = complete_within(limit, &rustup);
        let arguments = fs::read_to_string(folder.join("arguments")).unwrap_or_default();
        fs::remove_dir_all(&folder).unwrap();
        (added, arguments)
    }

    #[test]
    fn the_target_and_the_sources_are_added() {
        let (added, arguments) = with_stand_in("succeeds", "exit 0", LIMIT);
        assert!(added);
        assert_eq!(arguments, "target add wasm32-unknown-unknown\ncomponent add rust-src\n");
    }

    #[test]
    fn a_failure_is_no_error() {
        assert!(!with_stand_in("fails", "echo 'could not download' >&2; exit 1", LIMIT).0);
        assert!(!with_stand_in("has-no-sources", "[ \"$1\" = target ]", LIMIT).0);
    }

    #[test]
    fn a_hanging_rustup_is_stopped() {
        assert!(!with_stand_in("hangs", "exec sleep 600", Duration::from_millis(100)).0);
    }
}
