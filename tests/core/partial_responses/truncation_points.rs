//! Truncation at any byte: complete users are delivered.

use super::*;

/// How an answer ends before it is over.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Ending {
    BreaksOff,
    /// The connection ends as if all had been sent.
    Ends,
    /// The request's own timeout ends it.
    TimesOut,
    /// The call's deadline ends it.
    IsLate,
    /// It is larger than allowed.
    IsTooLarge,
}

const ENDINGS: [Ending; 5] =
    [Ending::BreaksOff, Ending::Ends, Ending::TimesOut, Ending::IsLate, Ending::IsTooLarge];

/// How many of so many people are whole in what has arrived. No record of theirs has another in it.
fn whole_in(arrived: &[u8], people: u64) -> u64 {
    arrived.iter().filter(|&&byte| byte == b'}').map(|_| 1).sum::<u64>().min(people)
}

/// A portal whose first answer ends after so many bytes; later ones are whole if it `recovers`, and
/// otherwise do not begin.
fn portal(ending: Ending, bytes: usize, recovers: bool) -> VirtualHost {
    world(move |number, body| {
        if number > 0 {
            return if recovers { whole(body) } else { cut(&body, 0) };
        }
        let arriving = if ending == Ending::IsTooLarge { &body[..] } else { &body[..bytes] };
        let mut pieces = pieces(arriving, 1000);
        if matches!(ending, Ending::TimesOut | Ending::IsLate) {
            // For longer than anybody waits.
            pieces.extend(vec![Vec::new(); 10_000]);
        }
        (pieces, if ending == Ending::BreaksOff { Err(lost()) } else { Ok(()) })
    })
}

fn options(ending: Ending, bytes: usize, ids_per_call: usize, retries: u32) -> ClientOptions {
    let limits = Limits {
        ids_per_call: Some(ids_per_call),
        max_response_bytes: (ending == Ending::IsTooLarge).then_some(bytes),
        ..Limits::default()
    };
    ClientOptions {
        limits: Some(limits),
        retries: Some(retries),
        request_timeout_ms: (ending == Ending::TimesOut).then_some(60_000.0),
        deadline_ms: (ending == Ending::IsLate).then_some(60_000.0),
        ..ClientOptions::default()
    }
}

fn new_client(world: &VirtualHost, options: ClientOptions) -> Client<VirtualHost> {
    Client::new(world.clone(), Auth::Token(token("t")), options)
}

/// The answer to the first so many ids, in calls of so many.
fn first_answer(people: u64, ids_per_call: usize) -> Vec<u8> {
    let answer = Rc::new(RefCell::new(Vec::new()));
    let kept = answer.clone();
    let world = world(move |_, body| {
        kept.replace(body.clone());
        whole(body)
    });
    let client = new_client(&world, options(Ending::Ends, 0, ids_per_call, 0));
    world.run(client.get_users(entries(1..=people), GetUsersOptions::default(), |_| ())).unwrap();
    answer.take()
}

