use js_sys::Array;

use crate::client::Params;

/// Fields of a form, names and values by turns, as the hand-written part of the package makes them.
pub(super) fn read_params(fields: &Array) -> Params {
    let mut texts = fields.iter().map(|text| text.as_string().unwrap_or_default());
    let mut params = Vec::new();
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        params.push((name, value));
    }
    params
}
