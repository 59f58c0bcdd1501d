//! What the package weighs, and what it adds to an application.

use std::fs;

use anyhow::Result;
use serde_json::json;

use super::{folder, tarball};
use crate::files::empty_folder;
use crate::npm;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

/// Prints a table of sizes.
pub const STEP: Step = Step {
    what: "sizes",
    hint: "see the message above; budgets are in xtask/src/package/sizes.rs",
    run: print,
};

/// The smallest useful application, the same with the module as an asset, as plain JavaScript, and
/// with a persistent cache.
const APPS: [(&str, &str); 4] = [
    (
        "app",
        "import { createClient } from 'b24-users';\n\
         createClient({ auth: token }).getUsers([1]).then(console.log);",
    ),
    (
        "slim",
        "import { createClient, init } from 'b24-users/slim';\nimport url from 'b24-users/b24.wasm';\n\
         init(url).then(() => createClient({ auth: token }).getUsers([1])).then(console.log);",
    ),
    (
        "js",
        "import { createClient } from 'b24-users/js';\n\
         createClient({ auth: token }).getUsers([1]).then(console.log);",
    ),
    (
        "persist",
        "import { createClient } from 'b24-users';\n\
         import { persistentCache } from 'b24-users/persist';\n\
         createClient({ auth: token, cache: { persist: persistentCache({ key: me }) } })\
           .getUsers([1]).then(console.log);",
    ),
];

/// What these may weigh, compressed by brotli: what they weigh today and a little more, so that
/// growth is noticed. The aim is 96 000 for the former; `docs/size.md` has what is in the way.
const APP_BUDGET: usize = 111_700;
/// A persistent cache may add 3 KB.
const PERSIST_BUDGET: usize = APP_BUDGET + 3072;
const SLIM_BUDGET: usize = 123_450;

fn print(project: &Project) -> Result<()> {
    let out = project.path("target/npm/sizes");
    empty_folder(&out)?;
    for (name, source) in APPS {
        // Inside the package, which may import itself by its name: the same resolution as of an
        // installed one.
        let entry = folder(project).join(format!("{name}.entry.js"));
        fs::write(&entry, source)?;
        let bundled = run(npm::program(project, "esbuild")
            .arg(format!("{name}={}", entry.display()))
            .args([
                "--bundle",
                "--minify",
                "--format=esm",
                "--loader:.wasm=file",
                "--log-level=warning",
            ])
            .arg(format!("--outdir={}", out.display()))
            .current_dir(folder(project)));
        fs::remove_file(&entry)?;
        bundled?;
    }
    let wasm = folder(project).join("dist/b24.wasm");
    run(npm::script(project, "sizes.mjs").arg(
        json!([
            ["b24.wasm", [&wasm]],
            ["b24-users.tgz", [tarball(project)]],
            ["an app with b24-users", [out.join("app.js")], APP_BUDGET],
            ["an app with b24-users/slim", [&out.join("slim.js"), &wasm], SLIM_BUDGET],
            ["an app with b24-users/js", [out.join("js.js")]],
            ["an app with b24-users/persist", [out.join("persist.js")], PERSIST_BUDGET],
        ])
        .to_string(),
    ))
}
