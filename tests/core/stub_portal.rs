//! A portal whose results a test computes, for responses that the fake portal cannot produce.

use serde_json::{Map, Value, json};

use crate::virtual_host::{RecordedRequest, Reply, Server};

/// The failure of a stubbed command.
#[derive(Clone, Copy, Debug)]
pub enum StubError {
    /// The whole request fails with an HTML page.
    Html,
    /// The command fails with this code.
    Code(&'static str),
}

/// Computes the result of one command.
pub type Handler = dyn Fn(&[u64]) -> Result<Value, StubError>;

/// A portal whose results a test computes.
pub struct StubPortal {
    handler: Box<Handler>,
    /// The milliseconds that the portal takes for each user.
    ms_per_user: f64,
}

/// Users for all ids below 900 000.
pub fn default_users(ids: &[u64]) -> Result<Value, StubError> {
    let entry = |&id: &u64| {
        let user = if id < 900_000 {
            json!({ "id": id, "name": format!("User {id}") })
        } else {
            Value::Null
        };
        (id.to_string(), user)
    };
    Ok(Value::Object(ids.iter().map(entry).collect()))
}

impl StubPortal {
    pub fn new(
        handler: impl Fn(&[u64]) -> Result<Value, StubError> + 'static,
        ms_per_user: f64,
    ) -> Self {
        Self { handler: Box::new(handler), ms_per_user }
    }

    fn single(&self, request: &RecordedRequest, time: &Value) -> Reply {
        match (self.handler)(&request.ids()) {
            Ok(result) => Reply::ok(json!({ "result": result, "time": time }).to_string()),
            Err(StubError::Html) => Reply::Response(500, "<html>".into()),
            Err(StubError::Code(code)) => error(500, code),
        }
    }

    fn batch(&self, request: &RecordedRequest, time: &Value) -> Reply {
        let (mut results, mut errors) = (Map::new(), Map::new());
        for (number, ids) in request.calls().iter().enumerate() {
            match (self.handler)(ids) {
                Ok(result) => results.insert(format!("c{number}"), result),
                Err(StubError::Html) => return Reply::Response(500, "<html>".into()),
                Err(StubError::Code(code)) => errors.insert(
                    format!("c{number}"),
                    json!({ "error": code, "error_description": "" }),
                ),
            };
        }
        let php = |map: Map<_, _>| if map.is_empty() { json!([]) } else { Value::Object(map) };
        let parts =
            json!({ "result": php(results), "result_error": php(errors), "result_time": [] });
        Reply::ok(json!({ "result": parts, "time": time }).to_string())
    }
}

impl Server for StubPortal {
    fn respond(&self, request: &RecordedRequest, now: f64) -> Reply {
        let ms = 80.0 + self.ms_per_user * request.ids().len() as f64;
        let time = json!({ "duration": ms / 1000.0, "operating": ms / 1000.0, "operating_reset_at": now / 1000.0 + 600.0 });
        let reply = if request.is_batch() {
            self.batch(request, &time)
        } else {
            self.single(request, &time)
        };
        reply.after(ms)
    }
}

fn error(status: u16, code: &str) -> Reply {
    Reply::Response(
        status,
        json!({ "error": code, "error_description": "Oops" }).to_string().into(),
    )
}
