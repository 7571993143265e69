//! Every write of somebody's own account: ended at each of its steps, and asked for fifty times at once.

use std::collections::BTreeMap;

use axum::body::Body;
use chrono::TimeDelta;
use http::{Method, Request};
use serde_json::{Value, json};
use sillon_domain::{
    Reads,
    audit::verify_chain,
    database::sea_orm::{ConnectionTrait, Statement},
    roles::count_admins,
};
use sillon_testing::{Kills, Person, TestApp, changes, db_test};

use crate::authenticator::{Authenticator, PASSWORD};

const NEW_PASSWORD: &str = "another calm evening";

/// One of the writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Write {
    SignUp,
    SignIn,
    FirstStep,
    SecondStep,
    SignOut,
    EndOthers,
    GrantTokens,
    GrantByAppPassword,
    Refresh,
    RequestVerification,
    Verify,
    RequestReset,
    Reset,
    ChangePassword,
    RequestAddress,
    ChangeAddress,
    MakeAppPassword,
    RemoveAppPassword,
    MakeApiToken,
    RemoveApiToken,
    SetUpTwoFactor,
    ConfirmTwoFactor,
    RenewCodes,
    TurnTwoFactorOff,
    ChangeProfile,
    WrongPassword,
}

use Write::{
    ChangeAddress, ChangePassword, ChangeProfile, ConfirmTwoFactor, EndOthers, FirstStep, GrantByAppPassword,
    GrantTokens, MakeApiToken, MakeAppPassword, Refresh, RemoveApiToken, RemoveAppPassword, RenewCodes, RequestAddress,
    RequestReset, RequestVerification, Reset, SecondStep, SetUpTwoFactor, SignIn, SignOut, SignUp, TurnTwoFactorOff,
    Verify, WrongPassword,
};

const ALL: [Write; 26] = [
    SignUp,
    SignIn,
    FirstStep,
    SecondStep,
    SignOut,
    EndOthers,
    GrantTokens,
    GrantByAppPassword,
    Refresh,
    RequestVerification,
    Verify,
    RequestReset,
    Reset,
    ChangePassword,
    RequestAddress,
    ChangeAddress,
    MakeAppPassword,
    RemoveAppPassword,
    MakeApiToken,
    RemoveApiToken,
    SetUpTwoFactor,
    ConfirmTwoFactor,
    RenewCodes,
    TurnTwoFactorOff,
    ChangeProfile,
    WrongPassword,
];

impl Write {
    /// Whether of fifty at once one is done, because it uses something up.
    fn is_done_once(self) -> bool {
        matches!(
            self,
            SignUp
                | SecondStep
                | Verify
                | Reset
                | ChangePassword
                | ChangeAddress
                | RemoveAppPassword
                | RemoveApiToken
                | ConfirmTwoFactor
                | RenewCodes
        )
    }
}

/// Somebody who can make the request again and again.
struct Subject {
    person: Person,
    method: Method,
    path: String,
    body: Value,
}

impl Subject {
    fn new(person: &Person, method: Method, path: &str, body: Value) -> Self {
        Self { person: person.clone(), method, path: path.to_owned(), body }
    }

