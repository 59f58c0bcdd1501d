//! The interface between a virtual host and the server of a test.

use std::collections::BTreeMap;

use b24_users::transport::TransportError;

/// The reply of a server to a request.
#[derive(Clone, Debug)]
pub enum Reply {
    Response(u16, Vec<u8>),
    /// A response in chunks, with a delay before each and before the end, which may be an error.
    Chunks(u16, Vec<Vec<u8>>, Result<(), TransportError>),
    Error(TransportError),
    /// A reply after a delay in milliseconds.
    Delayed(f64, Box<Reply>),
    /// No reply at all.
    Hang,
}

impl Reply {
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::Response(200, body.into())
    }

    pub fn after(self, ms: f64) -> Self {
        Self::Delayed(ms, Box::new(self))
    }
}

/// A request as sent.
#[derive(Clone, Debug)]
pub struct RecordedRequest {
    pub url: String,
    pub form: BTreeMap<String, String>,
    pub raw_form: String,
}

impl RecordedRequest {
    /// The requested ids of each command.
    pub fn calls(&self) -> Vec<Vec<u64>> {
        let ids = |query: &str| {
            serde_json::from_str(query.split('&').next().unwrap().strip_prefix("ID=").unwrap())
                .unwrap()
        };
        if !self.is_batch() {
            return vec![ids(&format!("ID={}", self.form["ID"]))];
        }
        let number = |number| self.form.get(&format!("cmd[c{number}]"));
        (0..).map_while(number).map(|call| ids(call.split_once('?').unwrap().1)).collect()
    }

    /// All requested ids.
    pub fn ids(&self) -> Vec<u64> {
        self.calls().concat()
    }

    pub fn is_batch(&self) -> bool {
        self.url.ends_with("/batch")
    }
}

/// A server that replies to each request.
pub trait Server {
    /// The reply to a request at `now`, in milliseconds since 1970.
    fn respond(&self, request: &RecordedRequest, now: f64) -> Reply;
}

/// A server that is a function of the request and the time.
pub struct ScriptedServer<F>(pub F);

impl<F: Fn(&RecordedRequest, f64) -> Reply> Server for ScriptedServer<F> {
    fn respond(&self, request: &RecordedRequest, now: f64) -> Reply {
        (self.0)(request, now)
    }
}
