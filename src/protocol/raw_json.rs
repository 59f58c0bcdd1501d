use b24_record_reader::{RawValue, parse_digits};

/// One JSON value as the text that it came as: taken apart no further than somebody needs, so that results of any kind can be handed
/// on as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawJson(String);

impl RawJson {
    /// The value with this text, as `TextDecoder` has it.
    #[must_use]
    pub fn new(value: RawValue<'_>) -> Self {
        Self(String::from_utf8_lossy(value.bytes()).into_owned())
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The value, to be looked into.
    #[must_use]
    pub const fn raw(&self) -> RawValue<'_> {
        RawValue::new(self.0.as_bytes())
    }

    /// The value in which steps, each the key of a map or the index of a list, end. `None` if one of them leads nowhere, or to
    /// nothing.
    #[must_use]
    pub fn at<'a>(&self, steps: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut at = self.raw();
        for step in steps {
            at = if at.is_object() {
                at.member(step)?
            } else {
                at.element(parse_digits(step.as_bytes())?.try_into().ok()?)?
            };
        }
        (!at.is_null()).then(|| Self::new(at))
    }

    /// Whether it is a text or a number.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        self.0.starts_with(|first: char| first == '"' || first == '-' || first.is_ascii_digit())
    }
}

#[cfg(test)]
mod tests {
    use super::RawJson;

    #[test]
    fn steps_lead_to_a_value_or_nowhere() {
        let json = RawJson(r#"{"m":[4,{"ID":"7"}],"no":null,"0":true}"#.into());
        let at = |steps: &[&str]| json.at(steps.iter().copied()).map(|found| found.0);
        assert_eq!(at(&["m", "0"]).as_deref(), Some("4"));
        assert_eq!(at(&["m", "1", "ID"]).as_deref(), Some(r#""7""#));
        assert_eq!(at(&["0"]).as_deref(), Some("true"));
        for nowhere in
            [&["m", "2"][..], &["m", "x"], &["m", "00"], &["m", "+0"], &["gone"], &["no"], &["m", "0", "ID"]]
        {
            assert_eq!(at(nowhere), None, "{nowhere:?}");
        }
    }
}
