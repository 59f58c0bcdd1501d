//! Runs other programs.

use std::env;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::project::Project;

/// Runs a program to its end. Its output is shown; its stdin is empty.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| cannot_start(command))?;
    check(status, command)
}

/// Runs a program and returns its stdout.
pub fn output(command: &mut Command) -> Result<String> {
    command.stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command.output().with_context(|| cannot_start(command))?;
    check(output.status, command)?;
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a program and kills it at the time limit.
pub fn run_within(limit: Duration, command: &mut Command) -> Result<()> {
    let mut child = command.stdin(Stdio::null()).spawn().with_context(|| cannot_start(command))?;
    let start = Instant::now();
    while start.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return check(status, command);
        }
        sleep(Duration::from_millis(50));
    }
    child.kill()?;
    child.wait()?;
    bail!("stopped after {} s: {}", limit.as_secs(), command_line(command))
}

/// git in the checkout.
pub fn git(project: &Project) -> Command {
    let mut command = Command::new("git");
    command.current_dir(&project.root);
    command
}

/// The path of a program on PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(&name))
        .find(|path| path.is_file())
}

/// The command as a person could type it, without its environment.
pub fn command_line(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn check(status: ExitStatus, command: &Command) -> Result<()> {
    if !status.success() {
        bail!("this failed ({status}): {}", command_line(command));
    }
    Ok(())
}

fn cannot_start(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    format!("cannot start {program}; is it installed and on PATH?")
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
