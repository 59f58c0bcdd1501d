//! A portal whose results a test computes, for responses that the fake portal cannot produce.

use serde_json::{Map, Value, json};

use crate::virtual_host::{Answers, Reply, Seen};

/// What one call of the method answers: its result, or an error's code.
pub type Answering = dyn Fn(&[u64]) -> Result<Value, &'static str>;

/// A portal whose answers a test decides.
pub struct StubPortal {
    answering: Box<Answering>,
    /// Milliseconds of the portal's time for each user.
    ms_per_user: f64,
}

/// Everybody, but for ids of 900 000 and above.
pub fn people(ids: &[u64]) -> Result<Value, &'static str> {
    let person = |&id: &u64| {
        let user = if id < 900_000 {
            json!({ "id": id, "name": format!("User {id}") })
        } else {
            Value::Null
        };
        (id.to_string(), user)
    };
    Ok(Value::Object(ids.iter().map(person).collect()))
}

impl StubPortal {
    pub fn new(
        answering: impl Fn(&[u64]) -> Result<Value, &'static str> + 'static,
        ms_per_user: f64,
    ) -> Self {
        Self { answering: Box::new(answering), ms_per_user }
    }

    fn single(&self, seen: &Seen, time: &Value) -> Reply {
        match (self.answering)(&seen.ids()) {
            Ok(result) => Reply::ok(json!({ "result": result, "time": time }).to_string()),
            Err("HTML") => Reply::Answer(500, "<html>".into()),
            Err(code) => error(500, code),
        }
    }

    fn batch(&self, seen: &Seen, time: &Value) -> Reply {
        let (mut results, mut errors) = (Map::new(), Map::new());
        for (number, ids) in seen.calls().iter().enumerate() {
            match (self.answering)(ids) {
                Ok(result) => results.insert(format!("c{number}"), result),
                Err("HTML") => return Reply::Answer(500, "<html>".into()),
                Err(code) => errors.insert(
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

impl Answers for StubPortal {
    fn answer(&self, seen: &Seen, now: f64) -> Reply {
        let ms = 80.0 + self.ms_per_user * seen.ids().len() as f64;
        let time = json!({ "duration": ms / 1000.0, "operating": ms / 1000.0, "operating_reset_at": now / 1000.0 + 600.0 });
        let reply =
            if seen.is_batch() { self.batch(seen, &time) } else { self.single(seen, &time) };
        reply.after(ms)
    }
}

fn error(status: u16, code: &str) -> Reply {
    Reply::Answer(status, json!({ "error": code, "error_description": "Oops" }).to_string().into())
}
