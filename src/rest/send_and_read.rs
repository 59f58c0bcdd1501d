//! Sends one request that has its permit and token, within the timeout, and emits its events.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;

use super::executor::RestExecutor;
use super::response_reader::ResponseReader;
use super::rest_request::RestRequest;
use crate::auth::Endpoint;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::model::ClientEventKind;
use crate::protocol::RestResponse;
use crate::time::{Millis, timeout};
use crate::transport::HttpRequest;

impl<H: Host> RestExecutor<H> {
    /// Sends one request and reads its response, both within the request timeout.
    pub(super) async fn send_and_read(
        &self,
        request: &RestRequest<'_>,
        endpoint: &Endpoint,
    ) -> Result<RestResponse> {
        let form = (request.form)(endpoint.token());
        let http_request = HttpRequest { url: endpoint.url(request.method), form };
        request.state.update_timing(|timing| timing.requests += 1);
        let number = self.metrics().update(|stats| stats.requests += 1).requests;
        let (method, ids) = (request.method, request.ids.len());
        self.emit(ClientEventKind::Request { request: number, method: method.into(), ids });
        let sent_at = self.host().now();
        let limit = self.config().request_timeout;
        let reader = RefCell::new(ResponseReader::new(
            self.host(),
            self.redactor(),
            request,
            self.config().max_response_bytes,
        ));
        let sent = {
            let mut sink = &reader;
            let mut sending = pin!(self.host().send(http_request, &mut sink));
            let sending = poll_fn(|context| {
                if request.state.take_early_delivery_request() {
                    reader.borrow_mut().deliver_all();
                }
                sending.as_mut().poll(context).map_err(Error::from)
            });
            let on_timeout = || timeout_error(limit);
            timeout(self.host(), limit, &|| false, &on_timeout, pin!(sending)).await
        };
        let outcome = reader.into_inner().finish(sent).map_err(|error| {
            let error = error.for_request(method, request.ids);
            self.redactor().redact_error(endpoint.secret().redact_error(error))
        });
        self.emit(ClientEventKind::Response {
            request: number,
            method: method.into(),
            after_ms: (self.host().now() - sent_at).max(Millis::ZERO).ceil().get(),
            status: outcome
                .as_ref()
                .map_or_else(|error| error.status, |response| Some(response.status)),
            code: outcome.as_ref().err().map(|error| error.code.clone()),
        });
        outcome
    }
}

fn timeout_error(limit: Millis) -> Error {
    let message = format!("No response from the portal within {} ms", limit.for_display());
    Error::new(ErrorKind::Timeout, code::REQUEST_TIMEOUT, message)
}
