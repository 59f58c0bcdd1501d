//! The steps that check something.

pub mod bench;
pub mod comments;
pub mod declarations;
pub mod dependencies;
pub mod frameworks;
pub mod lints;
pub mod live;
pub mod locks;
pub mod matrix;
pub mod native;
pub mod page;
pub mod soak;
pub mod tarball;
pub mod wasm;
