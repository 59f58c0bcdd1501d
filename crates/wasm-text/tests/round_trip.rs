//! A module's text gives that module.
#![cfg(not(target_arch = "wasm32"))]

use b24_wasm_text::{Unknown, pack, unpack};
use proptest::collection::vec;
use proptest::prelude::*;

/// A number as modules have it.
fn number(value: u64) -> Vec<u8> {
    let digits = (0..9).map(|digit| value >> (7 * digit) & 127);
    let mut bytes: Vec<u8> = digits.map(|digit| u8::try_from(digit | 128).unwrap()).collect();
    let digits = bytes.iter().rposition(|byte| byte % 128 > 0).unwrap_or(0);
    bytes.truncate(digits + 1);
    bytes[digits] %= 128;
    bytes
}

/// Something with its length before it.
fn sized(bytes: &[u8]) -> Vec<u8> {
    [&number(bytes.len() as u64)[..], bytes].concat()
}

/// A module of functions, without their lengths, and of what else there is.
fn module(functions: &[Vec<u8>], other: &[u8]) -> Vec<u8> {
    let section = |id, content: &[u8]| [vec![id], sized(content)].concat();
    let code: Vec<u8> = functions.iter().flat_map(|function| sized(function)).collect();
    let code = [number(functions.len() as u64), code].concat();
    [b"\0asm\x01\0\0\0".to_vec(), section(1, other), section(10, &code), section(11, other)].concat()
}

fn any_number() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![0..128_u64, 0..20_000_u64, 0..1_u64 << 32].prop_map(number)
}

fn numbers(count: usize) -> impl Strategy<Value = Vec<u8>> {
    vec(any_number(), count).prop_map(|numbers| numbers.concat())
}

fn counted(added: usize) -> impl Strategy<Value = Vec<u8>> {
    (0..9_usize).prop_flat_map(move |count| {
        numbers(count + added).prop_map(move |rest| [number(count as u64), rest].concat())
    })
}

fn after(
    opcodes: impl Strategy<Value = u8> + 'static,
    rest: impl Strategy<Value = Vec<u8>> + 'static,
) -> BoxedStrategy<Vec<u8>> {
    (opcodes, rest).prop_map(|(opcode, rest)| [vec![opcode], rest].concat()).boxed()
}

/// One instruction, or a block of some.
fn instruction() -> impl Strategy<Value = Vec<u8>> {
    let plain = prop_oneof![
        after(prop_oneof![0..=1_u8, Just(0x0f), 0x1a..=0x1b_u8, 0x45..=0xc4_u8], Just(Vec::new())),
        after(prop_oneof![Just(0x0c), Just(0x0d), Just(0x10), 0x20..=0x26_u8, 0x3f..=0x42_u8], numbers(1)),
        after(
            0x28..=0x3e_u8,
            (0..5_u8, any_number()).prop_map(|(align, offset)| [vec![align], offset].concat())
        ),
        after(Just(0x0e), counted(1)),
        after(Just(0x1c), counted(0)),
        after(Just(0x11), numbers(2)),
        after(Just(0x43), vec(any::<u8>(), 4)),
        after(Just(0x44), vec(any::<u8>(), 8)),
        after(prop_oneof![Just(0xd0), Just(0xd2)], numbers(1)),
        after(Just(0xfc), after(0..8_u8, Just(Vec::new()))),
        after(Just(0xfc), after(prop_oneof![Just(9_u8), Just(11), Just(13), 15..=17_u8], numbers(1))),
        after(Just(0xfc), after(prop_oneof![Just(8_u8), Just(10), Just(12), Just(14)], numbers(2))),
    ];
    plain.prop_recursive(3, 40, 8, |inner| {
        (2..=4_u8, any::<u8>(), vec(inner, 0..8))
            .prop_map(|(opcode, of, inner)| [vec![opcode, of % 128], inner.concat(), vec![0x0b]].concat())
    })
}

fn function() -> impl Strategy<Value = Vec<u8>> {
    let locals = (0..5_usize).prop_flat_map(|kinds| {
        numbers(2 * kinds).prop_map(move |rest| [number(kinds as u64), rest].concat())
    });
    (locals, vec(instruction(), 0..60))
        .prop_map(|(locals, body)| [locals, body.concat(), vec![0x0b]].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_module_can_be_had_again(
        functions in vec(function(), 0..8),
        other in vec(any::<u8>(), 0..600),
    ) {
        let module = module(&functions, &other);
        let text = pack(&module);
        prop_assert!(text.is_ok());
        prop_assert_eq!(unpack(&text.unwrap()), Some(module));
    }

    #[test]
    fn letters_need_nothing_around_them(other in vec(any::<u8>(), 0..600)) {
        let text = pack(&module(&[], &other)).unwrap();
        prop_assert!(text.chars().all(|letter| matches!(letter, ' '..='~') && !"\"$'\\`".contains(letter)));
    }

    #[test]
    fn what_is_damaged_neither_panics_nor_hangs(
        functions in vec(function(), 1..4),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut module = module(&functions, b"");
        *at.get_mut(&mut module[..]) = byte;
        if let Ok(text) = pack(&module) {
            prop_assert_eq!(unpack(&text), Some(module));
        }
    }

    #[test]
    fn what_is_no_module_neither_panics_nor_hangs(bytes in vec(any::<u8>(), 0..200)) {
        if let Ok(text) = pack(&bytes) {
            prop_assert_eq!(unpack(&text), Some(bytes));
        }
    }
}

#[test]
fn lengths_of_functions_have_as_many_digits_as_they_need() {
    for length in [1, 125, 126, 127, 128, 16_381, 16_382, 16_383, 16_384, 100_000] {
        let module = module(&[[vec![0], vec![1; length], vec![0x0b]].concat()], b"");
        assert_eq!(unpack(&pack(&module).unwrap()), Some(module), "{length}");
    }
}

#[test]
fn what_cannot_be_told_is_refused() {
    // A vector, a function without an end, its length in two digits where one would do.
    for function in [vec![0, 0xfd, 0x0c, 0x0b], vec![0, 0x01]] {
        assert_eq!(pack(&module(&[function], b"")), Err(Unknown));
    }
    let padded = [b"\0asm\x01\0\0\0".to_vec(), vec![10, 5, 1, 0x82, 0x00, 0, 0x0b]].concat();
    assert_eq!(pack(&padded), Err(Unknown));
}

#[test]
fn a_module_without_room_is_refused() {
    assert_eq!(pack(&module(&[], &vec![0; 300_000])), Err(Unknown));
}
