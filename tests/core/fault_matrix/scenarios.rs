//! The scenarios in which faults are injected.

use b24_fake_portal::faults::Conditions;
use b24_users::client::Command;
use b24_users::client::{CallOptions, GetUsersError, UserStream};
use b24_users::error::Result;
use b24_users::ids::IdInput;
use futures_util::future::{Either, LocalBoxFuture, join, join_all, select};
use std::pin::pin;

use super::outcome::{Ending, Places};
use super::setup::{Stage, entries, timely};

/// A part of what clients do, and when in it the trouble comes.
pub struct Phase {
    pub name: &'static str,
    pub tokens: Tokens,
    pub conditions: fn(&Stage) -> Conditions,
    pub play: fn(&Stage) -> Vec<Ending>,
}

/// How long tokens last.
pub enum Tokens {
    Lasting,
    /// Some requests, and the application gives a new one.
    Fleeting,
}

pub const FIRST_REQUEST: Phase =
    Phase { name: "first request", tokens: Tokens::Lasting, conditions: at_once, play: one_call };
pub const MID_BATCH: Phase = Phase {
    name: "mid-batch",
    tokens: Tokens::Lasting,
    conditions: at_one_command,
    play: one_batch,
};
pub const BETWEEN_REQUESTS: Phase = Phase {
    name: "between requests",
    tokens: Tokens::Lasting,
    conditions: later,
    play: many_requests,
};
pub const DURING_REFRESH: Phase = Phase {
    name: "during refresh",
    tokens: Tokens::Fleeting,
    conditions: at_any_time,
    play: calls_side_by_side,
};
pub const DURING_STREAM: Phase =
    Phase { name: "during stream", tokens: Tokens::Lasting, conditions: later, play: a_stream };
pub const DURING_ABORT: Phase =
    Phase { name: "during abort", tokens: Tokens::Lasting, conditions: at_any_time, play: aborts };
pub const MANY_LOADS: Phase =
    Phase { name: "many loads", tokens: Tokens::Lasting, conditions: at_any_time, play: loads };
pub const AT_THE_LIMIT: Phase = Phase {
    name: "at the limit",
    tokens: Tokens::Lasting,
    conditions: at_any_time,
    play: more_calls_than_the_portal_takes,
};
pub const RAW_CALLS: Phase =
    Phase { name: "raw calls", tokens: Tokens::Lasting, conditions: at_any_time, play: raw_calls };
pub const OWN_METHODS: Phase = Phase {
    name: "own methods",
    tokens: Tokens::Lasting,
    conditions: at_any_time,
    play: own_methods,
};

/// How often it strikes from then on: once, some times, by chance, or always.
fn from(stage: &Stage, after: u64) -> Conditions {
    let times = match stage.chance(0, 3) {
        0 => None,
        1 => Some(7),
        few => Some(few - 1),
    };
    let probability = if stage.chance(0, 1) == 0 { 1.0 } else { 0.5 };
    Conditions { after, times, probability, every: stage.chance(1, 2), ..Conditions::default() }
}

fn at_once(stage: &Stage) -> Conditions {
    Conditions { every: 1, probability: 1.0, ..from(stage, 0) }
}

fn later(stage: &Stage) -> Conditions {
    Conditions { probability: 1.0, ..from(stage, stage.chance(1, 3)) }
}

fn at_any_time(stage: &Stage) -> Conditions {
    from(stage, stage.chance(0, 2))
}

/// At the command that asks for somebody in the middle of it all, and wherever else that one is
/// asked for.
fn at_one_command(stage: &Stage) -> Conditions {
    Conditions { ids: vec![stage.chance(1, 100)], every: 1, probability: 1.0, ..from(stage, 0) }
}

fn one_call(stage: &Stage) -> Vec<Ending> {
    vec![stage.world.run(stage.get(1..=5))]
}

fn one_batch(stage: &Stage) -> Vec<Ending> {
    vec![stage.world.run(stage.get(1..=100))]
}

fn many_requests(stage: &Stage) -> Vec<Ending> {
    stage.world.run(join_all([1..=300, 301..=500, 501..=520].map(|ids| stage.get(ids))))
}

fn calls_side_by_side(stage: &Stage) -> Vec<Ending> {
    let calls = (0..5).map(|number| stage.get(number * 5 + 1..=number * 5 + 10));
    stage.world.run(join_all(calls))
}

fn a_stream(stage: &Stage) -> Vec<Ending> {
    let began = stage.world.now_ms();
    let stream = stage.client.stream_users(entries(1..=300), timely(), |_| ()).expect("ids");
    let places = stage.world.run(taken(stage, &stream));
    // The taker takes its time, and that is not the stream's.
    let took_ms = (stage.world.now_ms() - began).min(super::outcome::DEADLINE_MS);
    vec![Ending::of_places((1..=300).collect(), places, took_ms)]
}

