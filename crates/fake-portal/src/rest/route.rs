//! The routes below `/rest/`.

/// What the path of a request contains: the method and, for a webhook, the credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    /// The name of the method, in lower case, without `.json`.
    pub method: String,
    /// The user and the code of the webhook; `None` if the request does not use a webhook.
    pub webhook: Option<(u64, String)>,
}

impl Route {
    /// Parses `/rest/METHOD[.json][/]` or `/rest/USER/CODE/METHOD[.json][/]`.
    pub(super) fn parse(path: &str) -> Self {
        let rest = path.strip_prefix("/rest").unwrap_or(path).trim_matches('/');
        let mut parts = rest.splitn(3, '/');
        let webhook = match (parts.next().map(str::parse), parts.next(), parts.next()) {
            (Some(Ok(user)), Some(code), method) => {
                Some((user, code.to_owned(), method.unwrap_or_default()))
            }
            _ => None,
        };
        match webhook {
            Some((user, code, method)) => {
                Self { method: normalize_name(method), webhook: Some((user, code)) }
            }
            None => Self { method: normalize_name(rest), webhook: None },
        }
    }
}

fn normalize_name(method: &str) -> String {
    let method = method.to_ascii_lowercase();
    method.strip_suffix(".json").map_or_else(|| method.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_parse_to_methods_and_webhooks() {
        let plain = |method: &str| Route { method: method.into(), webhook: None };
        let hook =
            |method: &str| Route { method: method.into(), webhook: Some((1, "code".into())) };
        let cases = [
            ("/rest/im.user.get", plain("im.user.get")),
            ("/rest/im.user.get.json", plain("im.user.get")),
            ("/rest/im.user.get/", plain("im.user.get")),
            ("/rest/im.user.get.json/", plain("im.user.get")),
            ("/rest/IM.User.GET.JSON", plain("im.user.get")),
            ("/rest/", plain("")),
            ("/rest", plain("")),
            ("/rest/1/code/im.user.get", hook("im.user.get")),
            ("/rest/1/code/im.user.get.json/", hook("im.user.get")),
            ("/rest/1/code/", hook("")),
        ];
        for (path, route) in cases {
            assert_eq!(Route::parse(path), route, "{path}");
        }
    }
}
