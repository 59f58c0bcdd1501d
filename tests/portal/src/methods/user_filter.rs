//! The filter of `user.get` and `user.search`.

use super::search::finds;
use crate::{
    directory::{Listed, Person},
    php::{Array, Value, intval},
};
use std::cmp::Ordering;

/// Conditions that all must hold.
#[derive(Debug, Default)]
pub(super) struct Filter {
    /// On what the list of people knows already.
    listed: Vec<(Operator, Field)>,
    /// On any other field.
    fields: Vec<(Operator, String, Vec<String>)>,
    phrase: Option<String>,
}

#[derive(Debug)]
enum Field {
    Id(Vec<u64>),
    Active(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Is,
    IsNot,
    Contains,
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
}

/// The fields that can be asked for, besides `ID` and `ACTIVE`. Others are ignored.
const FIELDS: [&str; 13] = [
    "NAME",
    "LAST_NAME",
    "SECOND_NAME",
    "EMAIL",
    "IS_ONLINE",
    "PERSONAL_GENDER",
    "PERSONAL_WWW",
    "PERSONAL_PHONE",
    "PERSONAL_MOBILE",
    "WORK_PHONE",
    "WORK_POSITION",
    "UF_DEPARTMENT",
    "USER_TYPE",
];

/// What a search without a phrase looks for by its beginnings.
const SEARCHED: [&str; 4] = ["NAME", "LAST_NAME", "SECOND_NAME", "WORK_POSITION"];

impl Filter {
    /// Reads the conditions: those in `FILTER` and no others, or else the parameters themselves.
    pub(super) fn read(params: &Array, is_search: bool) -> Self {
        let conditions = match params.get("FILTER") {
            Some(Value::Array(filter)) => filter.clone().with_upper_case_keys(),
            _ => params.clone(),
        };
        let words = |name: &&str| conditions.get(name).and_then(Value::as_str).map(str::to_owned);
        let mut filter = Self { phrase: words(&"NAME_SEARCH"), ..Self::default() };
        if is_search {
            filter.phrase = filter
                .phrase
                .or_else(|| words(&"FIND"))
                .or_else(|| Some(SEARCHED.iter().filter_map(words).collect::<Vec<_>>().join(" ")));
        }
        for (key, value) in conditions.iter() {
            let key = key.to_string();
            let name = key.trim_start_matches(|letter: char| !letter.is_alphanumeric());
            if !(is_search && SEARCHED.contains(&name)) {
                filter.add(Operator::of(&key[..key.len() - name.len()]), name, value);
            }
        }
        filter
    }

    fn add(&mut self, operator: Operator, name: &str, value: &Value) {
        match name {
            "ID" => {
                let ids = list(value).map(|id| intval(id).cast_unsigned()).collect();
                self.listed.push((operator, Field::Id(ids)));
            }
            // Any text but `N` is yes, `false` included.
            "ACTIVE" => {
                let active = value.is_truthy() && value.as_str() != Some("N");
                self.listed.push((operator, Field::Active(active)));
            }
            name if FIELDS.contains(&name) => self.fields.push((operator, name.to_owned(), texts(value))),
            _ => {}
        }
    }

    /// Whether the list's line fits.
    pub(super) fn fits_line(&self, line: &Listed) -> bool {
        self.listed.iter().all(|(operator, field)| match field {
            Field::Id(ids) => operator.holds(ids.iter().map(|id| line.id.cmp(id))),
            Field::Active(active) => operator.holds([line.active.cmp(active)]),
        })
    }

    /// Whether anything beyond the list's line matters.
    pub(super) fn needs_person(&self) -> bool {
        self.phrase.is_some() || !self.fields.is_empty()
    }

    /// Whether the rest fits.
    pub(super) fn fits(&self, person: &Person, fields: &Array) -> bool {
        self.phrase.as_ref().is_none_or(|phrase| finds(phrase, person))
            && self.fields.iter().all(|(operator, name, wanted)| {
                let values = fields.get(name).map(texts).unwrap_or_default();
                let pairs = values.iter().flat_map(|value| wanted.iter().map(move |wanted| (value, wanted)));
                operator.holds(pairs.map(|(value, wanted)| operator.compare(value, wanted)))
            })
    }
}

impl Operator {
    fn of(prefix: &str) -> Self {
        match prefix {
            "!" | "!=" | "!@" => Self::IsNot,
            "%" | "%=" | "=%" => Self::Contains,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::More,
            ">=" => Self::MoreOrEqual,
            _ => Self::Is,
        }
    }

    fn compare(self, value: &str, wanted: &str) -> Ordering {
        if self == Self::Contains && value.contains(wanted.trim_matches('%')) {
            Ordering::Equal
        } else {
            value.cmp(wanted)
        }
    }

    /// Whether this holds for one of several comparisons or, for a denial, for none.
    fn holds(self, orders: impl IntoIterator<Item = Ordering>) -> bool {
        let holds = |order: Ordering| match self {
            Self::Is | Self::IsNot | Self::Contains => order.is_eq(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::More => order.is_gt(),
            Self::MoreOrEqual => order.is_ge(),
        };
        orders.into_iter().any(holds) != (self == Self::IsNot)
    }
}

/// The entries of a list, or the one value by itself.
fn list(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(array) => Box::new(array.values()),
        single => Box::new(std::iter::once(single)),
    }
}

/// The database compares without regard to case.
fn texts(value: &Value) -> Vec<String> {
    list(value)
        .map(|value| match value {
            Value::String(text) => text.to_lowercase(),
            other => crate::php::encode(other),
        })
        .collect()
}
