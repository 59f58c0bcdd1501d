//! The entries for frameworks: `b24-users/vue`, `b24-users/react`, `b24-users/element`.

use std::fs;

use anyhow::Result;
use serde_json::{Value, json};

use super::folder;
use crate::files::empty_folder;
use crate::npm;
use crate::project::Project;
use crate::run::run;
use crate::say::Step;

/// What each adds to an application, and how much that may be at most, compressed by brotli.
const ENTRIES: [(&str, &str, u32); 3] = [
    ("vue", "export { b24Users, useUser, useUsers }", 1024),
    ("react", "export { B24UsersProvider, useUser, useUsers }", 1024),
    ("element", "export { defineUserElement }", 3328),
];
/// The declarations that they have in common; they are of no JavaScript of the same name.
const COMMON: &str = "user-state";
/// Applications have them already.
const EXTERNAL: [&str; 2] = ["--external:vue", "--external:react"];

/// Prints what they add to an application that has the core already and fails where that is too much.
pub const SIZES: Step = Step {
    what: "sizes of the entries for frameworks",
    hint: "the limits are in xtask/src/package/frameworks.rs; pkg-template/dist/user-store.js is part of all three",
    run: print,
};

/// Adds what `require` and its types need. The core is not in there: they are given a client.
pub fn add_commonjs(project: &Project) -> Result<()> {
    let dist = folder(project).join("dist");
    for (name, ..) in ENTRIES {
        run(npm::program(project, "esbuild")
            .arg(dist.join(format!("{name}.js")))
            .args(["--bundle", "--format=cjs", "--platform=neutral", "--log-level=warning"])
            .args(EXTERNAL)
            .arg(format!("--outfile={}", dist.join(format!("{name}.cjs")).display())))?;
    }
    for name in ENTRIES.map(|(name, ..)| name).into_iter().chain([COMMON]) {
        let types = fs::read_to_string(dist.join(format!("{name}.d.ts")))?;
        // TypeScript takes a declaration file's name for the module system of what it declares.
        fs::write(dist.join(format!("{name}.d.cts")), types.replace(".js\";", ".cjs\";"))?;
    }
    Ok(())
}

fn print(project: &Project) -> Result<()> {
    let out = project.path("target/npm/framework-sizes");
    empty_folder(&out)?;
    let mut rows: Vec<Value> = Vec::new();
    for (name, exports, most) in ENTRIES {
        let entry = out.join(format!("{name}.entry.js"));
        let module = folder(project).join(format!("dist/{name}.js"));
        fs::write(&entry, format!("{exports} from {};", json!(module)))?;
        let bundle = out.join(format!("{name}.js"));
        run(npm::program(project, "esbuild")
            .arg(&entry)
            .args(["--bundle", "--minify", "--format=esm", "--log-level=warning"])
            .args(EXTERNAL)
            .arg(format!("--outfile={}", bundle.display())))?;
        rows.push(json!([format!("b24-users/{name}"), [bundle], most]));
    }
    run(npm::script(project, "sizes.mjs").arg(Value::from(rows).to_string()))
}
