//! Early delivery of users.

use b24_users::time::Clock;

use super::*;

#[test]
fn a_stream_delivers_users_while_the_response_is_arriving() {
    let world = world(|_, body| whole(body));
    let stream = stream(&client(&world), 1..=350);
    let first = world.run(stream.next()).unwrap().unwrap();
    assert_eq!(numbers(&first.users), (1..=50).collect::<Vec<_>>());
    let second = world.run(stream.next()).unwrap().unwrap();
    assert_eq!((responses(&world), world.under_way().0), (1, 1), "the second answer is under way");
    assert!((1..150).contains(&second.users.len()), "{}", second.users.len());
    let rest = world.run(take_all(&stream));
    assert!(
        rest.parts.len() >= 4 && rest.parts.iter().all(|&users| users < 150),
        "{:?}",
        rest.parts
    );
    let all = [numbers(&first.users), numbers(&second.users), numbers(&rest.users)].concat();
    assert_eq!(all, (1..=350).collect::<Vec<_>>());
    assert_eq!((world.seen().len(), responses(&world), world.timers()), (2, 2, 0));
}

#[test]
fn users_of_a_batch_are_delivered_in_chunks() {
    let world = world(|_, body| whole(body));
    let stream = stream(&client(&world), 1..=850);
    let taken = world.run(take_all(&stream));
    assert_eq!(world.seen()[1].calls().iter().map(Vec::len).collect::<Vec<_>>(), [400, 400]);
    assert!(
        taken.parts.len() > 10 && taken.parts.iter().all(|&users| users < 150),
        "{:?}",
        taken.parts
    );
    assert_eq!(numbers(&taken.users), (1..=850).collect::<Vec<_>>());
}

#[test]
fn issues_of_users_are_reported_once() {
    for ids_per_call in [50, 400, 1000] {
        let odd = |ids: &[u64]| {
            let mut users = crowd(ids)?;
            users.as_array_mut().unwrap().iter_mut().for_each(|user| user["idle"] = json!(true));
            Ok(users)
        };
        let world =
            VirtualHost::around(Line::new(StubPortal::new(odd, 0.0), |_, body| whole(body)));
        let limits = Limits { ids_per_call: Some(ids_per_call), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        let client = Client::new(world.clone(), Auth::Token(token("t")), options);
        let list = world
            .run(client.get_users(entries(1..=800), GetUsersOptions::default(), |_| ()))
            .unwrap();
        let told = world
            .events()
            .iter()
            .filter(|event| matches!(event.kind, ClientEventKind::Issue { .. }))
            .count();
        assert_eq!((list.issues.len(), told), (800, 800), "{ids_per_call} ids in a call");
    }
}

#[test]
fn missing_ids_are_delivered_at_the_end_of_a_response() {
    let world = world(|_, body| whole(body));
    let stream = stream(&client(&world), (1..=50).chain([901]).chain(51..=300));
    world.run(stream.next()).unwrap();
    let part = world.run(stream.next()).unwrap().unwrap();
    assert!(!part.users.is_empty() && part.missing.is_empty());
    let rest = world.run(take_all(&stream));
    assert_eq!((part.users.len() + rest.users.len(), rest.missing), (250, vec![901]));
}

#[test]
fn progress_grows_within_a_response() {
    let world = world(|_, body| whole(body));
    let told = Rc::new(RefCell::new(Vec::new()));
    let kept = told.clone();
    let listen = move |progress: Progress| kept.borrow_mut().push(progress.done);
    let ids = (1..=300).rev().chain([901]);
    let list = world
        .run(client(&world).get_users(entries(ids), GetUsersOptions::default(), listen))
        .unwrap();
    assert_eq!(numbers(&list.users), (1..=300).rev().collect::<Vec<_>>());
    let told = told.borrow();
    assert!(told.len() > 3 && told.is_sorted() && told.last() == Some(&301), "{told:?}");
    assert_eq!(list.time.requests, 1);
}

#[test]
fn joined_calls_get_partial_users() {
    let world = world(|_, body| whole(body));
    let client = client(&world);
    let all = client.get_users(entries(1..=300), GetUsersOptions::default(), |_| ());
    let one = async {
        // The request is under way by then.
        world.sleep_ms(90.0).await;
        let user = client
            .load_user(IdInput::Number(7.0), GetUsersOptions::default())
            .await
            .unwrap()
            .unwrap();
        (user, responses(&world))
    };
    let (list, (user, answered)) = world.run(join(all, one));
    assert_eq!((user.id.get(), answered, list.unwrap().users.len()), (7, 0, 300));
    assert_eq!((world.seen().len(), client.stats().shared), (1, 1));
}

#[test]
fn users_invalidated_in_flight_are_not_cached() {
    for (invalidates, requests) in [(false, 1), (true, 2)] {
        let world = world(|_, body| whole(body));
        let client = client(&world);
        let stream =
            client.stream_users(entries(1..=300), GetUsersOptions::default(), |_| ()).unwrap();
        world.run(stream.next()).unwrap();
        let part = world.run(stream.next()).unwrap().unwrap();
        let before = world.seen().len();
        if invalidates {
            client.invalidate(None);
        }
        let user = world.run(client.load_user(IdInput::Number(51.0), GetUsersOptions::default()));
        assert_eq!(user.unwrap().unwrap().id.get(), 51);
        assert_eq!(world.seen().len() - before, requests - 1, "invalidates: {invalidates}");
        assert_eq!(part.users.len() + world.run(take_all(&stream)).users.len(), 250);
    }
}

#[test]
fn cached_users_are_delivered_in_chunks() {
    let world = world(|_, body| whole(body));
    let client = client(&world);
    world.run(client.get_users(entries(1..=1200), GetUsersOptions::default(), |_| ())).unwrap();
    let requests = world.seen().len();
    let taken = world.run(take_all(&stream(&client, 1..=1200)));
    assert_eq!((taken.parts, world.seen().len()), (vec![500, 399, 0], requests));
    assert_eq!(taken.missing, (900..=1200).collect::<Vec<_>>());
}

#[test]
fn dropping_a_stream_aborts_the_response_in_flight() {
    let world = world(|_, body| whole(body));
    let stream = stream(&client(&world), 1..=350);
    world.run(stream.next()).unwrap();
    world.run(stream.next()).unwrap();
    assert_eq!(world.under_way().0, 1);
    drop(stream);
    world.run(world.tick());
    world.run(world.tick());
    assert_eq!((world.under_way().0, world.timers()), (0, 0));
}

#[test]
fn a_response_is_read_while_the_consumer_is_idle() {
    let world = world(|_, body| whole(body));
    let stream = stream(&client(&world), 1..=850);
    world.run(stream.next()).unwrap();
    world.run(world.sleep_ms(100_000.0));
    assert_eq!((world.under_way().0, responses(&world)), (0, 2));
    let taken = world.run(take_all(&stream));
    assert!(
        taken.parts.len() > 10 && taken.parts.iter().all(|&users| users < 150),
        "{:?}",
        taken.parts
    );
}

#[test]
fn a_response_is_read_to_its_end_after_its_last_user() {
    // Some number of people fill a window to the last of them.
    for people in 55..=75 {
        let world = world(|_, body| {
            let end = body.len() - body.iter().rev().position(|&byte| byte == b']').unwrap() - 1;
            (vec![body[..end].into(), body[end..].into()], Ok(()))
        });
        let stream = stream(&client(&world), 1..=50 + people);
        assert_eq!(world.run(take_all(&stream)).users.len() as u64, 50 + people);
        assert_eq!((world.seen().len(), responses(&world)), (2, 2), "{people}");
    }
}
