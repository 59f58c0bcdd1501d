//! The filter of `user.get`. Portals ignore the case of its keys and never reject a condition: they
//! ignore one that they do not know, and misread some values and operators. Both return other users
//! than requested, so such conditions are rejected here.

use crate::error::{Error, ErrorKind, Result, code};
use crate::text::quote;

/// The operators, which precede a field's name.
const OPERATORS: [&str; 15] =
    ["", "=", "!", "!=", "<", "<=", ">", ">=", "%", "=%", "%=", "!%", "@", "!@", "><"];

/// The type of a field's values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FieldType {
    Integer,
    /// `Y` or `N`.
    Flag,
    DateTime,
    Text,
    /// A custom field (`UF_...`), whose type only the portal knows.
    Custom,
}

/// The fields of conditions.
const FIELDS: [(FieldType, &[&str]); 4] = [
    (FieldType::Integer, &["ID", "UF_DEPARTMENT", "WORK_LOGO"]),
    (FieldType::Flag, &["ACTIVE", "IS_ONLINE", "HAS_DEPARTAMENT"]),
    (
        FieldType::DateTime,
        &["LAST_LOGIN", "DATE_REGISTER", "TIMESTAMP_X", "LAST_ACTIVITY_DATE", "PERSONAL_BIRTHDAY"],
    ),
    (
        FieldType::Text,
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

/// Reasons to reject a condition.
const UNKNOWN: &str = "is unknown to `user.get`, which would ignore it and return more users";
const OPERATOR: &str = "has an operator that portals ignore or misread for this field";
const TWICE: &str = "comes twice, of which portals read one";

/// The parameters of a filter. Conditions are form fields: `("ID", "4")`, `(">id", "4")`,
/// `("UF_DEPARTMENT[0]", "1")`. The values `true` and `false` are booleans, `[]` is an empty list.
///
/// # Errors
/// `INVALID_PARAMS` if the portal would ignore a condition or misread it.
pub fn filter_params(conditions: &[(String, String)]) -> Result<Vec<(String, String)>> {
    let mut params = Vec::with_capacity(conditions.len());
    for (field, value) in conditions {
        let (key, index) = field.split_at(field.find('[').unwrap_or(field.len()));
        if let Err(reason) = add_condition(&mut params, conditions, key, index, value) {
            let message = format!("The filter's condition {} {reason}", quote(key));
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
    let is_custom = name.strip_prefix("UF_").is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    let known = FIELDS.iter().find(|(_, names)| names.contains(&name)).map(|&(kind, _)| kind);
    // Portals read two characters of `!=%` as the operator; the rest is not a field.
    let operator_is_known = OPERATORS.contains(&operator);
    let Some(kind) = known.or(is_custom.then_some(FieldType::Custom)).filter(|_| operator_is_known)
    else {
        return Err(UNKNOWN);
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_list = !index.is_empty();
    let number = index.get(1..index.len().max(2) - 1).unwrap_or_default();
    if is_list && !(index.ends_with(']') && is_digits(number)) {
        return Err("is neither a value nor a list of values");
    }
    let is_equality = matches!(operator, "" | "=" | "!" | "!=");
    let has_sign = |sign| operator.bytes().any(|byte| byte == sign);
    let is_pattern = has_sign(b'%');
    let is_range = operator == "><";
    let is_comparison = has_sign(b'<') || has_sign(b'>');
    // Portals ignore the operators of these two.
    let is_operatorless = matches!(name, "HAS_DEPARTAMENT" | "NAME_SEARCH");
    if is_operatorless && !matches!(operator, "" | "=")
        || match kind {
            FieldType::Integer => is_pattern,
            FieldType::Flag => is_pattern || is_comparison,
            FieldType::DateTime => is_pattern || has_sign(b'@'),
            FieldType::Text | FieldType::Custom => false,
        }
    {
        return Err(OPERATOR);
    }
    if is_comparison && !is_range && is_list
        || is_range && {
            let count = conditions
                .iter()
                .filter(|(field, _)| field.strip_prefix(key).is_some_and(is_index))
                .count();
            count != 2 || !matches!(number, "0" | "1")
        }
    {
        return Err("takes one value, or two for ><, and portals ignore further values");
    }
    if name == "NAME_SEARCH" && (is_list || value.trim().is_empty()) {
        return Err("must be one non-empty string, or portals return all users");
    }
    if name == "PERSONAL_PHOTO" && (is_list || !value.is_empty()) {
        return Err("can only be \"\", since portals store a file for other values");
    }
    let value = match (kind, value.to_ascii_lowercase().as_str()) {
        (FieldType::Flag, "y" | "1" | "true") => "Y",
        (FieldType::Flag, "n" | "0" | "false") if !is_operatorless => "N",
        (FieldType::Flag, _) => return Err("must be true or false, HAS_DEPARTAMENT true"),
        (_, "") if is_list || !is_equality || name == "ID" => {
            return Err("is empty, which only a single value of =, ! and != can be, and never ID");
        }
        (FieldType::Integer, _)
            if !value.is_empty() && !is_digits(value.strip_prefix('-').unwrap_or(value)) =>
        {
            return Err("must be an integer");
        }
        _ => match (kind, value) {
            (FieldType::Custom, "true") => "1",
            // A custom flag without a value has 0 or nothing, another field nothing.
            (FieldType::Custom, "false") if is_list => "0",
            (FieldType::Custom, "false") => "",
            (_, "true" | "false") => return Err("is not a flag, so true and false mean nothing"),
            _ => value,
        },
    };
    // Portals read any list of flags as `true`.
    let is_flag = kind == FieldType::Flag;
    let index = if is_flag { "" } else { index };
    let prefix = format!("FILTER[{}{name}]", if is_operatorless { "" } else { operator });
    for (param, other) in &*params {
        let Some(other_index) = param.strip_prefix(&prefix) else { continue };
        if is_flag && other == value {
            return Ok(());
        }
        if other_index == index || other_index.is_empty() || index.is_empty() {
            return Err(TWICE);
        }
    }
    params.push((prefix + index, value.to_owned()));
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
    fn keys_are_normalized() {
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
    fn flags_become_y_or_n() {
        for name in
            ["active", "IS_ONLINE", "=ACTIVE", "!IS_ONLINE", "!=ACTIVE", "@ACTIVE", "!@ACTIVE"]
        {
            for yes in ["1", "true", "True", "TRUE", "Y", "y"] {
                let expected = (format!("FILTER[{}]", name.to_uppercase()), "Y".into());
                assert_eq!(one(name, yes), Some(expected.clone()));
                assert_eq!(one(&format!("{name}[0]"), yes), Some(expected), "in a list");
            }
            for no in ["0", "false", "False", "N", "n"] {
                assert_eq!(one(name, no).unwrap().1, "N");
                assert_eq!(one(&format!("{name}[0]"), no).unwrap().1, "N", "in a list");
            }
            for invalid in ["", "2", "maybe", " Y", "null"] {
                assert_eq!(one(name, invalid), None, "{name} {invalid:?}");
            }
        }
        assert_eq!(
            one("=has_departament[0]", "true"),
            Some(("FILTER[HAS_DEPARTAMENT]".into(), "Y".into()))
        );
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
    fn empty_values_match_users_without_one() {
        for field in [
            "LAST_NAME",
            "=LAST_NAME",
            "!LAST_NAME",
            "!=LAST_NAME",
            "UF_DEPARTMENT",
            "!UF_DEPARTMENT",
        ] {
            assert_eq!(one(field, "").unwrap().1, "", "{field}");
        }
        for field in [
            "EXTERNAL_AUTH_ID",
            "PERSONAL_PHOTO",
            "!PERSONAL_PHOTO",
            "LAST_LOGIN",
            "UF_USR_1",
            "WORK_LOGO",
        ] {
            assert_eq!(one(field, "").unwrap().1, "", "{field}");
        }
        for field in
            ["ID", "!ID", "%NAME", "!%NAME", "@NAME", ">NAME", "NAME[0]", "NAME[]", "NAME_SEARCH"]
        {
            assert_eq!(one(field, ""), None, "{field}");
        }
    }

    #[test]
    fn misread_conditions_are_rejected() {
        for (field, value, reason) in [
            ("!=%NAME", "Em%", "ignore"),
            ("!%=NAME", "Em%", "ignore"),
            ("%ACTIVE", "Y", "operator"),
            ("><IS_ONLINE[0]", "Y", "operator"),
            ("!HAS_DEPARTAMENT", "Y", "operator"),
            ("!NAME_SEARCH", "Smith", "operator"),
            ("NAME_SEARCH[0]", "Smith", "one non-empty string"),
            ("NAME_SEARCH", "  ", "all users"),
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
            ("ID", "true", "integer"),
            ("ID[0]", "4abc", "integer"),
            ("ID", "4.5", "integer"),
            ("UF_DEPARTMENT", "true", "integer"),
            ("NAME", "true", "not a flag"),
            ("LAST_NAME", "false", "not a flag"),
            ("NAME[a]", "Em", "neither"),
            ("NAME[0][0]", "Em", "neither"),
            ("NAME[]", "", "neither"),
        ] {
            let refusal = sent(&[(field, value)]).unwrap_err();
            assert!(refusal.contains(reason), "{field}: {refusal}");
        }
    }

    #[test]
    fn ranges_have_two_bounds_and_conditions_are_unique() {
        assert!(sent(&[("><ID[0]", "4"), ("><ID[1]", "9")]).is_ok());
        assert!(sent(&[("><ID[0]", "4"), ("><ID[1]", "9"), ("><ID[2]", "10")]).is_err());
        assert!(sent(&[("ID[0]", "4"), ("ID[1]", "9"), (">ID", "4")]).is_ok());
        for twice in [
            [("ID", "4"), ("id", "5")],
            [("ID", "4"), ("Id[0]", "5")],
            [("ID[0]", "4"), ("id[0]", "5")],
        ] {
            assert!(sent(&twice).unwrap_err().contains("twice"), "{twice:?}");
        }
    }

    #[test]
    fn ignored_conditions_are_rejected() {
        for field in
            ["", "IDD", "lastName", "~ID", "!><ID", "UF_", "UF_A B", "[0]", "FILTER[ID]", " ID"]
        {
            assert_eq!(params(field, "1"), None, "{field}");
        }
        assert_eq!(params("ID", ""), None);
        assert_eq!(params("HAS_DEPARTAMENT", "N"), None);
        assert_eq!(params("UF_DEPARTMENT[0]", ""), None);
    }
}
