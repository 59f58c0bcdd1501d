//! SQL's operator `LIKE`.

/// Whether a value matches a SQL `LIKE` pattern. The comparison is case-sensitive. `%` matches any
/// string, `_` matches any character, and a backslash escapes the next character.
pub(super) fn matches_like(value: &str, pattern: &str) -> bool {
    let value: Vec<char> = value.chars().collect();
    let pattern = parse_pattern(pattern);
    let (mut char_index, mut token_index) = (0, 0);
    // Where to continue after a mismatch: the indices, in the pattern and in the value, after the
    // last `%`.
    let mut backtrack = None;
    while char_index < value.len() {
        match pattern.get(token_index) {
            Some(Token::AnyString) => {
                token_index += 1;
                backtrack = Some((token_index, char_index));
                continue;
            }
            Some(token) if *token == Token::AnyChar || *token == Token::Char(value[char_index]) => {
                (char_index, token_index) = (char_index + 1, token_index + 1);
                continue;
            }
            _ => {}
        }
        let Some((next_token, last_char)) = backtrack else { return false };
        (token_index, char_index) = (next_token, last_char + 1);
        backtrack = Some((token_index, char_index));
    }
    pattern[token_index..].iter().all(|token| *token == Token::AnyString)
}

#[derive(PartialEq, Eq)]
enum Token {
    AnyString,
    AnyChar,
    Char(char),
}

fn parse_pattern(pattern: &str) -> Vec<Token> {
    let mut chars = pattern.chars();
    let mut tokens = Vec::new();
    while let Some(ch) = chars.next() {
        tokens.push(match ch {
            '%' => Token::AnyString,
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
