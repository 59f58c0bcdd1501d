//! The recipes of `www-demo/recipes`, small applications that show people; those that need a
//! bundler are bundled.

use anyhow::Result;

use crate::files::empty_folder;
use crate::npm::script;
use crate::package;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

/// Bundles them with the package that was built.
pub const STEP: Step = Step {
    what: "recipes",
    hint: "see esbuild's message above; they are in www-demo/recipes, and bundled by xtask/js/recipes.mjs",
    run: bundle,
};

/// Where the bundles are, in the project.
pub const BUNDLES: &str = "target/recipes";

fn bundle(project: &Project) -> Result<()> {
    let out = project.path(BUNDLES);
    empty_folder(&out)?;
    run(script(project, "recipes.mjs").arg(package::folder(project)).arg(out))
}
