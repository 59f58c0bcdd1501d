//! The fake portal as a process.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};
use xshell::Cmd;

use crate::browsers::{chromium, firefox, minibrowser};
use crate::package::tarball;
use crate::project::Project;
use crate::step::{Step, step};

/// Free ports, and the folders of the project that it serves, by path.
const OPTIONS: [&str; 8] = [
    // Its stdin is closed however this process ends.
    "--stop-with-stdin",
    "--port=0",
    "--pages-port=0",
    "--people=5000",
    "--pages=/=www-demo",
    "--pages=/b24-users=target/npm/package",
    "--pages=/examples=target/examples",
    // For pages in a frame of the portal.
    "--pages=/b24jssdk=node_modules/@bitrix24/b24jssdk/dist/umd",
];

pub const STEP: Step = step(
    "fake portal",
    "see the compiler's message above; the portal is the crate in crates/fake-portal",
    |project| build(project, "dev").map(drop),
);

/// Builds the program with one of Cargo's profiles.
fn build(project: &Project, profile: &str) -> Result<PathBuf> {
    let cargo = project.cargo("build --package b24-fake-portal --features=http --locked");
    cargo.args(["--bin", "b24-fake-portal", "--profile", profile]).run()?;
    Ok(project.program(if profile == "dev" { "debug" } else { profile }, "b24-fake-portal"))
}

/// Builds the portal, and becomes it: its first line of output is the first of this program.
pub fn run_alone(project: &Project, port: u16) -> Result<()> {
    let portal = project.sh.cmd(build(project, "dev")?).args(["--port", &port.to_string()]);
    Err(Command::from(portal).exec()).context("cannot start the fake portal")
}

/// A running portal that also serves the demo page and the package. It stops when dropped.
pub struct Portal {
    /// The JSON line with its addresses and credentials.
    pub json: String,
    /// The address of the pages.
    pub pages: String,
    /// The address of the portal's page that shows them in a frame.
    pub frame: String,
    child: Child,
    // Kept open: the portal fails when it cannot print.
    _stdout: BufReader<ChildStdout>,
}

impl Portal {
    /// Builds the portal with a profile of Cargo, and starts it on free ports.
    pub fn start(project: &Project, profile: &str) -> Result<Self> {
        let mut command = Command::from(project.sh.cmd(build(project, profile)?).args(OPTIONS));
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = pipes.spawn().context("cannot start the fake portal")?;
        let stdout = child.stdout.take().context("the fake portal has no stdout")?;
        let mut stdout = BufReader::new(stdout);
        let mut json = String::new();
        stdout.read_line(&mut json)?;
        let addresses = address(&json, "pages").zip(address(&json, "frame"));
        let (pages, frame) = addresses.with_context(|| format!("no addresses in {json:?}"))?;
        Ok(Self { json: json.trim().into(), pages, frame, child, _stdout: stdout })
    }

    /// Node for a script that uses the portal, and perhaps the package and browsers.
    pub fn node<'a>(&self, project: &'a Project) -> Cmd<'a> {
        let chromium = chromium().map(|path| ("B24_CHROMIUM", path));
        let firefox = firefox().map(|path| ("B24_FIREFOX", path));
        let webkit = minibrowser(&project.sh).map(|path| ("B24_MINIBROWSER", path));
        let browsers = [chromium, firefox, webkit].into_iter().flatten();
        let node = project.sh.cmd("node").env("B24_PORTAL", &self.json).envs(browsers);
        node.env("B24_PAGES", &self.pages).env("B24_TARBALL", tarball(project))
    }

    /// Waits for its end, which comes by itself only after an error.
    pub fn wait(&mut self) -> Result<()> {
        let _stdin = self.child.stdin.take();
        bail!("the fake portal ended ({})", self.child.wait()?)
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // Fails only for a process that has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address with this name in the portal's first line.
fn address(json: &str, name: &str) -> Option<String> {
    let (_, value) = json.split_once(&format!("\"{name}\":\""))?;
    Some(value.split_once('"')?.0.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn the_first_line_has_the_address_of_the_pages() {
        let line = "{\"origin\":\"http://127.0.0.1:1\",\"pages\":\"http://127.0.0.1:2/\"}\n";
        assert_eq!(address(line, "pages").as_deref(), Some("http://127.0.0.1:2"));
        assert_eq!(address("", "pages"), None);
        assert_eq!(address("{\"pages\":null}", "pages"), None);
    }
}
