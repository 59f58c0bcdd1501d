use crate::cursor::Cursor;
use crate::scan_error::{ScanError, ScanResult};
use crate::string::{decode_utf16, read_escape};
use crate::string_interner::StringInterner;
use crate::{AppendBuffer, Issue};

/// The length of an absent string.
pub const NULL: i32 = -1;

/// In place of a string's length: the previous slot holds an index into the interned strings, or
/// into the field's dictionary.
pub const INTERNED: i32 = -2;

/// A chunk of records, comparable to Arrow's `RecordBatch`: shared buffers of strings, and one row
/// of integer slots for each record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordChunk {
    /// The buffer of all ASCII strings.
    pub ascii: AppendBuffer,
    /// The buffer of all other strings, as UTF-16 without lone surrogates. Slots hold `!offset`,
    /// which is negative, for a string in this buffer.
    pub utf16: Vec<u16>,
    /// The slots of all rows, in the layout of the fields.
    pub rows: Vec<i32>,
    /// The interned strings, which several records share: offset and length of each.
    pub interned: Vec<i32>,
    /// The integers of all lists.
    pub numbers: Vec<f64>,
    /// Unknown fields: a JSON object for each row in `extra_rows`, separated by
    /// [`EXTRAS_SEPARATOR`](crate::EXTRAS_SEPARATOR).
    pub extras: Vec<u8>,
    /// The rows of the objects in `extras`.
    pub extra_rows: Vec<u32>,
    /// Values that do not match their field's type, ordered by row and field.
    pub issues: Vec<Issue>,
    /// The number of bytes that each row takes in `ascii`, `utf16` and `extras`.
    pub row_sizes: Vec<usize>,
    /// Finds interned strings by their JSON.
    pub(crate) interner: StringInterner,
}

/// The lengths of a chunk's buffers, to which the chunk can be rolled back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checkpoint([usize; 8]);

impl RecordChunk {
    /// The approximate size in bytes: the strings or, if they are short, a quarter of the other
    /// buffers.
    pub(crate) fn size(&self) -> usize {
        let slots = self.rows.len() + 2 * self.numbers.len() + 16 * self.issues.len();
        self.string_bytes().max(slots)
    }

    /// The number of bytes in `ascii`, `utf16` and `extras`.
    pub(crate) fn string_bytes(&self) -> usize {
        self.ascii.len() + 2 * self.utf16.len() + self.extras.len()
    }

    pub(crate) fn clear(&mut self) {
        self.rollback(Checkpoint([0; 8]));
        self.row_sizes.clear();
    }

    pub(crate) fn checkpoint(&self) -> Checkpoint {
        Checkpoint([
            self.ascii.len(),
            self.utf16.len(),
            self.rows.len(),
            self.interned.len(),
            self.numbers.len(),
            self.extras.len(),
            self.extra_rows.len(),
            self.issues.len(),
        ])
    }

    /// Removes all content that was appended after the checkpoint.
    pub(crate) fn rollback(&mut self, checkpoint: Checkpoint) {
        let Checkpoint([ascii, utf16, rows, interned, numbers, extras, extra_rows, issues]) =
            checkpoint;
        if interned < self.interned.len() {
            self.interner.clear();
        }
        self.ascii.truncate(ascii);
        self.utf16.truncate(utf16);
        self.rows.truncate(rows);
        self.interned.truncate(interned);
        self.numbers.truncate(numbers);
        self.extras.truncate(extras);
        self.extra_rows.truncate(extra_rows);
        self.issues.truncate(issues);
    }

    /// Appends the string at the cursor. Returns its offset and length.
    #[inline]
    pub(crate) fn append_string(&mut self, cursor: &mut Cursor<'_>) -> ScanResult<[i32; 2]> {
        let (opening, start) = (*cursor, self.ascii.len());
        cursor.offset += 1;
        loop {
            cursor.offset += self.ascii.append_plain(cursor.remaining());
            match cursor.peek()? {
                b'"' => break,
                // PHP escapes every slash of a URL.
                b'\\' if cursor.bytes.get(cursor.offset + 1) == Some(&b'/') => {
                    self.ascii.push(b'/');
                    cursor.offset += 2;
                }
                b'\\' => match u8::try_from(read_escape(cursor)?) {
                    Ok(byte @ 0..=0x7F) => self.ascii.push(byte),
                    _ => return self.append_utf16(cursor, opening, start),
                },
                0x80.. => return self.append_utf16(cursor, opening, start),
                _ => return Err(ScanError::Invalid),
            }
        }
        cursor.offset += 1;
        Ok([to_slot(start), to_slot(self.ascii.len() - start)])
    }

    /// Interns the string at the cursor, or appends it if it is too long. Returns its two slots;
    /// `None` for an empty string.
    #[inline]
    pub(crate) fn append_interned(
        &mut self,
        cursor: &mut Cursor<'_>,
    ) -> ScanResult<Option<[i32; 2]>> {
        if let Some((index, len)) = self.interner.find(cursor.remaining()) {
            cursor.offset += len;
            return Ok(Some([index, INTERNED]));
        }
        let opening = *cursor;
        let string = self.append_string(cursor)?;
        if string[1] == 0 {
            return Ok(None);
        }
        let index = to_slot(self.interned.len() / 2);
        let json = cursor.since(opening.offset);
        if self.interner.insert(opening.remaining(), json, index) {
            self.interned.extend_from_slice(&string);
            return Ok(Some([index, INTERNED]));
        }
        Ok(Some(string))
    }

    /// Appends a string that is not ASCII to `utf16`, from its opening quote on, and removes its
    /// prefix from `ascii`.
    fn append_utf16(
        &mut self,
        cursor: &mut Cursor<'_>,
        opening: Cursor<'_>,
        ascii_len: usize,
    ) -> ScanResult<[i32; 2]> {
        self.ascii.truncate(ascii_len);
        cursor.offset = opening.offset;
        let start = self.utf16.len();
        decode_utf16(cursor, &mut self.utf16)?;
        Ok([!to_slot(start), to_slot(self.utf16.len() - start)])
    }

    /// The string with this offset and length.
    pub(crate) fn string(&self, [offset, len]: [i32; 2]) -> String {
        let range = |offset: i32| {
            let start = usize::try_from(offset).unwrap_or_default();
            start..start + usize::try_from(len).unwrap_or_default()
        };
        if offset >= 0 {
            let bytes = self.ascii.get(range(offset)).unwrap_or_default();
            String::from_utf8_lossy(bytes).into_owned()
        } else {
            String::from_utf16_lossy(self.utf16.get(range(!offset)).unwrap_or_default())
        }
    }

    /// The string with this offset and length, if it is ASCII.
    pub(crate) fn ascii_string(&self, [offset, len]: [i32; 2]) -> Option<&[u8]> {
        let start = usize::try_from(offset).ok()?;
        self.ascii.get(start..start + usize::try_from(len).ok()?)
    }
}

/// Converts a length or an offset to a slot. Both are far below 2^31, because chunks are small and
/// engines limit the length of strings.
pub(crate) fn to_slot(len: usize) -> i32 {
    i32::try_from(len).unwrap_or(i32::MAX)
}

/// Converts an integer to two slots: low half and high half.
#[expect(clippy::cast_possible_truncation, reason = "halves")]
pub(crate) const fn to_halves(number: u64) -> [i32; 2] {
    [number as i32, (number >> 32) as i32]
}

/// Converts two slots to an integer.
#[expect(clippy::cast_sign_loss, reason = "halves")]
pub(crate) const fn from_halves([low, high]: [i32; 2]) -> u64 {
    low as u32 as u64 | (high as u32 as u64) << 32
}
