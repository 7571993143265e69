//! Query parameters.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Query};
use http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sillon_domain::Failure;
use sillon_protocol::{ErrorCode, FieldProblem};
use utoipa::{
    IntoParams,
    openapi::{Required, path::ParameterIn},
};

use super::{check_schema::Check, field_text::FieldRule, request_schema::as_json};
use crate::ApiError;

/// Query parameters that keep the rules that the OpenAPI document shows. Pointers name parameters: `/limit`.
#[derive(Debug)]
pub struct QueryParts<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + IntoParams> FromRequestParts<S> for QueryParts<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let problems = check::<T>(parts.uri.query().unwrap_or_default());
        if !problems.is_empty() {
            return Err(refuse_query(problems).into());
        }
        let parsed = Query::<T>::from_request_parts(parts, state).await;
        let unreadable = |_| refuse_query(vec![FieldRule::Unreadable.at(String::new())]).into();
        parsed.map(|Query(value)| Self(value)).map_err(unreadable)
    }
}

/// Refuses a query of which something is wrong.
pub(crate) fn refuse_query(problems: Vec<FieldProblem>) -> Failure {
    let mut failure = Failure::refused(ErrorCode::InvalidQuery, "Change the parameters that are listed.");
    if let Failure::Refused(refusal) = &mut failure {
        refusal.fields = problems;
    }
    failure
}

/// Every parameter of a query that nobody asked for.
pub(crate) fn undeclared(query: &str) -> Vec<FieldProblem> {
    let (pairs, mut problems) = decode(query);
    problems.extend(pairs.into_iter().map(|(name, _)| FieldRule::Unknown.at(at(&name))));
    problems.truncate(super::MAX_PROBLEMS);
    problems
}

fn at(name: &str) -> String {
    super::strict_json::pointer(&[name.to_owned()])
}

fn check<T: IntoParams>(query: &str) -> Vec<FieldProblem> {
    let (pairs, mut problems) = decode(query);
    let declared = T::into_params(|| Some(ParameterIn::Query));
    let named = HashMap::new();
    for (place, (name, text)) in pairs.iter().enumerate() {
        if pairs[..place].iter().any(|(earlier, _)| earlier == name) {
            problems.push(FieldRule::Duplicate.at(at(name)));
            continue;
        }
        let Some(parameter) = declared.iter().find(|parameter| parameter.name == *name) else {
            problems.push(FieldRule::Unknown.at(at(name)));
            continue;
        };
        let schema = parameter.schema.as_ref().map(as_json).unwrap_or_default();
        let mut check = Check::at(name, &named);
        check.value(&schema, &read(&schema["type"], text));
        problems.extend(check.into_problems());
    }
    let missing = |name: &str| !pairs.iter().any(|(given, _)| given == name);
    let needed = declared.iter().filter(|parameter| parameter.required == Required::True && missing(&parameter.name));
    problems.extend(needed.map(|parameter| FieldRule::Required.at(at(&parameter.name))));
    problems.truncate(super::MAX_PROBLEMS);
    problems
}

/// The text as the kind of value that the schema asks for, where it can be read as one.
fn read(wanted: &Value, text: &str) -> Value {
    let is = |name: &str| wanted == name || wanted.as_array().is_some_and(|names| names.iter().any(|n| n == name));
    let read = match text {
        _ if is("integer") => text.parse::<i64>().ok().map(Value::from),
        _ if is("number") => text.parse::<f64>().ok().map(Value::from),
        "true" | "false" if is("boolean") => Some(Value::Bool(text == "true")),
        _ => None,
    };
    read.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// Names and values of a query (application/x-www-form-urlencoded), and what of it cannot be decoded.
fn decode(query: &str) -> (Vec<(String, String)>, Vec<FieldProblem>) {
    let (mut pairs, mut problems) = (Vec::new(), Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match (decode_part(name), decode_part(value)) {
            (Some(name), Some(value)) if !name.contains('\0') && !value.contains('\0') => pairs.push((name, value)),
            (Some(name), Some(_)) => problems.push(FieldRule::Nul.at(at(&name))),
            (name, _) => problems.push(FieldRule::Encoding.at(at(name.as_deref().unwrap_or(name_as_sent(pair))))),
        }
    }
    problems.truncate(super::MAX_PROBLEMS);
    (pairs, problems)
}

fn name_as_sent(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

/// None for a `%` that no two hexadecimal digits follow, and for bytes that are not UTF-8.
fn decode_part(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        bytes.push(match first {
            b'+' => b' ',
            b'%' => {
                let digits = rest.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
                rest = &rest[2..];
                u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?
            }
            other => *other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use utoipa::IntoParams;

    use super::{check, undeclared};

    #[derive(Deserialize, IntoParams)]
    #[into_params(parameter_in = Query)]
    #[expect(dead_code, reason = "only its description is used")]
    struct Search {
        #[param(min_length = 2, max_length = 10)]
        text: String,
        #[param(minimum = 1, maximum = 100)]
        limit: Option<u64>,
        #[param(inline)]
        exact: Option<bool>,
    }

    fn broken(query: &str) -> Vec<String> {
        check::<Search>(query).iter().map(|found| format!("{} {}", found.pointer, found.code)).collect()
    }

    #[test]
    fn a_query_that_keeps_its_rules_passes() {
        for query in ["text=blue+moon", "limit=100&text=%C3%A9t%C3%A9&exact=true", "&text=ab&"] {
            assert_eq!(broken(query), Vec::<String>::new(), "{query}");
        }
    }

    #[test]
    fn every_bad_parameter_is_named() {
        for (query, expected) in [
            ("", vec!["/text required"]),
            ("text=ab&limit=0", vec!["/limit too_small"]),
            ("text=ab&limit=101&exact=maybe", vec!["/limit too_large", "/exact wrong_type"]),
            ("text=ab&limit=", vec!["/limit wrong_type"]),
            ("text=ab&limit=123456789012345678901234567890", vec!["/limit wrong_type"]),
            ("text=ab&text=cd", vec!["/text duplicate_key"]),
            ("text=ab&te%78t=cd", vec!["/text duplicate_key"]),
            ("text=ab&sort=new&a%2Fb=1", vec!["/sort unknown_field", "/a~1b unknown_field"]),
            ("text=a%00b", vec!["/text nul_character", "/text required"]),
            ("text=%zz", vec!["/text wrong_encoding", "/text required"]),
            ("text=ab&x=%ff", vec!["/x wrong_encoding"]),
            ("text=ab&%f=1", vec!["/%f wrong_encoding"]),
        ] {
            assert_eq!(broken(query), expected, "{query}");
        }
    }

    #[test]
    fn parameters_that_nobody_asked_for_are_named() {
        let pointers = |query| undeclared(query).into_iter().map(|p| p.pointer).collect::<Vec<_>>();
        assert_eq!(pointers("debug=1&admin"), ["/debug", "/admin"]);
        assert!(pointers("").is_empty());
    }
}
