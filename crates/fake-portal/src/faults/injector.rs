//! Evaluates fault rules, and counts their matches.

use super::{Fault, FaultConditions, FaultRule};
use crate::Millis;
use fastrand::Rng;
use serde::Serialize;

/// Fault rules. Earlier rules take precedence over later ones.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct FaultInjector {
    rules: Vec<ActiveRule>,
}

/// A rule with its counters.
#[derive(Debug, Clone, Serialize)]
struct ActiveRule {
    #[serde(flatten)]
    rule: FaultRule,
    #[serde(rename = "matches")]
    match_count: u64,
    #[serde(rename = "injections")]
    injection_count: u64,
    #[serde(skip)]
    rng: Rng,
}

/// Whether fault rules are evaluated for a request or for a command of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultTarget {
    /// A whole request.
    Request,
    /// One command of a batch. A rule applies to commands only if it has a condition on the method
    /// or the ids.
    Command,
}

/// The faults to inject into a request or into a command.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Injection {
    /// The sum of all injected delays, in milliseconds.
    pub delay_ms: Millis,
    /// The first injected fault that is not a delay; `None` if there is none.
    pub fault: Option<Fault>,
}

impl FaultInjector {
    /// Creates an injector whose counters are 0. Each rule has its own random number generator, so
    /// that the matches of one rule do not change the random numbers of another rule.
    #[must_use]
    pub fn new(rules: Vec<FaultRule>, seed: u64) -> Self {
        let rules = (seed..)
            .zip(rules)
            .map(|(seed, rule)| ActiveRule {
                rule,
                match_count: 0,
                injection_count: 0,
                rng: Rng::with_seed(seed),
            })
            .collect();
        Self { rules }
    }

    /// The simulated network latency in milliseconds: the sum of the delays of all rules without
    /// conditions. It applies to preflight requests too.
    #[must_use]
    pub fn latency(&self) -> Millis {
        let is_unconditional =
            |active: &&ActiveRule| active.rule.conditions == FaultConditions::default();
        let delay =
            |active: &ActiveRule| if let Fault::Delay { ms } = active.rule.fault { ms } else { 0 };
        self.rules.iter().filter(is_unconditional).map(delay).sum()
    }

    /// Returns the faults to inject into a request or command that calls `method` with these user
    /// ids. Evaluates the rules in order, up to the first injected fault that is not a delay, and
    /// updates the counters of the evaluated rules that match.
    pub fn evaluate(&mut self, target: FaultTarget, method: &str, ids: &[u64]) -> Injection {
        let mut injection = Injection::default();
        for active in &mut self.rules {
            if active.matches(target, method, ids) && active.count_match() {
                match &active.rule.fault {
                    Fault::Delay { ms } => injection.delay_ms += ms,
                    fault => {
                        injection.fault = Some(fault.clone());
                        break;
                    }
                }
            }
        }
        injection
    }
}

impl ActiveRule {
    fn matches(&self, target: FaultTarget, method: &str, ids: &[u64]) -> bool {
        let conditions = &self.rule.conditions;
        let is_selective = conditions.method.is_some() || !conditions.ids.is_empty();
        (is_selective || target == FaultTarget::Request)
            && conditions.method.as_ref().is_none_or(|name| name.eq_ignore_ascii_case(method))
            && (conditions.ids.is_empty() || ids.iter().any(|id| conditions.ids.contains(id)))
    }

    /// Counts a request or command that matches the rule. Returns whether the fault is injected.
    fn count_match(&mut self) -> bool {
        let conditions = &self.rule.conditions;
        self.match_count += 1;
        let is_due = self.match_count > conditions.after
            && (self.match_count - conditions.after).is_multiple_of(conditions.every);
        let is_triggered = is_due
            && self.rng.f64() < conditions.probability
            && conditions.times.is_none_or(|times| self.injection_count < times);
        self.injection_count += u64::from(is_triggered);
        is_triggered
    }
}
