//! A closed account: what it shows, what its owner can do, and how they take it back.

use chrono::TimeDelta;
use http::Method;
use serde_json::{Value, json};
use sillon_domain::{
    Failure, audit::verify_chain, database::entities::role::BuiltIn, leaving::begin_leaving_for, roles::count_admins,
};
use sillon_protocol::ErrorCode;
use sillon_testing::{Person, TestApp, db_test};

use crate::{
    authenticator::Authenticator,
    things::{ACCOUNT, DELETION, EXPORTS, PASSWORD, leave, leave_at_once, play, send_track, sign_in, square},
};

/// What Ada has that others can see, as addresses that answer 200.
async fn shown_things(app: &TestApp, ada: &Person) -> Vec<String> {
    let id = send_track(ada, "Morning", 1000).await;
    ada.put("/api/v1/accounts/me/avatar", square("blue")).await.expect(202);
    ada.put(&format!("/api/v1/tracks/{id}/artwork"), square("red")).await.expect(202);
    app.run_jobs().await;
    let track = ada.get(&format!("/api/v1/tracks/{id}")).await.expect(200);
    let account = ada.get(ACCOUNT).await.expect(200);
    let master = track["playback"]["hls_url"].as_str().unwrap().to_owned();
    let folder = master.strip_suffix("master.m3u8").unwrap();
    vec![
        format!("/api/v1/tracks/{id}"),
        format!("/api/v1/profiles/{}", account["id"].as_str().unwrap()),
        format!("{folder}aac-160/index.m3u8"),
        format!("{folder}aac-160/0.m4s"),
        format!("{folder}aac-160/init.mp4"),
        account["avatar"]["sizes"][0]["webp_url"].as_str().unwrap().to_owned(),
        track["artwork"]["sizes"][0]["webp_url"].as_str().unwrap().to_owned(),
        master,
    ]
}

async fn statuses(person: &Person, paths: &[String]) -> Vec<u16> {
    let mut found = Vec::new();
    for path in paths {
        found.push(person.get(path).await.status.as_u16());
    }
    found
}

async fn listed(person: &Person) -> usize {
    let tracks = person.get("/api/v1/tracks").await.expect(200);
    let releases = person.get("/api/v1/releases").await.expect(200);
    tracks["items"].as_array().unwrap().len() + releases["items"].as_array().unwrap().len()
}

#[db_test]
async fn a_closed_account_shows_and_plays_nothing_until_it_is_kept(app: &TestApp) {
    let admin = app.admin().await;
    let ada = app.creator("ada").await;
    let things = shown_things(app, &ada).await;
    let visitor = app.visitor();
    assert_eq!(statuses(&visitor, &things).await, vec![200; things.len()], "{things:?}");
    let before = listed(&visitor).await;
    assert!(before > 0);
    leave_at_once(&ada).await;
    for other in [&visitor, &admin] {
        assert_eq!(statuses(other, &things).await, vec![404; things.len()], "{things:?}");
        assert_eq!(listed(other).await, 0);
    }
    let played = play(&visitor, things[0].rsplit_once('/').unwrap().1).await;
    assert_eq!(played, json!({"taken": 0, "ignored": ["no_such_track"]}));
    let ada = sign_in(app, "ada").await;
    assert_eq!(ada.get(&things[0]).await.status, 200, "its owner still sees it");
    ada.delete(DELETION).await.expect(200);
    assert_eq!(statuses(&visitor, &things).await, vec![200; things.len()]);
    assert_eq!(listed(&visitor).await, before);
}

