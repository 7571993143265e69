//! Refuses query parameters on routes that declare none. Routes that declare some check theirs in `QueryParts`.

use std::{collections::HashMap, sync::Arc};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::Method;
use utoipa::openapi::{
    OpenApi, PathItem, RefOr,
    path::{Operation, ParameterIn},
};

use crate::{
    ApiError,
    extract::{refuse_query, undeclared},
};

/// Which described operations have query parameters. Routes that the document does not describe are left alone.
#[derive(Clone, Debug, Default)]
pub struct DeclaredQueries(Arc<HashMap<String, Vec<(Method, bool)>>>);

impl DeclaredQueries {
    /// What the document declares.
    pub fn of(document: &OpenApi) -> Self {
        let of_path =
            |item: &PathItem| operations(item).map(|(method, operation)| (method, has_query(operation))).collect();
        Self(Arc::new(document.paths.paths.iter().map(|(path, item)| (path.clone(), of_path(item))).collect()))
    }

    /// Whether the document describes the operation, and no query parameter of it.
    fn has_none(&self, path: &str, method: &Method) -> bool {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        let operations = self.0.get(path).map_or(&[][..], Vec::as_slice);
        operations.iter().any(|(known, has_query)| known == method && !has_query)
    }
}

/// Every operation of a path.
fn operations(item: &PathItem) -> impl Iterator<Item = (Method, &Operation)> {
    let all = [
        (Method::GET, &item.get),
        (Method::POST, &item.post),
        (Method::PUT, &item.put),
        (Method::PATCH, &item.patch),
        (Method::DELETE, &item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

/// Every operation of a path, and whether it changes something.
pub fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let all = [
        (false, &mut item.get),
        (true, &mut item.post),
        (true, &mut item.put),
        (true, &mut item.patch),
        (true, &mut item.delete),
    ];
    all.into_iter().filter_map(|(changes, operation)| Some((changes, operation.as_mut()?)))
}

fn has_query(operation: &Operation) -> bool {
    operation.parameters.iter().flatten().any(|parameter| match parameter {
        RefOr::T(parameter) => parameter.parameter_in == ParameterIn::Query,
        RefOr::Ref(_) => true,
    })
}

/// Middleware: a parameter that is not read is a misunderstanding, and the client is told.
pub(crate) async fn refuse_undeclared(
    State(declared): State<DeclaredQueries>,
    request: Request,
    next: Next,
) -> Response {
    if let Some(query) = request.uri().query()
        && let Some(path) = request.extensions().get::<MatchedPath>()
        && declared.has_none(path.as_str(), request.method())
    {
        let problems = undeclared(query);
        if !problems.is_empty() {
            return ApiError::from(refuse_query(problems)).into_response();
        }
    }
    next.run(request).await
}
