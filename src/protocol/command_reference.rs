//! References from a command of a batch to the result of an earlier command:
//! `$result[members][0][ID]`.
//!
//! The portal reads any similar text as a reference. If the portal cannot resolve a reference (an
//! unknown name, an absent step, a failed command), it substitutes a wrong value. Used as an id,
//! that value means user 1. Therefore, text that resembles a reference must be a valid reference.
//! After the response, the library checks that each value to which a command refers exists.

use std::ops::Range;

use super::rest_response::RestResponse;

/// The words with which a reference begins, after `$`. The portal ignores their case.
const ROOTS: [&str; 5] = ["result", "next", "total", "time", "error"];

/// A reference in the value of a parameter, such as `$result[members][0][ID]`. The portal replaces
/// the reference by a value from the response to an earlier command of the batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandReference {
    /// Index of the command to which the reference refers.
    pub command: usize,
    root: Root,
    /// The keys and indices that lead from the command's result to the value.
    steps: Vec<String>,
    /// The byte range of the command's name in the parameter's value.
    name: Range<usize>,
    /// Whether the reference is the whole value of the parameter. In a longer value, the portal
    /// substitutes only strings and numbers.
    is_whole_value: bool,
}

/// The part of a command's response to which a reference refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    Result,
    Next,
    Total,
}

impl CommandReference {
    /// Finds the references in a parameter's value. `names` are the names of all commands.
    ///
    /// # Errors
    /// The reason why the portal would misread a reference, worded without a subject ("has a step
    /// ...").
    pub fn find_all(value: &str, names: &[&str]) -> Result<Vec<Self>, &'static str> {
        let mut references = Vec::new();
        let mut position = 0;
        while let Some(offset) = value[position..].find('$') {
            let start = position + offset;
            position = start + 1;
            let after = &value[position..];
            let Some(root) = ROOTS.into_iter().find(|root| starts_with_root(after, root)) else {
                continue;
            };
            match Self::parse(value, start, root, names) {
                Some(parsed) => {
                    let (reference, end) = parsed?;
                    references.push(reference);
                    position = end;
                }
                None if has_step(&after[root.len()..]) => {
                    return Err("refers to a command that is not in the batch");
                }
                None => {}
            }
        }
        Ok(references)
    }

    /// Parses the reference that begins at `start` with a `$` and `root`, such as `$result`.
    /// Returns the reference and the index of its end; `None` if the reference names no command of
    /// the batch.
    ///
    /// # Errors
    /// As for [`find_all`](Self::find_all).
    fn parse(
        value: &str,
        start: usize,
        root: &'static str,
        names: &[&str],
    ) -> Option<Result<(Self, usize), &'static str>> {
        let name_start = start + 1 + root.len() + 1;
        let bracketed = value[start + 1 + root.len()..].strip_prefix('[')?;
        let is_named =
            |name: &str| bracketed.strip_prefix(name).is_some_and(|rest| rest.starts_with(']'));
        // A name may be the prefix of another name: `a` of `a][0`. The longest name counts.
        let mut longest: Option<(usize, usize)> = None;
        for (command, name) in names.iter().enumerate() {
            if is_named(name) && longest.is_none_or(|(_, len)| len <= name.len()) {
                longest = Some((command, name.len()));
            }
        }
        let (command, len) = longest?;
        Some(Self::parse_path(value, start, root, command, name_start..name_start + len))
    }

    fn parse_path(
        value: &str,
        start: usize,
        root: &str,
        command: usize,
        name: Range<usize>,
    ) -> Result<(Self, usize), &'static str> {
        let mut end = name.end + 1;
        let mut steps = Vec::new();
        while let Some(inner) = value[end..].strip_prefix('[') {
            let step = inner.split_once(']').map_or("", |(step, _)| step);
            if step.is_empty() || step.contains(is_space) {
                return Err("has a step that is empty or contains a space");
            }
            steps.push(step.to_owned());
            end += step.len() + 2;
        }
        if value[end..].chars().next().is_some_and(|next| !is_space(next)) {
            return Err("must be followed by a space or the end of the value");
        }
        let root = match &value[start + 1..][..root.len()] {
            "result" => Root::Result,
            "next" if steps.is_empty() => Root::Next,
            "total" if steps.is_empty() => Root::Total,
            _ => {
                return Err(
                    "must begin with $result, $next or $total, the latter two without steps",
                );
            }
        };
        let is_whole_value = start == 0 && end == value.len();
        Ok((Self { command, root, steps, name, is_whole_value }, end))
    }

    /// Replaces the names of commands in `value`, the parameter's value in which `references` were
    /// found. `name` returns the new name of the command with a given index.
    #[must_use]
    pub fn rename_commands(
        value: &str,
        references: &[Self],
        name: impl Fn(usize) -> String,
    ) -> String {
        let mut renamed = String::new();
        let mut position = 0;
        for reference in references {
            renamed.push_str(&value[position..reference.name.start]);
            renamed.push_str(&name(reference.command));
            position = reference.name.end;
        }
        renamed + &value[position..]
    }

    /// Whether the portal could resolve the reference. `response` is the response to the referenced
    /// command.
    #[must_use]
    pub fn is_resolved_by(&self, response: &RestResponse) -> bool {
        match self.root {
            Root::Next => response.next.is_some(),
            Root::Total => response.total.is_some(),
            Root::Result => {
                let value = response.result.at_path(self.steps.iter().map(String::as_str));
                value.is_some_and(|value| self.is_whole_value || value.is_string_or_number())
            }
        }
    }
}

fn starts_with_root(text: &str, root: &str) -> bool {
    text.get(..root.len()).is_some_and(|start| start.eq_ignore_ascii_case(root))
}

/// Whether the portal would find a step, such as `[0]`, before the next space.
fn has_step(text: &str) -> bool {
    let word = text.split(is_space).next().unwrap_or_default();
    word.split('[').skip(1).any(|step| step.find(']').is_some_and(|end| end > 0))
}

/// Whether a reference ends before this character, as the portal reads references.
fn is_space(char: char) -> bool {
    matches!(char, ' ' | '\t'..='\r')
}

#[cfg(test)]
mod tests {
    use super::CommandReference;

    const NAMES: [&str; 5] = ["members", "my deal", "0", "a][b", "a"];

    fn renamed(value: &str) -> Result<String, &'static str> {
        let references = CommandReference::find_all(value, &NAMES)?;
        Ok(CommandReference::rename_commands(value, &references, |command| format!("c{command}")))
    }

    #[test]
    fn command_names_are_replaced() {
        for (value, expected) in [
            ("$result[members]", "$result[c0]"),
            ("$result[members][0][ID]", "$result[c0][0][ID]"),
            (
                "Deal $result[my deal][ID] of $total[0] done",
                "Deal $result[c1][ID] of $total[c2] done",
            ),
            ("$next[0]", "$next[c2]"),
            ("$result[a][b]", "$result[c3]"),
            ("$result[a][c]", "$result[c4][c]"),
            ("для $result[members]\nи", "для $result[c0]\nи"),
        ] {
            assert_eq!(renamed(value).as_deref(), Ok(expected), "{value}");
        }
    }

    #[test]
    fn text_without_a_reference_is_unchanged() {
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
    fn invalid_references_are_rejected() {
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
