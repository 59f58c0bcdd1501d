//! The filter of `user.get`. Portals fold the case of its keys, and take it without a word of
//! complaint: a condition that they do not know is none, and gives more users than asked for, and
//! so may one whose value or operator they take for another.

use crate::error::{Error, ErrorKind, Result, code};
use crate::shorten::quoted;

/// What may stand before a field's name.
const OPERATORS: [&str; 15] =
    ["", "=", "!", "!=", "<", "<=", ">", ">=", "%", "=%", "%=", "!%", "@", "!@", "><"];

/// The fields that a portal filters by, and others of the user (`UF_...`).
const FIELDS: [&str; 51] = [
    "ID",
    "XML_ID",
    "ACTIVE",
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
    "WORK_LOGO",
    "WORK_NOTES",
    "USER_TYPE",
    "EXTERNAL_AUTH_ID",
    "NAME_SEARCH",
    "HAS_DEPARTAMENT",
];

/// The fields that are flags, `Y` or `N`.
const FLAGS: [&str; 3] = ["ACTIVE", "IS_ONLINE", "HAS_DEPARTAMENT"];

/// The fields that are moments.
const MOMENTS: [&str; 5] =
    ["LAST_LOGIN", "DATE_REGISTER", "TIMESTAMP_X", "LAST_ACTIVITY_DATE", "PERSONAL_BIRTHDAY"];

/// The fields that are whole numbers.
const NUMBERS: [&str; 3] = ["ID", "UF_DEPARTMENT", "WORK_LOGO"];

/// The operators that compare with "", which is whatever nobody has filled in.
const EQUALITY: [&str; 4] = ["", "=", "!", "!="];

/// The parameters of a filter whose conditions are given as fields: `("ID", "4")`, `(">id", "4")`,
/// `("UF_DEPARTMENT[0]", "1")`. The texts `true` and `false` are booleans; `[]` is an empty list.
///
/// # Errors
/// `INVALID_PARAMS` if the portal would not know a condition, or take it for another.
pub fn filter_params(conditions: &[(String, String)]) -> Result<Vec<(String, String)>> {
    let mut params: Vec<(String, String)> = Vec::with_capacity(conditions.len());
    for (field, value) in conditions {
        let (key, index) = field.split_at(field.find('[').unwrap_or(field.len()));
        let name =
            key.trim_start_matches(|letter: char| letter.is_ascii() && !letter.is_ascii_alphanumeric());
        let operator = &key[..key.len() - name.len()];
        let name = name.to_ascii_uppercase();
        let checked = check_condition(&name, operator, index, value).and_then(|value| {
            let has =
                |other: &str| conditions.iter().any(|(field, _)| field.strip_prefix(key) == Some(other));
            if operator == "><"
                && !(matches!(index, "[0]" | "[1]") && has("[0]") && has("[1]") && !has("[2]"))
            {
                return Err("takes a list of two values, and portals would ignore it");
            }
            Ok(value)
        });
        let is_flag = FLAGS.contains(&name.as_str());
        // Portals take a list of any flags for `true`, and drop the operators of these two.
        let index = if is_flag { "" } else { index };
        let is_plain = matches!(&*name, "HAS_DEPARTAMENT" | "NAME_SEARCH");
        let operator = if is_plain { "" } else { operator };
        let sent = format!("FILTER[{operator}{name}]");
        let twin = params.iter().find(|(known, _)| {
            let known = known.strip_prefix(&sent);
            known.is_some_and(|known| known == index || known.is_empty() || index.is_empty())
        });
        let checked = checked.and_then(|value| match twin {
            Some((_, other)) if is_flag && other == value => Ok(None),
            Some(_) if is_flag => Err("is both true and false, of which portals read one"),
            Some(_) => Err("comes twice, of which portals read one"),
            None => Ok(Some(value)),
        });
        match checked {
            Ok(Some(value)) => params.push((sent + index, value.to_owned())),
            Ok(None) => {}
            Err(why) => {
                let message = format!("The filter's condition {} {why}", quoted(key));
                return Err(Error::new(ErrorKind::Request, code::INVALID_PARAMS, message));
            }
        }
    }
    Ok(params)
}

