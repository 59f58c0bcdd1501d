//! Moments, and how the portal writes them.

use chrono::{DateTime, FixedOffset, SecondsFormat};

/// Milliseconds since the epoch.
pub type Millis = u64;

/// The portal's time zone, in seconds east of Greenwich. It is the zone of the documentation's examples.
const OFFSET_SECONDS: i32 = 3600;

/// An ISO 8601 date with the portal's offset, like PHP's `date('c')`: `2026-03-02T09:30:00+01:00`.
///
/// # Panics
///
/// If the moment lies beyond the year 262 142.
#[must_use]
pub fn iso(moment: Millis) -> String {
    let zone = FixedOffset::east_opt(OFFSET_SECONDS).expect("an hour is a valid offset");
    i64::try_from(moment)
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .expect("a moment within the calendar")
        .with_timezone(&zone)
        .to_rfc3339_opts(SecondsFormat::Secs, false)
}
