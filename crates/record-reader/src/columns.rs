use crate::cursor::{Cursor, Scan, Stop};
use crate::repeated::Repeated;
use crate::string::{escape, utf16};
use crate::{Blob, Issue};

/// In place of a length: there is none.
pub const NULL: i32 = -1;

/// In place of a length: it is a known word, and its number stands before.
pub const WORD: i32 = -2;

/// A window's records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// The texts that are ASCII, one after the other.
    pub ascii: Blob,
    /// The other texts, in UTF-16 without lone surrogates. Their offsets are negative: `!offset` is meant.
    pub wide: Vec<u16>,
    /// The records' numbers, as their table lays them out.
    pub rows: Vec<i32>,
    /// The texts that records share: offset and length of each.
    pub repeated: Vec<i32>,
    /// The numbers of lists of numbers.
    pub numbers: Vec<f64>,
    /// Fields that no table knows: JSON objects, separated by the byte 0x1E, of the records in `extra_rows`.
    pub extras: Vec<u8>,
    /// Which rows the objects in `extras` belong to.
    pub extra_rows: Vec<u32>,
    /// What is not as it should be, by row and place in it.
    pub issues: Vec<Issue>,
    /// How many bytes of text and JSON each row has.
    pub sizes: Vec<usize>,
    /// How the texts that records share were written.
    pub(crate) known: Repeated,
}

/// How long the columns were at some time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark([usize; 8]);

impl Columns {
    /// How many bytes of text and JSON there are; or, of records that have hardly any, a quarter of what else they take.
    pub(crate) fn size(&self) -> usize {
        self.text_size().max(self.rows.len() + 2 * self.numbers.len() + 16 * self.issues.len())
    }

    /// How many bytes of text and JSON there are.
    pub(crate) fn text_size(&self) -> usize {
        self.ascii.len() + 2 * self.wide.len() + self.extras.len()
    }

    pub(crate) fn clear(&mut self) {
        self.back_to(Mark([0; 8]));
        self.sizes.clear();
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark([
            self.ascii.len(),
            self.wide.len(),
            self.rows.len(),
            self.repeated.len(),
            self.numbers.len(),
            self.extras.len(),
            self.extra_rows.len(),
            self.issues.len(),
        ])
    }

    /// Forgets what came after.
    pub(crate) fn back_to(&mut self, mark: Mark) {
        let Mark([ascii, wide, rows, repeated, numbers, extras, extra_rows, issues]) = mark;
        if repeated < self.repeated.len() {
            self.known.clear();
        }
        self.ascii.truncate(ascii);
        self.wide.truncate(wide);
        self.rows.truncate(rows);
        self.repeated.truncate(repeated);
        self.numbers.truncate(numbers);
        self.extras.truncate(extras);
        self.extra_rows.truncate(extra_rows);
        self.issues.truncate(issues);
    }

    /// Takes the string at the cursor; its offset and length.
    #[inline]
    pub(crate) fn text(&mut self, cursor: &mut Cursor<'_>) -> Scan<[i32; 2]> {
        let (opening, start) = (*cursor, self.ascii.len());
        cursor.at += 1;
        loop {
            cursor.at += self.ascii.take_plain(cursor.rest());
            match cursor.peek()? {
                b'"' => break,
                // Every slash of an address is written like that.
                b'\\' if cursor.bytes.get(cursor.at + 1) == Some(&b'/') => {
                    self.ascii.push(b'/');
                    cursor.at += 2;
                }
                b'\\' => match u8::try_from(escape(cursor)?) {
                    Ok(byte @ 0..=0x7F) => self.ascii.push(byte),
                    _ => return self.wide_text(cursor, opening, start),
                },
                0x80.. => return self.wide_text(cursor, opening, start),
                _ => return Err(Stop::Bad),
            }
        }
        cursor.at += 1;
        Ok([count(start), count(self.ascii.len() - start)])
    }

    /// Takes the string at the cursor, if records before have had it as well: its number, or its offset and length. Those are `None` for
    /// one that has nothing in it.
    #[inline]
    pub(crate) fn repeated_text(&mut self, cursor: &mut Cursor<'_>) -> Scan<Option<[i32; 2]>> {
        if let Some((number, length)) = self.known.find(cursor.rest()) {
            cursor.at += length;
            return Ok(Some([number, WORD]));
        }
        let opening = *cursor;
        let text = self.text(cursor)?;
        if text[1] == 0 {
            return Ok(None);
        }
        let number = count(self.repeated.len() / 2);
        let written = opening.bytes.get(opening.at..cursor.at).unwrap_or_default();
        if self.known.note(opening.rest(), written, number) {
            self.repeated.extend_from_slice(&text);
            return Ok(Some([number, WORD]));
        }
        Ok(Some(text))
    }

    /// Takes a string that is not ASCII after all, from its opening.
    fn wide_text(&mut self, cursor: &mut Cursor<'_>, opening: Cursor<'_>, ascii: usize) -> Scan<[i32; 2]> {
        self.ascii.truncate(ascii);
        cursor.at = opening.at;
        let start = self.wide.len();
        utf16(cursor, &mut self.wide)?;
        Ok([!count(start), count(self.wide.len() - start)])
    }

    /// A text that was taken, as it is.
    pub(crate) fn string(&self, [offset, length]: [i32; 2]) -> String {
        let part = |offset: i32| {
            let start = usize::try_from(offset).unwrap_or_default();
            start..start + usize::try_from(length).unwrap_or_default()
        };
        if offset >= 0 {
            String::from_utf8_lossy(self.ascii.get(part(offset)).unwrap_or_default()).into_owned()
        } else {
            String::from_utf16_lossy(self.wide.get(part(!offset)).unwrap_or_default())
        }
    }

    /// A text that was taken, if it is ASCII.
    pub(crate) fn ascii_text(&self, [offset, length]: [i32; 2]) -> Option<&[u8]> {
        let start = usize::try_from(offset).ok()?;
        self.ascii.get(start..start + usize::try_from(length).ok()?)
    }
}

/// A length or an offset. A window is far below 2 GB, and so is a text that an engine can hold.
pub(crate) fn count(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}
