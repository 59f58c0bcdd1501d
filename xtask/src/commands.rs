//! The table of commands: name, help, options, and the steps or the function behind each.

use std::env;

use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use xshell::cmd;

use crate::npm::{self, script};
use crate::package::{BUILD, MODULES, PREPARE, RELEASE, SIZES, TYPESCRIPT, VERSION};
use crate::portal::{self, Portal};
use crate::project::Project;
use crate::step::{Step, headline, run_all};
use crate::{browsers, fuzz, lint, suites, toolchain};

/// What a command does with its options.
type Run = fn(&Project, &ArgMatches) -> Result<()>;

const ENVIRONMENT: &str = "\
Environment:
  B24_WASM_TOOLCHAIN=debian   use Rust for wasm32 from Debian's packages; =rustup: only from rustup
  B24_LIVE_PORTAL, B24_LIVE_TOKEN  the portal that `live` compares, or B24_LIVE_WEBHOOK for both
  B24_CHROMIUM, CHROMEDRIVER  the browser and its driver, if they are not on PATH
  B24_FIREFOX, B24_MINIBROWSER  the other browsers of the matrix, likewise";

/// The README's commands. Rust links with a C compiler, which rustup asks for.
const README: &str = "\
export DEBIAN_FRONTEND=noninteractive
apt-get --quiet update
apt-get --quiet install --yes --no-install-recommends gcc libc6-dev
cargo xtask demo --check
cargo xtask test";

/// The command line: options that all commands share, and the commands.
pub fn cli() -> Command {
    Command::new("xtask")
        .bin_name("cargo xtask")
        .about("Builds, tests, measures and releases b24-users")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            flag("install", "Install missing system packages with sudo (root needs no option)")
                .global(true),
        )
        .after_help(ENVIRONMENT)
        .subcommands(table().into_iter().map(|(command, _)| command.after_help(ENVIRONMENT)))
}

/// Runs the command that was given.
pub fn dispatch(project: &Project, matches: &ArgMatches) -> Result<()> {
    let (name, options) = matches.subcommand().expect("clap requires a command");
    let (_, run) = table()
        .into_iter()
        .find(|(command, _)| command.get_name() == name)
        .expect("clap accepts only commands of the table");
    run(project, options)
}

#[rustfmt::skip] // One entry is one row.
fn table() -> Vec<(Command, Run)> {
    vec![
        (command("demo", "Build the package, start the fake portal and open the demo page")
            .arg(flag("check", "Drive the page in a headless browser and exit")), demo),
        (command("docs", "Build the documentation site in target/docs and check its links")
            .arg(flag("serve", "Serve it afterwards")), docs),
        (command("test", "Run all tests: native, wasm in Node and Chromium, the tarball, types, the page"),
            |project, _| run_all(project, &test())),
        (command("lint", "Check formatting, clippy, documentation, lock files, dependencies and spec"),
            |project, _| run_all(project, &lint::STEPS)),
        (command("spec", "Check that every fact in docs/spec.toml has its tests")
            .arg(bless("docs/spec-coverage.md")), spec),
        (command("types", "Compare the generated TypeScript declarations with tests/golden")
            .arg(bless("the golden file")), types),
        (command("matrix", "Test the packed package in the bundlers, runtimes and browsers of tests/matrix")
            .arg(Arg::new("NAME").help("Environments to test; default: all").num_args(1..))
            .arg(bless("docs/matrix.md, if all environments have passed")), matrix),
        (command("portal", "Run the fake portal; its first line on stdout is JSON with address and tokens")
            .arg(number("port", "The port; 0 selects a free one", "0").value_parser(value_parser!(u16))),
            |project, options| portal::run_alone(project, *value(options, "port"))),
        (command("wasm", "Run cargo for wasm32, for example: cargo xtask wasm test --test wasm_node")
            .arg(Arg::new("CARGO_ARGS").help("The cargo command and its arguments").num_args(1..).required(true)
                .trailing_var_arg(true).allow_hyphen_values(true)), wasm),
        (command("pack", "Build target/npm/b24-users.tgz and print sizes"),
            |project, _| run_all(project, &packed(&[SIZES]))),
        (command("bench", "Measure the package in Node and Chromium and write docs/benchmarks.md"),
            |project, _| run_all(project, &packed(&[browsers::CHROMIUM, suites::BENCH]))),
        (command("size", "Print the module's size by crate and function, largest first"), size),
        (command("ci", "Run lint, test, matrix and stress"),
            |project, _| run_all(project, &[&lint::STEPS[..], &test(), &suites::ENVIRONMENTS, &stress()].concat())),
        (command("stress", "Run the fuzzer and the soak test briefly"),
            |project, _| run_all(project, &stress())),
        (command("fuzz", "Run libFuzzer on all targets or on one")
            .arg(number("runs", "Inputs per target", "1000000").value_parser(value_parser!(u64)))
            .arg(flag("keep", "Merge new inputs of earlier runs into fuzz/corpus instead"))
            .arg(Arg::new("TARGET").help("The target; default: all")), fuzz),
        (command("soak", "Run the packed package against a faulty portal for minutes, in Node and Chromium")
            .arg(number("minutes", "Duration", "1").value_parser(value_parser!(u32))), soak),
        (command("live", "Compare a real portal with docs/spec.toml; only reads, takes a minute"),
            |project, _| Ok(project.sh.cmd("node").arg("tests/live/run.mjs").run()?)),
        (command("deny", "Check licences, sources, duplicates and advisories; needs cargo-deny 0.20")
            .arg(flag("offline", "Skip the advisories of GitHub and npm")), deny),
        (command("release", "Build the package, check everything that a release needs, and tag the commit")
            .arg(flag("dry-run", "Only check")), release),
        (command("clean-room", "As root: run .ci/run for the last commit in a new minimal Debian")
            .arg(flag("readme", "Run the README's two commands instead")), clean_room),
    ]
}

