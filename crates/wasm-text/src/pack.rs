//! From module to text.

use std::cmp::Reverse;
use std::error::Error;
use std::fmt;
use std::sync::PoisonError;

use crate::code::{self, AFTER, BEFORE, Kind, LOCALS, OPCODES, STREAMS};
use crate::letters::{self, END, Letters, PAIRS, SINGLE};
use crate::unpack::{ROOM, UNPACKER};

/// A module is too large for its text, has instructions that this does not know, or has numbers in more digits than they need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unknown;

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the module is more than its text can tell; which instructions that knows is in crates/wasm-text/src/code.rs")
    }
}

impl Error for Unknown {}

/// The text of a module.
///
/// # Errors
/// If the module cannot be had again from that to the byte.
pub fn pack(module: &[u8]) -> Result<String, Unknown> {
    if module.len() > ROOM {
        return Err(Unknown);
    }
    let text = write(&Source { module, at: 0 }.split().ok_or(Unknown)?);
    if unpack(&text).is_some_and(|again| again == module) { Ok(text) } else { Err(Unknown) }
}

/// The module of a text that [`pack`] has written; nothing if that is too long.
pub fn unpack(text: &str) -> Option<Vec<u8>> {
    let mut unpacker = UNPACKER.lock().unwrap_or_else(PoisonError::into_inner);
    unpacker.text.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    let size = unpacker.unpack();
    unpacker.module.get(..size).map(<[u8]>::to_vec)
}

type Streams = Vec<Vec<u8>>;

/// A module, and how far it has been read.
struct Source<'a> {
    module: &'a [u8],
    at: usize,
}

impl Source<'_> {
    const CODE: u8 = 10;

    fn split(mut self) -> Option<Streams> {
        let mut streams = vec![Vec::new(); STREAMS];
        let length = self.find_code()?;
        let end = self.at.checked_add(length)?;
        let functions = self.number(&mut Vec::new())?;
        streams[BEFORE].extend_from_slice(&self.module[..self.at]);
        for _ in 0..functions {
            let length = self.number(&mut Vec::new())?;
            self.function(self.at.checked_add(length)?, &mut streams)?;
        }
        streams[AFTER].extend_from_slice(&self.module[self.at..]);
        (self.at == end).then_some(streams)
    }

    /// Goes to what the section of code has, and tells how long that is.
    fn find_code(&mut self) -> Option<usize> {
        self.at = 8;
        loop {
            let section = self.next()?;
            let length = self.number(&mut Vec::new())?;
            if section == Self::CODE {
                return Some(length);
            }
            self.at = self.at.checked_add(length)?;
        }
    }

    fn function(&mut self, end: usize, streams: &mut Streams) -> Option<()> {
        let locals = self.number(&mut streams[LOCALS])?;
        self.numbers(locals.checked_mul(2)?, &mut streams[LOCALS])?;
        let kinds = code::kinds();
        let mut depth = 1;
        while depth > 0 {
            let opcode = self.next()?;
            streams[OPCODES].push(opcode);
            let kind = kinds[usize::from(opcode)];
            match kind {
                Kind::Nothing => {}
                Kind::End => depth -= 1,
                Kind::Block | Kind::Number => {
                    self.number(&mut streams[code::numbers(opcode)])?;
                    depth += u32::from(kind == Kind::Block);
                }
                Kind::Local => self.followed(streams, code::gotten)?,
                Kind::Constant => self.followed(streams, code::constants)?,
                Kind::Memory => {
                    self.number(&mut streams[code::alignments(opcode)])?;
                    self.number(&mut streams[code::numbers(opcode)])?;
                }
                Kind::Rare => self.rare(opcode, streams)?,
            }
        }
        (self.at == end).then_some(())
    }

    /// A number whose stream depends on the opcode after it.
    fn followed(&mut self, streams: &mut Streams, stream: fn(u8) -> usize) -> Option<()> {
        let mut bytes = Vec::new();
        self.number(&mut bytes)?;
        let next = *self.module.get(self.at)?;
        streams[stream(next)].extend(bytes);
        Some(())
    }

    /// What follows an opcode that is rare.
    fn rare(&mut self, opcode: u8, streams: &mut Streams) -> Option<()> {
        let stream = code::rare(opcode);
        let count = match opcode {
            code::PREFIX => {
                let prefixed = self.next()?;
                streams[OPCODES].push(prefixed);
                code::prefixed(prefixed)
            }
            code::BR_TABLE => self.number(&mut streams[stream])?.checked_add(1)?,
            code::SELECT => self.number(&mut streams[stream])?,
            code::CALL_INDIRECT => 2,
            code::F32_CONST => return self.bytes(4, &mut streams[stream]),
            code::F64_CONST => return self.bytes(8, &mut streams[stream]),
            _ => 1,
        };
        self.numbers(count, &mut streams[stream])
    }

    fn next(&mut self) -> Option<u8> {
        let byte = *self.module.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn bytes(&mut self, count: usize, stream: &mut Vec<u8>) -> Option<()> {
        (0..count).try_for_each(|_| self.next().map(|byte| stream.push(byte)))
    }

    /// A number, and what it is; of numbers that count nothing, such as constants of 64 bits, that is not known.
    fn number(&mut self, stream: &mut Vec<u8>) -> Option<usize> {
        let mut number = 0;
        for digits in 0.. {
            let byte = self.next()?;
            stream.push(byte);
            number |= usize::from(byte & 127).checked_shl(7 * digits).unwrap_or(0);
            if byte < 128 {
                return Some(if digits < 5 { number } else { usize::MAX });
            }
        }
        None
    }

    fn numbers(&mut self, count: usize, stream: &mut Vec<u8>) -> Option<()> {
        (0..count).try_for_each(|_| self.number(stream).map(drop))
    }
}

