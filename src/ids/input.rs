use super::UserId;

/// One entry of the ids, as the caller gave it.
#[derive(Clone, Debug, PartialEq)]
pub enum IdInput {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Anything else, by what it is: `null`, `an array`, ...
    Other(&'static str),
}

impl IdInput {
    /// The user id that this entry names, if it names one.
    #[must_use]
    pub fn id(&self) -> Option<UserId> {
        match self {
            Self::Number(number) => UserId::from_f64(*number),
            Self::Text(text) => UserId::from_digits(text),
            Self::Other(_) => None,
        }
    }

    /// The entry for an error's text.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Number(number) if number.is_infinite() => {
                if *number > 0.0 {
                    "Infinity".into()
                } else {
                    "-Infinity".into()
                }
            }
            Self::Number(number) => number.to_string(),
            Self::Text(text) => format!("{text:?}"),
            Self::Other(what) => (*what).into(),
        }
    }
}
