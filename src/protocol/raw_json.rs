use b24_record_reader::{RawValue, parse_digits};

/// The text of a JSON value. Only the parts that are read are parsed, so results of any kind can be
/// returned unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawJson(String);

impl RawJson {
    /// Copies the text of a value. Bytes that are not UTF-8 become U+FFFD, as with `TextDecoder`.
    #[must_use]
    pub fn new(value: RawValue<'_>) -> Self {
        Self(String::from_utf8_lossy(value.as_bytes()).into_owned())
    }

    /// The JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value as a [`RawValue`], to read its members and elements.
    #[must_use]
    pub const fn as_raw_value(&self) -> RawValue<'_> {
        RawValue::new(self.0.as_bytes())
    }

    /// The value at a path of keys and indices; `None` if there is no such value, or if it is
    /// `null`.
    #[must_use]
    pub fn at_path<'a>(&self, path: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut value = self.as_raw_value();
        for step in path {
            value = if value.is_object() {
                value.member(step)?
            } else {
                value.element(parse_digits(step.as_bytes())?.try_into().ok()?)?
            };
        }
        (!value.is_null()).then(|| Self::new(value))
    }

    /// Whether the value is a string or a number.
    #[must_use]
    pub fn is_string_or_number(&self) -> bool {
        self.0.starts_with(|first: char| first == '"' || first == '-' || first.is_ascii_digit())
    }
}

#[cfg(test)]
mod tests {
    use super::RawJson;

    #[test]
    fn paths_resolve_to_a_value_or_none() {
        let json = RawJson(r#"{"m":[4,{"ID":"7"}],"no":null,"0":true}"#.into());
        let at = |steps: &[&str]| json.at_path(steps.iter().copied()).map(|found| found.0);
        assert_eq!(at(&["m", "0"]).as_deref(), Some("4"));
        assert_eq!(at(&["m", "1", "ID"]).as_deref(), Some(r#""7""#));
        assert_eq!(at(&["0"]).as_deref(), Some("true"));
        for absent in [
            &["m", "2"][..],
            &["m", "x"],
            &["m", "00"],
            &["m", "+0"],
            &["absent"],
            &["no"],
            &["m", "0", "ID"],
        ] {
            assert_eq!(at(absent), None, "{absent:?}");
        }
    }
}
