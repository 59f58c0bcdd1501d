//! What the bare machine gets from this one: Rust, Node, and the way to the registries.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::root::{Root, copy_exactly};
use crate::files::{copy, entries};
use crate::npm::{node, npm};
use crate::run::{find, output, run};
use crate::say::Step;

/// What rustup calls a toolchain's programs by.
const PROXIES: [&str; 7] =
    ["cargo", "cargo-clippy", "cargo-fmt", "clippy-driver", "rustc", "rustdoc", "rustfmt"];
/// A new toolchain has the libraries of its own machine only.
const REMOVE_OTHER_TARGETS: &str = r#"
rustup target list --installed |
    { grep --invert-match "$(rustc --print host-tuple)" || true; } |
    xargs --no-run-if-empty rustup target remove
"#;
const CERTIFICATES: &str = "/usr/local/share/ca-certificates";

/// Puts it there.
pub const STEP: Step = Step {
    what: "Rust, Node and the way to the registries",
    hint: "this machine must have Rust from rustup, and Node with npm as nodejs.org or NodeSource packages it",
    run: |project| {
        let root = Root::of(project);
        network(&root)?;
        rust(&root)?;
        node_and_npm(&root)
    },
};

fn network(root: &Root) -> Result<()> {
    // Chromium looks `localhost` up.
    for file in ["/etc/hosts", "/etc/resolv.conf"] {
        copy(Path::new(file), &root.path(file))?;
    }
    let apt =
        ["Acquire::http", "Acquire::https", "Acquire::Check-Date", "Acquire::Check-Valid-Until"];
    let mut question = Command::new("apt-config");
    question.args(["dump", "--no-empty", "--format", "%F \"%v\";%n"]).args(apt);
    fs::write(root.path("/etc/apt/apt.conf.d/90host"), output(&mut question)?)?;
    if Path::new(CERTIFICATES).is_dir() {
        for certificate in entries(Path::new(CERTIFICATES))? {
            let name = certificate.file_name().unwrap_or_default();
            copy_exactly(&certificate, &root.path(CERTIFICATES).join(name))?;
        }
    }
    run(&mut root.script("update-ca-certificates"))
}

/// The active toolchain, as rustup installs it.
fn rust(root: &Root) -> Result<()> {
    // One toolchain may be a link to another.
    let sysroot = fs::canonicalize(printed(Command::new("rustc").args(["--print", "sysroot"]))?)?;
    let rustup = find("rustup").context("there is no rustup")?;
    let Some(name) = toolchain_name(&sysroot) else {
        bail!("the active Rust is not rustup's: {}", sysroot.display());
    };
    let toolchain = root.path("/root/.rustup/toolchains").join(name);
    fs::create_dir_all(&toolchain)?;
    // Nobody there reads the documentation, which is most of the files.
    for part in entries(&sysroot)?.iter().filter(|part| !part.ends_with("share")) {
        copy_exactly(part, &toolchain.join(part.file_name().unwrap_or_default()))?;
    }
    copy(&rustup, &root.path("/root/.cargo/bin/rustup"))?;
    for proxy in PROXIES {
        link("rustup", &root.path("/root/.cargo/bin").join(proxy))?;
    }
    let cargo_home = rustup.ancestors().nth(2).context("rustup is in no folder")?;
    copy_if_there(&cargo_home.join("config.toml"), &root.path("/root/.cargo/config.toml"))?;
    run(&mut root.script(&format!("rustup default {name}\n{REMOVE_OTHER_TARGETS}")))
}

/// The name under which rustup has the toolchain in this folder.
fn toolchain_name(sysroot: &Path) -> Option<&str> {
    let is_rustups = sysroot.parent()?.file_name()? == "toolchains";
    sysroot.file_name()?.to_str().filter(|_| is_rustups)
}

fn node_and_npm(root: &Root) -> Result<()> {
    let program = printed(node().args(["--print", "process.execPath"]))?;
    copy(Path::new(&program), &root.path("/usr/local/bin/node"))?;
    let modules = PathBuf::from(printed(npm().args(["root", "--global"]))?);
    fs::create_dir_all(root.path("/usr/local/lib/node_modules"))?;
    copy_exactly(&modules.join("npm"), &root.path("/usr/local/lib/node_modules/npm"))?;
    for name in ["npm", "npx"] {
        let script = format!("../lib/node_modules/npm/bin/{name}-cli.js");
        link(&script, &root.path("/usr/local/bin").join(name))?;
    }
    for (setting, file) in
        [("userconfig", "/root/.npmrc"), ("globalconfig", "/usr/local/etc/npmrc")]
    {
        let from = printed(npm().args(["config", "get", setting]))?;
        copy_if_there(Path::new(&from), &root.path(file))?;
    }
    run(&mut root.script("node --version && npm --version"))
}

fn link(to: &str, from: &Path) -> Result<()> {
    run(Command::new("ln").args(["--symbolic", to]).arg(from))
}

fn copy_if_there(from: &Path, to: &Path) -> Result<()> {
    if from.is_file() { copy(from, to) } else { Ok(()) }
}

fn printed(command: &mut Command) -> Result<String> {
    Ok(output(command)?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rustups_toolchains_have_names() {
        let name = |path| toolchain_name(Path::new(path));
        assert_eq!(
            name("/root/.rustup/toolchains/stable-x86_64-unknown-linux-gnu"),
            Some("stable-x86_64-unknown-linux-gnu")
        );
        assert_eq!(name("/usr"), None);
    }
}
