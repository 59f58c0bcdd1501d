use crate::time::Millis;

/// The configuration of a [`Loader`](super::Loader).
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoaderConfig {
    /// Maximum number of ids in one call of `im.user.list.get`.
    pub(crate) ids_per_call: usize,
    /// How long a pending lookup waits for further ids. Zero means until the end of the current
    /// tick.
    pub(crate) coalesce: Millis,
    pub(crate) cache: CacheConfig,
}

/// The configuration of a cache.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CacheConfig {
    /// Time to live of a cached user.
    pub(crate) ttl: Millis,
    /// Time to live of the information that an id is missing.
    pub(crate) missing_ttl: Millis,
    /// Maximum number of entries; 0 disables the cache.
    pub(crate) capacity: usize,
}

/// The options of one call that loads users.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoadOptions {
    /// Maximum age of a cached user. Zero means that no cached user is returned.
    pub(crate) max_age: Millis,
    /// Whether larger pictures are requested. Users with larger pictures have separate cache
    /// entries.
    pub(crate) avatar_hr: bool,
}
