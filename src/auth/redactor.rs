use std::cell::RefCell;

use super::secret::Secret;
use crate::error::Error;

/// Maximum number of secrets; the oldest is dropped. A long call goes through fewer.
const MAX_SECRETS: usize = 8;

/// Redacts the client's secrets: the current one and previous ones, whose requests may be in
/// flight.
#[derive(Debug, Default)]
pub(crate) struct Redactor {
    /// The newest last.
    secrets: RefCell<Vec<Secret>>,
}

impl Redactor {
    /// Redacts this secret, too, from now on. A known secret becomes the newest.
    pub(crate) fn add_secret(&self, secret: &Secret) {
        let mut secrets = self.secrets.borrow_mut();
        secrets.retain(|known| known != secret);
        if secrets.len() == MAX_SECRETS {
            secrets.remove(0);
        }
        secrets.push(secret.clone());
    }

    /// `text` without the client's secrets.
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut redacted = text.to_owned();
        for secret in self.secrets.borrow().iter() {
            redacted = secret.redact(&redacted);
        }
        redacted
    }

    /// `error` without the client's secrets in its texts.
    pub(crate) fn redact_error(&self, error: Error) -> Error {
        error.map_strings(&|text| self.redact(text))
    }
}
