use crate::cursor::{Cursor, Scan, Stop};
use crate::number::{ParseNumber, from_digits, number, whole};
use crate::skip::skip_any;
use crate::string::{plain_ascii, skip_string, utf16};

/// The text of a JSON value that has been checked already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw<'a>(&'a [u8]);

impl<'a> Raw<'a> {
    /// The value with this text.
    #[must_use]
    pub const fn new(text: &'a [u8]) -> Self {
        Self(text.trim_ascii())
    }

    /// Its text.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.0 == b"null"
    }

    /// Whether it is `false`.
    #[must_use]
    pub fn is_false(self) -> bool {
        self.0 == b"false"
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_object(self) -> bool {
        self.0.first() == Some(&b'{')
    }

    /// Whether it is an array.
    #[must_use]
    pub fn is_array(self) -> bool {
        self.0.first() == Some(&b'[')
    }

    /// The string that it is.
    #[must_use]
    pub fn text(self) -> Option<String> {
        if self.0.first() != Some(&b'"') {
            return None;
        }
        let inner = self.0.get(1..).unwrap_or_default();
        let length = plain_ascii(inner);
        if inner.get(length) == Some(&b'"') {
            return String::from_utf8(inner.get(..length)?.into()).ok();
        }
        let mut units = Vec::with_capacity(self.0.len());
        utf16(&mut Cursor::new(self.0), &mut units).ok()?;
        Some(String::from_utf16_lossy(&units))
    }

    /// The beginning of its text for people: without white space, its strings written in the shortest way.
    #[must_use]
    pub fn shown(self) -> String {
        crate::issue::compact(self.0)
    }

    /// The number that it is.
    #[must_use]
    pub fn number(self, parse: ParseNumber) -> Option<f64> {
        if !matches!(self.0.first(), Some(b'-' | b'0'..=b'9')) {
            return None;
        }
        // A number ends where something else begins.
        let mut text = self.0.to_vec();
        text.push(b' ');
        number(&mut Cursor::new(&text), parse).ok()
    }

    /// The whole number from 0 to 2^53 - 1 that it is, as a number or as its digits.
    #[must_use]
    pub fn whole(self, parse: ParseNumber) -> Option<u64> {
        match self.text() {
            Some(digits) => from_digits(digits.as_bytes()),
            None => whole(self.number(parse)?),
        }
    }

    /// An element of the array that it is.
    #[must_use]
    pub fn element(self, index: usize) -> Option<Self> {
        let mut at = 0;
        let mut found = None;
        self.each_element(&mut |value| {
            if at == index {
                found = Some(value);
            }
            at += 1;
        });
        found
    }

    /// The value of a member of the object that it is: of one that comes twice, the last.
    #[must_use]
    pub fn member(self, name: &str) -> Option<Self> {
        let mut found = None;
        self.each_member(&mut |key, value| {
            if key == name {
                found = Some(value);
            }
        });
        found
    }

    /// Gives the members of the object that it is, in their order.
    pub fn each_member(self, give: &mut dyn FnMut(String, Self)) {
        if self.is_object() {
            // Nothing is left to be found wrong.
            let _ = self.walk(b'}', &mut |cursor| {
                let key = key(cursor)?;
                cursor.pass(b':')?;
                give(key, Self::take(cursor)?);
                Ok(())
            });
        }
    }

    /// Gives the elements of the array that it is, in their order.
    pub fn each_element(self, give: &mut dyn FnMut(Self)) {
        if self.is_array() {
            let _ = self.walk(b']', &mut |cursor| {
                give(Self::take(cursor)?);
                Ok(())
            });
        }
    }

    fn walk(self, close: u8, item: &mut dyn FnMut(&mut Cursor<'a>) -> Scan<()>) -> Scan<()> {
        let mut cursor = Cursor::new(self.0);
        let mut more = cursor.open(close)?;
        while more {
            item(&mut cursor)?;
            more = cursor.another(close)?;
        }
        Ok(())
    }

    fn take(cursor: &mut Cursor<'a>) -> Scan<Self> {
        cursor.token()?;
        let start = cursor.at;
        skip_any(cursor)?;
        Ok(Self(cursor.bytes.get(start..cursor.at).unwrap_or_default()))
    }
}

/// Passes a key; its text.
pub(crate) fn key(cursor: &mut Cursor<'_>) -> Scan<String> {
    if cursor.token()? != b'"' {
        return Err(Stop::Bad);
    }
    let start = cursor.at;
    skip_string(cursor)?;
    Ok(Raw(cursor.bytes.get(start..cursor.at).unwrap_or_default()).text().unwrap_or_default())
}
