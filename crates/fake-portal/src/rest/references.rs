//! References of a batch's command to what earlier commands found: `$result[members][0]`.

use crate::php::{Array, Value};

/// What references can begin with, in the order in which the server looks for them.
const ROOTS: [&str; 5] = ["result", "next", "total", "time", "error"];

/// The same parameters with their references replaced.
pub(super) fn resolve(params: &Array, gathered: &Array) -> Array {
    let mut resolved = Array::default();
    for (key, value) in params.iter() {
        let value = match value {
            Value::Array(inner) => resolve(inner, gathered).into(),
            Value::String(text) => element(text, gathered),
            other => other.clone(),
        };
        resolved.insert(key.clone(), value);
    }
    resolved
}

/// A reference that is all there is becomes the value, of whatever type; one within a text becomes text, if it can.
fn element(text: &str, gathered: &Array) -> Value {
    let mut result = text.to_owned();
    for reference in references(text) {
        let Some(value) = find(reference, gathered) else { continue };
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

/// `/\$(result|next|total|time|error)([^\s]*)/i`: greedy to the next white space, whatever comes before it.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split_ascii_whitespace().filter_map(|word| {
        word.match_indices('$')
            .map(|(at, _)| &word[at..])
            .find(|reference| ROOTS.iter().any(|root| starts_with(&reference[1..], root)))
    })
}

fn starts_with(text: &str, root: &str) -> bool {
    text.get(..root.len()).is_some_and(|start| start.eq_ignore_ascii_case(root))
}

/// The value at the end of a reference's path, or where the path broke off. None if there is no path.
fn find(reference: &str, gathered: &Array) -> Option<Value> {
    let reference = &reference[1..];
    let root = ROOTS.into_iter().find(|root| starts_with(reference, root))?;
    let (name, path) = reference.split_at(root.len());
    let mut steps = steps(path).peekable();
    steps.peek()?;
    // The server finds the name in any case, but then looks it up as written.
    let Some(mut value) = gathered.get(name) else { return Some(Value::Null) };
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

/// `/\[([^\]]+)\]/`
fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split_inclusive(']')
        .filter_map(|part| part.strip_suffix(']')?.split_once('['))
        .map(|(_, step)| step)
        .filter(|step| !step.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::php::{decode, encode};

    #[test]
    fn references_lead_to_values_or_to_where_they_broke_off() {
        let Some(Value::Array(gathered)) = decode(
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
            // Everything up to the next space is part of the first reference.
            ("[$result[m][0],$result[m][1]]", r#""[4""#),
            // Only scalars fit into a text.
            ("x$result[m]", r#""x$result[m]""#),
            // Steps that lead nowhere are not taken.
            ("$result[m][9]", "[4,5]"),
            ("$result[m][1][ID]", "5"),
            ("$result[gone][0]", r#"{"m":[4,5],"u":[{"ID":"7","NAME":"A B"}],"f":1.5,"no":null}"#),
            ("$result[no]", r#"{"m":[4,5],"u":[{"ID":"7","NAME":"A B"}],"f":1.5,"no":null}"#),
            ("$RESULT[m]", "null"),
            // These are no references.
            ("$result", r#""$result""#),
            ("$result[]", r#""$result[]""#),
            ("$results", r#""$results""#),
            ("$other[m]", r#""$other[m]""#),
            ("5 $ [m]", r#""5 $ [m]""#),
        ];
        for (text, json) in cases {
            assert_eq!(encode(&element(text, &gathered)), json, "{text}");
        }
    }
}
