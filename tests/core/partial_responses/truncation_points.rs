//! Truncation at any byte: complete users are delivered.

use super::*;

/// The causes of a truncation.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Truncation {
    ConnectionLost,
    /// The connection ends as if all had been sent.
    SilentEnd,
    /// The timeout of the request.
    RequestTimeout,
    /// The deadline of the call.
    Deadline,
    /// The maximum size of responses.
    SizeLimit,
}

const TRUNCATIONS: [Truncation; 5] = [
    Truncation::ConnectionLost,
    Truncation::SilentEnd,
    Truncation::RequestTimeout,
    Truncation::Deadline,
    Truncation::SizeLimit,
];

/// The number of complete records in the received bytes. The records are not nested.
fn complete_users_in(received: &[u8], count: u64) -> u64 {
    received.iter().filter(|&&byte| byte == b'}').map(|_| 1).sum::<u64>().min(count)
}

/// A portal whose first response is truncated after `bytes`; later ones are complete if it
/// `recovers`, and otherwise empty.
fn portal(truncation: Truncation, bytes: usize, recovers: bool) -> VirtualHost {
    new_host(move |number, body| {
        if number > 0 {
            return if recovers { complete(body) } else { truncated(&body, 0) };
        }
        let received = if truncation == Truncation::SizeLimit { &body[..] } else { &body[..bytes] };
        let mut chunks = chunks_of(received, 1000);
        if matches!(truncation, Truncation::RequestTimeout | Truncation::Deadline) {
            // Longer than any timeout.
            chunks.extend(vec![Vec::new(); 10_000]);
        }
        (
            chunks,
            if truncation == Truncation::ConnectionLost { Err(network_failure()) } else { Ok(()) },
        )
    })
}

fn options(
    truncation: Truncation,
    bytes: usize,
    ids_per_call: usize,
    retries: u32,
) -> ClientOptions {
    let limits = Limits {
        ids_per_call: Some(ids_per_call),
        max_response_bytes: (truncation == Truncation::SizeLimit).then_some(bytes),
        ..Limits::default()
    };
    ClientOptions {
        limits: Some(limits),
        retries: Some(retries),
        request_timeout_ms: (truncation == Truncation::RequestTimeout).then_some(60_000.0),
        deadline_ms: (truncation == Truncation::Deadline).then_some(60_000.0),
        ..ClientOptions::default()
    }
}

fn new_client(host: &VirtualHost, options: ClientOptions) -> Client<VirtualHost> {
    Client::new(host.clone(), Auth::Token(token("t")), options)
}

/// The response for the ids 1 to `count`.
fn first_response(count: u64, ids_per_call: usize) -> Vec<u8> {
    let response = Rc::new(RefCell::new(Vec::new()));
    let shared = response.clone();
    let host = new_host(move |_, body| {
        shared.replace(body.clone());
        complete(body)
    });
    let client = new_client(&host, options(Truncation::SilentEnd, 0, ids_per_call, 0));
    host.run(client.get_users(entries(1..=count), GetUsersOptions::default(), |_| ())).unwrap();
    response.take()
}

/// The delivered and the failed ids of a list.
fn delivered_and_failed(outcome: Result<UserList, GetUsersError>) -> (Vec<u64>, Vec<u64>) {
    let list = match outcome {
        Ok(list) => list,
        Err(GetUsersError::Incomplete(incomplete)) => incomplete.list,
        Err(GetUsersError::Failed(error)) => {
            return (Vec::new(), error.ids.iter().map(|id| id.get()).collect());
        }
    };
    let failed = list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get()));
    (numbers(&list.users), failed.collect())
}

