use crate::NULL;

/// The type of a field. Each variant's doc names the content of the field's slots in a row.
#[derive(Clone, Copy, Debug)]
pub enum DataType {
    /// The record's id, an integer from 1: low half and high half.
    Id,
    /// A boolean: 0 or 1. The variant holds the value of an absent field.
    Boolean(bool),
    /// A string: offset and length. `""` means absent.
    Str,
    /// A string that several records of a chunk are likely to have: the index of the interned
    /// string and [`INTERNED`](crate::INTERNED), or offset and length. `""` means absent.
    InternedStr,
    /// A string that is likely to be in this dictionary: the index in the dictionary and
    /// [`INTERNED`](crate::INTERNED), or offset and length. `""` means absent.
    Dictionary(&'static [&'static str]),
    /// The URL of a picture, often equal to the previous field's: offset and length. A URL with
    /// this suffix means absent.
    PictureUrl(&'static str),
    /// A date and time in ISO 8601: offset and length. `false` and `""` mean absent.
    Date,
    /// A day and a month, `DD-MM`: offset and length. `false` and `""` mean absent.
    Birthday,
    /// A string: offset and length. The variant holds the check that the string must pass, and the
    /// description of a valid string.
    Validated(fn(&str) -> bool, &'static str),
    /// An integer from 0 to 2^53 - 1: low half and high half.
    Integer,
    /// A list of integers: offset in `numbers`, and count. PHP sends a list with gaps as an object,
    /// and an empty list sometimes as `false`.
    IntegerList,
    /// A nested record: 1 if present, then the slots of its fields. `false`, `""` and `[]` mean
    /// absent.
    Record(&'static [Field]),
}

/// A field of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The field's name in the portal's JSON.
    pub name: &'static str,
    /// The type of the field.
    pub data_type: DataType,
    /// The field's first slot, relative to the slots of its record.
    pub offset: usize,
}

impl Field {
    /// A field whose offset [`with_offsets`] will set.
    #[must_use]
    pub const fn new(name: &'static str, data_type: DataType) -> Self {
        Self { name, data_type, offset: 0 }
    }
}

impl DataType {
    /// The number of slots that a field of this type takes in a row.
    #[must_use]
    pub const fn slot_count(self) -> usize {
        match self {
            Self::Boolean(_) => 1,
            Self::Record(fields) => 1 + row_stride(fields),
            _ => 2,
        }
    }
}

/// Sets the offsets of fields that follow each other in a row.
#[must_use]
pub const fn with_offsets<const N: usize>(mut fields: [Field; N]) -> [Field; N] {
    let mut offset = 0;
    let mut index = 0;
    while index < N {
        fields[index].offset = offset;
        offset += fields[index].data_type.slot_count();
        index += 1;
    }
    fields
}

/// The number of slots in the row of a record with these fields.
#[must_use]
pub const fn row_stride(fields: &[Field]) -> usize {
    match fields {
        [.., last] => last.offset + last.data_type.slot_count(),
        [] => 0,
    }
}

/// The row of a record whose fields are all absent.
pub(crate) fn empty_row(fields: &[Field]) -> Vec<i32> {
    let mut row = Vec::with_capacity(row_stride(fields));
    for field in fields {
        match field.data_type {
            DataType::Boolean(default) => row.push(i32::from(default)),
            DataType::Id | DataType::IntegerList => row.extend([0, 0]),
            DataType::Record(fields) => {
                row.push(0);
                row.extend(empty_row(fields));
            }
            _ => row.extend([0, NULL]),
        }
    }
    row
}

/// Converts a field name to JavaScript's convention: `first_name` becomes `firstName`.
#[must_use]
pub fn to_camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut is_word_start = false;
    for char in name.chars() {
        if char == '_' {
            is_word_start = true;
            continue;
        }
        camel.push(if is_word_start { char.to_ascii_uppercase() } else { char });
        is_word_start = false;
    }
    camel
}
