//! Finds the offsets of the values of an object. This is needed for objects with duplicate keys,
//! and for lists that PHP sends as objects with numeric keys.

use crate::cursor::Cursor;
use crate::number::parse_digits;
use crate::raw_value::RawValue;
use crate::record_scanner::RecordScanner;
use crate::scan_error::ScanResult;
use crate::skip::skip_value;

struct Member {
    key: String,
    /// The key as a number; `None` if the key is not a number.
    numeric_key: Option<u64>,
    /// The index of the member in the object.
    index: usize,
    /// The offset of the value in the buffered bytes.
    offset: usize,
}

impl Member {
    /// The sort key for the order of numeric keys. Members without a numeric key are sorted to the
    /// end.
    fn numeric_order(&self) -> (bool, Option<u64>) {
        (self.numeric_key.is_none(), self.numeric_key)
    }
}

impl RecordScanner<'_, '_> {
    /// Skips the object at the cursor. `depth` is the number of containers around the object.
    /// Returns the offset of the last value of each key, in ascending order.
    pub(crate) fn last_value_offsets(&mut self, depth: u32) -> ScanResult<Vec<usize>> {
        self.value_offsets(depth, &|a, b| a.offset < b.offset)
    }

    /// Like [`Self::last_value_offsets`], but the offsets have the order of their keys: first the
    /// keys that are numbers, in ascending order, then all others in the order of their first
    /// occurrence.
    pub(crate) fn value_offsets_by_numeric_key(&mut self, depth: u32) -> ScanResult<Vec<usize>> {
        self.value_offsets(depth, &|a, b| {
            (a.numeric_order(), a.index) < (b.numeric_order(), b.index)
        })
    }

    fn value_offsets(
        &mut self,
        depth: u32,
        is_before: &dyn Fn(&Member, &Member) -> bool,
    ) -> ScanResult<Vec<usize>> {
        let start = self.cursor.offset;
        skip_value(&mut self.cursor, depth, self.parse_number)?;
        let Cursor { bytes, offset: end } = self.cursor;
        let object = RawValue::new(bytes.get(start..end).unwrap_or_default());
        let mut members: Vec<Member> = Vec::new();
        object.for_each_member(&mut |key, value| {
            let numeric_key = parse_digits(key.as_bytes());
            let offset = value.as_bytes().as_ptr().addr() - bytes.as_ptr().addr();
            members.push(Member { key, numeric_key, index: members.len(), offset });
        });
        // Sorts equal keys next to each other. Numbers are compared first, because comparing
        // strings takes longer.
        heap_sort(&mut members, &|a, b| {
            (a.numeric_order(), &a.key, a.index) < (b.numeric_order(), &b.key, b.index)
        });
        members.dedup_by(|later, first| {
            let is_duplicate = later.key == first.key;
            if is_duplicate {
                first.offset = later.offset;
            }
            is_duplicate
        });
        heap_sort(&mut members, is_before);
        Ok(members.into_iter().map(|member| member.offset).collect())
    }
}

/// Sorts in O(n log n) for any input. The sort of the standard library would add much more code.
fn heap_sort(members: &mut [Member], is_before: &dyn Fn(&Member, &Member) -> bool) {
    let sift_down = |members: &mut [Member], mut parent: usize| loop {
        let mut child = 2 * parent + 1;
        if child + 1 < members.len() && is_before(&members[child], &members[child + 1]) {
            child += 1;
        }
        if child >= members.len() || !is_before(&members[parent], &members[child]) {
            return;
        }
        members.swap(parent, child);
        parent = child;
    };
    for parent in (0..members.len() / 2).rev() {
        sift_down(members, parent);
    }
    for end in (1..members.len()).rev() {
        members.swap(0, end);
        sift_down(&mut members[..end], 0);
    }
}
