mod dependency_groups;

use std::pin::pin;

use super::raw_call::{Params, borrowed, check};
use super::{CallOptions, Client};
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::{Host, Random};
use crate::protocol::MAX_CALLS_PER_BATCH;
use crate::protocol::{Reference, RestResponse, method, query};
use crate::rest::{BatchCall, Fallback, missing_result_error};
use crate::rest::{Retry, RetryPolicy, RetryState};
use dependency_groups::groups;

/// One call of a batch.
#[derive(Clone, Debug)]
pub struct Command {
    /// What others call it in their references.
    pub name: String,
    /// The REST method.
    pub method: String,
    /// Its parameters, in whose values there may be references to earlier commands.
    pub params: Params,
}

/// A batch under way.
struct Batch<'a> {
    commands: &'a [Command],
    /// The references of each command, by its parameters.
    references: Vec<Vec<Vec<Reference>>>,
    outcomes: Vec<Option<Result<RestResponse>>>,
    waiting: Vec<Group>,
    is_repeatable: bool,
}

/// Commands that go together, in their order, since they refer to one another.
struct Group {
    members: Vec<usize>,
    retries: RetryState,
}

impl<H: Host + 'static> Client<H> {
    /// Calls any number of methods, 50 in a request. Commands that refer to one another go in one request, which ends at the first
    /// failure; what there is left of others goes in the next.
    ///
    /// The outcomes are in the order of the commands.
    ///
    /// # Errors
    /// `INVALID_METHOD`, `INVALID_PARAMS` or `INVALID_REFERENCE` before anything is sent; the error of the first request if nothing
    /// was answered.
    pub async fn batch(
        &self,
        commands: &[Command],
        options: CallOptions,
    ) -> Result<Vec<Result<RestResponse>>> {
        let engine = &self.0;
        let mut batch = Batch::new(commands, options.is_repeatable())?;
        let (deadline, state) = (self.deadline(options.deadline_ms), engine.executor.start_call());
        let mut was_answered = false;
        let policy = RetryPolicy {
            max_retries: engine.executor.config().max_retries,
            max_retries_before_split: engine.executor.config().max_retries,
            has_fallback: false,
            is_idempotent: options.is_repeatable(),
        };
        let mut due_retry: Option<(Retry, Error)> = None;
        while let Some(taken) = batch.take(&|method| engine.executor.is_cooling_down(method)) {
            let work = async {
                if let Some((retry, error)) = due_retry.take() {
                    engine.executor.backoff(&state, method::BATCH, &error, retry).await;
                }
                engine.executor.call_batch(&batch.questions(&taken), &state, None).await
            };
            let outcome =
                engine.executor.with_deadline(deadline, &state, method::BATCH, &[], pin!(work)).await;
            match outcome {
                Ok(answers) => {
                    was_answered = true;
                    due_retry = batch.settle(taken, answers, &policy, engine.host());
                }
                Err(error) => {
                    batch.fail(&taken, &error);
                    if error.is_systemic() {
                        let rest = std::mem::take(&mut batch.waiting);
                        batch.fail(&rest, &error);
                    }
                }
            }
        }
        let mut outcomes = Vec::with_capacity(commands.len());
        for outcome in batch.outcomes {
            outcomes.push(outcome.unwrap_or_else(|| Err(missing_result_error())));
        }
        match outcomes.first() {
            Some(Err(error)) if !was_answered => Err(error.clone()),
            _ => Ok(outcomes),
        }
    }
}

impl<'a> Batch<'a> {
    fn new(commands: &'a [Command], is_repeatable: bool) -> Result<Self> {
        let mut names = Vec::with_capacity(commands.len());
        for command in commands {
            names.push(command.name.as_str());
        }
        let mut references: Vec<Vec<Vec<Reference>>> = Vec::new();
        for (number, command) in commands.iter().enumerate() {
            check(&command.method, &command.params)?;
            let mut own = Vec::with_capacity(command.params.len());
            for (field, value) in &command.params {
                let found = Reference::find_all(value, &names)
                    .map_err(|why| bad_reference(&command.method, field, why))?;
                if found.iter().any(|reference| reference.command >= number) {
                    return Err(bad_reference(
                        &command.method,
                        field,
                        "refers to a command that comes later",
                    ));
                }
                own.push(found);
            }
            references.push(own);
        }
        let referred = |number: usize| {
            let mut referred = Vec::new();
            for reference in references[number].iter().flatten() {
                referred.push(reference.command);
            }
            referred
        };
        let groups = groups(commands.len(), referred);
        if let Some(group) = groups.iter().find(|group| group.len() > MAX_CALLS_PER_BATCH) {
            let message = format!(
                "{} commands refer to one another, and a request has room for {MAX_CALLS_PER_BATCH}",
                group.len()
            );
            return Err(Error::new(ErrorKind::Request, code::INVALID_REFERENCE, message));
        }
        let mut waiting = Vec::with_capacity(groups.len());
        for members in groups {
            waiting.push(Group { members, retries: RetryState::default() });
        }
        let mut outcomes = Vec::new();
        outcomes.resize_with(commands.len(), || None);
        Ok(Self { commands, references, outcomes, waiting, is_repeatable })
    }

