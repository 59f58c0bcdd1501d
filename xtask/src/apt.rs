//! System packages, on Debian and its derivatives.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::run::{command_line, find, output, run};
use crate::step::note;

/// Installs the missing ones of `packages`: as root, or with `sudo` if the caller allows it.
/// Otherwise the error contains the command to run.
pub fn ensure(packages: &[&str], with_sudo: bool) -> Result<()> {
    let missing: Vec<_> =
        packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if find("apt-get").is_none() {
        bail!("there is no apt-get here; install these by hand: {}", missing.join(" "));
    }
    let sudo = !output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if sudo && !with_sudo {
        let command = command_line(&install(&missing, sudo));
        bail!("system packages are missing. Run this, or pass --install:\n    {command}");
    }
    note(&format!("installing system packages: {}", missing.join(" ")));
    // A bare container has no package lists. Outdated lists may still do.
    if run(apt_get(sudo).arg("update")).is_err() {
        note("apt-get update failed; trying with the existing lists");
    }
    run(&mut install(&missing, sudo))
}

fn install(packages: &[&str], sudo: bool) -> Command {
    let mut command = apt_get(sudo);
    // Debian's compilers conflict with a packaged rustup, which must not be removed.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_command_can_be_typed() {
        assert_eq!(
            command_line(&install(&["lld-22", "chromium"], true)),
            "sudo env DEBIAN_FRONTEND=noninteractive apt-get --quiet install --yes --no-remove \
             --no-install-recommends lld-22 chromium"
        );
        assert!(
            command_line(&install(&["lld-22"], false))
                .starts_with("env DEBIAN_FRONTEND=noninteractive apt-get")
        );
    }
}
