//! Responses with invalid entries.

use super::*;

/// The chunks of a stream and the list of `get_users`, for responses with this body.
fn outcomes_of(
    body_of: impl Fn(&[u64]) -> String + Clone + 'static,
) -> (Collected, Result<UserList, GetUsersError>) {
    let portal = move |request: &RecordedRequest| {
        Reply::Chunks(200, chunks_of(body_of(&request.ids()).as_bytes(), 10_000), Ok(()))
    };
    let options = ClientOptions { retries: Some(0), ..ClientOptions::default() };
    let host = VirtualHost::new(portal.clone());
    let collected =
        host.run(collect_stream(&stream(&client_with(&host, options.clone()), 1..=350)));
    let host = VirtualHost::new(portal);
    let list = host.run(client_with(&host, options).get_users(
        entries(1..=350),
        GetUsersOptions::default(),
        |_| (),
    ));
    (collected, list)
}

#[test]
fn no_users_are_delivered_with_or_after_an_unexpected_user() {
    let (collected, list) = outcomes_of(|ids| {
        let mut users = user_records(ids).unwrap();
        if ids.len() == 300 || ids.len() == 350 {
            users[250] = user_record(899);
        } else if ids.len() < 300 && ids.len() != 50 {
            users = json!("no list");
        }
        json!({ "result": users }).to_string()
    });
    assert!((51..300).contains(&collected.users.len()), "{:?}", collected.parts);
    assert!(
        collected.users.iter().all(|user| user.id.get() <= 300),
        "with or after the unexpected user"
    );
    let Err(GetUsersError::Incomplete(incomplete)) = list else { panic!("{list:?}") };
    assert!(
        incomplete.list.users.len() < 250
            && incomplete.list.users.iter().all(|user| user.id.get() <= 250)
    );
}

#[test]
fn an_invalid_entry_stops_the_delivery() {
    for invalid in
        [r#""x":{"id":60}"#, r#""60":{"id":61,"name":"Somebody else"}"#, r#""60":"text""#]
    {
        let (collected, list) = outcomes_of(move |ids| {
            if ids.len() == 50 {
                return json!({ "result": user_records(ids).unwrap() }).to_string();
            }
            if ids.len() < 250 {
                return json!({ "result": false }).to_string();
            }
            let records: Vec<_> =
                ids.iter().map(|&id| format!(r#""{id}":{}"#, user_record(id))).collect();
            format!(
                r#"{{"result":{{{},{invalid},{}}}}}"#,
                records[..200].join(","),
                records[200..].join(",")
            )
        });
        assert!(
            collected.users.len() > 100 && collected.users.len() <= 250,
            "{invalid}: {:?}",
            collected.parts
        );
        assert_eq!(collected.users.len() + collected.failed.len(), 350);
        assert!(
            matches!(list, Err(GetUsersError::Incomplete(list)) if list.list.users.len() <= 200)
        );
    }
}

#[test]
fn users_delivered_before_an_error_in_the_same_response_are_kept() {
    let (collected, _) = outcomes_of(|ids| {
        let error =
            if ids.len() == 50 { json!({}) } else { json!({ "error": "INTERNAL_SERVER_ERROR" }) };
        let envelope = json!({ "result": user_records(ids).unwrap() }).to_string();
        let error = error.to_string();
        format!("{},{}", envelope.trim_end_matches('}'), error.trim_start_matches('{'))
            .replace(",}", "}")
    });
    assert!(collected.users.len() > 150, "{:?}", collected.parts);
    assert_eq!(collected.users.len() + collected.failed.len(), 350);
}

#[test]
fn no_users_are_delivered_after_an_error_in_the_same_response() {
    let (collected, list) = outcomes_of(|ids| {
        format!(r#"{{"error":"INTERNAL_SERVER_ERROR","result":{}}}"#, user_records(ids).unwrap())
    });
    assert!(collected.users.is_empty() && collected.failed.len() == 350, "{collected:?}");
    assert!(matches!(list, Err(GetUsersError::Failed(_))));
}

#[test]
fn a_stream_has_the_first_duplicate_and_a_list_the_last() {
    let (collected, list) = outcomes_of(|ids| {
        let mut users = user_records(ids).unwrap();
        let mut again = user_record(ids[0]);
        again["name"] = json!("Again");
        users.as_array_mut().unwrap().push(again);
        json!({ "result": users }).to_string()
    });
    let mut ids = numbers(&collected.users);
    ids.sort_unstable();
    assert_eq!(ids, (1..=350).collect::<Vec<_>>(), "each once");
    let name =
        |users: &[User], id| users.iter().find(|user| user.id.get() == id).unwrap().name.clone();
    assert_eq!(name(&collected.users, 51), "User 51");
    assert_eq!(name(&list.unwrap().users, 1), "Again");
}

#[test]
fn users_of_a_batch_belong_to_the_command_that_requested_them() {
    let portal = |request: &RecordedRequest| {
        let mut lists: Vec<_> =
            request.calls().iter().map(|ids| user_records(ids).unwrap()).collect();
        let moved = lists[0][300].take();
        lists[1][300] = moved;
        let lists = json!({ "c0": lists[0], "c1": lists[1] });
        let body = json!({ "result": { "result": lists, "result_error": [], "result_time": [] } })
            .to_string();
        Reply::Chunks(200, chunks_of(body.as_bytes(), 10_000), Err(network_failure()))
    };
    let host = VirtualHost::new(portal);
    let options = GetUsersOptions { deadline_ms: Some(50_000.0), ..GetUsersOptions::default() };
    let options_of_client = ClientOptions { retries: Some(0), ..ClientOptions::default() };
    let reported = Rc::new(RefCell::new(0));
    let shared = reported.clone();
    let on_progress = move |progress: Progress| *shared.borrow_mut() = progress.done;
    let client = client_with(&host, options_of_client);
    let call = client.get_users(entries(1..=800), options, on_progress);
    // The first response has 80 chunks.
    let _ = host.run(futures_util::future::select(
        std::pin::pin!(call),
        std::pin::pin!(host.sleep_ms(8_000.0)),
    ));
    assert!((400..700).contains(&*reported.borrow()), "{}", reported.borrow());
}
