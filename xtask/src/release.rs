//! `cargo xtask release`: everything that must be right before a version is tagged.

use std::env;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::licenses;
use crate::package::{BUILD, PREPARE, tarball};
use crate::project::Project;
use crate::run::{git, output, run as execute};
use crate::step::{Step, headline, run_all};

const REPOSITORY: Step = Step {
    what: "version, changelog, addresses and working tree",
    hint: "RELEASING.md has the steps of a release",
    run: |project| {
        let manifest = fs::read_to_string(project.path("pkg-template/package.json"))?;
        let mut problems = address_problems(&serde_json::from_str(&manifest)?);
        let changelog = fs::read_to_string(project.path("CHANGELOG.md"))?;
        problems.extend(changelog_problem(&changelog, &project.version));
        problems.extend(tag_problem(project)?);
        let changes = output(git(project).args(["status", "--porcelain"]))?;
        if !changes.is_empty() {
            problems.push(format!("the working tree has changes:\n{}", changes.trim_end()));
        }
        fail_if_any(&problems)
    },
};

const TARBALL: Step = Step {
    what: "content of the tarball",
    hint: "`cargo xtask pack` builds it; see xtask/src/package",
    run: |project| {
        let mut problems = Vec::new();
        packed(project, "README.md")?;
        for file in ["CHANGELOG.md", "LICENSE"] {
            if packed(project, file)? != fs::read_to_string(project.path(file))? {
                problems.push(format!("{file} differs from the repository's"));
            }
        }
        if packed(project, licenses::FILE)? != licenses::render(project)? {
            problems.push(format!("{} does not match Cargo.lock", licenses::FILE));
        }
        let manifest: Value = serde_json::from_str(&packed(project, "package.json")?)?;
        if manifest["version"] != *project.version {
            problems.push(format!("package.json has version {}", manifest["version"]));
        }
        problems.extend(address_problems(&manifest));
        fail_if_any(&problems)
    },
};

/// Builds the package and checks everything; tags the commit unless it is a dry run.
pub fn run(project: &Project, is_dry_run: bool) -> Result<()> {
    run_all(project, &[&[REPOSITORY][..], &PREPARE, &BUILD, &[TARBALL]].concat())?;
    let tag = tag(project);
    if is_dry_run {
        headline(&format!("{tag} can be released"));
        return Ok(());
    }
    execute(git(project).args(["tag", "--annotate", &tag, "--message", &tag]))?;
    headline(&format!("tagged; `git push origin {tag}` publishes it"));
    Ok(())
}

fn tag(project: &Project) -> String {
    format!("v{}", project.version)
}

/// The content of a file in the tarball.
fn packed(project: &Project, file: &str) -> Result<String> {
    let mut tar = Command::new("tar");
    tar.args(["--extract", "--gzip", "--to-stdout", "--file"]).arg(tarball(project));
    output(tar.arg(format!("package/{file}"))).with_context(|| format!("{file} is not packed"))
}

/// The tag must be new, or be this commit, as in the workflow that it starts.
fn tag_problem(project: &Project) -> Result<Option<String>> {
    let tag = tag(project);
    let tagged = git(project).args(["rev-list", "-1", &format!("refs/tags/{tag}")]).output()?;
    let head = git(project).args(["rev-parse", "HEAD"]).output()?;
    if tagged.status.success() && tagged.stdout != head.stdout {
        return Ok(Some(format!("{tag} is another commit; raise the version in Cargo.toml")));
    }
    let is_tag = env::var("GITHUB_REF_TYPE").is_ok_and(|kind| kind == "tag");
    let name = env::var("GITHUB_REF_NAME").unwrap_or_default();
    Ok((is_tag && name != tag).then(|| format!("the tag {name} is not the version, {tag}")))
}

/// The version needs a section with a date: `## [1.2.3] - 2026-12-31`.
fn changelog_problem(changelog: &str, version: &str) -> Option<String> {
    let heading = format!("## [{version}] - ");
    let date = changelog.lines().find_map(|line| line.strip_prefix(&heading));
    let is_date = |date: &str| date.len() == 10 && date.split('-').count() == 3;
    (!date.is_some_and(is_date)).then(|| format!("CHANGELOG.md has no {heading}<date>"))
}

/// npm links to these addresses, and compares the repository with the workflow's.
fn address_problems(manifest: &Value) -> Vec<String> {
    let addresses = [
        ("repository", &manifest["repository"]["url"]),
        ("homepage", &manifest["homepage"]),
        ("bugs", &manifest["bugs"]["url"]),
    ];
    let is_real = |address: &str| {
        let host = address.trim_start_matches("git+").strip_prefix("https://").unwrap_or_default();
        let host = host.split('/').next().unwrap_or_default();
        host.contains('.') && !host.contains("example")
    };
    let missing = addresses.iter().filter(|(_, value)| !value.as_str().is_some_and(is_real));
    missing
        .map(|(name, value)| format!("package.json: {name} is no real address: {value}"))
        .collect()
}

fn fail_if_any(problems: &[String]) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { bail!("{}", problems.join("\n")) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_version_needs_a_dated_section() {
        let changelog = "# Changelog\n## [Unreleased]\n## [1.2.0] - 2026-12-31\n## [1.1.0]\n";
        assert_eq!(changelog_problem(changelog, "1.2.0"), None);
        assert!(changelog_problem(changelog, "1.1.0").is_some());
        assert!(changelog_problem(changelog, "1.2").is_some());
    }

    #[test]
    fn addresses_must_be_real() {
        let manifest = |address: &str| json!({ "repository": { "url": format!("git+{address}") }, "homepage": address, "bugs": { "url": address } });
        assert_eq!(address_problems(&manifest("https://github.com/owner/b24-users")), [""; 0]);
        for address in ["https://example.com/x", "http://github.com/x", "", "https://localhost"] {
            assert_eq!(address_problems(&manifest(address)).len(), 3, "{address}");
        }
        assert_eq!(address_problems(&json!({})).len(), 3);
    }
}
