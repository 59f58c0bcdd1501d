//! Truncated responses.

use super::*;

#[test]
fn only_the_remaining_ids_are_requested_after_a_truncation() {
    let world = world(|number, body| if number == 1 { cut(&body, 250_000) } else { whole(body) });
    let stream = stream(&client(&world), 1..=350);
    let taken = world.run(take_all(&stream));
    assert_eq!(numbers(&taken.users), (1..=350).collect::<Vec<_>>(), "each once");
    let asked: Vec<_> = world.seen().iter().map(|seen| seen.ids().len()).collect();
    assert!(asked.len() == 3 && asked[1] == 300 && (1..200).contains(&asked[2]), "{asked:?}");
    assert!(taken.failed.is_empty());
}

#[test]
fn get_users_also_requests_only_the_remaining_ids() {
    let world = world(|number, body| if number == 0 { cut(&body, 250_000) } else { whole(body) });
    let client = client(&world);
    let list =
        world.run(client.get_users(entries(1..=300), GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(numbers(&list.users), (1..=300).collect::<Vec<_>>());
    let asked: Vec<_> = world.seen().iter().map(|seen| seen.ids().len()).collect();
    assert!(asked.len() == 2 && (1..200).contains(&asked[1]), "{asked:?}");
    assert_eq!((list.time.requests, client.stats().retries), (2, 1));
}

#[test]
fn users_received_before_a_permanent_failure_are_kept() {
    // Whatever is asked for after the first answer gets nothing but its beginning.
    let world = world(|number, body| cut(&body, if number == 0 { 250_000 } else { 100 }));
    let client =
        client_with(&world, ClientOptions { retries: Some(0), ..ClientOptions::default() });
    let outcome = world.run(client.get_users(entries(1..=300), GetUsersOptions::default(), |_| ()));
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{outcome:?}") };
    let (users, failed) = (&incomplete.list.users, &incomplete.list.failed);
    assert!(users.len() > 150, "{}", users.len());
    let failed = failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get()));
    let mut places: Vec<_> = numbers(users).into_iter().chain(failed).collect();
    places.sort_unstable();
    assert_eq!(places, (1..=300).collect::<Vec<_>>());
}

#[test]
fn users_received_before_a_request_timeout_are_kept() {
    let world = world(|_, body| whole(body));
    let options = ClientOptions { request_timeout_ms: Some(1500.0), ..ClientOptions::default() };
    let client = client_with(&world, options);
    let list =
        world.run(client.get_users(entries(1..=300), GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(numbers(&list.users), (1..=300).collect::<Vec<_>>());
    let asked: Vec<_> = world.seen().iter().map(|seen| seen.ids().len()).collect();
    // A window or two of the first, and the rest in halves.
    assert!(asked[0] == 300 && asked[1] < 130 && asked.iter().sum::<usize>() < 600, "{asked:?}");
}

#[test]
fn users_of_an_oversized_response_are_kept() {
    let world = world(|_, body| whole(body));
    let limits = Limits { max_response_bytes: Some(200_000), ..Limits::default() };
    let client =
        client_with(&world, ClientOptions { limits: Some(limits), ..ClientOptions::default() });
    let stream = stream(&client, 1..=350);
    let taken = world.run(take_all(&stream));
    assert_eq!((numbers(&taken.users), taken.failed), ((1..=350).collect(), vec![]));
    let asked: Vec<_> = world.seen().iter().map(|seen| seen.ids().len()).collect();
    assert!(asked[1] == 300 && asked[2] < 100, "{asked:?}");
}

#[test]
fn chunked_and_whole_responses_give_the_same_users() {
    let embedded = FakeServer::new(2000);
    let world = VirtualHost::around(Line::new(embedded.clone(), |_, body| whole(body)));
    let client = embedded.client(&world, Limits::default());
    let taken = world.run(take_all(&stream(&client, 1..=2050)));
    let world = VirtualHost::around(embedded.clone());
    let client = embedded.client(&world, Limits::default());
    let list =
        world.run(client.get_users(entries(1..=2050), GetUsersOptions::default(), |_| ())).unwrap();
    assert!(
        taken.parts.len() > 5 && taken.parts.iter().all(|&users| users <= 500),
        "{:?}",
        taken.parts
    );
    let sorted = |mut users: Vec<User>| {
        users.sort_by_key(|user| user.id);
        users
    };
    assert_eq!(sorted(taken.users), sorted(list.users));
    let mut missing = taken.missing;
    missing.sort_unstable();
    assert_eq!(missing, list.missing.iter().map(|id| id.get()).collect::<Vec<_>>());
}

#[test]
fn users_received_before_the_deadline_are_kept() {
    let world = world(|_, body| whole(body));
    let options = GetUsersOptions { deadline_ms: Some(1500.0), ..GetUsersOptions::default() };
    let outcome = world.run(client(&world).get_users(entries(1..=300), options, |_| ()));
    let Err(GetUsersError::Incomplete(incomplete)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(incomplete.list.failed[0].error.code, "DEADLINE_EXCEEDED");
    let (users, failed) = (numbers(&incomplete.list.users), &incomplete.list.failed[0].ids);
    assert!(!users.is_empty() && users.len() < 200, "{}", users.len());
    let places = users.into_iter().chain(failed.iter().map(|id| id.get()));
    assert_eq!(places.collect::<Vec<_>>(), (1..=300).collect::<Vec<_>>());
    assert_eq!((world.under_way().0, world.timers()), (0, 0));
}

#[test]
fn the_body_of_an_error_has_no_users() {
    struct Wrong;
    impl Answers for Wrong {
        fn answer(&self, seen: &Seen, _: f64) -> Reply {
            let body = json!({ "result": crowd(&seen.ids()).unwrap() }).to_string();
            Reply::Pieces(500, pieces(body.as_bytes(), 10_000), Err(lost()))
        }
    }
    let world = VirtualHost::around(Wrong);
    let client =
        client_with(&world, ClientOptions { retries: Some(0), ..ClientOptions::default() });
    let outcome = world.run(client.get_users(entries(1..=200), GetUsersOptions::default(), |_| ()));
    assert!(matches!(outcome, Err(GetUsersError::Failed(_))), "{outcome:?}");
}
