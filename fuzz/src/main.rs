//! libFuzzer, for the target that `B24_FUZZ_TARGET` names.
#![no_main]
#![allow(unsafe_code, reason = "libFuzzer calls a C function, which its macro writes")]

use std::env;
use std::sync::OnceLock;

use b24_fuzz::Target;
use libfuzzer_sys::fuzz_target;

static CHOSEN: OnceLock<&Target> = OnceLock::new();

fuzz_target!(
    init: {
        let name = env::var("B24_FUZZ_TARGET").unwrap_or_default();
        CHOSEN.get_or_init(|| b24_fuzz::named(&name).expect("B24_FUZZ_TARGET names a target"));
    },
    |bytes: &[u8]| {
        if let Some(target) = CHOSEN.get() {
            (target.run)(bytes);
        }
    }
);
