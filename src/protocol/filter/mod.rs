//! The filter of `user.get`. Portals never reject a condition. They ignore unknown conditions, and
//! misread some values and operators. In both cases, they return other users than requested, so
//! this module rejects such conditions. Portals ignore the case of a condition's name.
//!
//! Not here: the list of users that a filter selects (`client::id_pages`).

mod condition;
mod fields;

use condition::{add_condition, operator_len};
use fields::{field_type, similar_field};

use crate::error::{Error, ErrorKind, Result, code};
use crate::text::quote;

/// Validates the conditions of a filter, and converts them to parameters of `user.get`. Each
/// condition is the name and value of a form field: `("ID", "4")`, `(">id", "4")`,
/// `("UF_DEPARTMENT[0]", "1")`. The values `true` and `false` mean booleans.
///
/// # Errors
/// `INVALID_PARAMS` if the portal would ignore or misread a condition.
pub fn filter_params(conditions: &[(String, String)]) -> Result<Vec<(String, String)>> {
    let mut params = Vec::with_capacity(conditions.len());
    for (field, value) in conditions {
        let (key, index) = field.split_at(field.find('[').unwrap_or(field.len()));
        if let Err(reason) = add_condition(&mut params, conditions, key, index, value) {
            let name = key[operator_len(key)..].to_ascii_uppercase();
            let similar = similar_field(&name).filter(|_| field_type(&name).is_none());
            let hint = similar.map(|known| format!(": did you mean {known}?")).unwrap_or_default();
            let message = format!("The filter's condition {} {reason}{hint}", quote(key));
            return Err(Error::new(ErrorKind::Request, code::INVALID_PARAMS, message));
        }
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
    fn an_unknown_field_is_rejected_with_a_similar_one() {
        for (field, known) in [
            ("DEPARTMENT", "UF_DEPARTMENT"),
            ("!department[0]", "UF_DEPARTMENT"),
            ("lastName", "LAST_NAME"),
            ("PHONE", "PERSONAL_PHONE"),
        ] {
            let refusal = sent(&[(field, "1")]).unwrap_err();
            assert!(refusal.ends_with(&format!("users: did you mean {known}?")), "{refusal}");
        }
        for (field, end) in
            [("", "users"), ("__", "users"), ("SALARY", "users"), ("ID[x]", "values")]
        {
            let refusal = sent(&[(field, "1")]).unwrap_err();
            assert!(refusal.ends_with(end), "{refusal}");
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
