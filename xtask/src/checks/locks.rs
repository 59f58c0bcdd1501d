//! The lock files: that they work on every machine, and that the bindings generator fits the
//! bindings.

use std::fs;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::step::Step;

/// Reads both lock files.
pub const STEP: Step = Step {
    what: "lock files",
    hint: "lock files must not name a mirror: regenerate the entry with the default registry. \
           The versions of wasm-bindgen are pinned in Cargo.toml and xtask/tools/Cargo.toml",
    run: check,
};

fn check(project: &Project) -> Result<()> {
    let cargo = fs::read_to_string(project.path("Cargo.lock"))?;
    let npm = fs::read_to_string(project.path("package-lock.json"))?;
    let mut problems = foreign_crates(&cargo);
    problems.extend(foreign_npm_packages(&npm));
    problems.extend(bindgen_mismatch(&cargo));
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    Ok(())
}

/// Sources of crates other than crates.io.
fn foreign_crates(lock: &str) -> Vec<String> {
    const CRATES_IO: &str = "\"registry+https://github.com/rust-lang/crates.io-index\"";
    let sources = lock.lines().filter_map(|line| line.strip_prefix("source = "));
    sources
        .filter(|source| *source != CRATES_IO)
        .map(|source| format!("Cargo.lock names {source}"))
        .collect()
}

/// Addresses of npm packages other than those of npmjs.org.
fn foreign_npm_packages(lock: &str) -> Vec<String> {
    const NPMJS: &str = "\"https://registry.npmjs.org/";
    let addresses = lock.lines().filter_map(|line| line.trim().strip_prefix("\"resolved\": "));
    // A folder of our own has no scheme.
    let foreign =
        addresses.filter(|address| address.contains("://") && !address.starts_with(NPMJS));
    foreign.map(|address| format!("package-lock.json names {address}")).collect()
}

/// The bindings generator refuses modules made with any version of wasm-bindgen but its own.
fn bindgen_mismatch(lock: &str) -> Option<String> {
    let [library, generator] = ["wasm-bindgen", "wasm-bindgen-cli"].map(|name| version(lock, name));
    (library.is_none() || library != generator).then(|| {
        format!("Cargo.lock has wasm-bindgen {library:?} but wasm-bindgen-cli {generator:?}")
    })
}

fn version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{package}\""));
    lines.nth(1)?.strip_prefix("version = ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_in_cargo_lock_is_found() {
        let fine = "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n";
        assert!(foreign_crates(fine).is_empty());
        for source in [
            "sparse+https://mirror.example/index/",
            "registry+https://mirror.example/crates.io-index",
        ] {
            let lock = format!("{fine}source = \"{source}\"\n");
            assert_eq!(foreign_crates(&lock), [format!("Cargo.lock names \"{source}\"")]);
        }
    }

    #[test]
    fn a_mirror_in_package_lock_is_found() {
        let lock = |address: &str| format!("{{\n  \"resolved\": \"{address}\",\n}}");
        assert!(
            foreign_npm_packages(&lock("https://registry.npmjs.org/a/-/a-1.0.0.tgz")).is_empty()
        );
        assert!(foreign_npm_packages(&lock("tests/frameworks/react-18")).is_empty());
        assert_eq!(foreign_npm_packages(&lock("https://mirror.example/a-1.0.0.tgz")).len(), 1);
        assert_eq!(
            foreign_npm_packages(&lock("https://registry.npmjs.org.example/a.tgz")).len(),
            1
        );
    }

    #[test]
    fn the_bindings_generator_must_fit() {
        let lock = |library: &str, generator: &str| {
            format!(
                "name = \"wasm-bindgen\"\nversion = \"{library}\"\n\n\
                 name = \"wasm-bindgen-cli\"\nversion = \"{generator}\"\n"
            )
        };
        assert_eq!(bindgen_mismatch(&lock("0.2.130", "0.2.130")), None);
        assert!(bindgen_mismatch(&lock("0.2.130", "0.2.129")).unwrap().contains("0.2.129"));
        assert!(bindgen_mismatch("").is_some());
    }
}
