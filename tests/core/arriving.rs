//! Users of answers that are still arriving: they are handed over window by window, and stay handed over whatever comes after.

use std::cell::RefCell;
use std::rc::Rc;

use b24_users::auth::Auth;
use b24_users::client::{
    Client, ClientOptions, GetUsersError, GetUsersOptions, Limits, Progress, UserStream,
};
use b24_users::ids::IdInput;
use b24_users::model::{Happening, User, UserList};
use b24_users::send::Clock;
use futures_util::future::join;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::embedded::{Embedded, lost};
use crate::line::{Arriving, Line, pieces};
use crate::oracle;
use crate::portal::Portal;
use crate::world::{Answers, Reply, Seen, World, token};

/// A window holds some sixty of such people.
fn person(id: u64) -> Value {
    json!({ "id": id, "name": format!("User {id}"), "work_position": "x".repeat(1000), "email": format!("{id}@a.b") })
}

/// Everybody in the order asked for, but for ids of 900 and above, of whom there is `null`.
fn crowd(ids: &[u64]) -> Result<Value, &'static str> {
    Ok(ids.iter().map(|&id| if id < 900 { person(id) } else { Value::Null }).collect())
}

fn whole(body: Vec<u8>) -> Arriving {
    (pieces(&body, 10_000), Ok(()))
}

/// So much of a body, and then nothing.
fn cut(body: &[u8], bytes: usize) -> Arriving {
    (pieces(&body[..bytes.min(body.len())], 10_000), Err(lost()))
}

fn world(arrives: impl Fn(usize, Vec<u8>) -> Arriving + 'static) -> World {
    World::around(Line::new(Portal::new(crowd, 0.0), arrives))
}

fn client(world: &World) -> Client<World> {
    // One call of many ids, so that users of one list fill several windows.
    client_with(world, ClientOptions::default())
}

fn client_with(world: &World, options: ClientOptions) -> Client<World> {
    let limits = Limits { ids_per_call: Some(400), ..options.limits.unwrap_or_default() };
    let options = ClientOptions { limits: Some(limits), ..options };
    Client::new(world.clone(), Auth::Token(token("t")), options)
}

fn entries(ids: impl IntoIterator<Item = u64>) -> Vec<IdInput> {
    ids.into_iter().map(|id| IdInput::Text(id.to_string())).collect()
}

fn stream(client: &Client<World>, ids: impl IntoIterator<Item = u64>) -> UserStream<World> {
    client.stream_users(entries(ids), GetUsersOptions::default(), |_| ()).unwrap()
}

fn numbers(users: &[User]) -> Vec<u64> {
    users.iter().map(|user| user.id.get()).collect()
}

/// The parts of a stream to its end, by their numbers of users, all users, all missing ids, and those of the failures.
#[derive(Debug, Default)]
struct Taken {
    parts: Vec<usize>,
    users: Vec<User>,
    missing: Vec<u64>,
    failed: Vec<u64>,
}

async fn take_all(stream: &UserStream<World>) -> Taken {
    let mut taken = Taken::default();
    loop {
        match stream.next().await {
            Ok(Some(part)) => {
                taken.parts.push(part.users.len());
                taken.users.extend(part.users);
                taken.missing.extend(part.missing.iter().map(|id| id.get()));
            }
            Ok(None) => return taken,
            Err(GetUsersError::Incomplete(incomplete)) => {
                let ids = incomplete.list.failed.iter().flat_map(|failure| &failure.ids);
                taken.failed.extend(ids.map(|id| id.get()));
                return taken;
            }
            Err(GetUsersError::Failed(error)) => {
                taken.failed.extend(error.ids.iter().map(|id| id.get()));
                return taken;
            }
        }
    }
}

fn responses(world: &World) -> usize {
    world.events().iter().filter(|event| matches!(event.what, Happening::Response { .. })).count()
}

