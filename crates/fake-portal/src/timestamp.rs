//! Timestamps, and how they are written in ISO 8601.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat};

/// A time span in milliseconds, or a point in time in milliseconds since 1970.
pub type Millis = u64;

/// Formats a point in time like PHP's `date('c')`: `2026-03-02T09:30:00+01:00`. The offset is
/// always written as a number, never as `Z`.
///
/// # Panics
///
/// If the year is beyond 262 142, or the offset is 24 hours or more.
#[must_use]
pub fn format_iso8601(timestamp: Millis, utc_offset_minutes: i16) -> String {
    let zone = FixedOffset::east_opt(i32::from(utc_offset_minutes) * 60).expect("less than a day");
    i64::try_from(timestamp)
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .expect("a year within chrono's range")
        .with_timezone(&zone)
        .to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// Parses a date with an offset (`2026-03-02T09:30:00+01:00`), or a day in UTC (`2026-03-02`).
/// `None` if the string is neither, or if the time is before 1970.
#[must_use]
pub fn parse_iso8601(date: &str) -> Option<Millis> {
    let instant = DateTime::parse_from_rfc3339(date).map(|time| time.timestamp_millis());
    let day = || {
        Some(date.parse::<NaiveDate>().ok()?.and_time(NaiveTime::MIN).and_utc().timestamp_millis())
    };
    instant.ok().or_else(day).and_then(|millis| Millis::try_from(millis).ok())
}
