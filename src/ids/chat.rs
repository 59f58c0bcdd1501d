use super::input::IdInput;
use crate::error::{Error, ErrorKind, code};
use crate::ids::UserId;

/// What chats are called by: of their own, or of a workgroup or an entity of the CRM.
const KINDS: [&str; 3] = ["chat", "sg", "crm"];

/// A chat: `12`, `chat12`, or the one of a workgroup (`sg7`) or of an entity of the CRM (`crm3`).
///
/// `"12"` is none: in places where portals take dialogs, that would be the talk with user 12.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat(String);

impl Chat {
    /// The chat that this names, if it names one.
    #[must_use]
    pub fn new(input: &IdInput) -> Option<Self> {
        match input {
            IdInput::Number(number) => UserId::from_f64(*number).map(|id| Self(format!("chat{id}"))),
            IdInput::Text(name) => {
                let is_number = |digits| UserId::from_digits(digits).is_some();
                KINDS
                    .iter()
                    .any(|kind| name.strip_prefix(kind).is_some_and(is_number))
                    .then(|| Self(name.clone()))
            }
            IdInput::Other(_) => None,
        }
    }

    /// The error `INVALID_CHAT` about something that names none. `scrub` blots secrets out of its text.
    #[must_use]
    pub fn refusal(input: &IdInput, scrub: &dyn Fn(&str) -> String, digits: fn(f64) -> String) -> Error {
        let message = format!(
            "Not a chat: {}. A chat is a whole number above 0, or a string such as \"chat12\", \"sg7\" or \"crm3\"",
            input.describe(scrub, digits)
        );
        Error::new(ErrorKind::Request, code::INVALID_CHAT, message)
    }

    /// Its name as a dialog.
    #[must_use]
    pub fn dialog(&self) -> &str {
        &self.0
    }

    /// Its number, if the name has it.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        self.0.strip_prefix("chat")
    }
}

#[cfg(test)]
mod tests {
    use super::{Chat, IdInput};

    #[test]
    fn chats_have_numbers_or_names() {
        let dialog = |input| Chat::new(&input).map(|chat| chat.0);
        assert_eq!(dialog(IdInput::Number(12.0)).as_deref(), Some("chat12"));
        for name in ["chat12", "sg7", "crm3"] {
            assert_eq!(dialog(IdInput::Text(name.into())).as_deref(), Some(name));
        }
        for odd in [0.0, -1.0, 4.5, f64::NAN, 9_007_199_254_740_992.0] {
            assert_eq!(dialog(IdInput::Number(odd)), None);
        }
        for odd in
            ["", "12", "chat", "chat0", "chat012", "chat12x", "CHAT12", "sg", "sg-7", "chat 12", "user4"]
        {
            assert_eq!(dialog(IdInput::Text(odd.into())), None, "{odd}");
        }
        assert_eq!(dialog(IdInput::Other("null")), None);
    }
}
