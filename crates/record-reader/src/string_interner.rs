use crate::swar::starts_with;

/// The texts that several records of a chunk have, so that each is decoded only once. It is a
/// direct-mapped cache: a new text may replace another one, which is then decoded again.
#[derive(Clone, Debug, Default)]
pub(crate) struct StringInterner {
    slots: Vec<InternedSlot>,
    /// The JSON of all texts, quotes included.
    json: Vec<u8>,
}

/// A text in the interner's `json`, and its index among the chunk's interned texts.
#[derive(Clone, Copy, Debug, Default)]
struct InternedSlot {
    start: usize,
    len: usize,
    index: i32,
}

/// A power of two.
const SLOT_COUNT: usize = 256;

/// Longer texts hardly ever repeat. Job titles are shorter, even if each character is an escape.
const MAX_INTERNED_BYTES: usize = 240;

impl StringInterner {
    /// Finds the string that `json` starts with. Returns its index, and its length in JSON.
    #[inline]
    pub(crate) fn find(&self, json: &[u8]) -> Option<(i32, usize)> {
        let slot = self.slots.get(slot_of(json)?)?;
        let text = self.json.get(slot.start..slot.start + slot.len)?;
        // The closing quote is compared too, so that a prefix of a longer string never matches.
        (slot.len > 0 && starts_with(json, text)).then_some((slot.index, slot.len))
    }

    /// Stores the string `text` that `json` starts with. Returns whether the string was stored.
    pub(crate) fn insert(&mut self, json: &[u8], text: &[u8], index: i32) -> bool {
        let slot = slot_of(json).filter(|_| text.len() <= MAX_INTERNED_BYTES);
        let Some(slot) = slot else { return false };
        if self.slots.is_empty() {
            self.slots.resize(SLOT_COUNT, InternedSlot::default());
        }
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = InternedSlot { start: self.json.len(), len: text.len(), index };
            self.json.extend_from_slice(text);
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

/// The slot of a string, by its first 16 bytes; `None` if `json` is shorter.
#[inline]
fn slot_of(json: &[u8]) -> Option<usize> {
    let (first, rest) = json.split_first_chunk::<8>()?;
    let second = rest.first_chunk::<8>()?;
    let mixed = u64::from_le_bytes(*first) ^ u64::from_le_bytes(*second).rotate_left(23);
    Some((mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize % SLOT_COUNT)
}
