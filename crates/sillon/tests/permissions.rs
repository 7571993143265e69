//! Roles, what they permit, who may give them, and suspension.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use http::Method;
use serde_json::{Value, json};
use sillon_domain::{
    Failure,
    database::entities::role::BuiltIn,
    ids::AccountId,
    people::suspend_account,
    permissions::Authority,
    roles::{count_admins, revoke_role},
};
use sillon_testing::{Person, TestApp, db_test, tone_wave};

fn role_path(person: &str, role: &str) -> String {
    format!("/api/v1/admin/people/{person}/roles/{role}")
}

#[db_test]
async fn a_granted_role_is_in_force_at_the_next_request_of_a_running_session(app: &TestApp) {
    let admin = app.admin().await;
    let ada = app.person_with_role(&admin, "ada", "Listener").await;
    assert_eq!(ada.upload("song.wav", tone_wave(100)).await.code(), "forbidden");
    let path = role_path(&ada.own_id().await, &admin.role_id("Creator").await);
    admin.put_nothing(&path).await.expect(204);
    ada.upload("song.wav", tone_wave(100)).await.expect(201);
    admin.delete(&path).await.expect(204);
    assert_eq!(ada.upload("song.wav", tone_wave(100)).await.code(), "forbidden");
    app.run_jobs().await;
}

#[db_test]
async fn a_role_of_the_instance_permits_what_it_says_until_it_is_changed_or_deleted(app: &TestApp) {
    let admin = app.admin().await;
    let role = admin.make_role("Archivist", &["audit.read"]).await;
    let ada = app.person_with_role(&admin, "ada", "Archivist").await;
    ada.get("/api/v1/admin/audit").await.expect(200);
    assert_eq!(ada.get("/api/v1/admin/people").await.code(), "forbidden");
    let path = format!("/api/v1/admin/roles/{}", role["id"].as_str().unwrap());
    let body = json!({"name": "Archivist", "description": "Reads", "permissions": ["people.view"]});
    let changed = admin.send(Person::json_request(Method::PUT, &path, &body)).await.expect(200);
    assert_eq!((&changed["permissions"], &changed["people"]), (&json!(["people.view"]), &json!(1)));
    ada.get("/api/v1/admin/people").await.expect(200);
    assert_eq!(ada.get("/api/v1/admin/audit").await.code(), "forbidden");
    admin.delete(&path).await.expect(204);
    assert_eq!(ada.get("/api/v1/admin/people").await.code(), "forbidden");
    assert_eq!(ada.get("/api/v1/accounts/me").await.expect(200)["permissions"], json!([]));
}

#[db_test]
async fn nobody_gives_or_takes_what_they_do_not_have(app: &TestApp) {
    let admin = app.admin().await;
    admin.make_role("Doorkeeper", &["people.view", "roles.grant", "roles.manage"]).await;
    let ada = app.person_with_role(&admin, "ada", "Doorkeeper").await;
    let (ada_id, admin_id) = (ada.own_id().await, admin.own_id().await);
    let (admin_role, creator) = (admin.role_id("Admin").await, admin.role_id("Creator").await);
    assert_eq!(ada.put_nothing(&role_path(&ada_id, &admin_role)).await.code(), "beyond_own_permissions");
    assert_eq!(ada.put_nothing(&role_path(&ada_id, &creator)).await.code(), "beyond_own_permissions");
    assert_eq!(ada.delete(&role_path(&admin_id, &admin_role)).await.code(), "beyond_own_permissions");
    let body = json!({"name": "Spy", "description": "", "permissions": ["audit.read"]});
    assert_eq!(ada.post("/api/v1/admin/roles", &body).await.code(), "beyond_own_permissions");
    let strong = admin.make_role("Auditor", &["audit.read"]).await;
    let path = format!("/api/v1/admin/roles/{}", strong["id"].as_str().unwrap());
    assert_eq!(ada.delete(&path).await.code(), "beyond_own_permissions");
    let harmless = json!({"name": "Auditor", "description": "", "permissions": []});
    assert_eq!(ada.send(Person::json_request(Method::PUT, &path, &harmless)).await.code(), "beyond_own_permissions");
    let listener = admin.role_id("Listener").await;
    ada.put_nothing(&role_path(&ada_id, &listener)).await.expect(204);
    let log = admin.get("/api/v1/admin/audit?outcome=refused").await.expect(200);
    assert_eq!(log["items"].as_array().unwrap().len(), 6, "each refusal is recorded: {log}");
    assert!(log["items"].as_array().unwrap().iter().all(|entry| entry["reason"] == "beyond_own_permissions"));
}

