//! The progress of a batch: its pending groups of commands, their requests, outcomes and retries.

use super::Command;
use super::dependency_groups::connected_components;
use super::references::find_references;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Random;
use crate::protocol::{
    CommandReference, MAX_COMMANDS_PER_BATCH, OnFailure, RestResponse, borrow_params, encode_query,
};
use crate::rest::{BatchCall, FallbackRequests, Retry, RetryPolicy, RetryState};

/// The commands of a batch and their outcomes so far.
pub(super) struct BatchState<'a> {
    commands: &'a [Command],
    /// The references in each parameter of each command, as indices `[command][parameter]`.
    references: Vec<Vec<Vec<CommandReference>>>,
    pub(super) outcomes: Vec<Option<Result<RestResponse>>>,
    pub(super) pending: Vec<CommandGroup>,
    is_idempotent: bool,
}

/// Commands that refer to one another, in their original order. They are sent in one request.
pub(super) struct CommandGroup {
    /// The indices of the commands.
    commands: Vec<usize>,
    retries: RetryState,
}

impl<'a> BatchState<'a> {
    pub(super) fn new(commands: &'a [Command], is_idempotent: bool) -> Result<Self> {
        let references = find_references(commands)?;
        let referenced_commands = |index: usize| {
            let mut commands = Vec::new();
            for reference in references[index].iter().flatten() {
                commands.push(reference.command);
            }
            commands
        };
        let groups = connected_components(commands.len(), referenced_commands);
        if let Some(group) = groups.iter().find(|group| group.len() > MAX_COMMANDS_PER_BATCH) {
            let message = format!(
                "{} commands refer to one another, and a request holds {MAX_COMMANDS_PER_BATCH}",
                group.len()
            );
            return Err(Error::new(ErrorKind::Request, code::INVALID_REFERENCE, message));
        }
        let mut pending = Vec::with_capacity(groups.len());
        for commands in groups {
            pending.push(CommandGroup { commands, retries: RetryState::default() });
        }
        let mut outcomes = Vec::new();
        outcomes.resize_with(commands.len(), || None);
        Ok(Self { commands, references, outcomes, pending, is_idempotent })
    }

    /// Takes the groups of commands for the next request from `pending`, in order, and stops before
    /// the first group that does not fit. Skips groups with a method that has to wait for the
    /// portal's operating-time limit (`is_cooling_down`), unless all groups have such a method.
    /// `None` if `pending` is empty.
    pub(super) fn next_request(
        &mut self,
        is_cooling_down: &dyn Fn(&str) -> bool,
    ) -> Option<Vec<CommandGroup>> {
        let commands = self.commands;
        let is_cooling = |group: &CommandGroup| {
            group.commands.iter().any(|&i| is_cooling_down(&commands[i].method))
        };
        let pending = std::mem::take(&mut self.pending);
        let is_every_group_cooling = pending.iter().all(is_cooling);
        let mut capacity = MAX_COMMANDS_PER_BATCH;
        let (mut groups, mut is_full) = (Vec::new(), false);
        for group in pending {
            let is_ready = is_every_group_cooling || !is_cooling(&group);
            // A ready group that does not fit blocks the groups after it, to preserve the order.
            is_full |= is_ready && group.commands.len() > capacity;
            let should_send = is_ready && !is_full;
            capacity -= if should_send { group.commands.len() } else { 0 };
            if should_send { &mut groups } else { &mut self.pending }.push(group);
        }
        (!groups.is_empty()).then_some(groups)
    }

    /// Builds the request that sends these groups.
    pub(super) fn build_call(&self, groups: &[CommandGroup]) -> BatchCall {
        let mut indices = Vec::new();
        for group in groups {
            indices.extend_from_slice(&group.commands);
        }
        let mut commands = Vec::with_capacity(indices.len());
        for &index in &indices {
            commands.push((self.commands[index].method.clone(), self.build_query(index, &indices)));
        }
        BatchCall {
            commands,
            on_failure: if indices.iter().any(|&index| self.has_references(index)) {
                OnFailure::Halt
            } else {
                OnFailure::Continue
            },
            is_idempotent: self.is_idempotent,
            fallback: FallbackRequests::None,
            users_from: None,
        }
    }

    fn has_references(&self, index: usize) -> bool {
        self.references[index].iter().any(|references| !references.is_empty())
    }

    /// Builds the query string of the command `index`. Its references use the names that the
    /// commands have in the request: `c0`, `c1` and so on, in the order of `sent`, the indices of
    /// the sent commands.
    fn build_query(&self, index: usize, sent: &[usize]) -> String {
        let wire_name = |command: usize| {
            let position = sent.iter().position(|&sent| sent == command).unwrap_or_default();
            format!("c{position}")
        };
        let mut params = self.commands[index].params.clone();
        for ((_, value), references) in params.iter_mut().zip(&self.references[index]) {
            *value = CommandReference::rename_commands(value, references, wire_name);
        }
        encode_query(&borrow_params(&params))
    }

