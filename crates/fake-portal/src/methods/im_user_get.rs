//! `im.user.get`

use super::{
    Call, CallError, CallResult,
    user_object::{date_or_false, user_object},
};
use crate::php::{Array, Value, intval};

pub(super) fn im_user_get(call: &mut Call<'_>) -> Result<CallResult, CallError> {
    let id = match call.params.get("ID") {
        None | Some(Value::Null) => call.caller,
        Some(_) => requested_id(call.params).ok_or(ID_EMPTY)?,
    };
    let person = call.portal.directory().person(id).ok_or(USER_NOT_EXISTS)?;
    let visible_ids = call.portal.extranet_visible_ids(call.caller);
    if id != call.caller && visible_ids.is_some_and(|ids| !ids.contains(&id)) {
        return Err(ACCESS_DENIED);
    }
    let mut user = user_object(call, &person);
    // Only this method fills the field. In lists, the field is always `false`.
    if let Some(desktop) = user.get_mut("desktop_last_date") {
        *desktop = date_or_false(call.portal, person.desktop);
    }
    Ok(CallResult { id_count: 1, user_count: 1, ..CallResult::new(user) })
}

pub(super) fn requested_id(params: &Array) -> Option<u64> {
    u64::try_from(intval(params.get("ID")?)).ok().filter(|&id| id > 0)
}

const ID_EMPTY: CallError = CallError::method_error(400, "ID_EMPTY", "User ID can't be empty");
const USER_NOT_EXISTS: CallError =
    CallError::method_error(400, "USER_NOT_EXISTS", "User is not exists");
const ACCESS_DENIED: CallError = CallError::method_error(
    400,
    "ACCESS_DENIED",
    "You can request only users who consist of your extranet group",
);
