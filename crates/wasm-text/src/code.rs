//! What follows the opcodes of a module, and in which streams it goes.

/// The alphabets of the opcodes and of their operands, whose letters stand for themselves.
pub const ALPHABETS: usize = 0;
/// What stands after the functions, much of which are texts: in their own letters, too.
pub const AFTER: usize = 2;
/// The opcodes of all functions, in letters of their own.
pub const OPCODES: usize = 3;
/// What stands before the functions; it and all others have the letters of operands.
pub const BEFORE: usize = 4;
/// The locals that functions declare.
pub const LOCALS: usize = 5;
/// How loads and stores are aligned, by opcode.
const ALIGNMENTS: usize = 6;
/// Numbers by opcode; what follows rare opcodes; numbers by what comes after them.
const NUMBERS: usize = ALIGNMENTS + 0x17;
const RARE: usize = NUMBERS + 0x43;
const GOTTEN: usize = RARE + 0x10;
const CONSTANTS: usize = GOTTEN + 0x40;
/// How many streams there are.
pub const STREAMS: usize = CONSTANTS + 0x40;

pub const CALL_INDIRECT: u8 = 0x11;
pub const BR_TABLE: u8 = 0x0e;
pub const SELECT: u8 = 0x1c;
pub const F32_CONST: u8 = 0x43;
pub const F64_CONST: u8 = 0x44;
/// Another opcode comes after it.
pub const PREFIX: u8 = 0xfc;

/// What follows an opcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Nothing, if it is none of the others.
    Nothing,
    /// Nothing: the end of a block or of the function.
    End,
    /// The type of a block.
    Block,
    /// A number.
    Number,
    /// The number of a local, or a constant, which depend on what is done with it.
    Local,
    Constant,
    /// An alignment and an offset.
    Memory,
    /// What is told by `Unpacker::rare`.
    Rare,
}

/// What follows each opcode.
pub fn kinds() -> [Kind; 256] {
    let mut kinds = [Kind::Nothing; 256];
    for (opcode, kind) in kinds.iter_mut().enumerate() {
        *kind = match opcode {
            0x02..=0x04 => Kind::Block,
            0x0b => Kind::End,
            // Branches, calls, variables, tables, the size of the memory, whole numbers.
            0x0c | 0x0d | 0x10 | 0x21..=0x26 | 0x3f | 0x40 | 0x42 => Kind::Number,
            0x20 => Kind::Local,
            0x28..=0x3e => Kind::Memory,
            0x41 => Kind::Constant,
            0x0e | 0x11 | 0x1c | 0x43 | 0x44 | 0xd0 | 0xd2 | 0xfc => Kind::Rare,
            _ => Kind::Nothing,
        };
    }
    kinds
}

/// How many numbers follow an opcode after the prefix: of conversions none, else of what copies and fills.
pub fn prefixed(opcode: u8) -> usize {
    match opcode {
        0x08 | 0x0a | 0x0c | 0x0e => 2,
        0x09..=0x11 => 1,
        _ => 0,
    }
}

/// The stream of an opcode's alignments.
pub fn alignments(opcode: u8) -> usize {
    ALIGNMENTS + usize::from(opcode - 0x28)
}

/// The stream of an opcode's numbers.
pub fn numbers(opcode: u8) -> usize {
    NUMBERS + usize::from(opcode)
}

/// The same for `local.get`, before an opcode.
pub fn gotten(next: u8) -> usize {
    GOTTEN + usize::from(next / 4)
}

/// The same for `i32.const`.
pub fn constants(next: u8) -> usize {
    CONSTANTS + usize::from(next / 4)
}

/// The stream of what follows a rare opcode.
pub fn rare(opcode: u8) -> usize {
    RARE + usize::from(opcode % 16)
}