#[test]
fn a_stream_gives_users_while_their_answer_is_still_arriving() {
    let world = world(|_, body| whole(body));
    let stream = stream(&client(&world), 1..=350);
    let first = world.run(stream.next()).unwrap().unwrap();
    assert_eq!(numbers(&first.users), (1..=50).collect::<Vec<_>>());
    let second = world.run(stream.next()).unwrap().unwrap();
    assert_eq!((responses(&world), world.under_way().0), (1, 1), "the second answer is under way");
    assert!((1..150).contains(&second.users.len()), "{}", second.users.len());
    let rest = world.run(take_all(&stream));
    assert!(rest.parts.len() >= 4 && rest.parts.iter().all(|&users| users < 150), "{:?}", rest.parts);
    let all = [numbers(&first.users), numbers(&second.users), numbers(&rest.users)].concat();
    assert_eq!(all, (1..=350).collect::<Vec<_>>());
    assert_eq!((world.seen().len(), responses(&world), world.timers()), (2, 2, 0));
}

#[test]
fn users_of_batches_come_by_windows_as_well() {
    let world = world(|_, body| whole(body));
    let stream = stream(&client(&world), 1..=850);
    let taken = world.run(take_all(&stream));
    assert_eq!(world.seen()[1].calls().iter().map(Vec::len).collect::<Vec<_>>(), [400, 400]);
    assert!(taken.parts.len() > 10 && taken.parts.iter().all(|&users| users < 150), "{:?}", taken.parts);
    assert_eq!(numbers(&taken.users), (1..=850).collect::<Vec<_>>());
}

