//! From text to module.
//!
//! This runs once, before an engine has made it fast, and would take most of its time to ask whether places are within bounds and to go
//! into functions. So places are kept within bounds by a remainder of a power of two, and nothing is called for a single byte. A text
//! that `pack` has not written gives anything but a module, or is read without end.

use std::sync::Mutex;

use crate::code::{self, AFTER, ALPHABETS, BEFORE, Kind, LOCALS, OPCODES, STREAMS};
use crate::letters::{self, Letters, SINGLE};

/// How many bytes a text may have, and a module.
pub const ROOM: usize = 1 << 19;

/// The only one. It is too large for a stack.
pub static UNPACKER: Mutex<Unpacker> =
    Mutex::new(Unpacker { text: [0; ROOM], module: [0; ROOM], end: 0, at: [0; 256] });

/// A text, and the module that it becomes.
pub struct Unpacker {
    /// Letters, and later the bytes that they are.
    pub text: [u8; ROOM],
    /// What there is of the module.
    pub module: [u8; ROOM],
    /// How long that is.
    end: usize,
    /// How far each stream has been read.
    at: [usize; 256],
}

impl Unpacker {
    /// Makes the module of the text, and tells how long it is.
    pub fn unpack(&mut self) -> usize {
        self.read();
        self.end = 0;
        let kinds = code::kinds();
        let [end, before, after] = [OPCODES, BEFORE, AFTER].map(|stream| self.at[stream + 1]);
        self.bytes(BEFORE, before - self.at[BEFORE]);
        while self.at[OPCODES] < end {
            self.function(&kinds);
        }
        self.bytes(AFTER, after - self.at[AFTER]);
        self.end
    }

    /// Reads all letters.
    fn read(&mut self) {
        let letters = Letters::new();
        let plain = letters::alphabet(&letters.plain());
        let mut own = [plain; 2];
        let mut places = (0, 0);
        for stream in 0..STREAMS {
            self.at[stream] = places.1;
            let alphabet = match stream {
                ..OPCODES => &plain,
                OPCODES => &own[0],
                _ => &own[1],
            };
            places = letters.read(&mut self.text, places, alphabet);
            if stream < AFTER {
                let mut single = [0; SINGLE];
                for (rank, byte) in single.iter_mut().enumerate() {
                    *byte = self.text[(self.at[stream] + rank) % ROOM];
                }
                own[stream - ALPHABETS] = letters::alphabet(&single);
            }
        }
        self.at[STREAMS] = places.1;
    }

    /// One function, from its length to its end.
    #[inline(never)]
    fn function(&mut self, kinds: &[Kind; 256]) {
        let start = self.end;
        let locals = self.number(LOCALS);
        self.numbers(LOCALS, 2 * locals);
        let (mut from, mut to) = (self.at[OPCODES], self.end);
        let mut depth = 1;
        while depth > 0 {
            let opcode = self.text[from % ROOM];
            from += 1;
            self.module[to % ROOM] = opcode;
            to += 1;
            let stream = match kinds[usize::from(opcode)] {
                Kind::Nothing => continue,
                Kind::End => {
                    depth -= 1;
                    continue;
                }
                Kind::Block => {
                    depth += 1;
                    code::numbers(opcode)
                }
                Kind::Number => code::numbers(opcode),
                Kind::Local => code::gotten(self.text[from % ROOM]),
                Kind::Constant => code::constants(self.text[from % ROOM]),
                Kind::Memory => {
                    let alignments = code::alignments(opcode);
                    self.module[to % ROOM] = self.text[self.at[alignments % 256] % ROOM];
                    self.at[alignments % 256] += 1;
                    to += 1;
                    code::numbers(opcode)
                }
                Kind::Rare => {
                    (self.at[OPCODES], self.end) = (from, to);
                    self.rare(opcode);
                    (from, to) = (self.at[OPCODES], self.end);
                    continue;
                }
            };
            let mut at = self.at[stream % 256];
            loop {
                let byte = self.text[at % ROOM];
                at += 1;
                self.module[to % ROOM] = byte;
                to += 1;
                if byte < 128 {
                    break;
                }
            }
            self.at[stream % 256] = at;
        }
        (self.at[OPCODES], self.end) = (from, to);
        self.insert_length(start);
    }

    /// What follows an opcode that is rare.
    #[inline(never)]
    fn rare(&mut self, opcode: u8) {
        let stream = code::rare(opcode);
        let count = match opcode {
            code::PREFIX => {
                let prefixed = self.text[self.at[OPCODES] % ROOM];
                self.bytes(OPCODES, 1);
                code::prefixed(prefixed)
            }
            code::BR_TABLE => self.number(stream) + 1,
            code::SELECT => self.number(stream),
            code::CALL_INDIRECT => 2,
            code::F32_CONST => return self.bytes(stream, 4),
            code::F64_CONST => return self.bytes(stream, 8),
            _ => 1,
        };
        self.numbers(stream, count);
    }

    #[inline(never)]
    fn bytes(&mut self, stream: usize, count: usize) {
        for _ in 0..count {
            self.module[self.end % ROOM] = self.text[self.at[stream % 256] % ROOM];
            self.at[stream % 256] += 1;
            self.end += 1;
        }
    }

    #[inline(never)]
    fn number(&mut self, stream: usize) -> usize {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.text[self.at[stream % 256] % ROOM];
            self.bytes(stream, 1);
            number |= usize::from(byte % 128) << (shift % 32);
            shift += 7;
            if byte < 128 {
                return number;
            }
        }
    }

    #[inline(never)]
    fn numbers(&mut self, stream: usize, count: usize) {
        for _ in 0..count {
            self.number(stream);
        }
    }

    /// Puts before a function how long it is.
    fn insert_length(&mut self, start: usize) {
        let mut length = self.end - start;
        let digits = 1 + usize::from(length >= 1 << 7) + usize::from(length >= 1 << 14);
        for at in (start..self.end).rev() {
            self.module[(at + digits) % ROOM] = self.module[at % ROOM];
        }
        for digit in 1..=digits {
            #[expect(clippy::cast_possible_truncation, reason = "seven bits")]
            let bits = (length % 128) as u8;
            self.module[(start + digit - 1) % ROOM] = if digit < digits { bits | 128 } else { bits };
            length /= 128;
        }
        self.end += digits;
    }
}
