use js_sys::Array;

use crate::client::Params;

/// Fields of a form, names and values by turns, as the hand-written part of the package makes them.
pub(super) fn read_params(fields: &Array) -> Params {
    let texts: Vec<_> = fields.iter().map(|text| text.as_string().unwrap_or_default()).collect();
    texts.chunks_exact(2).map(|field| (field[0].clone(), field[1].clone())).collect()
}
