//! The command line: what was asked for, and the help text.

use std::ffi::OsString;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

/// The answer to `cargo xtask help`.
pub const HELP: &str = "\
cargo xtask <command>

For the first look:
  demo [--check]     builds the package, starts the fake portal and the demo page, opens it
                     --check: drives the page in a headless browser instead, and exits 0 or 1
  test               everything: native, wasm in Node and in a browser, the packed tarball, types

While working:
  lint               formatting, clippy (native and wasm32), documentation, lock files, spec
  spec [--bless]     that every fact in docs/spec.toml has its tests, and that docs/spec-coverage.md lists them;
                     --bless writes that page
  types [--bless]    compares the generated TypeScript declarations with tests/golden; --bless renews them
  matrix [name...]   the packed package with bundlers, in runtimes and in browsers: all that tests/matrix declares, or some;
                     --bless: lists in docs/matrix.md what all gave
  portal [--port N]  the fake portal alone; its first line on stdout is JSON with address and tokens
  wasm <cargo args>  cargo, set up for wasm32, for example: cargo xtask wasm test --test wasm_node

To release, and for CI:
  pack               the publishable target/npm/b24-users.tgz, and what everything weighs
  bench              measures the package against others in Node and in Chromium, and writes docs/benchmarks.md
  size               what the module's bytes are made of, by crate and room, largest first
  ci                 lint, test, matrix and stress
  stress             a short run of the fuzzer and a short soak
  fuzz [--runs N] [--keep] [target]
                     tries N arbitrary inputs (a million) on each target, or on one; --keep: takes what was new in them
                     into the corpus
  soak [--minutes N] drives the packed package in Node and in Chromium against a portal that misbehaves
  live               compares a real portal with docs/spec.toml, by reading alone, and tells every difference; takes about
                     a minute. The portal and a token are in the environment (see below)
  deny [--offline]   licences, sources and duplicates of all crates, by cargo-deny, and what GitHub and the npm registry know to be
                     unsafe; --offline: only the first. No part of ci, because cargo-deny takes minutes to compile
  dependencies [--bless]
                     that docs/dependencies.md lists every dependency, and why; --bless writes that page
  bare [--readme]    as root: does what CI does to the last commit, on a bare Debian with Rust and Node only, which it
                     makes under target/bare; --readme: the README's two commands instead.
                     No part of test or ci, because it begins from nothing and takes a quarter of an hour

Options:
  --install          lets missing system packages be installed with sudo (as root that happens anyway)

Environment:
  B24_WASM_TOOLCHAIN=debian   takes Rust for wasm32 from Debian's packages; =rustup: only from rustup
  B24_LIVE_PORTAL, B24_LIVE_TOKEN  what `live` compares; or, in place of both, B24_LIVE_WEBHOOK
  B24_CHROMIUM, CHROMEDRIVER  the browser and its driver, where they are not on PATH
  B24_FIREFOX, B24_MINIBROWSER  the other browsers of the matrix, the same
";

/// One of the commands in [`HELP`].
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Demo { check: bool },
    Test,
    Lint,
    Spec { bless: bool },
    Types { bless: bool },
    Matrix { names: Vec<String>, bless: bool },
    Portal { port: u16 },
    Wasm { cargo_args: Vec<OsString> },
    Pack,
    Bench,
    Size,
    Ci,
    Stress,
    Fuzz { runs: u64, keep: bool, target: Option<String> },
    Soak { minutes: u32 },
    Live,
    Deny { offline: bool },
    Dependencies { bless: bool },
    Bare { readme: bool },
}

/// A parsed command line.
#[derive(Debug, PartialEq, Eq)]
pub struct Invocation {
    pub command: Command,
    /// Whether system packages may be installed with `sudo`.
    pub install: bool,
}

