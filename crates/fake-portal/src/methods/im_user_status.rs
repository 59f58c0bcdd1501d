//! `im.user.status.get` and `im.user.status.set`

use super::{Call, CallError, CallResult};
use crate::php::Value;

pub(super) fn get_status(call: &Call<'_>) -> CallResult {
    CallResult::new(call.portal.status(call.caller).map_or(Value::Bool(false), Value::from))
}

pub(super) fn set_status(call: &mut Call<'_>) -> Result<CallResult, CallError> {
    let status = call.params.get("STATUS").and_then(Value::as_str);
    let status = status
        .filter(|status| matches!(*status, "online" | "dnd" | "away" | "break"))
        .ok_or(STATUS_ERROR)?;
    call.portal.set_status(call.caller, status);
    Ok(CallResult::new(true))
}

const STATUS_ERROR: CallError =
    CallError::method_error(400, "STATUS_ERROR", "Status is not available");
