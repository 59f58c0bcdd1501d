/// A list of records: an object with ids as keys, or an array.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordList {
    /// The name of the batch's command that returned the list; empty outside a batch.
    pub name: String,
    /// The index of that command, from its `name`; 0 outside a batch.
    pub batch_index: u64,
    /// Whether the portal sent a list. If not, `json` holds the value.
    pub is_list: bool,
    /// The entries, in the portal's order.
    pub entries: Vec<ListEntry>,
    /// The JSON of a value that is not a list.
    pub json: Vec<u8>,
}

/// One entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// The entry's key, an id; `None` in an array or if the key is not an id.
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
    /// The record does not exist: `null`, or, if the key is an id, `false` or `[]`, which PHP sends
    /// for an empty value.
    Missing,
    /// Another value, or a record without an unambiguous id.
    Invalid,
    /// Any value whose key is not an id.
    InvalidKey,
}
