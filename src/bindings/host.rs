use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use b24_record_reader::RecordChunk;
use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Date, Function, Math, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::page::{
    Fields, Page, PageAnswer, Sending, Url, clear_timeout, parse_number, set_timeout, write_number,
};
use crate::auth::{Secret, Token, TokenReason, TokenSource};
use crate::auth::{UrlParser, UrlParts};
use crate::bindings::to_js;
use crate::error::{Cause, Error, ErrorKind, Result, code};
use crate::host::Random;
use crate::host::UserFactory;
use crate::host::{EventListener, Spawn};
use crate::model::ClientEvent;
use crate::protocol::{ChunkHandle, UserRef};
use crate::rate_limit::{Availability, LeakyBucket, RateLimitStore, UpdateFn};
use crate::time::Clock;
use crate::transport::{HttpRequest, ResponseSink, Transport, TransportError};

/// The world around a client: the browser, Node, a worker.
pub(super) struct JsHost(pub(super) Page);

impl fmt::Debug for JsHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsHost")
    }
}

/// Aborts the request that nobody waits for any more.
struct AbortOnDrop(Option<Sending>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(sending) = &self.0 {
            sending.abort();
        }
    }
}

impl Transport for JsHost {
    async fn send(&self, request: HttpRequest, body: &mut dyn ResponseSink) -> Result<(), TransportError> {
        let sending = self.0.send(request.url.expose(), request.form.expose());
        let answer: Promise = sending.get("answer").unchecked_into();
        let mut guard = AbortOnDrop(Some(sending));
        let refused = |error| send_error(error, TransportError::Network);
        let answer: PageAnswer = JsFuture::from(answer).await.map_err(refused)?.unchecked_into();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the page gives a whole number of three digits"
        )]
        let status = answer.number("status").unwrap_or_default() as u16;
        // Browsers hide a redirect that is not followed behind status 0.
        if matches!(status, 0 | 301..=303 | 307 | 308) {
            return Err(TransportError::Redirected);
        }
        if answer.flag("redirected") == Some(true) {
            return Err(TransportError::Followed(status));
        }
        body.begins(status);
        loop {
            let broken_off = |error| send_error(error, TransportError::Truncated);
            let piece = JsFuture::from(answer.read()).await.map_err(broken_off)?;
            if piece.is_undefined() {
                break;
            }
            body.arrived(piece.unchecked_into::<Uint8Array>().to_vec());
        }
        guard.0 = None;
        Ok(())
    }
}

fn send_error(error: JsValue, unless_misused: fn(Cause) -> TransportError) -> TransportError {
    let error: Fields = error.unchecked_into();
    if is_misuse(&error) {
        TransportError::InvalidResponse(message(&error))
    } else {
        unless_misused(cause(&error))
    }
}

/// Whether the application's own function broke its contract.
fn is_misuse(error: &Fields) -> bool {
    error.flag("isMisuse") == Some(true)
}

fn message(error: &Fields) -> String {
    error.text("message").unwrap_or_default()
}

fn cause(error: &Fields) -> Cause {
    Cause { name: error.text("name").unwrap_or_default(), message: message(error) }
}

impl UserFactory for JsHost {
    type User = UserRef;

    fn build_chunk(&self, chunk: &RecordChunk) -> ChunkHandle {
        let RecordChunk { ascii, utf16, rows, interned, numbers, extras, extra_rows, .. } = chunk;
        ChunkHandle::new(self.0.open_window(ascii, utf16, rows, interned, numbers, extras, extra_rows))
    }

    fn detach(&self, user: &UserRef) -> ChunkHandle {
        let row = u32::try_from(user.row).unwrap_or_default();
        ChunkHandle::new(self.0.detach_user(js_users(user), row))
    }

    fn materialize(user: UserRef) -> UserRef {
        // JavaScript copies all users of a result at once.
        user
    }

    fn parse_number(text: &str) -> f64 {
        parse_number(text)
    }

    fn format_number(number: f64) -> String {
        // JavaScript does not write the sign, which is why this is no id.
        if number == 0.0 && number.is_sign_negative() { "-0".into() } else { write_number(number) }
    }
}

/// JavaScript's users of the chunk that a user is in.
pub(super) fn js_users(user: &UserRef) -> &JsValue {
    user.chunk.users.get()
}

impl JsHost {
    /// Users of these windows, by pairs of a window's number and a row in it.
    pub(super) fn pick_users(&self, windows: &Array, places: &[u32]) -> Array {
        self.0.pick_users(windows, places)
    }
}

