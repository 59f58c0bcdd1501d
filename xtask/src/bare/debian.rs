//! The smallest Debian, made once, and a clean copy of it for every run.

use std::fs;
use std::process::Command;

use anyhow::Result;

use super::root::Root;
use crate::apt;
use crate::files::empty_folder;
use crate::fresh::Inputs;
use crate::project::Project;
use crate::run::{output, run};
use crate::say::{Step, note};

/// The release whose packages the project knows.
const RELEASE: &str = "bookworm";
/// What there is beside Debian's minimum: who gets hold of the sources has git, and reaches
/// registries by https.
const PACKAGES: &str = "--include=ca-certificates,git";
const MIRROR: &str = "http://deb.debian.org/debian";
const SECURITY_MIRROR: &str = "http://deb.debian.org/debian-security";

/// Makes the bare machine anew.
pub const STEP: Step = Step {
    what: "bare Debian",
    hint: "this needs root, debootstrap, a mirror of Debian, and a container that may mount; \
           deleting target/bare starts it all over",
    run: install,
};

fn install(project: &Project) -> Result<()> {
    apt::ensure(&["debootstrap", "debian-archive-keyring"], project.install)?;
    // Empty where this is no Debian of that release, or where apt has not yet fetched its lists.
    let known = output(Command::new("apt-get").args([
        "indextargets",
        "--format",
        "$(RELEASE) $(REPO_URI)",
        "Identifier: Packages",
        "Origin: Debian",
        "Component: main",
    ]));
    let sources = Sources::choose(&known.unwrap_or_default());

    let folder = project.path("target/bare/debian");
    let base = folder.join("root");
    let inputs = Inputs::default().text(RELEASE).text(PACKAGES).text(sources.mirror());
    inputs.unless_done(&folder.join("stamp"), || {
        note("downloading and installing it, once, takes some minutes");
        empty_folder(&base)?;
        let mut debootstrap = Command::new("debootstrap");
        debootstrap.args(["--variant=minbase", PACKAGES, RELEASE]).arg(&base).arg(sources.mirror());
        run(&mut debootstrap)
    })?;

    let root = Root::of(project);
    root.renew(&base)?;
    fs::write(root.path("/etc/apt/sources.list"), sources.list())?;
    Ok(())
}

/// The archives of the release, each with the mirror it is taken from.
struct Sources(Vec<(String, String)>);

impl Sources {
    /// From the mirrors that this machine uses, one a line, or else from Debian's own.
    fn choose(known: &str) -> Self {
        let own = [("", MIRROR), ("-updates", MIRROR), ("-security", SECURITY_MIRROR)];
        let with_mirror = |(suffix, own)| {
            let archive = format!("{RELEASE}{suffix}");
            let mut pairs = known.lines().filter_map(|line| line.split_once(' '));
            let mirror = pairs.find(|(name, _)| *name == archive).map_or(own, |(_, mirror)| mirror);
            (archive, mirror.to_owned())
        };
        Self(own.map(with_mirror).into())
    }

    /// Where the release itself is.
    fn mirror(&self) -> &str {
        &self.0[0].1
    }

    /// As apt reads them.
    fn list(&self) -> String {
        let lines = self.0.iter().map(|(archive, mirror)| format!("deb {mirror} {archive} main\n"));
        lines.collect::<Vec<_>>().concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirrors_are_those_of_this_machine_where_it_has_them() {
        let known = "bookworm-backports http://near/debian/\nbookworm http://near/debian/\ntrixie http://far/debian/\n";
        let sources = Sources::choose(known);
        assert_eq!(sources.mirror(), "http://near/debian/");
        assert_eq!(
            sources.list(),
            "deb http://near/debian/ bookworm main\n\
             deb http://deb.debian.org/debian bookworm-updates main\n\
             deb http://deb.debian.org/debian-security bookworm-security main\n"
        );
    }

    #[test]
    fn without_any_they_are_debians() {
        assert_eq!(Sources::choose("").mirror(), MIRROR);
    }
}
