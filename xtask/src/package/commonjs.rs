//! What `require` and its types need: each entry in one file, and each declaration under a name of
//! its own.

use std::fs;

use anyhow::Result;

use super::folder;
use crate::npm;
use crate::project::Project;
use crate::run::run;

/// What can be required as well as imported, below `dist`.
const ENTRIES: [&str; 6] = ["index", "slim", "testing/index", "vue", "react", "element"];
/// Declarations that several entries share; they are of no JavaScript of the same name.
const SHARED: [&str; 1] = ["user-state"];
/// Applications have them already.
pub const EXTERNAL: [&str; 2] = ["--external:vue", "--external:react"];

/// Adds them to the package.
pub fn add(project: &Project) -> Result<()> {
    let dist = folder(project).join("dist");
    for entry in ENTRIES {
        run(npm::program(project, "esbuild")
            .arg(dist.join(format!("{entry}.js")))
            .args(["--bundle", "--format=cjs", "--platform=neutral", "--log-level=warning"])
            .args(EXTERNAL)
            .arg(format!("--outfile={}", dist.join(format!("{entry}.cjs")).display())))?;
    }
    for name in ENTRIES.into_iter().chain(SHARED) {
        let types = fs::read_to_string(dist.join(format!("{name}.d.ts")))?;
        // TypeScript takes a declaration file's name for the module system of what it declares.
        fs::write(dist.join(format!("{name}.d.cts")), types.replace(".js\";", ".cjs\";"))?;
    }
    Ok(())
}
