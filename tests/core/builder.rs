//! The builder of users in JavaScript, written from the table of their fields.
//!
//! `BLESS=1 cargo test --test core builder` writes `pkg-template/dist/user-fields.js` anew.

use std::fmt::Write;
use std::fs;

use b24_columns::{Field, Kind, camel_case, width};
use b24_users::model::{Record, User};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg-template/dist/user-fields.js");

#[test]
fn the_builder_follows_from_the_table() {
    let generated = generate();
    if std::env::var_os("BLESS").is_some() {
        fs::write(FILE, &generated).unwrap();
    }
    assert_eq!(fs::read_to_string(FILE).unwrap_or_default(), generated, "{FILE} is not what the table says");
}

fn generate() -> String {
    let fields = User::FIELDS;
    let mut js = String::from(
        "// Generated from the table in src/model/user.rs; `BLESS=1 cargo test --test core builder` writes it anew.\n\n",
    );
    writeln!(js, "/** How many numbers the row of a user has. */\nexport const WIDTH = {};\n", width(fields))
        .unwrap();
    words(&mut js, fields);
    js += "\n/** The user whose numbers in `row` begin at `at`. */\n";
    js += "export const buildUser = (row, at, text, word, whole, list, extra) => ({\n";
    built(&mut js, fields, 0, 1);
    js += "  extra,\n});\n";
    js
}

/// The words that texts are likely to be.
fn words(js: &mut String, fields: &[Field]) {
    for field in fields {
        match field.kind {
            Kind::Word(list) => writeln!(js, "const {} = {list:?};", constant(list)).unwrap(),
            Kind::Record(inner) => words(js, inner),
            _ => {}
        }
    }
}

fn constant(words: &[&str]) -> String {
    format!("WORDS_{}", words[0].to_ascii_uppercase())
}

/// The members of an object, from its numbers, which begin `offset` after those of the user.
fn built(js: &mut String, fields: &[Field], offset: usize, depth: usize) {
    let indent = "  ".repeat(depth);
    for field in fields {
        let place = field.at + offset;
        let at = if place == 0 { "at".to_owned() } else { format!("at + {place}") };
        let value = match field.kind {
            Kind::Id | Kind::Number => format!("whole({at})"),
            Kind::Flag(_) => format!("row[{at}] === 1"),
            Kind::Word(words) => format!("word({at}, {})", constant(words)),
            Kind::Numbers => format!("list({at})"),
            Kind::Record(inner) => {
                let mut object = format!("row[{at}] === 1 ? {{\n");
                built(&mut object, inner, place + 1, depth + 1);
                object + &indent + "} : null"
            }
            // The one text that is never `null`.
            _ if field.name == "name" => format!("text({at}) ?? \"\""),
            _ => format!("text({at})"),
        };
        writeln!(js, "{indent}{}: {value},", camel_case(field.name)).unwrap();
    }
}
