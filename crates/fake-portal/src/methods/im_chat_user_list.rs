//! `im.chat.user.list`

use super::{Call, CallError, CallResult, dialog_id::parse_chat_id};
use crate::{
    directory::chats,
    php::{Array, Value, intval},
};

pub(super) fn im_chat_user_list(call: &mut Call<'_>) -> Result<CallResult, CallError> {
    let chat = match call.params.get("DIALOG_ID") {
        None | Some(Value::Null) => call.params.get("CHAT_ID").map_or(0, intval),
        Some(dialog) => {
            parse_chat_id(dialog.as_str().unwrap_or_default()).ok_or(DIALOG_ID_EMPTY)?.cast_signed()
        }
    };
    let chat = u64::try_from(chat).ok().filter(|&chat| chat > 0).ok_or(CHAT_ID_EMPTY)?;
    if chat == chats::GENERAL_CHAT {
        return Err(ACCESS_ERROR);
    }
    // A chat that does not exist, and a chat that the caller may not see, both have no members.
    let member_ids = call.portal.chat_member_ids(chat, call.caller);
    Ok(CallResult::new(member_ids.unwrap_or_default().into_iter().collect::<Array>()))
}

const CHAT_ID_EMPTY: CallError =
    CallError::method_error(400, "CHAT_ID_EMPTY", "Chat ID can't be empty");
const DIALOG_ID_EMPTY: CallError =
    CallError::method_error(400, "DIALOG_ID_EMPTY", "Dialog ID can't be empty");
const ACCESS_ERROR: CallError = CallError::method_error(403, "ACCESS_ERROR", "Action unavailable");
