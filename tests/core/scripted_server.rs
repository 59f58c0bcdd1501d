//! The interface between a virtual host and the server of a test.

use std::collections::BTreeMap;

use b24_users::transport::TransportError;

/// What the world does with a request.
#[derive(Clone, Debug)]
pub enum Reply {
    Response(u16, Vec<u8>),
    /// The same in pieces, with time before each and before the end, which may be none.
    Chunks(u16, Vec<Vec<u8>>, Result<(), TransportError>),
    Error(TransportError),
    /// The same, later.
    Delayed(f64, Box<Reply>),
    /// Nothing, ever.
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

/// A request as it left.
#[derive(Clone, Debug)]
pub struct RecordedRequest {
    pub url: String,
    pub form: BTreeMap<String, String>,
    pub raw_form: String,
}

impl RecordedRequest {
    /// The ids that each of its calls asks for.
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

    /// The ids that it asks for in all.
    pub fn ids(&self) -> Vec<u64> {
        self.calls().concat()
    }

    pub fn is_batch(&self) -> bool {
        self.url.ends_with("/batch")
    }
}

/// A portal to live beside.
pub trait Server {
    /// What becomes of a request that arrives at `now`, in milliseconds since 1970.
    fn respond(&self, request: &RecordedRequest, now: f64) -> Reply;
}

/// A portal that is a function of requests and of the time.
pub struct ScriptedServer<F>(pub F);

impl<F: Fn(&RecordedRequest, f64) -> Reply> Server for ScriptedServer<F> {
    fn respond(&self, request: &RecordedRequest, now: f64) -> Reply {
        (self.0)(request, now)
    }
}
