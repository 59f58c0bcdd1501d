//! The filter of `user.get`. Portals fold the case of its keys, and take it without a word of
//! complaint: a condition that they do not know is none, and gives more users than asked for, and
//! so may one whose value or operator they take for another.

use crate::error::{Error, ErrorKind, Result, code};
use crate::text::quote;

/// What may stand before a field's name.
const OPERATORS: [&str; 15] =
    ["", "=", "!", "!=", "<", "<=", ">", ">=", "%", "=%", "%=", "!%", "@", "!@", "><"];

/// What the values of a field are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Whole numbers.
    Number,
    /// `Y` or `N`.
    Flag,
    /// Dates and times.
    Moment,
    Text,
    /// Whatever the portal's users have made it (`UF_...`).
    Custom,
}

/// The fields that a portal filters by.
const FIELDS: [(Kind, &[&str]); 4] = [
    (Kind::Number, &["ID", "UF_DEPARTMENT", "WORK_LOGO"]),
    (Kind::Flag, &["ACTIVE", "IS_ONLINE", "HAS_DEPARTAMENT"]),
    (
        Kind::Moment,
        &["LAST_LOGIN", "DATE_REGISTER", "TIMESTAMP_X", "LAST_ACTIVITY_DATE", "PERSONAL_BIRTHDAY"],
    ),
    (
        Kind::Text,
        &[
            "XML_ID",
            "NAME",
            "LAST_NAME",
            "SECOND_NAME",
            "TITLE",
            "EMAIL",
            "TIME_ZONE",
            "PERSONAL_GENDER",
            "PERSONAL_PROFESSION",
            "PERSONAL_WWW",
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
            "EXTERNAL_AUTH_ID",
            "NAME_SEARCH",
        ],
    ),
];

/// Why a condition is refused.
const UNKNOWN: &str = "is none of `user.get`, which would ignore it and give more users";
const OPERATOR: &str = "has an operator that portals ignore, or take for another, for this field";
const TWICE: &str = "comes twice, of which portals read one";

/// The parameters of a filter whose conditions are given as fields: `("ID", "4")`, `(">id", "4")`,
/// `("UF_DEPARTMENT[0]", "1")`. The texts `true` and `false` are booleans; `[]` is an empty list.
///
/// # Errors
/// `INVALID_PARAMS` if the portal would not know a condition, or take it for another.
pub fn filter_params(conditions: &[(String, String)]) -> Result<Vec<(String, String)>> {
    let mut params = Vec::with_capacity(conditions.len());
    for (field, value) in conditions {
        let (key, index) = field.split_at(field.find('[').unwrap_or(field.len()));
        if let Err(why) = add_condition(&mut params, conditions, key, index, value) {
            let message = format!("The filter's condition {} {why}", quote(key));
            return Err(Error::new(ErrorKind::Request, code::INVALID_PARAMS, message));
        }
    }
    Ok(params)
}

