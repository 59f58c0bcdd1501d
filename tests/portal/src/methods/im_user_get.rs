//! `im.user.get`

use super::{Call, Failure, Reply, user_object::user_object};
use crate::{
    clock,
    php::{Value, intval},
};

pub(super) fn call(call: &Call<'_>) -> Result<Reply, Failure> {
    let id = match call.params.get("ID") {
        None | Some(Value::Null) => call.caller,
        Some(id) => u64::try_from(intval(id)).ok().filter(|&id| id > 0).ok_or(ID_EMPTY)?,
    };
    let person = call.portal.directory().person(id).ok_or(USER_NOT_EXISTS)?;
    let group = call.portal.extranet_group(call.caller);
    if id != call.caller && group.is_some_and(|group| !group.contains(&id)) {
        return Err(ACCESS_DENIED);
    }
    let mut user = user_object(call.portal, &person);
    // The one field that this method fills and the list does not.
    user.insert("desktop_last_date", person.desktop.map_or(Value::Bool(false), |on| clock::iso(on).into()));
    Ok(Reply { result: user.into(), ids: 1 })
}

const ID_EMPTY: Failure =
    Failure::Rest { status: 400, error: "ID_EMPTY", description: "User ID can't be empty" };
const USER_NOT_EXISTS: Failure =
    Failure::Rest { status: 400, error: "USER_NOT_EXISTS", description: "User is not exists" };
const ACCESS_DENIED: Failure = Failure::Rest {
    status: 400,
    error: "ACCESS_DENIED",
    description: "You can request only users who consist of your extranet group",
};
