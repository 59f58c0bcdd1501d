//! Encodes bytes as characters that need no escape, neither in a JavaScript string with any quotes
//! nor in a template literal.

use crate::decode::CAPACITY;

/// The number of byte values that are encoded as one character each. Each of the other byte values
/// is encoded as two characters, of which the first is one of [`TWO_CHAR_PREFIXES`].
pub const ONE_CHAR_BYTE_COUNT: usize = 87;
/// The character that ends a stream.
pub const STREAM_END: u8 = b'^';
/// The first characters of the byte values that are encoded as two characters.
pub const TWO_CHAR_PREFIXES: [u8; 2] = [b'|', b'~'];

/// The byte values that are encoded as one character. The byte at index `n` is encoded as the
/// character of rank `n`, see [`CharRanks`].
pub type Alphabet = [u8; ONE_CHAR_BYTE_COUNT];

/// The rank of each character: its position among the characters that encode a byte on their own.
/// `u8::MAX` for any other character.
pub struct CharRanks([u8; 128]);

impl CharRanks {
    pub fn new() -> Self {
        let mut ranks = [u8::MAX; 128];
        let mut rank = 0;
        for char in b' '..b'~' {
            if !matches!(char, b'"' | b'$' | b'\'' | b'\\' | STREAM_END | b'`' | b'|') {
                ranks[usize::from(char)] = rank;
                rank += 1;
            }
        }
        Self(ranks)
    }

    /// The characters in the order of their ranks. As an alphabet, this is the default alphabet, in
    /// which each character encodes its own byte value.
    pub fn chars(&self) -> Alphabet {
        let mut chars = [0; ONE_CHAR_BYTE_COUNT];
        for char in b' '..b'~' {
            if let Some(target) = chars.get_mut(usize::from(self.0[usize::from(char)])) {
                *target = char;
            }
        }
        chars
    }

    /// Decodes one stream of `text` in place: reads characters from the offset `read` on, up to
    /// [`STREAM_END`], and writes bytes from the offset `write` on, which is not greater than
    /// `read`. Each byte is encoded as one or two characters, which give its rank; `byte_table` has
    /// the bytes in the order of their ranks, see [`bytes_by_rank`]. Returns the offsets at which
    /// the next stream is read and written.
    #[inline(never)]
    pub fn decode_stream(
        &self,
        text: &mut [u8; CAPACITY],
        (mut read, mut write): (usize, usize),
        byte_table: &[u8; 256],
    ) -> (usize, usize) {
        loop {
            let char = text[read % CAPACITY];
            read += 1;
            let mut rank = usize::from(self.0[usize::from(char % 128)]);
            if rank >= ONE_CHAR_BYTE_COUNT {
                if char == STREAM_END {
                    return (read, write);
                }
                let pair = 1 + usize::from(char == TWO_CHAR_PREFIXES[1]);
                let second = text[read % CAPACITY];
                rank = ONE_CHAR_BYTE_COUNT * pair + usize::from(self.0[usize::from(second % 128)]);
                read += 1;
            }
            text[write % CAPACITY] = byte_table[rank % 256];
            write += 1;
        }
    }
}

/// The byte values in the order of their ranks: first those of the alphabet, then all others in
/// ascending order.
#[inline(never)]
pub fn bytes_by_rank(alphabet: &Alphabet) -> [u8; 256] {
    let mut bytes = [0; 256];
    let mut is_single = [false; 256];
    for (rank, &byte) in alphabet.iter().enumerate() {
        bytes[rank] = byte;
        is_single[usize::from(byte)] = true;
    }
    let mut rank = ONE_CHAR_BYTE_COUNT;
    for byte in 0..=255 {
        if !is_single[usize::from(byte)] {
            bytes[rank % 256] = byte;
            rank += 1;
        }
    }
    bytes
}
