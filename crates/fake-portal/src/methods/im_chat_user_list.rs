//! `im.chat.user.list`

use super::{Call, Failure, Reply, page::chat_of};
use crate::{
    directory::chats,
    php::{Array, Value, intval},
};

pub(super) fn call(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let chat = match call.params.get("DIALOG_ID") {
        None | Some(Value::Null) => call.params.get("CHAT_ID").map_or(0, intval),
        Some(dialog) => chat_of(dialog.as_str().unwrap_or_default()).ok_or(DIALOG_ID_EMPTY)?.cast_signed(),
    };
    let chat = u64::try_from(chat).ok().filter(|&chat| chat > 0).ok_or(CHAT_ID_EMPTY)?;
    if chat == chats::GENERAL {
        return Err(ACCESS_ERROR);
    }
    // Whoever is not in a chat is not told who is, nor whether there is one.
    let people = call.portal.chat_people(chat, call.caller);
    Ok(Reply::of(people.unwrap_or_default().into_iter().collect::<Array>()))
}

const CHAT_ID_EMPTY: Failure = Failure::of_method(400, "CHAT_ID_EMPTY", "Chat ID can't be empty");
const DIALOG_ID_EMPTY: Failure = Failure::of_method(400, "DIALOG_ID_EMPTY", "Dialog ID can't be empty");
const ACCESS_ERROR: Failure = Failure::of_method(403, "ACCESS_ERROR", "Action unavailable");
