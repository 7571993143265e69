//! Counts requests and refuses those beyond their budget, with `RateLimit`, `RateLimit-Policy` and `Retry-After`
//! (draft-ietf-httpapi-ratelimit-headers-10). Budgets and their numbers belong to the domain.

use std::{
    fmt::Write,
    sync::{Arc, Mutex},
};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, Method};
use sillon_domain::{
    Context, Failure,
    ids::AccountId,
    limits::{RouteClass, Subject, Verdict},
};
use sillon_protocol::ErrorCode;

use crate::{ApiError, ClientAddress};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const HELD: &str = "no thread panics while it holds the verdicts";

/// What a request was charged so far; the extractor of the signed-in person adds the account's part.
#[derive(Clone, Debug)]
pub(crate) struct Charges {
    ctx: Context,
    class: RouteClass,
    verdicts: Arc<Mutex<Vec<(&'static str, Verdict)>>>,
}

impl Charges {
    /// Charges the account, wherever it asks from.
    pub(crate) async fn charge_account(&self, account: AccountId) -> Result<(), Failure> {
        let budget = self.ctx.settings.limits.account.of(self.class);
        self.charge("account", Subject::Account(account), budget).await
    }

    async fn charge(
        &self,
        name: &'static str,
        subject: Subject,
        budget: sillon_domain::limits::Budget,
    ) -> Result<(), Failure> {
        let verdict = self.ctx.limits.charge(self.class, subject, budget).await;
        self.verdicts.lock().expect(HELD).push((name, verdict));
        match verdict.refused_for_s {
            None => Ok(()),
            Some(seconds) => {
                metrics::counter!("sillon_requests_refused_total", "class" => self.class.as_str(), "by" => name)
                    .increment(1);
                Err(Failure::wait(ErrorCode::TooManyRequests, seconds))
            }
        }
    }

    fn write_headers(&self, response: &mut Response) {
        let (mut policies, mut limits) = (String::new(), String::new());
        for (name, verdict) in self.verdicts.lock().expect(HELD).iter() {
            let separator = if policies.is_empty() { "" } else { ", " };
            let class = self.class.as_str();
            let Verdict { budget, remaining, reset_s, .. } = verdict;
            write!(policies, "{separator}\"{class}-{name}\";q={};w={}", budget.requests, budget.window_s)
                .and_then(|()| write!(limits, "{separator}\"{class}-{name}\";r={remaining};t={reset_s}"))
                .expect("writing to a string does not fail");
        }
        for (name, value) in [(POLICY, policies), (LIMIT, limits)] {
            if !value.is_empty() {
                let value = HeaderValue::try_from(value).expect("names and numbers are a header's value");
                response.headers_mut().insert(name, value);
            }
        }
    }
}

/// Middleware: notes the client's address, and charges it.
pub(crate) async fn limit_requests(State(ctx): State<Context>, mut request: Request, next: Next) -> Response {
    let settings = &ctx.settings.limits;
    let client = ClientAddress::of(&request, settings);
    request.extensions_mut().insert(client);
    let address = client.0.filter(|address| !settings.exempts(*address));
    let class = class_of(&request).filter(|_| settings.enabled);
    let (Some(class), Some(address)) = (class, address) else { return next.run(request).await };
    let budget = settings.address.of(class);
    let charges = Charges { ctx: ctx.clone(), class, verdicts: Arc::default() };
    let charged = charges.charge("address", Subject::Address(address), budget).await;
    request.extensions_mut().insert(charges.clone());
    let mut response = match charged {
        Ok(()) => next.run(request).await,
        Err(refused) => ApiError::from(refused).into_response(),
    };
    charges.write_headers(&mut response);
    response
}

/// Where a request is a guess at a secret, costs a password hash, or sends mail to somebody who may not have asked.
fn is_guess(method: &Method, path: &str) -> bool {
    const GUESSED: [&str; 7] =
        ["accounts", "sessions", "setup", "tokens", "password-resets", "address-changes", "address-verifications"];
    const OWN: [&str; 5] = ["api-tokens", "app-passwords", "exports", "password", "two-factor"];
    let Some(path) = path.strip_prefix("/api/v1/") else { return false };
    if *method == Method::DELETE {
        // It asks for the password; what else is deleted does not.
        return path == "accounts/me";
    }
    match path.split('/').collect::<Vec<_>>().as_slice() {
        [name] | [name, "confirm" | "second-factor"] => GUESSED.contains(name),
        ["accounts", "me", part, ..] => OWN.contains(part),
        _ => false,
    }
}

/// None for what watches the server: it is never refused.
fn class_of(request: &Request) -> Option<RouteClass> {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    classify(request.method(), path)
}

fn classify(method: &Method, path: &str) -> Option<RouteClass> {
    let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    match path {
        "/livez" | "/readyz" | "/metrics" => None,
        _ if path.starts_with("/s/") || path.starts_with("/api/v1/pictures/") => Some(RouteClass::Media),
        _ if reads => Some(RouteClass::Read),
        _ if path.starts_with("/api/v1/uploads") => Some(RouteClass::Upload),
        _ if *method == Method::PUT && (path.ends_with("/artwork") || path.ends_with("/avatar")) => {
            Some(RouteClass::Upload)
        }
        _ if is_guess(method, path) => Some(RouteClass::Auth),
        _ => Some(RouteClass::Write),
    }
}

#[cfg(test)]
mod tests {
    use http::Method;
    use sillon_domain::limits::RouteClass;

