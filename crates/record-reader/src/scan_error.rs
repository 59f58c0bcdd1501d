/// Why scanning stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScanError {
    /// The rest of the value has not arrived yet.
    Incomplete,
    /// The bytes are not valid JSON.
    Invalid,
    /// A record has a duplicate key. Only the last value of a key counts, so the record is scanned
    /// again.
    DuplicateKey,
}

/// The result of scanning a value.
pub(crate) type ScanResult<T> = Result<T, ScanError>;
