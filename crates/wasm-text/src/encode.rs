//! Encodes a module as text.

use std::cmp::Reverse;
use std::error::Error;
use std::fmt;
use std::sync::PoisonError;

use crate::alphabet::{Alphabet, PAIR_PREFIXES, SINGLE_COUNT, STREAM_END, rank_bytes};
use crate::decode::{CAPACITY, DECODER};
use crate::streams::{
    self, AFTER_FUNCTIONS, BEFORE_FUNCTIONS, LOCALS, OPCODES, Operands, STREAM_COUNT,
};

/// The module is too large, has unknown instructions, or writes numbers in more bytes than they
/// need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnsupportedModule;

impl fmt::Display for UnsupportedModule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the module is too large or has instructions that crates/wasm-text/src/streams.rs \
             does not know",
        )
    }
}

impl Error for UnsupportedModule {}

/// Encodes a module as text.
///
/// # Errors
/// If the text would not decode to exactly this module.
pub fn encode(module: &[u8]) -> Result<String, UnsupportedModule> {
    if module.len() > CAPACITY {
        return Err(UnsupportedModule);
    }
    let streams = ModuleReader { module, offset: 0 }.split().ok_or(UnsupportedModule)?;
    let text = write(&streams);
    let is_exact = decode(&text).is_some_and(|decoded| decoded == module);
    if is_exact { Ok(text) } else { Err(UnsupportedModule) }
}

/// Decodes a text that [`encode`] has written; `None` if the text is too long.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut decoder = DECODER.lock().unwrap_or_else(PoisonError::into_inner);
    decoder.text.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    let len = decoder.decode();
    decoder.module.get(..len).map(<[u8]>::to_vec)
}

type Streams = Vec<Vec<u8>>;

/// Reads a module and splits it into streams.
struct ModuleReader<'a> {
    module: &'a [u8],
    offset: usize,
}

