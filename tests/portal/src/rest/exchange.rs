//! One request while the portal works on it: who called, how long it has taken, what has gone wrong.

use super::time::{Timing, time};
use crate::{
    Millis, Portal,
    faults::{Fault, Scope},
    limits::{Billing, Credential},
    log,
    methods::{self, Call, Failure, Reply},
    php::Array,
};

pub(super) struct Exchange<'a> {
    pub portal: &'a mut Portal,
    pub now: Millis,
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

/// Who has been let in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller {
    pub user: u64,
    pub credential: Credential,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(portal: &'a mut Portal, now: Millis) -> Self {
        Self { portal, now, spent: 0, delay: 0, truncate: None, fault: None, commands: Vec::new() }
    }

    /// Lets ordered faults have their way with a call that is about to be worked on.
    pub(super) fn strike(&mut self, scope: Scope, name: &str, params: &Array) -> Result<(), Failure> {
        let ids = methods::asked(name, params);
        let strike = self.portal.faults_mut().strike(scope, name, &ids);
        self.delay += strike.delay;
        let Some(fault) = strike.fault else { return Ok(()) };
        self.fault = Some(fault.kind());
        match fault {
            Fault::Error(error) => Err(Failure::Ordered(error.into())),
            Fault::Truncate { bytes } => {
                self.truncate = Some(bytes);
                Ok(())
            }
            fault => Err(Failure::Struck(fault.into())),
        }
    }

    /// Refuses a method that has worked too long.
    pub(super) fn check_account(&self, caller: Caller, name: &str) -> Result<(), Failure> {
        if self.portal.edition().load_limiter
            && self.portal.meter().is_blocked(caller.credential, name, self.now)
        {
            return Err(Failure::system("OPERATION_TIME_LIMIT"));
        }
        Ok(())
    }

    /// Works on a call, in the portal's time.
    pub(super) fn work(&mut self, caller: Caller, name: &str, params: &Array) -> Result<Reply, Failure> {
        let method = methods::find(name).ok_or_else(|| Failure::system("ERROR_METHOD_NOT_FOUND"))?;
        self.check_account(caller, name)?;
        let reply = method(&mut Call { portal: self.portal, caller: caller.user, params })?;
        self.spent += self.portal.meter().limits().cost(reply.users);
        if self.spent > self.portal.meter().limits().max_request_ms {
            return Err(Failure::Cut);
        }
        Ok(reply)
    }

    /// Puts work on an account and tells the `time` that it took.
    pub(super) fn bill(
        &mut self,
        caller: Caller,
        name: &str,
        from: Millis,
        within_batch: bool,
    ) -> Option<Array> {
        let (now, credential) = (self.now, caller.credential);
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
}
