//! `parse_str`: PHP's parser of `$_GET`, and of urlencoded bodies for `$_POST`.

use super::{Array, Key, Value};

/// The default of PHP's `max_input_vars`. PHP silently drops further variables.
pub const MAX_INPUT_VARS: usize = 1000;

/// Parses urlencoded variables, such as `ID[]=4&ID[]=5`.
#[must_use]
pub fn parse_str(form: &[u8]) -> Array {
    let mut variables = Array::default();
    for (name, value) in form_urlencoded::parse(form).take(MAX_INPUT_VARS) {
        set_variable(&mut variables, &name, value.into_owned());
    }
    variables
}

/// Sets a form variable. Its name is a path: `a[b][]` appends the value to the array `b` in the
/// array `a`. Ignores a name without a key, such as `[]`.
pub(super) fn set_variable(variables: &mut Array, name: &str, value: String) {
    if let Some((first, rest)) = parse_name(name) {
        set_at_path(variables, Some(first), &rest, value);
    }
}

/// Parses the name of a form variable: `a[b][]` gives the key `a` and the path `[Some(b), None]`,
/// where `None` appends to an array. Returns `None` if the name has no key, such as `[]`.
fn parse_name(name: &str) -> Option<(Key, Vec<Option<Key>>)> {
    let name = name.trim_start_matches(' ');
    let (head, brackets) = match name.find('[') {
        // An unclosed bracket belongs to the name.
        Some(index) if name[index..].contains(']') => name.split_at(index),
        _ => (name, ""),
    };
    if head.is_empty() || head.starts_with('[') {
        return None;
    }
    // PHP replaces characters that the name of a variable cannot have.
    let head = head.replace([' ', '.', '['], "_");
    Some((Key::from(&*head), parse_steps(brackets)))
}

fn parse_steps(mut brackets: &str) -> Vec<Option<Key>> {
    let mut steps = Vec::new();
    while let Some((step, rest)) =
        brackets.strip_prefix('[').and_then(|inner| inner.split_once(']'))
    {
        // PHP treats a single space like an empty key, which means that the value is appended.
        let appends = step.len() <= 1 && step.trim_ascii().is_empty();
        steps.push((!appends).then(|| Key::from(step)));
        brackets = rest;
    }
    steps
}

fn set_at_path(array: &mut Array, step: Option<Key>, rest: &[Option<Key>], value: String) {
    let key = step.unwrap_or_else(|| array.next_key());
    let Some((next, rest)) = rest.split_first() else {
        return array.insert(key, value);
    };
    let slot = array.entry(key, || Value::Null);
    if !matches!(slot, Value::Array(_)) {
        *slot = Value::Array(Array::default());
    }
    if let Value::Array(inner) = slot {
        set_at_path(inner, next.clone(), rest, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::php::json_encode;

    #[test]
    fn names_become_arrays() {
        let cases = [
            ("ID[]=4&ID[]=5", r#"{"ID":["4","5"]}"#),
            ("ID[0]=4&ID[1]=5", r#"{"ID":["4","5"]}"#),
            ("ID[a]=4&ID[01]=5", r#"{"ID":{"a":"4","01":"5"}}"#),
            ("ID[5]=a&ID[]=b", r#"{"ID":{"5":"a","6":"b"}}"#),
            ("FILTER[ID][]=1&FILTER[ID][]=2", r#"{"FILTER":{"ID":["1","2"]}}"#),
            ("ID=4&ID[]=5", r#"{"ID":["5"]}"#),
            ("ID[]=4&ID=5", r#"{"ID":"5"}"#),
            ("a=1+2%203&b", r#"{"a":"1 2 3","b":""}"#),
            ("a.b c=1&a[b=2&[]=3&=4", r#"{"a_b_c":"1","a_b":"2"}"#),
            ("ID[]x=4", r#"{"ID":["4"]}"#),
            ("ID[+]=4&ID[++]=5&[x=6", r#"{"ID":{"0":"4","  ":"5"}}"#),
        ];
        for (form, json) in cases {
            assert_eq!(json_encode(&parse_str(form.as_bytes()).into()), json, "{form}");
        }
    }

    #[test]
    fn variables_beyond_max_input_vars_are_dropped() {
        let form = (0..1500).map(|id| format!("ID[]={id}")).collect::<Vec<_>>().join("&");
        let Some(Value::Array(ids)) = parse_str(form.as_bytes()).get("ID").cloned() else {
            panic!("no ids")
        };
        assert_eq!(ids.len(), MAX_INPUT_VARS);
    }
}