#[test]
fn what_is_odd_about_users_is_told_once() {
    for ids_per_call in [50, 400, 1000] {
        let odd = |ids: &[u64]| {
            let mut users = crowd(ids)?;
            users.as_array_mut().unwrap().iter_mut().for_each(|user| user["idle"] = json!(true));
            Ok(users)
        };
        let world = World::around(Line::new(Portal::new(odd, 0.0), |_, body| whole(body)));
        let limits = Limits { ids_per_call: Some(ids_per_call), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        let client = Client::new(world.clone(), Auth::Token(token("t")), options);
        let list = world.run(client.get_users(entries(1..=800), GetUsersOptions::default(), |_| ())).unwrap();
        let told =
            world.events().iter().filter(|event| matches!(event.what, Happening::Issue { .. })).count();
        assert_eq!((list.issues.len(), told), (800, 800), "{ids_per_call} ids in a call");
    }
}

#[test]
fn the_missing_are_told_by_the_end_of_an_answer() {
    let world = world(|_, body| whole(body));
    let stream = stream(&client(&world), (1..=50).chain([901]).chain(51..=300));
    world.run(stream.next()).unwrap();
    let part = world.run(stream.next()).unwrap().unwrap();
    assert!(!part.users.is_empty() && part.missing.is_empty());
    let rest = world.run(take_all(&stream));
    assert_eq!((part.users.len() + rest.users.len(), rest.missing), (250, vec![901]));
}

#[test]
fn progress_grows_within_an_answer() {
    let world = world(|_, body| whole(body));
    let told = Rc::new(RefCell::new(Vec::new()));
    let kept = told.clone();
    let listen = move |progress: Progress| kept.borrow_mut().push(progress.done);
    let ids = (1..=300).rev().chain([901]);
    let list = world.run(client(&world).get_users(entries(ids), GetUsersOptions::default(), listen)).unwrap();
    assert_eq!(numbers(&list.users), (1..=300).rev().collect::<Vec<_>>());
    let told = told.borrow();
    assert!(told.len() > 3 && told.is_sorted() && told.last() == Some(&301), "{told:?}");
    assert_eq!(list.time.requests, 1);
}

#[test]
fn whoever_shares_the_request_gets_users_early_too() {
    let world = world(|_, body| whole(body));
    let client = client(&world);
    let all = client.get_users(entries(1..=300), GetUsersOptions::default(), |_| ());
    let one = async {
        // The request is under way by then.
        world.sleep(90.0).await;
        let user = client.load_user(IdInput::Number(7.0), GetUsersOptions::default()).await.unwrap().unwrap();
        (user, responses(&world))
    };
    let (list, (user, answered)) = world.run(join(all, one));
    assert_eq!((user.id.get(), answered, list.unwrap().users.len()), (7, 0, 300));
    assert_eq!((world.seen().len(), client.stats().shared), (1, 1));
}

#[test]
fn after_a_cut_only_those_are_asked_for_again_who_had_not_arrived() {
    let world = world(|number, body| if number == 1 { cut(&body, 250_000) } else { whole(body) });
    let stream = stream(&client(&world), 1..=350);
    let taken = world.run(take_all(&stream));
    assert_eq!(numbers(&taken.users), (1..=350).collect::<Vec<_>>(), "each once");
    let asked: Vec<_> = world.seen().iter().map(|seen| seen.ids().len()).collect();
    assert!(asked.len() == 3 && asked[1] == 300 && (1..200).contains(&asked[2]), "{asked:?}");
    assert!(taken.failed.is_empty());
}

#[test]
fn get_users_does_not_ask_twice_either() {
    let world = world(|number, body| if number == 0 { cut(&body, 250_000) } else { whole(body) });
    let client = client(&world);
    let list = world.run(client.get_users(entries(1..=300), GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(numbers(&list.users), (1..=300).collect::<Vec<_>>());
    let asked: Vec<_> = world.seen().iter().map(|seen| seen.ids().len()).collect();
    assert!(asked.len() == 2 && (1..200).contains(&asked[1]), "{asked:?}");
    assert_eq!((list.time.requests, client.stats().retries), (2, 1));
}

#[test]
fn what_arrived_before_a_lasting_failure_is_in_the_result() {
    // Whatever is asked for after the first answer gets nothing but its beginning.
    let world = world(|number, body| cut(&body, if number == 0 { 250_000 } else { 100 }));
    let client = client_with(&world, ClientOptions { retries: Some(0), ..ClientOptions::default() });
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
fn a_request_that_takes_too_long_is_not_for_nothing() {
    let world = world(|_, body| whole(body));
    let options = ClientOptions { request_timeout_ms: Some(1500.0), ..ClientOptions::default() };
    let client = client_with(&world, options);
    let list = world.run(client.get_users(entries(1..=300), GetUsersOptions::default(), |_| ())).unwrap();
    assert_eq!(numbers(&list.users), (1..=300).collect::<Vec<_>>());
    let asked: Vec<_> = world.seen().iter().map(|seen| seen.ids().len()).collect();
    // A window or two of the first, and the rest in halves.
    assert!(asked[0] == 300 && asked[1] < 130 && asked.iter().sum::<usize>() < 600, "{asked:?}");
}

#[test]
fn an_answer_that_is_too_large_is_not_for_nothing() {
    let world = world(|_, body| whole(body));
    let limits = Limits { max_response_bytes: Some(200_000), ..Limits::default() };
    let client = client_with(&world, ClientOptions { limits: Some(limits), ..ClientOptions::default() });
    let stream = stream(&client, 1..=350);
    let taken = world.run(take_all(&stream));
    assert_eq!((numbers(&taken.users), taken.failed), ((1..=350).collect(), vec![]));
    let asked: Vec<_> = world.seen().iter().map(|seen| seen.ids().len()).collect();
    assert!(asked[1] == 300 && asked[2] < 100, "{asked:?}");
}

#[test]
fn people_of_a_portal_come_as_they_do_in_one_piece() {
    let embedded = Embedded::new(2000);
    let world = World::around(Line::new(embedded.clone(), |_, body| whole(body)));
    let client = embedded.client(&world, Limits::default());
    let taken = world.run(take_all(&stream(&client, 1..=2050)));
    let world = World::around(embedded.clone());
    let client = embedded.client(&world, Limits::default());
    let list = world.run(client.get_users(entries(1..=2050), GetUsersOptions::default(), |_| ())).unwrap();
    assert!(taken.parts.len() > 5 && taken.parts.iter().all(|&users| users <= 500), "{:?}", taken.parts);
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
fn too_late_for_the_rest_of_an_answer() {
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
    let world = World::around(Wrong);
    let client = client_with(&world, ClientOptions { retries: Some(0), ..ClientOptions::default() });
    let outcome = world.run(client.get_users(entries(1..=200), GetUsersOptions::default(), |_| ()));
    assert!(matches!(outcome, Err(GetUsersError::Failed(_))), "{outcome:?}");
}

/// The parts that a stream of the ids gives up to the end of the first request, which this is the answer to, and the list that
/// `get_users` makes of it.
fn outcomes_of(
    answer: impl Fn(&[u64]) -> String + Clone + 'static,
) -> (Taken, Result<UserList, GetUsersError>) {
    let portal =
        move |seen: &Seen| Reply::Pieces(200, pieces(answer(&seen.ids()).as_bytes(), 10_000), Ok(()));
    let options = ClientOptions { retries: Some(0), ..ClientOptions::default() };
    let world = World::new(portal.clone());
    let taken = world.run(take_all(&stream(&client_with(&world, options.clone()), 1..=350)));
    let world = World::new(portal);
    let list = world.run(client_with(&world, options).get_users(
        entries(1..=350),
        GetUsersOptions::default(),
        |_| (),
    ));
    (taken, list)
}

#[test]
fn nobody_is_given_along_with_or_after_somebody_who_was_not_asked_for() {
    let (taken, list) = outcomes_of(|ids| {
        let mut users = crowd(ids).unwrap();
        if ids.len() == 300 || ids.len() == 350 {
            users[250] = person(899);
        } else if ids.len() < 300 && ids.len() != 50 {
            users = json!("no list");
        }
        json!({ "result": users }).to_string()
    });
    assert!((51..300).contains(&taken.users.len()), "{:?}", taken.parts);
    assert!(taken.users.iter().all(|user| user.id.get() <= 300), "with or after the stranger");
    let Err(GetUsersError::Incomplete(incomplete)) = list else { panic!("{list:?}") };
    assert!(
        incomplete.list.users.len() < 250 && incomplete.list.users.iter().all(|user| user.id.get() <= 250)
    );
}

#[test]
fn an_entry_that_is_not_as_it_should_be_ends_the_giving() {
    for odd in [r#""x":{"id":60}"#, r#""60":{"id":61,"name":"Somebody else"}"#, r#""60":"text""#] {
        let (taken, list) = outcomes_of(move |ids| {
            if ids.len() == 50 {
                return json!({ "result": crowd(ids).unwrap() }).to_string();
            }
            if ids.len() < 250 {
                return json!({ "result": false }).to_string();
            }
            let people: Vec<_> = ids.iter().map(|&id| format!(r#""{id}":{}"#, person(id))).collect();
            format!(r#"{{"result":{{{},{odd},{}}}}}"#, people[..200].join(","), people[200..].join(","))
        });
        assert!(taken.users.len() > 100 && taken.users.len() <= 250, "{odd}: {:?}", taken.parts);
        assert_eq!(taken.users.len() + taken.failed.len(), 350);
        assert!(matches!(list, Err(GetUsersError::Incomplete(list)) if list.list.users.len() <= 200));
    }
}

#[test]
fn what_was_given_before_an_error_in_the_same_answer_stays() {
    let (taken, _) = outcomes_of(|ids| {
        let error = if ids.len() == 50 { json!({}) } else { json!({ "error": "INTERNAL_SERVER_ERROR" }) };
        let envelope = json!({ "result": crowd(ids).unwrap() }).to_string();
        let error = error.to_string();
        format!("{},{}", envelope.trim_end_matches('}'), error.trim_start_matches('{')).replace(",}", "}")
    });
    assert!(taken.users.len() > 150, "{:?}", taken.parts);
    assert_eq!(taken.users.len() + taken.failed.len(), 350);
}

#[test]
fn nothing_is_given_after_an_error_in_the_same_answer() {
    let (taken, list) =
        outcomes_of(|ids| format!(r#"{{"error":"INTERNAL_SERVER_ERROR","result":{}}}"#, crowd(ids).unwrap()));
    assert!(taken.users.is_empty() && taken.failed.len() == 350, "{taken:?}");
    assert!(matches!(list, Err(GetUsersError::Failed(_))));
}

#[test]
fn of_an_id_that_comes_twice_a_stream_has_the_first_record_and_a_list_the_last() {
    let (taken, list) = outcomes_of(|ids| {
        let mut users = crowd(ids).unwrap();
        let mut again = person(ids[0]);
        again["name"] = json!("Again");
        users.as_array_mut().unwrap().push(again);
        json!({ "result": users }).to_string()
    });
    let mut ids = numbers(&taken.users);
    ids.sort_unstable();
    assert_eq!(ids, (1..=350).collect::<Vec<_>>(), "each once");
    let name = |users: &[User], id| users.iter().find(|user| user.id.get() == id).unwrap().name.clone();
    assert_eq!(name(&taken.users, 51), "User 51");
    assert_eq!(name(&list.unwrap().users, 1), "Again");
}

#[test]
fn users_of_a_batch_belong_to_the_call_that_asked_for_them() {
    let portal = |seen: &Seen| {
        let mut lists: Vec<_> = seen.calls().iter().map(|ids| crowd(ids).unwrap()).collect();
        let moved = lists[0][300].take();
        lists[1][300] = moved;
        let lists = json!({ "c0": lists[0], "c1": lists[1] });
        let body =
            json!({ "result": { "result": lists, "result_error": [], "result_time": [] } }).to_string();
        Reply::Pieces(200, pieces(body.as_bytes(), 10_000), Err(lost()))
    };
    let world = World::new(portal);
    let options = GetUsersOptions { deadline_ms: Some(50_000.0), ..GetUsersOptions::default() };
    let options_of_client = ClientOptions { retries: Some(0), ..ClientOptions::default() };
    let told = Rc::new(RefCell::new(0));
    let kept = told.clone();
    let listen = move |progress: Progress| *kept.borrow_mut() = progress.done;
    let client = client_with(&world, options_of_client);
    let call = client.get_users(entries(1..=800), options, listen);
    // The first request's answer is 80 pieces long.
    let _ =
        world.run(futures_util::future::select(std::pin::pin!(call), std::pin::pin!(world.sleep(8_000.0))));
    assert!((400..700).contains(&*told.borrow()), "{}", told.borrow());
}

#[test]
fn what_was_invalidated_meanwhile_is_not_remembered() {
    for (invalidates, requests) in [(false, 1), (true, 2)] {
        let world = world(|_, body| whole(body));
        let client = client(&world);
        let stream = client.stream_users(entries(1..=300), GetUsersOptions::default(), |_| ()).unwrap();
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
fn what_is_there_already_comes_in_parts_as_well() {
    let world = world(|_, body| whole(body));
    let client = client(&world);
    world.run(client.get_users(entries(1..=1200), GetUsersOptions::default(), |_| ())).unwrap();
    let requests = world.seen().len();
    let taken = world.run(take_all(&stream(&client, 1..=1200)));
    assert_eq!((taken.parts, world.seen().len()), (vec![500, 399, 0], requests));
    assert_eq!(taken.missing, (900..=1200).collect::<Vec<_>>());
}

#[test]
fn leaving_a_stream_ends_the_answer_under_way() {
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
fn an_answer_under_way_goes_on_while_nobody_takes() {
    let world = world(|_, body| whole(body));
    let stream = stream(&client(&world), 1..=850);
    world.run(stream.next()).unwrap();
    world.run(world.sleep(100_000.0));
    assert_eq!((world.under_way().0, responses(&world)), (0, 2));
    let taken = world.run(take_all(&stream));
    assert!(taken.parts.len() > 10 && taken.parts.iter().all(|&users| users < 150), "{:?}", taken.parts);
}

#[test]
fn an_answer_is_waited_for_even_if_all_its_users_are_there_before_its_end() {
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

/// What a line does to one answer.
#[derive(Clone, Debug)]
struct Trouble {
    piece_bytes: usize,
    cut_at: Option<prop::sample::Index>,
    damage_at: Option<prop::sample::Index>,
    ends_well: bool,
}

fn trouble() -> impl Strategy<Value = Trouble> {
    let sometimes = |chance| prop::option::weighted(chance, any::<prop::sample::Index>());
    (1_000_usize..200_000, sometimes(0.5), sometimes(0.3), any::<bool>()).prop_map(
        |(piece_bytes, cut_at, damage_at, ends_well)| Trouble { piece_bytes, cut_at, damage_at, ends_well },
    )
}

fn suffer(mut body: Vec<u8>, trouble: &Trouble) -> Arriving {
    if let Some(at) = trouble.damage_at {
        // What JSON cannot do without: a change of a name or a number nobody could tell.
        let marks: Vec<_> = (0..body.len()).filter(|&at| b"[]{}:,".contains(&body[at])).collect();
        body[marks[at.index(marks.len())]] = b';';
    }
    let mut end = Ok(());
    if let Some(cut) = trouble.cut_at {
        body.truncate(cut.index(body.len()));
        if !trouble.ends_well {
            end = Err(lost());
        }
    }
    (pieces(&body, trouble.piece_bytes), end)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_the_line_does_each_id_is_in_one_place_and_each_user_as_sent(
        troubles in vec(trouble(), 1..6),
        first in 1..300_u64,
        count in 60..400_u64,
        ids_per_call in prop_oneof![Just(400_usize), Just(100), Just(50)],
        retries in 0..3_u32,
        nulls in vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let ids: Vec<_> = (first..first + count).collect();
        let nobody: Vec<_> = nulls.iter().map(|index| ids[index.index(ids.len())]).collect();
        let absent = nobody.clone();
        let person_of = move |id: u64| if absent.contains(&id) { Value::Null } else { person(id) };
        let answering = {
            let person_of = person_of.clone();
            move |ids: &[u64]| Ok(ids.iter().map(|&id| person_of(id)).collect())
        };
        let troubles = Rc::new(troubles);
        let world = World::around(Line::new(Portal::new(answering, 1.0), move |number, body| match troubles.get(number) {
            Some(trouble) => suffer(body, trouble),
            None => (pieces(&body, 50_000), Ok(())),
        }));
        let limits = Limits { ids_per_call: Some(ids_per_call), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), retries: Some(retries), ..ClientOptions::default() };
        let client = Client::new(world.clone(), Auth::Token(token("t")), options);
        let stream = client.stream_users(entries(ids.clone()), GetUsersOptions::default(), |_| ()).unwrap();
        let told = Rc::new(RefCell::new(Vec::new()));
        let kept = told.clone();
        let partial = GetUsersOptions { partial: Some(true), ..GetUsersOptions::default() };
        let half: Vec<_> = ids.iter().copied().step_by(2).collect();
        let listen = move |progress: Progress| kept.borrow_mut().push(progress.done);
        let list = client.get_users(entries(half.clone()), partial, listen);
        let (taken, list) = world.run(join(take_all(&stream), list));

        let body = json!({ "result": ids.iter().map(|&id| person_of(id)).collect::<Vec<_>>() }).to_string();
        let expected = oracle::read_list(body.as_bytes(), 200).unwrap();
        let check = |asked: &[u64], users: &[User], missing: &[u64], failed: &[u64]| {
            for user in users {
                let sent = expected.iter().find(|(sent, _)| sent.id == user.id);
                prop_assert_eq!(Some(user), sent.map(|(sent, _)| sent));
            }
            prop_assert!(missing.iter().all(|id| nobody.contains(id)), "{:?} of {:?}", missing, nobody);
            let mut places = [numbers(users), missing.to_vec(), failed.to_vec()].concat();
            places.sort_unstable();
            prop_assert_eq!(&places[..], asked);
            Ok(())
        };
        check(&ids, &taken.users, &taken.missing, &taken.failed)?;
        match list {
            Ok(list) => {
                let missing: Vec<_> = list.missing.iter().map(|id| id.get()).collect();
                let failed: Vec<_> = list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get())).collect();
                check(&half, &list.users, &missing, &failed)?;
            }
            Err(GetUsersError::Failed(error)) => prop_assert_eq!(error.ids.len(), half.len()),
            Err(other) => prop_assert!(false, "{:?}", other),
        }
        let told = told.borrow();
        prop_assert!(told.is_sorted() && told.last() == Some(&half.len()), "{:?}", told);
        prop_assert_eq!((world.under_way().0, world.timers()), (0, 0));
        prop_assert_eq!(responses(&world), world.seen().len());
    }
}
