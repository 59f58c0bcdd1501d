//! Builds the field `time` of a response.

use crate::{
    Millis, Portal,
    php::{Array, Value},
    version::Version,
};
use core::time::Duration;

/// The times of a call, and the operating time of its method.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timing {
    pub start: Millis,
    pub finish: Millis,
    /// The operating time of the method within the last ten minutes, in seconds.
    pub operating: f64,
    /// The time at which the oldest counted operating time expires, in seconds since 1970.
    pub reset_at: u64,
}

/// The `time` of a response; `None` if the portal's version does not send it.
pub(super) fn time_field(portal: &Portal, timing: Timing) -> Option<Array> {
    let edition = portal.edition();
    if edition.version < Version::TIME_FIELD {
        return None;
    }
    let seconds = |ms| Duration::from_millis(ms).as_secs_f64();
    let (start, processing) = if edition.version < Version::TRUNCATED_TIMES {
        (timing.start, seconds(timing.finish - timing.start))
    } else {
        // The start is truncated to seconds, which makes the duration up to one second too long.
        (timing.start / 1000 * 1000, 0.0)
    };
    let mut time = Array::from([
        ("start", Value::from(seconds(start))),
        ("finish", seconds(timing.finish).into()),
        ("duration", seconds(timing.finish - start).into()),
        ("processing", processing.into()),
        ("date_start", portal.format_timestamp(timing.start).into()),
        ("date_finish", portal.format_timestamp(timing.finish).into()),
    ]);
    if edition.load_limiter {
        time.insert("operating_reset_at", timing.reset_at);
        time.insert("operating", timing.operating);
    }
    Some(time)
}
