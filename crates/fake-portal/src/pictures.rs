//! The pictures that user objects point at, so that a page beside the portal needs no network.

use crate::{Portal, Response, directory::Person};

/// Where the picture of people without a picture lies, on every portal.
pub const BLANK: &str = "/bitrix/js/im/images/blank.gif";
/// Where generated avatars lie.
const AVATARS: &str = "/upload/avatar/";

/// A transparent pixel.
const BLANK_GIF: &[u8] =
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00\
    ,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// The path of somebody's generated avatar.
#[must_use]
pub fn avatar_path(id: u64) -> String {
    format!("{AVATARS}{id}.svg")
}

/// The picture at a path, if there is one.
#[must_use]
pub fn serve(portal: &Portal, path: &str) -> Option<Response> {
    if path == BLANK {
        return Some(Response::new(200, "image/gif", BLANK_GIF));
    }
    let id = path.strip_prefix(AVATARS)?.strip_suffix(".svg")?.parse().ok()?;
    let person = portal.directory().person(id)?;
    Some(Response::new(200, "image/svg+xml", avatar(&person)))
}

/// The person's colour and, as Bitrix24 draws them, initials.
fn avatar(person: &Person) -> String {
    let initials: String = [&*person.first_name, person.last_name.as_deref().unwrap_or_default()]
        .into_iter()
        .filter_map(|name| name.chars().find(|letter| letter.is_alphabetic()))
        .collect();
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 200'>\
         <rect width='200' height='200' fill='{}'/>\
         <text x='100' y='130' font-family='sans-serif' font-size='84' text-anchor='middle' fill='#fff'>{initials}</text>\
         </svg>",
        person.color
    )
}
