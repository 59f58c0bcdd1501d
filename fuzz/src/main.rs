//! Runs libFuzzer on the target that the environment variable `B24_FUZZ_TARGET` names.
#![no_main]
#![allow(unsafe_code, reason = "the macro of libFuzzer expands to a call of a C function")]

use std::env;
use std::sync::OnceLock;

use b24_fuzz::Target;
use libfuzzer_sys::fuzz_target;

static SELECTED: OnceLock<&Target> = OnceLock::new();

fuzz_target!(
    init: {
        let name = env::var("B24_FUZZ_TARGET").unwrap_or_default();
        SELECTED.get_or_init(|| b24_fuzz::find_target(&name).expect("B24_FUZZ_TARGET is a target"));
    },
    |bytes: &[u8]| {
        if let Some(target) = SELECTED.get() {
            (target.run)(bytes);
        }
    }
);
