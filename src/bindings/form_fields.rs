//! Form fields, which JavaScript passes as one flat array.

use js_sys::Array;

use crate::client::Params;

/// Reads form fields from a list of alternating names and values.
pub(super) fn read_flat_fields(fields: &Array) -> Params {
    let mut texts = fields.iter().map(|text| text.as_string().unwrap_or_default());
    let mut params = Vec::new();
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        params.push((name, value));
    }
    params
}
