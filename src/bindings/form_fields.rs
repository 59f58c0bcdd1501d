//! Form fields, which JavaScript passes as one array.

use js_sys::Array;

use crate::client::Params;

/// Reads form fields from an array of alternating names and values. Names and values that are not
/// strings are read as empty strings.
pub(super) fn read_alternating_fields(fields: &Array) -> Params {
    let mut texts = fields.iter().map(|text| text.as_string().unwrap_or_default());
    let mut params = Vec::new();
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        params.push((name, value));
    }
    params
}
