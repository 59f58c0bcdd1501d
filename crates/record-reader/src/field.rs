use crate::NULL;

/// The data type of a field. The documentation of a variant tells what the field's slots in a row
/// contain.
#[derive(Clone, Copy, Debug)]
pub enum DataType {
    /// The record's id, an integer from 1. Slots: its low half and its high half.
    Id,
    /// A boolean. Slot: 0 or 1. The variant has the value of an absent field.
    Boolean(bool),
    /// A string. Slots: offset and length. `""` means absent.
    Str,
    /// A string that is likely to occur in several records of a chunk. Slots: its index among the
    /// interned strings and [`INTERNED`](crate::INTERNED), or offset and length. `""` means absent.
    InternedStr,
    /// A string that is likely to be in the dictionary, which the variant has. Slots: its index in
    /// the dictionary and [`INTERNED`](crate::INTERNED), or offset and length. `""` means absent.
    Dictionary(&'static [&'static str]),
    /// The URL of a picture, which is often equal to the value of the previous field. Slots: offset
    /// and length. A URL that ends with the variant's suffix means absent, and so does `""`.
    PictureUrl(&'static str),
    /// A date with a time, in ISO 8601. Slots: offset and length. `false` and `""` mean absent.
    Date,
    /// A day and a month, as `DD-MM`. Slots: offset and length. `false` and `""` mean absent.
    Birthday,
    /// A string that must pass a check. Slots: offset and length. The variant has the check and a
    /// description of valid strings. `""` means absent.
    Validated(fn(&str) -> bool, &'static str),
    /// An integer from 0 to 2^53 - 1. Slots: its low half and its high half.
    Integer,
    /// A list of integers. Slots: its offset in `numbers` and its length. PHP sends a list with
    /// gaps as an object, and an empty list sometimes as `false`.
    IntegerList,
    /// A nested record. Slots: 1 if it is present, followed by the slots of its fields. `false`,
    /// `""` and `[]` mean absent.
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

/// Sets the offsets of the fields of a record, one after the other.
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
