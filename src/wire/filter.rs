//! The filter of `user.get`, which portals take without a word of complaint: a key that they do not know, or in small letters, is no
//! condition at all, and gives more users than asked for.

use crate::error::{Error, ErrorKind, Result, code};
use crate::shorten::quoted;

/// What may stand before a field's name.
const OPERATORS: [&str; 15] =
    ["", "=", "!", "!=", "<", "<=", ">", ">=", "%", "=%", "%=", "!%", "@", "!@", "><"];

/// The fields that a portal filters by, and others of the user (`UF_...`).
const FIELDS: [&str; 49] = [
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
    "WORK_NOTES",
    "USER_TYPE",
    "NAME_SEARCH",
    "HAS_DEPARTAMENT",
];

/// The fields that are flags, `Y` or `N`.
const FLAGS: [&str; 3] = ["ACTIVE", "IS_ONLINE", "HAS_DEPARTAMENT"];

/// The parameters of a filter whose conditions are given as fields: `("ID", "4")`, `(">id", "4")`, `("UF_DEPARTMENT[0]", "1")`.
///
/// # Errors
/// `INVALID_PARAMS` if the portal would not know a condition, or leave it out because it is empty.
pub fn filter_params(conditions: &[(String, String)]) -> Result<Vec<(String, String)>> {
    let refuse = |key: &str, why: &str| {
        let message = format!("The filter's condition {} {why}", quoted(key));
        Error::new(ErrorKind::Request, code::INVALID_PARAMS, message)
    };
    let mut params = Vec::with_capacity(conditions.len());
    for (field, value) in conditions {
        let (key, rest) = field.split_at(field.find('[').unwrap_or(field.len()));
        let name =
            key.trim_start_matches(|letter: char| letter.is_ascii() && !letter.is_ascii_alphanumeric());
        let operator = &key[..key.len() - name.len()];
        let name = name.to_ascii_uppercase();
        let is_own = name.strip_prefix("UF_").is_some_and(|own| {
            !own.is_empty() && own.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        });
        if !OPERATORS.contains(&operator) || !(is_own || FIELDS.contains(&name.as_str())) {
            return Err(refuse(key, "is none of `user.get`, which would ignore it and give more users"));
        }
        if value.is_empty() {
            return Err(refuse(key, "is empty, and the portal would ignore it and give more users"));
        }
        let value = match value.as_str() {
            "1" if FLAGS.contains(&name.as_str()) => "Y",
            "0" if FLAGS.contains(&name.as_str()) => "N",
            other => other,
        };
        if name == "HAS_DEPARTAMENT" && value != "Y" {
            return Err(refuse(
                key,
                "has to be \"Y\", since the portal ignores it else and gives more users",
            ));
        }
        params.push((format!("FILTER[{operator}{name}]{rest}"), value.to_owned()));
    }
    Ok(params)
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

    #[test]
    fn flags_are_spelt_as_the_portal_has_them() {
        let value =
            |field: &str, value: &str| filter_params(&[(field.into(), value.into())]).unwrap()[0].1.clone();
        assert_eq!(value("active", "1"), "Y");
        assert_eq!(value("IS_ONLINE", "0"), "N");
        assert_eq!(value("ACTIVE", "N"), "N");
        assert_eq!(value("ID", "1"), "1");
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
