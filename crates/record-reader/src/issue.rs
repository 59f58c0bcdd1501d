use crate::field::{DataType, Field};
use crate::json_excerpt::json_excerpt;
use crate::record_scanner::RecordScanner;
use crate::scan_error::ScanResult;
use crate::skip::skip_value;
use crate::to_camel_case;

/// A value that does not match the type of its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The row of the record in its chunk.
    pub row: usize,
    /// The index of the field's first slot in the rows of the chunk.
    pub(crate) slot: usize,
    /// The path of the field, with JavaScript's names, such as `phones.workPhone` or
    /// `departments[1]`.
    pub path: String,
    /// A description of valid values.
    pub expected: &'static str,
    /// The JSON of the value, possibly truncated.
    pub received: String,
}

/// Length in bytes up to which [`Issue::received`] is always complete. Callers truncate it further,
/// but only after they have redacted secrets in it.
pub const MAX_RECEIVED_BYTES: usize = 4096;

/// Maximum number of issues of one record. Further issues are dropped, because they could take far
/// more memory than the record.
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

    /// Adds an issue about the value at the cursor, and skips the value.
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
