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

/// Whether the compiler that builds this program can build for wasm32 as it is.
pub fn active_has_target() -> bool {
    // Asked through PATH, where rustup's proxy obeys the same choice of toolchain as cargo.
    let mut question = Command::new("rustc");
    question.args(["--print", "target-libdir", "--target", TARGET]).stderr(Stdio::null());
    let answer = question.output().ok().filter(|answer| answer.status.success());
    answer
        .and_then(|answer| String::from_utf8(answer.stdout).ok())
        .is_some_and(|folder| has_std(&PathBuf::from(folder.trim())))
}

/// Has rustup add the target to the active toolchain, and tells whether that worked.
pub fn add_target() -> bool {
    find("rustup").is_some_and(|rustup| add_target_within(LIMIT, &rustup))
}

fn add_target_within(limit: Duration, rustup: &Path) -> bool {
    let mut command = Command::new(rustup);
    command.args(["target", "add", TARGET]);
    note(&format!("rustup target add {TARGET} (for at most {} s)", limit.as_secs()));
    match run_within(limit, &mut command) {
        Ok(()) => true,
        Err(error) => {
            note(&format!("rustup could not add the target: {error:#}"));
            false
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::env::temp_dir;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::process::id;

    use super::*;

    /// What `add_target` makes of a rustup that is this script.
    fn with_stand_in(name: &str, script: &str, limit: Duration) -> (bool, String) {
        let folder = temp_dir().join(format!("xtask-rustup-{name}-{}", id()));
        fs::create_dir_all(&folder).unwrap();
        let rustup = folder.join("rustup");
        let launcher = format!("#!/bin/sh\necho \"$@\" > '{}/arguments'\n{script}\n", folder.display());
        // Written by a process of its own: a file that this one, or a child forked meanwhile, holds open cannot be run.
        let mut writer = Command::new("sh");
        writer.args(["-c", "printf %s \"$1\" > \"$2\"", "sh", &launcher]).arg(&rustup);
        assert!(writer.status().unwrap().success());
        fs::set_permissions(&rustup, fs::Permissions::from_mode(0o755)).unwrap();
        let added = add_target_within(limit, &rustup);
        let arguments = fs::read_to_string(folder.join("arguments")).unwrap_or_default();
        fs::remove_dir_all(&folder).unwrap();
        (added, arguments)
    }

    #[test]
    fn a_success_adds_the_target() {
        let (added, arguments) = with_stand_in("succeeds", "exit 0", LIMIT);
        assert!(added);
        assert_eq!(arguments, "target add wasm32-unknown-unknown\n");
    }

    #[test]
    fn a_failure_is_no_error() {
        assert!(!with_stand_in("fails", "echo 'could not download' >&2; exit 1", LIMIT).0);
    }

    #[test]
    fn a_hanging_rustup_is_stopped() {
        assert!(!with_stand_in("hangs", "exec sleep 600", Duration::from_millis(100)).0);
    }
}
