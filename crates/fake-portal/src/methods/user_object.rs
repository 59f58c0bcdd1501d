//! The user object that the `im` methods return, with its keys in the server's order.

use super::{Call, phones::format_phones, user_object_versions};
use crate::{
    Millis, Portal,
    avatars::BLANK_PATH,
    directory::{Bot, Person, PersonKind},
    php::{Array, Value},
};

pub(super) fn user_object(call: &Call<'_>, person: &Person) -> Array {
    let with_avatar_hr = call.params.get("AVATAR_HR").and_then(Value::as_str) == Some("Y");
    user_object_versions::convert_to_version(
        &current_user_object(call.portal, person),
        call.portal.edition().version,
        with_avatar_hr,
    )
}

fn current_user_object(portal: &Portal, person: &Person) -> Array {
    let (avatar, avatar_hr) = person
        .avatar
        .as_ref()
        .map_or((String::new(), absolute_url(portal, BLANK_PATH)), |avatar| {
            (absolute_url(portal, &avatar.url), absolute_url(portal, &avatar.hr_url))
        });
    let bot = match &person.kind {
        PersonKind::Bot(bot) => Some(bot),
        _ => None,
    };
    Array::from([
        ("id", Value::from(person.id)),
        ("active", person.active.into()),
        ("name", (*person.name).into()),
        ("first_name", (*person.first_name).into()),
        ("last_name", person.last_name.as_deref().into()),
        ("work_position", person.work_position.as_deref().into()),
        ("color", (*person.color).into()),
        ("avatar", avatar.into()),
        ("avatar_hr", avatar_hr.into()),
        ("gender", person.gender.code().into()),
        ("birthday", (*person.birthday).into()),
        ("extranet", person.is_external().into()),
        ("network", (person.kind == PersonKind::Network).into()),
        ("bot", bot.is_some().into()),
        ("connector", (person.kind == PersonKind::Connector).into()),
        ("external_auth_id", (*person.external_auth_id).into()),
        // The server has sent these constants since presence moved to other methods.
        ("status", "online".into()),
        ("idle", false.into()),
        ("last_activity_date", date_or_false(portal, person.last_activity)),
        ("mobile_last_date", false.into()),
        ("desktop_last_date", false.into()),
        ("absent", date_or_false(portal, person.absent_until)),
        ("departments", person.departments.iter().copied().collect::<Array>().into()),
        ("phones", format_phones(&person.phones, portal.edition().telephony)),
        ("bot_data", bot.map(|bot| bot_data(person.id, bot)).into()),
        ("type", person.kind.wire_type().into()),
        ("website", (*person.website).into()),
        ("email", (*person.email).into()),
    ])
}

/// Makes a URL absolute. Like the server, adds the portal's origin to a path.
pub(super) fn absolute_url(portal: &Portal, url: &str) -> String {
    if url.starts_with('/') { format!("{}{url}", portal.origin()) } else { url.into() }
}

/// Formats a date; `false` if there is none.
pub(super) fn date_or_false(portal: &Portal, timestamp: Option<Millis>) -> Value {
    timestamp.map_or(Value::Bool(false), |time| portal.format_timestamp(time).into())
}

fn bot_data(id: u64, bot: &Bot) -> Array {
    // Two fields tell whether a bot is a support bot. The fake portal has no support bot.
    let support = Value::Bool(false);
    Array::from([
        ("id", Value::from(id)),
        ("code", (*bot.code).into()),
        ("type", bot.type_name.into()),
        ("app_id", (*bot.app_id).into()),
        ("is_hidden", bot.is_hidden.into()),
        ("is_support_openline", support.clone()),
        ("openline", support),
        ("background_id", bot.background_id.into()),
        ("reactions_enabled", bot.reactions_enabled.into()),
    ])
}
