//! Completes the OpenAPI document with the errors that layers and extractors give on every route, so that a handler
//! lists only what is its own (409, 507, …). Who may do what is not described here.

use sillon_http::operations_mut;
use utoipa::openapi::{
    Content, HeaderBuilder, ObjectBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder, Type,
    path::{Operation, ParameterIn},
};

const MEDIA_TYPE: &str = "application/problem+json";

/// Replaces the catch-all of each operation by the statuses that it really has.
pub(super) fn document_errors(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        for (changes, operation) in operations_mut(item) {
            document_operation(operation, path, changes);
        }
    }
}

fn document_operation(operation: &mut Operation, path: &str, changes: bool) {
    let json = operation.request_body.as_ref().is_some_and(|body| match body {
        RefOr::T(body) => body.content.contains_key("application/json"),
        RefOr::Ref(_) => true,
    });
    let has_query = operation.parameters.iter().flatten().any(|parameter| match parameter {
        RefOr::T(parameter) => parameter.parameter_in == ParameterIn::Query,
        RefOr::Ref(_) => false,
    });
    let invalid =
        if json || has_query { "The body or a parameter cannot be read." } else { "A parameter is not known." };
    let mut errors = vec![
        ("400", invalid),
        ("401", "Nobody is signed in, or the session has ended."),
        ("429", "Too many requests; `Retry-After` says how long to wait."),
        ("500", "A mistake of the server; its log knows more under the request's id."),
        (
            "503",
            "The database does not answer, or too much waits; `Retry-After` says how long to wait, where that is known.",
        ),
    ];
    if changes {
        errors.push(("403", "This person may not do this, or the request comes from a page of another site."));
    }
    if path.contains('{') {
        errors.push(("404", "No such thing, or not for this person."));
    }
    if json {
        errors.extend([
            ("408", "The body did not arrive in time."),
            ("413", "The body is too large."),
            ("415", "The body is not JSON in UTF-8, or is compressed."),
            ("422", "Fields break their rules; each is named."),
        ]);
    }
    let responses = &mut operation.responses.responses;
    responses.remove("default");
    for (status, description) in errors {
        responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(problem(status, description)));
    }
    for (status, response) in responses.iter_mut().filter(|(status, _)| status.as_str() >= "400") {
        if let RefOr::T(response) = response
            && response.content.is_empty()
        {
            let described = problem(status, &response.description);
            *response = described;
        }
    }
}

fn problem(status: &str, description: &str) -> Response {
    let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name("ProblemDetails"))));
    let mut response = ResponseBuilder::new().description(description).content(MEDIA_TYPE, content);
    if status == "429" {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
        let header = HeaderBuilder::new().schema(Some(seconds)).description(Some("Seconds to wait."));
        response = response.header("Retry-After", header.build());
    }
    response.build()
}
