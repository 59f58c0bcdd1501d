use crate::time::Millis;

/// The configuration of a [`Loader`](super::Loader).
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoaderConfig {
    /// Ids in one call of `im.user.list.get`.
    pub(crate) ids_per_call: usize,
    /// The time that a pending batch waits for further ids; zero means until the end of the tick.
    pub(crate) coalesce: Millis,
    pub(crate) cache: CacheConfig,
}

/// The configuration of a cache.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CacheConfig {
    /// Time to live of a user.
    pub(crate) ttl: Millis,
    /// Time to live of a missing id.
    pub(crate) missing_ttl: Millis,
    /// Maximum number of entries; 0 disables the cache.
    pub(crate) capacity: usize,
}

/// The options of one call for users.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoadOptions {
    /// Maximum age of a cached user.
    pub(crate) max_age: Millis,
    /// Whether larger pictures are requested, which have cache entries of their own.
    pub(crate) avatar_hr: bool,
}