/// Truncates the first response after a share of it, for lists, partial lists, streams and retries.
fn check(count: u64, ids_per_call: usize, share: f64, truncation: Truncation) {
    let body = first_response(count, ids_per_call);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a length"
    )]
    let bytes = (body.len() as f64 * share) as usize;
    let context =
        format!("{truncation:?} after {bytes} bytes of {count} users, {ids_per_call} per command");
    let delivered_count = complete_users_in(&body[..bytes], count);
    let all: Vec<_> = (1..=count).collect();
    let (first, rest) = all.split_at(usize::try_from(delivered_count).unwrap());

    // Permanently.
    let host = portal(truncation, bytes, false);
    let client = new_client(&host, options(truncation, bytes, ids_per_call, 0));
    let deadline = GetUsersOptions { deadline_ms: Some(400_000.0), ..GetUsersOptions::default() };
    let call_options =
        if truncation == Truncation::Deadline { GetUsersOptions::default() } else { deadline };
    let outcome = host.run(client.get_users(entries(1..=count), call_options, |_| ()));
    assert_eq!(outcome.is_ok(), rest.is_empty(), "{context}");
    assert_eq!(delivered_and_failed(outcome), (first.to_vec(), rest.to_vec()), "{context}");
    assert_eq!((host.in_flight(), host.timer_count()), (0, 0), "{context}");

    let host = portal(truncation, bytes, false);
    let client = new_client(&host, options(truncation, bytes, ids_per_call, 0));
    let partial = GetUsersOptions { partial: Some(true), ..call_options };
    let outcome = host.run(client.get_users(entries(1..=count), partial, |_| ()));
    assert_eq!(outcome.is_ok(), !first.is_empty(), "{context}");
    assert_eq!(delivered_and_failed(outcome), (first.to_vec(), rest.to_vec()), "{context}");

    // The first request of a stream is small.
    if count <= 50 {
        let host = portal(truncation, bytes, false);
        let client = new_client(&host, options(truncation, bytes, ids_per_call, 0));
        let stream = client.stream_users(entries(1..=count), call_options, |_| ()).unwrap();
        let collected = host.run(collect_stream(&stream));
        assert_eq!(
            (numbers(&collected.users), collected.failed),
            (first.to_vec(), rest.to_vec()),
            "{context}"
        );
    }

    // A retry requests only the remaining ids.
    if truncation != Truncation::Deadline {
        let host = portal(truncation, bytes, true);
        let options =
            ClientOptions { retries: Some(4), ..options(truncation, usize::MAX, ids_per_call, 4) };
        let client = new_client(&host, options);
        let list =
            host.run(client.get_users(entries(1..=count), GetUsersOptions::default(), |_| ()));
        assert_eq!(delivered_and_failed(list), (all.clone(), vec![]), "{context}");
        if truncation != Truncation::SizeLimit {
            let again: Vec<_> =
                host.requests().iter().skip(1).flat_map(RecordedRequest::ids).collect();
            assert_eq!(again, rest, "{context}");
        }
    }
}

#[test]
fn users_of_short_truncated_responses_are_kept() {
    for truncation in TRUNCATIONS {
        for share in [0.05, 0.5, 0.9, 0.999] {
            check(5, 50, share, truncation);
            check(1, 50, share, truncation);
        }
    }
}

