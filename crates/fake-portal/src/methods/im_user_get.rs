//! `im.user.get`

use super::{
    Call, Failure, Reply,
    user_object::{date, user_object},
};
use crate::php::{Array, Value, intval};

pub(super) fn call(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let id = match call.params.get("ID") {
        None | Some(Value::Null) => call.caller,
        Some(_) => asked(call.params).ok_or(ID_EMPTY)?,
    };
    let person = call.portal.directory().person(id).ok_or(USER_NOT_EXISTS)?;
    let group = call.portal.extranet_group(call.caller);
    if id != call.caller && group.is_some_and(|group| !group.contains(&id)) {
        return Err(ACCESS_DENIED);
    }
    let mut user = user_object(call, &person);
    // The one field that this method fills and the list does not.
    if let Some(desktop) = user.get_mut("desktop_last_date") {
        *desktop = date(call.portal, person.desktop);
    }
    Ok(Reply { ids: 1, users: 1, ..Reply::of(user) })
}

pub(super) fn asked(params: &Array) -> Option<u64> {
    u64::try_from(intval(params.get("ID")?)).ok().filter(|&id| id > 0)
}

const ID_EMPTY: Failure = Failure::of_method(400, "ID_EMPTY", "User ID can't be empty");
const USER_NOT_EXISTS: Failure = Failure::of_method(400, "USER_NOT_EXISTS", "User is not exists");
const ACCESS_DENIED: Failure =
    Failure::of_method(400, "ACCESS_DENIED", "You can request only users who consist of your extranet group");
