//! Fields that no table knows, kept as the JSON that they are.

use crate::Columns;
use crate::cursor::Cursor;
use crate::string::escape;

/// What stands between the objects of two records: no JSON has it, so that each can be found again.
pub const BETWEEN_EXTRAS: u8 = b'\x1E';

/// The object that takes the unknown fields of one record.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extras {
    is_open: bool,
    inner: Option<&'static str>,
}

impl Extras {
    /// Keeps an unknown member, of the record itself or of the one in it that has this name.
    pub(crate) fn keep(
        &mut self,
        columns: &mut Columns,
        row: usize,
        place: Option<&'static str>,
        member: &[u8],
    ) {
        if !self.is_open {
            self.is_open = true;
            if !columns.extras.is_empty() {
                columns.extras.push(BETWEEN_EXTRAS);
            }
            columns.extras.push(b'{');
            columns.extra_rows.push(u32::try_from(row).unwrap_or_default());
        } else if self.inner == place {
            columns.extras.push(b',');
        } else {
            self.close_inner(columns);
            columns.extras.push(b',');
        }
        if let Some(name) = place
            && self.inner != place
        {
            columns.extras.push(b'"');
            columns.extras.extend_from_slice(name.as_bytes());
            columns.extras.extend_from_slice(b"\":{");
        }
        self.inner = place;
        let start = columns.extras.len();
        columns.extras.extend_from_slice(member);
        mend_surrogates(columns.extras.get_mut(start..).unwrap_or_default());
    }

    fn close_inner(&mut self, columns: &mut Columns) {
        if self.inner.take().is_some() {
            columns.extras.push(b'}');
        }
    }

    /// Ends it.
    pub(crate) fn close(mut self, columns: &mut Columns) {
        self.close_inner(columns);
        if self.is_open {
            columns.extras.push(b'}');
        }
    }
}

/// Writes U+FFFD over the escape of each lone surrogate, as everywhere else.
pub(crate) fn mend_surrogates(json: &mut [u8]) {
    const REPLACEMENT: &[u8; 6] = br"\uFFFD";
    let unit_at = |json: &[u8], at: usize| match json.get(at) {
        Some(b'\\') => escape(&mut Cursor { bytes: json, at }).ok(),
        _ => None,
    };
    let mut at = 0;
    while let Some(offset) = json.get(at..).and_then(|rest| rest.iter().position(|&byte| byte == b'\\')) {
        at += offset;
        if !matches!(json.get(at + 1..at + 3), Some([b'u', b'd' | b'D'])) {
            // The backslash and what it escapes, so that `\\u` is not taken for an escape.
            at += 2;
            continue;
        }
        at += match (unit_at(json, at), unit_at(json, at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                if let Some(lone) = json.get_mut(at..at + 6) {
                    lone.copy_from_slice(REPLACEMENT);
                }
                6
            }
            _ => 2,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::mend_surrogates;

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
            let mut mended = json.as_bytes().to_vec();
            mend_surrogates(&mut mended);
            assert_eq!(String::from_utf8(mended).unwrap(), expected, "{json}");
        }
    }
}
