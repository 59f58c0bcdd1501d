//! Encodes a module as text.

use std::cmp::Reverse;
use std::error::Error;
use std::fmt;

use crate::char_codec::{
    Alphabet, CharRanks, ONE_CHAR_BYTE_COUNT, STREAM_END, TWO_CHAR_PREFIXES, bytes_by_rank,
};
use crate::decode::{CAPACITY, decode};
use crate::streams::{
    self, AFTER_FUNCTIONS, BEFORE_FUNCTIONS, Immediates, LOCALS, OPCODES, STREAM_COUNT,
};

/// The error of a module that cannot be encoded, because its text would not decode to the same
/// bytes. For example, the module is too large or invalid, has no code section, or has unsupported
/// instructions or padded lengths of functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnsupportedModule;

impl fmt::Display for UnsupportedModule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the module is too large, or has unsupported instructions \
             (see crates/wasm-text/src/streams.rs)",
        )
    }
}

impl Error for UnsupportedModule {}

/// Encodes a module as text.
///
/// # Errors
/// The module is not supported: its text would not decode to the same bytes.
pub fn encode(module: &[u8]) -> Result<String, UnsupportedModule> {
    if module.len() > CAPACITY {
        return Err(UnsupportedModule);
    }
    let streams =
        ModuleReader { module, offset: 0 }.split_into_streams().ok_or(UnsupportedModule)?;
    let text = write_text(&streams);
    let is_exact = decode(&text).is_some_and(|decoded| decoded == module);
    if is_exact { Ok(text) } else { Err(UnsupportedModule) }
}

/// The bytes of each stream.
type Streams = Vec<Vec<u8>>;

/// Reads a module, and splits it into streams.
struct ModuleReader<'a> {
    module: &'a [u8],
    offset: usize,
}

impl ModuleReader<'_> {
    const CODE_SECTION: u8 = 10;

    fn split_into_streams(mut self) -> Option<Streams> {
        let mut streams = vec![Vec::new(); STREAM_COUNT];
        let length = self.find_code_section()?;
        let end = self.offset.checked_add(length)?;
        let function_count = self.read_count()?;
        streams[BEFORE_FUNCTIONS].extend_from_slice(&self.module[..self.offset]);
        for _ in 0..function_count {
            let length = self.read_count()?;
            self.read_function(self.offset.checked_add(length)?, &mut streams)?;
        }
        streams[AFTER_FUNCTIONS].extend_from_slice(&self.module[self.offset..]);
        (self.offset == end).then_some(streams)
    }

    /// Skips to the content of the code section. Returns the length of the content in bytes; `None`
    /// if there is no code section.
    fn find_code_section(&mut self) -> Option<usize> {
        self.offset = 8;
        loop {
            let section = self.read_byte()?;
            let length = self.read_count()?;
            if section == Self::CODE_SECTION {
                return Some(length);
            }
            self.offset = self.offset.checked_add(length)?;
        }
    }

    fn read_function(&mut self, end: usize, streams: &mut Streams) -> Option<()> {
        let local_groups = self.copy_count(&mut streams[LOCALS])?;
        self.copy_leb128s(local_groups.checked_mul(2)?, &mut streams[LOCALS])?;
        let immediates_by_opcode = streams::immediates_by_opcode();
        let mut depth = 1;
        while depth > 0 {
            let opcode = self.read_byte()?;
            streams[OPCODES].push(opcode);
            let immediates = immediates_by_opcode[usize::from(opcode)];
            match immediates {
                Immediates::None => {}
                Immediates::End => depth -= 1,
                Immediates::Block | Immediates::Leb128 => {
                    self.copy_leb128(&mut streams[streams::leb128_stream(opcode)])?;
                    depth += u32::from(immediates == Immediates::Block);
                }
                Immediates::LocalGet => {
                    self.copy_leb128_by_next_opcode(streams, streams::local_get_stream)?;
                }
                Immediates::I32Const => {
                    self.copy_leb128_by_next_opcode(streams, streams::i32_const_stream)?;
                }
                Immediates::MemArg => {
                    self.copy_leb128(&mut streams[streams::alignment_stream(opcode)])?;
                    self.copy_leb128(&mut streams[streams::leb128_stream(opcode)])?;
                }
                Immediates::Rare => self.copy_rare_immediates(opcode, streams)?,
            }
        }
        (self.offset == end).then_some(())
    }

    /// Copies a LEB128 number to a stream that depends on the opcode after the number: `stream`
    /// converts this opcode to the index of the stream. `None` if the module ends before the
    /// opcode.
    fn copy_leb128_by_next_opcode(
        &mut self,
        streams: &mut Streams,
        stream: fn(u8) -> usize,
    ) -> Option<()> {
        let mut bytes = Vec::new();
        self.copy_leb128(&mut bytes)?;
        let next = *self.module.get(self.offset)?;
        streams[stream(next)].extend(bytes);
        Some(())
    }

    /// Copies the immediates of a rare opcode to the stream of the opcode. `None` if they are
    /// incomplete or invalid.
    fn copy_rare_immediates(&mut self, opcode: u8, streams: &mut Streams) -> Option<()> {
        let stream = streams::rare_immediates_stream(opcode);
        let count = match opcode {
            streams::PREFIX => {
                let prefixed = self.read_byte()?;
                streams[OPCODES].push(prefixed);
                streams::prefixed_leb128_count(prefixed)
            }
            streams::BR_TABLE => self.copy_count(&mut streams[stream])?.checked_add(1)?,
            streams::SELECT => self.copy_count(&mut streams[stream])?,
            streams::CALL_INDIRECT => 2,
            streams::F32_CONST => return self.copy_bytes(4, &mut streams[stream]),
            streams::F64_CONST => return self.copy_bytes(8, &mut streams[stream]),
            _ => 1,
        };
        self.copy_leb128s(count, &mut streams[stream])
    }

    fn read_byte(&mut self) -> Option<u8> {
        let byte = *self.module.get(self.offset)?;
        self.offset += 1;
        Some(byte)
    }

    fn copy_bytes(&mut self, count: usize, stream: &mut Vec<u8>) -> Option<()> {
        (0..count).try_for_each(|_| self.read_byte().map(|byte| stream.push(byte)))
    }

    /// Copies a LEB128 number of any length to `stream`; `None` if the module ends within the
    /// number.
    fn copy_leb128(&mut self, stream: &mut Vec<u8>) -> Option<()> {
        loop {
            let byte = self.read_byte()?;
            stream.push(byte);
            if byte < 128 {
                return Some(());
            }
        }
    }

    /// Reads a count or a length without copying it to a stream.
    fn read_count(&mut self) -> Option<usize> {
        self.copy_count(&mut Vec::new())
    }

    /// Copies a LEB128 number that is a count or a length to `stream`, and returns its value.
    /// `None` if the number has more than five bytes, or if the module ends within the number.
    fn copy_count(&mut self, stream: &mut Vec<u8>) -> Option<usize> {
        let mut count = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.read_byte()?;
            stream.push(byte);
            count |= usize::from(byte & 127) << shift;
            if byte < 128 {
                return Some(count);
            }
        }
        None
    }

    fn copy_leb128s(&mut self, count: usize, stream: &mut Vec<u8>) -> Option<()> {
        (0..count).try_for_each(|_| self.copy_leb128(stream))
    }
}

