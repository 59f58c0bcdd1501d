//! The facts about portals in `docs/spec.toml`, and the tests that name each of them.

use std::collections::HashSet;
use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result, bail};
use toml::Value;

use crate::files::{files_below, has_extension};
use crate::project::Project;
use crate::step::{Step, note};

const FACTS: &str = "docs/spec.toml";
const PAGE: &str = "docs/spec-coverage.md";
const MARKER: &str = "// spec: ";
const HEAD: &str = "\
# Facts about portals, and their tests

Each line is a fact about the REST interface of Bitrix24 portals, the tests of the fake portal, which
implements it, and the tests of the client, which handles it. The facts are in [spec.toml](spec.toml);
tests name them in comments (`// spec: ids.list`). `cargo xtask spec --bless` generates this page; do
not edit it.
";

/// Checks that all facts have tests and that the page is current.
pub const STEP: Step = Step {
    what: "tests of the spec's facts",
    hint: "a test names the facts it checks in a comment, `// spec: ids.list`; \
           `cargo xtask spec --bless` writes the page when all facts have tests",
    run: |project| {
        if fs::read_to_string(project.path(PAGE)).unwrap_or_default() != render(project)? {
            bail!("{PAGE} is not up to date; `cargo xtask spec --bless` renews it");
        }
        Ok(())
    },
};

/// Writes the page.
pub fn bless(project: &Project) -> Result<()> {
    fs::write(project.path(PAGE), render(project)?)?;
    note(&format!("{PAGE} is renewed"));
    Ok(())
}

/// The page; an error unless every fact has its tests.
fn render(project: &Project) -> Result<String> {
    let mut markers = Vec::new();
    for path in
        [files_below(&project.path("crates"))?, files_below(&project.path("tests"))?].concat()
    {
        if has_extension(&path, &["rs", "mjs", "mts", "ts"]) {
            let parts = path.strip_prefix(&project.root)?.iter().map(|part| part.to_string_lossy());
            let file = parts.collect::<Vec<_>>().join("/");
            find_markers(&file, &fs::read_to_string(&path)?, &mut markers);
        }
    }
    page(&fs::read_to_string(project.path(FACTS))?, &markers).context(FACTS)
}

/// A comment that names a fact.
#[derive(Debug, PartialEq, Eq)]
struct Marker {
    fact: String,
    /// The test that it is in or before.
    test: String,
    is_portal: bool,
}

/// Finds the markers in a file: `// spec: ` and ids, at the end of a line or on a line before it.
fn find_markers(file: &str, source: &str, markers: &mut Vec<Marker>) {
    let is_portal = file.starts_with("crates/fake-portal/");
    let stem =
        file.rsplit('/').find_map(|part| part.split('.').next().filter(|stem| *stem != "mod"));
    let lines: Vec<&str> = source.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let Some((code, ids)) = line.split_once(MARKER) else { continue };
        // Before a test, the marker belongs to it; elsewhere to the test around it.
        let is_skipped = |line: &&&str| ["//", "#["].iter().any(|it| line.trim().starts_with(it));
        let skipped = lines[index..].iter().take_while(is_skipped).count();
        let next = lines.get(index + skipped).filter(|_| code.trim().is_empty());
        let name = next
            .and_then(|line| test_name(line).or(macro_row(line)))
            .or_else(|| lines[..index].iter().rev().find_map(|line| test_name(line)));
        let test = format!("{}: {}", stem.unwrap_or(file), name.unwrap_or("the whole file"));
        for fact in ids.split(',').map(|id| id.trim().to_owned()) {
            markers.push(Marker { fact, test: test.clone(), is_portal });
        }
    }
}

