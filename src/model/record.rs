use b24_record_reader::{DataType, Field, RowReader};

use crate::ids::UserId;

/// A record, whose fields are known to the reader and the builders by a table.
pub trait Record {
    /// The fields, by the portal's names.
    const FIELDS: &'static [Field];

    /// The record in a row.
    fn from_row(row: &mut RowReader<'_>) -> Self;
}

/// Declares a record: a line for each field says its type, what the portal sends for it, and the portal's name where that is another.
/// The reader's table, the rows, the builder in JavaScript and the TypeScript declarations all follow from that line.
macro_rules! record {
    (
        $(#[$about:meta])*
        pub struct $name:ident {
            $($(#[$about_field:meta])* pub $field:ident: $type:ty = $data_type:expr $(, as $wire:literal)?;)*
        }
        $(with { $(#[$about_extra:meta])* pub extra: $extra:ty, })?
    ) => {
        $(#[$about])*
        pub struct $name {
            $($(#[$about_field])* pub $field: $type,)*
            $($(#[$about_extra])* pub extra: $extra,)?
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

/// The value of a field in a row.
pub(crate) trait FromRow {
    fn from_row(row: &mut RowReader<'_>, data_type: DataType) -> Self;
}

impl FromRow for UserId {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        row.read_integer().and_then(Self::new).expect("the reader gives every record its id")
    }
}

impl FromRow for bool {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        row.read_bool()
    }
}

impl FromRow for Option<String> {
    fn from_row(row: &mut RowReader<'_>, data_type: DataType) -> Self {
        row.read_text(if let DataType::Dictionary(texts) = data_type { texts } else { &[] })
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
        row.read_integers()
    }
}

impl<T: Record> FromRow for Option<T> {
    fn from_row(row: &mut RowReader<'_>, _data_type: DataType) -> Self {
        let is_there = row.read_bool();
        let record = T::from_row(row);
        is_there.then_some(record)
    }
}
