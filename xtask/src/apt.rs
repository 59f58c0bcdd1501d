//! System packages, on Debian and its relatives.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::run::{find, output, run, shown};
use crate::say::note;

/// Installs what is missing of `packages`: as root at once, with `sudo` if the caller allows it,
/// else the error says how.
pub fn ensure(packages: &[&str], with_sudo: bool) -> Result<()> {
    let missing: Vec<_> =
        packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if find("apt-get").is_none() {
        bail!("these must be installed by hand, there is no apt-get here: {}", missing.join(" "));
    }
    let is_root = is_root();
    if !is_root && !with_sudo {
        bail!(
            "system packages are missing. Run this, or give --install to have it run:\n    {}",
            shown(&install(&missing, true))
        );
    }
    note(&format!("installing system packages: {}", missing.join(" ")));
    // Without its lists, as in a bare container, apt knows no package; an outdated list still may
    // do.
    if run(apt_get(!is_root).arg("update")).is_err() {
        note("apt-get update failed; trying with the lists that are there");
    }
    run(&mut install(&missing, !is_root))
}

fn install(packages: &[&str], sudo: bool) -> Command {
    let mut command = apt_get(sudo);
    // Debian's compilers conflict with a packaged rustup: rather fail than take that away.
    command.args(["install", "--yes", "--no-remove", "--no-install-recommends"]).args(packages);
    command
}

fn apt_get(sudo: bool) -> Command {
    let mut command = Command::new(if sudo { "sudo" } else { "env" });
    command.args(if sudo { &["env"][..] } else { &[] });
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]);
    command
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]).stderr(Stdio::null());
    query.output().is_ok_and(|answer| answer.stdout == b"installed")
}

/// Whether this runs as root.
pub fn is_root() -> bool {
    find("id").is_some() && output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_command_can_be_typed() {
        assert_eq!(
            shown(&install(&["lld-22", "chromium"], true)),
            "sudo env DEBIAN_FRONTEND=noninteractive apt-get --quiet install --yes --no-remove \
             --no-install-recommends lld-22 chromium"
        );
        assert!(
            shown(&install(&["lld-22"], false))
                .starts_with("env DEBIAN_FRONTEND=noninteractive apt-get")
        );
    }
}
