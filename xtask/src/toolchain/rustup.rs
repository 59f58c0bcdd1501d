//! The usual way: the active toolchain, and rustup to complete it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::TARGET;
use super::sysroot::has_std;
use crate::run::{find, run_within};
use crate::say::note;

/// Behind some proxies rustup neither downloads nor gives up.
const LIMIT: Duration = Duration::from_mins(1);
/// Where a toolchain has the sources of the standard library.
const SOURCES: &str = "lib/rustlib/src/rust/library/Cargo.lock";

/// What rustup is asked for: the target, and the sources of the standard library, which the
/// published modules are compiled with.
const WANTED: [[&str; 3]; 2] = [["target", "add", TARGET], ["component", "add", "rust-src"]];

/// Whether the compiler that builds this program can build all that is built for wasm32 as it is.
pub fn active_is_complete() -> bool {
    let has_target = printed("target-libdir").is_some_and(|folder| has_std(&folder));
    has_target && printed("sysroot").is_some_and(|sysroot| sysroot.join(SOURCES).exists())
}

/// A path that the active compiler prints. It is asked through PATH, where rustup's proxy obeys the
/// same choice of toolchain as cargo.
fn printed(what: &str) -> Option<PathBuf> {
    let mut question = Command::new("rustc");
    question.args(["--print", what, "--target", TARGET]).stderr(Stdio::null());
    let answer = question.output().ok().filter(|answer| answer.status.success())?;
    Some(PathBuf::from(String::from_utf8(answer.stdout).ok()?.trim()))
}

/// Has rustup complete the active toolchain, and tells whether that worked.
pub fn complete() -> bool {
    find("rustup").is_some_and(|rustup| complete_within(LIMIT, &rustup))
}

fn complete_within(limit: Duration, rustup: &Path) -> bool {
    WANTED.iter().all(|arguments| {
        let asked = arguments.join(" ");
        note(&format!("rustup {asked} (for at most {} s)", limit.as_secs()));
        match run_within(limit, Command::new(rustup).args(arguments)) {
            Ok(()) => true,
            Err(error) => {
                note(&format!("rustup could not {asked}: {error:#}"));
                false
            }
        }
    })
}

#[cfg(all(test, unix))]
mod tests {
    use std::env::temp_dir;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::process::id;

    use super::*;

    /// What `complete` makes of a rustup that is this script.
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
