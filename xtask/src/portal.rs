//! The fake portal as a process.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::checks::suites::EXAMPLES_FOLDER;
use crate::npm::node;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

/// The folders of the project that it serves, by path.
const PAGES: [(&str, &str); 4] = [
    ("/", "www-demo"),
    ("/b24-users", "target/npm/package"),
    ("/examples", EXAMPLES_FOLDER),
    // For pages in a frame of the portal.
    ("/b24jssdk", "node_modules/@bitrix24/b24jssdk/dist/umd"),
];

/// Builds it.
pub const STEP: Step = Step {
    what: "fake portal",
    hint: "see the compiler's message above; the portal is the crate in crates/fake-portal",
    run: |project| build(project, "dev").map(drop),
};

/// Builds the program with one of Cargo's profiles.
fn build(project: &Project, profile: &str) -> Result<PathBuf> {
    let mut cargo = project.cargo();
    cargo.args(["build", "--package", "b24-fake-portal", "--features=http", "--locked"]);
    run(cargo.args(["--bin", "b24-fake-portal", "--profile", profile]))?;
    Ok(project.program(if profile == "dev" { "debug" } else { profile }, "b24-fake-portal"))
}

/// The program. It stops when its stdin is closed, which happens however this process ends.
fn command(program: PathBuf) -> Command {
    let mut command = Command::new(program);
    command.arg("--stop-with-stdin").stdin(Stdio::piped());
    command
}

/// Builds the portal and runs it until Ctrl-C. Its stdout is ours, so that its first line is the
/// first.
pub fn run_alone(project: &Project, port: u16) -> Result<()> {
    let mut child = command(build(project, "dev")?).args(["--port", &port.to_string()]).spawn()?;
    // `wait` would close the pipe, which stops the portal.
    let stdin = child.stdin.take();
    let status = child.wait()?;
    drop(stdin);
    if !status.success() {
        bail!("the fake portal ended ({status})");
    }
    Ok(())
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
    _stdin: Option<ChildStdin>,
    // Kept open: the portal fails when it cannot print.
    _stdout: BufReader<ChildStdout>,
}

impl Portal {
    /// Starts the built portal on free ports.
    pub fn start(project: &Project) -> Result<Self> {
        Self::start_program(project, project.program("debug", "b24-fake-portal"))
    }

    /// Builds and starts an optimized portal, whose time does not distort measurements.
    pub fn start_fast(project: &Project) -> Result<Self> {
        Self::start_program(project, build(project, "release-native")?)
    }

    fn start_program(project: &Project, program: PathBuf) -> Result<Self> {
        let mut command = command(program);
        command.args(["--port", "0", "--pages-port", "0", "--people", "5000"]);
        for (mount, folder) in PAGES {
            command.arg("--pages").arg(format!("{mount}={}", project.path(folder).display()));
        }
        command.stdout(Stdio::piped());
        let mut child = command.spawn().context("cannot start the fake portal")?;
        let stdin = child.stdin.take();
        let stdout = child.stdout.take().context("the fake portal has no stdout")?;
        let mut stdout = BufReader::new(stdout);
        let mut json = String::new();
        stdout.read_line(&mut json)?;
        let address = |name| {
            address(&json, name)
                .with_context(|| format!("the fake portal's first line was {json:?}"))
        };
        let (pages, frame) = (address("pages")?, address("frame")?);
        Ok(Self { json: json.trim().into(), pages, frame, child, _stdin: stdin, _stdout: stdout })
    }

    /// Node for a script that uses the portal.
    pub fn node(&self, project: &Project) -> Command {
        let mut node = node();
        node.current_dir(&project.root).env("B24_PORTAL", &self.json);
        node
    }

    /// Waits for its end, which comes by itself only after an error.
    pub fn wait(&mut self) -> Result<()> {
        let status = self.child.wait()?;
        bail!("the fake portal ended ({status})")
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // Fails only for a process that has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address(json: &str, name: &str) -> Option<String> {
    let line: Value = serde_json::from_str(json).ok()?;
    Some(line[name].as_str()?.trim_end_matches('/').to_owned())
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
