use std::collections::BTreeMap;
use std::fmt::Write;

use super::Package;

type Reasons = BTreeMap<String, String>;

const INTRODUCTION: &str = "\
# Dependencies

Everything that is not ours, and why it is here. The npm package itself depends on nothing: what it needs is compiled into its module,
and that is the first list. `cargo xtask dependencies --bless` writes this page from the lock files and from `dependencies.toml`, and
`cargo xtask lint` fails when it is out of date, so that a new dependency, a new version and a new licence are seen in a review.
";

/// The page.
pub fn page(
    crates: &[Package],
    why_crates: &Reasons,
    npm: &[Package],
    why_npm: &Reasons,
) -> String {
    let mut page = INTRODUCTION.to_owned();
    let (shipped, others): (Vec<_>, Vec<_>) = crates.iter().partition(|it| it.is_shipped);
    let of = |list: &[&Package], direct: bool| {
        list.iter().copied().filter(|it| it.is_direct == direct).cloned().collect::<Vec<_>>()
    };
    direct(&mut page, "Compiled into the module", &of(&shipped, true), why_crates);
    brought(&mut page, "What those bring", &of(&shipped, false));
    direct(&mut page, "Crates that build and test", &of(&others, true), why_crates);
    brought(&mut page, "What those bring", &of(&others, false));
    let npm: Vec<_> = npm.iter().collect();
    direct(&mut page, "npm packages that build and test", &of(&npm, true), why_npm);
    brought(&mut page, "What those bring", &of(&npm, false));
    page
}

fn direct(page: &mut String, title: &str, packages: &[Package], reasons: &Reasons) {
    let _ = write!(
        page,
        "\n## {title}\n\n| what | version | licence | why |\n| --- | --- | --- | --- |\n"
    );
    for Package { name, version, licence, .. } in packages {
        let why = reasons.get(name).map(String::as_str).unwrap_or_default();
        let _ = writeln!(page, "| {name} | {version} | {licence} | {why} |");
    }
}

/// Those of one name and licence in one line; whoever needs them is named up to three.
fn brought(page: &mut String, title: &str, packages: &[Package]) {
    if packages.is_empty() {
        return;
    }
    let _ = write!(
        page,
        "\n### {title}\n\n| what | version | licence | needed by |\n| --- | --- | --- | --- |\n"
    );
    for Package { name, version, licence, needed_by, .. } in packages {
        let named: Vec<_> = needed_by.iter().take(3).map(String::as_str).collect();
        let more = if needed_by.len() > 3 { ", ..." } else { "" };
        let _ = writeln!(page, "| {name} | {version} | {licence} | {}{more} |", named.join(", "));
    }
}
