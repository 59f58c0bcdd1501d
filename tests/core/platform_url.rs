//! Addresses as the platform's parser takes them: natively that of the `url` crate, which follows the same standard as browsers.

use b24_users::portal::UrlParts;

/// The parts of an address, if it is one.
pub fn parse(text: &str) -> Option<UrlParts> {
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