/// Reads the arguments that follow `cargo xtask`.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Invocation> {
    let mut parser = Parser::from_args(args);
    let mut install = false;
    let mut command = None;
    while let Some(arg) = parser.next()? {
        match (arg, &mut command) {
            (Arg::Long("install"), _) => install = true,
            (Arg::Short('h') | Arg::Long("help"), _) => command = Some(Command::Help),
            (Arg::Long("check"), Some(Command::Demo { check })) => *check = true,
            (
                Arg::Long("bless"),
                Some(
                    Command::Spec { bless }
                    | Command::Types { bless }
                    | Command::Matrix { bless, .. }
                    | Command::Dependencies { bless },
                ),
            ) => *bless = true,
            (Arg::Value(name), Some(Command::Matrix { names, .. })) => names.push(name.string()?),
            (Arg::Long("runs"), Some(Command::Fuzz { runs, .. })) => {
                *runs = parser.value()?.parse()?;
            }
            (Arg::Long("offline"), Some(Command::Deny { offline })) => *offline = true,
            (Arg::Long("keep"), Some(Command::Fuzz { keep, .. })) => *keep = true,
            (Arg::Value(name), Some(Command::Fuzz { target: target @ None, .. })) => {
                *target = Some(name.string()?);
            }
            (Arg::Long("minutes"), Some(Command::Soak { minutes })) => {
                *minutes = parser.value()?.parse()?;
            }
            (Arg::Long("readme"), Some(Command::Bare { readme })) => *readme = true,
            (Arg::Long("port"), Some(Command::Portal { port })) => {
                *port = parser.value()?.parse()?;
            }
            (Arg::Value(name), None) => {
                command = Some(match name.string()?.as_str() {
                    "help" => Command::Help,
                    "demo" => Command::Demo { check: false },
                    "test" => Command::Test,
                    "lint" => Command::Lint,
                    "spec" => Command::Spec { bless: false },
                    "types" => Command::Types { bless: false },
                    "matrix" => Command::Matrix { names: Vec::new(), bless: false },
                    "portal" => Command::Portal { port: 0 },
                    "wasm" => Command::Wasm { cargo_args: parser.raw_args()?.collect() },
                    "pack" => Command::Pack,
                    "bench" => Command::Bench,
                    "size" => Command::Size,
                    "ci" => Command::Ci,
                    "stress" => Command::Stress,
                    "fuzz" => Command::Fuzz { runs: 1_000_000, keep: false, target: None },
                    "soak" => Command::Soak { minutes: 1 },
                    "live" => Command::Live,
                    "deny" => Command::Deny { offline: false },
                    "dependencies" => Command::Dependencies { bless: false },
                    "bare" => Command::Bare { readme: false },
                    other => bail!("there is no command {other:?}; see `cargo xtask help`"),
                });
            }
            (arg, _) => return Err(arg.unexpected().into()),
        }
    }
    Ok(Invocation { command: command.unwrap_or(Command::Help), install })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Invocation> {
        parse(line.split_whitespace().map(OsString::from))
    }

    fn command(line: &str) -> Command {
        parsed(line).unwrap().command
    }

    #[test]
    fn nothing_asks_for_help() {
        assert_eq!(command(""), Command::Help);
        assert_eq!(command("help"), Command::Help);
        assert_eq!(command("test --help"), Command::Help);
    }

    #[test]
    fn every_option_belongs_to_its_command() {
        assert_eq!(command("demo"), Command::Demo { check: false });
        assert_eq!(command("demo --check"), Command::Demo { check: true });
        assert_eq!(command("spec"), Command::Spec { bless: false });
        assert_eq!(command("spec --bless"), Command::Spec { bless: true });
        assert_eq!(command("types --bless"), Command::Types { bless: true });
        assert_eq!(command("matrix --bless"), Command::Matrix { names: Vec::new(), bless: true });
        assert_eq!(
            command("matrix vite-8 deno"),
            Command::Matrix { names: vec!["vite-8".into(), "deno".into()], bless: false }
        );
        assert_eq!(command("portal --port 8080"), Command::Portal { port: 8080 });
        assert_eq!(command("bare"), Command::Bare { readme: false });
        assert_eq!(command("bare --readme"), Command::Bare { readme: true });
        assert_eq!(
            command("fuzz --runs 7 --keep id_list"),
            Command::Fuzz { runs: 7, keep: true, target: Some("id_list".into()) }
        );
        assert_eq!(command("soak --minutes 10"), Command::Soak { minutes: 10 });
        assert_eq!(command("deny --offline"), Command::Deny { offline: true });
        assert_eq!(command("dependencies --bless"), Command::Dependencies { bless: true });
        assert!(parsed("fuzz id_list portal_address").is_err());
        assert!(parsed("test --check").is_err());
        assert!(parsed("ci --readme").is_err());
        assert!(parsed("--bless types").is_err());
        assert!(parsed("portal --port many").is_err());
    }

    #[test]
    fn install_may_stand_anywhere() {
        assert!(parsed("--install test").unwrap().install);
        assert!(parsed("test --install").unwrap().install);
        assert!(!parsed("test").unwrap().install);
    }

    #[test]
    fn what_follows_wasm_is_cargos() {
        let cargo_args = ["test", "--", "--nocapture"].map(OsString::from).to_vec();
        assert_eq!(command("wasm test -- --nocapture"), Command::Wasm { cargo_args });
    }

    #[test]
    fn unknown_commands_are_refused() {
        assert!(parsed("tset").unwrap_err().to_string().contains("cargo xtask help"));
        assert!(parsed("test pack").is_err());
    }

    #[test]
    fn help_names_every_command() {
        for name in [
            "demo",
            "test",
            "lint",
            "spec",
            "types",
            "matrix",
            "portal",
            "wasm",
            "pack",
            "bench",
            "size",
            "ci",
            "bare",
            "stress",
            "fuzz",
            "soak",
            "live",
            "deny",
            "dependencies",
        ] {
            assert!(HELP.contains(&format!("\n  {name} ")), "{name}");
        }
    }
}
