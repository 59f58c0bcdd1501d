//! `user.get`, `user.search`, `user.current` and `user.fields`.

use super::{
    Call, CallError, CallResult,
    field_scopes::{allowed_fields, field_label},
    pagination::page_result,
    user_fields::user_fields,
    user_filter::Filter,
};
use crate::{
    directory::{
        FilterFields,
        fixtures::{EXTRANET_GROUP_MEMBER_IDS, EXTRANET_USER_ID},
    },
    php::{Array, Value, intval},
};

/// The size of a page, which callers cannot change.
const PAGE_SIZE: usize = 50;

/// Executes `user.search` if `is_search` is true, and `user.get` otherwise.
pub(super) fn get_or_search(call: &Call<'_>, is_search: bool) -> Result<CallResult, CallError> {
    let allowed = allowed_fields(call.scopes);
    let found = matching_ids(call, &Filter::parse(call.params, is_search, &allowed)?);
    let fields = selected_fields(call, &allowed);
    let start = call.params.get("START").map_or(0, intval);
    let offset = usize::try_from(start).unwrap_or(0);
    let rows: Array =
        found.iter().skip(offset).take(PAGE_SIZE).map(|&id| user_row(call, id, &fields)).collect();
    Ok(match rows.len() {
        // The server sends neither `total` nor `next` for an empty page.
        0 => CallResult::new(rows),
        // A negative start disables counting.
        count if start < 0 => {
            CallResult { total: Some(0), user_count: count, ..CallResult::new(rows) }
        }
        count => page_result(rows, count, offset, found.len()),
    })
}

/// The ids of the users who match the filter, in the requested order.
fn matching_ids(call: &Call<'_>, filter: &Filter) -> Vec<u64> {
    let portal = &*call.portal;
    let matches = |account: &&FilterFields| {
        is_visible(call, filter, account)
            && filter.matches_filter_fields(account)
            && (!filter.needs_full_person()
                || portal.directory().person(account.id).is_some_and(|person| {
                    filter.matches_person(&person, &user_fields(portal, &person))
                }))
    };
    let mut ids: Vec<u64> = portal
        .directory()
        .account_filter_fields()
        .iter()
        .filter(matches)
        .map(|account| account.id)
        .collect();
    let string_param = |name| call.params.get(name).and_then(Value::as_str);
    if let (Some(sort), Some(order)) = (string_param("SORT"), string_param("ORDER")) {
        if sort != "ID" {
            ids.sort_by_cached_key(|&id| {
                let field =
                    portal.directory().person(id).map(|person| user_fields(portal, &person));
                field.and_then(|fields| Some(fields.get(sort)?.as_str()?.to_lowercase()))
            });
        }
        if order.eq_ignore_ascii_case("desc") {
            ids.reverse();
        }
    }
    ids
}

/// Whether the caller may see a user. Extranet (external) callers see themselves and the members of
/// their groups. Employees see users who have a department, and external members of their groups.
/// Administrators see all users if they filter by `ID` without an operator, or set `ADMIN_MODE`.
fn is_visible(call: &Call<'_>, filter: &Filter, account: &FilterFields) -> bool {
    let portal = &*call.portal;
    if let Some(visible_ids) = portal.extranet_visible_ids(call.caller) {
        return visible_ids.contains(&account.id) || account.id == call.caller;
    }
    let is_admin_mode = call.params.get("ADMIN_MODE").is_some_and(Value::is_truthy);
    account.has_department
        || portal.is_admin(call.caller) && (is_admin_mode || filter.has_plain_id_condition)
        || account.id == EXTRANET_USER_ID && EXTRANET_GROUP_MEMBER_IDS.contains(&call.caller)
}

/// `user.current`: the caller, as a row of `user.get`.
pub(super) fn current(call: &Call<'_>) -> CallResult {
    CallResult::new(user_row(call, call.caller, &allowed_fields(call.scopes)))
}

/// `user.fields`: the labels of the permitted fields.
pub(super) fn fields(call: &Call<'_>) -> CallResult {
    let mut labels = Array::default();
    for name in allowed_fields(call.scopes) {
        labels.insert(name, field_label(name));
    }
    CallResult::new(labels)
}

/// The fields to return, in the server's order: the permitted fields that `SELECT` lists, where
/// `UF_*` stands for all with this prefix. All permitted fields if `SELECT` is missing, is empty or
/// contains `*`.
fn selected_fields<'a>(call: &Call<'_>, allowed: &[&'a str]) -> Vec<&'a str> {
    let requested: Vec<&str> = match call.params.get("SELECT") {
        Some(Value::Array(select)) => select.values().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if requested.is_empty() || requested.contains(&"*") {
        return allowed.into();
    }
    let is_selected = |name: &str| {
        requested.contains(&name) || requested.contains(&"UF_*") && name.starts_with("UF_")
    };
    allowed.iter().copied().filter(|name| is_selected(name)).collect()
}

/// The row of a user with these fields, without null values.
fn user_row(call: &Call<'_>, id: u64, fields: &[&str]) -> Array {
    let person = call.portal.directory().person(id);
    let all = person.map(|person| user_fields(call.portal, &person)).unwrap_or_default();
    let mut row = Array::default();
    for &name in fields {
        if let Some(value) = all.get(name) {
            row.insert(name, value.clone());
        }
    }
    row
}
