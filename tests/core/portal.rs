//! A portal for whole calls: people, a leaky bucket, and calls that take their time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use serde_json::{Map, Value, json};

use crate::world::{Reply, Seen};

/// What one call of the method answers: its result, or an error's code.
pub type Answering = dyn Fn(&[u64]) -> Result<Value, &'static str>;

/// A portal; clones are of the same.
#[derive(Clone)]
pub struct Portal(Rc<Inner>);

struct Inner {
    answering: Box<Answering>,
    /// Milliseconds of the portal's time for each user.
    ms_per_user: f64,
    /// Level and time of the bucket, its size and its drain rate.
    bucket: RefCell<Option<(f64, f64, f64, f64)>>,
    refused: Cell<usize>,
}

/// Everybody, but for ids of 900 000 and above.
pub fn people(ids: &[u64]) -> Result<Value, &'static str> {
    let person = |&id: &u64| {
        let user = if id < 900_000 { json!({ "id": id, "name": format!("User {id}") }) } else { Value::Null };
        (id.to_string(), user)
    };
    Ok(Value::Object(ids.iter().map(person).collect()))
}

impl Portal {
    pub fn new(
        answering: impl Fn(&[u64]) -> Result<Value, &'static str> + 'static,
        ms_per_user: f64,
    ) -> Self {
        let (bucket, refused) = (RefCell::default(), Cell::default());
        Self(Rc::new(Inner { answering: Box::new(answering), ms_per_user, bucket, refused }))
    }

    /// The same portal with a bucket that is filled to `level` already.
    pub fn with_bucket(self, level: f64, burst: f64, per_second: f64) -> Self {
        self.0.bucket.replace(Some((level, f64::NAN, burst, per_second)));
        self
    }

    /// How many requests it has refused with 503.
    pub fn refused(&self) -> usize {
        self.0.refused.get()
    }

    /// Its answer to a request that arrives at `now`.
    pub fn answer(&self, seen: &Seen, now: f64) -> Reply {
        if self.is_full(now) {
            self.0.refused.set(self.0.refused.get() + 1);
            return error(503, "QUERY_LIMIT_EXCEEDED").after(40.0);
        }
        let ms = 80.0 + self.0.ms_per_user * seen.ids().len() as f64;
        if ms > 60_000.0 {
            return Reply::Answer(504, "<html>Gateway Time-out".into()).after(60_000.0);
        }
        let time = json!({ "duration": ms / 1000.0, "operating": ms / 1000.0, "operating_reset_at": now / 1000.0 + 600.0 });
        let reply = if seen.is_batch() { self.batch(seen, &time) } else { self.single(seen, &time) };
        reply.after(ms)
    }

    fn single(&self, seen: &Seen, time: &Value) -> Reply {
        match (self.0.answering)(&seen.ids()) {
            Ok(result) => Reply::ok(json!({ "result": result, "time": time }).to_string()),
            Err("HTML") => Reply::Answer(500, "<html>".into()),
            Err(code) => error(500, code),
        }
    }

    fn batch(&self, seen: &Seen, time: &Value) -> Reply {
        let (mut results, mut errors) = (Map::new(), Map::new());
        for (number, ids) in seen.calls().iter().enumerate() {
            match (self.0.answering)(ids) {
                Ok(result) => results.insert(format!("c{number}"), result),
                Err("HTML") => return Reply::Answer(500, "<html>".into()),
                Err(code) => {
                    errors.insert(format!("c{number}"), json!({ "error": code, "error_description": "" }))
                }
            };
        }
        let php = |map: Map<_, _>| if map.is_empty() { json!([]) } else { Value::Object(map) };
        let parts = json!({ "result": php(results), "result_error": php(errors), "result_time": [] });
        Reply::ok(json!({ "result": parts, "time": time }).to_string())
    }

    fn is_full(&self, now: f64) -> bool {
        let mut bucket = self.0.bucket.borrow_mut();
        let Some((level, at, burst, per_second)) = bucket.as_mut() else { return false };
        let passed = if at.is_nan() { 0.0 } else { now - *at };
        (*level, *at) = ((*level - passed / 1000.0 * *per_second).max(0.0), now);
        if *level + 1.0 > *burst {
            return true;
        }
        *level += 1.0;
        false
    }
}

fn error(status: u16, code: &str) -> Reply {
    Reply::Answer(status, json!({ "error": code, "error_description": "Oops" }).to_string().into())
}
