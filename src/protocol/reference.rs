//! References of a batch's command to what earlier ones found: `$result[members][0][ID]`.
//!
//! The portal takes any text for one that looks like it, and makes do with what it can find: an unknown name, a step that leads
//! nowhere or a failed command leave a wrong value in its place, which as a user's id is user 1. So what looks like a reference has to
//! be a good one here, and whether it led somewhere is looked up in the answer.

use std::ops::Range;

use super::envelope::RestResponse;

/// What references begin with, and the portal looks for in any case.
const ROOTS: [&str; 5] = ["result", "next", "total", "time", "error"];

/// A reference within a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The number of the command that it refers to.
    pub command: usize,
    root: Root,
    steps: Vec<String>,
    /// Where the command's name stands in the value.
    name: Range<usize>,
    /// Whether it is all of the value. Within a longer one, the portal puts in only texts and numbers.
    is_whole: bool,
}

/// What of a command's answer is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    Result,
    Next,
    Total,
}

impl Reference {
    /// The references within a value of a command, to commands with these names.
    ///
    /// # Errors
    /// Why the portal would not understand one as it is meant.
    pub fn find(value: &str, names: &[&str]) -> Result<Vec<Self>, &'static str> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(offset) = value[at..].find('$') {
            let begin = at + offset;
            at = begin + 1;
            let after = &value[at..];
            let Some(root) = ROOTS.into_iter().find(|root| starts_with(after, root)) else { continue };
            match Self::parse(value, begin, root, names) {
                Some(reference) => {
                    let (reference, end) = reference?;
                    found.push(reference);
                    at = end;
                }
                None if has_step(&after[root.len()..]) => {
                    return Err("refers to no command of this batch");
                }
                None => {}
            }
        }
        Ok(found)
    }

    /// The reference that begins there, and where it ends; `None` if no command is named.
    fn parse(
        value: &str,
        begin: usize,
        root: &'static str,
        names: &[&str],
    ) -> Option<Result<(Self, usize), &'static str>> {
        let name_begin = begin + 1 + root.len() + 1;
        let bracketed = value[begin + 1 + root.len()..].strip_prefix('[')?;
        let is_named = |name: &str| bracketed.strip_prefix(name).is_some_and(|rest| rest.starts_with(']'));
        // One name may be the beginning of another: `a` and `a][0`.
        let mut longest: Option<(usize, usize)> = None;
        for (command, name) in names.iter().enumerate() {
            if is_named(name) && longest.is_none_or(|(_, length)| length <= name.len()) {
                longest = Some((command, name.len()));
            }
        }
        let (command, length) = longest?;
        Some(Self::parse_rest(value, begin, root, command, name_begin..name_begin + length))
    }

    fn parse_rest(
        value: &str,
        begin: usize,
        root: &str,
        command: usize,
        name: Range<usize>,
    ) -> Result<(Self, usize), &'static str> {
        let mut end = name.end + 1;
        let mut steps = Vec::new();
        while let Some(inner) = value[end..].strip_prefix('[') {
            let step = inner.split_once(']').map_or("", |(step, _)| step);
            if step.is_empty() || step.contains(is_space) {
                return Err("has a step that the portal would not understand");
            }
            steps.push(step.to_owned());
            end += step.len() + 2;
        }
        if value[end..].chars().next().is_some_and(|next| !is_space(next)) {
            return Err(
                "has to end with a space or the value: the portal takes all up to there for its path",
            );
        }
        let root = match &value[begin + 1..][..root.len()] {
            "result" => Root::Result,
            "next" if steps.is_empty() => Root::Next,
            "total" if steps.is_empty() => Root::Total,
            _ => {
                return Err(
                    "has to begin with $result, $next or $total, the latter two without further steps",
                );
            }
        };
        let is_whole = begin == 0 && end == value.len();
        Ok((Self { command, root, steps, name, is_whole }, end))
    }

    /// The value with the names that its references go by in the request.
    #[must_use]
    pub fn rename(value: &str, references: &[Self], name: impl Fn(usize) -> String) -> String {
        let mut renamed = String::new();
        let mut at = 0;
        for reference in references {
            renamed.push_str(&value[at..reference.name.start]);
            renamed.push_str(&name(reference.command));
            at = reference.name.end;
        }
        renamed + &value[at..]
    }

    /// Whether the portal found what is meant in the answer of the command that it refers to.
    #[must_use]
    pub fn is_found<W>(&self, answer: &RestResponse<W>) -> bool {
        match self.root {
            Root::Next => answer.next.is_some(),
            Root::Total => answer.total.is_some(),
            Root::Result => {
                let found = answer.result.at(self.steps.iter().map(String::as_str));
                found.is_some_and(|found| self.is_whole || found.is_scalar())
            }
        }
    }
}

fn starts_with(text: &str, root: &str) -> bool {
    text.get(..root.len()).is_some_and(|start| start.eq_ignore_ascii_case(root))
}

/// Whether the portal would find a step before the next space.
fn has_step(text: &str) -> bool {
    let word = text.split(is_space).next().unwrap_or_default();
    word.split('[').skip(1).any(|step| step.find(']').is_some_and(|end| end > 0))
}

/// What ends a reference for the portal.
fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t'..='\r')
}

#[cfg(test)]
mod tests {
    use super::Reference;

    const NAMES: [&str; 5] = ["members", "my deal", "0", "a][b", "a"];

    fn renamed(value: &str) -> Result<String, &'static str> {
        let references = Reference::find(value, &NAMES)?;
        Ok(Reference::rename(value, &references, |command| format!("c{command}")))
    }

    #[test]
    fn names_of_any_kind_become_those_of_the_request() {
        for (value, expected) in [
            ("$result[members]", "$result[c0]"),
            ("$result[members][0][ID]", "$result[c0][0][ID]"),
            ("Deal $result[my deal][ID] of $total[0] done", "Deal $result[c1][ID] of $total[c2] done"),
            ("$next[0]", "$next[c2]"),
            ("$result[a][b]", "$result[c3]"),
            ("$result[a][c]", "$result[c4][c]"),
            ("для $result[members]\nи", "для $result[c0]\nи"),
        ] {
            assert_eq!(renamed(value).as_deref(), Ok(expected), "{value}");
        }
    }

    #[test]
    fn what_the_portal_takes_for_no_reference_is_left_alone() {
        for value in [
            "",
            "$",
            "5 $ [members]",
            "$result",
            "$result[]",
            "$results",
            "$other[members]",
            "$result [members]",
        ] {
            assert_eq!(renamed(value).as_deref(), Ok(value));
        }
    }

    #[test]
    fn what_the_portal_would_misunderstand_is_refused() {
        for value in [
            "$result[gone]",
            "x$result[gone][0]",
            "$resultmembers[0]",
            "$RESULT[members]",
            "$error[members]",
            "$time[members][duration]",
            "$next[0][1]",
            "[$result[members][0],$result[members][1]]",
            "$result[members][0]x",
            "$result[members][]",
            "$result[members][my key]",
            "$result[members][0",
        ] {
            assert!(renamed(value).is_err(), "{value}");
        }
    }
}
