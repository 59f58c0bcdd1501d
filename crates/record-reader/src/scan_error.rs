/// Why a value could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScanError {
    /// The buffered bytes end before the value does.
    Incomplete,
    /// The bytes are not valid JSON.
    Invalid,
    /// A record has a field twice. The last one counts, so the record is scanned again.
    DuplicateKey,
}

/// The result of reading a value.
pub(crate) type ScanResult<T> = Result<T, ScanError>;
