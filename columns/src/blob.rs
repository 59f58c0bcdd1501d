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
    /// Appends what stands for itself in a string and is ASCII; how many bytes that is.
    #[inline]
    pub(crate) fn take_plain(&mut self, source: &[u8]) -> usize {
        let start = self.end;
        if self.room.len() < start + source.len().min(LEAST_ROOM) + 8 {
            self.grow();
        }
        let mut at = 0;
        while let Some(word) = source.get(at..at + 8).and_then(|bytes| bytes.first_chunk::<8>()) {
            let Some(place) = self.room.get_mut(start + at..start + at + 8) else {
                self.grow();
                continue;
            };
            place.copy_from_slice(word);
            let odd = odd_bytes(u64::from_le_bytes(*word));
            if odd != 0 {
                at += odd.trailing_zeros() as usize / 8;
                self.end = start + at;
                return at;
            }
            at += 8;
        }
        self.end = start + at;
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
