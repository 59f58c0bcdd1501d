//! Encodes parameters as forms and queries.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::auth::Secret;
use crate::ids::UserId;

/// The characters that are percent-encoded. Brackets and commas are not, because PHP accepts them
/// as they are, and percent-encoding would triple their length in lists of ids.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b'[')
    .remove(b']');

/// The parameters of a call, as names and values of form fields: `("FILTER[ID][0]", "4")`.
pub type Params = Vec<(String, String)>;

/// Borrows the strings of parameters.
#[must_use]
pub fn borrow_params(params: &[(String, String)]) -> Vec<(&str, &str)> {
    let mut borrowed = Vec::with_capacity(params.len());
    for (name, value) in params {
        borrowed.push((name.as_str(), value.as_str()));
    }
    borrowed
}

/// The parameters of `im.user.list.get` for these ids, as a query string.
///
/// All ids are in one field, as JSON, because PHP silently drops fields beyond `max_input_vars`.
#[must_use]
pub fn users_query(ids: &[UserId], avatar_hr: bool) -> String {
    let mut query = String::from("ID=[");
    for (index, id) in ids.iter().enumerate() {
        if index > 0 {
            query.push(',');
        }
        write!(query, "{id}").expect("writing to a String cannot fail");
    }
    query.push(']');
    if avatar_hr {
        query.push_str("&AVATAR_HR=Y");
    }
    query
}

/// The parameters of `im.user.list.get` for the ids that the first call of the same batch returns.
/// The result is an array with one entry per id, or with fewer entries for an extranet (external)
/// caller.
#[must_use]
pub fn referenced_users_query() -> String {
    encode_query(&[("ID", "$result[c0]"), ("RESULT_TYPE", "array")])
}

/// The form of `im.user.list.get` for these ids.
#[must_use]
pub fn users_form(ids: &[UserId], avatar_hr: bool, token: Option<&Secret>) -> Secret {
    with_token(users_query(ids, avatar_hr), token)
}

/// Encodes parameters as a query.
#[must_use]
pub fn encode_query(params: &[(&str, &str)]) -> String {
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

/// Encodes parameters and the token as a form.
#[must_use]
pub fn encode_form(params: &[(&str, &str)], token: Option<&Secret>) -> Secret {
    with_token(encode_query(params), token)
}

/// Appends the token to a form. The token is in the body because the portal's CORS rules allow no
/// header for it, and because URLs end up in logs.
pub(crate) fn with_token(mut form: String, token: Option<&Secret>) -> Secret {
    if let Some(token) = token {
        form.push_str(if form.is_empty() { "auth=" } else { "&auth=" });
        push_encoded(&mut form, token.expose());
    }
    Secret::new(form)
}

/// Appends a percent-encoded value.
pub(crate) fn push_encoded(form: &mut String, value: &str) {
    form.extend(utf8_percent_encode(value, ENCODED));
}
