//! The folder that programs are shut into, and how they are.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::files::empty_folder;
use crate::project::Project;
use crate::run::run;

/// Where a login of root would look, and where `host` puts Rust and Node.
const PATH: &str = "/root/.cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// What containers have and a folder has not. `$1` is the folder, `$2` what to run there.
const ENTER: &str = r#"
mkdir -p "$1/dev/pts" "$1/dev/shm"
mount -t proc proc "$1/proc"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$1/dev/pts"
mount -t tmpfs tmpfs "$1/dev/shm"
exec chroot "$1" bash -euo pipefail -c "$2"
"#;

/// The root folder of a bare machine.
pub struct Root(PathBuf);

impl Root {
    /// That of this checkout, whether it exists or not.
    pub fn of(project: &Project) -> Self {
        Self(project.path("target/bare/root"))
    }

    /// Where a path of the bare machine is on this one.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.0.join(inside.trim_start_matches('/'))
    }

    /// Makes it a copy of `base`, and nothing of what was there before.
    pub fn renew(&self, base: &Path) -> Result<()> {
        empty_folder(&self.0)?;
        copy_exactly(base, &self.0)
    }

    /// A script for `bash`, to be run there up to the first command that fails, with nothing of
    /// this machine's environment but what it takes to reach the registries.
    ///
    /// It gets namespaces of its own. They end with it, however it ends, and with them all mounts
    /// and whatever still runs.
    pub fn script(&self, script: &str) -> Command {
        let mut command = Command::new("unshare");
        command.args(["--mount", "--pid", "--fork", "--kill-child", "sh", "-ceu", ENTER, "enter"]);
        command.arg(&self.0).arg(script).current_dir("/").env_clear();
        command.envs([("PATH", PATH), ("HOME", "/root"), ("LANG", "C.UTF-8")]);
        command.envs(
            env::vars_os().filter(|(name, _)| name.to_str().is_some_and(leads_to_registries)),
        );
        command
    }
}

/// Copies a file or folder as it is: links, modes and devices too.
pub fn copy_exactly(from: &Path, to: &Path) -> Result<()> {
    run(Command::new("cp")
        .args(["--archive", "--reflink=auto", "--no-target-directory"])
        .args([from, to]))
}

/// Whether a variable says how this machine reaches registries: proxies, certificates, mirrors.
fn leads_to_registries(variable: &str) -> bool {
    let name = variable.to_ascii_uppercase();
    // Cargo tells the programs it runs much about itself, by variables that begin like those it
    // obeys.
    let of_cargo =
        ["CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTRIES_", "CARGO_REGISTRY_", "CARGO_SOURCE_"];
    let of_others = ["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "RUSTUP_DIST_SERVER"];
    name.ends_with("_PROXY")
        || name.starts_with("NPM_CONFIG_")
        || of_cargo.iter().any(|prefix| name.starts_with(prefix))
        || of_others.contains(&&*name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_way_to_registries_is_taken_along() {
        for variable in
            ["https_proxy", "NO_PROXY", "npm_config_registry", "CARGO_HTTP_CAINFO", "SSL_CERT_FILE"]
        {
            assert!(leads_to_registries(variable), "{variable}");
        }
        for variable in
            ["CARGO_TARGET_DIR", "CARGO_MANIFEST_DIR", "RUSTUP_TOOLCHAIN", "CHROMEDRIVER", "CI"]
        {
            assert!(!leads_to_registries(variable), "{variable}");
        }
    }

    #[test]
    fn a_path_stays_below_the_root() {
        let root = Root("/somewhere".into());
        assert_eq!(root.path("/etc/hosts"), Path::new("/somewhere/etc/hosts"));
    }
}
