//! The `time` of an answer.

use crate::{
    Millis, Portal,
    edition::Version,
    php::{Array, Value},
};
use core::time::Duration;

/// When a call was worked on, and what that did to its method's account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timing {
    pub start: Millis,
    pub finish: Millis,
    /// Seconds in the last ten minutes.
    pub operating: f64,
    /// When the oldest of them are forgotten: a moment in seconds.
    pub reset_at: u64,
}

/// What the portal tells of it: the oldest ones nothing.
pub(super) fn time(portal: &Portal, timing: Timing) -> Option<Array> {
    let edition = portal.edition();
    if edition.version < Version::TIMES {
        return None;
    }
    let seconds = |ms| Duration::from_millis(ms).as_secs_f64();
    let (start, processing) = if edition.version < Version::WHOLE_SECONDS {
        (timing.start, seconds(timing.finish - timing.start))
    } else {
        // The start loses its fraction, so the duration includes up to a second that never was.
        (timing.start / 1000 * 1000, 0.0)
    };
    let mut time = Array::from([
        ("start", Value::from(seconds(start))),
        ("finish", seconds(timing.finish).into()),
        ("duration", seconds(timing.finish - start).into()),
        ("processing", processing.into()),
        ("date_start", portal.iso(timing.start).into()),
        ("date_finish", portal.iso(timing.finish).into()),
    ]);
    if edition.load_limiter {
        time.insert("operating_reset_at", timing.reset_at);
        time.insert("operating", timing.operating);
    }
    Some(time)
}
