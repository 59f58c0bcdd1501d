use std::cell::RefCell;

use super::secret::Secret;
use crate::error::Error;

/// Maximum number of secrets that are redacted at the same time. If there are more, the oldest
/// secret is dropped. Even a long call uses fewer tokens.
const MAX_SECRETS: usize = 8;

/// Redacts the client's secrets: the current secret, and earlier ones, which requests in flight may
/// still use.
#[derive(Debug, Default)]
pub(crate) struct Redactor {
    /// The secrets, from the oldest to the newest.
    secrets: RefCell<Vec<Secret>>,
}

impl Redactor {
    /// Redacts this secret from now on. If the secret was added before, it becomes the newest.
    pub(crate) fn add_secret(&self, secret: &Secret) {
        let mut secrets = self.secrets.borrow_mut();
        secrets.retain(|known| known != secret);
        if secrets.len() == MAX_SECRETS {
            secrets.remove(0);
        }
        secrets.push(secret.clone());
    }

    /// Returns `text` with the client's secrets replaced by `***`.
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut redacted = text.to_owned();
        for secret in self.secrets.borrow().iter() {
            redacted = secret.redact(&redacted);
        }
        redacted
    }

    /// Returns `error` with the client's secrets in its strings replaced by `***`.
    pub(crate) fn redact_error(&self, error: Error) -> Error {
        error.map_strings(&|text| self.redact(text))
    }
}