/// Of a list that is cut: who arrived, and who did not.
fn parts_of(outcome: Result<UserList, GetUsersError>) -> (Vec<u64>, Vec<u64>) {
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

/// Cuts the first answer after a share of it, in all ways and for all who ask.
fn check(people: u64, ids_per_call: usize, share: f64, ending: Ending) {
    let body = first_answer(people, ids_per_call);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a length"
    )]
    let bytes = (body.len() as f64 * share) as usize;
    let place = format!("{ending:?} after {bytes} bytes of {people} in calls of {ids_per_call}");
    let arrived = whole_in(&body[..bytes], people);
    let all: Vec<_> = (1..=people).collect();
    let (first, rest) = all.split_at(usize::try_from(arrived).unwrap());

    // For good.
    let world = portal(ending, bytes, false);
    let client = new_client(&world, options(ending, bytes, ids_per_call, 0));
    let deadline = GetUsersOptions { deadline_ms: Some(400_000.0), ..GetUsersOptions::default() };
    let given = if ending == Ending::IsLate { GetUsersOptions::default() } else { deadline };
    let outcome = world.run(client.get_users(entries(1..=people), given, |_| ()));
    assert_eq!(outcome.is_ok(), rest.is_empty(), "{place}");
    assert_eq!(parts_of(outcome), (first.to_vec(), rest.to_vec()), "{place}");
    assert_eq!((world.under_way().0, world.timers()), (0, 0), "{place}");

    let world = portal(ending, bytes, false);
    let client = new_client(&world, options(ending, bytes, ids_per_call, 0));
    let partial = GetUsersOptions { partial: Some(true), ..given };
    let outcome = world.run(client.get_users(entries(1..=people), partial, |_| ()));
    assert_eq!(outcome.is_ok(), !first.is_empty(), "{place}");
    assert_eq!(parts_of(outcome), (first.to_vec(), rest.to_vec()), "{place}");

    // The first request of a stream is small.
    if people <= 50 {
        let world = portal(ending, bytes, false);
        let client = new_client(&world, options(ending, bytes, ids_per_call, 0));
        let stream = client.stream_users(entries(1..=people), given, |_| ()).unwrap();
        let taken = world.run(take_all(&stream));
        assert_eq!(
            (numbers(&taken.users), taken.failed),
            (first.to_vec(), rest.to_vec()),
            "{place}"
        );
    }

    // And a retry asks for the rest alone.
    if ending != Ending::IsLate {
        let world = portal(ending, bytes, true);
        let options =
            ClientOptions { retries: Some(4), ..options(ending, usize::MAX, ids_per_call, 4) };
        let client = new_client(&world, options);
        let list =
            world.run(client.get_users(entries(1..=people), GetUsersOptions::default(), |_| ()));
        assert_eq!(parts_of(list), (all.clone(), vec![]), "{place}");
        if ending != Ending::IsTooLarge {
            let again: Vec<_> = world.seen().iter().skip(1).flat_map(Seen::ids).collect();
            assert_eq!(again, rest, "{place}");
        }
    }
}

#[test]
fn users_of_short_truncated_responses_are_kept() {
    for ending in ENDINGS {
        for share in [0.05, 0.5, 0.9, 0.999] {
            check(5, 50, share, ending);
            check(1, 50, share, ending);
        }
    }
}

