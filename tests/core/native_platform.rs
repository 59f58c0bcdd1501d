//! A native host: addresses parsed by the `url` crate, which follows the same standard as browsers,
//! and users as plain data.

use b24_record_reader::RecordChunk;
use b24_users::auth::{UrlParser, UrlParts};
use b24_users::host::UserFactory;
use b24_users::model::User;
use b24_users::protocol::{ChunkHandle, UserRef, users_from_record_chunk};

use crate::Host;

impl UrlParser for Host {
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

impl UserFactory for Host {
    type User = User;

    fn build_chunk(&self, chunk: &RecordChunk) -> ChunkHandle {
        ChunkHandle::new(users_from_record_chunk(chunk))
    }

    fn detach(&self, user: &UserRef) -> ChunkHandle {
        ChunkHandle::new(vec![Self::copy_for_caller(user.clone())])
    }

    fn copy_for_caller(user: UserRef) -> User {
        user.chunk.users.get::<Vec<User>>()[user.row].clone()
    }

    fn parse_number(text: &str) -> f64 {
        text.parse().unwrap_or(f64::NAN)
    }

    fn format_number(number: f64) -> String {
        // As JavaScript formats it.
        number.to_string().replace("inf", "Infinity")
    }
}
