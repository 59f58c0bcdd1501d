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

/// The form that asks `im.user.list.get` for `ids`.
///
/// The ids are one field, as JSON: PHP drops fields beyond `max_input_vars` (1000 by default) without a word. The token
/// is in the body, since the portal's CORS rules allow no header for it and addresses end up in logs.
#[must_use]
pub fn users_form(ids: &[UserId], avatar_hr: bool, token: Option<&Secret>) -> Secret {
    let mut form = String::from("ID=[");
    for (index, id) in ids.iter().enumerate() {
        let separator = if index == 0 { "" } else { "," };
        write!(form, "{separator}{id}").expect("a String takes all text");
    }
    form.push(']');
    if avatar_hr {
        form.push_str("&AVATAR_HR=Y");
    }
    if let Some(token) = token {
        form.push_str("&auth=");
        form.extend(utf8_percent_encode(token.expose(), ENCODED));
    }
    Secret::new(form)
}
