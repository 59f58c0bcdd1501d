use crate::scan_error::{ScanError, ScanResult};

/// A position in the bytes of a JSON text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) offset: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0 }
    }

    /// The bytes from the cursor on.
    pub(crate) fn remaining(&self) -> &'a [u8] {
        self.bytes.get(self.offset..).unwrap_or_default()
    }

    /// The bytes from `start` up to the cursor.
    pub(crate) fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.offset).unwrap_or_default()
    }

    /// The byte at the cursor, which is not consumed.
    #[inline]
    pub(crate) fn peek(&self) -> ScanResult<u8> {
        self.bytes.get(self.offset).copied().ok_or(ScanError::Incomplete)
    }

    /// Skips white space. Returns the next byte without consuming it.
    #[inline]
    pub(crate) fn peek_token(&mut self) -> ScanResult<u8> {
        loop {
            match self.peek()? {
                b' ' | b'\t' | b'\n' | b'\r' => self.offset += 1,
                byte => return Ok(byte),
            }
        }
    }

    /// Skips white space and consumes `byte`.
    #[inline]
    pub(crate) fn expect_byte(&mut self, byte: u8) -> ScanResult<()> {
        if self.peek_token()? != byte {
            return Err(ScanError::Invalid);
        }
        self.offset += 1;
        Ok(())
    }

    /// Consumes a literal such as `null`. The length is a constant, so that the compiler compares
    /// whole words. For a length that is not constant, the compiler would call `memcmp`, which
    /// compares byte by byte in WebAssembly.
    #[inline]
    pub(crate) fn expect_literal<const LEN: usize>(
        &mut self,
        literal: &[u8; LEN],
    ) -> ScanResult<()> {
        let remaining = self.remaining();
        if remaining.first_chunk() == Some(literal) {
            self.offset += LEN;
            return Ok(());
        }
        let is_prefix = literal.starts_with(remaining);
        Err(if is_prefix { ScanError::Incomplete } else { ScanError::Invalid })
    }

    /// Reads an integer of at most 15 digits that is directly followed by `,`, `]` or `}`. For any
    /// other value, such as `-1`, `01` or `1 ]`, returns `None` and consumes nothing.
    #[inline]
    pub(crate) fn read_short_integer(&mut self) -> Option<u64> {
        let (mut number, mut len) = (0, 0);
        for &byte in self.remaining().iter().take(16) {
            match byte {
                b'0'..=b'9' => number = number * 10 + u64::from(byte - b'0'),
                b',' | b']' | b'}'
                    if len > 0 && (len == 1 || self.bytes.get(self.offset) != Some(&b'0')) =>
                {
                    self.offset += len;
                    return Some(number);
                }
                _ => break,
            }
            len += 1;
        }
        None
    }

    /// Consumes the comma or the bracket `close` after an item. Returns `true` after a comma, which
    /// must be followed by another item.
    #[inline]
    pub(crate) fn next_item(&mut self, close: u8) -> ScanResult<bool> {
        let byte = self.peek_token()?;
        if byte != b',' && byte != close {
            return Err(ScanError::Invalid);
        }
        self.offset += 1;
        Ok(byte == b',')
    }

    /// Consumes the opening bracket of a container. If the container is empty, also consumes the
    /// closing bracket `close`. Returns whether the container has items.
    #[inline]
    pub(crate) fn open_container(&mut self, close: u8) -> ScanResult<bool> {
        self.offset += 1;
        if self.peek_token()? != close {
            return Ok(true);
        }
        self.offset += 1;
        Ok(false)
    }
}
