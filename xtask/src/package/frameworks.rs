//! The entries for frameworks: `b24-users/vue`, `b24-users/react`, `b24-users/element`.

use std::fs;

use anyhow::Result;
use serde_json::{Value, json};

use super::folder;
use crate::files::empty_folder;
use crate::npm;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

/// Applications have them already.
const EXTERNAL: [&str; 2] = ["--external:vue", "--external:react"];
/// What each adds to an application, and how much that may be at most, compressed by brotli.
const ENTRIES: [(&str, &str, u32); 3] = [
    ("vue", "export { b24Users, useUser, useUsers }", 1900),
    ("react", "export { B24UsersProvider, useUser, useUsers }", 1900),
    // 400 of them are the labels by kind, the button and the reports to the console.
    ("element", "export { defineUserElement }", 4625),
];

/// Prints what they add to an application that has the core already and fails where that is too
/// much.
pub const SIZES: Step = Step {
    what: "sizes of the entries for frameworks",
    hint: "the limits are in xtask/src/package/frameworks.rs; pkg-template/src/components/user-store.ts is part of all three",
    run: print,
};

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
