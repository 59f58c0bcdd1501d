//! Scans one record into its row. This module scans the members of a record; `value` a value of any
//! data type; `integer_list` lists of integers; and `member_offsets` objects with duplicate or
//! numeric keys. Lists of records and the envelope do not belong here.

mod integer_list;
mod member_offsets;
mod value;

use std::ops::Range;

use crate::RecordChunk;
use crate::cursor::Cursor;
use crate::extras::ExtrasWriter;
use crate::field::{Field, empty_row, row_stride};
use crate::number::ParseNumber;
use crate::raw_value::read_key;
use crate::scan_error::{ScanError, ScanResult};
use crate::skip::skip_value;
use crate::swar::plain_ascii_len;
use crate::template_cache::{TemplateBuilder, TemplateCache};

/// Scans one record into a row of the chunk. Slots are given as indices into the chunk's `rows`,
/// not into the record's own row.
pub(crate) struct RecordScanner<'a, 'c> {
    pub(crate) cursor: Cursor<'a>,
    pub(crate) chunk: &'c mut RecordChunk,
    pub(crate) parse_number: ParseNumber,
    /// The row of the record in the chunk.
    pub(crate) row: usize,
    /// The first slot of the row.
    pub(crate) row_start: usize,
    /// The first slot of the field that was scanned last, and the range of the field's value in the
    /// buffered bytes.
    pub(crate) last_value: (usize, Range<usize>),
    pub(crate) extras: ExtrasWriter,
    /// The index of the record's first issue in the issues of the chunk.
    pub(crate) first_issue: usize,
    /// The row of a record whose fields are all absent.
    pub(crate) empty_row: &'c [i32],
    pub(crate) templates: &'c mut TemplateCache,
}

impl RecordScanner<'_, '_> {
    /// Scans the record at the cursor into the slots from `base` on. `parent` is the name of the
    /// field that contains a nested record; `None` for the record itself. If the record has a
    /// duplicate key, scans it a second time, with only the last value of each key.
    pub(crate) fn scan_record(
        &mut self,
        fields: &[Field],
        base: usize,
        parent: Option<&'static str>,
        depth: u32,
    ) -> ScanResult<()> {
        let (start, checkpoint, extras) = (self.cursor, self.chunk.checkpoint(), self.extras);
        match self.scan_members(fields, base, parent, depth, None) {
            Err(ScanError::DuplicateKey) => {
                self.cursor = start;
                self.chunk.rollback(checkpoint);
                self.extras = extras;
                if let Some(row) = self.chunk.rows.get_mut(base..base + row_stride(fields)) {
                    row.copy_from_slice(&empty_row(fields));
                }
                let selected = self.last_value_offsets(depth - 1)?;
                self.cursor = start;
                self.scan_members(fields, base, parent, depth, Some(&selected))
            }
            result => result,
        }
    }

    /// Scans the members of a record. If `selected` is given, scans only the values at these
    /// ascending offsets, and skips all other members.
    fn scan_members(
        &mut self,
        fields: &[Field],
        base: usize,
        parent: Option<&'static str>,
        depth: u32,
        mut selected: Option<&[usize]>,
    ) -> ScanResult<()> {
        let mut seen = 0_u64;
        self.last_value = (0, 0..0);
        // The first slot of the field that follows in the table. This field probably also follows
        // in the JSON.
        let mut expected_slot = selected.is_none().then_some(base);
        let mut builder = None;
        let mut is_first = true;
        self.cursor.offset += 1;
        loop {
            if builder.is_none()
                && let Some((bits, index)) =
                    expected_slot.and_then(|slot| self.match_template(slot))
            {
                if seen & bits != 0 {
                    return Err(ScanError::DuplicateKey);
                }
                let Some(field) = fields.get(index) else { return Ok(()) };
                seen |= bits;
                self.cursor.peek_token()?;
                let start = self.cursor.offset;
                self.scan_value(field, base + field.offset, parent, depth)?;
                self.last_value = (base + field.offset, start..self.cursor.offset);
                expected_slot = fields.get(index + 1).map(|next| base + next.offset);
                is_first = false;
                continue;
            }
            if builder.is_none() {
                builder = expected_slot.and_then(|slot| {
                    let slot = slot - self.row_start;
                    self.templates.start(slot, self.cursor.bytes, self.cursor.offset)
                });
            }
            let is_end = if is_first {
                self.cursor.peek_token()? == b'}'
            } else {
                !self.cursor.next_item(b'}')?
            };
            if is_end {
                self.cursor.offset += usize::from(is_first);
                if let Some(builder) = builder {
                    self.store_template(builder, self.cursor.offset, fields.len(), fields, base);
                }
                return Ok(());
            }
            is_first = false;
            self.cursor.peek_token()?;
            let member_start = self.cursor.offset;
            let field = self.scan_key(fields)?;
            self.cursor.peek_token()?;
            let is_ignored = match &mut selected {
                Some([next, rest @ ..]) if *next == self.cursor.offset => {
                    selected = Some(rest);
                    false
                }
                selected => selected.is_some(),
            };
            if is_ignored {
                skip_value(&mut self.cursor, depth, self.parse_number)?;
            } else if let Some((index, field)) = field {
                let bit = 1 << index;
                if seen & bit != 0 {
                    return Err(ScanError::DuplicateKey);
                }
                seen |= bit;
                let start = self.cursor.offset;
                self.scan_value(field, base + field.offset, parent, depth)?;
                self.last_value = (base + field.offset, start..self.cursor.offset);
                if selected.is_none() {
                    builder = self.extend_template(builder, (index, field), fields, base);
                    expected_slot = fields.get(index + 1).map(|next| base + next.offset);
                }
            } else {
                skip_value(&mut self.cursor, depth, self.parse_number)?;
                let member = self.cursor.since(member_start);
                self.extras.append(self.chunk, self.row, parent, member);
                (builder, expected_slot) = (None, None);
            }
        }
    }

