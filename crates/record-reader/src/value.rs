use crate::cursor::{Scan, Stop};
use crate::date::{is_birthday, is_date};
use crate::field::{Field, Kind};
use crate::issue::{Issue, received};
use crate::number::{from_digits, number, whole};
use crate::raw::{Raw, key};
use crate::record::Scanner;
use crate::skip::skip_value;
use crate::string::{begins, is_quoted, plain_ascii};
use crate::{NULL, WORD, camel_case};

/// How many issues a record has at most: those behind would tell nothing new, and take a hundred times what they are about.
const MOST_ISSUES: usize = 100;

impl Scanner<'_, '_> {
    /// Takes the value at the cursor, that of `field`, into the row's numbers from `at` on. Nothing is taken for an absence, which
    /// is what the row has already.
    pub(crate) fn value(
        &mut self,
        field: &Field,
        at: usize,
        place: Option<&'static str>,
        depth: u32,
    ) -> Scan<()> {
        match (field.kind, self.cursor.peek()?) {
            (_, b'n') => self.cursor.literal(b"null"),
            (Kind::Flag(_), b't') => self.flag(b"true", at, 1),
            (Kind::Flag(_), b'f') => self.flag(b"false", at, 0),
            (Kind::Text, b'"') => {
                let text = self.columns.text(&mut self.cursor)?;
                self.set_text(at, text);
                Ok(())
            }
            (Kind::Repeated, b'"') => {
                if let Some(text) = self.columns.repeated_text(&mut self.cursor)? {
                    self.set(at, text);
                }
                Ok(())
            }
            (Kind::Word(words), b'"') => self.word(words, at),
            (Kind::Picture(blank), b'"') => self.picture(blank, at),
            (Kind::Date, b'"') => self.checked(field, at, place, depth, |scanner, text| {
                scanner.columns.ascii_text(text).is_some_and(is_date)
            }),
            (Kind::Birthday, b'"') => self.checked(field, at, place, depth, |scanner, text| {
                scanner.columns.ascii_text(text).is_some_and(is_birthday)
            }),
            (Kind::Checked(fits, _), b'"') => self.checked(field, at, place, depth, |scanner, text| {
                match scanner.columns.ascii_text(text).map(str::from_utf8) {
                    Some(Ok(text)) => fits(text),
                    _ => fits(&scanner.columns.string(text)),
                }
            }),
            (Kind::Id | Kind::Number, b'"' | b'-' | b'0'..=b'9') => {
                let start = self.cursor;
                match (self.whole()?, field.kind) {
                    (None, _) | (Some(0), Kind::Id) => {
                        self.cursor = start;
                        self.odd(field, at, place, depth)
                    }
                    (Some(number), _) => {
                        self.set(at, halves(number));
                        Ok(())
                    }
                }
            }
            (Kind::Numbers, b'[') => self.numbers(field, at, depth),
            (Kind::Numbers, b'{') => self.numbers_by_key(field, at, depth),
            (Kind::Record(fields), b'{') => {
                self.set_one(at, 1);
                self.record(fields, at + 1, Some(field.name), depth + 1)
            }
            (Kind::Date | Kind::Birthday | Kind::Numbers | Kind::Record(_), b'f') => {
                self.cursor.literal(b"false")
            }
            (Kind::Record(_), b'"' | b'[') => {
                let start = self.cursor;
                skip_value(&mut self.cursor, depth, self.parse)?;
                let value = Raw::new(self.cursor.bytes.get(start.at..self.cursor.at).unwrap_or_default());
                if is_empty(value) {
                    return Ok(());
                }
                self.cursor = start;
                self.odd(field, at, place, depth)
            }
            _ => self.odd(field, at, place, depth),
        }
    }

    fn flag<const LENGTH: usize>(&mut self, word: &[u8; LENGTH], at: usize, value: i32) -> Scan<()> {
        self.cursor.literal(word)?;
        self.set_one(at, value);
        Ok(())
    }

    fn word(&mut self, words: &[&str], at: usize) -> Scan<()> {
        let rest = self.cursor.rest().get(1..).unwrap_or_default();
        for (number, word) in (0..).zip(words) {
            if is_quoted(rest, word.as_bytes()) {
                self.cursor.at += word.len() + 2;
                self.set(at, [number, WORD]);
                return Ok(());
            }
        }
        let text = self.columns.text(&mut self.cursor)?;
        self.set_text(at, text);
        Ok(())
    }

    /// An address that is, more often than not, the one of the field before in the table, if that was sent just before.
    fn picture(&mut self, blank: &str, at: usize) -> Scan<()> {
        let (place, value) = &self.last;
        let before = self.cursor.bytes.get(value.clone()).unwrap_or_default();
        if place + 2 == at && before.starts_with(b"\"") && begins(self.cursor.rest(), before) {
            self.cursor.at += before.len();
            self.set(at, self.text_at(at - 2));
        } else {
            let text = self.columns.text(&mut self.cursor)?;
            self.set_text(at, text);
        }
        let is_blank = match self.text_at(at) {
            [_, NULL] => true,
            text => match self.columns.ascii_text(text) {
                Some(ascii) => ascii.ends_with(blank.as_bytes()),
                None => self.columns.string(text).ends_with(blank),
            },
        };
        if is_blank {
            self.set(at, [0, NULL]);
        }
        Ok(())
    }

