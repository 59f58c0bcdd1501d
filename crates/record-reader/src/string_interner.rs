use crate::swar::starts_with;

/// Finds strings that several records of a chunk share, so that they are usually decoded only once.
/// This is a direct-mapped cache: a new string may evict another string, which is then decoded
/// again when it recurs.
#[derive(Clone, Debug, Default)]
pub(crate) struct StringInterner {
    slots: Vec<InternedSlot>,
    /// The JSON of all stored strings, including their quotes.
    json: Vec<u8>,
}

/// A stored string: the range of its JSON in `StringInterner::json`, and its index in the chunk's
/// `interned`.
#[derive(Clone, Copy, Debug, Default)]
struct InternedSlot {
    start: usize,
    len: usize,
    index: i32,
}

/// The number of slots, which is a power of two.
const SLOT_COUNT: usize = 256;

/// Maximum length of a string's JSON, in bytes. Longer strings hardly ever repeat. Most job titles
/// are shorter, even if every character is escaped.
const MAX_INTERNED_BYTES: usize = 240;

impl StringInterner {
    /// Finds the string at the start of `json`. Returns the index of the string in the chunk's
    /// `interned` and the length of its JSON in bytes. `None` if the slot of `json` does not have
    /// the string, or if `json` is too short to have a slot.
    #[inline]
    pub(crate) fn find(&self, json: &[u8]) -> Option<(i32, usize)> {
        let slot = self.slots.get(slot_of(json)?)?;
        let string = self.json.get(slot.start..slot.start + slot.len)?;
        // The comparison includes the closing quote, so that a stored string never matches a longer
        // one.
        (slot.len > 0 && starts_with(json, string)).then_some((slot.index, slot.len))
    }

    /// Stores a string with its index in the chunk's `interned`. `string` is its JSON, including
    /// the quotes, and `json` is the input from this string on. Returns `false` if the string was
    /// not stored: it is too long, or `json` has fewer than the 16 bytes that determine the slot.
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
    /// Always `true`: the cache does not belong to the content of a chunk.
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

/// The slot of the string at the start of `json`: a hash of the first 16 bytes of `json`. If the
/// string is shorter, the hash includes bytes after it, so the same string may be stored in several
/// slots. `None` if `json` has fewer than 16 bytes.
#[inline]
fn slot_of(json: &[u8]) -> Option<usize> {
    let (first, rest) = json.split_first_chunk::<8>()?;
    let second = rest.first_chunk::<8>()?;
    let mixed = u64::from_le_bytes(*first) ^ u64::from_le_bytes(*second).rotate_left(23);
    Some((mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize % SLOT_COUNT)
}
