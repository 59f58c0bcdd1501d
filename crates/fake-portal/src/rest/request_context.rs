//! The context of one request: its credential, its simulated processing time, and its injected
//! faults.

use super::{
    params::Params,
    time_field::{Timing, time_field},
};
use crate::{
    Millis, Portal,
    faults::{Fault, FaultTarget},
    limits::{Billing, CredentialKind},
    methods::{self, Call, CallError, CallResult},
    php::Array,
    request_log,
    tokens::Grant,
};

/// The error code if the credential lacks the scope that the method requires.
const INSUFFICIENT_SCOPE: &str = "insufficient_scope";

pub(super) struct RequestContext<'a> {
    pub portal: &'a mut Portal,
    pub now: Millis,
    /// The kind of the request's credential.
    pub credential_kind: CredentialKind,
    /// The simulated processing time so far, in milliseconds.
    pub processing_ms: Millis,
    /// The sum of the injected delays, in milliseconds.
    pub delay_ms: Millis,
    /// The number of bytes of the body that are sent; `None` for the whole body.
    pub truncate_at: Option<usize>,
    /// The kind of the last injected fault; `None` if there is none.
    pub fault: Option<&'static str>,
    /// The log entries of the commands of a batch.
    pub commands: Vec<request_log::CommandLogEntry>,
}

impl<'a> RequestContext<'a> {
    pub(super) fn new(
        portal: &'a mut Portal,
        now: Millis,
        credential_kind: CredentialKind,
    ) -> Self {
        Self {
            portal,
            now,
            credential_kind,
            processing_ms: 0,
            delay_ms: 0,
            truncate_at: None,
            fault: None,
            commands: Vec::new(),
        }
    }

    /// Evaluates the fault rules for a call or command, before it is executed. Records delays and
    /// truncation in the context.
    ///
    /// # Errors
    ///
    /// An injected error, or another fault that replaces the response.
    pub(super) fn inject_faults(
        &mut self,
        target: FaultTarget,
        name: &str,
        params: &Array,
    ) -> Result<(), CallError> {
        let ids = methods::requested_ids(name, params);
        let injection = self.portal.faults_mut().evaluate(target, name, &ids);
        self.delay_ms += injection.delay_ms;
        let Some(fault) = injection.fault else { return Ok(()) };
        self.fault = Some(fault.kind());
        match fault {
            Fault::Error(mut error) => {
                if error.code.as_str() == Some(INSUFFICIENT_SCOPE) && error.description.is_none() {
                    error.description = Some(self.scope_description(target).into());
                }
                Err(CallError::Configured(error.into()))
            }
            Fault::Truncate { bytes } => {
                self.truncate_at = Some(bytes);
                Ok(())
            }
            fault => Err(CallError::Injected(fault.into())),
        }
    }

    /// Fails with `OPERATION_TIME_LIMIT` if the method has exceeded its operating-time limit.
    pub(super) fn check_operating_time(&self, name: &str) -> Result<(), CallError> {
        if self.portal.edition().load_limiter
            && self.portal.limiter().is_over_operating_time(self.credential_kind, name, self.now)
        {
            return Err(CallError::system_error("OPERATION_TIME_LIMIT"));
        }
        Ok(())
    }

    /// Executes a call, and adds its simulated processing time to `processing_ms`.
    pub(super) fn call_method(
        &mut self,
        caller: &Grant,
        target: FaultTarget,
        name: &str,
        params: &Params,
    ) -> Result<CallResult, CallError> {
        let method = methods::find_method(name)
            .ok_or_else(|| CallError::system_error("ERROR_METHOD_NOT_FOUND"))?;
        if !caller.scopes.permits(method.scope) {
            return Err(CallError::method_error(
                401,
                INSUFFICIENT_SCOPE,
                self.scope_description(target),
            ));
        }
        self.check_operating_time(name)?;
        let reply = (method.call)(&mut Call {
            portal: self.portal,
            now: self.now,
            credential_kind: self.credential_kind,
            caller: caller.user,
            scopes: &caller.scopes,
            raw_params: &params.raw,
            params: &params.uppercase,
        })?;
        self.processing_ms += self.portal.limiter().options().processing_ms(reply.user_count);
        if self.processing_ms > self.portal.limiter().options().max_request_ms {
            return Err(CallError::TimedOut);
        }
        Ok(reply)
    }

    /// Records the processing time of a call as operating time of the method, if the option
    /// `billing` charges this method. `start_ms` is the value of `processing_ms` before the call.
    /// Returns the field `time` of the response; `None` if the portal's version does not send it.
    pub(super) fn record_processing_time(
        &mut self,
        name: &str,
        start_ms: Millis,
        is_command: bool,
    ) -> Option<Array> {
        let (now, credential_kind) = (self.now, self.credential_kind);
        let is_recorded = match self.portal.limiter().options().billing {
            Billing::Batch => !is_command,
            Billing::Methods => name != super::batch::METHOD_NAME,
        };
        let limiter = self.portal.limiter_mut();
        if is_recorded {
            limiter.record_processing_time(
                credential_kind,
                name,
                now,
                self.processing_ms - start_ms,
            );
        }
        let timing = Timing {
            start: now + start_ms,
            finish: now + self.processing_ms,
            operating: limiter.operating_seconds(credential_kind, name, now),
            reset_at: limiter.reset_at(credential_kind, name, now),
        };
        time_field(self.portal, timing)
    }

    /// The description of `insufficient_scope`. It is empty for a command of a batch.
    fn scope_description(&self, target: FaultTarget) -> &'static str {
        match (target, self.credential_kind) {
            (FaultTarget::Command, _) => "",
            (FaultTarget::Request, CredentialKind::Webhook) => {
                "The request requires higher privileges than provided by the webhook token"
            }
            (FaultTarget::Request, CredentialKind::Application) => {
                "The request requires higher privileges than provided by the access token"
            }
        }
    }
}
