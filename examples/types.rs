//! Prints the TypeScript declarations of the public types that Rust knows:
//! `pkg-template/src/generated/types.gen.ts`.

use b24_users::client::{
    CacheOptions, CallOptions, ClientOptions, GetUsersOptions, Limits, Progress,
};
use b24_users::error::{ErrorInfo, ErrorKind, code};
use b24_users::ids::{InvalidId, OnInvalid, UserId};
use b24_users::model::{
    BotData, ClientEventKind, FailedIds, Phones, RestTime, Stats, Timing, User, UserChunk,
    UserIssue, UserList, WaitReason,
};
use ts_rs::{Config, TS};

/// The field that every object of the union `ClientEvent` has besides those of its kind.
const EVENT_TIME: &str =
    "/**\n * Time of the event, in milliseconds since 1970.\n */\nat: number,\n";

fn main() {
    println!(
        "// Generated from the Rust types by examples/types.rs; `cargo xtask types --bless` renews it."
    );
    println!("import type {{ B24Error }} from \"../shared/errors.js\";\n");
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
        declaration_with::<ClientEventKind>(EVENT_TIME),
        declaration::<WaitReason>(),
        declaration::<Stats>(),
        declaration::<ErrorInfo>(),
        error_codes(),
        declaration::<ErrorKind>(),
    ] {
        println!("{declaration}");
    }
}

fn declaration<T: TS + 'static>() -> String {
    declaration_with::<T>("")
}

/// The declaration of a type. `common_fields` are added to every object of a union.
fn declaration_with<T: TS + 'static>(common_fields: &str) -> String {
    // Ids, counts and indices all stay below 2^53.
    let config = Config::new().with_large_int("number");
    let docs = T::docs().unwrap_or_default();
    let declared = T::decl(&config);
    let body = declared.strip_prefix("type ").and_then(|body| body.strip_suffix(" };"));
    match body.and_then(|body| body.split_once(" = { ")) {
        Some((name, variants)) if variants.contains(BETWEEN_VARIANTS) => {
            format!("{docs}export type {name} ={};\n", union(variants, common_fields))
        }
        Some((name, fields)) => {
            format!("{docs}export interface {name} {{\n{}}}\n", format_fields(fields, "  "))
        }
        None => format!("{docs}export {declared}\n"),
    }
}

/// The union of the codes, with a line of documentation each.
fn error_codes() -> String {
    let variants: Vec<String> = code::ALL
        .iter()
        .map(|(code, docs)| format!("\n  /** {} */\n  | \"{code}\"", docs.trim()))
        .collect();
    format!(
        "/**\n * The codes of errors: of this package, then those that portals are documented to \
         send.\n */\nexport type B24ErrorCode ={};\n",
        variants.concat()
    )
}

/// The separator of the objects of a union.
const BETWEEN_VARIANTS: &str = " } | { ";

fn union(variants: &str, common_fields: &str) -> String {
    let object = |fields: &str| {
        // ts-rs puts the tag and the first field on one line.
        let (tag, fields) = fields.split_once(", ").unwrap_or((fields, ""));
        let fields = format!("{tag},\n{common_fields}{fields}");
        format!("\n  | {{\n{}    }}", format_fields(&fields, "      "))
    };
    variants.split(BETWEEN_VARIANTS).map(object).collect::<Vec<_>>().concat()
}

/// Formats one field or comment line per line. Fields end in a semicolon, and optional ones may
/// also be `undefined`, for `exactOptionalPropertyTypes`.
fn format_fields(fields: &str, indent: &str) -> String {
    let format_line = |line: &str| {
        if line.starts_with("/*") || line.starts_with(" *") {
            return format!("{indent}{line}\n");
        }
        let field = line.trim_end().trim_end_matches(',').replace("\"type\":", "type:");
        let undefined = if field.contains("?:") { " | undefined" } else { "" };
        format!("{indent}{field}{undefined};\n")
    };
    let lines = fields.lines().filter(|line| !line.trim().is_empty());
    lines.map(format_line).collect::<Vec<_>>().concat()
}
