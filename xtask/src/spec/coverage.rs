use std::collections::HashSet;

use super::{Fact, Marker, Side, Table};

/// What keeps facts and tests from fitting together, in sentences.
pub fn problems(tables: &[Table], markers: &[Marker]) -> Vec<String> {
    let facts: Vec<&Fact> = tables.iter().flat_map(|table| &table.facts).collect();
    let mut known = HashSet::new();
    let mut problems: Vec<String> = facts
        .iter()
        .filter(|fact| !known.insert(&*fact.id))
        .map(|fact| format!("{} is there twice", fact.id))
        .collect();
    for marker in markers {
        let unknown = marker.ids.iter().filter(|id| !known.contains(&***id));
        problems.extend(
            unknown
                .map(|id| format!("{}:{} names {id}, which is no fact", marker.file, marker.line)),
        );
    }
    for fact in facts {
        for side in Side::ALL {
            let tested = tests(markers, fact, side).next().is_some();
            let side_name = side.name();
            match (tested, fact.excuse(side)) {
                (false, None) => {
                    problems.push(format!("no test of the {side_name} names {}", fact.id));
                }
                (true, Some(_)) => problems.push(format!(
                    "{} is excused from a test of the {side_name}, and has one",
                    fact.id
                )),
                _ => {}
            }
        }
    }
    problems
}

/// The tests of one side that name the fact.
pub fn tests<'a>(
    markers: &'a [Marker],
    fact: &'a Fact,
    side: Side,
) -> impl Iterator<Item = &'a Marker> {
    markers.iter().filter(move |marker| marker.side() == side && marker.ids.contains(&fact.id))
}

#[cfg(test)]
mod tests {
    use super::super::{markers, parse};
    use super::*;

    const FACTS: &str = r#"
        [[table]]
        title = "Facts"
        facts = [{ id = "a", fact = "x" }, { id = "b", fact = "y", no_client_test = "none is sent" }]
    "#;

    fn problems_of(facts: &str, portal: &str, client: &str) -> Vec<String> {
        let mut found = markers("crates/fake-portal/tests/x.rs", portal);
        found.extend(markers("tests/core/x.rs", client));
        problems(&parse(facts).unwrap(), &found)
    }

    #[test]
    fn nothing_is_wrong_when_every_fact_has_its_tests() {
        assert_eq!(problems_of(FACTS, "x // spec: a, b", "x // spec: a"), [""; 0]);
    }

    #[test]
    fn a_missing_test_is_told() {
        assert_eq!(
            problems_of(FACTS, "x // spec: b", "x // spec: a"),
            ["no test of the portal names a"]
        );
        assert_eq!(problems_of(FACTS, "x // spec: a, b", ""), ["no test of the client names a"]);
    }

    #[test]
    fn an_idle_excuse_is_told() {
        assert_eq!(
            problems_of(FACTS, "x // spec: a, b", "x // spec: a, b"),
            ["b is excused from a test of the client, and has one"]
        );
    }

    #[test]
    fn unknown_facts_and_doubles_are_told() {
        assert_eq!(
            problems_of(FACTS, "x // spec: a, b", "\nx // spec: a, c"),
            ["tests/core/x.rs:2 names c, which is no fact"]
        );
        let twice =
            "[[table]]\ntitle = 'x'\nfacts = [{ id = 'a', fact = 'x' }, { id = 'a', fact = 'x' }]";
        assert_eq!(problems_of(twice, "x // spec: a", "x // spec: a"), ["a is there twice"]);
    }
}
