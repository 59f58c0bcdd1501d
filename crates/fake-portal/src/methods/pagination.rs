//! Pagination: the offset and the size of a page, and the result for a page.

use super::CallResult;
use crate::php::{Array, Value, intval};

/// The offset of the first requested row: `START` if positive, else `OFFSET` if positive, else 0.
pub(super) fn offset_param(params: &Array) -> usize {
    let positive = |name| params.get(name).map(intval).filter(|&number| number > 0);
    positive("START")
        .or_else(|| positive("OFFSET"))
        .map_or(0, |offset| usize::try_from(offset).unwrap_or(usize::MAX))
}

/// The size of the requested page: the parameter `LIMIT`, but at most `max`. `default` if `LIMIT`
/// is missing or not positive.
pub(super) fn limit_param(params: &Array, default: usize, max: usize) -> usize {
    let requested = params.get("LIMIT").map(intval).and_then(|limit| usize::try_from(limit).ok());
    requested.filter(|&limit| limit > 0).map_or(default, |limit| limit.min(max))
}

/// The result for a page that begins at the row `offset` and has `row_count` of the `total` rows.
pub(super) fn page_result(
    result: impl Into<Value>,
    row_count: usize,
    offset: usize,
    total: usize,
) -> CallResult {
    let end = offset.saturating_add(row_count);
    CallResult {
        next: (end < total).then_some(end as u64),
        total: Some(total as u64),
        user_count: row_count,
        ..CallResult::new(result)
    }
}
