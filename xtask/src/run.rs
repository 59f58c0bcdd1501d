//! Running other programs.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

/// Runs a program to its end. Its output is shown, and it can ask nothing.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("this failed ({status}): {}", shown(command));
    }
    Ok(())
}

/// Runs a program and returns what it printed on stdout.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("this failed ({}): {}", output.status, shown(command));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a program that may hang, for at most `limit`.
pub fn run_within(limit: Duration, command: &mut Command) -> Result<()> {
    let mut child = command.stdin(Stdio::null()).spawn().with_context(|| cannot_start(command))?;
    let start = Instant::now();
    while start.elapsed() < limit {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => bail!("this failed ({status}): {}", shown(command)),
            None => sleep(Duration::from_millis(50)),
        }
    }
    child.kill()?;
    child.wait()?;
    Err(anyhow!("stopped after {} s: {}", limit.as_secs(), shown(command)))
}

/// Where a program is on PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(&name))
        .find(|path| path.is_file())
}

/// The command as one could type it, without its environment.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn cannot_start(command: &Command) -> String {
    format!(
        "cannot start {}; is it installed and on PATH?",
        command.get_program().to_string_lossy()
    )
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_failure_names_the_command() {
        assert_eq!(output(&mut shell("echo yes")).unwrap(), "yes\n");
        assert!(run(&mut shell("exit 3")).unwrap_err().to_string().contains("sh -c exit 3"));
        assert!(
            run(&mut Command::new("no-such-program"))
                .unwrap_err()
                .to_string()
                .contains("no-such-program")
        );
    }

    #[test]
    fn nothing_can_wait_for_an_answer() {
        assert!(run(&mut shell("read answer")).is_err());
    }
}
