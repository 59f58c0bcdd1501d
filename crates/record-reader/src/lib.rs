//! Reads lists of records from JSON into chunks. This is the hot path of the package.
//!
//! This crate is compiled for speed, and all other code for size. It knows JSON and the envelope of
//! a REST response. The caller describes the records by a table of [`Field`]s.
//!
//! # Layout
//! From the body of a response to its records:
//! - `record_reader`: [`RecordReader`] buffers a body while it arrives, and emits complete chunks.
//! - `envelope`: reads the members of the response and of a batch, item by item.
//! - `parsed_body`: [`ParsedBody`], the members of the envelope; [`ResultShape`], the expected
//!   result.
//! - `record_list`: [`RecordList`], the entries of a list and the positions of their records.
//! - `entry_reader`: reads one entry of a list, and the id of its record.
//!
//! From a record to its row:
//! - `field`: [`Field`] and [`DataType`], the table of fields and the layout of a row.
//! - `record_scanner`: scans the members of a record or nested record by their data types.
//! - `template_cache`: skips JSON that consecutive records have in common.
//! - `string_interner`: finds strings that several records share.
//! - `extras`: stores unknown fields as JSON.
//! - `issue`: [`Issue`], a value that does not have the type of its field.
//!
//! The result:
//! - `record_chunk`: [`RecordChunk`], rows and buffers of strings. JavaScript builds objects from a
//!   chunk without calling Rust for each field.
//! - `append_buffer`: [`AppendBuffer`], a byte buffer that copies words.
//! - `row_reader`: [`RowReader`] reads the values of one row in Rust.
//! - `raw_value`: [`RawValue`] parses a value that was kept as JSON.
//! - `json_excerpt`: an excerpt of JSON for messages.
//!
//! JSON itself:
//! - `cursor`: a position in the bytes, and the tokens there.
//! - `scan_error`: the reason why scanning stopped.
//! - `skip`, `string`, `number`, `date`: skip, validate and decode values.
//! - `swar`: scans eight bytes at a time.
//!
//! Also `u64_index_set`: [`U64IndexSet`], the index of all maps by user ids.

mod append_buffer;
mod cursor;
mod date;
mod entry_reader;
mod envelope;
mod extras;
mod field;
mod issue;
mod json_excerpt;
mod number;
mod parsed_body;
mod raw_value;
mod record_chunk;
mod record_list;
mod record_reader;
mod record_scanner;
mod row_reader;
mod scan_error;
mod skip;
mod string;
mod string_interner;
mod swar;
mod template_cache;
mod u64_index_set;

pub use append_buffer::AppendBuffer;
pub use extras::EXTRAS_RECORD_SEPARATOR;
pub use field::{DataType, Field, row_stride, to_camel_case, with_offsets};
pub use issue::{Issue, MAX_RECEIVED_BYTES};
pub use number::{MAX_SAFE_INTEGER, ParseNumber, parse_digits};
pub use parsed_body::{ParsedBody, ResultShape};
pub use raw_value::RawValue;
pub use record_chunk::{INTERNED, NULL, RecordChunk};
pub use record_list::{EntryValue, ListEntry, RecordList};
pub use record_reader::RecordReader;
pub use row_reader::RowReader;
pub use u64_index_set::U64IndexSet;
