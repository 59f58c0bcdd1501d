use std::cell::{Cell, OnceCell};
use std::slice::Chunks;

use crate::ids::{IdSet, UserId};
use crate::wire::Fresh;

/// The ids of one request, in calls of so many each, and what of its answer has been given before its end.
pub(super) struct Asked<'a> {
    pub(super) ids: &'a [UserId],
    per_call: usize,
    /// For finding those that come in another order.
    places: OnceCell<IdSet>,
    given: Cell<usize>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(ids: &'a [UserId], per_call: usize) -> Self {
        Self { ids, per_call, places: OnceCell::new(), given: Cell::new(0) }
    }

    /// The ids of each call.
    pub(super) fn calls(&self) -> Chunks<'a, UserId> {
        self.ids.chunks(self.per_call)
    }

    /// Whether these users may be given before the answer's end: each was asked for by that call, and so were all before.
    ///
    /// Somebody is always kept until then. Who has them all waits for nothing more, and would end the request before it is known what
    /// it took.
    pub(super) fn accepts<W>(&self, fresh: &[Fresh<W>]) -> bool {
        let given = self.given.get();
        let call = |place| (place / self.per_call) as u64;
        // Mostly they come as they were asked for.
        let next = self.ids.get(given..).unwrap_or_default();
        let is_as_asked = fresh.len() <= next.len()
            && (given..)
                .zip(next)
                .zip(fresh)
                .all(|((place, id), fresh)| (fresh.id, fresh.call) == (*id, call(place)));
        let is_odd = !is_as_asked && {
            let places = self.places.get_or_init(|| IdSet::of(self.ids));
            fresh.iter().any(|fresh| places.place(fresh.id).map(call) != Some(fresh.call))
        };
        // With that nobody else is given either.
        self.given.set(if is_odd { self.ids.len() } else { given + fresh.len() });
        self.given.get() < self.ids.len()
    }
}