/// Takes all of a stream, now at once and now after a while.
async fn taken(stage: &Stage, stream: &UserStream<crate::virtual_host::VirtualHost>) -> Places {
    let mut places = Places::default();
    loop {
        match stream.next().await {
            Ok(Some(part)) => {
                places.users.extend(part.users.iter().map(|user| user.id.get()));
                places.missing.extend(part.missing.iter().map(|id| id.get()));
                stage.world.sleep_ms(stage.chance(0, 1) as f64 * 5000.0).await;
            }
            Ok(None) => return places,
            Err(error) => {
                let rest = (1..=300)
                    .filter(|id| !places.users.contains(id) && !places.missing.contains(id));
                places.take_error(&rest.collect::<Vec<_>>(), &error);
                return places;
            }
        }
    }
}

/// Some leave in the middle; those who share their requests do not notice.
fn aborts(stage: &Stage) -> Vec<Ending> {
    let moment = || stage.chance(0, 4000) as f64;
    let leaving = |ids| async move {
        let _ = select(pin!(stage.get(ids)), pin!(stage.world.sleep_ms(moment()))).await;
    };
    let stopping = async {
        let stream = stage.client.stream_users(entries(1..=150), timely(), |_| ()).expect("ids");
        let all = taken(stage, &stream);
        if let Either::Right(_) = select(pin!(all), pin!(stage.world.sleep_ms(moment()))).await {
            stream.stop();
        }
    };
    let staying = join_all([stage.get(1..=80), stage.get(60..=150)]);
    let loading = join_all((1..=10).map(|id| stage.load(id * 20)));
    let leaves = join(join(leaving(1..=100), leaving(120..=220)), stopping);
    let (_, (stayed, loaded)) = stage.world.run(join(leaves, join(staying, loading)));
    [stayed, loaded].concat_endings()
}

fn loads(stage: &Stage) -> Vec<Ending> {
    let waves = (0..3).map(|wave| async move {
        stage.world.sleep_ms(wave as f64 * stage.chance(0, 3000) as f64).await;
        join_all((1..=20).map(|id| stage.load(wave * 10 + id))).await
    });
    stage.world.run(join_all(waves)).concat_endings()
}

fn more_calls_than_the_portal_takes(stage: &Stage) -> Vec<Ending> {
    stage.world.run(join_all((1..=30).map(|id| stage.get(id..=id))))
}

fn own_methods(stage: &Stage) -> Vec<Ending> {
    let (client, deadline_ms) = (&stage.client, timely().deadline_ms);
    let mut endings = Vec::new();
    macro_rules! call {
        ($call:expr) => {{
            let began = stage.world.now_ms();
            let outcome = stage.world.run($call);
            endings.push(Ending::of_call(&outcome, stage.world.now_ms() - began));
        }};
    }
    call!(client.get_user(IdInput::Number(4.0), timely()));
    call!(client.get_current_user(timely()));
    call!(client.get_status(deadline_ms));
    call!(client.set_status("away", deadline_ms));
    call!(client.start_idle(Some(5), deadline_ms));
    call!(client.end_idle(deadline_ms));
    endings
}

/// Any method, many methods, and what is found by one to be asked of another. These need not be
/// about ids, so it is their errors that are looked at, and that every command has its outcome.
fn raw_calls(stage: &Stage) -> Vec<Ending> {
    let deadline_ms = timely().deadline_ms;
    let options = CallOptions { deadline_ms, idempotent: Some(true) };
    let commands = (1..=60).map(|id| Command {
        name: format!("u{id}"),
        method: "im.user.get".into(),
        params: vec![("ID".into(), id.to_string())],
    });
    let commands: Vec<_> = commands.collect();
    let chat = IdInput::Number(12.0);
    let one = async { stage.client.call("user.get", &[], options).await.map(drop) };
    let many = async {
        let outcomes = stage.client.batch(&commands, options).await?;
        assert_eq!(outcomes.len(), commands.len(), "each command has an outcome");
        outcomes.into_iter().find_map(Result::err).map_or(Ok(()), Err)
    };
    let pages = async {
        let pages = stage.client.list_user_ids(&[], deadline_ms)?;
        while pages.next().await?.is_some() {}
        Ok(())
    };
    let known = async { stage.client.get_chat_user_ids(&chat, deadline_ms).await.map(drop) };
    let people = async {
        match stage.client.get_chat_users(&chat, timely(), |_| ()).await {
            Ok(_) => Ok(()),
            Err(GetUsersError::Failed(error)) => Err(error),
            Err(GetUsersError::Incomplete(incomplete)) => Err(incomplete.error),
        }
    };
    let calls: [LocalBoxFuture<'_, Result<()>>; 5] =
        [Box::pin(one), Box::pin(many), Box::pin(pages), Box::pin(known), Box::pin(people)];
    let timed = calls.map(|call| async {
        let began = stage.world.now_ms();
        Ending::of_call(&call.await, stage.world.now_ms() - began)
    });
    stage.world.run(join_all(timed))
}

trait ConcatEndings {
    fn concat_endings(self) -> Vec<Ending>;
}

impl<T: IntoIterator<Item = Vec<Ending>>> ConcatEndings for T {
    fn concat_endings(self) -> Vec<Ending> {
        self.into_iter().flatten().collect()
    }
}