    async fn ask(&self) -> u16 {
        let request = if self.body.is_null() {
            Request::builder().method(&self.method).uri(&self.path).body(Body::empty()).unwrap()
        } else {
            Person::json_request(self.method.clone(), &self.path, &self.body)
        };
        self.person.send(request).await.status.as_u16()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

async fn token_in(app: &TestApp, template: &str, email: &str) -> Value {
    app.mails_to(template, email).await[0]["values"]["token"].clone()
}

/// A person of this name, and everything that has to be there before the write.
#[expect(clippy::too_many_lines, reason = "one short arm for each write")]
async fn prepare(app: &TestApp, write: Write, name: &str) -> Subject {
    let email = format!("{name}@example.org");
    let visitor = app.visitor();
    let sign_up = json!({"email": email, "display_name": name, "password": PASSWORD});
    if write == SignUp {
        return Subject::new(&visitor, Method::POST, "/api/v1/accounts", sign_up);
    }
    let person = app.creator(name).await;
    let me = |path: &str| format!("/api/v1/accounts/me{path}");
    let confirmed = json!({"current_password": PASSWORD});
    let credentials = json!({"email": email, "password": PASSWORD});
    let login = |password: &str| json!({"email": email, "password": password, "name": "player"});
    let needs_codes = matches!(write, FirstStep | SecondStep | RenewCodes | TurnTwoFactorOff);
    let phone = if needs_codes { Some(Authenticator::set_up(app, &person).await.0) } else { None };
    app.ctx.clock.advance(TimeDelta::seconds(30));
    // So that the note of when the session was last used is no part of the write.
    person.get("/api/v1/accounts/me").await.expect(200);
    let post = |person: &Person, path: &str, body: Value| Subject::new(person, Method::POST, path, body);
    let with_code = || json!({"current_password": PASSWORD, "code": phone.as_ref().unwrap().code(app)});
    match write {
        SignUp => unreachable!("returned above"),
        SignIn | FirstStep => post(&visitor, "/api/v1/sessions", credentials),
        SecondStep => {
            let ticket = visitor.post("/api/v1/sessions", &credentials).await.expect(202)["ticket"].clone();
            let body = json!({"ticket": ticket, "code": phone.as_ref().unwrap().code(app)});
            post(&visitor, "/api/v1/sessions/second-factor", body)
        }
        SignOut => Subject::new(&person, Method::DELETE, "/api/v1/sessions/current", Value::Null),
        EndOthers => {
            visitor.post("/api/v1/sessions", &credentials).await.expect(201);
            Subject::new(&person, Method::DELETE, "/api/v1/sessions", Value::Null)
        }
        GrantTokens => post(&visitor, "/api/v1/tokens", login(PASSWORD)),
        GrantByAppPassword => {
            let body = json!({"name": "player", "current_password": PASSWORD});
            let made = person.post(&me("/app-passwords"), &body).await.expect(201);
            post(&visitor, "/api/v1/tokens", login(made["secret"].as_str().unwrap()))
        }
        Refresh => {
            let granted = visitor.post("/api/v1/tokens", &login(PASSWORD)).await.expect(201);
            post(&visitor, "/api/v1/tokens/refresh", json!({"refresh_token": granted["refresh_token"]}))
        }
        RequestVerification => post(&person, "/api/v1/address-verifications", json!({})),
        Verify => {
            let body = json!({"token": token_in(app, "verify_address", &email).await});
            post(&visitor, "/api/v1/address-verifications/confirm", body)
        }
        RequestReset => post(&visitor, "/api/v1/password-resets", json!({"email": email})),
        Reset => {
            visitor.post("/api/v1/password-resets", &json!({"email": email})).await.expect(202);
            app.run_reset_requests().await;
            let body = json!({"token": token_in(app, "reset_password", &email).await, "password": NEW_PASSWORD});
            post(&visitor, "/api/v1/password-resets/confirm", body)
        }
        ChangePassword => {
            let body = json!({"current_password": PASSWORD, "password": NEW_PASSWORD});
            Subject::new(&person, Method::PUT, &me("/password"), body)
        }
        RequestAddress | ChangeAddress => {
            let new = format!("new-{email}");
            let body = json!({"email": new, "current_password": PASSWORD});
            if write == RequestAddress {
                return post(&person, "/api/v1/address-changes", body);
            }
            person.post("/api/v1/address-changes", &body).await.expect(202);
            let body = json!({"token": token_in(app, "confirm_address", &new).await});
            post(&visitor, "/api/v1/address-changes/confirm", body)
        }
        MakeAppPassword | RemoveAppPassword => {
            let body = json!({"name": "player", "current_password": PASSWORD});
            if write == MakeAppPassword {
                return post(&person, &me("/app-passwords"), body);
            }
            let made = person.post(&me("/app-passwords"), &body).await.expect(201);
            let path = me(&format!("/app-passwords/{}", text(&made["app_password"]["id"])));
            Subject::new(&person, Method::DELETE, &path, Value::Null)
        }
        MakeApiToken | RemoveApiToken => {
            let body = json!({"name": "script", "scopes": ["read"], "days": 30, "current_password": PASSWORD});
            if write == MakeApiToken {
                return post(&person, &me("/api-tokens"), body);
            }
            let made = person.post(&me("/api-tokens"), &body).await.expect(201);
            let path = me(&format!("/api-tokens/{}", text(&made["api_token"]["id"])));
            Subject::new(&person, Method::DELETE, &path, Value::Null)
        }
        SetUpTwoFactor => post(&person, &me("/two-factor"), confirmed),
        ConfirmTwoFactor => {
            let begun = person.post(&me("/two-factor"), &confirmed).await.expect(201);
            let phone = Authenticator::of_secret(&text(&begun["secret"]));
            post(&person, &me("/two-factor/confirm"), json!({"code": phone.code(app)}))
        }
        RenewCodes => post(&person, &me("/two-factor/recovery-codes"), with_code()),
        TurnTwoFactorOff => post(&person, &me("/two-factor/removal"), with_code()),
        ChangeProfile => {
            let body = json!({"display_name": format!("{name} L."), "bio": "Organs.", "links": ["https://a.example"]});
            Subject::new(&person, Method::PATCH, &me(""), body)
        }
        WrongPassword => post(&visitor, "/api/v1/sessions", json!({"email": email, "password": "wrong horse"})),
    }
}

async fn check_invariants(app: &TestApp, write: Write) {
    let tx = app.ctx.db.read().await.unwrap();
    assert!(count_admins(&tx).await.unwrap() >= 1, "{write:?}");
    assert_eq!(verify_chain(&tx, None).await.unwrap().fault, None, "{write:?}");
    // Living tokens of one family: none has two.
    let sql = "SELECT count(*) FROM refresh_tokens WHERE used_at IS NULL GROUP BY session_id HAVING count(*) > 1";
    let statement = Statement::from_string(tx.conn().get_database_backend(), sql);
    assert!(tx.conn().query_all_raw(statement).await.unwrap().is_empty(), "{write:?}");
}

#[db_test]
async fn each_is_done_wholly_or_not_at_all_wherever_it_is_ended(app: &TestApp) {
    app.admin().await;
    let kills = Kills::new();
    for write in ALL {
        let undisturbed = prepare(app, write, &format!("a{write:?}")).await;
        let before = app.contents().await;
        let status = undisturbed.ask().await;
        assert!(status < 300 || (write == WrongPassword && status == 401), "{write:?}: {status}");
        let whole = changes(&before, &app.contents().await);
        assert!(!whole.is_empty(), "{write:?} writes");

        let ended = prepare(app, write, &format!("b{write:?}")).await;
        let before = app.contents().await;
        let mut step = 1;
        loop {
            assert!(kills.at_step(step, async { _ = ended.ask().await }).await, "{write:?} has a step {step}");
            check_invariants(app, write).await;
            let found = changes(&before, &app.contents().await);
            if !found.is_empty() {
                // Ended after the commit: it is done, and its answer is lost.
                assert_eq!(found, whole, "{write:?} at step {step}");
                break;
            }
            step += 1;
        }
        assert!(step >= 3, "{write:?} has a statement, a commit and an end; {step} steps");
    }
}

#[db_test]
async fn each_fifty_times_at_once_leaves_the_invariants(app: &TestApp) {
    app.admin().await;
    for write in ALL {
        let subject = std::sync::Arc::new(prepare(app, write, &format!("c{write:?}")).await);
        let ask = |_| {
            let subject = std::sync::Arc::clone(&subject);
            tokio::spawn(async move { subject.ask().await })
        };
        let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
        for asked in (0..50).map(ask).collect::<Vec<_>>() {
            *statuses.entry(asked.await.unwrap()).or_default() += 1;
        }
        check_invariants(app, write).await;
        assert!(statuses.keys().all(|status| *status < 500), "{write:?}: {statuses:?}");
        let done: usize = statuses.iter().filter(|(status, _)| **status < 300).map(|(_, count)| count).sum();
        let expected = if write == WrongPassword {
            0..=0
        } else if write.is_done_once() {
            1..=1
        } else {
            1..=50
        };
        assert!(expected.contains(&done), "{write:?}: {statuses:?}");
    }
}
