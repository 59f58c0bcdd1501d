//! Prints the TypeScript declarations of the public types, with which the package's `index.d.ts` begins.

use b24_users::client::{ClientOptions, GetUsersOptions, Limits};
use b24_users::error::{ErrorInfo, ErrorKind};
use b24_users::ids::{InvalidId, OnInvalid, UserId};
use b24_users::model::{BotData, Failure, Phones, TimeSpent, User, UserIssue, UserList};
use ts_rs::{Config, TS};

fn main() {
    println!(
        "// Generated from the Rust types, as far as `createClient`; from there on it is pkg-template/client.d.ts.\n"
    );
    for declaration in [
        declaration::<User>(),
        declaration::<UserId>(),
        declaration::<Phones>(),
        declaration::<BotData>(),
        declaration::<UserList>(),
        declaration::<UserIssue>(),
        declaration::<InvalidId>(),
        declaration::<Failure>(),
        declaration::<TimeSpent>(),
        declaration::<ClientOptions>(),
        declaration::<Limits>(),
        declaration::<GetUsersOptions>(),
        declaration::<OnInvalid>(),
        declaration::<ErrorInfo>(),
        declaration::<ErrorKind>(),
    ] {
        println!("{declaration}");
    }
}

fn declaration<T: TS + 'static>() -> String {
    // Ids, counts and indices all stay below 2^53.
    let config = Config::new().with_large_int("number");
    let docs = T::docs().unwrap_or_default();
    let declared = T::decl(&config);
    match declared.strip_prefix("type ").and_then(|rest| rest.strip_suffix(" };")?.split_once(" = { ")) {
        Some((name, fields)) => format!("{docs}export interface {name} {{\n{}}}\n", indent(fields)),
        None => format!("{docs}export {declared}\n"),
    }
}

/// One field or line of a comment each, indented; fields end in a semicolon rather than a comma.
fn indent(fields: &str) -> String {
    let line = |line: &str| match line.trim_end().strip_suffix(',') {
        Some(field) if !line.starts_with(" *") => format!("  {field};\n"),
        _ => format!("  {line}\n"),
    };
    fields.trim_start().lines().map(line).collect()
}
