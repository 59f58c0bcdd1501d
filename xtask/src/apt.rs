//! System packages, on Debian and its derivatives.

use anyhow::{Result, bail};
use xshell::{Cmd, Shell, cmd};

use crate::project::{Project, find};

/// Installs the missing ones of `packages`: as root, or with `sudo` if the caller allows it.
/// Otherwise the error contains the command to run.
pub fn ensure(project: &Project, packages: &[&str]) -> Result<()> {
    let sh = &project.sh;
    let is_missing = |package: &&str| {
        let format = "--showformat=${db:Status-Status}";
        let query = cmd!(sh, "dpkg-query --show {format} {package}").ignore_stderr();
        query.read().ok().as_deref() != Some("installed")
    };
    let missing: Vec<_> = packages.iter().copied().filter(is_missing).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if find("apt-get").is_none() {
        bail!("there is no apt-get here; install these by hand: {}", missing.join(" "));
    }
    let is_root = cmd!(sh, "id -u").read()? == "0";
    let install = install(sh, is_root, &missing);
    if !is_root && !project.install {
        bail!("system packages are missing. Run this, or pass --install:\n    {install}");
    }
    // A bare container has no package lists. Outdated lists may still do.
    if apt_get(sh, is_root).arg("update").run().is_err() {
        eprintln!("apt-get update failed; trying with the existing lists");
    }
    Ok(install.run()?)
}

fn install<'a>(sh: &'a Shell, is_root: bool, packages: &[&str]) -> Cmd<'a> {
    // Debian's compilers conflict with a packaged rustup, which must not be removed.
    let options = ["install", "--yes", "--no-remove", "--no-install-recommends"];
    apt_get(sh, is_root).args(options).args(packages)
}

fn apt_get(sh: &Shell, is_root: bool) -> Cmd<'_> {
    let env = if is_root { sh.cmd("env") } else { sh.cmd("sudo").arg("env") };
    env.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_command_can_be_typed() {
        let sh = Shell::new().unwrap();
        assert_eq!(
            install(&sh, false, &["lld-22", "chromium"]).to_string(),
            "sudo env DEBIAN_FRONTEND=noninteractive apt-get --quiet install --yes --no-remove \
             --no-install-recommends lld-22 chromium"
        );
        assert!(
            install(&sh, true, &["lld-22"])
                .to_string()
                .starts_with("env DEBIAN_FRONTEND=noninteractive apt-get")
        );
    }
}