/// Writes streams as text.
fn write_text(streams: &Streams) -> String {
    let chars = CharRanks::new().chars();
    let alphabets = [
        alphabet_by_frequency(&streams[OPCODES..=OPCODES], OPCODE_CHARS),
        alphabet_by_frequency(&streams[BEFORE_FUNCTIONS..], &chars),
    ];
    let mut text = String::new();
    for (stream, bytes) in streams.iter().enumerate() {
        let (bytes, alphabet) = match stream {
            0..AFTER_FUNCTIONS => (&alphabets[stream][..], &chars),
            AFTER_FUNCTIONS..OPCODES => (&bytes[..], &chars),
            OPCODES => (&bytes[..], &alphabets[0]),
            _ => (&bytes[..], &alphabets[1]),
        };
        let codes = char_codes(&chars, alphabet);
        text.extend(bytes.iter().map(|byte| &codes[usize::from(*byte)][..]));
        text.push(char::from(STREAM_END));
    }
    text
}

/// For each byte value, the one or two characters that encode it in `alphabet`. `chars` are the
/// characters in the order of their ranks.
fn char_codes(chars: &[u8; ONE_CHAR_BYTE_COUNT], alphabet: &Alphabet) -> [String; 256] {
    let mut codes = [const { String::new() }; 256];
    for (rank, byte) in bytes_by_rank(alphabet).into_iter().enumerate() {
        let code = &mut codes[usize::from(byte)];
        if rank >= ONE_CHAR_BYTE_COUNT {
            code.push(char::from(TWO_CHAR_PREFIXES[rank / ONE_CHAR_BYTE_COUNT - 1]));
        }
        code.push(char::from(chars[rank % ONE_CHAR_BYTE_COUNT]));
    }
    codes
}

/// The characters that encode opcodes; the first encodes the most frequent opcode. The order was
/// found by trial. It matters because Brotli predicts a character from the classes of the previous
/// two characters (vowels, consonants, digits, signs).
const OPCODE_CHARS: &[u8; ONE_CHAR_BYTE_COUNT] =
    b" %<i(,A)a=!*&o.u:Bk#fG1JCI02]Ddb}eF3O98/>4Ucg5-tQ+6M;_?KjE[Ll{@m7NnPphqRrSsTHVvWwXxYyZz";

/// The alphabet that encodes the most frequent byte value of `streams` as the first of `chars`, the
/// next as the second, and so on.
fn alphabet_by_frequency(streams: &[Vec<u8>], chars: &[u8; ONE_CHAR_BYTE_COUNT]) -> Alphabet {
    let mut counts = [0_u32; 256];
    for byte in streams.iter().flatten() {
        counts[usize::from(*byte)] += 1;
    }
    let mut bytes: Vec<u8> = (0..=255).collect();
    bytes.sort_by_key(|byte| Reverse(counts[usize::from(*byte)]));
    let mut pairs: Vec<_> = chars.iter().zip(bytes).collect();
    pairs.sort_unstable();
    let mut alphabet = [0; ONE_CHAR_BYTE_COUNT];
    for (target, (_, byte)) in alphabet.iter_mut().zip(pairs) {
        *target = byte;
    }
    alphabet
}
