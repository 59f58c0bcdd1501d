//! Early delivery of users.

use b24_users::time::Clock;

use super::*;

#[test]
fn a_stream_delivers_users_while_the_response_is_arriving() {
    let host = new_host(|_, body| complete(body));
    let stream = stream(&client(&host), 1..=350);
    let first = host.run(stream.next()).unwrap().unwrap();
    assert_eq!(numbers(&first.users), (1..=50).collect::<Vec<_>>());
    let second = host.run(stream.next()).unwrap().unwrap();
    assert_eq!((responses(&host), host.in_flight()), (1, 1), "the second response is in flight");
    assert!((1..150).contains(&second.users.len()), "{}", second.users.len());
    let rest = host.run(collect_stream(&stream));
    assert!(
        rest.parts.len() >= 4 && rest.parts.iter().all(|&users| users < 150),
        "{:?}",
        rest.parts
    );
    let all = [numbers(&first.users), numbers(&second.users), numbers(&rest.users)].concat();
    assert_eq!(all, (1..=350).collect::<Vec<_>>());
    assert_eq!((host.requests().len(), responses(&host), host.timer_count()), (2, 2, 0));
}

#[test]
fn users_of_a_batch_are_delivered_in_chunks() {
    let host = new_host(|_, body| complete(body));
    let stream = stream(&client(&host), 1..=850);
    let collected = host.run(collect_stream(&stream));
    assert_eq!(host.requests()[1].calls().iter().map(Vec::len).collect::<Vec<_>>(), [400, 400]);
    assert!(
        collected.parts.len() > 10 && collected.parts.iter().all(|&users| users < 150),
        "{:?}",
        collected.parts
    );
    assert_eq!(numbers(&collected.users), (1..=850).collect::<Vec<_>>());
}

