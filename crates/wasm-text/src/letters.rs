//! Bytes as letters: what stands for itself in a string of JavaScript, whatever its quotes, and in a template.

use crate::unpack::ROOM;

/// How many letters are a byte each. All other bytes are two letters, of which the first is one of `PAIRS`.
pub const SINGLE: usize = 87;
/// Ends a stream.
pub const END: u8 = b'^';
/// What begins two letters.
pub const PAIRS: [u8; 2] = [b'|', b'~'];

/// What each letter is among those that are a byte each; for others, more than those have.
pub struct Letters([u8; 128]);

impl Letters {
    pub fn new() -> Self {
        let mut ranks = [u8::MAX; 128];
        let mut rank = 0;
        for letter in b' '..b'~' {
            if !matches!(letter, b'"' | b'$' | b'\'' | b'\\' | END | b'`' | b'|') {
                ranks[usize::from(letter)] = rank;
                rank += 1;
            }
        }
        Self(ranks)
    }

    /// The letters that are a byte each.
    pub fn plain(&self) -> [u8; SINGLE] {
        let mut single = [0; SINGLE];
        for letter in b' '..b'~' {
            if let Some(byte) = single.get_mut(usize::from(self.0[usize::from(letter)])) {
                *byte = letter;
            }
        }
        single
    }

    /// Reads one stream, and leaves bytes in its place; from where, to where, and how far it came.
    #[inline(never)]
    pub fn read(
        &self,
        text: &mut [u8; ROOM],
        (mut from, mut to): (usize, usize),
        alphabet: &[u8; 256],
    ) -> (usize, usize) {
        loop {
            let letter = text[from % ROOM];
            from += 1;
            let mut rank = usize::from(self.0[usize::from(letter % 128)]);
            if rank >= SINGLE {
                if letter == END {
                    return (from, to);
                }
                let pair = 1 + usize::from(letter == PAIRS[1]);
                rank = SINGLE * pair + usize::from(self.0[usize::from(text[from % ROOM] % 128)]);
                from += 1;
            }
            text[to % ROOM] = alphabet[rank % 256];
            to += 1;
        }
    }
}

/// Bytes by rank: first those that are one letter, as `single` has them; then all others, as they follow one another.
#[inline(never)]
pub fn alphabet(single: &[u8; SINGLE]) -> [u8; 256] {
    let mut bytes = [0; 256];
    let mut is_single = [false; 256];
    for (rank, &byte) in single.iter().enumerate() {
        bytes[rank] = byte;
        is_single[usize::from(byte)] = true;
    }
    let mut rank = SINGLE;
    for byte in 0..=255 {
        if !is_single[usize::from(byte)] {
            bytes[rank % 256] = byte;
            rank += 1;
        }
    }
    bytes
}
