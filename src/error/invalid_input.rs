//! Errors about input that is rejected before anything is sent.

use std::fmt::Write;

use super::{Error, ErrorKind, code};
use crate::ids::{IdInput, IdList};

/// Maximum number of invalid entries that one error message lists.
const MAX_SHOWN_ENTRIES: usize = 20;

impl Error {
    /// The error `INVALID_ID` for the invalid entries of a list; `None` if there are none. For the
    /// message, `redact` removes secrets from strings, and `format_number` formats numbers.
    #[must_use]
    pub fn invalid_ids(
        list: &IdList,
        redact: &dyn Fn(&str) -> String,
        format_number: fn(f64) -> String,
    ) -> Option<Self> {
        if list.invalid.is_empty() {
            return None;
        }
        let mut message = String::from("Invalid user ids");
        for (index, entry) in list.invalid.iter().take(MAX_SHOWN_ENTRIES).enumerate() {
            let description = entry.value.describe(redact, format_number);
            let separator = if index == 0 { ":" } else { "," };
            write!(message, "{separator} [{}] {description}", entry.index)
                .expect("writing to a String cannot fail");
        }
        if let Some(more @ 1..) = list.invalid.len().checked_sub(MAX_SHOWN_ENTRIES) {
            write!(message, " and {more} more").expect("writing to a String cannot fail");
        }
        message +=
            ". A user id is an integer from 1 to 2^53 - 1, as a number or a string of digits";
        Some(Self::new(ErrorKind::Request, code::INVALID_ID, message))
    }

    /// `TOO_MANY_IDS`: a call has more than `max` ids.
    #[must_use]
    pub fn too_many_ids(max: usize) -> Self {
        let message = format!("More than {max} ids, the maximum of `limits.maxIds`");
        Self::new(ErrorKind::Request, code::TOO_MANY_IDS, message)
    }

    /// The error `INVALID_CHAT` for a value that does not identify a chat. For the message,
    /// `redact` removes secrets from strings, and `format_number` formats numbers.
    #[must_use]
    pub fn invalid_chat(
        input: &IdInput,
        redact: &dyn Fn(&str) -> String,
        format_number: fn(f64) -> String,
    ) -> Self {
        let message = format!(
            "Invalid chat: {}. A chat is a positive integer or a string such as \"chat12\", \
             \"sg7\" or \"crm3\"",
            input.describe(redact, format_number)
        );
        Self::new(ErrorKind::Request, code::INVALID_CHAT, message)
    }
}
