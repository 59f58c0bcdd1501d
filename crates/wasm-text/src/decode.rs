//! Decodes text to a module.
//!
//! The decoder runs once, before the engine has optimized its code, so bounds checks and calls
//! would take most of the time. Therefore, each offset is kept in bounds by the remainder of a
//! power of two, and no function is called for a single byte. If the text was not written by
//! `encode`, the module is arbitrary, or decoding never ends.

use std::sync::Mutex;
#[cfg(not(target_arch = "wasm32"))]
use std::sync::PoisonError;

use crate::char_codec::{CharRanks, ONE_CHAR_BYTE_COUNT, bytes_by_rank};
use crate::streams::{
    self, AFTER_FUNCTIONS, ALPHABETS, BEFORE_FUNCTIONS, Immediates, LOCALS, OPCODES, STREAM_COUNT,
};

/// Maximum length of a text and of a module, in bytes.
pub const CAPACITY: usize = 1 << 19;

/// Decodes a text that [`encode`](crate::encode) has written; `None` if the text is too long.
#[cfg(not(target_arch = "wasm32"))]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut decoder = DECODER.lock().unwrap_or_else(PoisonError::into_inner);
    decoder.text.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    let len = decoder.decode();
    decoder.module.get(..len).map(<[u8]>::to_vec)
}

/// The only decoder. It is static, because it is too large for a stack.
pub static DECODER: Mutex<Decoder> =
    Mutex::new(Decoder { text: [0; CAPACITY], module: [0; CAPACITY], len: 0, offsets: [0; 256] });

/// The buffers for a text and for the decoded module.
pub struct Decoder {
    /// The text. [`Decoder::decode_streams`] replaces the text by the decoded streams.
    pub text: [u8; CAPACITY],
    /// The module.
    pub module: [u8; CAPACITY],
    /// The number of bytes of the module that have been written.
    len: usize,
    /// For each stream, the offset in `text` of the byte that is read next.
    offsets: [usize; 256],
}

impl Decoder {
    /// Decodes the text. Returns the length of the module in bytes.
    pub fn decode(&mut self) -> usize {
        self.decode_streams();
        self.len = 0;
        let immediates = streams::immediates_by_opcode();
        let [opcodes_end, before_end, after_end] =
            [OPCODES, BEFORE_FUNCTIONS, AFTER_FUNCTIONS].map(|stream| self.offsets[stream + 1]);
        self.copy_bytes(BEFORE_FUNCTIONS, before_end - self.offsets[BEFORE_FUNCTIONS]);
        while self.offsets[OPCODES] < opcodes_end {
            self.assemble_function(&immediates);
        }
        self.copy_bytes(AFTER_FUNCTIONS, after_end - self.offsets[AFTER_FUNCTIONS]);
        self.len
    }

    /// Decodes the characters of all streams in place.
    fn decode_streams(&mut self) {
        let ranks = CharRanks::new();
        let default = bytes_by_rank(&ranks.chars());
        let mut alphabets = [default; 2];
        let mut offsets = (0, 0);
        for stream in 0..STREAM_COUNT {
            self.offsets[stream] = offsets.1;
            let byte_table = match stream {
                ..OPCODES => &default,
                OPCODES => &alphabets[0],
                _ => &alphabets[1],
            };
            offsets = ranks.decode_stream(&mut self.text, offsets, byte_table);
            if stream < AFTER_FUNCTIONS {
                let mut alphabet = [0; ONE_CHAR_BYTE_COUNT];
                for (rank, byte) in alphabet.iter_mut().enumerate() {
                    *byte = self.text[(self.offsets[stream] + rank) % CAPACITY];
                }
                alphabets[stream - ALPHABETS] = bytes_by_rank(&alphabet);
            }
        }
        self.offsets[STREAM_COUNT] = offsets.1;
    }

