//! Any number of users: few requests, none of them too long, and none that fails takes more along than it must.

use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions};
use b24_users::ids::IdInput;
use b24_users::model::UserList;
use proptest::prelude::*;

use crate::portal::{Portal, people};
use crate::world::{World, token};

fn get(world: &World, ids: u32) -> Result<UserList, GetUsersError> {
    let client = Client::new(world.clone(), Auth::Token(token("t")), ClientOptions::default());
    let entries = (1..=ids).map(|id| IdInput::Number(f64::from(id)));
    let options = GetUsersOptions { partial: Some(true), ..GetUsersOptions::default() };
    world.run(client.get_users(entries, options, |_| ()))
}

#[test]
fn ten_thousand_ids_need_four_requests_and_a_hundred_thousand_forty() {
    for (ids, most) in [(10_000, 4), (100_000, 40)] {
        let portal = Portal::new(people, 2.0).with_bucket(0.0, 50.0, 2.0);
        let world = World::around(portal.clone());
        let list = get(&world, ids).unwrap();
        assert_eq!((list.users.len(), list.failed.len()), (ids as usize, 0));
        assert!(world.seen().len() <= most, "{ids} ids: {} requests", world.seen().len());
        assert_eq!(portal.refused(), 0);
    }
}

#[test]
fn a_slow_portal_is_asked_for_fewer_at_once() {
    // 2500 users would take it 75 seconds, and it cuts requests at 60.
    let portal = Portal::new(people, 30.0);
    let world = World::around(portal);
    let list = get(&world, 20_000).unwrap();
    assert_eq!((list.users.len(), list.failed.len()), (20_000, 0));
    let sizes: Vec<_> = world.seen().iter().map(|seen| seen.ids().len()).collect();
    let cut = sizes.iter().filter(|&&ids| ids > 2000).count();
    assert!(cut <= 4, "only the first ones are cut: {sizes:?}");
}

#[test]
fn one_poisoned_record_costs_only_itself() {
    for how in ["INTERNAL_SERVER_ERROR", "HTML"] {
        let world = World::around(Portal::new(
            move |ids| if ids.contains(&6666) { Err(how) } else { people(ids) },
            2.0,
        ));
        let list = get(&world, 10_000).unwrap();
        assert_eq!(list.users.len(), 9_999, "{how}");
        assert_eq!(
            list.failed.iter().map(|failure| failure.ids[0].get()).collect::<Vec<_>>(),
            [6666],
            "{how}"
        );
        assert!(world.seen().len() <= 4 + 30, "{how}: {} requests", world.seen().len());
    }
}

#[test]
fn a_portal_that_is_down_is_not_split_against() {
    let world = World::around(Portal::new(|_| Err("HTML"), 2.0));
    let Err(GetUsersError::Failed(error)) = get(&world, 10_000) else { panic!("nothing arrives") };
    assert_eq!((error.code.as_str(), error.ids.len()), ("BAD_RESPONSE", 10_000));
    // Four portions, each sent five times, and two probes for each.
    assert!(world.seen().len() <= 4 * 7, "{} requests", world.seen().len());
}

#[test]
fn a_call_that_the_batch_left_out_is_made_again() {
    use std::cell::Cell;
    let first = Cell::new(true);
    let world = World::around(Portal::new(
        move |ids| if ids.contains(&70) && first.replace(false) { Err("ERROR_CORE") } else { people(ids) },
        2.0,
    ));
    let list = get(&world, 500).unwrap();
    assert_eq!((list.users.len(), list.failed.len()), (500, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_id_ends_in_one_place_whatever_fails(
        poisoned in proptest::collection::btree_set(1..3000_u64, 0..4),
        missing in proptest::collection::btree_set(1..3000_u64, 0..20),
        faults in proptest::collection::vec(0..6_u8, 0..40),
        count in 1..3000_u32,
    ) {
        use std::cell::RefCell;
        let faults = RefCell::new(faults);
        let (hurt, gone) = (poisoned.clone(), missing.clone());
        let portal = Portal::new(move |ids| {
            if ids.iter().any(|id| hurt.contains(id)) {
                return Err("HTML");
            }
            match faults.borrow_mut().pop() {
                Some(0) => return Err("HTML"),
                Some(1) => return Err("ERROR_CORE"),
                Some(2) => return Err("QUERY_LIMIT_EXCEEDED"),
                _ => {}
            }
            let mut everybody = people(ids)?;
            for id in ids.iter().filter(|id| gone.contains(id)) {
                everybody[id.to_string()] = serde_json::Value::Null;
            }
            Ok(everybody)
        }, 2.0);
        let world = World::around(portal);
        if let Ok(list) = get(&world, count) {
            let users = list.users.iter().map(|user| user.id.get());
            let missed = list.missing.iter().map(|id| id.get());
            let failed = list.failed.iter().flat_map(|failure| failure.ids.iter().map(|id| id.get()));
            let mut places: Vec<_> = users.chain(missed).chain(failed).collect();
            places.sort_unstable();
            prop_assert_eq!(places, (1..=u64::from(count)).collect::<Vec<_>>());
        }
        prop_assert_eq!(world.timers(), 0);
    }
}
