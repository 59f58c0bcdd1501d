//! How the server's database compares: a field, an operator and the values that a caller wants.

use crate::{
    Millis,
    clock::moment,
    php::{Value, encode, intval},
};

/// What stands before a field's name in a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// None, `=%` or `%=`: SQL's `LIKE`, with the caller's own `%` and `_`.
    Like,
    /// `!`
    NotLike,
    /// `=`
    Equal,
    /// `!=`: the only denial that is true of a missing value.
    NotEqual,
    /// `%`
    Contains,
    /// `!%`
    NotContains,
    /// `@`
    In,
    /// `!@`
    NotIn,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `><`
    Between,
    /// `==`: of numbers only.
    Identical,
}

/// The values of a condition, in lower case.
#[derive(Debug)]
pub(super) enum Wanted {
    One(String),
    List(Vec<String>),
}

impl Wanted {
    /// A list, or what PHP's cast to a string makes of anything else.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Array(list) => Self::List(list.values().map(text).collect()),
            single => Self::One(text(single)),
        }
    }

    fn all(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::List(values) => values,
        }
    }

    /// A single value that asks for missing ones.
    fn is_empty(&self) -> bool {
        matches!(self, Self::One(value) if value.is_empty())
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_lowercase(),
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "1".into(),
        other => encode(other),
    }
}

impl Operator {
    /// The operator of a prefix, if it is one.
    pub(super) fn of(prefix: &str) -> Option<Self> {
        Some(match prefix {
            "" | "=%" | "%=" => Self::Like,
            "!" => Self::NotLike,
            "=" => Self::Equal,
            "!=" => Self::NotEqual,
            // The logic of `?` and the full text search of `*` are no more than this here.
            "%" | "?" | "*" | "*=" | "*%" => Self::Contains,
            "!%" => Self::NotContains,
            "@" => Self::In,
            "!@" => Self::NotIn,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            "><" => Self::Between,
            "==" => Self::Identical,
            _ => return None,
        })
    }

    /// Of a text. The database compares without regard to case.
    pub(super) fn holds_for_text(self, value: Option<&str>, wanted: &Wanted) -> bool {
        let value = value.map(str::to_lowercase);
        let is_missing = value.as_deref().is_none_or(str::is_empty);
        match self {
            Self::Like | Self::Equal | Self::Contains if wanted.is_empty() => return is_missing,
            Self::NotLike | Self::NotEqual | Self::NotContains if wanted.is_empty() => return !is_missing,
            Self::Identical => return true,
            _ => {}
        }
        // In SQL nothing else is true of `NULL`.
        let Some(value) = value else { return self == Self::NotEqual };
        let like = |wanted: &String| is_like(&value, wanted);
        let contains = |wanted: &String| value.contains(&**wanted);
        match self {
            // No value at all is the empty one to `LIKE`.
            Self::Like if wanted.all().is_empty() => value.is_empty(),
            Self::NotLike if wanted.all().is_empty() => !value.is_empty(),
            Self::Like => wanted.all().iter().any(like),
            Self::NotLike => !wanted.all().iter().any(like),
            Self::Contains => wanted.all().is_empty() || wanted.all().iter().any(contains),
            Self::NotContains => !wanted.all().is_empty() && !wanted.all().iter().any(contains),
            _ => self.holds(&value, wanted.all()),
        }
    }

    /// Of a number, which is never missing.
    pub(super) fn holds_for_number(self, value: i64, wanted: &Wanted) -> bool {
        let numbers: Vec<i64> = wanted.all().iter().filter_map(|wanted| wanted.parse().ok()).collect();
        self.holds(&value, &numbers)
    }

    /// Of a moment. Of what is none, nothing is true.
    pub(super) fn holds_for_moment(self, value: Option<Millis>, wanted: &Wanted) -> bool {
        if wanted.is_empty() && !self.is_range() {
            return value.is_some() == self.denies();
        }
        let moments: Option<Vec<Millis>> = wanted.all().iter().map(|wanted| moment(wanted)).collect();
        value.zip(moments).is_some_and(|(value, moments)| self.holds(&value, &moments))
    }

    /// Of a field with several numbers, which is missing without any.
    pub(super) fn holds_for_any(self, values: &[i64], wanted: &Wanted) -> bool {
        let numbers: Vec<i64> = wanted.all().iter().map(|text| intval(&Value::from(&**text))).collect();
        if matches!(wanted, Wanted::One(_)) && numbers == [0] && !self.is_range() {
            return values.is_empty() != self.denies();
        }
        if self.denies() {
            !values.iter().any(|value| numbers.contains(value))
        } else {
            values.iter().any(|value| self.holds(value, &numbers))
        }
    }

    /// Of any value and those wanted.
    fn holds<T: PartialOrd>(self, value: &T, wanted: &[T]) -> bool {
        let first = |test: fn(&T, &T) -> bool| wanted.first().is_some_and(|wanted| test(value, wanted));
        match self {
            Self::Less => first(|value, wanted| value < wanted),
            Self::LessOrEqual => first(|value, wanted| value <= wanted),
            Self::Greater => first(|value, wanted| value > wanted),
            Self::GreaterOrEqual => first(|value, wanted| value >= wanted),
            Self::Between => match wanted {
                [from, to, ..] => from <= value && value <= to,
                _ => true,
            },
            _ => wanted.contains(value) != self.denies(),
        }
    }

    /// Whether the server leaves the condition out: a range without two ends.
    pub(super) fn ignores(self, wanted: &Wanted) -> bool {
        self == Self::Between && wanted.all().len() < 2
    }

    fn is_range(self) -> bool {
        matches!(self, Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual | Self::Between)
    }

    fn denies(self) -> bool {
        matches!(self, Self::NotLike | Self::NotEqual | Self::NotContains | Self::NotIn)
    }
}

/// SQL's `LIKE`: `%` is any text, `_` any letter, and a backslash takes that from the next letter.
fn is_like(value: &str, pattern: &str) -> bool {
    let value: Vec<char> = value.chars().collect();
    let pattern = tokens(pattern);
    let (mut at, mut next) = (0, 0);
    // After the last `%`: where the pattern goes on, and where in the value.
    let mut resume = None;
    while at < value.len() {
        match pattern.get(next) {
            Some(Token::AnyText) => {
                next += 1;
                resume = Some((next, at));
                continue;
            }
            Some(token) if *token == Token::AnyLetter || *token == Token::Letter(value[at]) => {
                (at, next) = (at + 1, next + 1);
                continue;
            }
            _ => {}
        }
        let Some((pattern_at, value_at)) = resume else { return false };
        (next, at) = (pattern_at, value_at + 1);
        resume = Some((next, at));
    }
    pattern[next..].iter().all(|token| *token == Token::AnyText)
}

#[derive(PartialEq, Eq)]
enum Token {
    AnyText,
    AnyLetter,
    Letter(char),
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut letters = pattern.chars();
    let mut tokens = Vec::new();
    while let Some(letter) = letters.next() {
        tokens.push(match letter {
            '%' => Token::AnyText,
            '_' => Token::AnyLetter,
            '\\' => Token::Letter(letters.next().unwrap_or(letter)),
            letter => Token::Letter(letter),
        });
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_is_sqls() {
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
            assert_eq!(is_like(value, pattern), expected, "{value} like {pattern}");
        }
    }

    #[test]
    fn a_pattern_of_many_wildcards_is_compared_in_time() {
        let value = "a".repeat(1000);
        assert!(!is_like(&value, &format!("{}b", "%a".repeat(100))));
    }
}
