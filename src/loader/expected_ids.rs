use std::cell::{Cell, OnceCell, RefCell};
use std::slice::Chunks;

use crate::ids::{IdSet, UserId};
use crate::protocol::PartialUser;

/// The ids of one request, in calls of so many each, and what of its answer has been given before its end.
pub(crate) struct ExpectedIds<'a> {
    pub(crate) ids: &'a [UserId],
    per_call: usize,
    /// For finding those that come in another order.
    places: OnceCell<IdSet>,
    /// How many users have arrived.
    arrived: Cell<usize>,
    /// Whether somebody came who was not asked for: nobody else is given then.
    is_odd: Cell<bool>,
    /// Users who have arrived and are not given before the answer's end.
    held: RefCell<Vec<PartialUser>>,
}

impl<'a> ExpectedIds<'a> {
    pub(crate) fn new(ids: &'a [UserId], per_call: usize) -> Self {
        Self {
            ids,
            per_call,
            places: OnceCell::new(),
            arrived: Cell::new(0),
            is_odd: Cell::new(false),
            held: RefCell::default(),
        }
    }

    /// The ids of each call.
    pub(crate) fn calls(&self) -> Chunks<'a, UserId> {
        self.ids.chunks(self.per_call)
    }

    /// Those users who may be given before the answer's end, now that these have arrived: each was asked for by that call, and so
    /// were all before.
    ///
    /// Somebody is held back until then, unless the answer `is_cut`. Who has them all waits for nothing more, and would end the
    /// request before it is known what it took.
    pub(crate) fn accept(&self, fresh: Vec<PartialUser>, is_cut: bool) -> Vec<PartialUser> {
        let arrived = self.arrived.get();
        let call = |place| (place / self.per_call) as u64;
        // Mostly they come as they were asked for.
        let next = self.ids.get(arrived..).unwrap_or_default();
        let is_as_asked = fresh.len() <= next.len()
            && (arrived..)
                .zip(next)
                .zip(&fresh)
                .all(|((place, id), fresh)| (fresh.id, fresh.call) == (*id, call(place)));
        let is_odd = !is_as_asked && {
            let places = self.places.get_or_init(|| IdSet::from_ids(self.ids));
            fresh.iter().any(|fresh| places.index_of(fresh.id).map(call) != Some(fresh.call))
        };
        if is_odd || self.is_odd.get() {
            self.is_odd.set(true);
            return Vec::new();
        }
        self.arrived.set(arrived + fresh.len());
        let mut held = self.held.borrow_mut();
        held.extend(fresh);
        if is_cut || self.arrived.get() < self.ids.len() { std::mem::take(&mut *held) } else { Vec::new() }
    }
}
