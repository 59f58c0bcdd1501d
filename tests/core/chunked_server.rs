//! A server whose responses arrive in delayed chunks and may be truncated.

use std::cell::Cell;

use b24_users::transport::TransportError;

use crate::virtual_host::{Answers, Reply, Seen};

/// What arrives of a body, and how it ends.
pub type Arriving = (Vec<Vec<u8>>, Result<(), TransportError>);

/// A portal at the other end of such a line. `arrives` is told which answer it is, from 0, and its
/// body.
pub struct Line<P> {
    portal: P,
    arrives: Box<dyn Fn(usize, Vec<u8>) -> Arriving>,
    answers: Cell<usize>,
}

impl<P> Line<P> {
    pub fn new(portal: P, arrives: impl Fn(usize, Vec<u8>) -> Arriving + 'static) -> Self {
        Self { portal, arrives: Box::new(arrives), answers: Cell::new(0) }
    }

    fn carry(&self, reply: Reply) -> Reply {
        match reply {
            Reply::Answer(status, body) => {
                let (pieces, end) =
                    (self.arrives)(self.answers.replace(self.answers.get() + 1), body);
                Reply::Pieces(status, pieces, end)
            }
            Reply::After(ms, then) => self.carry(*then).after(ms),
            other => other,
        }
    }
}

impl<P: Answers> Answers for Line<P> {
    fn answer(&self, seen: &Seen, now: f64) -> Reply {
        self.carry(self.portal.answer(seen, now))
    }
}

/// Pieces of this size.
pub fn pieces(body: &[u8], bytes: usize) -> Vec<Vec<u8>> {
    body.chunks(bytes).map(<[u8]>::to_vec).collect()
}
