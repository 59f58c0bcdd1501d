//! `app.info` and `feature.get`: information about the application and about the portal's plan.

use super::{Call, CallError, CallResult};
use crate::{
    limits::CredentialKind,
    php::{Array, Value},
};

/// The code of the portal's plan, which consists of a language and a name.
const LICENSE: &str = "en_pro";
/// The features of the plan that concern REST.
const FEATURES: [&str; 2] = ["rest_auth_connector", "rest_offline_extended"];

/// `app.info`: the application and the portal's plan. A webhook belongs to no application, so it
/// gets only its scopes and the plan.
pub(super) fn app_info(call: &Call<'_>) -> CallResult {
    CallResult::new(match call.credential_kind {
        CredentialKind::Webhook => Array::from([
            ("SCOPE", Value::from(call.scopes.iter().collect::<Array>())),
            ("LICENSE", LICENSE.into()),
        ]),
        CredentialKind::Application => Array::from([
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

pub(super) fn feature_get(call: &Call<'_>) -> Result<CallResult, CallError> {
    let code = call.params.get("CODE").filter(|code| code.is_truthy()).ok_or(CODE_EMPTY)?;
    let is_enabled = code.as_str().is_some_and(|code| FEATURES.contains(&code));
    Ok(CallResult::new(Array::from([("value", if is_enabled { "Y" } else { "N" })])))
}

const CODE_EMPTY: CallError = CallError::method_error(400, "CODE_EMPTY", "CODE can't be empty");
