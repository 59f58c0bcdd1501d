//! The avatar images. The portal serves them itself, so that pages need no other server.

use crate::{
    Portal, Response,
    directory::{Avatar, Person},
};

/// The path of the placeholder image for users without an avatar. It is the same on every portal.
pub const BLANK_PATH: &str = "/bitrix/js/im/images/blank.gif";
/// The directory of the generated avatars.
const AVATAR_DIR: &str = "/upload/avatar/";

/// The users of the documentation's examples. Their avatars have the addresses given there.
const DOCUMENTED_IDS: [u64; 2] = [4, 5];

/// A GIF of one transparent pixel.
const TRANSPARENT_GIF: &[u8] =
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00\
    ,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// The path of the generated avatar of a user.
#[must_use]
pub fn avatar_path(id: u64) -> String {
    format!("{AVATAR_DIR}{id}.svg")
}

/// The image at `path`; `None` if there is no such image.
#[must_use]
pub fn find_image(portal: &Portal, path: &str) -> Option<Response> {
    if path == BLANK_PATH {
        return Some(Response::new(200, "image/gif", TRANSPARENT_GIF));
    }
    let person = match path.strip_prefix(AVATAR_DIR) {
        Some(name) => portal.directory().person(name.strip_suffix(".svg")?.parse().ok()?)?,
        None => documented_person(portal, path)?,
    };
    // Also at a documented address, which ends in `.png`.
    Some(Response::new(200, "image/svg+xml", initials_svg(&person)))
}

/// The user of the documentation's examples whose avatar has this path.
fn documented_person(portal: &Portal, path: &str) -> Option<Person> {
    let mut people = DOCUMENTED_IDS.into_iter().filter_map(|id| portal.directory().person(id));
    let has_path = |avatar: &Avatar| avatar.url == path || avatar.hr_url == path;
    people.find(|person| person.avatar.as_ref().is_some_and(has_path))
}

/// An SVG image with the user's colour and initials, like the one that Bitrix24 shows.
fn initials_svg(person: &Person) -> String {
    let initials: String = [&*person.first_name, person.last_name.as_deref().unwrap_or_default()]
        .into_iter()
        .filter_map(|name| name.chars().find(|ch| ch.is_alphabetic()))
        .collect();
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 200'>\
         <rect width='200' height='200' fill='{}'/>\
         <text x='100' y='130' font-family='sans-serif' font-size='84' text-anchor='middle' fill='#fff'>{initials}</text>\
         </svg>",
        person.color
    )
}
