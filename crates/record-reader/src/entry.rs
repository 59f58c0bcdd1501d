use crate::Columns;
use crate::cursor::{Cursor, Scan};
use crate::extras::Extras;
use crate::field::{Field, Kind, blank_row};
use crate::gap::Gaps;
use crate::number::ParseNumber;
use crate::raw::Raw;
use crate::record::Scanner;
use crate::skip::skip_value;
use crate::value::{halves, is_empty};

/// A list of records, in an object by their ids or in an array.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Its name among several.
    pub name: String,
    /// And its number, if that is one of a batch's.
    pub number: u64,
    /// Whether it is a list at all.
    pub is_list: bool,
    /// What is in it, in the portal's order.
    pub entries: Vec<Entry>,
    /// The value itself, if it was not read as a list.
    pub value: Vec<u8>,
}

/// One entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The id that it stands under; `None` in an array.
    pub key: Option<u64>,
    /// What it is.
    pub found: Found,
}

/// What an entry of a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A record.
    Row {
        /// Its id, that it has itself or stands under.
        id: u64,
        /// The window it is in, from 0.
        window: usize,
        /// And the row there.
        row: usize,
    },
    /// `null`; under an id also `false` or `[]`, PHP's other ways to say nothing.
    Missing,
    /// Something else, or a record that cannot be told to be that of one id.
    Odd,
    /// Whatever it is, it stands under a key that is no id.
    OddKey,
}

/// The table, and what belongs to it.
#[derive(Debug)]
pub(crate) struct Table {
    fields: &'static [Field],
    /// A row with none of the fields.
    blank: Vec<i32>,
    parse: ParseNumber,
    /// The window that rows are taken into.
    pub(crate) window: usize,
    gaps: Gaps,
}

impl Table {
    pub(crate) fn new(fields: &'static [Field], parse: ParseNumber) -> Self {
        let blank = blank_row(fields);
        Self { fields, parse, window: 0, gaps: Gaps::new(blank.len()), blank }
    }

    /// Takes the entry at the cursor, which stands in `depth` containers and under `key`, if under one.
    pub(crate) fn entry(
        &mut self,
        cursor: &mut Cursor<'_>,
        columns: &mut Columns,
        key: Option<u64>,
        depth: u32,
    ) -> Scan<Found> {
        match cursor.token()? {
            b'n' => cursor.literal(b"null").map(|()| Found::Missing),
            b'{' => self.record(cursor, columns, key, depth),
            _ => {
                let start = cursor.at;
                skip_value(cursor, depth, self.parse)?;
                let value = Raw::new(cursor.bytes.get(start..cursor.at).unwrap_or_default());
                // Not seen; under its own key it is clear who is meant.
                let is_nothing = value.is_false() || (value.is_array() && is_empty(value));
                Ok(if key.is_some() && is_nothing { Found::Missing } else { Found::Odd })
            }
        }
    }

    fn record(
        &mut self,
        cursor: &mut Cursor<'_>,
        columns: &mut Columns,
        key: Option<u64>,
        depth: u32,
    ) -> Scan<Found> {
        let (mark, base, issues) = (columns.mark(), columns.rows.len(), columns.issues.len());
        let before = columns.text_size();
        let row = base / self.blank.len();
        columns.rows.extend_from_slice(&self.blank);
        let mut scanner = Scanner {
            cursor: *cursor,
            columns,
            parse: self.parse,
            row,
            last: (0, 0..0),
            extras: Extras::default(),
            issues,
            base,
            blank: &self.blank,
            gaps: &mut self.gaps,
        };
        scanner.record(self.fields, base, None, depth + 1)?;
        *cursor = scanner.cursor;
        let extras = scanner.extras;
        extras.close(columns);
        // An id that is not as it should be is an issue, if the key tells whose record it is.
        let id = self.id(columns, base).or(key);
        match id {
            Some(id) if key.is_none_or(|key| key == id) => {
                self.set_id(columns, base, id);
                // In the table's order, whatever the portal's.
                in_order(columns.issues.get_mut(issues..).unwrap_or_default(), |issue| issue.at);
                columns.sizes.push(columns.text_size() - before);
                Ok(Found::Row { id, window: self.window, row })
            }
            _ => {
                columns.back_to(mark);
                Ok(Found::Odd)
            }
        }
    }

    fn id_at(&self, base: usize) -> Option<usize> {
        let id = self.fields.iter().find(|field| matches!(field.kind, Kind::Id))?;
        Some(base + id.at)
    }

    #[expect(clippy::cast_sign_loss, reason = "halves")]
    fn id(&self, columns: &Columns, base: usize) -> Option<u64> {
        let at = self.id_at(base)?;
        let &[low, high] = columns.rows.get(at..at + 2)? else { return None };
        let id = u64::from(low as u32) | u64::from(high as u32) << 32;
        (id > 0).then_some(id)
    }

    fn set_id(&self, columns: &mut Columns, base: usize, id: u64) {
        if let Some(at) = self.id_at(base)
            && let Some(place) = columns.rows.get_mut(at..at + 2)
        {
            place.copy_from_slice(&halves(id));
        }
    }
}

/// Sorts what is short, keeping the order of equals.
fn in_order<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 && key(&items[at]) < key(&items[at - 1]) {
            items.swap(at, at - 1);
            at -= 1;
        }
    }
}
