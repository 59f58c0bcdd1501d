use std::ops::Deref;

use crate::string::odd_bytes;

/// Bytes that are appended eight at a time: copying them singly, or by the engine's own means, takes longer than finding where a text
/// ends.
#[derive(Clone, Debug, Default)]
pub struct Blob {
    /// Longer than what is in it, so that a word always fits.
    room: Vec<u8>,
    end: usize,
}

const LEAST_ROOM: usize = 1024;

impl Blob {
    /// Makes room for so many bytes more, and a word.
    pub(crate) fn reserve(&mut self, more: usize) {
        let length = self.end + more + 8;
        if self.room.len() < length {
            self.room.resize(length, 0);
        }
    }

    /// Appends what stands for itself in a string and is ASCII; how many bytes that is. Quick as long as there is room.
    #[inline]
    pub(crate) fn take_plain(&mut self, source: &[u8]) -> usize {
        let mut at = 0;
        let (places, _) = self.room.get_mut(self.end..).unwrap_or_default().as_chunks_mut::<8>();
        for (word, place) in source.as_chunks::<8>().0.iter().zip(places) {
            *place = *word;
            let odd = odd_bytes(u64::from_le_bytes(*word));
            if odd != 0 {
                at += odd.trailing_zeros() as usize / 8;
                self.end += at;
                return at;
            }
            at += 8;
        }
        self.end += at;
        while let Some(&byte) = source.get(at) {
            if odd_bytes(u64::from(byte) | 0x2020_2020_2020_2000) != 0 {
                break;
            }
            self.push(byte);
            at += 1;
        }
        at
    }

    #[inline]
    pub(crate) fn push(&mut self, byte: u8) {
        if self.room.len() <= self.end {
            self.grow();
        }
        if let Some(place) = self.room.get_mut(self.end) {
            *place = byte;
        }
        self.end += 1;
    }

    #[cold]
    fn grow(&mut self) {
        let length = (2 * self.room.len()).max(2 * LEAST_ROOM);
        self.room.resize(length, 0);
    }

    pub(crate) fn truncate(&mut self, length: usize) {
        self.end = self.end.min(length);
    }
}

impl Deref for Blob {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.room.get(..self.end).unwrap_or_default()
    }
}

impl PartialEq for Blob {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}