impl ModuleReader<'_> {
    const CODE_SECTION: u8 = 10;

    fn split(mut self) -> Option<Streams> {
        let mut streams = vec![Vec::new(); STREAM_COUNT];
        let length = self.find_code_section()?;
        let end = self.offset.checked_add(length)?;
        let function_count = self.number(&mut Vec::new())?;
        streams[BEFORE_FUNCTIONS].extend_from_slice(&self.module[..self.offset]);
        for _ in 0..function_count {
            let length = self.number(&mut Vec::new())?;
            self.function(self.offset.checked_add(length)?, &mut streams)?;
        }
        streams[AFTER_FUNCTIONS].extend_from_slice(&self.module[self.offset..]);
        (self.offset == end).then_some(streams)
    }

    /// Skips to the content of the code section. Returns the length of that content.
    fn find_code_section(&mut self) -> Option<usize> {
        self.offset = 8;
        loop {
            let section = self.byte()?;
            let length = self.number(&mut Vec::new())?;
            if section == Self::CODE_SECTION {
                return Some(length);
            }
            self.offset = self.offset.checked_add(length)?;
        }
    }

    fn function(&mut self, end: usize, streams: &mut Streams) -> Option<()> {
        let local_groups = self.number(&mut streams[LOCALS])?;
        self.numbers(local_groups.checked_mul(2)?, &mut streams[LOCALS])?;
        let operands_by_opcode = streams::operands_by_opcode();
        let mut depth = 1;
        while depth > 0 {
            let opcode = self.byte()?;
            streams[OPCODES].push(opcode);
            let operands = operands_by_opcode[usize::from(opcode)];
            match operands {
                Operands::None => {}
                Operands::End => depth -= 1,
                Operands::Block | Operands::Number => {
                    self.number(&mut streams[streams::number_stream(opcode)])?;
                    depth += u32::from(operands == Operands::Block);
                }
                Operands::Local => self.number_by_next(streams, streams::local_get_stream)?,
                Operands::Constant => self.number_by_next(streams, streams::constant_stream)?,
                Operands::Memory => {
                    self.number(&mut streams[streams::alignment_stream(opcode)])?;
                    self.number(&mut streams[streams::number_stream(opcode)])?;
                }
                Operands::Rare => self.rare_operands(opcode, streams)?,
            }
        }
        (self.offset == end).then_some(())
    }

    /// Reads a number into the stream that the opcode after the number selects.
    fn number_by_next(&mut self, streams: &mut Streams, stream: fn(u8) -> usize) -> Option<()> {
        let mut bytes = Vec::new();
        self.number(&mut bytes)?;
        let next = *self.module.get(self.offset)?;
        streams[stream(next)].extend(bytes);
        Some(())
    }

    /// Reads the operands of a rare opcode.
    fn rare_operands(&mut self, opcode: u8, streams: &mut Streams) -> Option<()> {
        let stream = streams::rare_stream(opcode);
        let count = match opcode {
            streams::PREFIX => {
                let prefixed = self.byte()?;
                streams[OPCODES].push(prefixed);
                streams::prefixed_number_count(prefixed)
            }
            streams::BR_TABLE => self.number(&mut streams[stream])?.checked_add(1)?,
            streams::SELECT => self.number(&mut streams[stream])?,
            streams::CALL_INDIRECT => 2,
            streams::F32_CONST => return self.bytes(4, &mut streams[stream]),
            streams::F64_CONST => return self.bytes(8, &mut streams[stream]),
            _ => 1,
        };
        self.numbers(count, &mut streams[stream])
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.module.get(self.offset)?;
        self.offset += 1;
        Some(byte)
    }

    fn bytes(&mut self, count: usize, stream: &mut Vec<u8>) -> Option<()> {
        (0..count).try_for_each(|_| self.byte().map(|byte| stream.push(byte)))
    }

    /// Reads a LEB128 number and returns its value, or `usize::MAX` for one of five or more bytes:
    /// such a number, for instance a 64-bit constant, is never a count.
    fn number(&mut self, stream: &mut Vec<u8>) -> Option<usize> {
        let mut number = 0;
        for digits in 0.. {
            let byte = self.byte()?;
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

/// Writes streams as text.
fn write(streams: &Streams) -> String {
    let chars = Alphabet::new().chars();
    let own = [
        alphabet_by_frequency(&streams[OPCODES..=OPCODES], OPCODE_CHARS),
        alphabet_by_frequency(&streams[BEFORE_FUNCTIONS..], &chars),
    ];
    let mut text = String::new();
    for (stream, bytes) in streams.iter().enumerate() {
        let (bytes, single) = match stream {
            0..AFTER_FUNCTIONS => (&own[stream][..], &chars),
            AFTER_FUNCTIONS..OPCODES => (&bytes[..], &chars),
            OPCODES => (&bytes[..], &own[0]),
            _ => (&bytes[..], &own[1]),
        };
        let codes = codes(&chars, single);
        text.extend(bytes.iter().map(|byte| &codes[usize::from(*byte)][..]));
        text.push(char::from(STREAM_END));
    }
    text
}

/// The characters for each byte.
fn codes(chars: &[u8; SINGLE_COUNT], single: &[u8; SINGLE_COUNT]) -> [String; 256] {
    let mut codes = [const { String::new() }; 256];
    for (rank, byte) in rank_bytes(single).into_iter().enumerate() {
        let code = &mut codes[usize::from(byte)];
        if rank >= SINGLE_COUNT {
            code.push(char::from(PAIR_PREFIXES[rank / SINGLE_COUNT - 1]));
        }
        code.push(char::from(chars[rank % SINGLE_COUNT]));
    }
    codes
}

/// The characters of opcodes, the most frequent opcode first. Brotli predicts a character from the
/// classes of the two before it (vowels, consonants, digits, signs); this order was found by trial.
const OPCODE_CHARS: &[u8; SINGLE_COUNT] =
    b" %<i(,A)a=!*&o.u:Bk#fG1JCI02]Ddb}eF3O98/>4Ucg5-tQ+6M;_?KjE[Ll{@m7NnPphqRrSsTHVvWwXxYyZz";

/// An alphabet that assigns `chars`, in their order, to the bytes by descending frequency.
fn alphabet_by_frequency(streams: &[Vec<u8>], chars: &[u8; SINGLE_COUNT]) -> [u8; SINGLE_COUNT] {
    let mut counts = [0_u32; 256];
    for byte in streams.iter().flatten() {
        counts[usize::from(*byte)] += 1;
    }
    let mut bytes: Vec<u8> = (0..=255).collect();
    bytes.sort_by_key(|byte| Reverse(counts[usize::from(*byte)]));
    let mut pairs: Vec<_> = chars.iter().zip(bytes).collect();
    pairs.sort_unstable();
    let mut single = [0; SINGLE_COUNT];
    for (target, (_, byte)) in single.iter_mut().zip(pairs) {
        *target = byte;
    }
    single
}
