use crate::{RawValue, RecordList};

/// The shape that a response's `result` is expected to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultShape {
    /// Any value. It is kept as JSON.
    Any,
    /// One record.
    Record,
    /// A list of records.
    List,
    /// The results of a batch with the commands `c0`, `c1` and so on.
    Batch {
        /// The index of the first command that returns a list of records. All commands after it
        /// also return lists of records. `None` if no command returns one.
        lists_from: Option<usize>,
    },
}

/// The envelope of a response: its lists of records, and its other members as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedBody {
    /// Whether the body is one complete and valid JSON object.
    pub is_complete: bool,
    /// The first byte of the body that is not white space; `None` if there is none.
    pub first_byte: Option<u8>,
    /// The lists of records: at most one or, for a batch, one per command.
    pub lists: Vec<RecordList>,
    /// The members that are kept as JSON, by name.
    pub(crate) retained: Vec<(&'static str, Vec<u8>)>,
}

/// The members that are kept as JSON. Names with the prefix `result_` are members of a batch's
/// `result`, and all other names are top-level members of the response.
pub(crate) const RETAINED_MEMBERS: [&str; 12] = [
    "result",
    "error",
    "error_description",
    "errors",
    "data",
    "time",
    "next",
    "total",
    "result_error",
    "result_time",
    "result_next",
    "result_total",
];

impl ParsedBody {
    /// The JSON of a top-level member of the response; `None` if the response does not have it, or
    /// if the reader does not keep its JSON, for example of a `result` with records.
    /// `result_error`, `result_time`, `result_next` and `result_total` name members of a batch's
    /// `result`.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<RawValue<'_>> {
        let (_, value) = self.retained.iter().find(|(retained, _)| *retained == name)?;
        Some(RawValue::new(value))
    }

    pub(crate) fn retain(&mut self, name: &'static str, value: &[u8]) {
        self.retained.retain(|(retained, _)| *retained != name);
        self.retained.push((name, value.into()));
    }
}
