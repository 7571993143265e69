//! The one way in for JSON bodies.

use axum::extract::{FromRequest, Request};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_path_to_error::Segment;
use sillon_domain::Failure;
use sillon_protocol::ErrorCode;
use utoipa::ToSchema;

use super::{
    field_text::FieldRule,
    read_body::read_body,
    request_schema::RequestSchema,
    strict_json::{Unreadable, pointer, read_strictly},
};
use crate::ApiError;

/// A JSON body of at most 64 KiB that keeps every rule of its schema; what does not is named by its JSON pointer.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + ToSchema + 'static> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let body = read_body(&parts.headers, body).await?;
        Ok(Self(from_json(&body)?))
    }
}

fn from_json<T: DeserializeOwned + ToSchema + 'static>(body: &[u8]) -> Result<T, Failure> {
    let value = read_strictly(body).map_err(|unreadable| match unreadable {
        Unreadable::Refused(problems) => Failure::invalid(problems),
        Unreadable::Syntax { line, column } => Failure::refused(
            ErrorCode::InvalidBody,
            format!("The body stops being JSON at line {line}, column {column}."),
        ),
    })?;
    let problems = RequestSchema::of::<T>().check(&value);
    if !problems.is_empty() {
        return Err(Failure::invalid(problems));
    }
    // The schema says all that the type does, or nearly: what is left is named as well.
    serde_path_to_error::deserialize(value.into_deserializer())
        .map_err(|error| Failure::invalid(vec![FieldRule::Unreadable.at(pointer(&names(error.path())))]))
}

fn names(path: &serde_path_to_error::Path) -> Vec<String> {
    let name = |segment: &Segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { .. } | Segment::Unknown => None,
    };
    path.iter().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use sillon_domain::Failure;
    use utoipa::ToSchema;
    use uuid::Uuid;

    use super::from_json;

    #[derive(Debug, Deserialize, ToSchema)]
    #[expect(dead_code, reason = "only whether it can be read is tested")]
    struct Playlist {
        #[schema(min_length = 1, max_length = 8, pattern = "^[a-z ]+$")]
        title: String,
        #[schema(minimum = 1, maximum = 5)]
        stars: Option<i32>,
        #[schema(max_items = 2)]
        tracks: Vec<Entry>,
        order: Order,
        #[schema(format = "email")]
        owner: Option<String>,
    }

    #[derive(Debug, Deserialize, ToSchema)]
    #[expect(dead_code, reason = "only whether it can be read is tested")]
    struct Entry {
        id: Uuid,
    }

    #[derive(Debug, Deserialize, ToSchema)]
    #[serde(rename_all = "snake_case")]
    enum Order {
        ByHand,
        Newest,
    }

    #[derive(Debug, Deserialize, ToSchema)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    #[expect(dead_code, reason = "only whether it can be read is tested")]
    enum Event {
        Like {
            track: Uuid,
        },
        Say {
            #[schema(max_length = 3)]
            text: String,
        },
    }

    fn broken<T: serde::de::DeserializeOwned + ToSchema + std::fmt::Debug + 'static>(text: &str) -> Vec<String> {
        match from_json::<T>(text.as_bytes()).expect_err("it was accepted") {
            Failure::Refused(refusal) => {
                let mut found: Vec<_> = refusal.fields.iter().map(|f| format!("{} {}", f.pointer, f.code)).collect();
                found.sort();
                found
            }
            other => panic!("{other:?}"),
        }
    }

    const ID: &str = "01978f6e-1c00-7000-8000-000000000001";

    #[test]
    fn a_body_that_keeps_every_rule_is_read() {
        let text = format!(r#"{{"title":"ok","tracks":[{{"id":"{ID}"}}],"order":"by_hand","stars":null}}"#);
        from_json::<Playlist>(text.as_bytes()).expect("it keeps every rule");
        from_json::<Event>(br#"{"kind":"say","text":"hey"}"#).expect("it keeps every rule");
    }

    #[test]
    fn every_bad_field_is_named_at_once() {
        let text =
            r#"{"title":"Far too long","stars":9,"tracks":[{"id":"x"},{"id":7},{}],"order":"up","owner":"me","z":1}"#;
        let expected = [
            "/order not_a_choice",
            "/owner not_an_address",
            "/stars too_large",
            "/title too_long",
            "/tracks too_many",
            "/tracks/0/id not_an_id",
            "/tracks/1/id wrong_type",
            "/tracks/2/id required",
            "/z unknown_field",
        ];
        assert_eq!(broken::<Playlist>(text), expected);
        assert_eq!(broken::<Playlist>("{}"), ["/order required", "/title required", "/tracks required"]);
        assert_eq!(broken::<Playlist>("[]"), [" wrong_type"]);
        let text = r#"{"title":"UP","stars":0,"tracks":[],"order":"newest"}"#;
        assert_eq!(broken::<Playlist>(text), ["/stars too_small", "/title wrong_form"]);
        assert_eq!(
            broken::<Playlist>(r#"{"title":"","tracks":[],"order":"newest","stars":2.5}"#),
            ["/stars wrong_type", "/title required"]
        );
    }

    #[test]
    fn the_problems_of_the_meant_alternative_are_named() {
        assert_eq!(broken::<Event>(r#"{"kind":"say","text":"hello"}"#), ["/text too_long"]);
        assert_eq!(
            broken::<Event>(r#"{"kind":"like","track":"x","more":1}"#),
            ["/more unknown_field", "/track not_an_id"]
        );
        assert_eq!(broken::<Event>("7"), [" wrong_type"]);
    }
}