/// The value as it is sent, or why the condition is not.
fn check_condition<'a>(
    name: &str,
    operator: &str,
    index: &str,
    value: &'a str,
) -> Result<&'a str, &'static str> {
    let is_own = name.strip_prefix("UF_").is_some_and(|own| {
        !own.is_empty() && own.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    if matches!(operator, "!=%" | "!%=") {
        return Err("has an operator of three characters, of which portals read two and ignore the rest");
    }
    if !OPERATORS.contains(&operator) || !(is_own || FIELDS.contains(&name)) {
        return Err("is none of `user.get`, which would ignore it and give more users");
    }
    let number = index.strip_prefix('[').and_then(|index| index.strip_suffix(']'));
    if number == Some("") {
        return Err("is an empty list, which portals would ignore");
    }
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !index.is_empty() && !number.is_some_and(is_digits) {
        return Err("is neither one value nor a list of values");
    }
    let is_list = !index.is_empty();
    let compares_parts = operator.contains('%');
    let compares_order = operator.contains(['<', '>']);
    let is_membership = operator.ends_with('@');
    if matches!(name, "HAS_DEPARTAMENT" | "NAME_SEARCH") && !matches!(operator, "" | "=") {
        return Err("has an operator, which portals would ignore");
    }
    if FLAGS.contains(&name) {
        if compares_parts || compares_order {
            return Err("is a flag, for which portals have no such operator");
        }
        return match value.to_ascii_lowercase().as_str() {
            "y" | "1" | "true" => Ok("Y"),
            // Anything but "Y" is no condition.
            _ if name == "HAS_DEPARTAMENT" => Err("has to be true, since portals would ignore it else"),
            "n" | "0" | "false" => Ok("N"),
            _ => Err("has to be true or false, since portals take most other values for true"),
        };
    }
    if name == "NAME_SEARCH" && (is_list || value.trim().is_empty()) {
        return Err("has to be one text, or portals would give everybody");
    }
    if name == "PERSONAL_PHOTO" && !(value.is_empty() && EQUALITY.contains(&operator) && !is_list) {
        return Err("can only be \"\", since portals take other values for a file to be stored");
    }
    let (is_number, is_moment) = (NUMBERS.contains(&name), MOMENTS.contains(&name));
    if (is_number || is_moment) && compares_parts || is_moment && is_membership {
        return Err("has an operator that portals take for another, or ignore, for this field");
    }
    if is_list && compares_order && operator != "><" {
        return Err("compares with one value, and portals would ignore the others of a list");
    }
    if value.is_empty() {
        return match () {
            () if is_list => Err("has an empty value in a list, which portals do not take for none"),
            () if name == "ID" => Err("is empty, and everybody has one"),
            () if !EQUALITY.contains(&operator) => {
                Err("is empty, which only =, !, != and no operator compare with")
            }
            () => Ok(value),
        };
    }
    if is_number {
        let is_whole = is_digits(value.strip_prefix('-').unwrap_or(value));
        return if is_whole {
            Ok(value)
        } else {
            Err("has to be a whole number, and portals would take it for another")
        };
    }
    match value {
        "true" if is_own => Ok("1"),
        // A custom flag has 0 or nothing then, another field nothing.
        "false" if is_own => Ok(if is_list { "0" } else { "" }),
        "true" | "false" => Err("is no flag, so that true and false mean nothing"),
        other => Ok(other),
    }
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
            ("!=%NAME", "Em%", "two"),
            ("!%=NAME", "Em%", "two"),
            ("%ACTIVE", "Y", "flag"),
            ("><IS_ONLINE[0]", "Y", "flag"),
            ("!HAS_DEPARTAMENT", "Y", "operator"),
            ("!NAME_SEARCH", "Smith", "operator"),
            ("NAME_SEARCH[0]", "Smith", "one text"),
            ("NAME_SEARCH", "  ", "everybody"),
            ("PERSONAL_PHOTO", "4", "file"),
            ("PERSONAL_PHOTO[0]", "a.png", "file"),
            (">PERSONAL_PHOTO", "", "file"),
            ("%ID", "4", "operator"),
            ("=%UF_DEPARTMENT", "4", "operator"),
            ("%LAST_LOGIN", "2026", "operator"),
            ("@DATE_REGISTER[0]", "2026-01-01", "operator"),
            (">ID[0]", "4", "one value"),
            ("<=LAST_NAME[1]", "M", "one value"),
            ("><ID", "4", "two values"),
            ("><ID[0]", "4", "two values"),
            ("ID", "true", "whole number"),
            ("ID[0]", "4abc", "whole number"),
            ("ID", "4.5", "whole number"),
            ("UF_DEPARTMENT", "true", "whole number"),
            ("NAME", "true", "no flag"),
            ("LAST_NAME", "false", "no flag"),
            ("NAME[a]", "Em", "neither"),
            ("NAME[0][0]", "Em", "neither"),
            ("NAME[]", "", "empty list"),
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