#[test]
fn users_of_truncated_batches_and_long_responses_are_kept() {
    for ending in ENDINGS {
        check(20, 7, 0.8, ending);
        check(300, 400, 0.97, ending);
        check(300, 50, 0.9, ending);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn complete_users_are_delivered_and_the_remaining_ids_are_requested_again(
        people in 1..120_u64,
        ids_per_call in prop_oneof![Just(400_usize), Just(50), Just(9)],
        share in 0.0..1.0_f64,
        ending in prop::sample::select(&ENDINGS[..]),
    ) {
        check(people, ids_per_call, share, ending);
    }
}

#[test]
fn a_response_that_lacks_only_its_end_is_not_requested_again() {
    for ids_per_call in [50, 2] {
        let world = world(move |_, body| {
            let end = body.iter().rposition(|&byte| byte == b']').unwrap();
            cut(&body, if ids_per_call == 2 { body.len() - 30 } else { end })
        });
        let limits = Limits { ids_per_call: Some(ids_per_call), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        let client = new_client(&world, options);
        let list = world
            .run(client.get_users(entries(1..=5), GetUsersOptions::default(), |_| ()))
            .unwrap();
        assert_eq!((list.users.len(), world.seen().len(), client.stats().retries), (5, 1, 0));
    }
}

#[test]
fn a_truncated_response_reports_no_missing_ids() {
    let world = world(|number, body| {
        let end = body.iter().rposition(|&byte| byte == b']').unwrap();
        if number == 0 { cut(&body, end) } else { whole(body) }
    });
    let list = world
        .run(client(&world).get_users(entries([1, 901, 2]), GetUsersOptions::default(), |_| ()))
        .unwrap();
    assert_eq!((numbers(&list.users), list.missing.len()), (vec![1, 2], 1));
    assert_eq!(world.seen()[1].ids(), [901]);
}

#[test]
fn the_last_duplicate_counts_in_a_truncated_response() {
    let twice = |ids: &[u64]| {
        let mut users = crowd(ids)?;
        let mut again = person(1);
        again["name"] = json!("Again");
        users.as_array_mut().unwrap().push(again);
        Ok(users)
    };
    let line = Line::new(StubPortal::new(twice, 0.0), |_, body| {
        let end = body.iter().rposition(|&byte| byte == b']').unwrap();
        cut(&body, end)
    });
    let world = VirtualHost::around(line);
    let list = world
        .run(client(&world).get_users(entries(1..=3), GetUsersOptions::default(), |_| ()))
        .unwrap();
    assert_eq!(
        list.users.iter().map(|user| &user.name[..]).collect::<Vec<_>>(),
        ["Again", "User 2", "User 3"]
    );
}

#[test]
fn a_truncated_response_with_an_unexpected_user_is_rejected() {
    let stranger = |ids: &[u64]| {
        let mut users = crowd(ids)?;
        *users.as_array_mut().unwrap().last_mut().unwrap() = person(77);
        Ok(users)
    };
    let line = Line::new(StubPortal::new(stranger, 0.0), |_, body| {
        let end = body.iter().rposition(|&byte| byte == b']').unwrap();
        cut(&body, end)
    });
    let world = VirtualHost::around(line);
    let options = ClientOptions { retries: Some(0), ..ClientOptions::default() };
    let outcome = world.run(client_with(&world, options).get_users(
        entries(1..=5),
        GetUsersOptions::default(),
        |_| (),
    ));
    assert!(matches!(outcome, Err(GetUsersError::Failed(_))), "{outcome:?}");
}

/// So many people, of whom the first arrive at once, and the others never.
fn stalled_after(people: usize) -> VirtualHost {
    world(move |_, body| {
        let mut ends = body.iter().enumerate().filter(|(_, byte)| **byte == b'}').map(|(at, _)| at);
        let end = ends.nth(people - 1).unwrap() + 1;
        let mut pieces = vec![body[..end].to_vec()];
        pieces.extend(vec![Vec::new(); 100_000]);
        (pieces, Ok(()))
    })
}

fn within(ms: f64) -> GetUsersOptions {
    GetUsersOptions { deadline_ms: Some(ms), ..GetUsersOptions::default() }
}

#[test]
fn a_deadline_flushes_users_and_the_request_continues_for_the_others() {
    let world = stalled_after(3);
    let options = ClientOptions {
        request_timeout_ms: Some(30_000.0),
        retries: Some(0),
        ..ClientOptions::default()
    };
    let client = client_with(&world, options);
    let first = client.get_users(entries(1..=5), within(5000.0), |_| ());
    let second = async {
        world.sleep_ms(1000.0).await;
        let outcome = client.get_users(entries(2..=4), within(20_000.0), |_| ()).await;
        (outcome, world.seen().len(), world.passed_ms())
    };
    let (first, (second, requests, passed_ms)) = world.run(join(first, second));
    assert_eq!(parts_of(first), (vec![1, 2, 3], vec![4, 5]));
    assert_eq!(parts_of(second), (vec![2, 3], vec![4]));
    assert_eq!((requests, passed_ms), (1, 21_000.0), "it went on waiting");
    assert_eq!((world.under_way().0, world.timers()), (0, 0));
}

#[test]
fn an_aborted_call_does_not_affect_the_others() {
    let world = stalled_after(3);
    let client = client(&world);
    let aborted = async {
        let call = Box::pin(client.get_users(entries(1..=5), GetUsersOptions::default(), |_| ()));
        futures_util::future::select(call, Box::pin(world.sleep_ms(2000.0))).await;
    };
    let other = async {
        world.sleep_ms(1000.0).await;
        client.get_users(entries(1..=5), within(5000.0), |_| ()).await
    };
    let ((), other) = world.run(join(aborted, other));
    assert_eq!((parts_of(other), world.seen().len()), ((vec![1, 2, 3], vec![4, 5]), 1));
}

#[test]
fn a_received_user_is_returned_at_the_deadline() {
    let world = stalled_after(3);
    let client = client(&world);
    let load = |id: u32| client.load_user(IdInput::Number(f64::from(id)), within(5000.0));
    let loads = futures_util::future::join_all((1..=4).map(load));
    let found: Vec<_> =
        world.run(loads).into_iter().map(|user| user.map(|user| user.unwrap().id.get())).collect();
    assert_eq!(found[..3], [Ok(1), Ok(2), Ok(3)]);
    assert_eq!(found[3].as_ref().unwrap_err().code, "DEADLINE_EXCEEDED");
    assert_eq!((world.under_way().0, world.timers()), (0, 0));
}

#[test]
fn a_received_user_is_returned_at_the_request_timeout() {
    let world = stalled_after(1);
    let options = ClientOptions { request_timeout_ms: Some(3000.0), ..ClientOptions::default() };
    let client = client_with(&world, options);
    let user =
        world.run(client.load_user(IdInput::Number(1.0), GetUsersOptions::default())).unwrap();
    assert_eq!((user.unwrap().id.get(), world.seen().len()), (1, 1));
    assert!(world.passed_ms() < 3001.0);
}
