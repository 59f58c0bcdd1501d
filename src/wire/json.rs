use std::borrow::Cow;

use serde_json::Value;

use super::text::mend_surrogates;

/// One JSON value as the text that it came as: taken apart no further than somebody needs, so that results of any kind can be handed
/// on as they are, and whoever reads one finds out whether it is JSON to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json(String);

impl Json {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The value. `None` if it is nested too deeply, or has a number that no `f64` holds.
    #[must_use]
    pub fn value(&self) -> Option<Value> {
        read(&self.0)
    }

    /// The value in which steps, each the key of a map or the index of a list, end. `None` if one of them leads nowhere, or to
    /// nothing.
    #[must_use]
    pub fn at<'a>(&self, steps: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut at = self.0.as_str();
        for step in steps {
            at = if let Some(members) = Members::of(at) {
                members.text(step)?
            } else {
                let items = parts(at, b'[', b']')?;
                items.get(step.parse::<usize>().ok()?)?
            };
        }
        (at != "null").then(|| Self(at.into()))
    }

    /// Whether it is a text or a number.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        self.0.starts_with(|first: char| first == '"' || first == '-' || first.is_ascii_digit())
    }
}

/// The members of a JSON object, each as its text. Of a key that comes twice, the last counts.
pub(super) struct Members<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Members<'a> {
    /// The members of an object; `None` if the text is something else.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let member = |part: &'a str| {
            let (key, rest) = part.split_at(end_of_value(part)?);
            let value = rest.trim_start_matches(is_space).strip_prefix(':')?.trim_start_matches(is_space);
            Some((read_key(key)?, value))
        };
        parts(text, b'{', b'}')?.into_iter().map(member).collect::<Option<_>>().map(Self)
    }

    /// None at all.
    pub(super) const fn none() -> Self {
        Self(Vec::new())
    }

    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|&(_, value)| value)
    }

    pub(super) fn json(&self, name: &str) -> Option<Json> {
        self.text(name).map(|text| Json(text.into()))
    }

    /// A member that is small.
    pub(super) fn value(&self, name: &str) -> Option<Value> {
        read(self.text(name)?)
    }
}

fn read(json: &str) -> Option<Value> {
    serde_json::from_str(&mend_surrogates(json)).ok()
}

fn read_key(key: &str) -> Option<Cow<'_, str>> {
    if key.contains('\\') {
        return match read(key)? {
            Value::String(key) => Some(key.into()),
            _ => None,
        };
    }
    key.strip_prefix('"')?.strip_suffix('"').map(Cow::Borrowed)
}

/// What stands between the commas of a list or map, trimmed.
fn parts(text: &str, open: u8, close: u8) -> Option<Vec<&str>> {
    let text = text.trim_matches(is_space);
    let inner = text.strip_prefix(char::from(open))?.strip_suffix(char::from(close))?;
    let mut parts = Vec::new();
    let mut left = inner.trim_start_matches(is_space);
    if left.is_empty() {
        return Some(parts);
    }
    loop {
        // A member's key and value are two values with a colon between.
        let mut end = end_of_value(left)?;
        let behind = left[end..].trim_start_matches(is_space);
        if open == b'{' {
            let value = behind.strip_prefix(':')?.trim_start_matches(is_space);
            end = left.len() - value.len() + end_of_value(value)?;
        }
        let (part, behind) = left.split_at(end);
        parts.push(part);
        let behind = behind.trim_start_matches(is_space);
        if behind.is_empty() {
            return Some(parts);
        }
        left = behind.strip_prefix(',')?.trim_start_matches(is_space);
    }
}

/// Where the value ends with which the text begins, of whatever depth. What is within it is for its reader to judge.
fn end_of_value(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        match bytes.get(at)? {
            b'"' => at += end_of_string(&bytes[at..])?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
                continue;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            b',' | b':' if depth == 0 => return None,
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => {
                at += 1;
                continue;
            }
            _ => at += bytes[at..].iter().take_while(|byte| !is_mark(**byte)).count(),
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

fn end_of_string(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// What ends a number, `true`, `false` or `null`.
const fn is_mark(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"')
}

const fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::{Json, Members};

    #[test]
    fn members_are_the_texts_that_they_came_as() {
        let members =
            Members::of(r#"{ "a" : [1e999, 9007199254740993] , "b\u0063":"\ud83d", "a\\":null }"#).unwrap();
        assert_eq!(members.text("a"), Some("[1e999, 9007199254740993]"));
        assert_eq!(members.text("bc"), Some(r#""\ud83d""#));
        assert_eq!(members.text("a\\"), Some("null"));
        assert_eq!(members.text("none"), None);
        assert_eq!(Members::of(r#"{"a":1,"a":2}"#).unwrap().text("a"), Some("2"));
        assert!(Members::of(" { } ").unwrap().text("a").is_none());
        for other in [
            "[]",
            "1",
            "",
            "{",
            "}",
            r#"{"a":1"#,
            r#"{"a":1}x"#,
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{"a":1,}"#,
            r#"{"a":1 2}"#,
            r#"{"a":1}}"#,
            r#"{"a":"1}"#,
            r#"{"a":[1}"#,
            "{a:1}",
            "{1:1}",
            "{,}",
            r#"{"a\u":1}"#,
        ] {
            assert!(Members::of(other).is_none(), "{other}");
        }
    }

    #[test]
    fn any_depth_is_taken() {
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        let text = format!(r#"{{"result":{deep}}}"#);
        assert_eq!(Members::of(&text).unwrap().text("result"), Some(&*deep));
    }

    #[test]
    fn steps_lead_to_a_value_or_nowhere() {
        let json = Json(r#"{"m":[4,{"ID":"7"}],"no":null,"0":true}"#.into());
        let at = |steps: &[&str]| json.at(steps.iter().copied()).map(|found| found.0);
        assert_eq!(at(&["m", "0"]).as_deref(), Some("4"));
        assert_eq!(at(&["m", "1", "ID"]).as_deref(), Some(r#""7""#));
        assert_eq!(at(&["0"]).as_deref(), Some("true"));
        for nowhere in [&["m", "2"][..], &["m", "x"], &["gone"], &["no"], &["m", "0", "ID"]] {
            assert_eq!(at(nowhere), None, "{nowhere:?}");
        }
    }
}
