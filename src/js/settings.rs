//! What the hand-written part of the package passes in. It has checked the types; these are only names for them.

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::auth::{Auth, Secret, Token};
use crate::client::{ClientOptions, GetUsersOptions, Limits};
use crate::ids::OnInvalid;

#[wasm_bindgen]
extern "C" {
    /// The options of a client, with their defaults.
    pub type Settings;

    #[wasm_bindgen(method, getter)]
    pub(super) fn fetch(this: &Settings) -> Function;
    /// What the runtime understands of a request's options.
    #[wasm_bindgen(method, getter, js_name = requestInit)]
    pub(super) fn request_init(this: &Settings) -> Object;
    #[wasm_bindgen(method, getter, js_name = getToken)]
    pub(super) fn get_token(this: &Settings) -> Option<Function>;
    #[wasm_bindgen(method, getter)]
    fn portal(this: &Settings) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn webhook(this: &Settings) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn token(this: &Settings) -> Option<TokenObject>;
    #[wasm_bindgen(method, getter, js_name = requestTimeoutMs)]
    fn request_timeout_ms(this: &Settings) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn invalid(this: &Settings) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn limits(this: &Settings) -> Option<LimitsObject>;

    /// How much may be asked for at once.
    type LimitsObject;

    #[wasm_bindgen(method, getter, js_name = idsPerCall)]
    fn ids_per_call(this: &LimitsObject) -> Option<f64>;

    /// A token with what belongs to it.
    pub(super) type TokenObject;

    #[wasm_bindgen(method, getter, js_name = accessToken)]
    fn access_token(this: &TokenObject) -> String;
    #[wasm_bindgen(method, getter, js_name = expiresAt)]
    fn expires_at(this: &TokenObject) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = portal)]
    fn token_portal(this: &TokenObject) -> Option<String>;

    /// The options of one call.
    pub type CallOptions;

    #[wasm_bindgen(method, getter)]
    pub(super) fn signal(this: &CallOptions) -> Option<AbortSignal>;
    #[wasm_bindgen(method, getter, js_name = invalid)]
    fn call_invalid(this: &CallOptions) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn partial(this: &CallOptions) -> Option<bool>;
    #[wasm_bindgen(method, getter, js_name = avatarHr)]
    fn avatar_hr(this: &CallOptions) -> Option<bool>;
    #[wasm_bindgen(method, getter, js_name = deadlineMs)]
    fn deadline_ms(this: &CallOptions) -> Option<f64>;
}

impl Settings {
    pub(super) fn auth(&self) -> Auth {
        match (self.webhook(), self.token()) {
            (Some(address), _) => Auth::Webhook(Secret::new(address)),
            (None, Some(token)) => Auth::Token(token.into()),
            (None, None) => Auth::Source,
        }
    }

    pub(super) fn options(&self) -> ClientOptions {
        ClientOptions {
            portal: self.portal(),
            limits: self.limits().map(Limits::from),
            request_timeout_ms: self.request_timeout_ms(),
            invalid: self.invalid().as_deref().map(on_invalid),
        }
    }
}

impl From<TokenObject> for Token {
    fn from(token: TokenObject) -> Self {
        Self {
            access_token: Secret::new(token.access_token()),
            expires_at: token.expires_at(),
            portal: token.token_portal(),
        }
    }
}

impl From<LimitsObject> for Limits {
    fn from(limits: LimitsObject) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be a positive integer"
        )]
        let count = |number: f64| number as usize;
        Self { ids_per_call: limits.ids_per_call().map(count) }
    }
}

impl CallOptions {
    pub(super) fn get_users(&self) -> GetUsersOptions {
        GetUsersOptions {
            deadline_ms: self.deadline_ms(),
            invalid: self.call_invalid().as_deref().map(on_invalid),
            partial: self.partial(),
            avatar_hr: self.avatar_hr(),
        }
    }
}

fn on_invalid(name: &str) -> OnInvalid {
    if name == "report" { OnInvalid::Report } else { OnInvalid::Throw }
}
