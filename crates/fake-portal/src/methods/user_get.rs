//! `user.get` and `user.search`

use super::{
    Call, Failure, Reply,
    page::page,
    user_fields::user_fields,
    user_filter::Filter,
    user_scopes::{allowed, label},
};
use crate::{
    directory::{
        Listed,
        cast::{EXTRANET, EXTRANET_GROUP},
    },
    php::{Array, Value, intval},
};

/// Pages are as long as this, and there is no asking for others.
const PAGE: usize = 50;

pub(super) fn call(call: &Call<'_>, is_search: bool) -> Result<Reply, Failure> {
    let allowed = allowed(call.scopes);
    let found = found(call, &Filter::read(call.params, is_search, &allowed)?);
    let fields = selected(call, &allowed);
    let start = call.params.get("START").map_or(0, intval);
    let offset = usize::try_from(start).unwrap_or(0);
    let rows: Array = found.iter().skip(offset).take(PAGE).map(|&id| row(call, id, &fields)).collect();
    Ok(match rows.len() {
        // Nothing, and not a word of how much there is elsewhere.
        0 => Reply::of(rows),
        // Whoever starts before the beginning wants nothing counted.
        count if start < 0 => Reply { total: Some(0), users: count, ..Reply::of(rows) },
        count => page(rows, count, offset, found.len()),
    })
}

/// The ids that fit, in the order asked for.
fn found(call: &Call<'_>, filter: &Filter) -> Vec<u64> {
    let portal = &*call.portal;
    let fits = |line: &&Listed| {
        is_visible(call, filter, line)
            && filter.fits_line(line)
            && (!filter.needs_person()
                || portal
                    .directory()
                    .person(line.id)
                    .is_some_and(|person| filter.fits(&person, &user_fields(portal, &person))))
    };
    let mut ids: Vec<u64> = portal.directory().roster().iter().filter(fits).map(|line| line.id).collect();
    let text = |name| call.params.get(name).and_then(Value::as_str);
    if let (Some(sort), Some(order)) = (text("SORT"), text("ORDER")) {
        if sort != "ID" {
            ids.sort_by_cached_key(|&id| {
                let field = portal.directory().person(id).map(|person| user_fields(portal, &person));
                field.and_then(|fields| Some(fields.get(sort)?.as_str()?.to_lowercase()))
            });
        }
        if order.eq_ignore_ascii_case("desc") {
            ids.reverse();
        }
    }
    ids
}

/// A caller from outside the company sees his groups, and an employee the company and his groups'
/// people from outside. An administrator who asks for ids sees everybody.
fn is_visible(call: &Call<'_>, filter: &Filter, line: &Listed) -> bool {
    let portal = &*call.portal;
    if let Some(group) = portal.extranet_group(call.caller) {
        return group.contains(&line.id) || line.id == call.caller;
    }
    let admin_mode = call.params.get("ADMIN_MODE").is_some_and(Value::is_truthy);
    line.has_department
        || portal.is_admin(call.caller) && (admin_mode || filter.names_ids)
        || line.id == EXTRANET && EXTRANET_GROUP.contains(&call.caller)
}

/// `user.current`: the caller as a row of the list.
pub(super) fn current(call: &Call<'_>) -> Reply {
    Reply::of(row(call, call.caller, &allowed(call.scopes)))
}

/// `user.fields`: what the fields are called.
pub(super) fn fields(call: &Call<'_>) -> Reply {
    let mut labels = Array::default();
    for name in allowed(call.scopes) {
        labels.insert(name, label(name));
    }
    Reply::of(labels)
}

/// All fields, or those of `select`, in the server's order.
fn selected<'a>(call: &Call<'_>, allowed: &[&'a str]) -> Vec<&'a str> {
    let wanted: Vec<&str> = match call.params.get("SELECT") {
        Some(Value::Array(select)) => select.values().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if wanted.is_empty() || wanted.contains(&"*") {
        return allowed.into();
    }
    let is_wanted =
        |name: &str| wanted.contains(&name) || wanted.contains(&"UF_*") && name.starts_with("UF_");
    allowed.iter().copied().filter(|name| is_wanted(name)).collect()
}

/// Those fields of somebody that are not null.
fn row(call: &Call<'_>, id: u64, fields: &[&str]) -> Array {
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
