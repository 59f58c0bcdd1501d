//! The fake portal as a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::project::Project;
use crate::recipes;
use crate::run::run;
use crate::say::Step;

/// What it serves as pages: where, and from which folder of the project.
const PAGES: [(&str, &str); 4] = [
    ("/", "www-demo"),
    ("/b24-users", "target/npm/package"),
    ("/built", recipes::BUNDLES),
    // For what a portal shows in a frame.
    ("/b24jssdk", "node_modules/@bitrix24/b24jssdk/dist/umd"),
];

/// Builds it.
pub const STEP: Step = Step {
    what: "fake portal",
    hint: "see the compiler's message above; the portal is the crate in crates/fake-portal",
    run: build,
};

/// Cargo's profile of a portal that should not be what is measured.
const FAST: &str = "release-native";

/// Builds the program.
pub fn build(project: &Project) -> Result<()> {
    run(project.cargo().args(BUILD))
}

const BUILD: [&str; 7] = [
    "build",
    "--package",
    "b24-fake-portal",
    "--features=http",
    "--bin",
    "b24-fake-portal",
    "--locked",
];

/// The built program. It stops when its stdin is closed, so a pipe there ties its life to ours,
/// however that ends.
pub fn program(project: &Project) -> Command {
    stopping(&project.built_program("b24-fake-portal"))
}

fn stopping(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg("--stop-with-stdin").stdin(Stdio::piped());
    command
}

/// A running portal that also serves the demo page and the package. It stops when dropped.
pub struct Portal {
    /// The line in which it says where it is and what opens it.
    pub json: String,
    /// The address of the pages.
    pub pages: String,
    /// The address of the portal's page that shows them in a frame.
    pub frame: String,
    child: Child,
    _stdin: Option<ChildStdin>,
    // Kept open, or the portal would fail at the next line it prints.
    _stdout: BufReader<ChildStdout>,
}

impl Portal {
    /// Starts it on free ports.
    pub fn start(project: &Project) -> Result<Self> {
        Self::run(project, program(project))
    }

    /// The same, compiled so that it takes as little time for its answers as may be.
    pub fn start_fast(project: &Project) -> Result<Self> {
        run(project.cargo().args(BUILD).args(["--profile", FAST]))?;
        Self::run(project, stopping(&project.program_in(FAST, "b24-fake-portal")))
    }

    fn run(project: &Project, mut command: Command) -> Result<Self> {
        command.args(["--port", "0", "--pages-port", "0", "--people", "5000"]);
        for (mount, folder) in PAGES {
            command.arg("--pages").arg(format!("{mount}={}", project.path(folder).display()));
        }
        let mut child =
            command.stdout(Stdio::piped()).spawn().context("cannot start the fake portal")?;
        let stdin = child.stdin.take();
        let mut stdout =
            BufReader::new(child.stdout.take().context("the fake portal has no stdout")?);
        let mut json = String::new();
        stdout.read_line(&mut json)?;
        let told = |name| {
            address(&json, name)
                .with_context(|| format!("the fake portal's first line was {json:?}"))
        };
        let (pages, frame) = (told("pages")?, told("frame")?);
        Ok(Self { json: json.trim().into(), pages, frame, child, _stdin: stdin, _stdout: stdout })
    }

    /// Waits for it to end, which it does by itself only when something is wrong.
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
    fn the_first_line_tells_the_address_of_the_pages() {
        let line = "{\"origin\":\"http://127.0.0.1:1\",\"pages\":\"http://127.0.0.1:2/\"}\n";
        assert_eq!(address(line, "pages").as_deref(), Some("http://127.0.0.1:2"));
        assert_eq!(address("", "pages"), None);
        assert_eq!(address("{\"pages\":null}", "pages"), None);
    }
}
