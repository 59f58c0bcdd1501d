//! `CUtil::JsObjectToPhp`: the server's hand-written reader of JavaScript literals, which forgives much.

use super::{Array, Key, TypeError, Value};

/// The value of a literal. What cannot be read is `false`, nothing at all is `null`, bare words are strings.
/// Escapes stay as written: no id needs one.
///
/// # Errors
///
/// If an object has a list or an object for a key, which PHP cannot do.
pub fn js_object_to_php(text: &str) -> Result<Value, TypeError> {
    read(&without_space_around_brackets(text))
}

fn read(text: &str) -> Result<Value, TypeError> {
    let text = text.trim_matches([' ', '\t', '\n', '\r', '\0', '\x0B']);
    match text.chars().next() {
        None => Ok(Value::Null),
        Some('[') => list(text),
        Some('{') => object(text),
        Some('"' | '\'') => Ok(without_ends(text).into()),
        Some(_) => Ok(text.into()),
    }
}

fn list(text: &str) -> Result<Value, TypeError> {
    let Some(parts) = parts(text, ']') else { return Ok(false.into()) };
    let mut array = Array::default();
    let last = parts.len() - 1;
    for (index, part) in parts.into_iter().enumerate() {
        let value = read(part)?;
        // `[4,,5]` has a null in the middle, but `[4,5,]` has none at the end.
        if index < last || value != Value::Null {
            array.push(value);
        }
    }
    Ok(array.into())
}

fn object(text: &str) -> Result<Value, TypeError> {
    let Some(parts) = parts(text, '}') else { return Ok(false.into()) };
    let mut array = Array::default();
    for part in parts {
        let (key, value) = part.split_once(':').unwrap_or((part, ""));
        let key = if key.starts_with('"') { without_ends(key) } else { key };
        let key = match read(key)? {
            Value::Array(_) => return Err(TypeError("Illegal offset type")),
            Value::String(key) => Key::from(&*key),
            // PHP's key for `null` is the empty string and for `false` it is zero.
            Value::Null => Key::from(""),
            _ => Key::Int(0),
        };
        array.insert(key, read(value)?);
    }
    Ok(array.into())
}

/// What lies between the commas up to the closing bracket; what follows that is ignored. None if nothing closes.
/// Quotes hide commas but, in the original too, not brackets.
fn parts(text: &str, close: char) -> Option<Vec<&str>> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 1, 0_i64);
    let (mut quote, mut previous) = (None, '\0');
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            '"' | '\'' if previous != '\\' => match quote {
                None => quote = Some(letter),
                Some(open) if open == letter => quote = None,
                Some(_) => {}
            },
            '[' | '{' => depth += 1,
            _ if letter == close && depth == 0 => {
                parts.push(&text[start..at]);
                return Some(parts);
            }
            ']' | '}' => depth -= 1,
            ',' if depth == 0 && quote.is_none() => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        previous = letter;
    }
    None
}

/// The text without its first and last letter.
fn without_ends(text: &str) -> &str {
    let mut letters = text.chars();
    letters.next();
    letters.next_back();
    letters.as_str()
}

/// `preg_replace('/[\s]*([{}\[\]\"])[\s]*/', '\1', …)`
fn without_space_around_brackets(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut after_bracket = false;
    for word in text.split_inclusive(['{', '}', '[', ']', '"']) {
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
    use crate::php::encode;

    #[test]
    fn literals_are_read_with_much_patience() {
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
        for (text, json) in cases {
            assert_eq!(
                js_object_to_php(text).map(|value| encode(&value)),
                Ok(json.replace('\'', "\\u0027")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_list_for_a_key_is_a_type_error() {
        assert_eq!(js_object_to_php("{[4]:5}"), Err(TypeError("Illegal offset type")));
    }
}
