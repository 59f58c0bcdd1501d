/// A list of records: an object of records by their ids, or an array.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordList {
    /// The key of the list in the result of a batch; otherwise empty.
    pub name: String,
    /// The index of the call in its batch, from the `name`; otherwise 0.
    pub batch_index: u64,
    /// Whether the portal sent a list. If not, `raw` holds the value.
    pub is_list: bool,
    /// The entries, in the portal's order.
    pub entries: Vec<ListEntry>,
    /// The JSON of a value that is not a list.
    pub raw: Vec<u8>,
}

/// One entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// The id that is the entry's key; `None` in an array.
    pub key: Option<u64>,
    /// The value of the entry.
    pub value: EntryValue,
}

/// The value of an entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryValue {
    /// A record.
    Record {
        /// The id in the record, or else the key of the entry.
        id: u64,
        /// The index of the chunk that holds the record.
        chunk: usize,
        /// The record's row in that chunk.
        row: usize,
    },
    /// `null`; with an id as key also `false` or `[]`, which PHP sends for an empty value.
    Missing,
    /// Another value, or a record without an unambiguous id.
    Invalid,
    /// Any value whose key is not an id.
    InvalidKey,
}
