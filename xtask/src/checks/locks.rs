//! The lock files: independent of mirrors, and with one version of wasm-bindgen and its generator.

use std::fs;

use anyhow::bail;

use crate::step::Step;

/// Reads both lock files.
pub const STEP: Step = Step {
    what: "lock files",
    hint: "lock files must not name a mirror: regenerate the entry with the default registry. \
           The versions of wasm-bindgen are pinned in Cargo.toml and xtask/tools/Cargo.toml",
    run: |project| {
        let cargo = fs::read_to_string(project.path("Cargo.lock"))?;
        let npm = fs::read_to_string(project.path("package-lock.json"))?;
        let mut problems = mirrors(&cargo, "source = ", CRATES_IO);
        problems.extend(mirrors(&npm, "\"resolved\": ", NPMJS));
        problems.extend(bindgen_mismatch(&cargo));
        if problems.is_empty() { Ok(()) } else { bail!("{}", problems.join("\n")) }
    },
};

const CRATES_IO: &str = "\"registry+https://github.com/rust-lang/crates.io-index\"";
const NPMJS: &str = "\"https://registry.npmjs.org/";

/// The addresses with this key that are not the registry's. Local folders have no scheme.
fn mirrors(lock: &str, key: &str, registry: &str) -> Vec<String> {
    let addresses = lock.lines().filter_map(|line| line.trim().strip_prefix(key));
    let foreign = addresses.filter(|it| it.contains("://") && !it.starts_with(registry));
    foreign.map(|address| format!("a lock file names {address}")).collect()
}

/// The bindings generator rejects modules of any other version of wasm-bindgen.
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
        let foreign_crates = |lock: &str| mirrors(lock, "source = ", CRATES_IO);
        let fine = "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n";
        assert!(foreign_crates(fine).is_empty());
        for source in [
            "sparse+https://mirror.example/index/",
            "registry+https://mirror.example/crates.io-index",
        ] {
            let lock = format!("{fine}source = \"{source}\"\n");
            assert_eq!(foreign_crates(&lock), [format!("a lock file names \"{source}\"")]);
        }
    }

    #[test]
    fn a_mirror_in_package_lock_is_found() {
        let foreign_packages = |address: &str| {
            mirrors(&format!("{{\n  \"resolved\": \"{address}\",\n}}"), "\"resolved\": ", NPMJS)
        };
        assert!(foreign_packages("https://registry.npmjs.org/a/-/a-1.0.0.tgz").is_empty());
        assert!(foreign_packages("tests/frameworks/react-18").is_empty());
        assert_eq!(foreign_packages("https://mirror.example/a-1.0.0.tgz").len(), 1);
        assert_eq!(foreign_packages("https://registry.npmjs.org.example/a.tgz").len(), 1);
    }

    #[test]
    fn the_bindings_generator_must_match() {
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
