//! Derives the reader's table of fields, and building from a row, for a record.

use b24_record_reader::{DataType, Field, RowReader};

use crate::ids::UserId;

/// A record with a table of its fields, from which readers and builders of records are derived.
pub trait Record {
    /// The fields, under the portal's names.
    const FIELDS: &'static [Field];

    /// Reads the record from a row.
    fn from_row(row: &mut RowReader<'_>) -> Self;
}

/// Declares a record. The line of a field states its type in Rust, its data type on the wire and,
/// if different, its name on the wire. The table for the reader, the layout of the rows, the
/// builder in JavaScript and the TypeScript declarations are derived from these lines.
macro_rules! record {
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
                $(b24_record_reader::Field::new(record!(@name $field $($wire)?), $data_type),)*
            ]);

            fn from_row(row: &mut b24_record_reader::RowReader<'_>) -> Self {
                Self {
                    $($field: $crate::model::FromRow::from_row(row, $data_type),)*
                    $(extra: <$extra>::default(),)?
                }
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $wire:literal) => { $wire };
}

pub(crate) use record;

/// A type of fields that can be read from a row.
pub(crate) trait FromRow {
    fn from_row(row: &mut RowReader<'_>, data_type: DataType) -> Self;
}

impl FromRow for UserId {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        row.read_integer().and_then(Self::new).expect("the reader accepts no record without an id")
    }
}

impl FromRow for bool {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        row.read_bool()
    }
}

impl FromRow for Option<String> {
    fn from_row(row: &mut RowReader<'_>, data_type: DataType) -> Self {
        row.read_string(if let DataType::Dictionary(texts) = data_type { texts } else { &[] })
    }
}

impl FromRow for String {
    fn from_row(row: &mut RowReader<'_>, data_type: DataType) -> Self {
        Option::from_row(row, data_type).unwrap_or_default()
    }
}

impl FromRow for Option<u64> {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        row.read_integer()
    }
}

impl FromRow for Vec<u64> {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        row.read_integer_list()
    }
}

impl<T: Record> FromRow for Option<T> {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        let is_present = row.read_bool();
        let record = T::from_row(row);
        is_present.then_some(record)
    }
}
