//! Starts the portal as a process, and sends HTTP requests to it.

use serde_json::Value;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};
use ureq::{Agent, http::Response};

/// A portal process that is killed on drop, and the JSON of its first line.
pub struct Process {
    pub child: Child,
    pub line: Value,
}

impl Process {
    pub fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_b24-fake-portal"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("the standard output"))
            .read_line(&mut line)
            .expect("a line");
        Self { child, line: serde_json::from_str(&line).expect("a line of JSON") }
    }

    /// Sends a signal by the shell's builtin `kill`, because the program `kill` may be missing.
    pub fn signal(&self, name: &str) {
        let kill = format!("kill -s {name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().expect("a shell").success());
    }

    pub fn text(&self, key: &str) -> &str {
        self.line[key].as_str().unwrap_or_else(|| panic!("no {key} in {}", self.line))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn client() -> Agent {
    Agent::config_builder().http_status_as_error(false).build().into()
}

pub fn get(url: &str) -> Response<ureq::Body> {
    client().get(url).call().expect("a response")
}

pub fn json_of(mut response: Response<ureq::Body>) -> Value {
    let text = response.body_mut().with_config().limit(u64::MAX).read_to_string().expect("a body");
    serde_json::from_str(&text).expect("JSON")
}

pub fn header<'a>(response: &'a Response<ureq::Body>, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}
