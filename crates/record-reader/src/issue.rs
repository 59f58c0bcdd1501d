use crate::field::{DataType, Field};
use crate::json_excerpt::json_excerpt;
use crate::record_scanner::RecordScanner;
use crate::scan_error::ScanResult;
use crate::skip::skip_value;
use crate::to_camel_case;

/// A value that does not match the type of its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The record's row in its chunk.
    pub row: usize,
    /// The first slot of the field in the chunk's rows.
    pub(crate) slot: usize,
    /// The path of the field, with JavaScript's names: `phones.workPhone`, `departments[1]`.
    pub path: String,
    /// A description of a valid value.
    pub expected: &'static str,
    /// The start of the value's JSON.
    pub received: String,
}

/// The minimum length of a truncated `received`. Callers redact `received` before they shorten it
/// further.
pub const MAX_RECEIVED_BYTES: usize = 4096;

/// Further issues of a record are dropped: they would take far more memory than the record.
const MAX_ISSUES_PER_RECORD: usize = 100;

impl RecordScanner<'_, '_> {
    /// Reports that the value at the cursor does not match the type of `field`, and skips the
    /// value.
    pub(crate) fn report_type_mismatch(
        &mut self,
        field: &Field,
        slot: usize,
        parent: Option<&'static str>,
        depth: u32,
    ) -> ScanResult<()> {
        let mut path = parent.map(|parent| to_camel_case(parent) + ".").unwrap_or_default();
        path += &to_camel_case(field.name);
        let expected = match field.data_type {
            DataType::Id => "user id",
            DataType::Boolean(_) => "boolean",
            DataType::Validated(_, expected) if self.cursor.peek()? == b'"' => expected,
            DataType::Str
            | DataType::InternedStr
            | DataType::Dictionary(_)
            | DataType::PictureUrl(_)
            | DataType::Validated(..) => "string",
            DataType::Date => "ISO 8601 date",
            DataType::Birthday => "DD-MM",
            DataType::Integer => "whole number",
            DataType::IntegerList => "array",
            DataType::Record(_) => "object",
        };
        self.report_issue(slot, path, expected, depth)
    }

    /// Adds an issue about the value at the cursor to the chunk, and skips the value.
    pub(crate) fn report_issue(
        &mut self,
        slot: usize,
        path: String,
        expected: &'static str,
        depth: u32,
    ) -> ScanResult<()> {
        let start = self.cursor.offset;
        skip_value(&mut self.cursor, depth, self.parse_number)?;
        if self.chunk.issues.len() - self.first_issue < MAX_ISSUES_PER_RECORD {
            let received = json_excerpt(self.cursor.since(start));
            self.chunk.issues.push(Issue { row: self.row, slot, path, expected, received });
        }
        Ok(())
    }
}