#[db_test]
async fn closing_ends_everything_that_signs_in(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    let other = sign_in(app, "ada").await;
    let token = json!({"name": "all", "scopes": ["read", "manage"], "days": 1, "current_password": PASSWORD});
    let token = ada.post("/api/v1/accounts/me/api-tokens", &token).await.expect(201);
    let program = app.visitor().with_bearer(token["secret"].as_str().unwrap());
    let app_password = json!({"name": "Radio", "current_password": PASSWORD});
    let app_password = ada.post("/api/v1/accounts/me/app-passwords", &app_password).await.expect(201);
    let login = |password: &Value| json!({"email": "ada@example.org", "password": password, "name": "Radio"});
    let client = app.visitor().post("/api/v1/tokens", &login(&json!(PASSWORD))).await.expect(201);
    let with_access = app.visitor().with_bearer(client["access_tokens"]["api"].as_str().unwrap());
    for person in [&ada, &other, &program, &with_access] {
        person.get(ACCOUNT).await.expect(200);
    }
    let answer = leave(&ada, &json!({"current_password": PASSWORD})).await;
    assert_eq!(answer.expect(200), json!({"leaves_at": "2026-07-21T18:00:00Z"}));
    assert!(answer.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    for person in [&ada, &other, &program, &with_access] {
        person.get(ACCOUNT).await.expect(401);
    }
    let refresh = json!({"refresh_token": client["refresh_token"]});
    assert_eq!(app.visitor().post("/api/v1/tokens/refresh", &refresh).await.code(), "refresh_refused");
    let by_app_password = app.visitor().post("/api/v1/tokens", &login(&app_password["secret"])).await;
    assert_eq!(by_app_password.code(), "wrong_credentials");
    let by_password = app.visitor().post("/api/v1/tokens", &login(&json!(PASSWORD))).await;
    assert_eq!(by_password.code(), "account_leaving");
    let mails = app.mails_to("account_leaving", "ada@example.org").await;
    assert_eq!(mails[0]["values"], json!({"day": 21, "month": 7, "year": 2026}));
    app.run_jobs().await;
    assert!(app.mails().iter().any(|mail| mail.contains("21 July 2026")), "the mail says when");
}

#[db_test]
async fn whoever_is_leaving_looks_keeps_or_signs_out_and_nothing_else(app: &TestApp) {
    let admin = app.admin().await;
    app.person_with_role(&admin, "mia", "Admin").await;
    let mia = sign_in(app, "mia").await;
    leave_at_once(&mia).await;
    let mia = sign_in(app, "mia").await;
    assert_eq!(mia.get(ACCOUNT).await.expect(200)["leaves_at"], "2026-07-21T18:00:00Z");
    mia.get(EXPORTS).await.expect(200);
    let refused = [
        mia.patch(ACCOUNT, &json!({"bio": "x"})).await,
        mia.upload("song.wav", sillon_testing::tone_wave(100)).await,
        mia.post(EXPORTS, &json!({"current_password": PASSWORD})).await,
        mia.put("/api/v1/accounts/me/avatar", square("red")).await,
        leave(&mia, &json!({"current_password": PASSWORD})).await,
        mia.get("/api/v1/admin/people").await,
        mia.put_nothing(&format!("/api/v1/admin/people/{}/suspension", admin.own_id().await)).await,
    ];
    for answer in refused {
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "account_leaving"));
    }
    mia.delete("/api/v1/sessions/current").await.expect(204);
    let mut mia = sign_in(app, "mia").await;
    let kept = mia.delete(DELETION).await.expect(200);
    assert_eq!(kept["leaves_at"], Value::Null);
    mia.patch(ACCOUNT, &json!({"bio": "x"})).await.expect(200);
    mia.get("/api/v1/admin/people").await.expect(200);
    mia.delete(DELETION).await.expect(200);
    mia = app.visitor();
    mia.delete(DELETION).await.expect(401);
    for (action, times) in [("account.deletion_requested", 1), ("account.deletion_taken_back", 1)] {
        let entries = admin.get(&format!("/api/v1/admin/audit?action={action}")).await.expect(200);
        assert_eq!(entries["items"].as_array().unwrap().len(), times, "{action}");
    }
    let told = app.mails_to("security_notice", "mia@example.org").await;
    assert!(told.iter().any(|mail| mail["values"]["event"] == "account_kept"), "{told:?}");
}

