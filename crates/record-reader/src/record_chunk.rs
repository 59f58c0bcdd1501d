use crate::cursor::Cursor;
use crate::scan_error::{ScanError, ScanResult};
use crate::string::{decode_utf16, read_escape};
use crate::string_interner::StringInterner;
use crate::{AppendBuffer, Issue};

/// The value of a string's length slot if the string is absent.
pub const NULL: i32 = -1;

/// The marker in place of the length of an interned string, of which several records can share one
/// copy. The slot before the marker has the string's index in [`RecordChunk::interned`], or in the
/// dictionary of the field.
pub const INTERNED: i32 = -2;

/// A chunk of records, comparable to Arrow's `RecordBatch`. Each record has one row of integers,
/// the slots. A slot contains a value, or refers to a buffer of the chunk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordChunk {
    /// The buffer of all ASCII strings.
    pub ascii: AppendBuffer,
    /// The buffer of strings that are not ASCII, as UTF-16 without lone surrogates. The offset slot
    /// of such a string has `!offset`, which is negative.
    pub utf16: Vec<u16>,
    /// The slots of all rows. The fields define the layout of a row.
    pub rows: Vec<i32>,
    /// The interned strings, which several records share, as pairs of offset and length.
    pub interned: Vec<i32>,
    /// The integers of all lists, one list after the other.
    pub numbers: Vec<f64>,
    /// The unknown fields: one JSON object for each row in `extra_rows`, separated by
    /// [`EXTRAS_RECORD_SEPARATOR`](crate::EXTRAS_RECORD_SEPARATOR).
    pub extras: Vec<u8>,
    /// The rows to which the objects in `extras` belong.
    pub extra_rows: Vec<u32>,
    /// The values that do not have the type of their field, ordered by row and field.
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
    /// The size in bytes that decides whether the chunk is full: the greater of
    /// [`Self::string_bytes`] and a quarter of the size of `rows`, `numbers` and `issues` (about 64
    /// bytes per issue).
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

    /// Removes all content that was appended after the checkpoint was made.
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

    /// Consumes the string at the cursor, and appends it to `ascii` or `utf16`. Returns the values
    /// of the string's two slots: the offset, which is `!offset` for `utf16`, and the length.
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

    /// Consumes the string at the cursor, and interns it if possible, so that equal strings usually
    /// share one copy. Returns the values of the string's two slots: index and [`INTERNED`] or, if
    /// it was not interned, offset and length. `None` if the string is empty.
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

    /// Reads the string that begins at `opening` again, as UTF-16, because
    /// [`append_string`](Self::append_string) has found a character that is not ASCII. Removes the
    /// part of the string that is already in `ascii`, from `ascii_len` on. Returns the values of
    /// the string's two slots: `!offset`, which marks UTF-16, and the length.
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

    /// The string with this offset and this length.
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

    /// The string with this offset and this length; `None` if it is not in `ascii`.
    pub(crate) fn ascii_string(&self, [offset, len]: [i32; 2]) -> Option<&[u8]> {
        let start = usize::try_from(offset).ok()?;
        self.ascii.get(start..start + usize::try_from(len).ok()?)
    }
}

/// Converts a length or an offset to the value of a slot. Both are far below 2^31, because chunks
/// are small and engines limit the length of strings.
pub(crate) fn to_slot(len: usize) -> i32 {
    i32::try_from(len).unwrap_or(i32::MAX)
}

/// Converts an integer to the values of two slots: its low half and its high half.
#[expect(clippy::cast_possible_truncation, reason = "halves")]
pub(crate) const fn to_halves(number: u64) -> [i32; 2] {
    [number as i32, (number >> 32) as i32]
}

/// Converts the values of two slots, which are a low half and a high half, to an integer.
#[expect(clippy::cast_sign_loss, reason = "halves")]
pub(crate) const fn from_halves([low, high]: [i32; 2]) -> u64 {
    low as u32 as u64 | (high as u32 as u64) << 32
}