#[db_test]
async fn the_last_admin_stays(app: &TestApp) {
    let admin = app.admin().await;
    let own = role_path(&admin.own_id().await, &admin.role_id("Admin").await);
    assert_eq!(admin.delete(&own).await.code(), "last_admin");
    let ada = app.person_with_role(&admin, "ada", "Admin").await;
    let ada_id = ada.own_id().await;
    admin.put_nothing(&format!("/api/v1/admin/people/{ada_id}/suspension")).await.expect(200);
    assert_eq!(admin.delete(&own).await.code(), "last_admin", "a suspended admin does not count");
    admin.delete(&format!("/api/v1/admin/people/{ada_id}/suspension")).await.expect(200);
    admin.delete(&own).await.expect(204);
    assert_eq!(admin.get("/api/v1/admin/people").await.code(), "forbidden");
}

/// Half of them lose the role, half are suspended, all at once.
#[db_test]
async fn fifty_admins_who_are_all_demoted_at_once_leave_one(app: &TestApp) {
    let mut admins = Vec::new();
    for number in 0..50 {
        admins.push(app.account(&format!("admin-{number}"), BuiltIn::Admin).await);
    }
    let races = admins.into_iter().enumerate().map(|(number, id)| {
        let ctx = app.ctx.clone();
        tokio::spawn(async move {
            let mut tx = ctx.db.write().await?;
            if number % 2 == 0 {
                revoke_role(&mut tx, &ctx.clock, Authority::Operator, id, BuiltIn::Admin.id()).await?;
            } else {
                suspend_account(&mut tx, &ctx.clock, Authority::Operator, id).await?;
            }
            Ok::<_, Failure>(tx.commit().await?)
        })
    });
    let mut refused = Vec::new();
    for race in races.collect::<Vec<_>>() {
        if let Err(failure) = race.await.unwrap() {
            refused.push(failure.code().unwrap().as_str());
        }
    }
    assert_eq!(refused, ["last_admin"]);
    assert_eq!(count_admins(&app.ctx.db.read().await.unwrap()).await.unwrap(), 1);
}

#[db_test]
async fn two_admins_who_demote_each_other_leave_one(app: &TestApp) {
    let admin = app.admin().await;
    let ada = app.person_with_role(&admin, "ada", "Admin").await;
    let role = admin.role_id("Admin").await;
    let (of_ada, of_admin) = (role_path(&ada.own_id().await, &role), role_path(&admin.own_id().await, &role));
    let answers = tokio::join!(admin.delete(&of_ada), ada.delete(&of_admin));
    let mut statuses = [answers.0.status.as_u16(), answers.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 403], "whoever lost the role a moment ago does not use it any more");
    assert_eq!(count_admins(&app.ctx.db.read().await.unwrap()).await.unwrap(), 1);
}

