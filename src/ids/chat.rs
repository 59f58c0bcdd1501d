use super::id_input::IdInput;
use super::user_id::UserId;

/// Prefixes of chat names: those of chats, of workgroups' chats, and of CRM entities' chats.
const PREFIXES: [&str; 3] = ["chat", "sg", "crm"];

/// A chat, given by its number (`12`) or its name: `chat12`, `sg7` for the chat of a workgroup, or
/// `crm3` for the chat of a CRM entity.
///
/// The string `"12"` is invalid: as a dialog id, it would mean the conversation with user 12.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat(String);

impl Chat {
    /// The chat that a value identifies; `None` if the value is invalid.
    #[must_use]
    pub fn new(input: &IdInput) -> Option<Self> {
        match input {
            IdInput::Number(number) => {
                UserId::from_f64(*number).map(|id| Self(format!("chat{id}")))
            }
            IdInput::Text(name) => {
                let is_number = |digits| UserId::from_digits(digits).is_some();
                PREFIXES
                    .iter()
                    .any(|prefix| name.strip_prefix(prefix).is_some_and(is_number))
                    .then(|| Self(name.clone()))
            }
            IdInput::Other(_) => None,
        }
    }

    /// The dialog id, such as `chat12` (`DIALOG_ID`).
    #[must_use]
    pub fn dialog_id(&self) -> &str {
        &self.0
    }

    /// The number of the chat (`CHAT_ID`), without the prefix `chat`; `None` for chats of
    /// workgroups and CRM entities.
    #[must_use]
    pub fn chat_id(&self) -> Option<&str> {
        self.0.strip_prefix("chat")
    }
}

#[cfg(test)]
mod tests {
    use super::{Chat, IdInput};

    #[test]
    fn chats_are_numbers_or_names() {
        let dialog = |input| Chat::new(&input).map(|chat| chat.0);
        assert_eq!(dialog(IdInput::Number(12.0)).as_deref(), Some("chat12"));
        for name in ["chat12", "sg7", "crm3"] {
            assert_eq!(dialog(IdInput::Text(name.into())).as_deref(), Some(name));
        }
        for invalid in [0.0, -1.0, 4.5, f64::NAN, 9_007_199_254_740_992.0] {
            assert_eq!(dialog(IdInput::Number(invalid)), None);
        }
        for invalid in [
            "", "12", "chat", "chat0", "chat012", "chat12x", "CHAT12", "sg", "sg-7", "chat 12",
            "user4",
        ] {
            assert_eq!(dialog(IdInput::Text(invalid.into())), None, "{invalid}");
        }
        assert_eq!(dialog(IdInput::Other("null")), None);
    }
}
