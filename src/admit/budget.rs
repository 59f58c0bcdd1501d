use std::cell::RefCell;

/// Seconds of work after which a method had better rest: below the 420 that portals of one's own allow in ten minutes, and the
/// cloud's 480.
const ENOUGH: f64 = 380.0;

/// A portal counts ten minutes back, so no reset is further off, whatever its clock says.
const LONGEST_REST_MS: f64 = 600_000.0;

/// How long a portal has worked for us, by method, as far as it tells: beyond its limit it refuses the method for minutes.
#[derive(Debug, Default)]
pub struct Budget(RefCell<Vec<(String, Spent)>>);

#[derive(Clone, Copy, Debug)]
struct Spent {
    operating: f64,
    reset_at_ms: f64,
}

impl Budget {
    /// Takes note of what an answer tells. One that tells nothing says nothing about the budget either.
    pub fn note(&self, method: &str, operating: Option<f64>, reset_at_ms: Option<f64>, now_ms: f64) {
        if let (Some(operating), Some(reset_at_ms)) = (operating, reset_at_ms) {
            self.set(method, Spent { operating, reset_at_ms: reset_at_ms.min(now_ms + LONGEST_REST_MS) });
        }
    }

    /// The portal refuses the method. Unless it has told when that ends, a minute is one of its ten buckets.
    pub fn exhaust(&self, method: &str, now_ms: f64) {
        let rest_ms = self.get(method).map(|spent| rest_ms(spent.reset_at_ms, now_ms));
        let reset_at_ms = now_ms + rest_ms.filter(|&ms| ms > 0.0).unwrap_or(60_000.0);
        self.set(method, Spent { operating: f64::INFINITY, reset_at_ms });
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
    use super::Budget;

    #[test]
    fn a_method_rests_until_its_reset_when_it_has_worked_enough() {
        let budget = Budget::default();
        budget.note("batch", Some(379.0), Some(5000.0), 0.0);
        assert!(budget.wait_ms("batch", 1000.0) <= 0.0);
        budget.note("batch", Some(380.0), Some(5000.0), 0.0);
        assert!((budget.wait_ms("batch", 1000.0) - 4000.0).abs() < 1e-9);
        assert!(budget.wait_ms("batch", 6000.0) <= 0.0);
        assert!(budget.wait_ms("im.user.get", 1000.0) <= 0.0);
    }

    #[test]
    fn an_answer_that_tells_nothing_changes_nothing() {
        let budget = Budget::default();
        budget.note("batch", Some(400.0), Some(5000.0), 0.0);
        budget.note("batch", None, None, 0.0);
        assert!(budget.wait_ms("batch", 1000.0) > 0.0);
    }

    #[test]
    fn a_refused_method_rests_for_a_minute_or_until_the_reset_that_is_known() {
        let budget = Budget::default();
        budget.exhaust("batch", 1000.0);
        assert!((budget.wait_ms("batch", 1000.0) - 60_000.0).abs() < 1e-9);
        budget.note("batch", Some(10.0), Some(9000.0), 1000.0);
        budget.exhaust("batch", 1000.0);
        assert!((budget.wait_ms("batch", 1000.0) - 8000.0).abs() < 1e-9);
    }

    #[test]
    fn no_method_rests_for_longer_than_ten_minutes_whatever_the_clocks_say() {
        let budget = Budget::default();
        let hour = 3_600_000.0;
        budget.note("batch", Some(400.0), Some(8.0 * hour), hour);
        assert!((budget.wait_ms("batch", hour) - 600_000.0).abs() < 1e-9);
        assert!(budget.wait_ms("batch", hour + 600_000.0) <= 0.0);
        // Set back by an hour.
        assert!(budget.wait_ms("batch", 0.0) <= 0.0);
        budget.exhaust("batch", 0.0);
        assert!((budget.wait_ms("batch", 0.0) - 60_000.0).abs() < 1e-9);
    }
}
