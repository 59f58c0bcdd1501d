//! The filter of `user.get` and `user.search`.

use super::search::finds;
use super::user_fields::moment_of;
use crate::{
    clock::moment,
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
    /// Whether only people of departments fit.
    has_department: bool,
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
    ContainsNot,
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
}

/// The fields that can be asked for, besides `ID`, `ACTIVE`, and `UF_` and what an administrator called it. Others are ignored.
const FIELDS: [&str; 45] = [
    "XML_ID",
    "NAME",
    "LAST_NAME",
    "SECOND_NAME",
    "TITLE",
    "EMAIL",
    "LAST_LOGIN",
    "DATE_REGISTER",
    "TIME_ZONE",
    "IS_ONLINE",
    "TIMESTAMP_X",
    "LAST_ACTIVITY_DATE",
    "PERSONAL_GENDER",
    "PERSONAL_PROFESSION",
    "PERSONAL_WWW",
    "PERSONAL_BIRTHDAY",
    "PERSONAL_PHOTO",
    "PERSONAL_ICQ",
    "PERSONAL_PHONE",
    "PERSONAL_FAX",
    "PERSONAL_MOBILE",
    "PERSONAL_PAGER",
    "PERSONAL_STREET",
    "PERSONAL_CITY",
    "PERSONAL_STATE",
    "PERSONAL_ZIP",
    "PERSONAL_COUNTRY",
    "PERSONAL_MAILBOX",
    "PERSONAL_NOTES",
    "WORK_PHONE",
    "WORK_COMPANY",
    "WORK_POSITION",
    "WORK_DEPARTMENT",
    "WORK_WWW",
    "WORK_FAX",
    "WORK_PAGER",
    "WORK_STREET",
    "WORK_MAILBOX",
    "WORK_CITY",
    "WORK_STATE",
    "WORK_ZIP",
    "WORK_COUNTRY",
    "WORK_PROFILE",
    "WORK_NOTES",
    "USER_TYPE",
];

/// Those of them that are compared as moments.
const MOMENTS: [&str; 5] =
    ["LAST_LOGIN", "DATE_REGISTER", "TIMESTAMP_X", "LAST_ACTIVITY_DATE", "PERSONAL_BIRTHDAY"];

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
            if is_search && SEARCHED.contains(&name) {
                continue;
            }
            match &key[..key.len() - name.len()] {
                "><" => filter.add_range(name, value),
                prefix => filter.add(Operator::of(prefix), name, value),
            }
        }
        filter
    }

    /// From the first to the second of two values; nobody is within anything else.
    fn add_range(&mut self, name: &str, value: &Value) {
        match *list(value).collect::<Vec<_>>() {
            [from, to] => {
                self.add(Operator::MoreOrEqual, name, from);
                self.add(Operator::LessOrEqual, name, to);
            }
            _ => self.add(Operator::Is, name, &Array::default().into()),
        }
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
            "HAS_DEPARTAMENT" => self.has_department |= value.as_str() == Some("Y"),
            name if FIELDS.contains(&name) || name.starts_with("UF_") => {
                self.fields.push((operator, name.to_owned(), texts(value)));
            }
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
        self.phrase.is_some() || self.has_department || !self.fields.is_empty()
    }

    /// Whether the rest fits.
    pub(super) fn fits(&self, person: &Person, fields: &Array) -> bool {
        self.phrase.as_ref().is_none_or(|phrase| finds(phrase, person))
            && !(self.has_department && person.departments.is_empty())
            && self.fields.iter().all(|(operator, name, wanted)| {
                if MOMENTS.contains(&&**name) {
                    let value = moment_of(person, name);
                    let wanted = wanted.iter().filter_map(|wanted| moment(wanted));
                    return operator.holds(wanted.filter_map(|wanted| Some(value?.cmp(&wanted))));
                }
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
            "!%" => Self::ContainsNot,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::More,
            ">=" => Self::MoreOrEqual,
            _ => Self::Is,
        }
    }

    fn compare(self, value: &str, wanted: &str) -> Ordering {
        if matches!(self, Self::Contains | Self::ContainsNot) && value.contains(wanted.trim_matches('%')) {
            Ordering::Equal
        } else {
            value.cmp(wanted)
        }
    }

    /// Whether this holds for one of several comparisons or, for a denial, for none.
    fn holds(self, orders: impl IntoIterator<Item = Ordering>) -> bool {
        let holds = |order: Ordering| match self {
            Self::Is | Self::IsNot | Self::Contains | Self::ContainsNot => order.is_eq(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::More => order.is_gt(),
            Self::MoreOrEqual => order.is_ge(),
        };
        orders.into_iter().any(holds) != matches!(self, Self::IsNot | Self::ContainsNot)
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
