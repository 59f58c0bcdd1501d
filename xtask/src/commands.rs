//! The table of commands: name, help, options, and the steps or the function behind each.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::process::{Command as Process, Stdio};

use anyhow::{Result, bail};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::checks::{
    COMMENT_WIDTH, declarations, dependencies, frameworks, lints, locks, matrix, page, suites,
    tarball, wasm,
};
use crate::npm::{self, node};
use crate::package::{BUILD, COMPOSITION, MODULES, PREPARE, SIZES, folder, typescript};
use crate::portal::{self, Portal};
use crate::project::Project;
use crate::run::{find, run};
use crate::step::{Step, headline, note, run_all};
use crate::{browsers, docs, fuzz, release, spec, toolchain, tools};

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
            .arg(flag("serve", "Serve it afterwards")), |project, options| {
                run_all(project, &[&PREPARE[..], &BUILD, &[docs::BUILD]].concat())?;
                if options.get_flag("serve") { docs::serve(project) } else { Ok(()) }
            }),
        (command("test", "Run all tests: native, wasm in Node and Chromium, the tarball, types, the page"),
            |project, _| run_all(project, &test())),
        (command("lint", "Check formatting, clippy, documentation, lock files, dependencies and spec"),
            |project, _| run_all(project, &lint())),
        (command("spec", "Check that every fact in docs/spec.toml has its tests")
            .arg(bless("docs/spec-coverage.md")), |project, options| {
                if options.get_flag("bless") { spec::bless(project) } else { run_all(project, &[spec::STEP]) }
            }),
        (command("types", "Compare the generated TypeScript declarations with tests/golden")
            .arg(bless("the golden file")), types),
        (command("matrix", "Test the packed package in the bundlers, runtimes and browsers of tests/matrix")
            .arg(values("NAME", "Environments to test; default: all"))
            .arg(bless("docs/matrix.md, if all environments have passed")), run_matrix),
        (command("portal", "Run the fake portal; its first line on stdout is JSON with address and tokens")
            .arg(option("port", "N", "The port; 0 selects a free one", "0").value_parser(value_parser!(u16))),
            |project, options| portal::run_alone(project, *value::<u16>(options, "port"))),
        (command("wasm", "Run cargo for wasm32, for example: cargo xtask wasm test --test wasm_node")
            .arg(values("CARGO_ARGS", "The cargo command and its arguments").required(true)
                .trailing_var_arg(true).allow_hyphen_values(true).value_parser(value_parser!(OsString))),
            run_wasm),
        (command("pack", "Build target/npm/b24-users.tgz and print sizes"),
            |project, _| run_all(project, &[&PREPARE[..], &BUILD, &SIZES].concat())),
        (command("bench", "Measure the package in Node and Chromium and write docs/benchmarks.md"),
            |project, _| run_all(project, &[&PREPARE[..], &BUILD, &[browsers::CHROMIUM, suites::BENCH]].concat())),
        (command("size", "Print the module's size by crate and function, largest first"),
            |project, _| run_all(project, &[&PREPARE[..], &MODULES, &[COMPOSITION]].concat())),
        (command("ci", "Run lint, test, matrix and stress"),
            |project, _| run_all(project, &[lint(), test(), ALL_ENVIRONMENTS.into(), stress()].concat())),
        (command("stress", "Run the fuzzer and the soak test briefly"),
            |project, _| run_all(project, &stress())),
        (command("fuzz", "Run libFuzzer on all targets or on one")
            .arg(option("runs", "N", "Inputs per target", "1000000").value_parser(value_parser!(u64)))
            .arg(flag("keep", "Merge new inputs of earlier runs into fuzz/corpus instead"))
            .arg(Arg::new("TARGET").help("The target; default: all")), |project, options| {
                if options.get_flag("keep") { return fuzz::merge(project) }
                fuzz::run(project, *value(options, "runs"), options.get_one::<String>("TARGET"))
            }),
        (command("soak", "Run the packed package against a faulty portal for minutes, in Node and Chromium")
            .arg(option("minutes", "N", "Duration", "1").value_parser(value_parser!(u32))),
            |project, options| {
                run_all(project, &[&PREPARE[..], &BUILD, &[browsers::CHROMIUM, portal::STEP]].concat())?;
                suites::soak(project, "B24_SOAK_MINUTES", &value::<u32>(options, "minutes").to_string())
            }),
        (command("live", "Compare a real portal with docs/spec.toml; only reads, takes a minute"),
            |project, _| run(node().arg("tests/live/run.mjs").current_dir(&project.root))),
        (command("deny", "Check licences, sources, duplicates and advisories; needs cargo-deny")
            .arg(flag("offline", "Skip the advisories of GitHub and npm")),
            deny),
        (command("release", "Build the package, check everything that a release needs, and tag the commit")
            .arg(flag("dry-run", "Only check")),
            |project, options| release::run(project, options.get_flag("dry-run"))),
        (command("clean-room", "As root: run .ci/run for the last commit in a new minimal Debian")
            .arg(flag("readme", "Run the README's two commands instead")),
            |project, options| {
                let mut script = Process::new("bash");
                script.arg(project.path("xtask/clean-room.sh"));
                run(if options.get_flag("readme") { script.arg(README) } else { &mut script })
            }),
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