    /// A text that may turn out odd; what it left in the columns then harms nobody.
    fn checked(
        &mut self,
        field: &Field,
        at: usize,
        place: Option<&'static str>,
        depth: u32,
        fits: impl FnOnce(&Self, [i32; 2]) -> bool,
    ) -> Scan<()> {
        let start = self.cursor;
        let text = self.columns.text(&mut self.cursor)?;
        if text[1] == 0 || fits(self, text) {
            self.set_text(at, text);
            return Ok(());
        }
        self.cursor = start;
        self.odd(field, at, place, depth)
    }

    /// A whole number, as a number or as its digits.
    fn whole(&mut self) -> Scan<Option<u64>> {
        if self.cursor.peek()? != b'"' {
            return match self.cursor.digits() {
                None => number(&mut self.cursor, self.parse).map(whole),
                plain => Ok(plain),
            };
        }
        let rest = self.cursor.rest().get(1..).unwrap_or_default();
        let length = plain_ascii(rest);
        if *rest.get(length).ok_or(Stop::More)? == b'"' {
            self.cursor.at += length + 2;
            return Ok(from_digits(rest.get(..length).unwrap_or_default()));
        }
        Ok(from_digits(key(&mut self.cursor)?.as_bytes()))
    }

    fn numbers(&mut self, field: &Field, at: usize, depth: u32) -> Scan<()> {
        let start = self.columns.numbers.len();
        let mut more = self.cursor.open(b']')?;
        let mut index = 0;
        while more {
            self.cursor.token()?;
            self.element(field, at, index, depth + 1)?;
            index += 1;
            more = self.cursor.another(b']')?;
        }
        self.set_numbers(at, start);
        Ok(())
    }

    /// The numbers by their keys: in the order of those, not of the text.
    fn numbers_by_key(&mut self, field: &Field, at: usize, depth: u32) -> Scan<()> {
        let start = self.columns.numbers.len();
        let places = self.by_number(depth)?;
        let end = self.cursor;
        for (index, place) in places.into_iter().enumerate() {
            self.cursor.at = place;
            self.element(field, at, index, depth + 1)?;
        }
        self.cursor = end;
        self.set_numbers(at, start);
        Ok(())
    }

    fn element(&mut self, field: &Field, at: usize, index: usize, depth: u32) -> Scan<()> {
        let start = self.cursor;
        let number = match self.cursor.peek()? {
            b'"' | b'-' | b'0'..=b'9' => self.whole()?,
            _ => None,
        };
        #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
        if let Some(number) = number {
            self.columns.numbers.push(number as f64);
            return Ok(());
        }
        self.cursor = start;
        let mut path = camel_case(field.name);
        path.push('[');
        path.push_str(&index.to_string());
        path.push(']');
        self.push_issue(at, path, "whole number", depth)
    }

    fn set_numbers(&mut self, at: usize, start: usize) {
        let count = self.columns.numbers.len() - start;
        if count > 0 {
            self.set(at, [crate::columns::count(start), crate::columns::count(count)]);
        }
    }

    /// Tells of a value that is not as its field should be, and passes it.
    fn odd(&mut self, field: &Field, at: usize, place: Option<&'static str>, depth: u32) -> Scan<()> {
        let mut path = place.map(|place| camel_case(place) + ".").unwrap_or_default();
        path += &camel_case(field.name);
        let expected = match field.kind {
            Kind::Id => "user id",
            Kind::Flag(_) => "boolean",
            Kind::Checked(_, expected) if self.cursor.peek()? == b'"' => expected,
            Kind::Text | Kind::Repeated | Kind::Word(_) | Kind::Picture(_) | Kind::Checked(..) => "string",
            Kind::Date => "ISO 8601 date",
            Kind::Birthday => "DD-MM",
            Kind::Number => "whole number",
            Kind::Numbers => "array",
            Kind::Record(_) => "object",
        };
        self.push_issue(at, path, expected, depth)
    }

    fn push_issue(&mut self, at: usize, path: String, expected: &'static str, depth: u32) -> Scan<()> {
        if self.columns.issues.len() - self.issues >= MOST_ISSUES {
            return skip_value(&mut self.cursor, depth, self.parse);
        }
        let received = received(&mut self.cursor, depth, self.parse)?;
        self.columns.issues.push(Issue { row: self.row, at, path, expected, received });
        Ok(())
    }

    fn set_text(&mut self, at: usize, text: [i32; 2]) {
        if text[1] > 0 {
            self.set(at, text);
        }
    }

    fn text_at(&self, at: usize) -> [i32; 2] {
        match self.columns.rows.get(at..at + 2) {
            Some(&[offset, length]) => [offset, length],
            _ => [0, NULL],
        }
    }

    fn set(&mut self, at: usize, numbers: [i32; 2]) {
        if let Some(place) = self.columns.rows.get_mut(at..at + 2) {
            place.copy_from_slice(&numbers);
        }
    }

    fn set_one(&mut self, at: usize, number: i32) {
        if let Some(place) = self.columns.rows.get_mut(at) {
            *place = number;
        }
    }
}

/// The low and the high half of a whole number.
#[expect(clippy::cast_possible_truncation, reason = "halves")]
pub(crate) const fn halves(number: u64) -> [i32; 2] {
    [number as i32, (number >> 32) as i32]
}

/// Whether a string or array has nothing in it.
pub(crate) fn is_empty(value: Raw<'_>) -> bool {
    match value.bytes() {
        [b'"', b'"'] => true,
        [b'[', inner @ .., b']'] => inner.trim_ascii().is_empty(),
        _ => false,
    }
}
