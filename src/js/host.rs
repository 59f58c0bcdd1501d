use std::fmt;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Date, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::Url;

use super::fetch;
use super::settings::{Settings, TokenObject};
use crate::auth::{Secret, Token, TokenReason, TokenSource};
use crate::error::{Error, ErrorKind, Result, code};
use crate::portal::{UrlParser, UrlParts};
use crate::send::{Clock, HttpRequest, HttpResponse, SendError, Transport};

/// The world around a client: the browser, Node, a worker.
pub(super) struct JsHost {
    fetch: Function,
    request_init: Object,
    get_token: Option<Function>,
}

impl JsHost {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            fetch: settings.fetch(),
            request_init: settings.request_init(),
            get_token: settings.get_token(),
        }
    }
}

impl fmt::Debug for JsHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsHost").finish_non_exhaustive()
    }
}

impl Transport for JsHost {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, SendError> {
        fetch::send(&self.fetch, &self.request_init, request).await
    }
}

impl Clock for JsHost {
    fn now_ms(&self) -> f64 {
        Date::now()
    }

    async fn sleep(&self, ms: f64) {
        // Timers of browsers count in 31 bits and fire at once beyond; 24 days are as good as for ever.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        TimeoutFuture::new(ms.clamp(0.0, f64::from(i32::MAX)) as u32).await;
    }
}

impl UrlParser for JsHost {
    fn parse_url(&self, text: &str) -> Option<UrlParts> {
        let url = Url::new(text).ok()?;
        Some(UrlParts {
            scheme: url.protocol().trim_end_matches(':').into(),
            host: url.hostname(),
            port: url.port().parse().ok(),
            path: url.pathname(),
            has_userinfo: !url.username().is_empty() || !url.password().is_empty(),
            has_query_or_fragment: !url.search().is_empty() || !url.hash().is_empty(),
        })
    }
}

impl TokenSource for JsHost {
    async fn token(&self, reason: TokenReason) -> Result<Token> {
        let Some(get_token) = &self.get_token else {
            return Err(unavailable("There is no `getToken`"));
        };
        let request = Object::new();
        let reason = match reason {
            TokenReason::Initial => "initial",
            TokenReason::Expired => "expired",
        };
        Reflect::set(&request, &"reason".into(), &reason.into()).expect("a plain object takes any property");
        let given = match fetch::settle(get_token.call1(&JsValue::UNDEFINED, &request)).await {
            Ok(given) => given,
            Err(SendError::Network(cause)) => return Err(unavailable("`getToken` failed").caused_by(cause)),
            Err(SendError::Redirected) => return Err(unavailable("`getToken` failed")),
        };
        read_token(given).ok_or_else(|| unavailable("`getToken` gave neither a token nor { accessToken }"))
    }
}

/// A token as applications give it: a text, or an object with one.
fn read_token(given: JsValue) -> Option<Token> {
    let token = if let Some(text) = given.as_string() {
        Token { access_token: Secret::new(text), expires_at: None, portal: None }
    } else {
        Reflect::get(&given, &"accessToken".into()).ok()?.as_string()?;
        given.unchecked_into::<TokenObject>().into()
    };
    (!token.access_token.expose().is_empty()).then_some(token)
}

fn unavailable(message: &str) -> Error {
    Error::new(ErrorKind::Auth, code::TOKEN_UNAVAILABLE, message)
}
