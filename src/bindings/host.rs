//! The host traits, implemented by functions of the package's JavaScript.

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::rc::Rc;

use b24_record_reader::RecordChunk;
use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Date, Function, Math, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Url;

use super::fetch::FetchOptions;
use super::foreign::{get_optional, get_string, to_cause};
use super::host_api::{HostApi, clear_timeout, format_number, parse_number, set_timeout};
use super::plain_object::PlainObject;
use super::to_js;
use crate::auth::{Secret, Token, TokenReason, TokenSource, UrlParser, UrlParts};
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::{EventListener, Random, Spawn, UserFactory, UserStore};
use crate::ids::UserId;
use crate::model::ClientEvent;
use crate::protocol::{ChunkHandle, UserRef};
use crate::rate_limit::{Availability, LeakyBucket, Rate, RateLimitStore, UpdateFn};
use crate::time::{Clock, Millis, Timestamp};

/// The environment of a client: a browser, a worker or Node.
pub(super) struct JsHost {
    pub(super) api: HostApi,
    /// Whether the client has a persistent cache.
    has_store: bool,
    pub(super) fetch_options: OnceCell<FetchOptions>,
}

impl JsHost {
    pub(super) fn new(api: HostApi) -> Self {
        Self { has_store: api.has_store(), api, fetch_options: OnceCell::new() }
    }
}

impl fmt::Debug for JsHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsHost")
    }
}

impl UserFactory for JsHost {
    type User = UserRef;

    fn build_chunk(&self, chunk: &RecordChunk) -> ChunkHandle {
        let RecordChunk { ascii, utf16, rows, interned, numbers, extras, extra_rows, .. } = chunk;
        ChunkHandle::new(
            self.api.build_chunk(ascii, utf16, rows, interned, numbers, extras, extra_rows),
        )
    }

    fn detach(&self, user: &UserRef) -> ChunkHandle {
        let row = u32::try_from(user.row).unwrap_or_default();
        ChunkHandle::new(self.api.detach_user(chunk_of(user), row))
    }

    fn copy_for_caller(user: UserRef) -> UserRef {
        // JavaScript copies all users of a result at once.
        user
    }

    fn parse_number(text: &str) -> f64 {
        parse_number(text)
    }

    fn format_number(number: f64) -> String {
        // `String(-0)` is "0", but the sign is the reason why -0 is not an id.
        if number == 0.0 && number.is_sign_negative() { "-0".into() } else { format_number(number) }
    }
}

impl UserStore for JsHost {
    fn stored_user(&self, id: UserId, max_age: Millis) -> Option<ChunkHandle> {
        if !self.has_store {
            return None;
        }
        let chunk = self.api.stored_user(id.to_f64(), max_age.get())?;
        Some(ChunkHandle::new(JsValue::from(chunk)))
    }

    fn store_user(&self, id: UserId, user: Option<&UserRef>) {
        if !self.has_store {
            return;
        }
        let id = id.to_f64();
        let Some(user) = user else {
            return self.api.store_user(id, &JsValue::UNDEFINED, 0, false);
        };
        let row = u32::try_from(user.row).unwrap_or_default();
        self.api.store_user(id, chunk_of(user), row, user.chunk.has_issues());
    }
}

/// The handle of the JavaScript chunk that contains a user, as `buildChunk` returned it.
pub(super) fn chunk_of(user: &UserRef) -> &JsValue {
    user.chunk.users.get()
}

impl JsHost {
    /// Copies users for a caller. `positions` has two numbers per user: an index into `chunks`, and
    /// the index (row) of the user in that chunk.
    pub(super) fn materialize_users(&self, chunks: &Array, positions: &[u32]) -> Array {
        self.api.materialize_users(chunks, positions)
    }
}

/// Maximum time of a timer, about 24 days. Browsers store the milliseconds in 31 bits, and a timer
/// with a longer delay would fire at once. Therefore, a longer sleep never ends.
const MAX_SLEEP: Millis = Millis::new(2_147_483_647.0);

/// A running timer. Dropping it stops the timer.
struct Timer {
    id: JsValue,
    resolve: Function,
}

impl Timer {
    fn new(resolve: Function, span: Millis) -> Self {
        Self { id: set_timeout(&resolve, span.get()), resolve }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
        // A promise that stays pending would keep its awaiting future alive.
        let _ = self.resolve.call0(&JsValue::UNDEFINED);
    }
}

impl Clock for JsHost {
    fn now(&self) -> Timestamp {
        Timestamp::new(Date::now())
    }

    async fn sleep(&self, span: Millis) {
        if span > MAX_SLEEP {
            return std::future::pending().await;
        }
        let mut timer = None;
        let over = Promise::new(&mut |resolve, _| timer = Some(Timer::new(resolve, span.ceil())));
        let _ = JsFuture::from(over).await;
    }

