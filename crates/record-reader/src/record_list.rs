/// A list of records: an object with ids as keys, or an array.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordList {
    /// The name of the command that returned the list; empty if the response is not that of a
    /// batch.
    pub name: String,
    /// The index of that command, taken from its name; 0 if the response is not that of a batch.
    pub batch_index: u64,
    /// Whether the portal sent a list. If not, `json` has the value.
    pub is_list: bool,
    /// The entries, in the portal's order.
    pub entries: Vec<ListEntry>,
    /// The JSON of a value that is not a list; empty for a list.
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
        /// The id in the record or, if that is invalid, the key of the entry.
        id: u64,
        /// The index of the chunk that contains the record.
        chunk: usize,
        /// The row of the record in that chunk.
        row: usize,
    },
    /// There is no such record: the value is `null`. If the key is an id, `false` and `[]` mean the
    /// same, because PHP sends them for empty values.
    Missing,
    /// Another value, or a record without a valid id, or with an id that differs from the key.
    Invalid,
    /// Any value whose key is not an id.
    InvalidKey,
}
