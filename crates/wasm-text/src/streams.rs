//! The immediates of each opcode, and the streams that contain them.

/// The first of the two streams with alphabets: stream 0 has the alphabet of the opcodes, stream 1
/// that of the immediates. Both are encoded with the default alphabet.
pub const ALPHABETS: usize = 0;
/// The bytes after the functions, many of which are strings. This stream uses the default alphabet.
pub const AFTER_FUNCTIONS: usize = 2;
/// The opcodes of all functions. This stream uses the alphabet of the opcodes.
pub const OPCODES: usize = 3;
/// The bytes before the functions. This and all later streams use the alphabet of the immediates.
pub const BEFORE_FUNCTIONS: usize = 4;
/// The declarations of the locals of all functions.
pub const LOCALS: usize = 5;
/// The first of the streams with the alignments of loads and stores, one stream per opcode.
const ALIGNMENTS: usize = 6;
/// The first of the streams with LEB128 immediates, one stream per opcode.
const LEB128: usize = ALIGNMENTS + 0x17;
/// The first of the streams with the immediates of rare opcodes.
const RARE_IMMEDIATES: usize = LEB128 + 0x43;
/// The first of the streams with the immediates of `local.get`. The opcode after the instruction
/// selects the stream: a quarter of the opcode's value is added to this index.
const LOCAL_GET: usize = RARE_IMMEDIATES + 0x10;
/// The first of the streams with the immediates of `i32.const`. The opcode after the instruction
/// selects the stream: a quarter of the opcode's value is added to this index.
const I32_CONST: usize = LOCAL_GET + 0x40;
/// The number of streams.
pub const STREAM_COUNT: usize = I32_CONST + 0x40;

pub const CALL_INDIRECT: u8 = 0x11;
pub const BR_TABLE: u8 = 0x0e;
pub const SELECT: u8 = 0x1c;
pub const F32_CONST: u8 = 0x43;
pub const F64_CONST: u8 = 0x44;
/// The first byte of opcodes that have two bytes.
pub const PREFIX: u8 = 0xfc;

/// The immediates that follow an opcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Immediates {
    /// No immediates.
    None,
    /// No immediates. The opcode ends a block or the function.
    End,
    /// The type of a block.
    Block,
    /// A LEB128 number.
    Leb128,
    /// The index of a local. The next opcode selects the stream that contains the index.
    LocalGet,
    /// A 32-bit constant. The next opcode selects the stream that contains the constant.
    I32Const,
    /// An alignment and an offset.
    MemArg,
    /// Other immediates, which `Decoder::copy_rare_immediates` copies.
    Rare,
}

/// The immediates of each opcode.
pub fn immediates_by_opcode() -> [Immediates; 256] {
    let mut immediates = [Immediates::None; 256];
    for (opcode, immediates) in immediates.iter_mut().enumerate() {
        *immediates = match opcode {
            0x02..=0x04 => Immediates::Block,
            0x0b => Immediates::End,
            // Branches, calls, variables, tables, the size of the memory, `i64.const`.
            0x0c | 0x0d | 0x10 | 0x21..=0x26 | 0x3f | 0x40 | 0x42 => Immediates::Leb128,
            0x20 => Immediates::LocalGet,
            0x28..=0x3e => Immediates::MemArg,
            0x41 => Immediates::I32Const,
            0x0e | 0x11 | 0x1c | 0x43 | 0x44 | 0xd0 | 0xd2 | 0xfc => Immediates::Rare,
            _ => Immediates::None,
        };
    }
    immediates
}

/// The number of LEB128 immediates of the opcode whose first byte is [`PREFIX`] and whose second
/// byte is `opcode`. Conversions have none, and bulk operations have one or two.
pub fn prefixed_leb128_count(opcode: u8) -> usize {
    match opcode {
        0x08 | 0x0a | 0x0c | 0x0e => 2,
        0x09..=0x11 => 1,
        _ => 0,
    }
}

/// The stream of the alignments of an opcode.
pub fn alignment_stream(opcode: u8) -> usize {
    ALIGNMENTS + usize::from(opcode - 0x28)
}

/// The stream of the LEB128 immediates of an opcode.
pub fn leb128_stream(opcode: u8) -> usize {
    LEB128 + usize::from(opcode)
}

/// The stream of the immediate of a `local.get` that is followed by the opcode `next`.
pub fn local_get_stream(next: u8) -> usize {
    LOCAL_GET + usize::from(next / 4)
}

/// The stream of the immediate of an `i32.const` that is followed by the opcode `next`.
pub fn i32_const_stream(next: u8) -> usize {
    I32_CONST + usize::from(next / 4)
}

/// The stream of the immediates of a rare opcode.
pub fn rare_immediates_stream(opcode: u8) -> usize {
    RARE_IMMEDIATES + usize::from(opcode % 16)
}
