//! Extractors that refuse with problem details: JSON bodies, query parameters, parts of the path.
//!
//! Every body takes one way: its headers are judged before it is read ([`read_body`]), its JSON is read strictly
//! ([`strict_json`]), and its fields are checked against the schema that the OpenAPI document shows ([`request_schema`]),
//! so that rule and documentation cannot differ. Rules of the domain do not belong here.

mod check_schema;
mod field_text;
mod json_body;
mod path_parts;
mod query_parts;
mod read_body;
mod request_schema;
mod strict_json;
#[cfg(test)]
mod strict_json_properties;

pub use check_schema::KNOWN_KEYWORDS;
pub use json_body::JsonBody;
pub use path_parts::PathParts;
pub use query_parts::QueryParts;
pub(crate) use query_parts::{refuse_query, undeclared};

/// At most so many fields are named in one answer: a hostile body is not worth a longer one.
const MAX_PROBLEMS: usize = 50;
