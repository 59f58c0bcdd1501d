use crate::cursor::Cursor;
use crate::extras::ExtrasWriter;
use crate::field::{DataType, Field, empty_row};
use crate::number::ParseNumber;
use crate::raw_value::RawValue;
use crate::record_chunk::{from_halves, to_halves};
use crate::record_scanner::RecordScanner;
use crate::scan_error::ScanResult;
use crate::skip::skip_value;
use crate::template_cache::TemplateCache;
use crate::{EntryValue, Issue, RecordChunk};

/// Reads entries of a list, and appends their records to a chunk.
#[derive(Debug)]
pub(crate) struct EntryReader {
    fields: &'static [Field],
    /// The row of a record whose fields are all absent.
    empty_row: Vec<i32>,
    parse_number: ParseNumber,
    /// The index of the chunk to which records are appended.
    pub(crate) chunk_index: usize,
    templates: TemplateCache,
}

impl EntryReader {
    pub(crate) fn new(fields: &'static [Field], parse_number: ParseNumber) -> Self {
        let empty_row = empty_row(fields);
        let templates = TemplateCache::new(empty_row.len());
        Self { fields, parse_number, chunk_index: 0, templates, empty_row }
    }

    /// Reads the list entry whose value is at the cursor. If the value is a valid record, appends
    /// it to `chunk`. `key` is the entry's key, an id, if the list is an object; `None` for an
    /// element of an array, or for a single record. `depth` is the number of containers around the
    /// value.
    pub(crate) fn read_entry(
        &mut self,
        cursor: &mut Cursor<'_>,
        chunk: &mut RecordChunk,
        key: Option<u64>,
        depth: u32,
    ) -> ScanResult<EntryValue> {
        match cursor.peek_token()? {
            b'n' => cursor.expect_literal(b"null").map(|()| EntryValue::Missing),
            b'{' => self.read_record(cursor, chunk, key, depth),
            _ => {
                let start = cursor.offset;
                skip_value(cursor, depth, self.parse_number)?;
                let value = RawValue::new(cursor.since(start));
                // Without a key, an empty value does not tell which user is missing.
                let is_empty_array = value.is_array() && value.is_empty_string_or_array();
                let is_missing = key.is_some() && (value.is_false() || is_empty_array);
                Ok(if is_missing { EntryValue::Missing } else { EntryValue::Invalid })
            }
        }
    }

    fn read_record(
        &mut self,
        cursor: &mut Cursor<'_>,
        chunk: &mut RecordChunk,
        key: Option<u64>,
        depth: u32,
    ) -> ScanResult<EntryValue> {
        let (checkpoint, row_start) = (chunk.checkpoint(), chunk.rows.len());
        let first_issue = chunk.issues.len();
        let size_before = chunk.string_bytes();
        let row = row_start / self.empty_row.len();
        chunk.rows.extend_from_slice(&self.empty_row);
        let mut scanner = RecordScanner {
            cursor: *cursor,
            chunk,
            parse_number: self.parse_number,
            row,
            row_start,
            last_value: (0, 0..0),
            extras: ExtrasWriter::default(),
            first_issue,
            empty_row: &self.empty_row,
            templates: &mut self.templates,
        };
        scanner.scan_record(self.fields, row_start, None, depth + 1)?;
        *cursor = scanner.cursor;
        let extras = scanner.extras;
        extras.finish(chunk);
        // If the record's own id is invalid, the key identifies the record. An issue reports the
        // invalid id.
        let id = self.read_id(chunk, row_start).or(key);
        match id {
            Some(id) if key.is_none_or(|key| key == id) => {
                self.set_id(chunk, row_start, id);
                sort_issues_by_field(chunk.issues.get_mut(first_issue..).unwrap_or_default());
                chunk.row_sizes.push(chunk.string_bytes() - size_before);
                Ok(EntryValue::Record { id, chunk: self.chunk_index, row })
            }
            _ => {
                chunk.rollback(checkpoint);
                Ok(EntryValue::Invalid)
            }
        }
    }

    fn id_slot(&self, row_start: usize) -> Option<usize> {
        let id = self.fields.iter().find(|field| matches!(field.data_type, DataType::Id))?;
        Some(row_start + id.offset)
    }

    fn read_id(&self, chunk: &RecordChunk, row_start: usize) -> Option<u64> {
        let slot = self.id_slot(row_start)?;
        let &[low, high] = chunk.rows.get(slot..slot + 2)? else { return None };
        let id = from_halves([low, high]);
        (id > 0).then_some(id)
    }

    fn set_id(&self, chunk: &mut RecordChunk, row_start: usize, id: u64) {
        if let Some(slot) = self.id_slot(row_start)
            && let Some(target) = chunk.rows.get_mut(slot..slot + 2)
        {
            target.copy_from_slice(&to_halves(id));
        }
    }
}

/// Sorts the issues (invalid values) of a record in the order of the table of fields, because the
/// portal may send fields in any order. An insertion sort is stable, and there are few issues.
fn sort_issues_by_field(issues: &mut [Issue]) {
    for end in 1..issues.len() {
        let mut index = end;
        while index > 0 && issues[index].slot < issues[index - 1].slot {
            issues.swap(index, index - 1);
            index -= 1;
        }
    }
}
