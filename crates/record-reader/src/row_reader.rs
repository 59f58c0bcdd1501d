use crate::number::to_integer;
use crate::record_chunk::from_halves;
use crate::{INTERNED, NULL, RecordChunk};

/// Reads the values of one record from its row, in the order of the fields. In a browser,
/// JavaScript reads rows in the same way.
#[derive(Debug)]
pub struct RowReader<'a> {
    chunk: &'a RecordChunk,
    slot: usize,
}

impl<'a> RowReader<'a> {
    /// A reader of the row whose first slot has the index `slot` in `chunk.rows`.
    #[must_use]
    pub const fn new(chunk: &'a RecordChunk, slot: usize) -> Self {
        Self { chunk, slot }
    }

    /// Reads a boolean. Also reads whether a nested record is present.
    pub fn read_bool(&mut self) -> bool {
        self.next_slot() != 0
    }

    /// Reads a string; `None` if it is absent. `dictionary` is the dictionary of the field, to
    /// whose strings rows refer by index; empty if the field has no dictionary.
    pub fn read_string(&mut self, dictionary: &[&str]) -> Option<String> {
        let [offset, len] = [self.next_slot(), self.next_slot()];
        match len {
            NULL => None,
            INTERNED => {
                let index = usize::try_from(offset).ok()?;
                if let Some(&string) = dictionary.get(index) {
                    return Some(string.into());
                }
                let &[offset, len] = self.chunk.interned.get(2 * index..2 * index + 2)? else {
                    return None;
                };
                Some(self.chunk.string([offset, len]))
            }
            _ => Some(self.chunk.string([offset, len])),
        }
    }

    /// Reads an integer; `None` if it is absent.
    pub fn read_integer(&mut self) -> Option<u64> {
        let [low, high] = [self.next_slot(), self.next_slot()];
        (high != NULL).then(|| from_halves([low, high]))
    }

    /// Reads a list of integers. An absent list is empty.
    pub fn read_integer_list(&mut self) -> Vec<u64> {
        let [start, count] = [self.next_slot(), self.next_slot()]
            .map(|slot| usize::try_from(slot).unwrap_or_default());
        let numbers = self.chunk.numbers.get(start..start + count).unwrap_or_default();
        numbers.iter().filter_map(|&number| to_integer(number)).collect()
    }

    fn next_slot(&mut self) -> i32 {
        self.slot += 1;
        self.chunk.rows.get(self.slot - 1).copied().unwrap_or_default()
    }
}