    async fn yield_to_ready_tasks(&self) {
        // This microtask runs after the microtasks of all calls made in this task.
        let _ = JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await;
    }
}

impl UrlParser for JsHost {
    fn parse_url(&self, text: &str) -> Option<UrlParts> {
        // The getters of a polyfill may be missing or throw.
        let url = Url::new(text).ok()?;
        let part = |name| get_string(&url, name);
        let has = |name| part(name).is_some_and(|part| !part.is_empty());
        Some(UrlParts {
            scheme: part("protocol")?.trim_end_matches(':').into(),
            host: part("hostname")?,
            port: part("port")?.parse().ok(),
            path: part("pathname")?,
            has_userinfo: has("username") || has("password"),
            has_query_or_fragment: has("search") || has("hash"),
        })
    }
}

impl TokenSource for JsHost {
    async fn request_token(&self, reason: TokenReason) -> Result<Token> {
        match JsFuture::from(self.api.get_token(reason.name())).await {
            Ok(token) => Ok(token.unchecked_into::<PlainObject>().into()),
            Err(thrown) => Err(token_error(&thrown)),
        }
    }
}

/// The error for a rejection of `getToken` with `thrown`. If `thrown.isContractError` is set, the
/// package rejected because the application misused the package's API, and the message of `thrown`
/// is kept. Otherwise, the application's own `getToken` failed, and `thrown` becomes the cause of
/// the error.
fn token_error(thrown: &JsValue) -> Error {
    if get_optional(thrown, "isContractError").is_ok_and(|it| it.as_bool() == Some(true)) {
        let message = get_string(thrown, "message").unwrap_or_default();
        return match get_string(thrown, "code").as_deref() {
            Some(code::INVALID_OPTIONS) => {
                Error::new(ErrorKind::Request, code::INVALID_OPTIONS, message)
            }
            Some(_) => Error::token_unavailable(message),
            None => Error::new(ErrorKind::Auth, code::TOKEN_UNAVAILABLE, message),
        };
    }
    Error::token_unavailable("The application's `getToken` failed").caused_by(to_cause(thrown))
}

impl From<PlainObject> for Token {
    fn from(token: PlainObject) -> Self {
        Self {
            access_token: Secret::new(token.get_string("accessToken").unwrap_or_default()),
            expires_at: token.get_number("expiresAt").map(Timestamp::new),
            portal: token.get_string("portal"),
        }
    }
}

impl RateLimitStore for JsHost {
    fn try_acquire_locally(&self, portal: &str, rate: Rate) -> Option<Availability> {
        let parts = self.api.local_bucket(portal);
        let part = |index| parts.get(index).as_f64().unwrap_or_default();
        let mut bucket = LeakyBucket::new(part(0), part(1), part(2), part(3));
        let availability = bucket.try_acquire_uncontended(rate, Timestamp::new(Date::now()))?;
        self.api.add_request(portal, &to_array(bucket));
        Some(availability)
    }

    async fn update(&self, portal: &str, update: UpdateFn) -> Availability {
        let outcome = Rc::new(Cell::new(None));
        let update = Rc::new(RefCell::new(Some(update)));
        let (kept, once) = (outcome.clone(), Rc::downgrade(&update));
        // The store calls the closure while it holds its lock. The closure must outlive this
        // future, because the store may call it after this future was dropped. The weak reference
        // then makes the call do nothing.
        let step = Closure::<dyn FnMut(_, _, _, _) -> Array>::new(
            move |level, at, per_second, per_second_at| {
                let mut bucket = LeakyBucket::new(level, at, per_second, per_second_at);
                // The update is applied at most once, even if the store calls the closure again.
                if let Some(update) = once.upgrade().and_then(|update| update.take()) {
                    kept.set(Some(update(&mut bucket, Timestamp::new(Date::now()))));
                }
                to_array(bucket)
            },
        );
        let _ =
            JsFuture::from(self.api.update_bucket(portal, step.into_js_value().unchecked_ref()))
                .await;
        // If the store failed, the request is sent as if the bucket had capacity.
        outcome.get().unwrap_or(Availability::Available { elapsed: Millis::ZERO })
    }
}

fn to_array(bucket: LeakyBucket) -> Array {
    let (level, at, per_second, per_second_at) = bucket.parts();
    Array::of4(&level.into(), &at.into(), &per_second.into(), &per_second_at.into())
}

impl Random for JsHost {
    fn random(&self) -> f64 {
        Math::random()
    }
}

impl EventListener for JsHost {
    fn emit(&self, event: &ClientEvent) {
        if self.api.has_listener() {
            self.api.emit(event.at, &to_js::to_js_value(&event.kind));
        }
    }
}

impl Spawn for JsHost {
    fn spawn(&self, work: LocalBoxFuture<'static, ()>) {
        spawn_local(work);
    }
}
