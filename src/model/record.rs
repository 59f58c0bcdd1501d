//! Derives from the declaration of a record: the reader's table of fields, and the code that builds
//! the record from a row.

use b24_record_reader::{DataType, Field, RowReader};

use crate::ids::UserId;

/// A type that is read from a JSON object. Its readers and builders are derived from a table of its
/// fields.
pub trait Record {
    /// The fields, with their names on the wire.
    const FIELDS: &'static [Field];

    /// Reads the record from its row: the values of its fields, as the record reader has stored
    /// them.
    fn from_row(row: &mut RowReader<'_>) -> Self;
}

/// Declares a record. The line of a field states its Rust name, its Rust type, its data type on the
/// wire and, if the name on the wire is not the Rust name, the name on the wire. From these lines
/// are derived: the table for the reader, the layout of the rows, the builder in JavaScript, and
/// the TypeScript declarations.
macro_rules! declare_record {
    (
        $(#[$record_meta:meta])*
        pub struct $name:ident {
            $($(#[$field_meta:meta])* pub $field:ident: $type:ty = $data_type:expr $(, as $wire:literal)?;)*
        }
        $(with { $(#[$extra_meta:meta])* pub extra: $extra:ty, })?
    ) => {
        $(#[$record_meta])*
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
            $($(#[$extra_meta])* pub extra: $extra,)?
        }

        impl $crate::model::Record for $name {
            const FIELDS: &'static [b24_record_reader::Field] = &b24_record_reader::with_offsets([
                $(b24_record_reader::Field::new(declare_record!(@name $field $($wire)?), $data_type),)*
            ]);

            fn from_row(row: &mut b24_record_reader::RowReader<'_>) -> Self {
                Self {
                    $($field: $crate::model::RowValue::from_row(row, $data_type),)*
                    $(extra: <$extra>::default(),)?
                }
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $wire:literal) => { $wire };
}

pub(crate) use declare_record;

/// A type of field values that can be read from a row, the stored values of one record.
pub(crate) trait RowValue {
    fn from_row(row: &mut RowReader<'_>, data_type: DataType) -> Self;
}

impl RowValue for UserId {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        row.read_integer().and_then(Self::new).expect("the reader accepts no record without an id")
    }
}

impl RowValue for bool {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        row.read_bool()
    }
}

impl RowValue for Option<String> {
    fn from_row(row: &mut RowReader<'_>, data_type: DataType) -> Self {
        row.read_string(if let DataType::Dictionary(texts) = data_type { texts } else { &[] })
    }
}

impl RowValue for String {
    fn from_row(row: &mut RowReader<'_>, data_type: DataType) -> Self {
        Option::from_row(row, data_type).unwrap_or_default()
    }
}

impl RowValue for Option<u64> {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        row.read_integer()
    }
}

impl RowValue for Vec<u64> {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        row.read_integer_list()
    }
}

impl<T: Record> RowValue for Option<T> {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        let is_present = row.read_bool();
        let record = T::from_row(row);
        is_present.then_some(record)
    }
}
