//! SQL's `LIKE`.

/// Matches a pattern: `%` is any text, `_` any character, and a backslash escapes the next one.
pub(super) fn matches_like(value: &str, pattern: &str) -> bool {
    let value: Vec<char> = value.chars().collect();
    let pattern = tokens(pattern);
    let (mut position, mut token_index) = (0, 0);
    // Backtracking positions in pattern and value, after the last `%`.
    let mut backtrack = None;
    while position < value.len() {
        match pattern.get(token_index) {
            Some(Token::AnyText) => {
                token_index += 1;
                backtrack = Some((token_index, position));
                continue;
            }
            Some(token) if *token == Token::AnyChar || *token == Token::Char(value[position]) => {
                (position, token_index) = (position + 1, token_index + 1);
                continue;
            }
            _ => {}
        }
        let Some((pattern_position, value_position)) = backtrack else { return false };
        (token_index, position) = (pattern_position, value_position + 1);
        backtrack = Some((token_index, position));
    }
    pattern[token_index..].iter().all(|token| *token == Token::AnyText)
}

#[derive(PartialEq, Eq)]
enum Token {
    AnyText,
    AnyChar,
    Char(char),
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut chars = pattern.chars();
    let mut tokens = Vec::new();
    while let Some(ch) = chars.next() {
        tokens.push(match ch {
            '%' => Token::AnyText,
            '_' => Token::AnyChar,
            '\\' => Token::Char(chars.next().unwrap_or(ch)),
            ch => Token::Char(ch),
        });
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_matches_as_in_sql() {
        for (value, pattern, expected) in [
            ("emily", "emily", true),
            ("emily", "emi", false),
            ("emily", "emi%", true),
            ("emily", "%ily", true),
            ("emily", "%mil%", true),
            ("emily", "e_ily", true),
            ("emily", "_____", true),
            ("emily", "____", false),
            ("emily", "%%_%", true),
            ("", "%", true),
            ("", "_", false),
            ("100%", r"100\%", true),
            ("1000", r"100\%", false),
            ("анна", "а__а", true),
            ("aab", "%ab", true),
            ("emily", "%l%x", false),
        ] {
            assert_eq!(matches_like(value, pattern), expected, "{value} like {pattern}");
        }
    }

    #[test]
    fn many_wildcards_do_not_backtrack_exponentially() {
        let value = "a".repeat(1000);
        assert!(!matches_like(&value, &format!("{}b", "%a".repeat(100))));
    }
}