#[db_test]
async fn a_suspended_account_is_out_at_once_and_is_told_why(app: &TestApp) {
    let admin = app.admin().await;
    let ada = app.creator("ada").await;
    let path = format!("/api/v1/admin/people/{}/suspension", ada.own_id().await);
    let body = json!({"name": "player", "current_password": "correct horse"});
    let program = ada.post("/api/v1/accounts/me/app-passwords", &body).await.expect(201);
    assert!(admin.put_nothing(&path).await.expect(200)["suspended_at"].is_string());
    ada.get("/api/v1/accounts/me").await.expect(401);
    let login = json!({"email": "ada@example.org", "password": program["secret"], "name": "player"});
    assert_eq!(app.visitor().post("/api/v1/tokens", &login).await.code(), "account_suspended");
    let right = json!({"email": "ada@example.org", "password": "correct horse"});
    let wrong = json!({"email": "ada@example.org", "password": "wrong horse"});
    let answer = app.visitor().post("/api/v1/sessions", &right).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "account_suspended"));
    let answer = app.visitor().post("/api/v1/sessions", &wrong).await;
    assert_eq!(answer.code(), "wrong_credentials", "only the owner learns of it");
    assert_eq!(admin.delete(&path).await.expect(200)["suspended_at"], Value::Null);
    ada.get("/api/v1/accounts/me").await.expect(401);
    app.visitor().post("/api/v1/sessions", &right).await.expect(201);
}

#[db_test]
async fn a_moderator_suspends_creators_and_not_admins_or_themselves(app: &TestApp) {
    let admin = app.admin().await;
    let (moderator, ada) =
        (app.person_with_role(&admin, "mod", "Moderator").await, app.person_with_role(&admin, "ada", "Creator").await);
    let suspension = |id: &str| format!("/api/v1/admin/people/{id}/suspension");
    moderator.put_nothing(&suspension(&ada.own_id().await)).await.expect(200);
    assert_eq!(moderator.put_nothing(&suspension(&admin.own_id().await)).await.code(), "beyond_own_permissions");
    assert_eq!(moderator.put_nothing(&suspension(&moderator.own_id().await)).await.code(), "forbidden");
}

#[db_test]
async fn sillons_own_roles_cannot_be_changed_and_names_are_unique(app: &TestApp) {
    let admin = app.admin().await;
    let path = format!("/api/v1/admin/roles/{}", admin.role_id("Creator").await);
    let body = json!({"name": "Maker", "description": "", "permissions": []});
    assert_eq!(admin.send(Person::json_request(Method::PUT, &path, &body)).await.code(), "role_built_in");
    assert_eq!(admin.delete(&path).await.code(), "role_built_in");
    admin.make_role("Maker", &[]).await;
    let same = json!({"name": " MAKER ", "description": "", "permissions": []});
    assert_eq!(admin.post("/api/v1/admin/roles", &same).await.code(), "role_name_taken");
    let unknown = json!({"name": "Other", "description": "", "permissions": ["everything"]});
    assert_eq!(admin.post("/api/v1/admin/roles", &unknown).await.code(), "validation_failed");
}

#[db_test]
async fn people_are_found_by_name_address_and_role_in_pages(app: &TestApp) {
    let admin = app.admin().await;
    for name in ["ada", "ben", "cleo_100%"] {
        app.account(&name.replace('%', "p"), BuiltIn::Listener).await;
    }
    let names = async |query: &str| -> Vec<String> {
        let page = admin.get(&format!("/api/v1/admin/people?{query}")).await.expect(200);
        let items = page["items"].as_array().unwrap().clone();
        items.iter().map(|person| person["display_name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("search=ADA@").await, ["ada"]);
    assert_eq!(names("search=_100").await, ["cleo_100p"], "an underscore stands for itself");
    assert_eq!(names(&format!("role={}", admin.role_id("Admin").await)).await, ["Admin"]);
    let first = admin.get("/api/v1/admin/people?limit=3").await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = admin.get(&format!("/api/v1/admin/people?limit=3&cursor={cursor}")).await.expect(200);
    assert_eq!((first["items"].as_array().unwrap().len(), second["items"].as_array().unwrap().len()), (3, 1));
    admin.get(&format!("/api/v1/admin/people/{}", AccountId::new(app.ctx.clock.now()))).await.expect(404);
}
