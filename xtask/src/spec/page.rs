use std::fmt::Write;

use super::coverage::tests;
use super::{Fact, Marker, Side, Table};

const HEAD: &str = "\
# Facts about portals, and their tests

Each line is a fact about the REST interface of Bitrix24 portals. The fake portal implements it, and
the client handles it; the links lead to the tests. The facts are in [spec.toml](spec.toml), and tests
name them in comments (`// spec: ids.list`). `cargo xtask spec --bless` generates this page; do not edit
it.
";

/// The page about all facts.
pub fn page(tables: &[Table], markers: &[Marker]) -> String {
    let mut page = String::from(HEAD);
    for table in tables {
        let about = table.about.as_ref().map(|about| format!("{about}\n\n")).unwrap_or_default();
        let head = "| id | fact | fake portal | client |\n| --- | --- | --- | --- |";
        write!(page, "\n## {}\n\n{about}{head}\n", table.title).expect("a String takes all text");
        for fact in &table.facts {
            let [portal, client] = Side::ALL.map(|side| cell(markers, fact, side));
            let text = fact.text.replace('|', "\\|");
            writeln!(page, "| `{}` | {text} | {portal} | {client} |", fact.id)
                .expect("a String takes all text");
        }
    }
    page
}

/// Links to the tests of one side, or why there are none.
fn cell(markers: &[Marker], fact: &Fact, side: Side) -> String {
    if let Some(excuse) = fact.excuse(side) {
        return format!("none: {excuse}");
    }
    let links = tests(markers, fact, side).map(|Marker { file, line, .. }| {
        let name = file.trim_start_matches("tests/").trim_start_matches("crates/");
        format!("[{name}:{line}](../{file}#L{line})")
    });
    links.collect::<Vec<_>>().join("<br>")
}

#[cfg(test)]
mod tests {
    use super::super::{markers, parse};
    use super::*;

    #[test]
    fn a_line_has_the_fact_and_links_to_its_tests() {
        let tables = parse(
            "[[table]]\ntitle = 'Facts'\nabout = 'Of all sorts.'\n\
             facts = [{ id = 'a', fact = '`x|y`', no_client_test = 'none is sent' }, { id = 'b', fact = 'z' }]",
        )
        .unwrap();
        let mut found = markers("crates/fake-portal/tests/x.rs", "x // spec: a\ny // spec: a, b");
        found.extend(markers("tests/core/y.rs", "x // spec: b"));
        let page = page(&tables, &found);
        let expected = "
## Facts

Of all sorts.

| id | fact | fake portal | client |
| --- | --- | --- | --- |
| `a` | `x\\|y` | [fake-portal/tests/x.rs:1](../crates/fake-portal/tests/x.rs#L1)<br>[fake-portal/tests/x.rs:2](../crates/fake-portal/tests/x.rs#L2) | none: none is sent |
| `b` | z | [fake-portal/tests/x.rs:2](../crates/fake-portal/tests/x.rs#L2) | [core/y.rs:1](../tests/core/y.rs#L1) |
";
        assert_eq!(page.strip_prefix(HEAD), Some(expected));
    }
}
