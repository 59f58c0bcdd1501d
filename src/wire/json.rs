use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::text::mend_surrogates;

/// One JSON value as the text that it came as: taken apart no further than somebody needs, so that results of any kind can be handed
/// on as they are.
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
        serde_json::from_str(&mend_surrogates(&self.0)).ok()
    }

    /// The value in which steps, each the key of a map or the index of a list, end. `None` if one of them leads nowhere, or to
    /// nothing.
    #[must_use]
    pub fn at<'a>(&self, steps: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut at = self.clone();
        for step in steps {
            at = match Members::of(&at.0) {
                Some(mut members) => members.take(step)?,
                None => {
                    let items: Vec<&RawValue> = serde_json::from_str(&at.0).ok()?;
                    Self(items.get(step.parse::<usize>().ok()?)?.get().into())
                }
            };
        }
        (at.0 != "null").then_some(at)
    }

    /// Whether it is a text or a number.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        self.0.starts_with(|first: char| first == '"' || first == '-' || first.is_ascii_digit())
    }
}

/// The members of a JSON object, each as its text. Of a key that comes twice, the last counts.
pub(super) struct Members<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Members<'a> {
    /// The members of an object; `None` if the text is something else.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// None at all.
    pub(super) fn none() -> Self {
        Self(BTreeMap::new())
    }

    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).map(|member| member.get())
    }

    pub(super) fn take(&mut self, name: &str) -> Option<Json> {
        self.0.remove(name).map(|member| Json(member.get().into()))
    }

    /// A member that is small.
    pub(super) fn value(&self, name: &str) -> Option<Value> {
        serde_json::from_str(&mend_surrogates(self.text(name)?)).ok()
    }
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
        for other in ["[]", "1", "", "{", r#"{"a":1"#, r#"{"a":1}x"#] {
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
