//! The fields of filters, and their types.

/// The type of a field's values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldType {
    Integer,
    /// `Y` or `N`.
    Flag,
    DateTime,
    Text,
    /// A custom field (`UF_...`). Only the portal knows the type of its values.
    Custom,
}

/// The fields by which a condition can select users, by the type of their values.
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

/// The known field that an unknown upper-case name may mean: `UF_DEPARTMENT` for `DEPARTMENT`,
/// `LAST_NAME` for `LASTNAME`. `None` if no field is similar.
pub(super) fn similar_field(name: &str) -> Option<&'static str> {
    let mut names = FIELDS.iter().flat_map(|(_, names)| *names).copied();
    names.find(|known| {
        let mut known = letters_from_end(known);
        let mut wanted = letters_from_end(name).peekable();
        wanted.peek().is_some() && wanted.all(|letter| known.next() == Some(letter))
    })
}

fn letters_from_end(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().rev().filter(|&byte| byte != b'_')
}

/// The type of the values of a field, given its upper-case name; `None` if portals have no such
/// field.
pub(super) fn field_type(name: &str) -> Option<FieldType> {
    let is_custom = name.strip_prefix("UF_").is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    let known = FIELDS.iter().find(|(_, names)| names.contains(&name)).map(|&(kind, _)| kind);
    known.or(is_custom.then_some(FieldType::Custom))
}
