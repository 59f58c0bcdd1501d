//! `CUtil::JsObjectToPhp`: the server's own, lenient parser of JavaScript literals.

use super::{Array, Key, PhpTypeError, Value};

/// Parses a JavaScript literal, such as `['4','5']`. Words and numbers without quotes become
/// strings. Invalid input becomes `false`, and empty input becomes `null`. Escape sequences are not
/// decoded, because ids have none.
///
/// # Errors
///
/// An object has an array or an object as a key, which PHP cannot represent.
pub fn js_object_to_php(literal: &str) -> Result<Value, PhpTypeError> {
    parse_value(&strip_space_around_brackets(literal))
}

fn parse_value(literal: &str) -> Result<Value, PhpTypeError> {
    let literal = literal.trim_matches([' ', '\t', '\n', '\r', '\0', '\x0B']);
    match literal.chars().next() {
        None => Ok(Value::Null),
        Some('[') => parse_list(literal),
        Some('{') => parse_object(literal),
        Some('"' | '\'') => Ok(strip_quotes(literal).into()),
        Some(_) => Ok(literal.into()),
    }
}

fn parse_list(literal: &str) -> Result<Value, PhpTypeError> {
    let Some(parts) = split_items(literal, ']') else { return Ok(false.into()) };
    let mut array = Array::default();
    let last = parts.len() - 1;
    for (index, part) in parts.into_iter().enumerate() {
        let value = parse_value(part)?;
        // `[4,,5]` has a null in the middle, but a trailing comma adds no null.
        if index < last || value != Value::Null {
            array.push(value);
        }
    }
    Ok(array.into())
}

fn parse_object(literal: &str) -> Result<Value, PhpTypeError> {
    let Some(parts) = split_items(literal, '}') else { return Ok(false.into()) };
    let mut array = Array::default();
    for part in parts {
        let (key, value) = part.split_once(':').unwrap_or((part, ""));
        let key = if key.starts_with('"') { strip_quotes(key) } else { key };
        let key = match parse_value(key)? {
            Value::Array(_) => return Err(PhpTypeError("Illegal offset type")),
            Value::String(key) => Key::from(&*key),
            // For PHP, the key `null` is the empty string, and the key `false` is 0.
            Value::Null => Key::from(""),
            _ => Key::Int(0),
        };
        array.insert(key, parse_value(value)?);
    }
    Ok(array.into())
}

/// Splits a JavaScript array or object literal at its top-level commas, up to the closing bracket
/// `close`. `None` if this bracket is missing. As in the portal's parser, commas in quotes do not
/// separate items, but brackets in quotes change the nesting depth.
fn split_items(literal: &str, close: char) -> Option<Vec<&str>> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 1, 0_i64);
    let (mut quote, mut previous) = (None, '\0');
    for (index, ch) in literal.char_indices().skip(1) {
        match ch {
            '"' | '\'' if previous != '\\' => match quote {
                None => quote = Some(ch),
                Some(open) if open == ch => quote = None,
                Some(_) => {}
            },
            '[' | '{' => depth += 1,
            _ if ch == close && depth == 0 => {
                parts.push(&literal[start..index]);
                return Some(parts);
            }
            ']' | '}' => depth -= 1,
            ',' if depth == 0 && quote.is_none() => {
                parts.push(&literal[start..index]);
                start = index + 1;
            }
            _ => {}
        }
        previous = ch;
    }
    None
}

/// Removes the first and the last character, which should be quotes.
fn strip_quotes(literal: &str) -> &str {
    let mut chars = literal.chars();
    chars.next();
    chars.next_back();
    chars.as_str()
}

/// Removes white space around brackets and double quotes:
/// `preg_replace('/[\s]*([{}\[\]\"])[\s]*/', '\1', …)`
fn strip_space_around_brackets(literal: &str) -> String {
    let mut result = String::with_capacity(literal.len());
    let mut after_bracket = false;
    for word in literal.split_inclusive(['{', '}', '[', ']', '"']) {
        let space: &[char] = &[' ', '\t', '\n', '\x0B', '\x0C', '\r'];
        let word = if after_bracket { word.trim_start_matches(space) } else { word };
        after_bracket = word.ends_with(['{', '}', '[', ']', '"']);
        if after_bracket {
            let (before, bracket) = word.split_at(word.len() - 1);
            result.push_str(before.trim_end_matches(space));
            result.push_str(bracket);
        } else {
            result.push_str(word);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::php::json_encode;

    #[test]
    fn literals_are_parsed_leniently() {
        let cases = [
            ("[4,5]", r#"["4","5"]"#),
            (" [ 4 , 5 ] ", r#"["4","5"]"#),
            ("['4','5']", r#"["4","5"]"#),
            (r#"["4,5",6]"#, r#"["4,5","6"]"#),
            ("[4,,5]", r#"["4",null,"5"]"#),
            ("[4,5,]", r#"["4","5"]"#),
            ("[4,5]garbage", r#"["4","5"]"#),
            ("[[4,5]]", r#"[["4","5"]]"#),
            ("[]", "[]"),
            ("[4,5", "false"),
            ("", "null"),
            ("4,5", r#""4,5""#),
            ("'4'", r#""4""#),
            (r#"{"a":4,b:[5]}"#, r#"{"a":"4","b":["5"]}"#),
            ("{a}", r#"{"a":null}"#),
            ("{}", r#"{"":null}"#),
        ];
        for (literal, json) in cases {
            assert_eq!(
                js_object_to_php(literal).map(|value| json_encode(&value)),
                Ok(json.replace('\'', "\\u0027")),
                "{literal}"
            );
        }
    }

    #[test]
    fn a_list_as_key_is_a_type_error() {
        assert_eq!(js_object_to_php("{[4]:5}"), Err(PhpTypeError("Illegal offset type")));
    }
}
