//! Stores extras, which are the unknown fields of records, as JSON.

use crate::RecordChunk;
use crate::cursor::Cursor;
use crate::string::read_escape;

/// Separates the JSON objects of different records in [`RecordChunk::extras`]. This byte cannot
/// occur in JSON.
pub const EXTRAS_RECORD_SEPARATOR: u8 = b'\x1E';

/// Writes the extras of one record, which are its unknown fields, as a JSON object.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ExtrasWriter {
    /// Whether the record's object has been started, which happens at its first unknown field.
    is_open: bool,
    /// The name of the nested record whose JSON object is still open; `None` if there is none.
    open_parent: Option<&'static str>,
}

impl ExtrasWriter {
    /// Appends the JSON of an unknown member. `parent` is the name of the nested record that has
    /// the member; `None` for a member of the record itself.
    pub(crate) fn append(
        &mut self,
        chunk: &mut RecordChunk,
        row: usize,
        parent: Option<&'static str>,
        member: &[u8],
    ) {
        if !self.is_open {
            self.is_open = true;
            if !chunk.extras.is_empty() {
                chunk.extras.push(EXTRAS_RECORD_SEPARATOR);
            }
            chunk.extras.push(b'{');
            chunk.extra_rows.push(u32::try_from(row).unwrap_or_default());
        } else if self.open_parent == parent {
            chunk.extras.push(b',');
        } else {
            self.close_parent(chunk);
            chunk.extras.push(b',');
        }
        if let Some(name) = parent
            && self.open_parent != parent
        {
            chunk.extras.push(b'"');
            chunk.extras.extend_from_slice(name.as_bytes());
            chunk.extras.extend_from_slice(b"\":{");
        }
        self.open_parent = parent;
        let start = chunk.extras.len();
        chunk.extras.extend_from_slice(member);
        replace_lone_surrogates(chunk.extras.get_mut(start..).unwrap_or_default());
    }

    fn close_parent(&mut self, chunk: &mut RecordChunk) {
        if self.open_parent.take().is_some() {
            chunk.extras.push(b'}');
        }
    }

    /// Closes the record's object if it was started.
    pub(crate) fn finish(mut self, chunk: &mut RecordChunk) {
        self.close_parent(chunk);
        if self.is_open {
            chunk.extras.push(b'}');
        }
    }
}

/// Replaces the escape of each lone surrogate by the escape of U+FFFD, as `decode_utf16` does.
pub(crate) fn replace_lone_surrogates(json: &mut [u8]) {
    const REPLACEMENT: &[u8; 6] = br"\uFFFD";
    let unit_at = |json: &[u8], offset: usize| match json.get(offset) {
        Some(b'\\') => read_escape(&mut Cursor { bytes: json, offset }).ok(),
        _ => None,
    };
    let next_backslash = |json: &[u8], offset: usize| {
        json.get(offset..).and_then(|rest| rest.iter().position(|&byte| byte == b'\\'))
    };
    let mut offset = 0;
    while let Some(distance) = next_backslash(json, offset) {
        offset += distance;
        if !matches!(json.get(offset + 1..offset + 3), Some([b'u', b'd' | b'D'])) {
            // The escaped character is skipped too, because the second backslash of `\\u` starts no
            // escape.
            offset += 2;
            continue;
        }
        offset += match (unit_at(json, offset), unit_at(json, offset + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                if let Some(escape) = json.get_mut(offset..offset + 6) {
                    escape.copy_from_slice(REPLACEMENT);
                }
                6
            }
            _ => 2,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::replace_lone_surrogates;

    #[test]
    fn only_lone_surrogates_are_replaced() {
        for (json, expected) in [
            (r"\ud83d\ude00", r"\ud83d\ude00"),
            (r"\ud83d", r"\uFFFD"),
            (r"\ude00x", r"\uFFFDx"),
            (r"\ud83d\ud83d\ude00", r"\uFFFD\ud83d\ude00"),
            (r"\ud83d\u0041", r"\uFFFD\u0041"),
            (r"\\ud83d", r"\\ud83d"),
            (r"\\\uDBFF", r"\\\uFFFD"),
            (r"\ud8", r"\ud8"),
            ("\\", "\\"),
        ] {
            let mut replaced = json.as_bytes().to_vec();
            replace_lone_surrogates(&mut replaced);
            assert_eq!(String::from_utf8(replaced).unwrap(), expected, "{json}");
        }
    }
}
