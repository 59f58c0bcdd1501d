use std::ops::Deref;

use crate::swar::{is_special, special_bytes};

/// A byte buffer that copies eight bytes at a time. Copying single bytes, or calling the engine's
/// `memcpy`, would take longer than finding the end of a string.
#[derive(Clone, Debug, Default)]
pub struct AppendBuffer {
    /// The content, followed by unused bytes, so that a whole word of 8 bytes can be written at the
    /// end of the content.
    storage: Vec<u8>,
    /// The length of the content.
    len: usize,
}

const MIN_CAPACITY: usize = 2048;

impl AppendBuffer {
    /// Grows the storage so that it can hold content of `len` bytes, followed by one more word.
    pub(crate) fn reserve_total(&mut self, len: usize) {
        if self.storage.len() < len + 8 {
            self.storage.resize(len + 8, 0);
        }
    }

    /// Appends the plain ASCII start of `source`: all bytes before the first quote, backslash,
    /// control character (below 0x20) or non-ASCII byte. Returns the number of bytes read.
    ///
    /// Does not stop at `\/`, which PHP writes for each slash, but decodes this escape. However,
    /// near the end of `source` or of the storage, it stops before `\/`, and the caller must decode
    /// it.
    #[inline]
    pub(crate) fn append_plain(&mut self, source: &[u8]) -> usize {
        let (mut read, mut len) = (0, self.len);
        'runs: loop {
            let words = source.get(read..).unwrap_or_default().as_chunks::<8>().0;
            let targets = self.storage.get_mut(len..).unwrap_or_default().as_chunks_mut::<8>().0;
            let mut copied = 0;
            for (word, target) in words.iter().zip(targets) {
                *target = *word;
                let special = special_bytes(u64::from_le_bytes(*word));
                if special == 0 {
                    copied += 8;
                    continue;
                }
                copied += special.trailing_zeros() as usize / 8;
                read += copied;
                len += copied;
                if source.get(read..read + 2) != Some(br"\/") {
                    self.len = len;
                    return read;
                }
                if let Some(target) = self.storage.get_mut(len) {
                    *target = b'/';
                }
                read += 2;
                len += 1;
                continue 'runs;
            }
            read += copied;
            len += copied;
            break;
        }
        self.len = len;
        while let Some(&byte) = source.get(read) {
            if is_special(byte) {
                break;
            }
            self.push(byte);
            read += 1;
        }
        read
    }

    #[inline]
    pub(crate) fn push(&mut self, byte: u8) {
        if self.storage.len() <= self.len {
            self.grow();
        }
        if let Some(target) = self.storage.get_mut(self.len) {
            *target = byte;
        }
        self.len += 1;
    }

    #[cold]
    fn grow(&mut self) {
        let capacity = (2 * self.storage.len()).max(MIN_CAPACITY);
        self.storage.resize(capacity, 0);
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }
}

impl Deref for AppendBuffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.storage.get(..self.len).unwrap_or_default()
    }
}

impl PartialEq for AppendBuffer {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}
