//! Decodes text to a module.
//!
//! This runs once, before the engine has optimized it, so bounds checks and calls would take most
//! of the time. Instead, offsets are kept in bounds by a remainder of a power of two, and no
//! function is called for a single byte. Text that `encode` has not written decodes to an arbitrary
//! module, or decoding never ends.

use std::sync::Mutex;

use crate::alphabet::{Alphabet, SINGLE_COUNT, rank_bytes};
use crate::streams::{
    self, AFTER_FUNCTIONS, ALPHABETS, BEFORE_FUNCTIONS, LOCALS, OPCODES, Operands, STREAM_COUNT,
};

/// The maximum length of a text, and of a module, in bytes.
pub const CAPACITY: usize = 1 << 19;

/// The only decoder. It is static because it is too large for a stack.
pub static DECODER: Mutex<Decoder> =
    Mutex::new(Decoder { text: [0; CAPACITY], module: [0; CAPACITY], len: 0, offsets: [0; 256] });

/// A text, and the module that it is decoded to.
pub struct Decoder {
    /// The text, which [`Decoder::decode_streams`] replaces by the streams.
    pub text: [u8; CAPACITY],
    /// The module.
    pub module: [u8; CAPACITY],
    /// The length of the module so far.
    len: usize,
    /// The read offset of each stream in `text`.
    offsets: [usize; 256],
}

impl Decoder {
    /// Decodes the text. Returns the length of the module.
    pub fn decode(&mut self) -> usize {
        self.decode_streams();
        self.len = 0;
        let operands = streams::operands_by_opcode();
        let [opcodes_end, before_end, after_end] =
            [OPCODES, BEFORE_FUNCTIONS, AFTER_FUNCTIONS].map(|stream| self.offsets[stream + 1]);
        self.bytes(BEFORE_FUNCTIONS, before_end - self.offsets[BEFORE_FUNCTIONS]);
        while self.offsets[OPCODES] < opcodes_end {
            self.function(&operands);
        }
        self.bytes(AFTER_FUNCTIONS, after_end - self.offsets[AFTER_FUNCTIONS]);
        self.len
    }

    /// Decodes the characters of all streams.
    fn decode_streams(&mut self) {
        let alphabet = Alphabet::new();
        let default = rank_bytes(&alphabet.chars());
        let mut own = [default; 2];
        let mut offsets = (0, 0);
        for stream in 0..STREAM_COUNT {
            self.offsets[stream] = offsets.1;
            let bytes_by_rank = match stream {
                ..OPCODES => &default,
                OPCODES => &own[0],
                _ => &own[1],
            };
            offsets = alphabet.decode_stream(&mut self.text, offsets, bytes_by_rank);
            if stream < AFTER_FUNCTIONS {
                let mut single = [0; SINGLE_COUNT];
                for (rank, byte) in single.iter_mut().enumerate() {
                    *byte = self.text[(self.offsets[stream] + rank) % CAPACITY];
                }
                own[stream - ALPHABETS] = rank_bytes(&single);
            }
        }
        self.offsets[STREAM_COUNT] = offsets.1;
    }

    /// Assembles one function, including its length.
    #[inline(never)]
    fn function(&mut self, operands: &[Operands; 256]) {
        let start = self.len;
        let local_groups = self.number(LOCALS);
        self.numbers(LOCALS, 2 * local_groups);
        let (mut read, mut write) = (self.offsets[OPCODES], self.len);
        let mut depth = 1;
        while depth > 0 {
            let opcode = self.text[read % CAPACITY];
            read += 1;
            self.module[write % CAPACITY] = opcode;
            write += 1;
            let stream = match operands[usize::from(opcode)] {
                Operands::None => continue,
                Operands::End => {
                    depth -= 1;
                    continue;
                }
                Operands::Block => {
                    depth += 1;
                    streams::number_stream(opcode)
                }
                Operands::Number => streams::number_stream(opcode),
                Operands::Local => streams::local_get_stream(self.text[read % CAPACITY]),
                Operands::Constant => streams::constant_stream(self.text[read % CAPACITY]),
                Operands::Memory => {
                    let alignments = streams::alignment_stream(opcode);
                    self.module[write % CAPACITY] =
                        self.text[self.offsets[alignments % 256] % CAPACITY];
                    self.offsets[alignments % 256] += 1;
                    write += 1;
                    streams::number_stream(opcode)
                }
                Operands::Rare => {
                    (self.offsets[OPCODES], self.len) = (read, write);
                    self.rare_operands(opcode);
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

    /// Appends the operands of a rare opcode.
    #[inline(never)]
    fn rare_operands(&mut self, opcode: u8) {
        let stream = streams::rare_stream(opcode);
        let count = match opcode {
            streams::PREFIX => {
                let prefixed = self.text[self.offsets[OPCODES] % CAPACITY];
                self.bytes(OPCODES, 1);
                streams::prefixed_number_count(prefixed)
            }
            streams::BR_TABLE => self.number(stream) + 1,
            streams::SELECT => self.number(stream),
            streams::CALL_INDIRECT => 2,
            streams::F32_CONST => return self.bytes(stream, 4),
            streams::F64_CONST => return self.bytes(stream, 8),
            _ => 1,
        };
        self.numbers(stream, count);
    }

    /// Appends bytes of a stream to the module.
    #[inline(never)]
    fn bytes(&mut self, stream: usize, count: usize) {
        for _ in 0..count {
            self.module[self.len % CAPACITY] = self.text[self.offsets[stream % 256] % CAPACITY];
            self.offsets[stream % 256] += 1;
            self.len += 1;
        }
    }

    /// Appends a LEB128 number of a stream to the module. Returns its value.
    #[inline(never)]
    fn number(&mut self, stream: usize) -> usize {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.text[self.offsets[stream % 256] % CAPACITY];
            self.bytes(stream, 1);
            number |= usize::from(byte % 128) << (shift % 32);
            shift += 7;
            if byte < 128 {
                return number;
            }
        }
    }

    /// Appends LEB128 numbers of a stream to the module.
    #[inline(never)]
    fn numbers(&mut self, stream: usize, count: usize) {
        for _ in 0..count {
            self.number(stream);
        }
    }

    /// Inserts the length of the function that begins at `start`.
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
