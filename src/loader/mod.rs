//! From ids to users: the cache, single-flight, batches of ids and their results. Also from a chat
//! to its members.
//!
//! Not here: limits, retries and tokens of a request (`rest`), and the public methods (`client`).

mod batch_size;
mod cache;
mod cache_key;
mod cached_users;
mod chat_members;
mod coalescing_lookup;
mod config;
mod expected_ids;
mod lookup_results;
mod lru_map;
mod requested_users_in_list;
mod single_flight;
mod subscription;
mod user_fetch;
mod user_load;
mod users_from_member_pages;

use std::cell::Cell;
use std::rc::Rc;

use batch_size::AdaptiveBatchSize;
use cache::Cache;
use single_flight::SingleFlight;

use crate::auth::Auth;
use crate::host::Host;
use crate::ids::UserId;
use crate::model::Stats;
use crate::rest::{RestConfig, RestExecutor};
use crate::time::Timestamp;

pub(crate) use cache_key::CacheKey;
pub(crate) use chat_members::{ChatMembers, chat_members_call, chat_param, read_member_ids};
pub(crate) use config::{CacheConfig, LoadOptions, LoaderConfig};
pub(crate) use lookup_results::LookupOutcome;
pub(crate) use subscription::Outcomes;
pub(crate) use user_load::UserLoad;

/// Loads users by id: from the cache, from lookups in flight, and by requests of its executor.
#[derive(Debug)]
pub(crate) struct Loader<H: Host> {
    pub(crate) executor: RestExecutor<H>,
    pub(crate) cache: Rc<Cache>,
    config: LoaderConfig,
    single_flight: SingleFlight,
    batch_size: AdaptiveBatchSize,
    /// The time of the last response with readable users; `None` before the first.
    last_success: Cell<Option<Timestamp>>,
}

impl<H: Host> Loader<H> {
    pub(crate) fn new(host: H, auth: Auth, rest: RestConfig, config: LoaderConfig) -> Self {
        let cache = Rc::new(Cache::new(config.cache));
        let portal_cache = cache.clone();
        let before_send = Box::new(move |portal: &str| portal_cache.reset_on_portal_change(portal));
        Self {
            executor: RestExecutor::new(host, auth, rest, before_send),
            cache,
            single_flight: SingleFlight::default(),
            batch_size: AdaptiveBatchSize::new(config.ids_per_call),
            last_success: Cell::new(None),
            config,
        }
    }

    pub(crate) fn host(&self) -> &H {
        self.executor.host()
    }

    /// The counters of the client, including the current number of cached entries.
    pub(crate) fn stats(&self) -> Stats {
        Stats { cache_size: self.cache.len(), ..self.executor.metrics().get() }
    }

    /// Evicts the users with these ids from the cache; `None` evicts all users. Later calls do not
    /// join a lookup in flight for an evicted user.
    pub(crate) fn invalidate(&self, ids: Option<&[UserId]>) {
        self.cache.invalidate(ids);
        self.single_flight.invalidate(ids.unwrap_or_default());
        self.compact_cache();
    }
}
