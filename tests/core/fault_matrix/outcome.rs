//! The outcomes of the ids of one call.

use b24_users::client::GetUsersError;
use b24_users::error::Error;
use b24_users::model::{User, UserList};

use super::faults::FaultCase;

/// The deadline of each call.
pub const DEADLINE_MS: f64 = 120_000.0;

/// The client's own codes, which any fault may cause.
const ALWAYS: [&str; 4] =
    ["DEADLINE_EXCEEDED", "PARTIAL_RESULT", "QUERY_LIMIT_EXCEEDED", "TOKEN_UNAVAILABLE"];

/// The outcome of one call.
pub struct ScenarioCallOutcome {
    requested: Vec<u64>,
    ids: IdOutcomes,
    elapsed_ms: f64,
}

/// The ids by their outcome, and the codes of all errors.
#[derive(Default)]
pub struct IdOutcomes {
    pub users: Vec<u64>,
    pub missing: Vec<u64>,
    pub failed: Vec<u64>,
    pub codes: Vec<String>,
}

impl IdOutcomes {
    pub fn add(&mut self, list: &UserList) {
        self.users.extend(list.users.iter().map(|user| user.id.get()));
        self.missing.extend(list.missing.iter().map(|id| id.get()));
        for failure in &list.failed {
            self.failed.extend(failure.ids.iter().map(|id| id.get()));
            self.codes.push(failure.error.code.clone());
        }
    }

    fn add_failure(&mut self, ids: &[u64], error: &Error) {
        self.failed.extend(ids);
        self.codes.push(error.code.clone());
    }

    /// Adds the error of a call; `requested` are the ids that have no other outcome.
    pub fn add_error(&mut self, requested: &[u64], error: &GetUsersError) {
        match error {
            // An error before any request has no ids.
            GetUsersError::Failed(error) if error.method.is_none() => {
                self.add_failure(requested, error);
            }
            GetUsersError::Failed(error) => {
                let ids: Vec<_> = error.ids.iter().map(|id| id.get()).collect();
                self.add_failure(&ids, error);
            }
            GetUsersError::Incomplete(incomplete) => {
                self.codes.push(incomplete.error.code.clone());
                self.add(&incomplete.list);
            }
        }
    }
}

impl ScenarioCallOutcome {
    pub fn new(
        requested: Vec<u64>,
        outcome: Result<UserList, GetUsersError>,
        elapsed_ms: f64,
    ) -> Self {
        let mut ids = IdOutcomes::default();
        match &outcome {
            Ok(list) => ids.add(list),
            Err(error) => ids.add_error(&requested, error),
        }
        Self { requested, ids, elapsed_ms }
    }

    pub fn of_one(id: u64, outcome: Result<Option<User>, Error>, elapsed_ms: f64) -> Self {
        let mut ids = IdOutcomes::default();
        match outcome {
            Ok(Some(user)) => ids.users.push(user.id.get()),
            Ok(None) => ids.missing.push(id),
            Err(error) => ids.add_failure(&[id], &error),
        }
        Self { requested: vec![id], ids, elapsed_ms }
    }

    pub fn of_ids(requested: Vec<u64>, ids: IdOutcomes, elapsed_ms: f64) -> Self {
        Self { requested, ids, elapsed_ms }
    }

    /// A call that returns no users.
    pub fn of_call<T>(outcome: &Result<T, Error>, elapsed_ms: f64) -> Self {
        let codes = outcome.as_ref().err().map(|error| error.code.clone()).into_iter().collect();
        Self {
            requested: Vec::new(),
            ids: IdOutcomes { codes, ..IdOutcomes::default() },
            elapsed_ms,
        }
    }

    /// Checks the invariants under this fault.
    pub fn check(&self, case: &FaultCase, context: &str) {
        let expected_codes: Vec<_> = ALWAYS.iter().chain(case.expected_codes).copied().collect();
        self.check_within(DEADLINE_MS, &expected_codes, context);
    }

    pub fn check_within(&self, limit_ms: f64, expected_codes: &[&str], context: &str) {
        let IdOutcomes { users, missing, failed, codes } = &self.ids;
        let mut all_ids: Vec<_> = [users.as_slice(), missing, failed].concat();
        all_ids.sort_unstable();
        assert_eq!(all_ids, self.requested, "each id has one outcome: {context}");
        assert!(users.iter().all(|id| id % 100 != 99), "users that do not exist: {context}");
        assert!(
            missing.iter().all(|id| id % 100 == 99),
            "existing users reported as missing: {missing:?}, {context}"
        );
        for code in codes {
            assert!(expected_codes.contains(&code.as_str()), "unexpected {code}: {context}");
        }
        assert!(
            self.elapsed_ms <= limit_ms + 1.0,
            "settled after {} ms: {context}",
            self.elapsed_ms
        );
    }
}
