//! `json_encode`, with the flags that the server sets: `HEX_TAG`, `HEX_AMP`, `HEX_APOS`,
//! `HEX_QUOT`, `UNESCAPED_UNICODE`.

use super::{Key, Value};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::ser::{CharEscape, CompactFormatter, Formatter};
use std::io::{self, Write};

/// Encodes a value as JSON.
///
/// # Panics
///
/// Never, because every value can be encoded.
#[must_use]
pub fn json_encode(value: &Value) -> String {
    let mut json = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut json, PhpFormatter);
    value.serialize(&mut serializer).expect("every value can be serialized");
    String::from_utf8(json).expect("JSON is UTF-8")
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::String(value) => serializer.serialize_str(value),
            Self::Object => serializer.serialize_map(Some(0))?.end(),
            // This includes the empty array, which PHP encodes as a list.
            Self::Array(array) if array.is_list() => serializer.collect_seq(array.values()),
            Self::Array(array) => {
                let mut map = serializer.serialize_map(Some(array.len()))?;
                for (key, value) in array.iter() {
                    match key {
                        Key::Int(number) => map.serialize_entry(number, value)?,
                        Key::String(name) => map.serialize_entry(name, value)?,
                    }
                }
                map.end()
            }
        }
    }
}

struct PhpFormatter;

impl Formatter for PhpFormatter {
    /// Writes a float with an integral value without a fraction, as PHP does: `2` instead of `2.0`.
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        if value.fract() == 0.0 && value.abs() < 1e15 {
            write!(writer, "{value:.0}")
        } else {
            CompactFormatter.write_f64(writer, value)
        }
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        string: &str,
    ) -> io::Result<()> {
        let mut written = 0;
        for (index, ch) in string.char_indices() {
            if let Some(escape) = php_escape(ch) {
                writer.write_all(&string.as_bytes()[written..index])?;
                writer.write_all(escape.as_bytes())?;
                written = index + ch.len_utf8();
            }
        }
        writer.write_all(&string.as_bytes()[written..])
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        match escape {
            CharEscape::Quote => writer.write_all(br"\u0022"),
            other => CompactFormatter.write_char_escape(writer, other),
        }
    }
}

/// The escape sequence of a character that PHP escapes although JSON does not require it, such as
/// `<` and `/`; `None` for other characters.
fn php_escape(ch: char) -> Option<&'static str> {
    Some(match ch {
        '<' => r"\u003C",
        '>' => r"\u003E",
        '&' => r"\u0026",
        '\'' => r"\u0027",
        '/' => r"\/",
        // Even with `UNESCAPED_UNICODE`, PHP escapes the line terminators of JavaScript.
        '\u{2028}' => r"\u2028",
        '\u{2029}' => r"\u2029",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::php::{Array, json_decode};

    #[test]
    fn strings_are_escaped_with_the_servers_flags() {
        let cases = [
            (r#"<b>"R&D"</b>'s"#, r#""\u003Cb\u003E\u0022R\u0026D\u0022\u003C\/b\u003E\u0027s""#),
            ("Ёлкина 李 🐉", r#""Ёлкина 李 🐉""#),
            ("a\\b\n\t\u{1}", r#""a\\b\n\t\u0001""#),
            ("\u{2028}\u{2029}", r#""\u2028\u2029""#),
            ("", r#""""#),
        ];
        for (string, json) in cases {
            assert_eq!(json_encode(&string.into()), json);
            assert_eq!(
                json_decode(json.as_bytes()),
                Some(string.into()),
                "{json} decodes to the same string"
            );
        }
    }

    #[test]
    fn arrays_are_lists_only_with_consecutive_keys_from_zero() {
        let keyed = |keys: &[i64]| {
            let mut array = Array::default();
            for &key in keys {
                array.insert(key, true);
            }
            json_encode(&array.into())
        };
        assert_eq!(keyed(&[]), "[]");
        assert_eq!(keyed(&[0, 1]), "[true,true]");
        assert_eq!(keyed(&[1]), r#"{"1":true}"#);
        assert_eq!(keyed(&[1, 0]), r#"{"1":true,"0":true}"#);
    }

    #[test]
    fn integral_floats_have_no_fraction() {
        assert_eq!(json_encode(&Value::Float(1_772_449_081.887)), "1772449081.887");
        assert_eq!(json_encode(&Value::Float(0.0)), "0");
        assert_eq!(json_encode(&Value::Float(-3.0)), "-3");
    }
}