/// A timer, which nobody waits for any more when it is dropped.
struct Timer {
    id: JsValue,
    resolve: Function,
}

impl Timer {
    fn new(resolve: Function, ms: f64) -> Self {
        Self { id: set_timeout(&resolve, ms), resolve }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
        // A promise that stays open would keep what waited for it.
        let _ = self.resolve.call0(&JsValue::UNDEFINED);
    }
}

impl Clock for JsHost {
    fn now_ms(&self) -> f64 {
        Date::now()
    }

    async fn sleep(&self, ms: f64) {
        // Timers of browsers count in 31 bits and fire at once beyond; 24 days are as good as for ever.
        if ms > f64::from(i32::MAX) {
            return std::future::pending().await;
        }
        let mut timer = None;
        let over = Promise::new(&mut |resolve, _| timer = Some(Timer::new(resolve, ms.ceil())));
        let _ = JsFuture::from(over).await;
    }

    async fn tick(&self) {
        // A microtask, after all calls of this moment: they are in the queue already.
        let _ = JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await;
    }
}

impl UrlParser for JsHost {
    fn parse_url(&self, text: &str) -> Option<UrlParts> {
        let url = Url::new(text).ok()?;
        let part = |name: &str| url.text(name).unwrap_or_default();
        let has = |names: [&str; 2]| names.into_iter().any(|name| !part(name).is_empty());
        Some(UrlParts {
            scheme: part("protocol").trim_end_matches(':').into(),
            host: part("hostname"),
            port: part("port").parse().ok(),
            path: part("pathname"),
            has_userinfo: has(["username", "password"]),
            has_query_or_fragment: has(["search", "hash"]),
        })
    }
}

impl TokenSource for JsHost {
    async fn token(&self, reason: TokenReason) -> Result<Token> {
        match JsFuture::from(self.0.get_token(reason.name())).await {
            Ok(token) => Ok(token.unchecked_into::<Fields>().into()),
            Err(error) => Err(no_token(&error.unchecked_into())),
        }
    }
}

fn no_token(error: &Fields) -> Error {
    if is_misuse(error) {
        let is_option = error.text("code").as_deref() == Some(code::INVALID_OPTIONS);
        let (kind, code) = if is_option {
            (ErrorKind::Request, code::INVALID_OPTIONS)
        } else {
            (ErrorKind::Auth, code::TOKEN_UNAVAILABLE)
        };
        return Error::new(kind, code, message(error));
    }
    Error::new(ErrorKind::Auth, code::TOKEN_UNAVAILABLE, "The application's `getToken` failed")
        .caused_by(cause(error))
}

impl From<Fields> for Token {
    fn from(token: Fields) -> Self {
        Self {
            access_token: Secret::new(token.text("accessToken").unwrap_or_default()),
            expires_at: token.number("expiresAt"),
            portal: token.text("portal"),
        }
    }
}

impl RateLimitStore for JsHost {
    async fn update(&self, portal: &str, update: UpdateFn) -> Availability {
        let outcome = Rc::new(Cell::new(None));
        let update = Rc::new(RefCell::new(Some(update)));
        let (kept, once) = (outcome.clone(), Rc::downgrade(&update));
        // Called while the lock is held, so not by us: whoever is dropped while waiting for the lock never holds it, and changes
        // nothing. The page's until it is done with it, which may be later.
        let step =
            Closure::<dyn FnMut(_, _, _, _) -> Array>::new(move |level, at, per_second, per_second_at| {
                let mut bucket = LeakyBucket::new(level, at, per_second, per_second_at);
                // Once only, however often the page tries.
                if let Some(update) = once.upgrade().and_then(|update| update.take()) {
                    kept.set(Some(update(&mut bucket, Date::now())));
                }
                let (level, at, per_second, per_second_at) = bucket.parts();
                Array::of4(&level.into(), &at.into(), &per_second.into(), &per_second_at.into())
            });
        let _ = JsFuture::from(self.0.change_bucket(portal, step.into_js_value().unchecked_ref())).await;
        // If the store failed, the request goes on as if the portal were unknown.
        outcome.get().unwrap_or(Availability::Available { for_ms: 0.0 })
    }
}

impl Random for JsHost {
    fn random(&self) -> f64 {
        Math::random()
    }
}

impl EventListener for JsHost {
    fn emit(&self, event: &ClientEvent) {
        if self.0.listening() {
            self.0.tell(event.at, &to_js::to_js_value(&event.kind));
        }
    }
}

impl Spawn for JsHost {
    fn spawn(&self, work: LocalBoxFuture<'static, ()>) {
        spawn_local(work);
    }
}
