use crate::date::{is_birthday, is_date};
use crate::field::{DataType, Field};
use crate::number::{parse_digits, read_number, to_integer};
use crate::raw_value::{RawValue, read_key};
use crate::record_chunk::to_halves;
use crate::record_scanner::RecordScanner;
use crate::scan_error::{ScanError, ScanResult};
use crate::skip::skip_value;
use crate::swar::{plain_ascii_len, starts_with, starts_with_quoted};
use crate::{INTERNED, NULL};

impl RecordScanner<'_, '_> {
    /// Scans the value of `field` at the cursor into the slots from `slot` on. An absent value,
    /// such as `null`, leaves the slots unchanged, because a new row has only absent values.
    pub(crate) fn scan_value(
        &mut self,
        field: &Field,
        slot: usize,
        parent: Option<&'static str>,
        depth: u32,
    ) -> ScanResult<()> {
        match (field.data_type, self.cursor.peek()?) {
            (_, b'n') => self.cursor.expect_literal(b"null"),
            (DataType::Boolean(_), b't') => self.scan_bool(b"true", slot, 1),
            (DataType::Boolean(_), b'f') => self.scan_bool(b"false", slot, 0),
            (DataType::Str, b'"') => {
                let string = self.chunk.append_string(&mut self.cursor)?;
                self.set_string(slot, string);
                Ok(())
            }
            (DataType::InternedStr, b'"') => {
                if let Some(string) = self.chunk.append_interned(&mut self.cursor)? {
                    self.set_slots(slot, string);
                }
                Ok(())
            }
            (DataType::Dictionary(strings), b'"') => self.scan_dictionary_string(strings, slot),
            (DataType::PictureUrl(absent_suffix), b'"') => {
                self.scan_shared_picture_url(absent_suffix, slot)
            }
            (DataType::Date, b'"') => {
                self.scan_validated(field, slot, parent, depth, |scanner, string| {
                    scanner.chunk.ascii_string(string).is_some_and(is_date)
                })
            }
            (DataType::Birthday, b'"') => {
                self.scan_validated(field, slot, parent, depth, |scanner, string| {
                    scanner.chunk.ascii_string(string).is_some_and(is_birthday)
                })
            }
            (DataType::Validated(is_valid, _), b'"') => {
                self.scan_validated(field, slot, parent, depth, |scanner, string| {
                    match scanner.chunk.ascii_string(string).map(str::from_utf8) {
                        Some(Ok(string)) => is_valid(string),
                        _ => is_valid(&scanner.chunk.string(string)),
                    }
                })
            }
            (DataType::Id | DataType::Integer, b'"' | b'-' | b'0'..=b'9') => {
                let start = self.cursor;
                match (self.scan_integer()?, field.data_type) {
                    (None, _) | (Some(0), DataType::Id) => {
                        self.cursor = start;
                        self.report_type_mismatch(field, slot, parent, depth)
                    }
                    (Some(number), _) => {
                        self.set_slots(slot, to_halves(number));
                        Ok(())
                    }
                }
            }
            (DataType::IntegerList, b'[') => self.scan_integer_array(field, slot, depth),
            (DataType::IntegerList, b'{') => self.scan_integer_object(field, slot, depth),
            (DataType::Record(fields), b'{') => {
                self.set_slot(slot, 1);
                self.scan_record(fields, slot + 1, Some(field.name), depth + 1)
            }
            (
                DataType::Date | DataType::Birthday | DataType::IntegerList | DataType::Record(_),
                b'f',
            ) => self.cursor.expect_literal(b"false"),
            (DataType::Record(_), b'"' | b'[') => {
                let start = self.cursor;
                skip_value(&mut self.cursor, depth, self.parse_number)?;
                let value = RawValue::new(self.cursor.since(start.offset));
                if value.is_empty_string_or_array() {
                    return Ok(());
                }
                self.cursor = start;
                self.report_type_mismatch(field, slot, parent, depth)
            }
            _ => self.report_type_mismatch(field, slot, parent, depth),
        }
    }

