use crate::string::begins;

/// The texts of a window that several records have, as JSON writes them, so that they are decoded once. A new one takes the place of
/// another now and then, which is then only decoded again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Repeated {
    slots: Vec<Slot>,
    written: Vec<u8>,
}

/// Where in `written` a text stands, quotes included, and which number it has.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    start: usize,
    length: usize,
    number: i32,
}

/// A power of two.
const SLOTS: usize = 256;

/// Longer ones are hardly ever the same. Job titles are not, even where each letter is an escape.
const LONGEST: usize = 240;

impl Repeated {
    /// The number of the text that `rest` begins with, and how long it is as written.
    #[inline]
    pub(crate) fn find(&self, rest: &[u8]) -> Option<(i32, usize)> {
        let slot = self.slots.get(place(rest)?)?;
        let written = self.written.get(slot.start..slot.start + slot.length)?;
        // With its closing quote, so that it is all of it.
        (slot.length > 0 && begins(rest, written)).then_some((slot.number, slot.length))
    }

    /// Keeps a text that `rest` begins with; whether it does.
    pub(crate) fn note(&mut self, rest: &[u8], written: &[u8], number: i32) -> bool {
        let Some(place) = place(rest).filter(|_| written.len() <= LONGEST) else { return false };
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, Slot::default());
        }
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = Slot { start: self.written.len(), length: written.len(), number };
            self.written.extend_from_slice(written);
        }
        true
    }

    pub(crate) fn clear(&mut self) {
        self.slots.clear();
        self.written.clear();
    }
}

impl PartialEq for Repeated {
    /// What is only remembered makes no difference.
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

/// The slot for what begins here, by its first letters and what follows some of them.
#[inline]
fn place(rest: &[u8]) -> Option<usize> {
    let (first, more) = rest.split_first_chunk::<8>()?;
    let mixed = u64::from_le_bytes(*first) ^ u64::from_le_bytes(*more.first_chunk::<8>()?).rotate_left(23);
    Some((mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize % SLOTS)
}