/// Streams as letters.
fn write(streams: &Streams) -> String {
    let plain = Letters::new().plain();
    let own = [alphabet(&streams[OPCODES..=OPCODES], OPCODE_LETTERS), alphabet(&streams[BEFORE..], &plain)];
    let mut text = String::new();
    for (stream, bytes) in streams.iter().enumerate() {
        let (bytes, single) = match stream {
            0..AFTER => (&own[stream][..], &plain),
            AFTER..OPCODES => (&bytes[..], &plain),
            OPCODES => (&bytes[..], &own[0]),
            _ => (&bytes[..], &own[1]),
        };
        let words = words(&plain, single);
        text.extend(bytes.iter().map(|byte| &words[usize::from(*byte)][..]));
        text.push(char::from(END));
    }
    text
}

/// What stands for each byte.
fn words(plain: &[u8; SINGLE], single: &[u8; SINGLE]) -> [String; 256] {
    let mut words = [const { String::new() }; 256];
    for (rank, byte) in letters::alphabet(single).into_iter().enumerate() {
        let word = &mut words[usize::from(byte)];
        if rank >= SINGLE {
            word.push(char::from(PAIRS[rank / SINGLE - 1]));
        }
        word.push(char::from(plain[rank % SINGLE]));
    }
    words
}

/// The letters of opcodes, those of the most frequent first. What compresses by brotli guesses a letter by the kinds of the two before it,
/// such as vowels, consonants, figures and signs; this order was found by trying.
const OPCODE_LETTERS: &[u8; SINGLE] =
    b" %<i(,A)a=!*&o.u:Bk#fG1JCI02]Ddb}eF3O98/>4Ucg5-tQ+6M;_?KjE[Ll{@m7NnPphqRrSsTHVvWwXxYyZz";

/// An alphabet in which the bytes that come most often have these letters, in their order.
fn alphabet(streams: &[Vec<u8>], order: &[u8; SINGLE]) -> [u8; SINGLE] {
    let mut counts = [0_u32; 256];
    for byte in streams.iter().flatten() {
        counts[usize::from(*byte)] += 1;
    }
    let mut bytes: Vec<u8> = (0..=255).collect();
    bytes.sort_by_key(|byte| Reverse(counts[usize::from(*byte)]));
    let mut pairs: Vec<_> = order.iter().zip(bytes).collect();
    pairs.sort_unstable();
    let mut single = [0; SINGLE];
    for (at, (_, byte)) in single.iter_mut().zip(pairs) {
        *at = byte;
    }
    single
}
