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
    /// Makes room for so many bytes in all, and a word.
    pub(crate) fn reserve_all(&mut self, length: usize) {
        if self.room.len() < length + 8 {
            self.room.resize(length + 8, 0);
        }
    }

    /// Appends what stands for itself in a string and is ASCII, and slashes, which portals escape; how many bytes that is as written.
    /// Quick as long as there is room.
    #[inline]
    pub(crate) fn take_plain(&mut self, source: &[u8]) -> usize {
        let (mut at, mut end) = (0, self.end);
        'runs: loop {
            let words = source.get(at..).unwrap_or_default().as_chunks::<8>().0;
            let places = self.room.get_mut(end..).unwrap_or_default().as_chunks_mut::<8>().0;
            let mut taken = 0;
            for (word, place) in words.iter().zip(places) {
                *place = *word;
                let odd = odd_bytes(u64::from_le_bytes(*word));
                if odd == 0 {
                    taken += 8;
                    continue;
                }
                taken += odd.trailing_zeros() as usize / 8;
                at += taken;
                end += taken;
                if source.get(at..at + 2) != Some(br"\/") {
                    self.end = end;
                    return at;
                }
                if let Some(place) = self.room.get_mut(end) {
                    *place = b'/';
                }
                at += 2;
                end += 1;
                continue 'runs;
            }
            at += taken;
            end += taken;
            break;
        }
        self.end = end;
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
