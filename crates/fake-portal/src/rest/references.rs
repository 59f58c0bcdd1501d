//! Resolves references from a command of a batch to the results of earlier commands:
//! `$result[members][0]`.

use crate::php::{Array, Value};

/// The names with which a reference such as `$result[name]` can start, in the order in which the
/// server tries them.
const ROOTS: [&str; 5] = ["result", "next", "total", "time", "error"];

/// Replaces the references in all parameters, also in nested arrays, by the values in `results`.
pub(super) fn resolve_references(params: &Array, results: &Array) -> Array {
    let mut resolved = Array::default();
    for (key, value) in params.iter() {
        let value = match value {
            Value::Array(inner) => resolve_references(inner, results).into(),
            Value::String(string) => resolve_string(string, results),
            other => other.clone(),
        };
        resolved.insert(key.clone(), value);
    }
    resolved
}

/// Replaces references such as `$result[name]` in a string by their values. A string that consists
/// of one reference becomes the value itself, of any type. In a longer string, only strings and
/// numbers are inserted; references to other values stay as they are.
fn resolve_string(string: &str, results: &Array) -> Value {
    let mut result = string.to_owned();
    for reference in find_references(string) {
        let Some(value) = resolve_path(reference, results) else { continue };
        if reference == result {
            return value;
        }
        match value {
            Value::Int(number) => result = result.replace(reference, &number.to_string()),
            Value::Float(number) => result = result.replace(reference, &number.to_string()),
            Value::String(part) => result = result.replace(reference, &part),
            _ => {}
        }
    }
    result.into()
}

/// The references in a string, each up to the next white space:
/// `/\$(result|next|total|time|error)([^\s]*)/i`
fn find_references(string: &str) -> impl Iterator<Item = &str> {
    string.split_ascii_whitespace().filter_map(|word| {
        word.match_indices('$')
            .map(|(index, _)| &word[index..])
            .find(|reference| ROOTS.iter().any(|root| starts_with(&reference[1..], root)))
    })
}

fn starts_with(string: &str, root: &str) -> bool {
    string.get(..root.len()).is_some_and(|start| start.eq_ignore_ascii_case(root))
}

/// The value to which a reference such as `$result[name][0]` points. If a step of the path does not
/// exist, the value at the last existing step. `Value::Null` if the reference starts with a name
/// that is not in lower case. `None` if the reference has no path.
fn resolve_path(reference: &str, results: &Array) -> Option<Value> {
    let reference = &reference[1..];
    let root = ROOTS.into_iter().find(|root| starts_with(reference, root))?;
    let (name, path) = reference.split_at(root.len());
    let mut steps = parse_steps(path).peekable();
    steps.peek()?;
    // The server recognizes the root in any case, but then looks up exactly what is written.
    let Some(mut value) = results.get(name) else { return Some(Value::Null) };
    for step in steps {
        match value {
            Value::Array(array) => match array.get(step) {
                Some(Value::Null) | None => break,
                Some(inner) => value = inner,
            },
            _ => break,
        }
    }
    Some(value.clone())
}

/// The steps of a path: `/\[([^\]]+)\]/`
fn parse_steps(path: &str) -> impl Iterator<Item = &str> {
    path.split_inclusive(']')
        .filter_map(|part| part.strip_suffix(']')?.split_once('['))
        .map(|(_, step)| step)
        .filter(|step| !step.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::php::{json_decode, json_encode};

    #[test]
    fn references_resolve_along_their_valid_path() {
        let Some(Value::Array(results)) = json_decode(
            br#"{"result":{"m":[4,5],"u":[{"ID":"7","NAME":"A B"}],"f":1.5,"no":null},
                "next":{"u":50},"total":{"u":120},"time":[],"error":{"bad":{"error":"E"}}}"#,
        ) else {
            panic!("an object")
        };
        let cases = [
            ("$result[m]", "[4,5]"),
            ("$result[m][1]", "5"),
            ("$result[u][0][ID]", r#""7""#),
            ("$total[u]", "120"),
            ("$next[u]", "50"),
            ("$error[bad][error]", r#""E""#),
            ("a$result[m][0]", r#""a4""#),
            ("$result[m][0] and $result[u][0][ID] x", r#""4 and 7 x""#),
            ("-$result[f]", r#""-1.5""#),
            // The first reference extends to the next space.
            ("[$result[m][0],$result[m][1]]", r#""[4""#),
            // Within a longer string, only scalars are replaced.
            ("x$result[m]", r#""x$result[m]""#),
            // Missing steps are skipped.
            ("$result[m][9]", "[4,5]"),
            ("$result[m][1][ID]", "5"),
            ("$result[gone][0]", r#"{"m":[4,5],"u":[{"ID":"7","NAME":"A B"}],"f":1.5,"no":null}"#),
            ("$result[no]", r#"{"m":[4,5],"u":[{"ID":"7","NAME":"A B"}],"f":1.5,"no":null}"#),
            ("$RESULT[m]", "null"),
            // Not references.
            ("$result", r#""$result""#),
            ("$result[]", r#""$result[]""#),
            ("$results", r#""$results""#),
            ("$other[m]", r#""$other[m]""#),
            ("5 $ [m]", r#""5 $ [m]""#),
        ];
        for (string, json) in cases {
            assert_eq!(json_encode(&resolve_string(string, &results)), json, "{string}");
        }
    }
}
