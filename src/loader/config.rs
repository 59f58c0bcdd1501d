/// The settings of a [`Loader`](super::Loader).
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoaderConfig {
    /// Ids in one call of `im.user.list.get`.
    pub(crate) ids_per_call: usize,
    /// Milliseconds that a pending batch waits for further ids; 0 is the same tick.
    pub(crate) coalesce_ms: f64,
    pub(crate) cache: CacheConfig,
}

/// The settings of a cache.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CacheConfig {
    /// Lifetime of a user, in milliseconds.
    pub(crate) ttl_ms: f64,
    /// Lifetime of a missing id, in milliseconds.
    pub(crate) missing_ttl_ms: f64,
    /// Maximum number of entries; 0 disables the cache.
    pub(crate) capacity: usize,
}

/// The options of one call for users.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoadOptions {
    /// Maximum age of a cached user, in milliseconds.
    pub(crate) max_age_ms: f64,
    /// Whether larger pictures are requested, which have cache entries of their own.
    pub(crate) avatar_hr: bool,
}
