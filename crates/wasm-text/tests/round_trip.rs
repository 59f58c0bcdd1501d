//! Encoded modules decode to the same bytes.
#![cfg(not(target_arch = "wasm32"))]

use b24_wasm_text::{UnsupportedModule, decode, encode};
use proptest::collection::vec;
use proptest::prelude::*;

/// A number in LEB128.
fn leb128(value: u64) -> Vec<u8> {
    let digits = (0..9).map(|digit| value >> (7 * digit) & 127);
    let mut bytes: Vec<u8> = digits.map(|digit| u8::try_from(digit | 128).unwrap()).collect();
    let digits = bytes.iter().rposition(|byte| byte % 128 > 0).unwrap_or(0);
    bytes.truncate(digits + 1);
    bytes[digits] %= 128;
    bytes
}

/// Prefixes bytes with their length.
fn with_length(bytes: &[u8]) -> Vec<u8> {
    [&leb128(bytes.len() as u64)[..], bytes].concat()
}

/// A module with these functions (without their lengths) and other sections before and
/// after them.
fn module(functions: &[Vec<u8>], other: &[u8]) -> Vec<u8> {
    let section = |id, content: &[u8]| [vec![id], with_length(content)].concat();
    let code: Vec<u8> = functions.iter().flat_map(|function| with_length(function)).collect();
    let code = [leb128(functions.len() as u64), code].concat();
    [b"\0asm\x01\0\0\0".to_vec(), section(1, other), section(10, &code), section(11, other)]
        .concat()
}

fn any_leb128() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![0..128_u64, 0..20_000_u64, 0..1_u64 << 32].prop_map(leb128)
}

fn leb128s(count: usize) -> impl Strategy<Value = Vec<u8>> {
    vec(any_leb128(), count).prop_map(|encoded| encoded.concat())
}

fn counted_leb128s(extra: usize) -> impl Strategy<Value = Vec<u8>> {
    (0..9_usize).prop_flat_map(move |count| {
        leb128s(count + extra).prop_map(move |rest| [leb128(count as u64), rest].concat())
    })
}

fn with_immediates(
    opcodes: impl Strategy<Value = u8> + 'static,
    immediates: impl Strategy<Value = Vec<u8>> + 'static,
) -> BoxedStrategy<Vec<u8>> {
    (opcodes, immediates)
        .prop_map(|(opcode, immediates)| [vec![opcode], immediates].concat())
        .boxed()
}

/// One instruction, or a block of instructions.
fn instruction() -> impl Strategy<Value = Vec<u8>> {
    let plain = prop_oneof![
        with_immediates(
            prop_oneof![0..=1_u8, Just(0x0f), 0x1a..=0x1b_u8, 0x45..=0xc4_u8],
            Just(Vec::new())
        ),
        with_immediates(
            prop_oneof![Just(0x0c), Just(0x0d), Just(0x10), 0x20..=0x26_u8, 0x3f..=0x42_u8],
            leb128s(1)
        ),
        with_immediates(
            0x28..=0x3e_u8,
            (0..5_u8, any_leb128()).prop_map(|(align, offset)| [vec![align], offset].concat())
        ),
        with_immediates(Just(0x0e), counted_leb128s(1)),
        with_immediates(Just(0x1c), counted_leb128s(0)),
        with_immediates(Just(0x11), leb128s(2)),
        with_immediates(Just(0x43), vec(any::<u8>(), 4)),
        with_immediates(Just(0x44), vec(any::<u8>(), 8)),
        with_immediates(prop_oneof![Just(0xd0), Just(0xd2)], leb128s(1)),
        with_immediates(Just(0xfc), with_immediates(0..8_u8, Just(Vec::new()))),
        with_immediates(
            Just(0xfc),
            with_immediates(prop_oneof![Just(9_u8), Just(11), Just(13), 15..=17_u8], leb128s(1))
        ),
        with_immediates(
            Just(0xfc),
            with_immediates(prop_oneof![Just(8_u8), Just(10), Just(12), Just(14)], leb128s(2))
        ),
    ];
    plain.prop_recursive(3, 40, 8, |inner| {
        (2..=4_u8, any::<u8>(), vec(inner, 0..8)).prop_map(|(opcode, block_type, inner)| {
            [vec![opcode, block_type % 128], inner.concat(), vec![0x0b]].concat()
        })
    })
}

fn function() -> impl Strategy<Value = Vec<u8>> {
    let locals = (0..5_usize).prop_flat_map(|kinds| {
        leb128s(2 * kinds).prop_map(move |rest| [leb128(kinds as u64), rest].concat())
    });
    (locals, vec(instruction(), 0..60))
        .prop_map(|(locals, body)| [locals, body.concat(), vec![0x0b]].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_module_decodes_to_the_same_bytes(
        functions in vec(function(), 0..8),
        other in vec(any::<u8>(), 0..600),
    ) {
        let module = module(&functions, &other);
        let text = encode(&module);
        prop_assert!(text.is_ok());
        prop_assert_eq!(decode(&text.unwrap()), Some(module));
    }

    #[test]
    fn the_text_needs_no_escapes(other in vec(any::<u8>(), 0..600)) {
        let text = encode(&module(&[], &other)).unwrap();
        prop_assert!(text.chars().all(|char| matches!(char, ' '..='~') && !"\"$'\\`".contains(char)));
    }

    #[test]
    fn damaged_modules_neither_panic_nor_hang(
        functions in vec(function(), 1..4),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut module = module(&functions, b"");
        *at.get_mut(&mut module[..]) = byte;
        if let Ok(text) = encode(&module) {
            prop_assert_eq!(decode(&text), Some(module));
        }
    }

    #[test]
    fn arbitrary_bytes_neither_panic_nor_hang(bytes in vec(any::<u8>(), 0..200)) {
        if let Ok(text) = encode(&bytes) {
            prop_assert_eq!(decode(&text), Some(bytes));
        }
    }
}

#[test]
fn function_lengths_take_as_few_bytes_as_possible() {
    for length in [1, 125, 126, 127, 128, 16_381, 16_382, 16_383, 16_384, 100_000] {
        let module = module(&[[vec![0], vec![1; length], vec![0x0b]].concat()], b"");
        assert_eq!(decode(&encode(&module).unwrap()), Some(module), "{length}");
    }
}

#[test]
fn unsupported_modules_are_rejected() {
    // A vector instruction; a function without an end; a length in more bytes than it needs.
    for function in [vec![0, 0xfd, 0x0c, 0x0b], vec![0, 0x01]] {
        assert_eq!(encode(&module(&[function], b"")), Err(UnsupportedModule));
    }
    let padded = [b"\0asm\x01\0\0\0".to_vec(), vec![10, 5, 1, 0x82, 0x00, 0, 0x0b]].concat();
    assert_eq!(encode(&padded), Err(UnsupportedModule));
}

#[test]
fn modules_above_the_capacity_are_rejected() {
    assert_eq!(encode(&module(&[], &vec![0; 300_000])), Err(UnsupportedModule));
}