    /// Assembles one function: its length, its locals and its instructions.
    #[inline(never)]
    fn assemble_function(&mut self, immediates: &[Immediates; 256]) {
        let start = self.len;
        let local_groups = self.copy_leb128(LOCALS);
        self.copy_leb128s(LOCALS, 2 * local_groups);
        let (mut read, mut write) = (self.offsets[OPCODES], self.len);
        let mut depth = 1;
        while depth > 0 {
            let opcode = self.text[read % CAPACITY];
            read += 1;
            self.module[write % CAPACITY] = opcode;
            write += 1;
            let stream = match immediates[usize::from(opcode)] {
                Immediates::None => continue,
                Immediates::End => {
                    depth -= 1;
                    continue;
                }
                Immediates::Block => {
                    depth += 1;
                    streams::leb128_stream(opcode)
                }
                Immediates::Leb128 => streams::leb128_stream(opcode),
                Immediates::LocalGet => streams::local_get_stream(self.text[read % CAPACITY]),
                Immediates::I32Const => streams::i32_const_stream(self.text[read % CAPACITY]),
                Immediates::MemArg => {
                    let alignments = streams::alignment_stream(opcode);
                    self.module[write % CAPACITY] =
                        self.text[self.offsets[alignments % 256] % CAPACITY];
                    self.offsets[alignments % 256] += 1;
                    write += 1;
                    streams::leb128_stream(opcode)
                }
                Immediates::Rare => {
                    (self.offsets[OPCODES], self.len) = (read, write);
                    self.copy_rare_immediates(opcode);
                    (read, write) = (self.offsets[OPCODES], self.len);
                    continue;
                }
            };
            let mut offset = self.offsets[stream % 256];
            loop {
                let byte = self.text[offset % CAPACITY];
                offset += 1;
                self.module[write % CAPACITY] = byte;
                write += 1;
                if byte < 128 {
                    break;
                }
            }
            self.offsets[stream % 256] = offset;
        }
        (self.offsets[OPCODES], self.len) = (read, write);
        self.insert_length(start);
    }

    /// Copies the immediates of a rare opcode to the module.
    #[inline(never)]
    fn copy_rare_immediates(&mut self, opcode: u8) {
        let stream = streams::rare_immediates_stream(opcode);
        let count = match opcode {
            streams::PREFIX => {
                let prefixed = self.text[self.offsets[OPCODES] % CAPACITY];
                self.copy_bytes(OPCODES, 1);
                streams::prefixed_leb128_count(prefixed)
            }
            streams::BR_TABLE => self.copy_leb128(stream) + 1,
            streams::SELECT => self.copy_leb128(stream),
            streams::CALL_INDIRECT => 2,
            streams::F32_CONST => return self.copy_bytes(stream, 4),
            streams::F64_CONST => return self.copy_bytes(stream, 8),
            _ => 1,
        };
        self.copy_leb128s(stream, count);
    }

    /// Copies `count` bytes from a stream to the module.
    #[inline(never)]
    fn copy_bytes(&mut self, stream: usize, count: usize) {
        for _ in 0..count {
            self.module[self.len % CAPACITY] = self.text[self.offsets[stream % 256] % CAPACITY];
            self.offsets[stream % 256] += 1;
            self.len += 1;
        }
    }

    /// Copies a LEB128 number from a stream to the module. Returns the number.
    #[inline(never)]
    fn copy_leb128(&mut self, stream: usize) -> usize {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.text[self.offsets[stream % 256] % CAPACITY];
            self.copy_bytes(stream, 1);
            number |= usize::from(byte % 128) << (shift % 32);
            shift += 7;
            if byte < 128 {
                return number;
            }
        }
    }

    /// Copies `count` LEB128 numbers from a stream to the module.
    #[inline(never)]
    fn copy_leb128s(&mut self, stream: usize, count: usize) {
        for _ in 0..count {
            self.copy_leb128(stream);
        }
    }

    /// Inserts the length of the last function before its bytes, which begin at `start` and are
    /// shifted to make space.
    fn insert_length(&mut self, start: usize) {
        let mut length = self.len - start;
        let digits = 1 + usize::from(length >= 1 << 7) + usize::from(length >= 1 << 14);
        for offset in (start..self.len).rev() {
            self.module[(offset + digits) % CAPACITY] = self.module[offset % CAPACITY];
        }
        for digit in 1..=digits {
            #[expect(clippy::cast_possible_truncation, reason = "seven bits")]
            let bits = (length % 128) as u8;
            self.module[(start + digit - 1) % CAPACITY] =
                if digit < digits { bits | 128 } else { bits };
            length /= 128;
        }
        self.len += digits;
    }
}
