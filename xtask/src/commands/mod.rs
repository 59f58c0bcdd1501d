//! The commands, as lists of steps or as functions of their own.

pub mod bare;
pub mod demo;
pub mod deny;
pub mod dependencies;
pub mod fuzz;
pub mod live;
pub mod matrix;
pub mod portal;
pub mod soak;
pub mod spec;
pub mod types;
pub mod wasm;

use crate::checks::{
    bench, coverage, declarations, frameworks, lints, locks, matrix as environments, native, page,
    tarball, wasm as in_wasm,
};
use crate::package::{BUILD, COMPOSITION, MODULES, PREPARE, SIZES, typescript};
use crate::say::Step;
use crate::{browser, checks, npm, portal as fake_portal, recipes, toolchain};

/// `cargo xtask lint`
pub fn lint() -> Vec<Step> {
    vec![
        lints::FORMAT,
        checks::comments::STEP,
        lints::NATIVE,
        lints::FUZZ,
        npm::STEP,
        lints::BIOME,
        typescript::TYPES,
        typescript::COMPILE,
        toolchain::STEP,
        lints::WASM,
        lints::DOCUMENTATION,
        locks::STEP,
        coverage::STEP,
        checks::dependencies::STEP,
    ]
}

/// `cargo xtask pack`
pub fn pack() -> Vec<Step> {
    [&PREPARE[..], &BUILD, &SIZES].concat()
}

/// `cargo xtask bench`
pub fn bench() -> Vec<Step> {
    [&PREPARE[..], &BUILD, &[browser::STEP, bench::STEP]].concat()
}

/// `cargo xtask size`
pub fn size() -> Vec<Step> {
    [&PREPARE[..], &MODULES, &[COMPOSITION]].concat()
}

/// `cargo xtask test`, with what fails fastest first.
pub fn test() -> Vec<Step> {
    let crates = [native::WORKSPACE, native::PORTAL];
    let wasm = [typescript::COMPILE, browser::STEP, in_wasm::NODE, in_wasm::BROWSER];
    let package = [&SIZES[..], &[declarations::GOLDEN, declarations::USES]].concat();
    let against_the_portal = [
        fake_portal::STEP,
        checks::live::STEP,
        tarball::STEP,
        recipes::STEP,
        frameworks::STEP,
        environments::FAST,
        page::STEP,
    ];
    [&crates[..], &PREPARE, &wasm, &BUILD, &package, &against_the_portal].concat()
}

/// `cargo xtask stress`: what looks for trouble rather than for what is known.
pub fn stress() -> Vec<Step> {
    let soak = [browser::STEP, fake_portal::STEP, checks::soak::SHORT];
    [&[fuzz::STEP][..], &PREPARE, &BUILD, &soak].concat()
}

/// `cargo xtask ci`
pub fn ci() -> Vec<Step> {
    [lint(), test(), matrix::ALL.into(), stress()].concat()
}