    /// Records the responses to the groups `sent`, and puts the groups that have to be sent again
    /// back into `pending`. If any group is sent again because it failed, returns the retry of the
    /// last such group and its error. The caller awaits the delay of this retry before the next
    /// request.
    pub(super) fn record_responses(
        &mut self,
        sent: Vec<CommandGroup>,
        responses: Vec<Option<Result<RestResponse>>>,
        policy: &RetryPolicy,
        random: &impl Random,
    ) -> Option<(Retry, Error)> {
        let has_halted = responses.iter().any(|response| matches!(response, Some(Err(_))))
            && sent
                .iter()
                .flat_map(|group| &group.commands)
                .any(|&index| self.has_references(index));
        let later = std::mem::take(&mut self.pending);
        let mut due_retry = None;
        let mut is_after_failure = false;
        let mut responses = responses.into_iter();
        for group in sent {
            let group_responses: Vec<_> = responses.by_ref().take(group.commands.len()).collect();
            // The portal stopped at a failure in an earlier group, so it did not execute this
            // group. In contrast, the portal may have executed a command that precedes the failure
            // and has no response.
            if has_halted && is_after_failure && group_responses.iter().all(Option::is_none) {
                self.pending.push(group);
                continue;
            }
            is_after_failure |=
                group_responses.iter().any(|response| matches!(response, Some(Err(_))));
            let mut retries = group.retries;
            if let Some(error) = self.retryable_failure(&group_responses)
                && let Some(retry) = retries.next_retry(policy, &error, random)
            {
                due_retry = Some((retry, error));
                // The successful responses are recorded now, so that they remain if the retry
                // fails.
                for (&index, response) in group.commands.iter().zip(group_responses) {
                    if let Some(Ok(response)) = response {
                        self.outcomes[index] = Some(self.verify_references(index, response));
                    }
                }
                self.pending.push(CommandGroup { retries, ..group });
                continue;
            }
            for (index, response) in group.commands.into_iter().zip(group_responses) {
                self.outcomes[index] = match response {
                    Some(Ok(response)) => Some(self.verify_references(index, response)),
                    None if has_halted && is_after_failure => Some(Err(self.skipped_error(index))),
                    other => other,
                };
            }
        }
        self.pending.extend(later);
        due_retry
    }

    /// The first failure in the responses to a group; `None` if no command failed, or if the group
    /// must not be sent again. The group may be sent again if its commands are idempotent, or if
    /// its first command failed, because the portal then executed none of the commands after it.
    fn retryable_failure(&self, responses: &[Option<Result<RestResponse>>]) -> Option<Error> {
        let failure =
            responses.iter().enumerate().find_map(|(position, response)| match response {
                Some(Err(error)) => Some((position, error)),
                _ => None,
            });
        let (position, error) = failure?;
        (self.is_idempotent || position == 0).then(|| error.clone())
    }

    /// Checks the references of a command that succeeded. Returns its response, or the error
    /// `UNRESOLVED_REFERENCE` if a referenced value does not exist. In this case, the portal
    /// executed the command with another value.
    fn verify_references(&self, index: usize, response: RestResponse) -> Result<RestResponse> {
        let is_resolved = |reference: &CommandReference| match &self.outcomes[reference.command] {
            Some(Ok(referenced)) => reference.is_resolved_by(referenced),
            _ => false,
        };
        if self.references[index].iter().flatten().all(is_resolved) {
            return Ok(response);
        }
        let message = "The command refers to a value that does not exist, so the portal \
                       substituted another value";
        let error = Error::new(ErrorKind::Request, code::UNRESOLVED_REFERENCE, message);
        let error = error.with_status(response.status);
        Err(error.for_request(&self.commands[index].method, &[]))
    }

    fn skipped_error(&self, index: usize) -> Error {
        let message = "The command was not executed, because a related command before it failed";
        let error = Error::new(ErrorKind::Request, code::COMMAND_SKIPPED, message);
        error.for_request(&self.commands[index].method, &[])
    }

    /// Records the failure of these groups, except for commands that have succeeded.
    pub(super) fn record_failure(&mut self, groups: &[CommandGroup], error: &Error) {
        for &index in groups.iter().flat_map(|group| &group.commands) {
            if !matches!(self.outcomes[index], Some(Ok(_))) {
                self.outcomes[index] = Some(Err(error.clone()));
            }
        }
    }
}