    /// Consumes the JSON at the cursor if it equals the template (the JSON of earlier records) at
    /// `slot`. Copies the template's values to the row. Returns the template's `fields` and
    /// `next_field`; `None` if there is no template at `slot`, or if it does not match the JSON.
    #[inline]
    fn match_template(&mut self, slot: usize) -> Option<(u64, usize)> {
        let template = self.templates.find(slot - self.row_start, self.cursor.remaining())?;
        self.cursor.offset += template.len;
        for &(slot, value) in &template.slots {
            if let Some(target) = self.chunk.rows.get_mut(self.row_start + slot) {
                *target = value;
            }
        }
        Some((template.fields, template.next_field))
    }

    /// Adds the field that was scanned last to a template, which is JSON that consecutive records
    /// share. Returns `None` if there is no template, or if it ends here: if the field's value
    /// varies, the template is stored without the field; if the record has an issue (an invalid
    /// value), the template is dropped.
    fn extend_template(
        &mut self,
        builder: Option<TemplateBuilder>,
        field: (usize, &Field),
        fields: &[Field],
        base: usize,
    ) -> Option<TemplateBuilder> {
        // A template cannot repeat the issue of a value.
        let has_no_issues = self.chunk.issues.len() == self.first_issue;
        let mut builder = builder.filter(|_| has_no_issues)?;
        let row = self.chunk.rows.get(self.row_start..).unwrap_or_default();
        let slot = base - self.row_start + field.1.offset;
        if self.templates.extend(&mut builder, field, slot, row, self.cursor.offset) {
            return Some(builder);
        }
        self.store_template(builder, self.last_value.1.start, field.0, fields, base);
        None
    }

    /// Stores the template of `builder`, which is JSON that consecutive records share. This JSON
    /// ends at the offset `end`: before the value of the field with the index `next_field`, or at
    /// the end of the record.
    fn store_template(
        &mut self,
        builder: TemplateBuilder,
        end: usize,
        next_field: usize,
        fields: &[Field],
        base: usize,
    ) {
        let json = builder.json(self.cursor.bytes, end);
        let row = self.chunk.rows.get(self.row_start..).unwrap_or_default();
        let rows = [row, self.empty_row];
        self.templates.store(builder, json, next_field, fields, base - self.row_start, rows);
    }

    /// Consumes a key and its colon. Returns the field with that name, and the index of the field;
    /// `None` if there is no such field.
    fn scan_key<'f>(&mut self, fields: &'f [Field]) -> ScanResult<Option<(usize, &'f Field)>> {
        if self.cursor.peek()? != b'"' {
            return Err(ScanError::Invalid);
        }
        let rest = self.cursor.remaining().get(1..).unwrap_or_default();
        let len = plain_ascii_len(rest);
        let find = |name: &[u8]| {
            fields.iter().enumerate().find(|(_, field)| field.name.as_bytes() == name)
        };
        let field = if *rest.get(len).ok_or(ScanError::Incomplete)? == b'"' {
            self.cursor.offset += len + 2;
            find(rest.get(..len).unwrap_or_default())
        } else {
            find(read_key(&mut self.cursor)?.as_bytes())
        };
        self.cursor.expect_byte(b':')?;
        Ok(field)
    }

    pub(crate) fn slots(&self, slot: usize) -> [i32; 2] {
        match self.chunk.rows.get(slot..slot + 2) {
            Some(&[first, second]) => [first, second],
            _ => [0, crate::NULL],
        }
    }

    pub(crate) fn set_slots(&mut self, slot: usize, values: [i32; 2]) {
        if let Some(target) = self.chunk.rows.get_mut(slot..slot + 2) {
            target.copy_from_slice(&values);
        }
    }

    pub(crate) fn set_slot(&mut self, slot: usize, value: i32) {
        if let Some(target) = self.chunk.rows.get_mut(slot) {
            *target = value;
        }
    }
}
