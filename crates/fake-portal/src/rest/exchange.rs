//! One request while the portal works on it: who called, how long it has taken, what has gone wrong.

use super::{
    params::Params,
    time::{Timing, time},
};
use crate::{
    Millis, Portal,
    faults::{Fault, Scope},
    limits::{Billing, Credential},
    log,
    methods::{self, Call, Failure, Reply},
    php::Array,
    tokens::Grant,
};

/// The error of a credential that does not open the method.
const INSUFFICIENT_SCOPE: &str = "insufficient_scope";

pub(super) struct Exchange<'a> {
    pub portal: &'a mut Portal,
    pub now: Millis,
    /// What the request came with.
    pub credential: Credential,
    /// The portal's work so far.
    pub spent: Millis,
    /// Ordered delays.
    pub delay: Millis,
    /// After how many bytes the answer is to break off.
    pub truncate: Option<usize>,
    /// The kind of the last ordered fault.
    pub fault: Option<&'static str>,
    /// The commands of a batch.
    pub commands: Vec<log::Command>,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(portal: &'a mut Portal, now: Millis, credential: Credential) -> Self {
        Self {
            portal,
            now,
            credential,
            spent: 0,
            delay: 0,
            truncate: None,
            fault: None,
            commands: Vec::new(),
        }
    }

    /// Lets ordered faults have their way with a call that is about to be worked on.
    pub(super) fn strike(&mut self, scope: Scope, name: &str, params: &Array) -> Result<(), Failure> {
        let ids = methods::asked(name, params);
        let strike = self.portal.faults_mut().strike(scope, name, &ids);
        self.delay += strike.delay;
        let Some(fault) = strike.fault else { return Ok(()) };
        self.fault = Some(fault.kind());
        match fault {
            Fault::Error(mut error) => {
                if error.code.as_str() == Some(INSUFFICIENT_SCOPE) && error.description.is_none() {
                    error.description = Some(self.scope_description(scope).into());
                }
                Err(Failure::Ordered(error.into()))
            }
            Fault::Truncate { bytes } => {
                self.truncate = Some(bytes);
                Ok(())
            }
            fault => Err(Failure::Struck(fault.into())),
        }
    }

    /// Refuses a method that has worked too long.
    pub(super) fn check_account(&self, name: &str) -> Result<(), Failure> {
        if self.portal.edition().load_limiter
            && self.portal.meter().is_blocked(self.credential, name, self.now)
        {
            return Err(Failure::system("OPERATION_TIME_LIMIT"));
        }
        Ok(())
    }

    /// Works on a call, in the portal's time.
    pub(super) fn work(
        &mut self,
        caller: &Grant,
        scope: Scope,
        name: &str,
        params: &Params,
    ) -> Result<Reply, Failure> {
        let method = methods::find(name).ok_or_else(|| Failure::system("ERROR_METHOD_NOT_FOUND"))?;
        if !caller.scopes.allow(method.scope) {
            return Err(Failure::of_method(401, INSUFFICIENT_SCOPE, self.scope_description(scope)));
        }
        self.check_account(name)?;
        let reply = (method.call)(&mut Call {
            portal: self.portal,
            now: self.now,
            credential: self.credential,
            caller: caller.user,
            scopes: &caller.scopes,
            sent: &params.sent,
            params: &params.upper,
        })?;
        self.spent += self.portal.meter().limits().cost(reply.users);
        if self.spent > self.portal.meter().limits().max_request_ms {
            return Err(Failure::Cut);
        }
        Ok(reply)
    }

    /// Puts work on an account and tells the `time` that it took.
    pub(super) fn bill(&mut self, name: &str, from: Millis, within_batch: bool) -> Option<Array> {
        let (now, credential) = (self.now, self.credential);
        let billed = match self.portal.meter().limits().billing {
            Billing::Batch => !within_batch,
            Billing::Methods => name != super::batch::NAME,
        };
        let meter = self.portal.meter_mut();
        if billed {
            meter.bill(credential, name, now, self.spent - from);
        }
        let timing = Timing {
            start: now + from,
            finish: now + self.spent,
            operating: meter.operating(credential, name, now),
            reset_at: meter.reset_at(credential, name, now),
        };
        time(self.portal, timing)
    }

    /// The description of `insufficient_scope`: of a command, the server gives none.
    fn scope_description(&self, scope: Scope) -> &'static str {
        match (scope, self.credential) {
            (Scope::Command, _) => "",
            (Scope::Request, Credential::Webhook) => {
                "The request requires higher privileges than provided by the webhook token"
            }
            (Scope::Request, Credential::Application) => {
                "The request requires higher privileges than provided by the access token"
            }
        }
    }
}