    /// The next groups to be sent in one request: the first, and whichever after it there is room
    /// for. Those with a method that rests come after all others.
    fn take(&mut self, rests: &dyn Fn(&str) -> bool) -> Option<Vec<Group>> {
        let commands = self.commands;
        let is_resting = |group: &Group| group.members.iter().any(|&number| rests(&commands[number].method));
        let waiting = std::mem::take(&mut self.waiting);
        let all_rest = waiting.iter().all(is_resting);
        let mut room = MAX_CALLS_PER_BATCH;
        let (mut taken, mut is_full) = (Vec::new(), false);
        for group in waiting {
            let is_next = all_rest || !is_resting(&group);
            // None overtakes one that does not fit.
            is_full |= is_next && group.members.len() > room;
            let fits = is_next && !is_full;
            room -= if fits { group.members.len() } else { 0 };
            if fits { &mut taken } else { &mut self.waiting }.push(group);
        }
        (!taken.is_empty()).then_some(taken)
    }

    /// The commands of these groups, for one request.
    fn questions(&self, taken: &[Group]) -> BatchCall {
        let mut numbers = Vec::new();
        for group in taken {
            numbers.extend_from_slice(&group.members);
        }
        let mut calls = Vec::with_capacity(numbers.len());
        for &number in &numbers {
            calls.push((self.commands[number].method.clone(), self.query(number, &numbers)));
        }
        BatchCall {
            commands: calls,
            halts: numbers.iter().any(|&number| self.refers(number)),
            is_idempotent: self.is_repeatable,
            fallback: Fallback::None,
            users_from: None,
        }
    }

    fn refers(&self, number: usize) -> bool {
        self.references[number].iter().any(|references| !references.is_empty())
    }

    /// The parameters of a command, in a request that these commands go in.
    fn query(&self, number: usize, sent: &[usize]) -> String {
        let name = |command: usize| {
            let place = sent.iter().position(|&sent| sent == command).unwrap_or_default();
            format!("c{place}")
        };
        let mut params = self.commands[number].params.clone();
        for ((_, value), references) in params.iter_mut().zip(&self.references[number]) {
            *value = Reference::rename_commands(value, references, name);
        }
        query(&borrowed(&params))
    }

    /// Takes the answers to the commands of these groups. Gives the error after which some will be sent again, and how often they
    /// were.
    fn settle(
        &mut self,
        taken: Vec<Group>,
        answers: Vec<Option<Result<RestResponse>>>,
        policy: &RetryPolicy,
        random: &impl Random,
    ) -> Option<(Retry, Error)> {
        let has_ended = answers.iter().any(|answer| matches!(answer, Some(Err(_))))
            && taken.iter().flat_map(|group| &group.members).any(|&number| self.refers(number));
        let rest = std::mem::take(&mut self.waiting);
        let mut again = None;
        let mut is_behind = false;
        let mut answers = answers.into_iter();
        for group in taken {
            let own: Vec<_> = answers.by_ref().take(group.members.len()).collect();
            // What has no trace before the failure is another matter: it may have been carried out.
            if has_ended && is_behind && own.iter().all(Option::is_none) {
                self.waiting.push(group);
                continue;
            }
            is_behind |= own.iter().any(|answer| matches!(answer, Some(Err(_))));
            let mut retries = group.retries;
            if let Some(error) = self.retryable_failure(&own)
                && let Some(retry) = retries.next_retry(policy, &error, random)
            {
                again = Some((retry, error));
                // Until there are others.
                for (&number, answer) in group.members.iter().zip(own) {
                    if let Some(Ok(answer)) = answer {
                        self.outcomes[number] = Some(self.checked(number, answer));
                    }
                }
                self.waiting.push(Group { retries, ..group });
                continue;
            }
            for (number, answer) in group.members.into_iter().zip(own) {
                self.outcomes[number] = match answer {
                    Some(Ok(answer)) => Some(self.checked(number, answer)),
                    None if has_ended && is_behind => Some(Err(self.skipped(number))),
                    other => other,
                };
            }
        }
        // They came later.
        self.waiting.extend(rest);
        again
    }

    /// The failure of a group, unless commands before it have been executed and are not idempotent.
    fn retryable_failure(&self, own: &[Option<Result<RestResponse>>]) -> Option<Error> {
        let (place, error) = own.iter().enumerate().find_map(|(place, answer)| match answer {
            Some(Err(error)) => Some((place, error)),
            _ => None,
        })?;
        (self.is_repeatable || place == 0).then(|| error.clone())
    }

    /// The answer, if the portal found what the command refers to.
    fn checked(&self, number: usize, answer: RestResponse) -> Result<RestResponse> {
        let is_found = |to: &Reference| match &self.outcomes[to.command] {
            Some(Ok(referred)) => to.is_resolved_by(referred),
            _ => false,
        };
        if self.references[number].iter().flatten().all(is_found) {
            return Ok(answer);
        }
        let message =
            "What the command refers to is not there, so that the portal carried it out with another value";
        let error =
            Error::new(ErrorKind::Request, code::UNRESOLVED_REFERENCE, message).with_status(answer.status);
        Err(error.for_request(&self.commands[number].method, &[]))
    }

    fn skipped(&self, number: usize) -> Error {
        let message =
            "The command was not carried out, since one before it failed and they refer to one another";
        let error = Error::new(ErrorKind::Request, code::COMMAND_SKIPPED, message);
        error.for_request(&self.commands[number].method, &[])
    }

    fn fail(&mut self, groups: &[Group], error: &Error) {
        for &number in groups.iter().flat_map(|group| &group.members) {
            if !matches!(self.outcomes[number], Some(Ok(_))) {
                self.outcomes[number] = Some(Err(error.clone()));
            }
        }
    }
}

fn bad_reference(method: &str, field: &str, why: &str) -> Error {
    let message = format!("A reference in the field {field} of a call of {method} {why}");
    Error::new(ErrorKind::Request, code::INVALID_REFERENCE, message)
}