fn command(name: &'static str, about: &'static str) -> Command {
    Command::new(name).about(about)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help).action(ArgAction::SetTrue)
}

fn bless(output: &str) -> Arg {
    flag("bless", "").help(format!("Write {output}"))
}

fn number(name: &'static str, help: &'static str, default: &'static str) -> Arg {
    Arg::new(name).long(name).value_name("N").help(help).default_value(default)
}

fn value<'a, T: Clone + Send + Sync + 'static>(options: &'a ArgMatches, name: &str) -> &'a T {
    options.get_one(name).expect("the option has a default")
}

/// The fastest failures come first.
fn test() -> Vec<Step> {
    let wasm = [suites::NATIVE, TYPESCRIPT, browsers::CHROMIUM, suites::WASM];
    [&PREPARE[..], &wasm, &BUILD, &[SIZES], &suites::PACKAGE].concat()
}

fn stress() -> Vec<Step> {
    let soak = [browsers::CHROMIUM, portal::STEP, suites::SHORT_SOAK];
    [&[fuzz::STEP][..], &packed(&soak)].concat()
}

/// The build of the package, and further steps.
fn packed(steps: &[Step]) -> Vec<Step> {
    [&PREPARE[..], &BUILD, steps].concat()
}

/// Serves the demo page until Ctrl-C, or checks it.
fn demo(project: &Project, options: &ArgMatches) -> Result<()> {
    let serve = packed(&[suites::EXAMPLES, portal::STEP]);
    if options.get_flag("check") {
        return run_all(project, &[&serve[..], &[browsers::CHROMIUM, suites::PAGE]].concat());
    }
    run_all(project, &serve)?;
    let mut portal = Portal::start(project, "dev")?;
    eprintln!("\nthe demo page: {}/", portal.pages);
    eprintln!("the same as an application in a frame of the portal: {}", portal.frame);
    eprintln!("Ctrl-C stops it");
    open_in_browser(project, &portal.pages);
    // Ctrl-C ends the whole process group, this program and the portal.
    portal.wait()
}

/// Opens the address in the desktop's browser, if there is a desktop.
fn open_in_browser(project: &Project, address: &str) {
    let open = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let has_desktop = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some());
    if cfg!(target_os = "macos") || has_desktop {
        // The address is printed, for any other browser.
        let _ = project.sh.cmd(open).arg(address).ignore_stdout().ignore_stderr().run();
    }
}

fn spec(project: &Project, options: &ArgMatches) -> Result<()> {
    let bless = options.get_flag("bless").then_some("--bless");
    Ok(script(project, "spec").args(bless).run()?)
}

/// Builds the package and compares its declarations, or renews the golden file.
fn types(project: &Project, options: &ArgMatches) -> Result<()> {
    if !options.get_flag("bless") {
        return run_all(project, &packed(&[suites::DECLARATIONS]));
    }
    run_all(project, &[&PREPARE[..], &MODULES].concat())?;
    script(project, "golden types bindings --bless").run()?;
    run_all(project, &BUILD)?;
    Ok(script(project, "golden declarations --bless").run()?)
}

