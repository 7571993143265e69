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
use sillon_testing::{Kills, Person, TestApp, db_test};

use crate::{
    authenticator::{Authenticator, PASSWORD},
    contents::{changes, contents_of},
};

const NEW_PASSWORD: &str = "another calm evening";
const ME: &str = "/api/v1/accounts/me";

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

/// A person, and what has to be there before the write.
struct Scene<'a> {
    app: &'a TestApp,
    write: Write,
    name: &'a str,
    email: String,
    person: Person,
    phone: Option<Authenticator>,
}

/// A person of this name, who can make the request.
async fn prepare(app: &TestApp, write: Write, name: &str) -> Subject {
    let email = format!("{name}@example.org");
    if write == SignUp {
        let body = json!({"email": email, "display_name": name, "password": PASSWORD});
        return Subject::new(&app.visitor(), Method::POST, "/api/v1/accounts", body);
    }
    let person = app.creator(name).await;
    let needs_codes = matches!(write, FirstStep | SecondStep | RenewCodes | TurnTwoFactorOff);
    let phone = if needs_codes { Some(Authenticator::set_up(app, &person).await.0) } else { None };
    app.ctx.clock.advance(TimeDelta::seconds(30));
    // So that the note of when the session was last used is no part of the write.
    person.get(ME).await.expect(200);
    let scene = Scene { app, write, name, email, person, phone };
    match write {
        SignUp | SignIn | FirstStep | SecondStep | SignOut | EndOthers | WrongPassword => scene.session().await,
        GrantTokens | GrantByAppPassword | Refresh => scene.tokens().await,
        RequestVerification | Verify | RequestReset | Reset | RequestAddress | ChangeAddress => scene.link().await,
        MakeAppPassword | RemoveAppPassword | MakeApiToken | RemoveApiToken => scene.secret().await,
        SetUpTwoFactor | ConfirmTwoFactor | RenewCodes | TurnTwoFactorOff => scene.second_factor().await,
        ChangePassword => {
            let body = json!({"current_password": PASSWORD, "password": NEW_PASSWORD});
            Subject::new(&scene.person, Method::PUT, &format!("{ME}/password"), body)
        }
        ChangeProfile => {
            let body = json!({"display_name": format!("{} L.", scene.name), "bio": "Organs."});
            Subject::new(&scene.person, Method::PATCH, ME, body)
        }
    }
}

