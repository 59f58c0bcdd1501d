//! The operands of each opcode, and the streams that hold them.

/// The alphabets of the opcodes and of the operands, in the default alphabet.
pub const ALPHABETS: usize = 0;
/// The bytes after the functions, many of which are strings. Also in the default alphabet.
pub const AFTER_FUNCTIONS: usize = 2;
/// The opcodes of all functions, in the first alphabet.
pub const OPCODES: usize = 3;
/// The bytes before the functions. This and all later streams use the second alphabet.
pub const BEFORE_FUNCTIONS: usize = 4;
/// The declarations of locals.
pub const LOCALS: usize = 5;
/// The alignments of loads and stores: a stream for each opcode.
const ALIGNMENTS: usize = 6;
/// Numbers: a stream for each opcode.
const NUMBERS: usize = ALIGNMENTS + 0x17;
/// The operands of rare opcodes.
const RARE_OPERANDS: usize = NUMBERS + 0x43;
/// The operands of `local.get`: a stream for every four opcodes that may follow.
const LOCAL_GET: usize = RARE_OPERANDS + 0x10;
/// The operands of `i32.const`: a stream for every four opcodes that may follow.
const CONSTANTS: usize = LOCAL_GET + 0x40;
/// The number of streams.
pub const STREAM_COUNT: usize = CONSTANTS + 0x40;

pub const CALL_INDIRECT: u8 = 0x11;
pub const BR_TABLE: u8 = 0x0e;
pub const SELECT: u8 = 0x1c;
pub const F32_CONST: u8 = 0x43;
pub const F64_CONST: u8 = 0x44;
/// The prefix of opcodes of two bytes.
pub const PREFIX: u8 = 0xfc;

/// The operands of an opcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Operands {
    /// None.
    None,
    /// None; the opcode ends a block or the function.
    End,
    /// The type of a block.
    Block,
    /// A number.
    Number,
    /// The index of a local. It depends on the opcode after it.
    Local,
    /// A constant. It depends on the opcode after it.
    Constant,
    /// An alignment and an offset.
    Memory,
    /// The operands that `Decoder::rare_operands` reads.
    Rare,
}

/// The operands of each opcode.
pub fn operands_by_opcode() -> [Operands; 256] {
    let mut operands = [Operands::None; 256];
    for (opcode, operands) in operands.iter_mut().enumerate() {
        *operands = match opcode {
            0x02..=0x04 => Operands::Block,
            0x0b => Operands::End,
            // Branches, calls, variables, tables, the size of the memory, `i64.const`.
            0x0c | 0x0d | 0x10 | 0x21..=0x26 | 0x3f | 0x40 | 0x42 => Operands::Number,
            0x20 => Operands::Local,
            0x28..=0x3e => Operands::Memory,
            0x41 => Operands::Constant,
            0x0e | 0x11 | 0x1c | 0x43 | 0x44 | 0xd0 | 0xd2 | 0xfc => Operands::Rare,
            _ => Operands::None,
        };
    }
    operands
}

/// How many numbers follow a prefixed opcode: none after conversions, one or two after bulk
/// operations.
pub fn prefixed_number_count(opcode: u8) -> usize {
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

/// The stream of the numbers of an opcode.
pub fn number_stream(opcode: u8) -> usize {
    NUMBERS + usize::from(opcode)
}

/// The stream of the operand of a `local.get` that the opcode `next` follows.
pub fn local_get_stream(next: u8) -> usize {
    LOCAL_GET + usize::from(next / 4)
}

/// The stream of the operand of an `i32.const` that the opcode `next` follows.
pub fn constant_stream(next: u8) -> usize {
    CONSTANTS + usize::from(next / 4)
}

/// The stream of the operands of a rare opcode.
pub fn rare_stream(opcode: u8) -> usize {
    RARE_OPERANDS + usize::from(opcode % 16)
}
