//! The documentation site. npm tools build and check it: docs/site/package.json has the scripts.

use anyhow::Result;

use crate::npm::npm;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

/// Builds the site in `target/docs` from the built package, and checks its links.
pub const BUILD: Step = Step {
    what: "documentation site",
    hint: "see the message above; the site's options are in docs/site",
    run: |project| script(project, "build"),
};

/// Serves the built site until Ctrl-C.
pub fn serve(project: &Project) -> Result<()> {
    script(project, "serve")
}

fn script(project: &Project, name: &str) -> Result<()> {
    run(npm().args(["run", name, "--workspace", "docs/site"]).current_dir(&project.root))
}
