//! Responses with invalid entries.

use super::*;

/// The parts that a stream of the ids gives up to the end of the first request, which this is the
/// answer to, and the list that `get_users` makes of it.
fn outcomes_of(
    answer: impl Fn(&[u64]) -> String + Clone + 'static,
) -> (Taken, Result<UserList, GetUsersError>) {
    let portal = move |seen: &Seen| {
        Reply::Pieces(200, pieces(answer(&seen.ids()).as_bytes(), 10_000), Ok(()))
    };
    let options = ClientOptions { retries: Some(0), ..ClientOptions::default() };
    let world = VirtualHost::new(portal.clone());
    let taken = world.run(take_all(&stream(&client_with(&world, options.clone()), 1..=350)));
    let world = VirtualHost::new(portal);
    let list = world.run(client_with(&world, options).get_users(
        entries(1..=350),
        GetUsersOptions::default(),
        |_| (),
    ));
    (taken, list)
}

#[test]
fn no_users_are_delivered_with_or_after_an_unexpected_user() {
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
        incomplete.list.users.len() < 250
            && incomplete.list.users.iter().all(|user| user.id.get() <= 250)
    );
}

#[test]
fn an_invalid_entry_stops_the_delivery() {
    for odd in [r#""x":{"id":60}"#, r#""60":{"id":61,"name":"Somebody else"}"#, r#""60":"text""#] {
        let (taken, list) = outcomes_of(move |ids| {
            if ids.len() == 50 {
                return json!({ "result": crowd(ids).unwrap() }).to_string();
            }
            if ids.len() < 250 {
                return json!({ "result": false }).to_string();
            }
            let people: Vec<_> =
                ids.iter().map(|&id| format!(r#""{id}":{}"#, person(id))).collect();
            format!(
                r#"{{"result":{{{},{odd},{}}}}}"#,
                people[..200].join(","),
                people[200..].join(",")
            )
        });
        assert!(taken.users.len() > 100 && taken.users.len() <= 250, "{odd}: {:?}", taken.parts);
        assert_eq!(taken.users.len() + taken.failed.len(), 350);
        assert!(
            matches!(list, Err(GetUsersError::Incomplete(list)) if list.list.users.len() <= 200)
        );
    }
}

#[test]
fn users_delivered_before_an_error_in_the_same_response_are_kept() {
    let (taken, _) = outcomes_of(|ids| {
        let error =
            if ids.len() == 50 { json!({}) } else { json!({ "error": "INTERNAL_SERVER_ERROR" }) };
        let envelope = json!({ "result": crowd(ids).unwrap() }).to_string();
        let error = error.to_string();
        format!("{},{}", envelope.trim_end_matches('}'), error.trim_start_matches('{'))
            .replace(",}", "}")
    });
    assert!(taken.users.len() > 150, "{:?}", taken.parts);
    assert_eq!(taken.users.len() + taken.failed.len(), 350);
}

#[test]
fn no_users_are_delivered_after_an_error_in_the_same_response() {
    let (taken, list) = outcomes_of(|ids| {
        format!(r#"{{"error":"INTERNAL_SERVER_ERROR","result":{}}}"#, crowd(ids).unwrap())
    });
    assert!(taken.users.is_empty() && taken.failed.len() == 350, "{taken:?}");
    assert!(matches!(list, Err(GetUsersError::Failed(_))));
}

#[test]
fn a_stream_has_the_first_duplicate_and_a_list_the_last() {
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
    let name =
        |users: &[User], id| users.iter().find(|user| user.id.get() == id).unwrap().name.clone();
    assert_eq!(name(&taken.users, 51), "User 51");
    assert_eq!(name(&list.unwrap().users, 1), "Again");
}

#[test]
fn users_of_a_batch_belong_to_the_command_that_requested_them() {
    let portal = |seen: &Seen| {
        let mut lists: Vec<_> = seen.calls().iter().map(|ids| crowd(ids).unwrap()).collect();
        let moved = lists[0][300].take();
        lists[1][300] = moved;
        let lists = json!({ "c0": lists[0], "c1": lists[1] });
        let body = json!({ "result": { "result": lists, "result_error": [], "result_time": [] } })
            .to_string();
        Reply::Pieces(200, pieces(body.as_bytes(), 10_000), Err(lost()))
    };
    let world = VirtualHost::new(portal);
    let options = GetUsersOptions { deadline_ms: Some(50_000.0), ..GetUsersOptions::default() };
    let options_of_client = ClientOptions { retries: Some(0), ..ClientOptions::default() };
    let told = Rc::new(RefCell::new(0));
    let kept = told.clone();
    let listen = move |progress: Progress| *kept.borrow_mut() = progress.done;
    let client = client_with(&world, options_of_client);
    let call = client.get_users(entries(1..=800), options, listen);
    // The first request's answer is 80 pieces long.
    let _ = world.run(futures_util::future::select(
        std::pin::pin!(call),
        std::pin::pin!(world.sleep_ms(8_000.0)),
    ));
    assert!((400..700).contains(&*told.borrow()), "{}", told.borrow());
}