#[db_test]
async fn leaving_asks_for_the_password_and_for_a_code_where_there_is_one(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    assert_eq!(leave(&ada, &json!({})).await.code(), "validation_failed");
    assert_eq!(leave(&ada, &json!({"current_password": "wrong"})).await.code(), "wrong_password");
    let (phone, recovery) = Authenticator::set_up(app, &ada).await;
    app.ctx.clock.advance(TimeDelta::seconds(30));
    assert_eq!(leave(&ada, &json!({"current_password": PASSWORD})).await.code(), "second_factor_required");
    let wrong = json!({"current_password": PASSWORD, "code": phone.wrong_code(app)});
    assert_eq!(leave(&ada, &wrong).await.code(), "wrong_code");
    ada.get(ACCOUNT).await.expect(200);
    leave(&ada, &json!({"current_password": PASSWORD, "code": recovery[0]})).await.expect(200);
    ada.get(ACCOUNT).await.expect(401);
}

#[db_test]
async fn the_last_admin_stays(app: &TestApp) {
    let admin = app.admin().await;
    let answer = leave(&admin, &json!({"current_password": PASSWORD})).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (409, "last_admin"));
    admin.get(ACCOUNT).await.expect(200);
    let entries = admin.get("/api/v1/admin/audit?action=account.deletion_requested").await.expect(200);
    assert_eq!(
        (&entries["items"][0]["outcome"], &entries["items"][0]["reason"]),
        (&json!("refused"), &json!("last_admin"))
    );
    let mia = app.person_with_role(&admin, "mia", "Admin").await;
    leave_at_once(&mia).await;
    assert_eq!(
        leave(&admin, &json!({"current_password": PASSWORD})).await.code(),
        "last_admin",
        "who leaves is no admin"
    );
}

#[db_test]
async fn of_fifty_admins_who_leave_at_once_one_stays(app: &TestApp) {
    let mut admins = Vec::new();
    for number in 0..50 {
        admins.push(app.account(&format!("admin{number}"), BuiltIn::Admin).await);
    }
    let races = admins.into_iter().map(|id| {
        let ctx = app.ctx.clone();
        tokio::spawn(async move {
            let mut tx = ctx.db.write().await?;
            begin_leaving_for(&mut tx, &ctx.clock, id).await?;
            Ok::<_, Failure>(tx.commit().await?)
        })
    });
    let mut refused = 0;
    for race in races.collect::<Vec<_>>() {
        match race.await.unwrap() {
            Ok(()) => {}
            Err(failure) if failure.code() == Some(ErrorCode::LastAdmin) => refused += 1,
            Err(failure) => panic!("{failure}"),
        }
    }
    assert_eq!(refused, 1);
    let tx = app.ctx.db.read().await.unwrap();
    assert_eq!(count_admins(&tx).await.unwrap(), 1);
    assert_eq!(verify_chain(&tx, None).await.unwrap().fault, None);
}

#[db_test]
async fn a_forgotten_password_does_not_take_the_way_back(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    leave_at_once(&ada).await;
    app.visitor().post("/api/v1/password-resets", &json!({"email": "ada@example.org"})).await;
    app.run_reset_requests().await;
    let token = app.mails_to("reset_password", "ada@example.org").await[0]["values"]["token"].clone();
    let body = json!({"token": token, "password": "another calm evening"});
    app.visitor().post("/api/v1/password-resets/confirm", &body).await.expect(204);
    let mut ada = app.visitor();
    let body = json!({"email": "ada@example.org", "password": "another calm evening"});
    let request = Person::json_request(Method::POST, "/api/v1/sessions", &body);
    assert_eq!(ada.send_and_remember(request).await.expect(201)["leaves_at"], "2026-07-21T18:00:00Z");
    ada.delete(DELETION).await.expect(200);
}
