//! Form fields, which JavaScript passes as one flat array.

use js_sys::Array;

use crate::client::Params;

/// Reads form fields from a flat array, in which each name is followed by its value. Names and
/// values that are not strings are read as empty strings.
pub(super) fn read_flat_fields(fields: &Array) -> Params {
    let mut texts = fields.iter().map(|text| text.as_string().unwrap_or_default());
    let mut params = Vec::new();
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        params.push((name, value));
    }
    params
}
