//! Reads the field `time` of responses, and derives the wait after a limit error from it.

use b24_record_reader::{ParseNumber, RawValue};

use crate::error::{Error, ErrorKind};
use crate::model::RestTime;

/// Reads a number, which may be a string of digits. `None` if the value is neither.
pub(crate) fn read_number(value: RawValue<'_>, parse: ParseNumber) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "up to 2^53 - 1")]
    value.parse_number(parse).or_else(|| value.parse_integer(parse).map(|number| number as f64))
}

/// Reads the times of a call. A time of another type than expected is `None`.
pub(crate) fn read_rest_time(time: RawValue<'_>, parse: ParseNumber) -> RestTime {
    let mut read = RestTime::default();
    time.for_each_member(&mut |name, value| match name.as_str() {
        "start" => read.start = value.parse_number(parse),
        "finish" => read.finish = value.parse_number(parse),
        "duration" => read.duration = value.parse_number(parse),
        "processing" => read.processing = value.parse_number(parse),
        "date_start" => read.date_start = value.parse_string(),
        "date_finish" => read.date_finish = value.parse_string(),
        "operating" => read.operating = value.parse_number(parse),
        "operating_reset_at" => read.operating_reset_at = value.parse_number(parse),
        _ => {}
    });
    read
}

/// Sets the `retry_after` of a limit error to the time until the portal reduces the counted
/// processing time (`operating`); to `None` if `time` does not report it. Returns other errors
/// unchanged.
pub(crate) fn with_operating_reset(
    mut error: Error,
    time: Option<RawValue<'_>>,
    parse: ParseNumber,
) -> Error {
    if error.kind == ErrorKind::Limit {
        error.set_retry_after(
            time.and_then(|time| read_rest_time(time, parse).operating_reset_in()),
        );
    }
    error
}
