//! PHP semantics: arrays, forms, casts and JSON. Code about Bitrix24 does not belong here, except
//! for Bitrix24's parser of JavaScript literals.

mod array;
mod form;
mod intval;
mod js_literal;
mod json_decode;
mod json_encode;
mod multipart;
mod value;

pub use array::{Array, Key};
pub use form::{MAX_INPUT_VARS, parse_str};
pub use intval::intval;
pub use js_literal::js_object_to_php;
pub use json_decode::json_decode;
pub use json_encode::json_encode;
pub use multipart::parse_multipart;
pub use value::{PhpTypeError, Value};
