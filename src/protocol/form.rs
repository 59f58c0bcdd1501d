use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::auth::Secret;
use crate::ids::UserId;

/// What a form has to encode. Brackets and commas stand for themselves in PHP's forms, and a third of the size.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b'[')
    .remove(b']');

/// The parameters that ask `im.user.list.get` for `ids`.
///
/// The ids are one field, as JSON: PHP drops fields beyond `max_input_vars` (1000 by default) without a word.
#[must_use]
pub fn users_query(ids: &[UserId], avatar_hr: bool) -> String {
    let mut query = String::from("ID=[");
    for (index, id) in ids.iter().enumerate() {
        if index > 0 {
            query.push(',');
        }
        write!(query, "{id}").expect("a String takes all text");
    }
    query.push(']');
    if avatar_hr {
        query.push_str("&AVATAR_HR=Y");
    }
    query
}

/// The parameters that ask `im.user.list.get` for those whose ids the first call of the same batch has found, as a list: an entry for
/// each, unless the caller is from outside the company.
#[must_use]
pub fn chat_users_query() -> String {
    query(&[("ID", "$result[c0]"), ("RESULT_TYPE", "array")])
}

/// The form that asks `im.user.list.get` for `ids`.
#[must_use]
pub fn users_form(ids: &[UserId], avatar_hr: bool, token: Option<&Secret>) -> Secret {
    with_token(users_query(ids, avatar_hr), token)
}

/// How many fields a form may have beside the token: PHP drops those beyond `max_input_vars` (1000 by default) without a word.
pub const MAX_FORM_FIELDS: usize = 999;

/// These parameters, as a query or form has them.
#[must_use]
pub fn query(params: &[(&str, &str)]) -> String {
    let mut query = String::new();
    for (name, value) in params {
        if !query.is_empty() {
            query.push('&');
        }
        push_encoded(&mut query, name);
        query.push('=');
        push_encoded(&mut query, value);
    }
    query
}

/// The form with these parameters.
#[must_use]
pub fn form(params: &[(&str, &str)], token: Option<&Secret>) -> Secret {
    with_token(query(params), token)
}

/// The form with the token: in the body, since the portal's CORS rules allow no header for it and addresses end up in logs.
pub(crate) fn with_token(mut form: String, token: Option<&Secret>) -> Secret {
    if let Some(token) = token {
        form.push_str(if form.is_empty() { "auth=" } else { "&auth=" });
        push_encoded(&mut form, token.expose());
    }
    Secret::new(form)
}

/// Appends `value` as a form needs it.
pub(crate) fn push_encoded(form: &mut String, value: &str) {
    form.extend(utf8_percent_encode(value, ENCODED));
}
