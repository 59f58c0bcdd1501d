use crate::cursor::Cursor;
use crate::number::{ParseNumber, parse_digits, read_number, to_integer};
use crate::scan_error::{ScanError, ScanResult};
use crate::skip::skip_passthrough_value;
use crate::string::{decode_utf16, skip_string};
use crate::swar::plain_ascii_len;

/// The JSON of one value, which is valid but has not been parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawValue<'a>(&'a [u8]);

impl<'a> RawValue<'a> {
    /// Wraps the JSON of a value. White space around the value is dropped.
    #[must_use]
    pub const fn new(json: &'a [u8]) -> Self {
        Self(json.trim_ascii())
    }

    /// The JSON of the value.
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// Whether the value is `null`.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.0 == b"null"
    }

    /// Whether the value is `false`.
    #[must_use]
    pub fn is_false(self) -> bool {
        self.0 == b"false"
    }

    /// Whether the value is an object.
    #[must_use]
    pub fn is_object(self) -> bool {
        self.0.first() == Some(&b'{')
    }

    /// Whether the value is an array.
    #[must_use]
    pub fn is_array(self) -> bool {
        self.0.first() == Some(&b'[')
    }

    /// Whether the value is `""` or `[]`.
    pub(crate) fn is_empty_string_or_array(self) -> bool {
        match self.0 {
            [b'"', b'"'] => true,
            [b'[', inner @ .., b']'] => inner.trim_ascii().is_empty(),
            _ => false,
        }
    }

    /// Decodes a string; `None` if the value is not a string.
    #[must_use]
    pub fn parse_string(self) -> Option<String> {
        if self.0.first() != Some(&b'"') {
            return None;
        }
        let inner = self.0.get(1..).unwrap_or_default();
        let len = plain_ascii_len(inner);
        if inner.get(len) == Some(&b'"') {
            return String::from_utf8(inner.get(..len)?.into()).ok();
        }
        let mut units = Vec::with_capacity(self.0.len());
        decode_utf16(&mut Cursor::new(self.0), &mut units).ok()?;
        Some(String::from_utf16_lossy(&units))
    }

    /// The JSON of the value for a message, without needless escapes and without white space
    /// between tokens. JSON of at most [`MAX_RECEIVED_BYTES`](crate::MAX_RECEIVED_BYTES) is
    /// complete; longer JSON may be truncated.
    #[must_use]
    pub fn to_json_excerpt(self) -> String {
        crate::json_excerpt::json_excerpt(self.0)
    }

    /// Reads a number; `None` if the value is not a number.
    #[must_use]
    pub fn parse_number(self, parse_number: ParseNumber) -> Option<f64> {
        if !matches!(self.0.first(), Some(b'-' | b'0'..=b'9')) {
            return None;
        }
        // `read_number` needs a byte after the number.
        let mut json = self.0.to_vec();
        json.push(b' ');
        read_number(&mut Cursor::new(&json), parse_number).ok()
    }

    /// Reads an integer from 0 to 2^53 - 1, which may be a string of digits. `None` if the value is
    /// no such integer.
    #[must_use]
    pub fn parse_integer(self, parse_number: ParseNumber) -> Option<u64> {
        match self.parse_string() {
            Some(digits) => parse_digits(digits.as_bytes()),
            None => to_integer(self.parse_number(parse_number)?),
        }
    }

    /// The element of an array at `index`; `None` if there is none.
    #[must_use]
    pub fn element(self, index: usize) -> Option<Self> {
        let mut count = 0;
        let mut found = None;
        self.for_each_element(&mut |value| {
            if count == index {
                found = Some(value);
            }
            count += 1;
        });
        found
    }

    /// The member of an object with this name; `None` if there is none. If several members have the
    /// name, the last counts.
    #[must_use]
    pub fn member(self, name: &str) -> Option<Self> {
        let mut found = None;
        self.for_each_member(&mut |key, value| {
            if key == name {
                found = Some(value);
            }
        });
        found
    }

    /// Calls `visit` for each member of an object, in order. Does nothing if the value is not an
    /// object.
    pub fn for_each_member(self, visit: &mut dyn FnMut(String, Self)) {
        if self.is_object() {
            // This cannot fail, because the JSON was validated before.
            let _ = self.for_each_item(b'}', &mut |cursor| {
                let key = read_key(cursor)?;
                cursor.expect_byte(b':')?;
                visit(key, Self::read_value(cursor)?);
                Ok(())
            });
        }
    }

    /// Calls `visit` for each element of an array, in order. Does nothing if the value is not an
    /// array.
    pub fn for_each_element(self, visit: &mut dyn FnMut(Self)) {
        if self.is_array() {
            // This cannot fail, because the JSON was validated before.
            let _ = self.for_each_item(b']', &mut |cursor| {
                visit(Self::read_value(cursor)?);
                Ok(())
            });
        }
    }

    fn for_each_item(
        self,
        close: u8,
        read_item: &mut dyn FnMut(&mut Cursor<'a>) -> ScanResult<()>,
    ) -> ScanResult<()> {
        let mut cursor = Cursor::new(self.0);
        let mut has_item = cursor.open_container(close)?;
        while has_item {
            read_item(&mut cursor)?;
            has_item = cursor.next_item(close)?;
        }
        Ok(())
    }

    fn read_value(cursor: &mut Cursor<'a>) -> ScanResult<Self> {
        cursor.peek_token()?;
        let start = cursor.offset;
        skip_passthrough_value(cursor)?;
        Ok(Self(cursor.since(start)))
    }
}

/// Reads the key of a member of an object.
pub(crate) fn read_key(cursor: &mut Cursor<'_>) -> ScanResult<String> {
    if cursor.peek_token()? != b'"' {
        return Err(ScanError::Invalid);
    }
    let start = cursor.offset;
    skip_string(cursor)?;
    Ok(RawValue(cursor.since(start)).parse_string().unwrap_or_default())
}
