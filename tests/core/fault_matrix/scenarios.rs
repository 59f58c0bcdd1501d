//! The scenarios in which faults are injected.

use b24_fake_portal::faults::FaultConditions;
use b24_users::client::Command;
use b24_users::client::{CallOptions, GetUsersError, UserStream};
use b24_users::error::Result;
use b24_users::ids::IdInput;
use futures_util::future::{Either, LocalBoxFuture, join, join_all, select};
use std::pin::pin;

use super::outcome::{IdOutcomes, ScenarioCallOutcome};
use super::setup::{Setup, entries, options_with_deadline};

/// Calls of a client, and the conditions under which the fault is injected.
pub struct Scenario {
    pub name: &'static str,
    pub tokens: Tokens,
    pub conditions: fn(&Setup) -> FaultConditions,
    pub run: fn(&Setup) -> Vec<ScenarioCallOutcome>,
}

/// The lifetime of tokens.
pub enum Tokens {
    Fixed,
    /// A token expires after some requests, and the application returns a new one.
    ShortLived,
}

pub const FIRST_REQUEST: Scenario =
    Scenario { name: "first request", tokens: Tokens::Fixed, conditions: at_once, run: one_call };
pub const MID_BATCH: Scenario = Scenario {
    name: "mid-batch",
    tokens: Tokens::Fixed,
    conditions: at_one_command,
    run: one_batch,
};
pub const BETWEEN_REQUESTS: Scenario = Scenario {
    name: "between requests",
    tokens: Tokens::Fixed,
    conditions: after_some_requests,
    run: many_requests,
};
pub const DURING_REFRESH: Scenario = Scenario {
    name: "during refresh",
    tokens: Tokens::ShortLived,
    conditions: at_any_time,
    run: calls_side_by_side,
};
pub const DURING_STREAM: Scenario = Scenario {
    name: "during stream",
    tokens: Tokens::Fixed,
    conditions: after_some_requests,
    run: a_stream,
};
pub const DURING_ABORT: Scenario =
    Scenario { name: "during abort", tokens: Tokens::Fixed, conditions: at_any_time, run: aborts };
pub const MANY_LOADS: Scenario =
    Scenario { name: "many loads", tokens: Tokens::Fixed, conditions: at_any_time, run: loads };
pub const AT_THE_LIMIT: Scenario = Scenario {
    name: "at the limit",
    tokens: Tokens::Fixed,
    conditions: at_any_time,
    run: more_calls_than_the_portal_takes,
};
pub const RAW_CALLS: Scenario =
    Scenario { name: "raw calls", tokens: Tokens::Fixed, conditions: at_any_time, run: raw_calls };
pub const DEDICATED_METHODS: Scenario = Scenario {
    name: "dedicated methods",
    tokens: Tokens::Fixed,
    conditions: at_any_time,
    run: dedicated_methods,
};

/// Injects after `after` matching requests: once, several times, at random, or always.
fn random_conditions_after(setup: &Setup, after: u64) -> FaultConditions {
    let times = match setup.random_between(0, 3) {
        0 => None,
        1 => Some(7),
        few => Some(few - 1),
    };
    let probability = if setup.random_between(0, 1) == 0 { 1.0 } else { 0.5 };
    FaultConditions {
        after,
        times,
        probability,
        every: setup.random_between(1, 2),
        ..FaultConditions::default()
    }
}

fn at_once(setup: &Setup) -> FaultConditions {
    FaultConditions { every: 1, probability: 1.0, ..random_conditions_after(setup, 0) }
}

fn after_some_requests(setup: &Setup) -> FaultConditions {
    FaultConditions {
        probability: 1.0,
        ..random_conditions_after(setup, setup.random_between(1, 3))
    }
}

fn at_any_time(setup: &Setup) -> FaultConditions {
    random_conditions_after(setup, setup.random_between(0, 2))
}

/// At any request for one id in the middle.
fn at_one_command(setup: &Setup) -> FaultConditions {
    FaultConditions {
        ids: vec![setup.random_between(1, 100)],
        every: 1,
        probability: 1.0,
        ..random_conditions_after(setup, 0)
    }
}

fn one_call(setup: &Setup) -> Vec<ScenarioCallOutcome> {
    vec![setup.host.run(setup.get(1..=5))]
}

fn one_batch(setup: &Setup) -> Vec<ScenarioCallOutcome> {
    vec![setup.host.run(setup.get(1..=100))]
}

fn many_requests(setup: &Setup) -> Vec<ScenarioCallOutcome> {
    setup.host.run(join_all([1..=300, 301..=500, 501..=520].map(|ids| setup.get(ids))))
}

fn calls_side_by_side(setup: &Setup) -> Vec<ScenarioCallOutcome> {
    let calls = (0..5).map(|number| setup.get(number * 5 + 1..=number * 5 + 10));
    setup.host.run(join_all(calls))
}

fn a_stream(setup: &Setup) -> Vec<ScenarioCallOutcome> {
    let started = setup.host.now_ms();
    let stream =
        setup.client.stream_users(entries(1..=300), options_with_deadline(), |_| ()).expect("ids");
    let ids = setup.host.run(consume(setup, &stream));
    // The delays of the consumer do not count.
    let elapsed_ms = (setup.host.now_ms() - started).min(super::outcome::DEADLINE_MS);
    vec![ScenarioCallOutcome::of_ids((1..=300).collect(), ids, elapsed_ms)]
}

