//! Generates the TypeScript that builds users, from the table of their fields.
//!
//! `BLESS=1 cargo test --test core user_codec_generator` writes
//! `pkg-template/src/generated/user-codec.gen.ts`.

use std::fmt::Write;
use std::fs;

use b24_record_reader::{DataType, Field, row_stride, to_camel_case};
use b24_users::model::{Record, User};

const FILE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/pkg-template/src/generated/user-codec.gen.ts");

#[test]
fn the_generated_builder_is_up_to_date() {
    let generated = generate();
    if std::env::var_os("BLESS").is_some() {
        fs::write(FILE, &generated).unwrap();
    }
    assert_eq!(fs::read_to_string(FILE).unwrap_or_default(), generated, "{FILE} is outdated");
}

/// The readers of single values. They are functions of all chunks, so that engines inline them.
const READERS: &str = r"
const NULL = -1;
const WORD = -2;

const text = (row: Int32Array, plain: string, other: string, at: number): string | null => {
  const length = row[at + 1]!;
  if (length === NULL) return null;
  const start = row[at]!;
  return start >= 0
    ? plain.substring(start, start + length)
    : other.substring(~start, ~start + length);
};

const word = (
  words: readonly string[],
  row: Int32Array,
  plain: string,
  other: string,
  at: number,
): string | null =>
  row[at + 1] === WORD ? words[row[at]!]! : text(row, plain, other, at);

// The halves of most are the number and 0.
const integer = (row: Int32Array, at: number): number | null => {
  const low = row[at]!;
  const high = row[at + 1]!;
  if (high === 0 && low >= 0) return low;
  return high === NULL ? null : high * 2 ** 32 + (low >>> 0);
};

const list = (row: Int32Array, numbers: Float64Array, at: number): number[] => {
  const start = row[at]!;
  const count = row[at + 1]!;
  return count === 1 ? [numbers[start]!] : Array.from(numbers.subarray(start, start + count));
};

// Most have one element.
const copyList = (list: number[]): number[] => (list.length === 1 ? [list[0]!] : list.slice());
";

/// The declarations of the two functions.
const BUILD_USER: &str = "
/** The user whose numbers in the rows of a chunk begin at `at`. */
export const buildUser = (
  row: Int32Array,
  plain: string,
  other: string,
  shared: readonly string[],
  numbers: Float64Array,
  at: number,
): StoredUser => {
  // Usually both pictures are one string.
";
const COPY_USER: &str = "
/** A copy of a user for a caller, who may change it, with the unknown fields. */
export const copyUser = (user: StoredUser, extra: User[\"extra\"]): User => ({
";

fn generate() -> String {
    let fields = User::FIELDS;
    let mut js = String::from(
        "// Generated from the table in src/model/user.rs by tests/core/user_codec_generator.rs;\n\
         // `BLESS=1 cargo test --test core user_codec_generator` renews it.\n\
         import type { User } from \"./types.gen.js\";\n\n\
         /** A user in a chunk. Unknown fields are parsed on demand. */\n\
         export type StoredUser = Omit<User, \"extra\">;\n\n",
    );
    let stride = row_stride(fields);
    writeln!(js, "/** The number of values in a user's row. */\nexport const WIDTH = {stride};\n")
        .unwrap();
    words(&mut js, fields);
    js += READERS;
    js += BUILD_USER;
    for pair in
        fields.windows(2).filter(|pair| matches!(pair[1].data_type, DataType::PictureUrl(_)))
    {
        writeln!(js, "  const {} = {};", to_camel_case(pair[0].name), text(pair[0].offset))
            .unwrap();
    }
    js += "  return {\n";
    built(&mut js, fields, 0, 2);
    js += "  };\n};\n";
    js += COPY_USER;
    copied(&mut js, fields, "user", 1);
    js += "  extra,\n});\n";
    js
}

/// The members of a copy of the object `from`.
fn copied(js: &mut String, fields: &[Field], from: &str, depth: usize) {
    let indent = "  ".repeat(depth);
    for field in fields {
        let name = to_camel_case(field.name);
        let value = format!("{from}.{name}");
        match field.data_type {
            DataType::IntegerList => writeln!(js, "{indent}{name}: copyList({value}),").unwrap(),
            DataType::Record(inner) => {
                writeln!(js, "{indent}{name}: {value} && {{").unwrap();
                copied(js, inner, &value, depth + 1);
                writeln!(js, "{indent}}},").unwrap();
            }
            _ => writeln!(js, "{indent}{name}: {value},").unwrap(),
        }
    }
}

/// The dictionaries of the fields.
fn words(js: &mut String, fields: &[Field]) {
    for field in fields {
        match field.data_type {
            DataType::Dictionary(list) => {
                writeln!(js, "const {} = {list:?};", constant(list)).unwrap();
            }
            DataType::Record(inner) => words(js, inner),
            _ => {}
        }
    }
}

fn constant(words: &[&str]) -> String {
    format!("WORDS_{}", words[0].to_ascii_uppercase())
}

fn text(place: usize) -> String {
    format!("text(row, plain, other, at + {place})")
}

/// The members of an object whose values begin at `offset` in the row.
fn built(js: &mut String, fields: &[Field], offset: usize, depth: usize) {
    let indent = "  ".repeat(depth);
    for (index, field) in fields.iter().enumerate() {
        let place = field.offset + offset;
        if matches!(fields.get(index + 1), Some(Field { data_type: DataType::PictureUrl(_), .. })) {
            writeln!(js, "{indent}{},", to_camel_case(field.name)).unwrap();
            continue;
        }
        let at = if place == 0 { "at".to_owned() } else { format!("at + {place}") };
        let value = match field.data_type {
            DataType::Id => format!("integer(row, {at})!"),
            DataType::Integer => format!("integer(row, {at})"),
            DataType::Boolean(_) => format!("row[{at}] === 1"),
            DataType::Dictionary(words) => {
                format!("word({}, row, plain, other, {at})", constant(words))
            }
            DataType::IntegerList => format!("list(row, numbers, {at})"),
            DataType::Record(inner) => {
                let mut object = format!("row[{at}] === 1 ? {{\n");
                built(&mut object, inner, place + 1, depth + 1);
                object + &indent + "} : null"
            }
            // The one text that is never `null`.
            _ if field.name == "name" => format!("{} ?? \"\"", text(place)),
            DataType::PictureUrl(_) => {
                let before = &fields[index - 1];
                let (name, at) = (to_camel_case(before.name), before.offset + offset);
                let same = |half| format!("row[at + {}] === row[at + {}]", place + half, at + half);
                let is_same = [same(0), same(1)].join(" && ");
                format!("{is_same} ? {name} : {}", text(place))
            }
            DataType::InternedStr => format!("word(shared, row, plain, other, {at})"),
            _ => text(place),
        };
        writeln!(js, "{indent}{}: {value},", to_camel_case(field.name)).unwrap();
    }
}