/// The name of the function or constant, or the title of the test, that starts on the line.
fn test_name(line: &str) -> Option<&str> {
    let line = line.trim();
    for (start, end) in [("test(\"", "\""), ("test(`", "`, "), ("fn ", "("), ("const ", ":")] {
        let after = line.strip_prefix("await ").or(line.strip_prefix("async ")).unwrap_or(line);
        if let Some((name, _)) = after.strip_prefix(start).and_then(|rest| rest.split_once(end)) {
            return Some(name);
        }
    }
    None
}

/// The name of a test that a macro defines, in its row `name: ...;`.
fn macro_row(line: &str) -> Option<&str> {
    let (name, _) = line.trim().strip_suffix(';')?.split_once(": ")?;
    name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_').then_some(name)
}

/// The page about the facts of the TOML file; an error lists all facts without tests, and markers
/// without facts.
fn page(facts: &str, markers: &[Marker]) -> Result<String> {
    let (mut page, mut known, mut problems) = (HEAD.to_owned(), HashSet::new(), Vec::new());
    let file: toml::Table = facts.parse()?;
    check_keys(&file, &["table"])?;
    for table in array(file.get("table"))? {
        let table = table.as_table().context("a table is one of TOML's")?;
        check_keys(table, &["title", "about", "facts"])?;
        write!(page, "\n## {}\n\n", string(table, "title")?.context("a table has no title")?)?;
        if let Some(about) = string(table, "about")? {
            write!(page, "{about}\n\n")?;
        }
        page += "| id | fact | fake portal | client |\n| --- | --- | --- | --- |\n";
        for fact in array(table.get("facts"))? {
            let fact = fact.as_table().context("a fact is a table of TOML's")?;
            check_keys(fact, &["id", "fact", "no_portal_test", "no_client_test"])?;
            let id = string(fact, "id")?.context("a fact has no id")?;
            let text = string(fact, "fact")?.context("a fact has no text")?.replace('|', "\\|");
            if !known.insert(id.to_owned()) {
                problems.push(format!("{id} occurs twice"));
            }
            write!(page, "| `{id}` | {text} |")?;
            for (side, is_portal, key) in
                [("portal", true, "no_portal_test"), ("client", false, "no_client_test")]
            {
                let mut tests: Vec<_> = markers
                    .iter()
                    .filter(|marker| marker.is_portal == is_portal && marker.fact == id)
                    .map(|marker| format!("`{}`", marker.test.replace('|', "\\|")))
                    .collect();
                tests.dedup();
                match (tests.is_empty(), string(fact, key)?) {
                    (false, None) => write!(page, " {} |", tests.join("<br>"))?,
                    (true, Some(reason)) => write!(page, " none: {reason} |")?,
                    (true, None) => problems.push(format!("no test of the {side} names {id}")),
                    (false, Some(_)) => {
                        problems
                            .push(format!("{id} has a test of the {side} and a reason for none"));
                    }
                }
            }
            page += "\n";
        }
    }
    let unknown = markers.iter().filter(|marker| !known.contains(&marker.fact));
    problems
        .extend(unknown.map(|marker| format!("{} names {}, no fact", marker.test, marker.fact)));
    if problems.is_empty() { Ok(page) } else { bail!("{}", problems.join("\n")) }
}

fn check_keys(table: &toml::Table, allowed: &[&str]) -> Result<()> {
    match table.keys().find(|key| !allowed.contains(&key.as_str())) {
        Some(key) => bail!("{key:?} is none of {allowed:?}"),
        None => Ok(()),
    }
}

fn array(value: Option<&Value>) -> Result<&Vec<Value>> {
    value.and_then(Value::as_array).context("a list is missing")
}