impl Scene<'_> {
    fn by_person(&self, path: &str, body: Value) -> Subject {
        Subject::new(&self.person, Method::POST, path, body)
    }

    fn by_visitor(&self, path: &str, body: Value) -> Subject {
        Subject::new(&self.app.visitor(), Method::POST, path, body)
    }

    fn deletion(&self, path: &str) -> Subject {
        Subject::new(&self.person, Method::DELETE, path, Value::Null)
    }

    fn code(&self) -> String {
        self.phone.as_ref().unwrap().code(self.app)
    }

    async fn session(&self) -> Subject {
        let sessions = "/api/v1/sessions";
        let credentials = json!({"email": self.email, "password": PASSWORD});
        match self.write {
            SecondStep => {
                let begun = self.app.visitor().post(sessions, &credentials).await.expect(202);
                let body = json!({"ticket": begun["ticket"], "code": self.code()});
                self.by_visitor("/api/v1/sessions/second-factor", body)
            }
            SignOut => self.deletion("/api/v1/sessions/current"),
            EndOthers => {
                self.app.visitor().post(sessions, &credentials).await.expect(201);
                self.deletion(sessions)
            }
            WrongPassword => self.by_visitor(sessions, json!({"email": self.email, "password": "wrong horse"})),
            _ => self.by_visitor(sessions, credentials),
        }
    }

    async fn tokens(&self) -> Subject {
        let login = |password: &str| json!({"email": self.email, "password": password, "name": "player"});
        match self.write {
            GrantByAppPassword => {
                let body = json!({"name": "player", "current_password": PASSWORD});
                let made = self.person.post(&format!("{ME}/app-passwords"), &body).await.expect(201);
                self.by_visitor("/api/v1/tokens", login(&text(&made["secret"])))
            }
            Refresh => {
                let granted = self.app.visitor().post("/api/v1/tokens", &login(PASSWORD)).await.expect(201);
                self.by_visitor("/api/v1/tokens/refresh", json!({"refresh_token": granted["refresh_token"]}))
            }
            _ => self.by_visitor("/api/v1/tokens", login(PASSWORD)),
        }
    }

    async fn link(&self) -> Subject {
        let new = format!("new-{}", self.email);
        let change = json!({"email": new, "current_password": PASSWORD});
        let reset = json!({"email": self.email});
        match self.write {
            RequestVerification => self.by_person("/api/v1/address-verifications", json!({})),
            Verify => {
                let token = token_in(self.app, "verify_address", &self.email).await;
                self.by_visitor("/api/v1/address-verifications/confirm", json!({"token": token}))
            }
            RequestReset => self.by_visitor("/api/v1/password-resets", reset),
            Reset => {
                self.app.visitor().post("/api/v1/password-resets", &reset).await.expect(202);
                self.app.run_reset_requests().await;
                let token = token_in(self.app, "reset_password", &self.email).await;
                self.by_visitor("/api/v1/password-resets/confirm", json!({"token": token, "password": NEW_PASSWORD}))
            }
            RequestAddress => self.by_person("/api/v1/address-changes", change),
            _ => {
                self.person.post("/api/v1/address-changes", &change).await.expect(202);
                let token = token_in(self.app, "confirm_address", &new).await;
                self.by_visitor("/api/v1/address-changes/confirm", json!({"token": token}))
            }
        }
    }

    async fn secret(&self) -> Subject {
        let passwords = format!("{ME}/app-passwords");
        let tokens = format!("{ME}/api-tokens");
        let password = json!({"name": "player", "current_password": PASSWORD});
        let token = json!({"name": "script", "scopes": ["read"], "days": 30, "current_password": PASSWORD});
        match self.write {
            MakeAppPassword => self.by_person(&passwords, password),
            RemoveAppPassword => {
                let made = self.person.post(&passwords, &password).await.expect(201);
                self.deletion(&format!("{passwords}/{}", text(&made["app_password"]["id"])))
            }
            MakeApiToken => self.by_person(&tokens, token),
            _ => {
                let made = self.person.post(&tokens, &token).await.expect(201);
                self.deletion(&format!("{tokens}/{}", text(&made["api_token"]["id"])))
            }
        }
    }

    async fn second_factor(&self) -> Subject {
        let factor = format!("{ME}/two-factor");
        let confirmed = json!({"current_password": PASSWORD});
        match self.write {
            SetUpTwoFactor => self.by_person(&factor, confirmed),
            ConfirmTwoFactor => {
                let begun = self.person.post(&factor, &confirmed).await.expect(201);
                let phone = Authenticator::of_secret(&text(&begun["secret"]));
                self.by_person(&format!("{factor}/confirm"), json!({"code": phone.code(self.app)}))
            }
            _ => {
                let path = if self.write == RenewCodes { "recovery-codes" } else { "removal" };
                let body = json!({"current_password": PASSWORD, "code": self.code()});
                self.by_person(&format!("{factor}/{path}"), body)
            }
        }
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
    // The first tokens of an instance make its first signing key as well.
    let login = json!({"email": "admin@example.org", "password": PASSWORD, "name": "player"});
    app.visitor().post("/api/v1/tokens", &login).await.expect(201);
    let kills = Kills::new();
    for write in ALL {
        let undisturbed = prepare(app, write, &format!("a{write:?}")).await;
        let before = contents_of(app).await;
        let status = undisturbed.ask().await;
        assert!(status < 300 || (write == WrongPassword && status == 401), "{write:?}: {status}");
        let whole = changes(&before, &contents_of(app).await);
        assert!(!whole.is_empty(), "{write:?} writes");

        let ended = prepare(app, write, &format!("b{write:?}")).await;
        let before = contents_of(app).await;
        let mut step = 1;
        loop {
            assert!(kills.at_step(step, async { _ = ended.ask().await }).await, "{write:?} has a step {step}");
            check_invariants(app, write).await;
            let found = changes(&before, &contents_of(app).await);
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
