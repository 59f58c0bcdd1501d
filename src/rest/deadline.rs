/// When a call has to be over, if ever.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    at_ms: f64,
    limit_ms: f64,
}

impl Deadline {
    /// In so many milliseconds.
    pub(crate) fn after(limit_ms: Option<f64>, now_ms: f64) -> Self {
        let limit_ms = limit_ms.unwrap_or(f64::INFINITY);
        Self { at_ms: now_ms + limit_ms, limit_ms }
    }

    /// How many milliseconds are left: no more than there were at first, as the clock may have been set back since.
    pub(crate) fn left_ms(self, now_ms: f64) -> f64 {
        (self.at_ms - now_ms).min(self.limit_ms)
    }
}
