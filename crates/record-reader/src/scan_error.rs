/// The reason why scanning stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScanError {
    /// The value is not completely buffered yet.
    Incomplete,
    /// The bytes are not valid JSON.
    Invalid,
    /// A record has a duplicate key. The last value counts, so the record is scanned again.
    DuplicateKey,
}

/// The result of scanning a value.
pub(crate) type ScanResult<T> = Result<T, ScanError>;
