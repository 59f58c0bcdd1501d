//! `cargo xtask bare`: the project as a machine meets it that has never seen it.

use std::process::{ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Result, bail};

use crate::apt;
use crate::bare::{CHECKOUT, DEBIAN, PROJECT_FOLDER, RUST_AND_NODE, Root};
use crate::project::Project;
use crate::run::find;
use crate::say::{headline, note, run_all, seconds};

const CI: &str = "bash .ci/run";
/// "A machine with Rust" has the C compiler that Rust links with: rustup asks for it before
/// anything else.
const README: &str = "\
export DEBIAN_FRONTEND=noninteractive
apt-get --quiet update
apt-get --quiet install --yes --no-install-recommends gcc libc6-dev
cargo xtask demo --check
cargo xtask test
";

/// Makes a bare machine, does there what CI does, or what the README says, and ends as that ends.
pub fn run(project: &Project, readme: bool) -> Result<ExitCode> {
    if find("apt-get").is_none() || !apt::is_root() {
        bail!(
            "only root can make a bare machine, and only on Debian or a relative of it, such as a container"
        );
    }
    let start = Instant::now();
    run_all(project, &[DEBIAN, RUST_AND_NODE, CHECKOUT])?;
    let (what, commands) = if readme { ("the README's commands", README) } else { (".ci/run", CI) };
    headline(&format!("\n{what} on the bare machine"));
    let mut script = Root::of(project).script(&format!("cd {PROJECT_FOLDER}\n{commands}"));
    let status = script.stdin(Stdio::null()).status()?;
    headline(&format!("\n{what} on the bare machine: {status} after {}", seconds(start.elapsed())));
    note("it stays in target/bare/root until the next time");
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
