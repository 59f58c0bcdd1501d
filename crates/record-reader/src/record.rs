use std::ops::Range;

use crate::cursor::{Cursor, Scan, Stop};
use crate::extras::Extras;
use crate::field::{Field, blank_row};
use crate::gap::{Gaps, Reading};
use crate::number::ParseNumber;
use crate::raw::key;
use crate::skip::skip_value;
use crate::string::plain_ascii;
use crate::{Columns, width};

/// Takes one record into the columns.
pub(crate) struct Scanner<'a, 'c> {
    pub(crate) cursor: Cursor<'a>,
    pub(crate) columns: &'c mut Columns,
    pub(crate) parse: ParseNumber,
    /// Which row of the window it becomes.
    pub(crate) row: usize,
    /// The last field's place in the row, and where its value stands in the body.
    pub(crate) last: (usize, Range<usize>),
    pub(crate) extras: Extras,
    /// How many issues the records before have.
    pub(crate) issues: usize,
    /// A row with none of the fields.
    pub(crate) blank: &'c [i32],
    /// Where its row begins.
    pub(crate) base: usize,
    /// What the records before have in common.
    pub(crate) gaps: &'c mut Gaps,
}

impl Scanner<'_, '_> {
    /// Takes the record at the cursor, into the row's numbers from `base` on. `place` is its name in another record, if it is in one.
    pub(crate) fn record(
        &mut self,
        fields: &[Field],
        base: usize,
        place: Option<&'static str>,
        depth: u32,
    ) -> Scan<()> {
        let (start, mark, extras) = (self.cursor, self.columns.mark(), self.extras);
        match self.members(fields, base, place, depth, None) {
            Err(Stop::Twice) => {
                self.cursor = start;
                self.columns.back_to(mark);
                self.extras = extras;
                if let Some(row) = self.columns.rows.get_mut(base..base + width(fields)) {
                    row.copy_from_slice(&blank_row(fields));
                }
                let last = self.last_of_each(depth - 1)?;
                self.cursor = start;
                self.members(fields, base, place, depth, Some(&last))
            }
            outcome => outcome,
        }
    }

    /// Takes the members, or only those whose values stand in `chosen` places, which are in order.
    fn members(
        &mut self,
        fields: &[Field],
        base: usize,
        place: Option<&'static str>,
        depth: u32,
        mut chosen: Option<&[usize]>,
    ) -> Scan<()> {
        let mut seen = 0_u64;
        self.last = (0, 0..0);
        // The place in the row of the field that is likely to come.
        let mut due = chosen.is_none().then_some(base);
        let mut reading = None;
        let mut is_first = true;
        self.cursor.at += 1;
        loop {
            if reading.is_none()
                && let Some((bits, index)) = due.and_then(|due| self.gap(due))
            {
                if seen & bits != 0 {
                    return Err(Stop::Twice);
                }
                let Some(field) = fields.get(index) else { return Ok(()) };
                seen |= bits;
                self.cursor.token()?;
                let value = self.cursor.at;
                self.value(field, base + field.at, place, depth)?;
                self.last = (base + field.at, value..self.cursor.at);
                due = fields.get(index + 1).map(|next| base + next.at);
                is_first = false;
                continue;
            }
            if reading.is_none() {
                reading =
                    due.and_then(|due| self.gaps.read(due - self.base, self.cursor.bytes, self.cursor.at));
            }
            let is_over = if is_first { self.cursor.token()? == b'}' } else { !self.cursor.another(b'}')? };
            if is_over {
                self.cursor.at += usize::from(is_first);
                if let Some(reading) = reading {
                    self.keep(reading, self.cursor.at, fields.len(), fields, base);
                }
                return Ok(());
            }
            is_first = false;
            self.cursor.token()?;
            let start = self.cursor.at;
            let known = self.field(fields)?;
            self.cursor.token()?;
            let is_left_out = match &mut chosen {
                Some([next, rest @ ..]) if *next == self.cursor.at => {
                    chosen = Some(rest);
                    false
                }
                left => left.is_some(),
            };
            if is_left_out {
                skip_value(&mut self.cursor, depth, self.parse)?;
            } else if let Some((index, field)) = known {
                let bit = 1 << index;
                if seen & bit != 0 {
                    return Err(Stop::Twice);
                }
                seen |= bit;
                let value = self.cursor.at;
                self.value(field, base + field.at, place, depth)?;
                self.last = (base + field.at, value..self.cursor.at);
                if chosen.is_none() {
                    reading = self.read_on(reading, (index, field), fields, base);
                    due = fields.get(index + 1).map(|next| base + next.at);
                }
            } else {
                skip_value(&mut self.cursor, depth, self.parse)?;
                let member = self.cursor.bytes.get(start..self.cursor.at).unwrap_or_default();
                self.extras.keep(self.columns, self.row, place, member);
                (reading, due) = (None, None);
            }
        }
    }

    /// Passes the gap before the field that has this place in the row, if it is the one that is known: the fields that it has and the one
    /// behind it, as bits, and the number of the latter.
    #[inline]
    fn gap(&mut self, due: usize) -> Option<(u64, usize)> {
        let gap = self.gaps.find(due - self.base, self.cursor.rest())?;
        self.cursor.at += gap.length;
        for &(place, number) in &gap.numbers {
            if let Some(set) = self.columns.rows.get_mut(self.base + place) {
                *set = number;
            }
        }
        Some((gap.fields, gap.next))
    }

    /// Reads on in a gap, of which this field, whose value was taken last, is a part or the end.
    fn read_on(
        &mut self,
        reading: Option<Reading>,
        known: (usize, &Field),
        fields: &[Field],
        base: usize,
    ) -> Option<Reading> {
        let mut reading = reading.filter(|_| self.columns.issues.len() == self.issues)?;
        let (index, field) = known;
        let row = self.columns.rows.get(self.base..).unwrap_or_default();
        let inner = base - self.base;
        if self.gaps.takes(&mut reading, known, inner + field.at, row, self.cursor.at) {
            return Some(reading);
        }
        self.keep(reading, self.last.1.start, index, fields, base);
        None
    }

    /// Keeps a gap that was read, which ends at `end`, and before the field `next` or with the record.
    fn keep(&mut self, reading: Reading, end: usize, next: usize, fields: &[Field], base: usize) {
        let written = reading.written(self.cursor.bytes, end);
        let row = self.columns.rows.get(self.base..).unwrap_or_default();
        self.gaps.keep(reading, written, next, fields, base - self.base, [row, self.blank]);
    }

    /// Passes a key and its colon; the field of that name.
    fn field<'f>(&mut self, fields: &'f [Field]) -> Scan<Option<(usize, &'f Field)>> {
        if self.cursor.peek()? != b'"' {
            return Err(Stop::Bad);
        }
        let rest = self.cursor.rest().get(1..).unwrap_or_default();
        let length = plain_ascii(rest);
        let by_name =
            |name: &[u8]| fields.iter().enumerate().find(|(_, field)| field.name.as_bytes() == name);
        let found = if *rest.get(length).ok_or(Stop::More)? == b'"' {
            self.cursor.at += length + 2;
            by_name(rest.get(..length).unwrap_or_default())
        } else {
            by_name(key(&mut self.cursor)?.as_bytes())
        };
        self.cursor.pass(b':')?;
        Ok(found)
    }
}
