//! `cargo xtask demo`: the demo page, to look at or to check.

use std::env;
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::browser;
use crate::checks::page;
use crate::package::{BUILD, PREPARE};
use crate::portal::{self, Portal};
use crate::project::Project;
use crate::recipes;
use crate::say::{Step, headline, note, run_all};

/// Builds the package and the portal; then serves the page until Ctrl-C, or checks it.
pub fn run(project: &Project, check: bool) -> Result<()> {
    let serving: &[Step] = if check {
        &[recipes::STEP, portal::STEP, browser::STEP, page::STEP]
    } else {
        &[recipes::STEP, portal::STEP]
    };
    run_all(project, &[&PREPARE[..], &BUILD, serving].concat())?;
    if check {
        return Ok(());
    }
    let mut portal = Portal::start(project)?;
    headline(&format!("\nthe demo page: {}/", portal.pages));
    note(&format!("the same as an application in a frame of the portal: {}", portal.frame));
    note("Ctrl-C stops it");
    open(&portal.pages);
    // Ctrl-C ends the whole group of processes, this one and the portal.
    portal.wait()
}

/// Opens the address in the desktop's browser, if there is a desktop.
fn open(address: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/c", "start"]);
        command
    } else if env::var_os("DISPLAY").or_else(|| env::var_os("WAYLAND_DISPLAY")).is_some() {
        Command::new("xdg-open")
    } else {
        return;
    };
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if command.spawn().is_err() {
        note("no browser could be opened; the address above works in any");
    }
}