#[test]
fn issues_of_users_are_reported_once() {
    for ids_per_call in [50, 400, 1000] {
        let invalid = |ids: &[u64]| {
            let mut users = user_records(ids)?;
            users.as_array_mut().unwrap().iter_mut().for_each(|user| user["idle"] = json!(true));
            Ok(users)
        };
        let host = VirtualHost::with_server(ChunkedServer::new(
            StubPortal::new(invalid, 0.0),
            |_, body| complete(body),
        ));
        let limits = Limits { ids_per_call: Some(ids_per_call), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        let client = Client::new(host.clone(), Auth::Token(token("t")), options);
        let list = host
            .run(client.get_users(entries(1..=800), GetUsersOptions::default(), |_| ()))
            .unwrap();
        let reported = host
            .events()
            .iter()
            .filter(|event| matches!(event.kind, ClientEventKind::Issue { .. }))
            .count();
        assert_eq!((list.issues.len(), reported), (800, 800), "{ids_per_call} ids per command");
    }
}

#[test]
fn missing_ids_are_delivered_at_the_end_of_a_response() {
    let host = new_host(|_, body| complete(body));
    let stream = stream(&client(&host), (1..=50).chain([901]).chain(51..=300));
    host.run(stream.next()).unwrap();
    let part = host.run(stream.next()).unwrap().unwrap();
    assert!(!part.users.is_empty() && part.missing.is_empty());
    let rest = host.run(collect_stream(&stream));
    assert_eq!((part.users.len() + rest.users.len(), rest.missing), (250, vec![901]));
}

#[test]
fn progress_grows_within_a_response() {
    let host = new_host(|_, body| complete(body));
    let reported = Rc::new(RefCell::new(Vec::new()));
    let shared = reported.clone();
    let on_progress = move |progress: Progress| shared.borrow_mut().push(progress.done);
    let ids = (1..=300).rev().chain([901]);
    let list = host
        .run(client(&host).get_users(entries(ids), GetUsersOptions::default(), on_progress))
        .unwrap();
    assert_eq!(numbers(&list.users), (1..=300).rev().collect::<Vec<_>>());
    let reported = reported.borrow();
    assert!(
        reported.len() > 3 && reported.is_sorted() && reported.last() == Some(&301),
        "{reported:?}"
    );
    assert_eq!(list.time.requests, 1);
}

#[test]
fn joined_calls_get_partial_users() {
    let host = new_host(|_, body| complete(body));
    let client = client(&host);
    let all = client.get_users(entries(1..=300), GetUsersOptions::default(), |_| ());
    let one = async {
        // The request is in flight by then.
        host.sleep_ms(90.0).await;
        let user = client
            .load_user(IdInput::Number(7.0), GetUsersOptions::default())
            .await
            .unwrap()
            .unwrap();
        (user, responses(&host))
    };
    let (list, (user, response_count)) = host.run(join(all, one));
    assert_eq!((user.id.get(), response_count, list.unwrap().users.len()), (7, 0, 300));
    assert_eq!((host.requests().len(), client.stats().shared), (1, 1));
}

#[test]
fn users_invalidated_in_flight_are_not_cached() {
    for (invalidates, requests) in [(false, 1), (true, 2)] {
        let host = new_host(|_, body| complete(body));
        let client = client(&host);
        let stream =
            client.stream_users(entries(1..=300), GetUsersOptions::default(), |_| ()).unwrap();
        host.run(stream.next()).unwrap();
        let part = host.run(stream.next()).unwrap().unwrap();
        let before = host.requests().len();
        if invalidates {
            client.invalidate(None);
        }
        let user = host.run(client.load_user(IdInput::Number(51.0), GetUsersOptions::default()));
        assert_eq!(user.unwrap().unwrap().id.get(), 51);
        assert_eq!(host.requests().len() - before, requests - 1, "invalidates: {invalidates}");
        assert_eq!(part.users.len() + host.run(collect_stream(&stream)).users.len(), 250);
    }
}

#[test]
fn cached_users_are_delivered_in_chunks() {
    let host = new_host(|_, body| complete(body));
    let client = client(&host);
    host.run(client.get_users(entries(1..=1200), GetUsersOptions::default(), |_| ())).unwrap();
    let requests = host.requests().len();
    let collected = host.run(collect_stream(&stream(&client, 1..=1200)));
    assert_eq!((collected.parts, host.requests().len()), (vec![500, 399, 0], requests));
    assert_eq!(collected.missing, (900..=1200).collect::<Vec<_>>());
}

#[test]
fn dropping_a_stream_aborts_the_response_in_flight() {
    let host = new_host(|_, body| complete(body));
    let stream = stream(&client(&host), 1..=350);
    host.run(stream.next()).unwrap();
    host.run(stream.next()).unwrap();
    assert_eq!(host.in_flight(), 1);
    drop(stream);
    host.run(host.yield_to_ready_tasks());
    host.run(host.yield_to_ready_tasks());
    assert_eq!((host.in_flight(), host.timer_count()), (0, 0));
}

#[test]
fn a_response_is_read_while_the_consumer_is_idle() {
    let host = new_host(|_, body| complete(body));
    let stream = stream(&client(&host), 1..=850);
    host.run(stream.next()).unwrap();
    host.run(host.sleep_ms(100_000.0));
    assert_eq!((host.in_flight(), responses(&host)), (0, 2));
    let collected = host.run(collect_stream(&stream));
    assert!(
        collected.parts.len() > 10 && collected.parts.iter().all(|&users| users < 150),
        "{:?}",
        collected.parts
    );
}

#[test]
fn a_response_is_read_to_its_end_after_its_last_user() {
    // For one of these counts, the last user fills a chunk.
    for count in 55..=75 {
        let host = new_host(|_, body| {
            let end = body.len() - body.iter().rev().position(|&byte| byte == b']').unwrap() - 1;
            (vec![body[..end].into(), body[end..].into()], Ok(()))
        });
        let stream = stream(&client(&host), 1..=50 + count);
        assert_eq!(host.run(collect_stream(&stream)).users.len() as u64, 50 + count);
        assert_eq!((host.requests().len(), responses(&host)), (2, 2), "{count}");
    }
}
