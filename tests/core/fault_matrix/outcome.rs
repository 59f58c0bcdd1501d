//! The outcomes of the ids of one call.

use b24_users::client::GetUsersError;
use b24_users::error::Error;
use b24_users::model::{User, UserList};

use super::faults::Trouble;

/// What each call is given.
pub const DEADLINE_MS: f64 = 120_000.0;

/// What ours says of trouble of any kind.
const ALWAYS: [&str; 4] =
    ["DEADLINE_EXCEEDED", "PARTIAL_RESULT", "QUERY_LIMIT_EXCEEDED", "TOKEN_UNAVAILABLE"];

/// How one call ended.
pub struct Ending {
    asked: Vec<u64>,
    places: Places,
    took_ms: f64,
}

/// Where ids ended.
#[derive(Default)]
pub struct Places {
    pub users: Vec<u64>,
    pub missing: Vec<u64>,
    pub failed: Vec<u64>,
    pub codes: Vec<String>,
}

impl Places {
    pub fn take(&mut self, list: &UserList) {
        self.users.extend(list.users.iter().map(|user| user.id.get()));
        self.missing.extend(list.missing.iter().map(|id| id.get()));
        for failure in &list.failed {
            self.failed.extend(failure.ids.iter().map(|id| id.get()));
            self.codes.push(failure.error.code.clone());
        }
    }

    fn fail(&mut self, ids: &[u64], error: &Error) {
        self.failed.extend(ids);
        self.codes.push(error.code.clone());
    }

    /// An error of a call for users, of which `asked` are not known from elsewhere.
    pub fn take_error(&mut self, asked: &[u64], error: &GetUsersError) {
        match error {
            // Without a request there was none that asked for ids.
            GetUsersError::Failed(error) if error.method.is_none() => self.fail(asked, error),
            GetUsersError::Failed(error) => {
                let ids: Vec<_> = error.ids.iter().map(|id| id.get()).collect();
                self.fail(&ids, error);
            }
            GetUsersError::Incomplete(incomplete) => {
                self.codes.push(incomplete.error.code.clone());
                self.take(&incomplete.list);
            }
        }
    }
}

impl Ending {
    pub fn new(asked: Vec<u64>, outcome: Result<UserList, GetUsersError>, took_ms: f64) -> Self {
        let mut places = Places::default();
        match &outcome {
            Ok(list) => places.take(list),
            Err(error) => places.take_error(&asked, error),
        }
        Self { asked, places, took_ms }
    }

    pub fn of_one(id: u64, outcome: Result<Option<User>, Error>, took_ms: f64) -> Self {
        let mut places = Places::default();
        match outcome {
            Ok(Some(user)) => places.users.push(user.id.get()),
            Ok(None) => places.missing.push(id),
            Err(error) => places.fail(&[id], &error),
        }
        Self { asked: vec![id], places, took_ms }
    }

    pub fn of_places(asked: Vec<u64>, places: Places, took_ms: f64) -> Self {
        Self { asked, places, took_ms }
    }

    /// A call that is not about ids.
    pub fn of_call<T>(outcome: &Result<T, Error>, took_ms: f64) -> Self {
        let codes = outcome.as_ref().err().map(|error| error.code.clone()).into_iter().collect();
        Self { asked: Vec::new(), places: Places { codes, ..Places::default() }, took_ms }
    }

    /// The invariants, under this trouble.
    pub fn check(&self, trouble: &Trouble, place: &str) {
        let explained: Vec<_> = ALWAYS.iter().chain(trouble.explains).copied().collect();
        self.check_within(DEADLINE_MS, &explained, place);
    }

    pub fn check_within(&self, limit_ms: f64, explained: &[&str], place: &str) {
        let Places { users, missing, failed, codes } = &self.places;
        let mut told: Vec<_> = [users.as_slice(), missing, failed].concat();
        told.sort_unstable();
        assert_eq!(told, self.asked, "each id in one place: {place}");
        assert!(users.iter().all(|id| id % 100 != 99), "nobody: {place}");
        assert!(
            missing.iter().all(|id| id % 100 == 99),
            "somebody, told missing: {missing:?}, {place}"
        );
        for code in codes {
            assert!(explained.contains(&code.as_str()), "unexplained {code}: {place}");
        }
        assert!(self.took_ms <= limit_ms + 1.0, "settled after {} ms: {place}", self.took_ms);
    }
}