fn matrix(project: &Project, options: &ArgMatches) -> Result<()> {
    let names = options.get_many::<String>("NAME").into_iter().flatten();
    let names = names.map(String::as_str).collect::<Vec<_>>().join(" ");
    let mut steps = packed(&[browsers::CHROMIUM, portal::STEP]);
    if names.is_empty() {
        steps.extend(&suites::ENVIRONMENTS[..4]);
    } else if names.contains("firefox") || names.contains("webkit") {
        steps.push(browsers::OTHERS);
    }
    run_all(project, &steps)?;
    headline("the packed package in its environments");
    let names = if names.is_empty() { "all" } else { &names };
    suites::matrix(project, names, options.get_flag("bless"))
}

fn wasm(project: &Project, options: &ArgMatches) -> Result<()> {
    let args: Vec<&String> = options.get_many("CARGO_ARGS").into_iter().flatten().collect();
    let subcommand = args[0].as_str();
    let mut steps = vec![npm::STEP, TYPESCRIPT, toolchain::STEP];
    if subcommand == "test" {
        steps.push(toolchain::TOOLS);
    }
    run_all(project, &steps)?;
    Ok(toolchain::cargo(project, subcommand)?.args(&args[1..]).run()?)
}

fn docs(project: &Project, options: &ArgMatches) -> Result<()> {
    run_all(project, &packed(&[suites::DOCS]))?;
    if options.get_flag("serve") { suites::docs(project, "serve") } else { Ok(()) }
}

fn fuzz(project: &Project, options: &ArgMatches) -> Result<()> {
    if options.get_flag("keep") {
        return fuzz::merge(project);
    }
    fuzz::run(project, *value(options, "runs"), options.get_one("TARGET"))
}

fn size(project: &Project, _: &ArgMatches) -> Result<()> {
    run_all(project, &[&PREPARE[..], &MODULES].concat())?;
    Ok(script(project, "size-report").run()?)
}

fn soak(project: &Project, options: &ArgMatches) -> Result<()> {
    run_all(project, &packed(&[browsers::CHROMIUM, portal::STEP]))?;
    suites::soak(project, "B24_SOAK_MINUTES", *value(options, "minutes"))
}

fn clean_room(project: &Project, options: &ArgMatches) -> Result<()> {
    let commands = options.get_flag("readme").then_some(README);
    Ok(project.sh.cmd("bash").arg("xtask/clean-room.sh").args(commands).run()?)
}

/// Licences, sources and duplicates need no network; the advisories do.
fn deny(project: &Project, options: &ArgMatches) -> Result<()> {
    let deny = || cmd!(project.sh, "cargo deny --workspace --all-features");
    let offline = ["--offline", "check", "--hide-inclusion-graph", "licenses", "bans", "sources"];
    deny().args(offline).run()?;
    if options.get_flag("offline") {
        return Ok(());
    }
    deny().args(["check", "advisories"]).run()?;
    Ok(cmd!(project.sh, "npm audit").run()?)
}

/// Builds the package and checks everything; tags the commit unless it is a dry run.
fn release(project: &Project, options: &ArgMatches) -> Result<()> {
    let [repository, tarball] = RELEASE;
    run_all(project, &[&[repository][..], &packed(&[tarball])].concat())?;
    let (sh, tag) = (&project.sh, format!("v{VERSION}"));
    if options.get_flag("dry-run") {
        headline(&format!("{tag} can be released"));
        return Ok(());
    }
    cmd!(sh, "git tag --annotate {tag} --message {tag}").run()?;
    headline(&format!("tagged; `git push origin {tag}` publishes it"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<ArgMatches, clap::Error> {
        cli().try_get_matches_from(["cargo xtask"].into_iter().chain(line.split_whitespace()))
    }

    #[test]
    fn the_table_is_consistent() {
        cli().debug_assert();
    }

    #[test]
    fn options_belong_to_their_commands() {
        for line in [
            "demo --check",
            "docs --serve",
            "spec --bless",
            "types --bless",
            "matrix vite-8 deno --bless",
            "portal --port 8080",
            "fuzz --runs 7 --keep id_list",
            "soak --minutes 10",
            "deny --offline",
            "clean-room --readme",
            "test --install",
            "--install test",
        ] {
            parse(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        }
        for line in [
            "",
            "tset",
            "test --check",
            "ci --readme",
            "--bless types",
            "portal --port many",
            "fuzz id_list portal_address",
            "wasm",
            "test pack",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
        assert!(parse("test --install").unwrap().subcommand().unwrap().1.get_flag("install"));
    }

    #[test]
    fn arguments_after_wasm_are_cargos() {
        let matches = parse("wasm test --test wasm_node -- --nocapture").unwrap();
        let args: Vec<&String> =
            matches.subcommand().unwrap().1.get_many("CARGO_ARGS").unwrap().collect();
        assert_eq!(args, ["test", "--test", "wasm_node", "--", "--nocapture"]);
    }
}
