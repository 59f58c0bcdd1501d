//! Random network faults.

use super::*;

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
        |(piece_bytes, cut_at, damage_at, ends_well)| Trouble {
            piece_bytes,
            cut_at,
            damage_at,
            ends_well,
        },
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
    fn after_any_network_fault_each_id_has_one_outcome_and_each_user_is_unchanged(
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
        let world = VirtualHost::around(Line::new(StubPortal::new(answering, 1.0), move |number, body| match troubles.get(number) {
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
