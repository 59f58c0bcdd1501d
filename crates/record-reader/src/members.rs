use crate::cursor::{Cursor, Scan};
use crate::number::from_digits;
use crate::raw::Raw;
use crate::record::Scanner;
use crate::skip::skip_value;

/// A member of an object whose keys matter.
struct Member {
    key: String,
    /// The number that its key is, or one beyond all.
    number: u64,
    /// How many came before.
    came: usize,
    /// Where its value stands in the body.
    place: usize,
}

impl Scanner<'_, '_> {
    /// Where the values stand that count in the object at the cursor, which is passed: of each key the last, in the order of the text. The
    /// object stands in `depth` containers.
    pub(crate) fn last_of_each(&mut self, depth: u32) -> Scan<Vec<usize>> {
        self.places(depth, &|one, other| one.place < other.place)
    }

    /// The same, in the order of the numbers that the keys are; those that are none come last, each where it came first.
    pub(crate) fn by_number(&mut self, depth: u32) -> Scan<Vec<usize>> {
        self.places(depth, &|one, other| (one.number, one.came) < (other.number, other.came))
    }

    fn places(&mut self, depth: u32, is_before: &dyn Fn(&Member, &Member) -> bool) -> Scan<Vec<usize>> {
        let start = self.cursor.at;
        skip_value(&mut self.cursor, depth, self.parse)?;
        let Cursor { bytes, at: end } = self.cursor;
        let object = Raw::new(bytes.get(start..end).unwrap_or_default());
        let mut members: Vec<Member> = Vec::new();
        object.each_member(&mut |key, value| {
            let number = from_digits(key.as_bytes()).unwrap_or(u64::MAX);
            let place = value.bytes().as_ptr().addr() - bytes.as_ptr().addr();
            members.push(Member { key, number, came: members.len(), place });
        });
        // What is the same stands together then. By numbers first, since texts take longer to compare.
        sort(&mut members, &|one, other| {
            (one.number, &one.key, one.came) < (other.number, &other.key, other.came)
        });
        members.dedup_by(|later, first| {
            let is_same = later.key == first.key;
            if is_same {
                first.place = later.place;
            }
            is_same
        });
        sort(&mut members, is_before);
        Ok(members.into_iter().map(|member| member.place).collect())
    }
}

/// Sorts what may be long, whatever it is: by a heap, in a few lines. The sort of the standard library is a good part of the module.
fn sort(members: &mut [Member], is_before: &dyn Fn(&Member, &Member) -> bool) {
    let sink = |members: &mut [Member], mut at: usize| loop {
        let mut child = 2 * at + 1;
        if child + 1 < members.len() && is_before(&members[child], &members[child + 1]) {
            child += 1;
        }
        if child >= members.len() || !is_before(&members[at], &members[child]) {
            return;
        }
        members.swap(at, child);
        at = child;
    };
    for at in (0..members.len() / 2).rev() {
        sink(members, at);
    }
    for end in (1..members.len()).rev() {
        members.swap(0, end);
        sink(&mut members[..end], 0);
    }
}
