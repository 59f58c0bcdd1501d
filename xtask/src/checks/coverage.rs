//! That every fact about portals is tested, in the fake portal and in the client, and that the docs
//! say where.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::files::entries;
use crate::project::Project;
use crate::say::Step;
use crate::spec::{self, Marker};

/// The page, which is generated.
pub const PAGE: &str = "docs/spec-coverage.md";

/// The facts.
const FACTS: &str = "docs/spec.toml";

/// Compares the page with what it would be now.
pub const STEP: Step = Step {
    what: "tests of the spec's facts",
    hint: "a test names the facts it checks in a comment, `// spec: ids.list`; \
           `cargo xtask spec --bless` writes the page when all have their tests",
    run: |project| {
        let page = fs::read_to_string(project.path(PAGE)).unwrap_or_default();
        if page != render(project)? {
            bail!("{PAGE} is not up to date; `cargo xtask spec --bless` renews it");
        }
        Ok(())
    },
};

/// The page as it should be; fails unless every fact has its tests.
pub fn render(project: &Project) -> Result<String> {
    let facts =
        fs::read_to_string(project.path(FACTS)).with_context(|| format!("cannot read {FACTS}"))?;
    let tables = spec::parse(&facts).context(FACTS)?;
    let mut markers = Vec::new();
    for folder in ["crates", "tests"] {
        collect(project, &project.path(folder), &mut markers)?;
    }
    let problems = spec::problems(&tables, &markers);
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    Ok(spec::page(&tables, &markers))
}

/// The markers in and below a folder.
fn collect(project: &Project, folder: &Path, markers: &mut Vec<Marker>) -> Result<()> {
    for path in entries(folder)? {
        if path.is_dir() {
            collect(project, &path, markers)?;
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "mjs")
        {
            let parts = path.strip_prefix(&project.root)?.iter().map(|part| part.to_string_lossy());
            let file = parts.collect::<Vec<_>>().join("/");
            markers.extend(spec::markers(&file, &fs::read_to_string(&path)?));
        }
    }
    Ok(())
}
