//! How the bindings run their tasks.

use std::fs;
use std::path::Path;

use anyhow::Result;

/// As promises do. The global function is one that test runners replace by their fake timers: tasks
/// that it never ran would leave all clients waiting, in later tests as well. It only reports a
/// trap, as it would have.
pub const TASKS: &str = "\
const report = (trap) => globalThis.queueMicrotask(() => { throw trap; });
const queueMicrotask = (task) => void Promise.resolve().then(task).catch(report);
";

/// Gives a file of bindings that way, if it has tasks.
pub fn run_as_promises(bindings: &Path) -> Result<()> {
    let text = fs::read_to_string(bindings)?;
    if text.contains("queueMicrotask(") {
        fs::write(bindings, TASKS.to_owned() + &text)?;
    }
    Ok(())
}