fn add_condition(
    params: &mut Vec<(String, String)>,
    conditions: &[(String, String)],
    key: &str,
    index: &str,
    value: &str,
) -> Result<(), &'static str> {
    let signs = key.bytes().take_while(|byte| b"=!<>%@".contains(byte)).count();
    let (operator, name) = key.split_at(signs);
    let name = name.to_ascii_uppercase();
    let name = name.as_str();
    let is_own = name.strip_prefix("UF_").is_some_and(|own| {
        !own.is_empty() && own.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    let known = FIELDS.iter().find(|(_, names)| names.contains(&name)).map(|&(kind, _)| kind);
    // Portals read two signs of `!=%`, and the rest is no field.
    let operator_is_known = OPERATORS.contains(&operator);
    let Some(kind) = known.or(is_own.then_some(Kind::Custom)).filter(|_| operator_is_known) else {
        return Err(UNKNOWN);
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_list = !index.is_empty();
    let number = index.get(1..index.len().max(2) - 1).unwrap_or_default();
    if is_list && !(index.ends_with(']') && is_digits(number)) {
        return Err("is neither one value nor a list of values");
    }
    let is_equality = matches!(operator, "" | "=" | "!" | "!=");
    let has_sign = |sign| operator.bytes().any(|byte| byte == sign);
    let is_part = has_sign(b'%');
    let is_range = operator == "><";
    let is_order = has_sign(b'<') || has_sign(b'>');
    // Portals drop the operators of these two.
    let is_plain = matches!(name, "HAS_DEPARTAMENT" | "NAME_SEARCH");
    if is_plain && !matches!(operator, "" | "=")
        || match kind {
            Kind::Number => is_part,
            Kind::Flag => is_part || is_order,
            Kind::Moment => is_part || has_sign(b'@'),
            Kind::Text | Kind::Custom => false,
        }
    {
        return Err(OPERATOR);
    }
    if is_order && !is_range && is_list
        || is_range && {
            let count =
                conditions.iter().filter(|(field, _)| field.strip_prefix(key).is_some_and(is_index)).count();
            count != 2 || !matches!(number, "0" | "1")
        }
    {
        return Err("compares with one value, or two for ><, and portals would ignore others");
    }
    if name == "NAME_SEARCH" && (is_list || value.trim().is_empty()) {
        return Err("has to be one text, or portals would give everybody");
    }
    if name == "PERSONAL_PHOTO" && (is_list || !value.is_empty()) {
        return Err("can only be \"\", since portals store other values as a file");
    }
    let value = match (kind, value.to_ascii_lowercase().as_str()) {
        (Kind::Flag, "y" | "1" | "true") => "Y",
        (Kind::Flag, "n" | "0" | "false") if !is_plain => "N",
        (Kind::Flag, _) => return Err("has to be true or false, HAS_DEPARTAMENT true"),
        (_, "") if is_list || !is_equality || name == "ID" => {
            return Err("is empty, which only one value of =, ! and != can be, and no ID");
        }
        (Kind::Number, _) if !value.is_empty() && !is_digits(value.strip_prefix('-').unwrap_or(value)) => {
            return Err("has to be a whole number");
        }
        _ => match (kind, value) {
            (Kind::Custom, "true") => "1",
            // A custom flag has 0 or nothing then, another field nothing.
            (Kind::Custom, "false") if is_list => "0",
            (Kind::Custom, "false") => "",
            (_, "true" | "false") => return Err("is no flag, so that true and false mean nothing"),
            _ => value,
        },
    };
    // Portals take a list of any flags for `true`.
    let is_flag = kind == Kind::Flag;
    let index = if is_flag { "" } else { index };
    let sent = format!("FILTER[{}{name}]", if is_plain { "" } else { operator });
    for (known, other) in &*params {
        let Some(known) = known.strip_prefix(&sent) else { continue };
        if is_flag && other == value {
            return Ok(());
        }
        if known == index || known.is_empty() || index.is_empty() {
            return Err(TWICE);
        }
    }
    params.push((sent + index, value.to_owned()));
    Ok(())
}

fn is_index(text: &str) -> bool {
    text.starts_with('[')
}

#[cfg(test)]
mod tests {
    use super::filter_params;

    fn params(field: &str, value: &str) -> Option<String> {
        filter_params(&[(field.into(), value.into())]).ok().map(|params| params[0].0.clone())
    }

    #[test]
    fn keys_are_brought_into_the_portals_form() {
        for (field, expected) in [
            ("ID", "FILTER[ID]"),
            (">=id", "FILTER[>=ID]"),
            ("Last_Name", "FILTER[LAST_NAME]"),
            ("!@uf_department[0]", "FILTER[!@UF_DEPARTMENT][0]"),
            ("UF_USR_1700000000", "FILTER[UF_USR_1700000000]"),
        ] {
            assert_eq!(params(field, "1").as_deref(), Some(expected));
        }
    }

    fn sent(conditions: &[(&str, &str)]) -> Result<Vec<(String, String)>, String> {
        let conditions: Vec<_> =
            conditions.iter().map(|(field, value)| ((*field).into(), (*value).into())).collect();
        filter_params(&conditions).map_err(|error| error.message.clone())
    }

    fn one(field: &str, value: &str) -> Option<(String, String)> {
        sent(&[(field, value)]).ok().and_then(|params| params.into_iter().next())
    }

    #[test]
    fn flags_are_spelt_as_the_portal_has_them() {
        for name in ["active", "IS_ONLINE", "=ACTIVE", "!IS_ONLINE", "!=ACTIVE", "@ACTIVE", "!@ACTIVE"] {
            for yes in ["1", "true", "True", "TRUE", "Y", "y"] {
                let expected = (format!("FILTER[{}]", name.to_uppercase()), "Y".into());
                assert_eq!(one(name, yes), Some(expected.clone()));
                assert_eq!(one(&format!("{name}[0]"), yes), Some(expected), "in a list");
            }
            for no in ["0", "false", "False", "N", "n"] {
                assert_eq!(one(name, no).unwrap().1, "N");
                assert_eq!(one(&format!("{name}[0]"), no).unwrap().1, "N", "in a list");
            }
            for odd in ["", "2", "maybe", " Y", "null"] {
                assert_eq!(one(name, odd), None, "{name} {odd:?}");
            }
        }
        assert_eq!(one("=has_departament[0]", "true"), Some(("FILTER[HAS_DEPARTAMENT]".into(), "Y".into())));
        assert_eq!(sent(&[("ACTIVE[0]", "Y"), ("ACTIVE[1]", "1")]).unwrap().len(), 1);
        assert!(sent(&[("ACTIVE[0]", "Y"), ("ACTIVE[1]", "N")]).is_err());
        assert_eq!(one("ID", "1").unwrap().1, "1");
    }

    #[test]
    fn custom_flags_are_numbers() {
        assert_eq!(one("UF_USR_1", "true").unwrap().1, "1");
        assert_eq!(one("UF_USR_1", "false").unwrap().1, "");
        assert_eq!(one("UF_USR_1[0]", "false").unwrap().1, "0");
        assert_eq!(one("UF_USR_1", "Y").unwrap().1, "Y");
    }

    #[test]
    fn nothing_is_those_who_have_none() {
        for field in
            ["LAST_NAME", "=LAST_NAME", "!LAST_NAME", "!=LAST_NAME", "UF_DEPARTMENT", "!UF_DEPARTMENT"]
        {
            assert_eq!(one(field, "").unwrap().1, "", "{field}");
        }
        for field in
            ["EXTERNAL_AUTH_ID", "PERSONAL_PHOTO", "!PERSONAL_PHOTO", "LAST_LOGIN", "UF_USR_1", "WORK_LOGO"]
        {
            assert_eq!(one(field, "").unwrap().1, "", "{field}");
        }
        for field in ["ID", "!ID", "%NAME", "!%NAME", "@NAME", ">NAME", "NAME[0]", "NAME[]", "NAME_SEARCH"] {
            assert_eq!(one(field, ""), None, "{field}");
        }
    }

    #[test]
    fn conditions_that_would_be_misread_are_refused() {
        for (field, value, why) in [
            ("!=%NAME", "Em%", "ignore"),
            ("!%=NAME", "Em%", "ignore"),
            ("%ACTIVE", "Y", "operator"),
            ("><IS_ONLINE[0]", "Y", "operator"),
            ("!HAS_DEPARTAMENT", "Y", "operator"),
            ("!NAME_SEARCH", "Smith", "operator"),
            ("NAME_SEARCH[0]", "Smith", "one text"),
            ("NAME_SEARCH", "  ", "everybody"),
            ("PERSONAL_PHOTO", "4", "file"),
            ("PERSONAL_PHOTO[0]", "a.png", "file"),
            (">PERSONAL_PHOTO", "", "empty"),
            ("%ID", "4", "operator"),
            ("=%UF_DEPARTMENT", "4", "operator"),
            ("%LAST_LOGIN", "2026", "operator"),
            ("@DATE_REGISTER[0]", "2026-01-01", "operator"),
            (">ID[0]", "4", "one value"),
            ("<=LAST_NAME[1]", "M", "one value"),
            ("><ID", "4", "two for"),
            ("><ID[0]", "4", "two for"),
            ("ID", "true", "whole number"),
            ("ID[0]", "4abc", "whole number"),
            ("ID", "4.5", "whole number"),
            ("UF_DEPARTMENT", "true", "whole number"),
            ("NAME", "true", "no flag"),
            ("LAST_NAME", "false", "no flag"),
            ("NAME[a]", "Em", "neither"),
            ("NAME[0][0]", "Em", "neither"),
            ("NAME[]", "", "neither"),
        ] {
            let refusal = sent(&[(field, value)]).unwrap_err();
            assert!(refusal.contains(why), "{field}: {refusal}");
        }
    }

    #[test]
    fn a_range_has_two_ends_and_a_condition_comes_once() {
        assert!(sent(&[("><ID[0]", "4"), ("><ID[1]", "9")]).is_ok());
        assert!(sent(&[("><ID[0]", "4"), ("><ID[1]", "9"), ("><ID[2]", "10")]).is_err());
        assert!(sent(&[("ID[0]", "4"), ("ID[1]", "9"), (">ID", "4")]).is_ok());
        for twice in
            [[("ID", "4"), ("id", "5")], [("ID", "4"), ("Id[0]", "5")], [("ID[0]", "4"), ("id[0]", "5")]]
        {
            assert!(sent(&twice).unwrap_err().contains("twice"), "{twice:?}");
        }
    }

    #[test]
    fn conditions_that_would_be_ignored_are_refused() {
        for field in ["", "IDD", "lastName", "~ID", "!><ID", "UF_", "UF_A B", "[0]", "FILTER[ID]", " ID"] {
            assert_eq!(params(field, "1"), None, "{field}");
        }
        assert_eq!(params("ID", ""), None);
        assert_eq!(params("HAS_DEPARTAMENT", "N"), None);
        assert_eq!(params("UF_DEPARTMENT[0]", ""), None);
    }
}