    use super::classify;

    #[test]
    fn routes_are_charged_for_what_they_cost() {
        for (method, path, class) in [
            (Method::POST, "/api/v1/sessions", Some(RouteClass::Auth)),
            (Method::POST, "/api/v1/accounts", Some(RouteClass::Auth)),
            (Method::DELETE, "/api/v1/accounts/me", Some(RouteClass::Auth)),
            (Method::DELETE, "/api/v1/accounts/me/deletion", Some(RouteClass::Write)),
            (Method::POST, "/api/v1/accounts/me/exports", Some(RouteClass::Auth)),
            (Method::GET, "/api/v1/accounts/me/exports/{id}", Some(RouteClass::Read)),
            (Method::POST, "/api/v1/setup", Some(RouteClass::Auth)),
            (Method::PUT, "/api/v1/accounts/me/password", Some(RouteClass::Auth)),
            (Method::POST, "/api/v1/accounts/me/two-factor/confirm", Some(RouteClass::Auth)),
            (Method::POST, "/api/v1/sessions/second-factor", Some(RouteClass::Auth)),
            (Method::POST, "/api/v1/tokens", Some(RouteClass::Auth)),
            (Method::POST, "/api/v1/tokens/refresh", Some(RouteClass::Write)),
            (Method::POST, "/api/v1/password-resets/confirm", Some(RouteClass::Auth)),
            (Method::PATCH, "/api/v1/accounts/me", Some(RouteClass::Write)),
            (Method::DELETE, "/api/v1/sessions", Some(RouteClass::Write)),
            (Method::PATCH, "/api/v1/tracks/{id}", Some(RouteClass::Write)),
            (Method::GET, "/api/v1/accounts/me", Some(RouteClass::Read)),
            (Method::GET, "", Some(RouteClass::Read)),
            (Method::POST, "/api/v1/uploads", Some(RouteClass::Upload)),
            (Method::GET, "/s/{signature}/{version}/{rendition}/{file}", Some(RouteClass::Media)),
            (Method::GET, "/api/v1/pictures/{id}/{file}", Some(RouteClass::Media)),
            (Method::PUT, "/api/v1/releases/{id}/artwork", Some(RouteClass::Upload)),
            (Method::GET, "/status.json", Some(RouteClass::Read)),
            (Method::GET, "/livez", None),
            (Method::GET, "/readyz", None),
        ] {
            assert_eq!(classify(&method, path), class, "{method} {path}");
        }
    }
}
