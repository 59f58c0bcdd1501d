//! Reads lists of records, as a portal sends them in JSON, into columns: the hot path of the package.
//!
//! A crate of its own because it is compiled for speed, and everything else for size. It knows JSON and the portal's envelope; which
//! fields records have is told by a table of [`Field`]s.
//!
//! - [`Reader`] takes a body in pieces, as it arrives, and checks it to the last byte.
//! - [`Columns`] is what it makes of a stretch of records, its *window*: one blob for all text that is ASCII, one for the rest, and
//!   rows of integers that say what stands where. Whoever builds objects of it needs no call per field.
//! - [`Raw`] reads the few other values of an answer out of their text.
//! - [`Index`] finds ids again, in all tables that have something for each of many users.

mod blob;
mod columns;
mod cursor;
mod date;
mod entry;
mod extras;
mod field;
mod gap;
mod index;
mod issue;
mod members;
mod number;
mod raw;
mod reader;
mod record;
mod repeated;
mod row;
mod skip;
mod string;
mod value;

pub use blob::Blob;
pub use columns::{Columns, NULL, WORD};
pub use entry::{Entry, Found, List};
pub use extras::BETWEEN_EXTRAS;
pub use field::{Field, Kind, camel_case, laid_out, width};
pub use index::Index;
pub use issue::{Issue, MAX_RECEIVED_BYTES};
pub use number::{MAX_WHOLE, ParseNumber, from_digits};
pub use raw::Raw;
pub use reader::{Body, Reader, Shape};
pub use row::Row;
