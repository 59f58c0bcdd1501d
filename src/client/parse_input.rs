//! Validation of ids and chats before anything is sent.

use super::Client;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::ids::{Chat, IdInput, IdList, OnInvalid, UserId};

impl<H: Host + 'static> Client<H> {
    /// Parses the ids of a call.
    ///
    /// # Errors
    /// `TOO_MANY_IDS` if there are more entries than the client's maximum. `INVALID_ID` if an entry
    /// is not a user id, unless the options say that the call reports invalid entries in its
    /// result.
    pub(super) fn parse_ids(
        &self,
        entries: &mut dyn Iterator<Item = IdInput>,
        on_invalid: Option<OnInvalid>,
    ) -> Result<IdList> {
        let max_ids = self.options.max_ids();
        let list = IdList::parse(max_ids, entries).ok_or_else(|| Error::too_many_ids(max_ids))?;
        let on_invalid = on_invalid.or(self.options.invalid).unwrap_or_default();
        let redactor = self.loader.executor.redactor();
        match Error::invalid_ids(&list, &|text| redactor.redact(text), H::format_number) {
            Some(error) if on_invalid == OnInvalid::Throw => Err(error),
            _ => Ok(list),
        }
    }

    /// Parses the id of a call for one user.
    ///
    /// # Errors
    /// `INVALID_ID` if the entry is not a user id.
    pub(super) fn parse_id(&self, entry: IdInput) -> Result<UserId> {
        Ok(self.parse_ids(&mut [entry].into_iter(), Some(OnInvalid::Throw))?.ids[0])
    }

    /// Parses the chat of a call.
    ///
    /// # Errors
    /// `INVALID_CHAT` if the value does not identify a chat.
    pub(super) fn parse_chat(&self, input: &IdInput) -> Result<Chat> {
        let redactor = self.loader.executor.redactor();
        let invalid =
            || Error::invalid_chat(input, &|text| redactor.redact(text), H::format_number);
        Chat::new(input).ok_or_else(invalid)
    }
}