    fn scan_bool<const LEN: usize>(
        &mut self,
        literal: &[u8; LEN],
        slot: usize,
        value: i32,
    ) -> ScanResult<()> {
        self.cursor.expect_literal(literal)?;
        self.set_slot(slot, value);
        Ok(())
    }

    fn scan_dictionary_string(&mut self, strings: &[&str], slot: usize) -> ScanResult<()> {
        let rest = self.cursor.remaining().get(1..).unwrap_or_default();
        for (index, string) in (0..).zip(strings) {
            if starts_with_quoted(rest, string.as_bytes()) {
                self.cursor.offset += string.len() + 2;
                self.set_slots(slot, [index, INTERNED]);
                return Ok(());
            }
        }
        let string = self.chunk.append_string(&mut self.cursor)?;
        self.set_string(slot, string);
        Ok(())
    }

    /// Scans the URL of a picture. If the URL equals the value of the field before it in the table,
    /// and that field was scanned just before, both fields share one copy. A URL that ends with
    /// `absent_suffix` counts as absent.
    fn scan_shared_picture_url(&mut self, absent_suffix: &str, slot: usize) -> ScanResult<()> {
        let (last_slot, last_range) = &self.last_value;
        let last = self.cursor.bytes.get(last_range.clone()).unwrap_or_default();
        let is_adjacent = last_slot + 2 == slot && last.starts_with(b"\"");
        if is_adjacent && starts_with(self.cursor.remaining(), last) {
            self.cursor.offset += last.len();
            self.set_slots(slot, self.slots(slot - 2));
        } else {
            let string = self.chunk.append_string(&mut self.cursor)?;
            self.set_string(slot, string);
        }
        let is_absent = match self.slots(slot) {
            [_, NULL] => true,
            string => match self.chunk.ascii_string(string) {
                Some(ascii) => ascii.ends_with(absent_suffix.as_bytes()),
                None => self.chunk.string(string).ends_with(absent_suffix),
            },
        };
        if is_absent {
            self.set_slots(slot, [0, NULL]);
        }
        Ok(())
    }

    /// Scans a string and validates it, unless it is empty, which means absent. If the string is
    /// invalid, reports an issue; the string then stays in the chunk's buffer, but no slot refers
    /// to it.
    fn scan_validated(
        &mut self,
        field: &Field,
        slot: usize,
        parent: Option<&'static str>,
        depth: u32,
        is_valid: impl FnOnce(&Self, [i32; 2]) -> bool,
    ) -> ScanResult<()> {
        let start = self.cursor;
        let string = self.chunk.append_string(&mut self.cursor)?;
        if string[1] == 0 || is_valid(self, string) {
            self.set_string(slot, string);
            return Ok(());
        }
        self.cursor = start;
        self.report_type_mismatch(field, slot, parent, depth)
    }

    /// Scans an integer, which may be a string of digits. `None` if the number or the string is not
    /// an integer from 0 to 2^53 - 1.
    pub(crate) fn scan_integer(&mut self) -> ScanResult<Option<u64>> {
        if self.cursor.peek()? != b'"' {
            return match self.cursor.read_short_integer() {
                None => read_number(&mut self.cursor, self.parse_number).map(to_integer),
                integer => Ok(integer),
            };
        }
        let rest = self.cursor.remaining().get(1..).unwrap_or_default();
        let len = plain_ascii_len(rest);
        if *rest.get(len).ok_or(ScanError::Incomplete)? == b'"' {
            self.cursor.offset += len + 2;
            return Ok(parse_digits(rest.get(..len).unwrap_or_default()));
        }
        Ok(parse_digits(read_key(&mut self.cursor)?.as_bytes()))
    }

    fn set_string(&mut self, slot: usize, string: [i32; 2]) {
        if string[1] > 0 {
            self.set_slots(slot, string);
        }
    }
}