fn string<'a>(table: &'a toml::Table, key: &str) -> Result<Option<&'a str>> {
    let string = |value: &'a Value| value.as_str().with_context(|| format!("{key} is no string"));
    table.get(key).map(string).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: &str = r#"
        [[table]]
        title = "Facts"
        about = "Of all kinds."
        facts = [{ id = "a", fact = "`x|y`" }, { id = "b", fact = "z", no_client_test = "none is sent" }]
    "#;

    fn render(facts: &str, portal: &str, client: &str) -> Result<String> {
        let mut markers = Vec::new();
        find_markers("crates/fake-portal/tests/x.rs", portal, &mut markers);
        find_markers("tests/core/y.rs", client, &mut markers);
        page(facts, &markers)
    }

    fn problems(facts: &str, portal: &str, client: &str) -> String {
        render(facts, portal, client).unwrap_err().to_string()
    }

    fn tests(file: &str, text: &str) -> Vec<String> {
        let mut markers = Vec::new();
        find_markers(file, text, &mut markers);
        markers.into_iter().map(|marker| format!("{} {}", marker.fact, marker.test)).collect()
    }

    #[test]
    fn a_row_has_the_fact_and_its_tests() {
        let portal = "// spec: a, b\nfn one() {\n  x // spec: a\n}\n// spec: a\nfn two() {}";
        let expected = "
## Facts

Of all kinds.

| id | fact | fake portal | client |
| --- | --- | --- | --- |
| `a` | `x\\|y` | `x: one`<br>`x: two` | `y: three` |
| `b` | z | `x: one` | none: none is sent |
";
        let page = render(FACTS, portal, "// spec: a\nfn three() {}").unwrap();
        assert_eq!(page.strip_prefix(HEAD), Some(expected));
    }

    #[test]
    fn every_fact_needs_its_tests_or_a_reason() {
        assert_eq!(
            problems(FACTS, "x // spec: b", "x // spec: a"),
            "no test of the portal names a"
        );
        assert_eq!(problems(FACTS, "x // spec: a, b", ""), "no test of the client names a");
        assert_eq!(
            problems(FACTS, "x // spec: a, b", "x // spec: a, b"),
            "b has a test of the client and a reason for none"
        );
        assert_eq!(
            problems(FACTS, "x // spec: a, b", "fn y() {\n // spec: a, c"),
            "y: y names c, no fact"
        );
        let twice =
            "[[table]]\ntitle = 'x'\nfacts = [{ id = 'a', fact = 'x' }, { id = 'a', fact = 'x' }]";
        assert_eq!(problems(twice, "x // spec: a", "x // spec: a"), "a occurs twice");
    }

    #[test]
    fn a_marker_belongs_to_the_test_after_or_around_it() {
        let text = "// spec: a.b, c\n// And why.\n#[test]\nasync fn first(x: u8) {\n  // spec: d\n  (3, 4),\n}";
        assert_eq!(tests("tests/core/x.rs", text), ["a.b x: first", "c x: first", "d x: first"]);
        let text = "const ALL: [&str; 1] = [\n  \"x\", // spec: a\n];";
        assert_eq!(tests("tests/binding/mod.rs", text), ["a binding: ALL"]);
        let text = "reads! {\n    // spec: a\n    a_list: json(\"[4,5]\") => [4, 5];\n}";
        assert_eq!(tests("tests/core/x.rs", text), ["a x: a_list"]);
        let text = "  // spec: a\n  test(`${way}: \"fine\"`, async () => {});\n// spec: b\ntest(\"b\", x);";
        assert_eq!(tests("tests/package/x.test.mjs", text), ["a x: ${way}: \"fine\"", "b x: b"]);
        assert_eq!(tests("tests/core/x.rs", "//! spec: a\n// specs: a\n/// // spec\n"), [""; 0]);
    }

    #[test]
    fn invalid_files_are_rejected() {
        for text in [
            "",
            "x = 1",
            "[[table]]\nabout = 'x'",
            "[[table]]\ntitle = 1",
            "[[table]]\ntitle = 'x'\nrows = []",
            "[[table]]\ntitle = 'x'\nfacts = [{ id = 'x' }]",
            "[[table]]\ntitle = 'x'\nfacts = [{ id = 'x', fact = 'y', why = 'z' }]",
        ] {
            assert!(page(text, &[]).is_err(), "{text}");
        }
    }
}
