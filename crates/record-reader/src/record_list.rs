/// A list of records, which the portal sends as an object with ids as keys, or as an array.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordList {
    /// The JSON key of the list: the name of its command in a batch, otherwise `result`. Empty for
    /// a single record.
    pub name: String,
    /// The index of the command in its batch, which is the number in the command's name. 0 if the
    /// response is not the response to a batch, or if `is_list` is `false`.
    pub batch_index: u64,
    /// Whether `entries` were read from a list. `false` in two cases: the value was read as a
    /// single record, which is the only entry, or not as records at all, and is in `json`.
    pub is_list: bool,
    /// The entries, in the portal's order.
    pub entries: Vec<ListEntry>,
    /// The JSON of the value if it was not read as a list of records or as a single record; empty
    /// otherwise.
    pub json: Vec<u8>,
}

/// One entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// The key of the entry, which is an id; `None` in an array, or if the key is not an id.
    pub key: Option<u64>,
    /// The value of the entry.
    pub value: EntryValue,
}

/// The value of an entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryValue {
    /// A record.
    Record {
        /// The id in the record or, if the record has no valid id, the key of the entry.
        id: u64,
        /// The index of the chunk that contains the record.
        chunk: usize,
        /// The row of the record in the chunk.
        row: usize,
    },
    /// The value is `null`: the portal has no such record. If the key is an id, `false` and `[]`
    /// mean the same, because PHP sends them for empty values.
    Missing,
    /// Neither a record nor a value that means [`Missing`](Self::Missing); or a record with neither
    /// a valid id nor a key, or with an id that differs from its key.
    Invalid,
    /// Any value whose key is not an id.
    InvalidKey,
}
