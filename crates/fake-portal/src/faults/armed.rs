//! The rules in force and what they have seen.

use super::{Fault, Rule, When};
use crate::Millis;
use fastrand::Rng;
use serde::Serialize;

/// Rules, tried in their order.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct Faults {
    armed: Vec<Armed>,
}

/// A rule and its counters.
#[derive(Debug, Clone, Serialize)]
struct Armed {
    #[serde(flatten)]
    rule: Rule,
    seen: u64,
    struck: u64,
    #[serde(skip)]
    rng: Rng,
}

/// What a rule is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A request.
    Request,
    /// A command within a batch: of concern only to rules that ask for a method or for people.
    Command,
}

/// What befalls a request or a command.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Strike {
    /// Delays add up.
    pub delay: Millis,
    /// Of other faults the first decides.
    pub fault: Option<Fault>,
}

impl Faults {
    /// Rules that have seen nothing yet. Each has chances of its own, so that one more changes nothing for the others.
    #[must_use]
    pub fn new(rules: Vec<Rule>, seed: u64) -> Self {
        let armed = (seed..)
            .zip(rules)
            .map(|(seed, rule)| Armed { rule, seen: 0, struck: 0, rng: Rng::with_seed(seed) })
            .collect();
        Self { armed }
    }

    /// How far away the portal is: the delays of all requests, whatever they ask for. A way that long is that of preflights too.
    #[must_use]
    pub fn latency(&self) -> Millis {
        let always = |armed: &&Armed| armed.rule.when == When::default();
        let delay = |armed: &Armed| if let Fault::Delay { ms } = armed.rule.fault { ms } else { 0 };
        self.armed.iter().filter(always).map(delay).sum()
    }

    /// What befalls a call of this method for these people.
    pub fn strike(&mut self, scope: Scope, method: &str, ids: &[u64]) -> Strike {
        let mut strike = Strike::default();
        for armed in &mut self.armed {
            if armed.fits(scope, method, ids) && armed.strikes() {
                match &armed.rule.fault {
                    Fault::Delay { ms } => strike.delay += ms,
                    fault => {
                        strike.fault = Some(fault.clone());
                        break;
                    }
                }
            }
        }
        strike
    }
}

impl Armed {
    fn fits(&self, scope: Scope, method: &str, ids: &[u64]) -> bool {
        let when = &self.rule.when;
        let selective = when.method.is_some() || !when.ids.is_empty();
        (selective || scope == Scope::Request)
            && when.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && (when.ids.is_empty() || ids.iter().any(|id| when.ids.contains(id)))
    }

    fn strikes(&mut self) -> bool {
        let when = &self.rule.when;
        self.seen += 1;
        let turn = self.seen > when.after && (self.seen - when.after).is_multiple_of(when.every);
        let strikes =
            turn && self.rng.f64() < when.probability && when.times.is_none_or(|times| self.struck < times);
        self.struck += u64::from(strikes);
        strikes
    }
}
