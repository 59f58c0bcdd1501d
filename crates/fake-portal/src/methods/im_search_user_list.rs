//! `im.search.user.list`

use super::{
    Call, CallError, CallResult,
    pagination::{limit_param, offset_param, page_result},
    phones::format_phones,
    phrase_search::matches_phrase,
    user_object::{absolute_url, date_or_false},
};
use crate::{
    directory::{Person, PersonKind},
    php::{Array, Value},
};

/// Minimum length of a search phrase, in characters.
const MIN_PHRASE_CHARS: usize = 3;

pub(super) fn im_search_user_list(call: &mut Call<'_>) -> Result<CallResult, CallError> {
    let phrase = call.params.get("FIND").and_then(Value::as_str).unwrap_or_default();
    if phrase.trim().chars().count() < MIN_PHRASE_CHARS {
        return Err(FIND_SHORT);
    }
    let directory = call.portal.directory();
    let visible_ids = call.portal.extranet_visible_ids(call.caller);
    let found: Vec<Person> = directory
        .ids()
        .filter(|id| visible_ids.is_none_or(|ids| ids.contains(id) || *id == call.caller))
        .filter_map(|id| directory.person(id))
        .filter(|person| {
            person.active && (person.has_account() || matches!(person.kind, PersonKind::Bot(_)))
        })
        .filter(|person| matches_phrase(phrase, person))
        .collect();
    let offset = offset_param(call.params);
    let mut users = Array::default();
    // The server counts external users in the total, but leaves them out of the result.
    for person in found
        .iter()
        .skip(offset)
        .take(limit_param(call.params, 10, 50))
        .filter(|person| !person.is_external())
    {
        users.insert(person.id.cast_signed(), search_user_object(call, person));
    }
    let rows = users.len();
    Ok(page_result(users, rows, offset, found.len()))
}

/// The JSON object of a user in `im.search.user.list`. Unlike in other methods, `birthday` can be
/// `false`, and `mobile_last_date` is the last activity.
fn search_user_object(call: &Call<'_>, person: &Person) -> Array {
    let portal = &*call.portal;
    let avatar =
        person.avatar.as_ref().map_or(String::new(), |avatar| absolute_url(portal, &avatar.url));
    let birthday = Some(&*person.birthday).filter(|birthday| !birthday.is_empty());
    let mut user = Array::from([
        ("id", Value::from(person.id)),
        ("name", (*person.name).into()),
        ("first_name", (*person.first_name).into()),
        ("last_name", person.last_name.as_deref().into()),
        ("work_position", person.work_position.as_deref().into()),
        ("color", (*person.color).into()),
        ("avatar", avatar.into()),
        ("gender", person.gender.code().into()),
        ("birthday", birthday.map_or(Value::Bool(false), Value::from)),
        ("extranet", false.into()),
        ("network", false.into()),
        ("bot", matches!(person.kind, PersonKind::Bot(_)).into()),
        ("connector", false.into()),
        ("external_auth_id", (*person.external_auth_id).into()),
        ("status", portal.status(person.id).into()),
        ("idle", false.into()),
        ("last_activity_date", false.into()),
        ("mobile_last_date", date_or_false(portal, person.last_activity)),
        ("departments", person.departments.iter().copied().collect::<Array>().into()),
        ("absent", date_or_false(portal, person.absent_until)),
    ]);
    if let numbers @ Value::Array(_) = format_phones(&person.phones, portal.edition().telephony) {
        user.insert("phones", numbers);
    }
    user
}

const FIND_SHORT: CallError =
    CallError::method_error(400, "FIND_SHORT", "Too short a search phrase.");
