//! Truncated responses.

use super::*;

#[test]
fn only_the_remaining_ids_are_requested_after_a_truncation() {
    let host = new_host(
        |number, body| if number == 1 { truncated(&body, 250_000) } else { complete(body) },
    );
    let stream = stream(&client(&host), 1..=350);
    let collected = host.run(collect_stream(&stream));
    assert_eq!(numbers(&collected.users), (1..=350).collect::<Vec<_>>(), "each once");
    let requested: Vec<_> = host.requests().iter().map(|request| request.ids().len()).collect();
    assert!(
        requested.len() == 3 && requested[1] == 300 && (1..200).contains(&requested[2]),
        "{requested:?}"
    );
    assert!(collected.failed.is_empty());
}

#[test]
fn get_users_also_requests_only_the_remaining_ids() {
    let host = new_host(
        |number, body| if number == 0 { truncated(&body, 250_000) } else { complete(body) },
    );
    let client = client(&host);
    let list =
        host.run(client.get_users(entries(1..=300), GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(numbers(&list.users), (1..=300).collect::<Vec<_>>());
    let requested: Vec<_> = host.requests().iter().map(|request| request.ids().len()).collect();
    assert!(requested.len() == 2 && (1..200).contains(&requested[1]), "{requested:?}");
    assert_eq!((list.time.requests, client.stats().retries), (2, 1));
}

#[test]
fn users_received_before_a_permanent_failure_are_kept() {
    // All responses after the first are truncated near their beginning.
    let host = new_host(|number, body| truncated(&body, if number == 0 { 250_000 } else { 100 }));
    let client = client_with(&host, ClientOptions { retries: Some(0), ..ClientOptions::default() });
    let outcome = host.run(client.get_users(entries(1..=300), GetUsersOptions::default(), |_| ()));
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{outcome:?}") };
    let (users, failed) = (&incomplete.list.users, &incomplete.list.failed);
    assert!(users.len() > 150, "{}", users.len());
    let failed = failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get()));
    let mut all_ids: Vec<_> = numbers(users).into_iter().chain(failed).collect();
    all_ids.sort_unstable();
    assert_eq!(all_ids, (1..=300).collect::<Vec<_>>());
}

#[test]
fn users_received_before_a_request_timeout_are_kept() {
    let host = new_host(|_, body| complete(body));
    let options = ClientOptions { request_timeout_ms: Some(1500.0), ..ClientOptions::default() };
    let client = client_with(&host, options);
    let list =
        host.run(client.get_users(entries(1..=300), GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(numbers(&list.users), (1..=300).collect::<Vec<_>>());
    let requested: Vec<_> = host.requests().iter().map(|request| request.ids().len()).collect();
    // One or two chunks of the first response, and the rest in halves.
    assert!(
        requested[0] == 300 && requested[1] < 130 && requested.iter().sum::<usize>() < 600,
        "{requested:?}"
    );
}

#[test]
fn users_of_an_oversized_response_are_kept() {
    let host = new_host(|_, body| complete(body));
    let limits = Limits { max_response_bytes: Some(200_000), ..Limits::default() };
    let client =
        client_with(&host, ClientOptions { limits: Some(limits), ..ClientOptions::default() });
    let stream = stream(&client, 1..=350);
    let collected = host.run(collect_stream(&stream));
    assert_eq!((numbers(&collected.users), collected.failed), ((1..=350).collect(), vec![]));
    let requested: Vec<_> = host.requests().iter().map(|request| request.ids().len()).collect();
    assert!(requested[1] == 300 && requested[2] < 100, "{requested:?}");
}

#[test]
fn chunked_and_whole_responses_give_the_same_users() {
    let portal = FakeServer::new(2000);
    let host =
        VirtualHost::with_server(ChunkedServer::new(portal.clone(), |_, body| complete(body)));
    let client = portal.client(&host, Limits::default());
    let collected = host.run(collect_stream(&stream(&client, 1..=2050)));
    let host = VirtualHost::with_server(portal.clone());
    let client = portal.client(&host, Limits::default());
    let list =
        host.run(client.get_users(entries(1..=2050), GetUsersOptions::default(), |_| ())).unwrap();
    assert!(
        collected.parts.len() > 5 && collected.parts.iter().all(|&users| users <= 500),
        "{:?}",
        collected.parts
    );
    let sorted = |mut users: Vec<User>| {
        users.sort_by_key(|user| user.id);
        users
    };
    assert_eq!(sorted(collected.users), sorted(list.users));
    let mut missing = collected.missing;
    missing.sort_unstable();
    assert_eq!(missing, list.missing.iter().map(|id| id.get()).collect::<Vec<_>>());
}

#[test]
fn users_received_before_the_deadline_are_kept() {
    let host = new_host(|_, body| complete(body));
    let options = GetUsersOptions { deadline_ms: Some(1500.0), ..GetUsersOptions::default() };
    let outcome = host.run(client(&host).get_users(entries(1..=300), options, |_| ()));
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(incomplete.list.failed[0].error.code, "DEADLINE_EXCEEDED");
    let (users, failed) = (numbers(&incomplete.list.users), &incomplete.list.failed[0].ids);
    assert!(!users.is_empty() && users.len() < 200, "{}", users.len());
    let all_ids = users.into_iter().chain(failed.iter().map(|id| id.get()));
    assert_eq!(all_ids.collect::<Vec<_>>(), (1..=300).collect::<Vec<_>>());
    assert_eq!((host.in_flight(), host.timer_count()), (0, 0));
}

#[test]
fn the_body_of_an_error_has_no_users() {
    struct ErrorWithUsers;
    impl Server for ErrorWithUsers {
        fn respond(&self, request: &RecordedRequest, _: f64) -> Reply {
            let body = json!({ "result": user_records(&request.ids()).unwrap() }).to_string();
            Reply::Chunks(500, chunks_of(body.as_bytes(), 10_000), Err(network_failure()))
        }
    }
    let host = VirtualHost::with_server(ErrorWithUsers);
    let client = client_with(&host, ClientOptions { retries: Some(0), ..ClientOptions::default() });
    let outcome = host.run(client.get_users(entries(1..=200), GetUsersOptions::default(), |_| ()));
    assert!(matches!(outcome, Err(GetUsersError::Failed(_))), "{outcome:?}");
}
