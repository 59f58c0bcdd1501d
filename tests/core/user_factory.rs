//! The builder of users in JavaScript, written from the table of their fields.
//!
//! `BLESS=1 cargo test --test core user_factory` writes `pkg-template/dist/user-fields.js` anew.

use std::fmt::Write;
use std::fs;

use b24_record_reader::{DataType, Field, row_stride, to_camel_case};
use b24_users::model::{Record, User};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg-template/dist/user-fields.js");

#[test]
fn the_generated_builder_is_up_to_date() {
    let generated = generate();
    if std::env::var_os("BLESS").is_some() {
        fs::write(FILE, &generated).unwrap();
    }
    assert_eq!(
        fs::read_to_string(FILE).unwrap_or_default(),
        generated,
        "{FILE} is not what the table says"
    );
}

/// How single values are read. Functions of their own, of all windows alike, so that engines put
/// them in their places.
const READERS: &str = r"
const NULL = -1;
const WORD = -2;

const text = (row, plain, other, at) => {
  const length = row[at + 1];
  if (length === NULL) return null;
  const start = row[at];
  return start >= 0 ? plain.substring(start, start + length) : other.substring(~start, ~start + length);
};

const word = (words, row, plain, other, at) => (row[at + 1] === WORD ? words[row[at]] : text(row, plain, other, at));

// The halves of most are the number and 0.
const whole = (row, at) => {
  const low = row[at];
  const high = row[at + 1];
  if (high === 0 && low >= 0) return low;
  return high === NULL ? null : high * 2 ** 32 + (low >>> 0);
};

const list = (row, numbers, at) => {
  const start = row[at];
  const count = row[at + 1];
  return count === 1 ? [numbers[start]] : Array.from(numbers.subarray(start, start + count));
};

// Most have one element.
const copyList = (list) => (list.length === 1 ? [list[0]] : list.slice());
";

fn generate() -> String {
    let fields = User::FIELDS;
    let mut js = String::from(
        "// Generated from the table in src/model/user.rs; `BLESS=1 cargo test --test core user_factory` writes it anew.\n\n",
    );
    writeln!(
        js,
        "/** How many numbers the row of a user has. */\nexport const WIDTH = {};\n",
        row_stride(fields)
    )
    .unwrap();
    words(&mut js, fields);
    js += READERS;
    js += "\n/** The user whose numbers in the `row` of a window begin at `at`. */\n";
    js += "export const buildUser = (row, plain, other, shared, numbers, at) => {\n";
    js += "  // One string for both, more often than not.\n";
    for pair in
        fields.windows(2).filter(|pair| matches!(pair[1].data_type, DataType::PictureUrl(_)))
    {
        writeln!(js, "  const {} = {};", to_camel_case(pair[0].name), text(pair[0].offset))
            .unwrap();
    }
    js += "  return {\n";
    built(&mut js, fields, 0, 2);
    js += "  };\n};\n";
    js += "\n/** A user like this one, for somebody who may change it, with what else the portal told. */\n";
    js += "export const copyUser = (user, extra) => ({\n";
    copied(&mut js, fields, "user", 1);
    js += "  extra,\n});\n";
    js
}

/// The members of a copy of an object, which goes by this name.
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

/// The words that texts are likely to be.
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

/// The members of an object, from its numbers, which begin `offset` after those of the user.
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
            DataType::Id | DataType::Integer => format!("whole(row, {at})"),
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
