//! Finds the values of an object whose keys are not unique, or give the order.

use crate::cursor::Cursor;
use crate::number::parse_digits;
use crate::raw_value::RawValue;
use crate::record_scanner::RecordScanner;
use crate::scan_error::ScanResult;
use crate::skip::skip_value;

struct Member {
    key: String,
    /// The key as a number; `u64::MAX` for a key that is not a number.
    number: u64,
    /// The position of the member among all members.
    index: usize,
    /// The offset of the value in the buffered bytes.
    offset: usize,
}

impl RecordScanner<'_, '_> {
    /// Skips the object at the cursor, which is nested in `depth` containers. Returns the offset of
    /// the last value of each key, in the order of the text.
    pub(crate) fn last_value_offsets(&mut self, depth: u32) -> ScanResult<Vec<usize>> {
        self.value_offsets(depth, &|a, b| a.offset < b.offset)
    }

    /// Like [`Self::last_value_offsets`], but in the order of the numeric keys. Other keys come
    /// last, in the order of their first occurrence.
    pub(crate) fn value_offsets_by_number(&mut self, depth: u32) -> ScanResult<Vec<usize>> {
        self.value_offsets(depth, &|a, b| (a.number, a.index) < (b.number, b.index))
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
            let number = parse_digits(key.as_bytes()).unwrap_or(u64::MAX);
            let offset = value.bytes().as_ptr().addr() - bytes.as_ptr().addr();
            members.push(Member { key, number, index: members.len(), offset });
        });
        // Brings equal keys together. Numbers come first because strings take longer to compare.
        heap_sort(&mut members, &|a, b| (a.number, &a.key, a.index) < (b.number, &b.key, b.index));
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

/// Sorts in O(n log n), whatever the portal sends. The sort of the standard library would be a good
/// part of the module's size.
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
