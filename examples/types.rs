//! Prints the TypeScript declarations of the public types, with which the package's `index.d.ts` begins.

use b24_users::client::{CacheOptions, CallOptions, ClientOptions, GetUsersOptions, Limits, Progress};
use b24_users::error::{ErrorInfo, ErrorKind};
use b24_users::ids::{InvalidId, OnInvalid, UserId};
use b24_users::model::{
    BotData, ClientEvent, ClientEventKind, FailedIds, Phones, RestTime, Stats, Timing, User, UserChunk,
    UserIssue, UserList, WaitReason,
};
use ts_rs::{Config, TS};

fn main() {
    println!(
        "// Generated from the Rust types, as far as `ErrorKind`; from there on it is pkg-template/declarations.\n"
    );
    for declaration in [
        declaration::<User>(),
        declaration::<UserId>(),
        declaration::<Phones>(),
        declaration::<BotData>(),
        declaration::<UserList>(),
        declaration::<UserChunk>(),
        declaration::<UserIssue>(),
        declaration::<InvalidId>(),
        declaration::<FailedIds>(),
        declaration::<Timing>(),
        declaration::<RestTime>(),
        declaration::<ClientOptions>(),
        declaration::<Limits>(),
        declaration::<CacheOptions>(),
        declaration::<GetUsersOptions>(),
        declaration::<CallOptions>(),
        declaration::<OnInvalid>(),
        declaration::<Progress>(),
        declaration::<ClientEvent>(),
        declaration::<ClientEventKind>(),
        declaration::<WaitReason>(),
        declaration::<Stats>(),
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
    let parts = declared.strip_prefix("type ").and_then(|rest| rest.strip_suffix(" };")?.split_once(" = { "));
    match parts {
        Some((name, variants)) if variants.contains(OR) => {
            format!("{docs}export type {name} ={};\n", union(variants))
        }
        Some((name, fields)) => format!("{docs}export interface {name} {{\n{}}}\n", indent(fields, "  ")),
        None => format!("{docs}export {declared}\n"),
    }
}

/// What stands between the objects of a union.
const OR: &str = " } | { ";

fn union(variants: &str) -> String {
    let object = |fields: &str| {
        // The first field stands beside the bracket.
        let fields = fields.replacen(", ", ",\n", 1);
        format!("\n  | {{\n{}    }}", indent(&fields, "      "))
    };
    variants.split(OR).map(object).collect::<Vec<_>>().concat()
}

/// One field or line of a comment each, indented. Fields end in a semicolon rather than a comma, and those that may be left out may
/// be `undefined` as well, which strict settings of TypeScript tell apart.
fn indent(fields: &str, by: &str) -> String {
    let line = |line: &str| {
        if line.starts_with("/*") || line.starts_with(" *") {
            return format!("{by}{line}\n");
        }
        let field = line.trim_end().trim_end_matches(',').replace("\"type\":", "type:");
        let undefined = if field.contains("?:") { " | undefined" } else { "" };
        format!("{by}{field}{undefined};\n")
    };
    fields.lines().filter(|line| !line.trim().is_empty()).map(line).collect::<Vec<_>>().concat()
}
