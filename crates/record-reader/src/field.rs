use crate::NULL;

/// The type of a field, and what its slots in a row hold.
#[derive(Clone, Copy, Debug)]
pub enum DataType {
    /// The record's id, an integer from 1: its low and its high half.
    Id,
    /// A boolean, as 0 or 1. Holds the value of an absent field.
    Boolean(bool),
    /// A text: offset and length. `""` means absent.
    Text,
    /// A text that several records of a chunk are likely to have: offset and length, or its index
    /// among the chunk's interned texts and [`INTERNED`](crate::INTERNED). `""` means absent.
    InternedText,
    /// A text that is likely to be one of these: its index among them and
    /// [`INTERNED`](crate::INTERNED), or offset and length. `""` means absent.
    Dictionary(&'static [&'static str]),
    /// The URL of a picture, often the same as that of the field before. A URL with this suffix
    /// means absent.
    PictureUrl(&'static str),
    /// A date and time in ISO 8601, as text. `false` and `""` mean absent.
    Date,
    /// A day and a month, `DD-MM`, as text. `false` and `""` mean absent.
    Birthday,
    /// A text that has to pass a check, and the description of a valid one.
    Validated(fn(&str) -> bool, &'static str),
    /// An integer from 0 to 2^53 - 1: its low and its high half.
    Integer,
    /// A list of integers: offset and count. PHP sends a list with gaps as an object, and an empty
    /// list sometimes as `false`.
    IntegerList,
    /// A nested record: whether it is present, and the slots of its fields. `false`, `""` and `[]`
    /// mean absent.
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
    /// A field without an offset; [`with_offsets`] sets that.
    #[must_use]
    pub const fn new(name: &'static str, data_type: DataType) -> Self {
        Self { name, data_type, offset: 0 }
    }
}

impl DataType {
    /// How many slots of a row a field of this type takes.
    #[must_use]
    pub const fn slot_count(self) -> usize {
        match self {
            Self::Boolean(_) => 1,
            Self::Record(fields) => 1 + row_stride(fields),
            _ => 2,
        }
    }
}

/// Lays the fields out in a row, one after the other.
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

/// How many slots the row of a record with these fields takes.
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
pub fn camel_case(name: &str) -> String {
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
