//! `app.info` and `feature.get`: the application and the portal's plan.

use super::{Call, Failure, Reply};
use crate::{
    limits::Credential,
    php::{Array, Value},
};

/// Language and name of the plan.
const LICENSE: &str = "en_pro";
/// The features of it that concern REST.
const FEATURES: [&str; 2] = ["rest_auth_connector", "rest_offline_extended"];

/// A webhook is no application, and has only scopes to tell of.
pub(super) fn app_info(call: &Call<'_>) -> Reply {
    Reply::of(match call.credential {
        Credential::Webhook => Array::from([
            ("SCOPE", Value::from(call.scopes.iter().collect::<Array>())),
            ("LICENSE", LICENSE.into()),
        ]),
        Credential::Application => Array::from([
            ("ID", Value::from("1")),
            ("CODE", (*call.portal.credentials().client_id).into()),
            ("VERSION", 1_i64.into()),
            ("STATUS", "L".into()),
            ("INSTALLED", true.into()),
            ("PAYMENT_EXPIRED", "N".into()),
            ("DAYS", Value::Null),
            ("LANGUAGE_ID", "en".into()),
            ("LICENSE", LICENSE.into()),
            ("LICENSE_TYPE", "pro".into()),
            ("LICENSE_FAMILY", "pro".into()),
        ]),
    })
}

pub(super) fn feature_get(call: &Call<'_>) -> Result<Reply, Failure> {
    let code = call.params.get("CODE").filter(|code| code.is_truthy()).ok_or(CODE_EMPTY)?;
    let is_enabled = code.as_str().is_some_and(|code| FEATURES.contains(&code));
    Ok(Reply::of(Array::from([("value", if is_enabled { "Y" } else { "N" })])))
}

const CODE_EMPTY: Failure = Failure::of_method(400, "CODE_EMPTY", "CODE can't be empty");
