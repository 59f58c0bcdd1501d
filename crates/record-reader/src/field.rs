/// What a field of a record holds, and what its row has for it.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// The record's id, a whole number from 1: its low and its high half.
    Id,
    /// A flag, as 0 or 1; the value if the portal leaves it out.
    Flag(bool),
    /// A text: offset and length. `""` is absence.
    Text,
    /// A text that other records of a window are likely to have as well: offset and length, or its number among the window's repeated
    /// texts, and [`WORD`](crate::WORD). `""` is absence.
    Repeated,
    /// A text that is likely one of these: its number among them, and [`WORD`](crate::WORD).
    Word(&'static [&'static str]),
    /// The address of a picture, often that of the field before; one with this end is none.
    Picture(&'static str),
    /// A moment in ISO 8601, as text; `false` is absence.
    Date,
    /// A day of the year, `DD-MM`, as text; `false` is absence.
    Birthday,
    /// A text that is odd unless it passes; what is due.
    Checked(fn(&str) -> bool, &'static str),
    /// A whole number: its low and its high half.
    Number,
    /// Whole numbers: offset and count. PHP sends a list with a gap as an object, and an empty one at times as `false`.
    Numbers,
    /// A record in the record: whether it is there, and its fields. `false`, `""` and `[]` are absence.
    Record(&'static [Field]),
}

/// A field of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The portal's name for it.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Where its numbers begin in the row.
    pub at: usize,
}

impl Field {
    /// A field that has no place yet.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, at: 0 }
    }
}

impl Kind {
    /// How many numbers of the row it takes.
    #[must_use]
    pub const fn width(self) -> usize {
        match self {
            Self::Flag(_) => 1,
            Self::Record(fields) => 1 + width(fields),
            _ => 2,
        }
    }
}

/// The fields in their places, one after the other.
#[must_use]
pub const fn laid_out<const N: usize>(mut fields: [Field; N]) -> [Field; N] {
    let mut at = 0;
    let mut index = 0;
    while index < N {
        fields[index].at = at;
        at += fields[index].kind.width();
        index += 1;
    }
    fields
}

/// How many numbers the row of a record with these fields has.
#[must_use]
pub const fn width(fields: &[Field]) -> usize {
    match fields {
        [.., last] => last.at + last.kind.width(),
        [] => 0,
    }
}

/// The row of a record with none of its fields.
pub(crate) fn blank_row(fields: &[Field]) -> Vec<i32> {
    let mut row = Vec::with_capacity(width(fields));
    for field in fields {
        match field.kind {
            Kind::Flag(absent) => row.push(i32::from(absent)),
            Kind::Id | Kind::Numbers => row.extend([0, 0]),
            Kind::Record(fields) => {
                row.push(0);
                row.extend(blank_row(fields));
            }
            _ => row.extend([0, crate::NULL]),
        }
    }
    row
}

/// A name of the portal's as JavaScript has it: `first_name` is `firstName`.
#[must_use]
pub fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut begins = false;
    for char in name.chars() {
        if char == '_' {
            begins = true;
            continue;
        }
        camel.push(if begins { char.to_ascii_uppercase() } else { char });
        begins = false;
    }
    camel
}
