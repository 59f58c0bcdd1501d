//! Moments, and how the portal writes them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat};

/// Milliseconds since the epoch.
pub type Millis = u64;

/// An ISO 8601 date with an offset, like PHP's `date('c')`: `2026-03-02T09:30:00+01:00`, and never with a `Z`.
///
/// # Panics
///
/// If the moment lies beyond the year 262 142 or the offset is of a day or more.
#[must_use]
pub fn iso(moment: Millis, utc_offset_minutes: i16) -> String {
    let zone = FixedOffset::east_opt(i32::from(utc_offset_minutes) * 60).expect("less than a day");
    i64::try_from(moment)
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .expect("a moment within the calendar")
        .with_timezone(&zone)
        .to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// The moment that a text tells of, with an offset or as a day in Greenwich: `2026-03-02T09:30:00+01:00`, `2026-03-02`.
#[must_use]
pub fn moment(text: &str) -> Option<Millis> {
    let instant = DateTime::parse_from_rfc3339(text).map(|moment| moment.timestamp_millis());
    let day = || Some(text.parse::<NaiveDate>().ok()?.and_time(NaiveTime::MIN).and_utc().timestamp_millis());
    instant.ok().or_else(day).and_then(|millis| Millis::try_from(millis).ok())
}
