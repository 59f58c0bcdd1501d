use crate::NULL;

/// The data type of a field. A value is stored as one or more slots, which are integers in the row
/// of its record; each variant documents what they are. `null` always means that the field is
/// absent. Offsets refer to the buffers of the [`RecordChunk`](crate::RecordChunk).
#[derive(Clone, Copy, Debug)]
pub enum DataType {
    /// The record's id, an integer from 1. Stored as its low half and its high half.
    Id,
    /// A boolean, with the value that an absent field has. Stored as 0 or 1.
    Boolean(bool),
    /// A string. Stored as offset and length. `""` means absent.
    Str,
    /// A string that several records of a chunk probably share, and that is therefore interned if
    /// possible. An interned string is stored as its index in
    /// [`RecordChunk::interned`](crate::RecordChunk::interned) and the marker
    /// [`INTERNED`](crate::INTERNED), any other string as offset and length. `""` means absent.
    InternedStr,
    /// A string that usually equals one of the variant's strings, the dictionary. Such a string is
    /// stored as its index in the dictionary and the marker [`INTERNED`](crate::INTERNED), any
    /// other string as offset and length. `""` means absent.
    Dictionary(&'static [&'static str]),
    /// The URL of a picture, which is often equal to the value of the field before it in the table.
    /// Stored as offset and length. `""` means absent, and so does a URL that ends with the given
    /// suffix.
    PictureUrl(&'static str),
    /// A date with a time, in ISO 8601. Stored as offset and length. `false` and `""` mean absent.
    Date,
    /// A day and a month, as `DD-MM`. Stored as offset and length. `false` and `""` mean absent.
    Birthday,
    /// A string for which the given function returns `true`. Stored as offset and length. `""`
    /// means absent. In messages, the given text names what is valid, as in `a URL that executes no
    /// code`.
    Validated(fn(&str) -> bool, &'static str),
    /// An integer from 0 to 2^53 - 1. Stored as its low half and its high half.
    Integer,
    /// A list of integers. Stored as its offset in
    /// [`RecordChunk::numbers`](crate::RecordChunk::numbers) and its length. PHP sends a list with
    /// gaps as an object, and an empty list sometimes as `false`.
    IntegerList,
    /// A nested record with the given fields. Stored as 1 if the record is present or 0 if it is
    /// absent, followed by its fields. `false`, `""` and `[]` mean absent.
    Record(&'static [Field]),
}

/// A field of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The field's name in the portal's JSON.
    pub name: &'static str,
    /// The type of the field.
    pub data_type: DataType,
    /// The first slot of the field, relative to the first slot of its record.
    pub offset: usize,
}

impl Field {
    /// A field whose offset is 0 until [`with_offsets`] sets it.
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

/// Sets the offset of each field in the row of its record, one field after the other.
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