/// Consumes a stream, with random delays.
async fn consume(
    setup: &Setup,
    stream: &UserStream<crate::virtual_host::VirtualHost>,
) -> IdOutcomes {
    let mut ids = IdOutcomes::default();
    loop {
        match stream.next().await {
            Ok(Some(part)) => {
                ids.users.extend(part.users.iter().map(|user| user.id.get()));
                ids.missing.extend(part.missing.iter().map(|id| id.get()));
                setup.host.sleep_ms(setup.random_between(0, 1) as f64 * 5000.0).await;
            }
            Ok(None) => return ids,
            Err(error) => {
                let rest =
                    (1..=300).filter(|id| !ids.users.contains(id) && !ids.missing.contains(id));
                ids.add_error(&rest.collect::<Vec<_>>(), &error);
                return ids;
            }
        }
    }
}

/// Some calls are aborted; the calls that share their requests are not affected.
fn aborts(setup: &Setup) -> Vec<ScenarioCallOutcome> {
    let delay = || setup.random_between(0, 4000) as f64;
    let leaving = |ids| async move {
        let _ = select(pin!(setup.get(ids)), pin!(setup.host.sleep_ms(delay()))).await;
    };
    let stopping = async {
        let stream = setup
            .client
            .stream_users(entries(1..=150), options_with_deadline(), |_| ())
            .expect("ids");
        let all = consume(setup, &stream);
        if let Either::Right(_) = select(pin!(all), pin!(setup.host.sleep_ms(delay()))).await {
            stream.stop();
        }
    };
    let staying = join_all([setup.get(1..=80), setup.get(60..=150)]);
    let loading = join_all((1..=10).map(|id| setup.load(id * 20)));
    let leaves = join(join(leaving(1..=100), leaving(120..=220)), stopping);
    let (_, (staying_outcomes, loaded)) = setup.host.run(join(leaves, join(staying, loading)));
    [staying_outcomes, loaded].concat_outcomes()
}

fn loads(setup: &Setup) -> Vec<ScenarioCallOutcome> {
    let waves = (0..3).map(|wave| async move {
        setup.host.sleep_ms(wave as f64 * setup.random_between(0, 3000) as f64).await;
        join_all((1..=20).map(|id| setup.load(wave * 10 + id))).await
    });
    setup.host.run(join_all(waves)).concat_outcomes()
}

fn more_calls_than_the_portal_takes(setup: &Setup) -> Vec<ScenarioCallOutcome> {
    setup.host.run(join_all((1..=30).map(|id| setup.get(id..=id))))
}

fn dedicated_methods(setup: &Setup) -> Vec<ScenarioCallOutcome> {
    let (client, deadline_ms) = (&setup.client, options_with_deadline().deadline_ms);
    let mut outcomes = Vec::new();
    macro_rules! call {
        ($call:expr) => {{
            let started = setup.host.now_ms();
            let outcome = setup.host.run($call);
            outcomes.push(ScenarioCallOutcome::of_call(&outcome, setup.host.now_ms() - started));
        }};
    }
    call!(client.get_user(IdInput::Number(4.0), options_with_deadline()));
    call!(client.get_current_user(options_with_deadline()));
    call!(client.get_status(deadline_ms));
    call!(client.set_status("away", deadline_ms));
    call!(client.start_idle(Some(5), deadline_ms));
    call!(client.end_idle(deadline_ms));
    outcomes
}

/// Single calls, batches, lists and chats. Only their errors are checked, and that each command has
/// an outcome.
fn raw_calls(setup: &Setup) -> Vec<ScenarioCallOutcome> {
    let deadline_ms = options_with_deadline().deadline_ms;
    let options = CallOptions { deadline_ms, idempotent: Some(true), ..CallOptions::default() };
    let commands = (1..=60).map(|id| Command {
        name: format!("u{id}"),
        method: "im.user.get".into(),
        params: vec![("ID".into(), id.to_string())],
    });
    let commands: Vec<_> = commands.collect();
    let chat = IdInput::Number(12.0);
    let one = async { setup.client.call("user.get", &[], options).await.map(drop) };
    let many = async {
        let outcomes = setup.client.batch(&commands, options).await?;
        assert_eq!(outcomes.len(), commands.len(), "each command has an outcome");
        outcomes.into_iter().find_map(Result::err).map_or(Ok(()), Err)
    };
    let pages = async {
        let pages = setup.client.list_user_ids(&[], deadline_ms)?;
        while pages.next().await?.is_some() {}
        Ok(())
    };
    let member_ids = async { setup.client.get_chat_user_ids(&chat, deadline_ms).await.map(drop) };
    let members = async {
        match setup.client.get_chat_users(&chat, options_with_deadline(), |_| ()).await {
            Ok(_) => Ok(()),
            Err(GetUsersError::Failed(error)) => Err(error),
            Err(GetUsersError::Incomplete(incomplete)) => Err(incomplete.error),
        }
    };
    let calls: [LocalBoxFuture<'_, Result<()>>; 5] =
        [Box::pin(one), Box::pin(many), Box::pin(pages), Box::pin(member_ids), Box::pin(members)];
    let timed = calls.map(|call| async {
        let started = setup.host.now_ms();
        ScenarioCallOutcome::of_call(&call.await, setup.host.now_ms() - started)
    });
    setup.host.run(join_all(timed))
}

trait ConcatOutcomes {
    fn concat_outcomes(self) -> Vec<ScenarioCallOutcome>;
}

impl<T: IntoIterator<Item = Vec<ScenarioCallOutcome>>> ConcatOutcomes for T {
    fn concat_outcomes(self) -> Vec<ScenarioCallOutcome> {
        self.into_iter().flatten().collect()
    }
}
