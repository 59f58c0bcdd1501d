//! The platform of a host that is no browser: addresses as the `url` crate parses them, which follows the same standard, and users as plain
//! data.

use b24_record_reader::RecordChunk;
use b24_users::auth::{UrlParser, UrlParts};
use b24_users::host::UserFactory;
use b24_users::model::User;
use b24_users::protocol::{UserRef, build_users};

use crate::Platform;

impl UrlParser for Platform {
    fn parse_url(&self, text: &str) -> Option<UrlParts> {
        let url = url::Url::parse(text).ok()?;
        Some(UrlParts {
            scheme: url.scheme().into(),
            host: url.host_str().unwrap_or_default().into(),
            port: url.port(),
            path: url.path().into(),
            has_userinfo: !url.username().is_empty() || url.password().is_some(),
            has_query_or_fragment: url.query().is_some() || url.fragment().is_some(),
        })
    }
}

impl UserFactory for Platform {
    type Window = Vec<User>;
    type User = User;

    fn detach(&self, found: &UserRef<Vec<User>>) -> Vec<User> {
        vec![found.window.users[found.row].clone()]
    }

    fn build(&self, chunk: &RecordChunk) -> Vec<User> {
        build_users(chunk)
    }

    fn user(found: UserRef<Vec<User>>) -> User {
        found.window.users[found.row].clone()
    }

    fn number(text: &str) -> f64 {
        text.parse().unwrap_or(f64::NAN)
    }

    fn digits(number: f64) -> String {
        // As JavaScript has it.
        number.to_string().replace("inf", "Infinity")
    }
}
