use crate::swar::starts_with;

/// Finds strings that several records of a chunk share, so that each is decoded only once. A
/// direct-mapped cache: a new string may evict another one, which is then decoded again.
#[derive(Clone, Debug, Default)]
pub(crate) struct StringInterner {
    slots: Vec<InternedSlot>,
    /// The JSON of all strings, quotes included.
    json: Vec<u8>,
}

/// A string in the cache: the range of its JSON, and its index in the chunk.
#[derive(Clone, Copy, Debug, Default)]
struct InternedSlot {
    start: usize,
    len: usize,
    index: i32,
}

/// The number of slots, a power of two.
const SLOT_COUNT: usize = 256;

/// Longer strings hardly ever repeat. Job titles are shorter, even if every character is escaped.
const MAX_INTERNED_BYTES: usize = 240;

impl StringInterner {
    /// Finds the string at the start of `json`. Returns its index, and the length of its JSON.
    #[inline]
    pub(crate) fn find(&self, json: &[u8]) -> Option<(i32, usize)> {
        let slot = self.slots.get(slot_of(json)?)?;
        let string = self.json.get(slot.start..slot.start + slot.len)?;
        // The closing quote is compared too, so that a prefix of a longer string never matches.
        (slot.len > 0 && starts_with(json, string)).then_some((slot.index, slot.len))
    }

    /// Stores `string`, the JSON string with which `json` starts, quotes included, and its index in
    /// the chunk. The slot depends on the first 16 bytes of `json`, which may reach beyond the
    /// string. Returns `false` if the string is too long or `json` is shorter than that.
    pub(crate) fn insert(&mut self, json: &[u8], string: &[u8], index: i32) -> bool {
        let slot = slot_of(json).filter(|_| string.len() <= MAX_INTERNED_BYTES);
        let Some(slot) = slot else { return false };
        if self.slots.is_empty() {
            self.slots.resize(SLOT_COUNT, InternedSlot::default());
        }
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = InternedSlot { start: self.json.len(), len: string.len(), index };
            self.json.extend_from_slice(string);
        }
        true
    }

    pub(crate) fn clear(&mut self) {
        self.slots.clear();
        self.json.clear();
    }
}

impl PartialEq for StringInterner {
    /// Always equal: the cache is no part of a chunk's content.
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

/// The slot of the string at the start of `json`: a hash of the first 16 bytes. `None` if `json` is
/// shorter.
#[inline]
fn slot_of(json: &[u8]) -> Option<usize> {
    let (first, rest) = json.split_first_chunk::<8>()?;
    let second = rest.first_chunk::<8>()?;
    let mixed = u64::from_le_bytes(*first) ^ u64::from_le_bytes(*second).rotate_left(23);
    Some((mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize % SLOT_COUNT)
}