fn option(
    name: &'static str,
    value: &'static str,
    help: &'static str,
    default: &'static str,
) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help).default_value(default)
}

fn values(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).help(help).num_args(1..)
}

fn value<'a, T: Clone + Send + Sync + 'static>(options: &'a ArgMatches, name: &str) -> &'a T {
    options.get_one(name).expect("the option has a default")
}

fn lint() -> Vec<Step> {
    vec![
        lints::FORMAT,
        COMMENT_WIDTH,
        lints::NATIVE,
        lints::FUZZ,
        npm::STEP,
        lints::BIOME,
        typescript::TYPES,
        typescript::COMPILE,
        lints::JAVASCRIPT,
        toolchain::STEP,
        lints::WASM,
        lints::DOCUMENTATION,
        locks::STEP,
        dependencies::STEP,
        spec::STEP,
    ]
}

/// The fastest failures come first.
fn test() -> Vec<Step> {
    let crates = [suites::NATIVE, suites::PORTAL];
    let wasm = [typescript::COMPILE, browsers::CHROMIUM, wasm::NODE, wasm::BROWSER];
    let declarations = [declarations::GOLDEN, declarations::USES];
    let against_the_portal = [
        portal::STEP,
        suites::LIVE,
        tarball::STEP,
        suites::EXAMPLES,
        frameworks::STEP,
        matrix::FAST,
        page::STEP,
    ];
    let package = [&BUILD[..], &SIZES, &declarations, &[docs::BUILD]].concat();
    [&crates[..], &PREPARE, &wasm, &package, &against_the_portal].concat()
}

/// Chromium has the demo page in `test`.
const ALL_ENVIRONMENTS: [Step; 4] = [browsers::OTHERS, page::FIREFOX, page::WEBKIT, matrix::ALL];

fn stress() -> Vec<Step> {
    let soak = [browsers::CHROMIUM, portal::STEP, suites::SHORT_SOAK];
    [&[fuzz::STEP][..], &PREPARE, &BUILD, &soak].concat()
}

/// Serves the demo page until Ctrl-C, or checks it.
fn demo(project: &Project, options: &ArgMatches) -> Result<()> {
    let serve = [suites::EXAMPLES, portal::STEP];
    if options.get_flag("check") {
        let check = [browsers::CHROMIUM, page::STEP];
        return run_all(project, &[&PREPARE[..], &BUILD, &serve, &check].concat());
    }
    run_all(project, &[&PREPARE[..], &BUILD, &serve].concat())?;
    let mut portal = Portal::start(project)?;
    headline(&format!("\nthe demo page: {}/", portal.pages));
    note(&format!("the same as an application in a frame of the portal: {}", portal.frame));
    note("Ctrl-C stops it");
    open_in_browser(&portal.pages);
    // Ctrl-C ends the whole process group, this program and the portal.
    portal.wait()
}

/// Opens the address in the desktop's browser, if there is a desktop.
fn open_in_browser(address: &str) {
    let has_desktop = env::var_os("DISPLAY").or_else(|| env::var_os("WAYLAND_DISPLAY")).is_some();
    let command: &[&str] = match env::consts::OS {
        "macos" => &["open"],
        "windows" => &["cmd", "/c", "start"],
        _ if has_desktop => &["xdg-open"],
        _ => return,
    };
    let mut open = Process::new(command[0]);
    open.args(&command[1..]).arg(address);
    open.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if open.spawn().is_err() {
        note("no browser could be opened; the address above works in any");
    }
}

/// Builds the package and compares its declarations, or renews the golden file.
fn types(project: &Project, options: &ArgMatches) -> Result<()> {
    if !options.get_flag("bless") {
        return run_all(project, &[&PREPARE[..], &BUILD, &[declarations::GOLDEN]].concat());
    }
    run_all(project, &[&PREPARE[..], &MODULES].concat())?;
    for file in typescript::generated(project)? {
        file.bless(project)?;
    }
    run_all(project, &BUILD)?;
    fs::copy(folder(project).join("dist/index.d.ts"), project.path(declarations::GOLDEN_FILE))?;
    note(&format!("{} is renewed; read the difference", declarations::GOLDEN_FILE));
    Ok(())
}

fn run_matrix(project: &Project, options: &ArgMatches) -> Result<()> {
    let names: Vec<&str> =
        options.get_many("NAME").into_iter().flatten().map(String::as_str).collect();
    let bless = options.get_flag("bless");
    let mut steps = [&PREPARE[..], &BUILD, &[browsers::CHROMIUM, portal::STEP]].concat();
    if names.is_empty() {
        steps.extend(ALL_ENVIRONMENTS);
        if bless {
            steps.pop();
            steps.push(matrix::BLESS);
        }
        return run_all(project, &steps);
    }
    if names.iter().any(|name| name.contains("firefox") || name.contains("webkit")) {
        steps.push(browsers::OTHERS);
    }
    run_all(project, &steps)?;
    headline("the packed package in its environments");
    matrix::check(project, &names.join(" "), bless)
}

fn run_wasm(project: &Project, options: &ArgMatches) -> Result<()> {
    let args: Vec<&OsString> = options.get_many("CARGO_ARGS").into_iter().flatten().collect();
    let Some(subcommand) = args[0].to_str() else { bail!("a cargo command is plain text") };
    let mut steps = vec![npm::STEP, typescript::COMPILE, toolchain::STEP];
    if subcommand == "test" {
        steps.push(tools::STEP);
    }
    run_all(project, &steps)?;
    let mut cargo = project.wasm_toolchain()?.cargo(project, subcommand);
    run(wasm::with_browser(&mut cargo).args(&args[1..]))
}

/// Licences, sources and duplicates need no network; the advisories do.
fn deny(project: &Project, options: &ArgMatches) -> Result<()> {
    let Some(program) = find("cargo-deny") else {
        bail!("install it: cargo install --locked cargo-deny@0.20.2");
    };
    let cargo_deny = |arguments: &[&str]| {
        headline(&format!("cargo deny {}", arguments.join(" ")));
        let mut deny = Process::new(&program);
        deny.args(["--workspace", "--all-features"]).args(arguments);
        run(deny.current_dir(&project.root))
    };
    cargo_deny(&["--offline", "check", "--hide-inclusion-graph", "licenses", "bans", "sources"])?;
    if options.get_flag("offline") {
        return Ok(());
    }
    let crates = cargo_deny(&["check", "advisories"]);
    headline("npm audit");
    let packages = run(npm::npm().arg("audit").current_dir(&project.root));
    crates.and(packages)
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
        let args: Vec<&OsString> =
            matches.subcommand().unwrap().1.get_many("CARGO_ARGS").unwrap().collect();
        assert_eq!(args, ["test", "--test", "wasm_node", "--", "--nocapture"]);
    }
}
