//! `profile`: data of the caller, also for applications without the scope `user`.

use super::{Call, CallResult, user_object::absolute_url};
use crate::php::{Array, Value};

pub(super) fn profile(call: &Call<'_>) -> CallResult {
    let portal = &*call.portal;
    let Some(person) = portal.directory().person(call.caller).filter(|person| person.active) else {
        return CallResult::new(Array::default());
    };
    let mut profile = Array::from([
        ("ID", Value::from(person.id.to_string())),
        ("ADMIN", portal.is_admin(person.id).into()),
        ("NAME", (*person.first_name).into()),
        ("LAST_NAME", person.last_name.as_deref().into()),
        ("PERSONAL_GENDER", person.gender.code().into()),
        ("TIME_ZONE", "".into()),
    ]);
    if let Some(photo) = &person.avatar {
        profile.insert("PERSONAL_PHOTO", absolute_url(portal, &photo.url));
    }
    CallResult::new(profile)
}
