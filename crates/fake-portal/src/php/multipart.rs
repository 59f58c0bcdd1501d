//! Parses bodies of type `multipart/form-data` for `$_POST`.

use super::{Array, MAX_INPUT_VARS, form::set_variable};
use futures_util::{FutureExt, stream};
use multer::{Multipart, bytes::Bytes, parse_boundary};
use std::convert::Infallible;

/// Parses at most [`MAX_INPUT_VARS`] fields of a multipart form, without files. If the body is
/// truncated, returns the complete fields.
#[must_use]
pub fn parse_multipart(content_type: &str, body: &[u8]) -> Array {
    // The whole body is in memory, so the future is ready at once.
    parse_fields(content_type, Bytes::copy_from_slice(body)).now_or_never().unwrap_or_default()
}

async fn parse_fields(content_type: &str, body: Bytes) -> Array {
    let mut variables = Array::default();
    let Ok(boundary) = parse_boundary(content_type) else {
        return variables;
    };
    let mut form = Multipart::new(stream::iter([Ok::<_, Infallible>(body)]), boundary);
    let mut count = 0;
    while let Ok(Some(part)) = form.next_field().await {
        let Some(name) = part.name().filter(|_| part.file_name().is_none()).map(str::to_owned)
        else {
            continue;
        };
        let Ok(value) = part.bytes().await else {
            break;
        };
        set_variable(&mut variables, &name, String::from_utf8_lossy(&value).into_owned());
        count += 1;
        if count == MAX_INPUT_VARS {
            break;
        }
    }
    variables
}
