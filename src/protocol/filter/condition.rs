use super::fields::{FieldType, field_type};

/// The operators, which precede a field's name.
const OPERATORS: [&str; 15] =
    ["", "=", "!", "!=", "<", "<=", ">", ">=", "%", "=%", "%=", "!%", "@", "!@", "><"];

/// The length of the operator at the start of a key.
pub(super) fn operator_len(key: &str) -> usize {
    key.bytes().take_while(|byte| b"=!<>%@".contains(byte)).count()
}

/// Reasons to reject a condition.
const UNKNOWN_FIELD: &str = "is unknown to `user.get`, which would ignore it and return more users";
const UNSUPPORTED_OPERATOR: &str = "has an operator that portals ignore or misread for this field";
const DUPLICATE: &str = "is given twice, and portals read only one";

/// Adds a condition to the parameters.
///
/// # Errors
/// The reason to reject the condition.
pub(super) fn add_condition(
    params: &mut Vec<(String, String)>,
    conditions: &[(String, String)],
    key: &str,
    index: &str,
    value: &str,
) -> Result<(), &'static str> {
    let (operator, name) = key.split_at(operator_len(key));
    let name = name.to_ascii_uppercase();
    let name = name.as_str();
    // Portals read two characters of `!=%` as the operator; the rest is not a field.
    let is_operator = OPERATORS.contains(&operator);
    let Some(kind) = field_type(name).filter(|_| is_operator) else { return Err(UNKNOWN_FIELD) };
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
        return Err(UNSUPPORTED_OPERATOR);
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
            return Err(DUPLICATE);
        }
    }
    params.push((prefix + index, value.to_owned()));
    Ok(())
}

fn is_index(text: &str) -> bool {
    text.starts_with('[')
}
