use serde_json::{Map, Value};

use super::departments::read_departments;
use super::fields::Fields;
use b24_users::ids::UserId;
use b24_users::model::is_safe_url;
use b24_users::model::{BotData, Phones, User, UserIssue};

/// The placeholder that portals send as `avatar_hr` of users without a picture.
const BLANK_PICTURE: &str = "/bitrix/js/im/images/blank.gif";

/// Reads one user, and adds invalid fields to `issues`.
pub fn read_user(id: UserId, record: Map<String, Value>, issues: &mut Vec<UserIssue>) -> User {
    let mut fields = Fields::new(id, "", record, issues);
    if let Some(invalid) = fields.take("id") {
        fields.invalid::<()>("id", "user id", &invalid);
    }
    User {
        id,
        active: fields.flag("active", true),
        name: fields.text("name").unwrap_or_default(),
        first_name: fields.text("first_name"),
        last_name: fields.text("last_name"),
        work_position: fields.text("work_position"),
        color: fields.text("color"),
        avatar: fields.text("avatar"),
        avatar_hr: fields.text("avatar_hr").filter(|url| !url.ends_with(BLANK_PICTURE)),
        gender: fields.text("gender"),
        birthday: fields.birthday("birthday"),
        extranet: fields.flag("extranet", false),
        network: fields.flag("network", false),
        bot: fields.flag("bot", false),
        connector: fields.flag("connector", false),
        external_auth_id: fields.text("external_auth_id"),
        status: fields.text("status"),
        idle: fields.date("idle"),
        last_activity_date: fields.date("last_activity_date"),
        mobile_last_date: fields.date("mobile_last_date"),
        desktop_last_date: fields.date("desktop_last_date"),
        absent: fields.date("absent"),
        departments: read_departments(&mut fields),
        phones: fields.record("phones", "phones.", read_phones),
        bot_data: fields.record("bot_data", "botData.", read_bot_data),
        kind: fields.text("type"),
        website: read_website(&mut fields),
        email: fields.text("email"),
        extra: fields.unknown_fields(),
    }
}

fn read_phones(fields: &mut Fields<'_>) -> Phones {
    Phones {
        personal_mobile: fields.text("personal_mobile"),
        work_phone: fields.text("work_phone"),
        inner_phone: fields.text("inner_phone"),
        personal_phone: fields.text("personal_phone"),
    }
}

fn read_bot_data(fields: &mut Fields<'_>) -> BotData {
    BotData {
        id: fields.number("id"),
        code: fields.text("code"),
        kind: fields.text("type"),
        app_id: fields.text("app_id"),
        is_hidden: fields.flag("is_hidden", false),
        is_support_openline: fields.flag("is_support_openline", false),
        openline: fields.flag("openline", false),
        background_id: fields.text("background_id"),
        reactions_enabled: fields.flag("reactions_enabled", false),
    }
}

fn read_website(fields: &mut Fields<'_>) -> Option<String> {
    let website = fields.text("website")?;
    if is_safe_url(&website) {
        return Some(website);
    }
    fields.invalid("website", "a URL that executes no code", &Value::String(website))
}
