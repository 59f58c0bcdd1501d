use crate::field::Field;
use crate::record_chunk::to_slot;
use crate::record_scanner::RecordScanner;
use crate::scan_error::ScanResult;
use crate::to_camel_case;

impl RecordScanner<'_, '_> {
    /// Scans an array of integers. Appends the integers to the chunk's `numbers`, and sets the two
    /// slots of the list, which begin at `slot`. Elements that are not integers from 0 to 2^53 - 1
    /// are reported as issues, and left out; `null` is such an element.
    pub(crate) fn scan_integer_array(
        &mut self,
        field: &Field,
        slot: usize,
        depth: u32,
    ) -> ScanResult<()> {
        let start = self.chunk.numbers.len();
        let mut has_item = self.cursor.open_container(b']')?;
        let mut index = 0;
        while has_item {
            self.cursor.peek_token()?;
            self.scan_element(field, slot, index, depth + 1)?;
            index += 1;
            has_item = self.cursor.next_item(b']')?;
        }
        self.set_list_slots(slot, start);
        Ok(())
    }

    /// Scans an object of integers as the array of its values, in the order of its numeric keys;
    /// values of other keys follow. PHP sends such an object for a list with gaps.
    pub(crate) fn scan_integer_object(
        &mut self,
        field: &Field,
        slot: usize,
        depth: u32,
    ) -> ScanResult<()> {
        let start = self.chunk.numbers.len();
        let offsets = self.value_offsets_by_numeric_key(depth)?;
        let end = self.cursor;
        for (index, offset) in offsets.into_iter().enumerate() {
            self.cursor.offset = offset;
            self.scan_element(field, slot, index, depth + 1)?;
        }
        self.cursor = end;
        self.set_list_slots(slot, start);
        Ok(())
    }

    fn scan_element(
        &mut self,
        field: &Field,
        slot: usize,
        index: usize,
        depth: u32,
    ) -> ScanResult<()> {
        let start = self.cursor;
        let integer = match self.cursor.peek()? {
            b'"' | b'-' | b'0'..=b'9' => self.scan_integer()?,
            _ => None,
        };
        #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
        if let Some(integer) = integer {
            self.chunk.numbers.push(integer as f64);
            return Ok(());
        }
        self.cursor = start;
        let mut path = to_camel_case(field.name);
        path.push('[');
        path.push_str(&index.to_string());
        path.push(']');
        self.report_issue(slot, path, "whole number", depth)
    }

    fn set_list_slots(&mut self, slot: usize, start: usize) {
        let count = self.chunk.numbers.len() - start;
        if count > 0 {
            self.set_slots(slot, [to_slot(start), to_slot(count)]);
        }
    }
}
