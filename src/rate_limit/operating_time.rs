use std::cell::RefCell;

/// Seconds of work after which a method had better rest: below the 420 that portals of one's own allow in ten minutes, and the
/// cloud's 480.
const ENOUGH: f64 = 380.0;

/// A portal counts ten minutes back, so no reset is further off, whatever its clock says.
const LONGEST_REST_MS: f64 = 600_000.0;

/// How long a portal has worked for us, by method, as far as it tells: beyond its limit it refuses the method for minutes.
#[derive(Debug, Default)]
pub struct OperatingTimeLimit(RefCell<Vec<(String, Spent)>>);

#[derive(Clone, Copy, Debug)]
struct Spent {
    operating: f64,
    reset_at_ms: f64,
    /// Since when the portal has refused the method; infinitely long in the future if it does not.
    refused_since_ms: f64,
}

impl OperatingTimeLimit {
    /// Takes note of what an answer tells: that the method is not refused, how long it has worked,
    /// and in how many milliseconds that count falls. One that does not tell the latter changes
    /// nothing about it.
    pub fn note(&self, method: &str, operating: Option<f64>, reset_in_ms: Option<f64>, now_ms: f64) {
        let known = self.get(method).map(|spent| (spent.operating, spent.reset_at_ms));
        let told = operating.zip(reset_in_ms.map(|ms| now_ms + ms.min(LONGEST_REST_MS)));
        if let Some((operating, reset_at_ms)) = told.or(known) {
            self.set(method, Spent { operating, reset_at_ms, refused_since_ms: f64::INFINITY });
        }
    }

    /// The portal refuses the method. Unless it tells or has told when that ends, a minute is one
    /// of its ten buckets. Gives after how many milliseconds it ends, if that is known.
    pub fn exhaust(&self, method: &str, reset_in_ms: Option<f64>, now_ms: f64) -> Option<f64> {
        let known = self.get(method);
        let until = |spent: Spent| rest_ms(spent.reset_at_ms, now_ms);
        let told = reset_in_ms.map(|ms| ms.min(LONGEST_REST_MS)).or(known.map(until));
        let rest = told.filter(|&ms| ms > 0.0);
        let since = known.map_or(f64::INFINITY, |spent| spent.refused_since_ms);
        let reset_at_ms = now_ms + rest.unwrap_or(60_000.0);
        let refused_since_ms = since.min(now_ms);
        self.set(method, Spent { operating: f64::INFINITY, reset_at_ms, refused_since_ms });
        rest
    }

    /// For how many milliseconds the portal has refused the method; below 0 if it does not.
    #[must_use]
    pub fn refused_for_ms(&self, method: &str, now_ms: f64) -> f64 {
        self.get(method).map_or(f64::NEG_INFINITY, |spent| now_ms - spent.refused_since_ms)
    }

    fn get(&self, method: &str) -> Option<Spent> {
        self.0.borrow().iter().find(|(known, _)| known == method).map(|(_, spent)| *spent)
    }

    fn set(&self, method: &str, spent: Spent) {
        let mut methods = self.0.borrow_mut();
        match methods.iter_mut().find(|(known, _)| known == method) {
            Some((_, known)) => *known = spent,
            None => methods.push((method.into(), spent)),
        }
    }

    /// Milliseconds until the method may be called again.
    #[must_use]
    pub fn wait_ms(&self, method: &str, now_ms: f64) -> f64 {
        match self.get(method) {
            Some(spent) if spent.operating >= ENOUGH => rest_ms(spent.reset_at_ms, now_ms),
            _ => 0.0,
        }
    }
}

/// Milliseconds until a reset. One further off than any is of a time before the clock was set back, and tells nothing.
fn rest_ms(reset_at_ms: f64, now_ms: f64) -> f64 {
    let rest_ms = reset_at_ms - now_ms;
    if rest_ms <= LONGEST_REST_MS { rest_ms.max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::OperatingTimeLimit;

    #[test]
    fn a_method_rests_until_its_reset_when_it_has_worked_enough() {
        let budget = OperatingTimeLimit::default();
        budget.note("batch", Some(379.0), Some(5000.0), 0.0);
        assert!(budget.wait_ms("batch", 1000.0) <= 0.0);
        budget.note("batch", Some(380.0), Some(5000.0), 0.0);
        assert!((budget.wait_ms("batch", 1000.0) - 4000.0).abs() < 1e-9);
        assert!(budget.wait_ms("batch", 6000.0) <= 0.0);
        assert!(budget.wait_ms("im.user.get", 1000.0) <= 0.0);
    }

    #[test]
    fn an_answer_that_tells_nothing_changes_nothing() {
        let budget = OperatingTimeLimit::default();
        budget.note("batch", Some(400.0), Some(5000.0), 0.0);
        budget.note("batch", None, None, 0.0);
        assert!(budget.wait_ms("batch", 1000.0) > 0.0);
    }

    #[test]
    fn a_refused_method_rests_for_a_minute_or_until_the_reset_that_is_known() {
        let budget = OperatingTimeLimit::default();
        assert_eq!(budget.exhaust("batch", None, 1000.0), None);
        assert!((budget.wait_ms("batch", 1000.0) - 60_000.0).abs() < 1e-9);
        budget.note("batch", Some(10.0), Some(8000.0), 1000.0);
        assert_eq!(budget.exhaust("batch", None, 1000.0), Some(8000.0));
        assert!((budget.wait_ms("batch", 1000.0) - 8000.0).abs() < 1e-9);
        assert_eq!(budget.exhaust("batch", Some(5000.0), 1000.0), Some(5000.0));
        assert!((budget.wait_ms("batch", 1000.0) - 5000.0).abs() < 1e-9);
    }

    #[test]
    fn refusals_count_from_the_first_to_the_next_success() {
        let budget = OperatingTimeLimit::default();
        assert!(budget.refused_for_ms("batch", 0.0) < 0.0);
        budget.exhaust("batch", None, 1000.0);
        budget.exhaust("batch", None, 61_000.0);
        assert!((budget.refused_for_ms("batch", 61_000.0) - 60_000.0).abs() < 1e-9);
        budget.note("batch", None, None, 62_000.0);
        assert!(budget.refused_for_ms("batch", 62_000.0) < 0.0);
        budget.exhaust("batch", None, 63_000.0);
        assert!(budget.refused_for_ms("batch", 63_000.0).abs() < 1e-9);
    }

    #[test]
    fn no_method_rests_for_longer_than_ten_minutes_whatever_the_clocks_say() {
        let budget = OperatingTimeLimit::default();
        let hour = 3_600_000.0;
        budget.note("batch", Some(400.0), Some(7.0 * hour), hour);
        assert!((budget.wait_ms("batch", hour) - 600_000.0).abs() < 1e-9);
        assert!(budget.wait_ms("batch", hour + 600_000.0) <= 0.0);
        // Set back by an hour.
        assert!(budget.wait_ms("batch", 0.0) <= 0.0);
        budget.exhaust("batch", None, 0.0);
        assert!((budget.wait_ms("batch", 0.0) - 60_000.0).abs() < 1e-9);
    }
}
