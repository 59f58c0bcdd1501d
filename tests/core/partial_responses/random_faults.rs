//! Random network faults.

use super::*;

/// The faults of one response.
#[derive(Clone, Debug)]
struct NetworkFault {
    chunk_bytes: usize,
    truncate_at: Option<prop::sample::Index>,
    corrupt_at: Option<prop::sample::Index>,
    is_silent: bool,
}

fn network_fault() -> impl Strategy<Value = NetworkFault> {
    let index_with_probability =
        |chance| prop::option::weighted(chance, any::<prop::sample::Index>());
    (1_000_usize..200_000, index_with_probability(0.5), index_with_probability(0.3), any::<bool>())
        .prop_map(|(chunk_bytes, truncate_at, corrupt_at, is_silent)| NetworkFault {
            chunk_bytes,
            truncate_at,
            corrupt_at,
            is_silent,
        })
}

fn apply(mut body: Vec<u8>, fault: &NetworkFault) -> ChunkedResponse {
    if let Some(at) = fault.corrupt_at {
        // Corrupts syntax: a changed name or number could not be detected.
        let marks: Vec<_> = (0..body.len()).filter(|&at| b"[]{}:,".contains(&body[at])).collect();
        body[marks[at.index(marks.len())]] = b';';
    }
    let mut end = Ok(());
    if let Some(cut) = fault.truncate_at {
        body.truncate(cut.index(body.len()));
        if !fault.is_silent {
            end = Err(network_failure());
        }
    }
    (chunks_of(&body, fault.chunk_bytes), end)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn after_any_network_fault_each_id_has_one_outcome_and_each_user_is_unchanged(
        faults in vec(network_fault(), 1..6),
        first in 1..300_u64,
        count in 60..400_u64,
        ids_per_call in prop_oneof![Just(400_usize), Just(100), Just(50)],
        retries in 0..3_u32,
        nulls in vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let ids: Vec<_> = (first..first + count).collect();
        let missing_ids: Vec<_> = nulls.iter().map(|index| ids[index.index(ids.len())]).collect();
        let absent = missing_ids.clone();
        let record_of = move |id: u64| if absent.contains(&id) { Value::Null } else { user_record(id) };
        let respond = {
            let record_of = record_of.clone();
            move |ids: &[u64]| Ok(ids.iter().map(|&id| record_of(id)).collect())
        };
        let faults = Rc::new(faults);
        let host = VirtualHost::with_server(ChunkedServer::new(StubPortal::new(respond, 1.0), move |number, body| match faults.get(number) {
            Some(fault) => apply(body, fault),
            None => (chunks_of(&body, 50_000), Ok(())),
        }));
        let limits = Limits { ids_per_call: Some(ids_per_call), ..Limits::default() };
        let options = ClientOptions { limits: Some(limits), retries: Some(retries), ..ClientOptions::default() };
        let client = Client::new(host.clone(), Auth::Token(token("t")), options);
        let stream = client.stream_users(entries(ids.clone()), GetUsersOptions::default(), |_| ()).unwrap();
        let reported = Rc::new(RefCell::new(Vec::new()));
        let shared = reported.clone();
        let partial = GetUsersOptions { partial: Some(true), ..GetUsersOptions::default() };
        let half: Vec<_> = ids.iter().copied().step_by(2).collect();
        let on_progress = move |progress: Progress| shared.borrow_mut().push(progress.done);
        let list = client.get_users(entries(half.clone()), partial, on_progress);
        let (collected, list) = host.run(join(collect_stream(&stream), list));

        let body = json!({ "result": ids.iter().map(|&id| record_of(id)).collect::<Vec<_>>() }).to_string();
        let expected = oracle::read_list(body.as_bytes(), 200).unwrap();
        let check = |requested: &[u64], users: &[User], missing: &[u64], failed: &[u64]| {
            for user in users {
                let sent = expected.iter().find(|(sent, _)| sent.id == user.id);
                prop_assert_eq!(Some(user), sent.map(|(sent, _)| sent));
            }
            prop_assert!(missing.iter().all(|id| missing_ids.contains(id)), "{:?} of {:?}", missing, missing_ids);
            let mut all_ids = [numbers(users), missing.to_vec(), failed.to_vec()].concat();
            all_ids.sort_unstable();
            prop_assert_eq!(&all_ids[..], requested);
            Ok(())
        };
        check(&ids, &collected.users, &collected.missing, &collected.failed)?;
        match list {
            Ok(list) => {
                let missing: Vec<_> = list.missing.iter().map(|id| id.get()).collect();
                let failed: Vec<_> = list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get())).collect();
                check(&half, &list.users, &missing, &failed)?;
            }
            Err(GetUsersError::Failed(error)) => prop_assert_eq!(error.ids.len(), half.len()),
            Err(other) => prop_assert!(false, "{:?}", other),
        }
        let reported = reported.borrow();
        prop_assert!(reported.is_sorted() && reported.last() == Some(&half.len()), "{:?}", reported);
        prop_assert_eq!((host.in_flight(), host.timer_count()), (0, 0));
        prop_assert_eq!(responses(&host), host.requests().len());
    }
}