#[test]
fn users_of_truncated_batches_and_long_responses_are_kept() {
    for truncation in TRUNCATIONS {
        check(20, 7, 0.8, truncation);
        check(300, 400, 0.97, truncation);
        check(300, 50, 0.9, truncation);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn complete_users_are_delivered_and_the_remaining_ids_are_requested_again(
        count in 1..120_u64,
        ids_per_call in prop_oneof![Just(400_usize), Just(50), Just(9)],
        share in 0.0..1.0_f64,
        truncation in prop::sample::select(&TRUNCATIONS[..]),
    ) {
        check(count, ids_per_call, share, truncation);
    }
}

#[test]
fn a_response_that_lacks_only_its_end_is_not_requested_again() {
    for ids_per_call in [50, 2] {
        let host = new_host(move |_, body| {
            let end = body.iter().rposition(|&byte| byte == b']').unwrap();
            truncated(&body, if ids_per_call == 2 { body.len() - 30 } else { end })
        });
        let limits = Limits { ids_per_call: Some(ids_per_call), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        let client = new_client(&host, options);
        let list =
            host.run(client.get_users(entries(1..=5), GetUsersOptions::default(), |_| ())).unwrap();
        assert_eq!((list.users.len(), host.requests().len(), client.stats().retries), (5, 1, 0));
    }
}

#[test]
fn a_truncated_response_reports_no_missing_ids() {
    let host = new_host(|number, body| {
        let end = body.iter().rposition(|&byte| byte == b']').unwrap();
        if number == 0 { truncated(&body, end) } else { complete(body) }
    });
    let list = host
        .run(client(&host).get_users(entries([1, 901, 2]), GetUsersOptions::default(), |_| ()))
        .unwrap();
    assert_eq!((numbers(&list.users), list.missing.len()), (vec![1, 2], 1));
    assert_eq!(host.requests()[1].ids(), [901]);
}

#[test]
fn the_last_duplicate_counts_in_a_truncated_response() {
    let duplicate = |ids: &[u64]| {
        let mut users = user_records(ids)?;
        let mut again = user_record(1);
        again["name"] = json!("Again");
        users.as_array_mut().unwrap().push(again);
        Ok(users)
    };
    let server = ChunkedServer::new(StubPortal::new(duplicate, 0.0), |_, body| {
        let end = body.iter().rposition(|&byte| byte == b']').unwrap();
        truncated(&body, end)
    });
    let host = VirtualHost::with_server(server);
    let list = host
        .run(client(&host).get_users(entries(1..=3), GetUsersOptions::default(), |_| ()))
        .unwrap();
    assert_eq!(
        list.users.iter().map(|user| &user.name[..]).collect::<Vec<_>>(),
        ["Again", "User 2", "User 3"]
    );
}

#[test]
fn a_truncated_response_with_an_unexpected_user_is_rejected() {
    let unexpected = |ids: &[u64]| {
        let mut users = user_records(ids)?;
        *users.as_array_mut().unwrap().last_mut().unwrap() = user_record(77);
        Ok(users)
    };
    let server = ChunkedServer::new(StubPortal::new(unexpected, 0.0), |_, body| {
        let end = body.iter().rposition(|&byte| byte == b']').unwrap();
        truncated(&body, end)
    });
    let host = VirtualHost::with_server(server);
    let options = ClientOptions { retries: Some(0), ..ClientOptions::default() };
    let outcome = host.run(client_with(&host, options).get_users(
        entries(1..=5),
        GetUsersOptions::default(),
        |_| (),
    ));
    assert!(matches!(outcome, Err(GetUsersError::Failed(_))), "{outcome:?}");
}

/// A portal whose responses stall after `count` records.
fn stalled_after(count: usize) -> VirtualHost {
    new_host(move |_, body| {
        let mut ends = body.iter().enumerate().filter(|(_, byte)| **byte == b'}').map(|(at, _)| at);
        let end = ends.nth(count - 1).unwrap() + 1;
        let mut chunks = vec![body[..end].to_vec()];
        chunks.extend(vec![Vec::new(); 100_000]);
        (chunks, Ok(()))
    })
}

fn within(ms: f64) -> GetUsersOptions {
    GetUsersOptions { deadline_ms: Some(ms), ..GetUsersOptions::default() }
}

#[test]
fn a_deadline_flushes_users_and_the_request_continues_for_the_others() {
    let host = stalled_after(3);
    let options = ClientOptions {
        request_timeout_ms: Some(30_000.0),
        retries: Some(0),
        ..ClientOptions::default()
    };
    let client = client_with(&host, options);
    let first = client.get_users(entries(1..=5), within(5000.0), |_| ());
    let second = async {
        host.sleep_ms(1000.0).await;
        let outcome = client.get_users(entries(2..=4), within(20_000.0), |_| ()).await;
        (outcome, host.requests().len(), host.elapsed_ms())
    };
    let (first, (second, requests, elapsed_ms)) = host.run(join(first, second));
    assert_eq!(delivered_and_failed(first), (vec![1, 2, 3], vec![4, 5]));
    assert_eq!(delivered_and_failed(second), (vec![2, 3], vec![4]));
    assert_eq!((requests, elapsed_ms), (1, 21_000.0), "the request went on");
    assert_eq!((host.in_flight(), host.timer_count()), (0, 0));
}

#[test]
fn an_aborted_call_does_not_affect_the_others() {
    let host = stalled_after(3);
    let client = client(&host);
    let aborted = async {
        let call = Box::pin(client.get_users(entries(1..=5), GetUsersOptions::default(), |_| ()));
        futures_util::future::select(call, Box::pin(host.sleep_ms(2000.0))).await;
    };
    let other = async {
        host.sleep_ms(1000.0).await;
        client.get_users(entries(1..=5), within(5000.0), |_| ()).await
    };
    let ((), other) = host.run(join(aborted, other));
    assert_eq!(
        (delivered_and_failed(other), host.requests().len()),
        ((vec![1, 2, 3], vec![4, 5]), 1)
    );
}

#[test]
fn a_received_user_is_returned_at_the_deadline() {
    let host = stalled_after(3);
    let client = client(&host);
    let load = |id: u32| client.load_user(IdInput::Number(f64::from(id)), within(5000.0));
    let loads = futures_util::future::join_all((1..=4).map(load));
    let found: Vec<_> =
        host.run(loads).into_iter().map(|user| user.map(|user| user.unwrap().id.get())).collect();
    assert_eq!(found[..3], [Ok(1), Ok(2), Ok(3)]);
    assert_eq!(found[3].as_ref().unwrap_err().code, "DEADLINE_EXCEEDED");
    assert_eq!((host.in_flight(), host.timer_count()), (0, 0));
}

#[test]
fn a_received_user_is_returned_at_the_request_timeout() {
    let host = stalled_after(1);
    let options = ClientOptions { request_timeout_ms: Some(3000.0), ..ClientOptions::default() };
    let client = client_with(&host, options);
    let user =
        host.run(client.load_user(IdInput::Number(1.0), GetUsersOptions::default())).unwrap();
    assert_eq!((user.unwrap().id.get(), host.requests().len()), (1, 1));
    assert!(host.elapsed_ms() < 3001.0);
}
