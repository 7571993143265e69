//! Profiles: what a person says about themselves, and who reads it.

use serde_json::json;
use sillon_testing::{TestApp, db_test};

#[db_test]
async fn a_profile_is_seen_by_those_whom_its_owner_lets(app: &TestApp) {
    app.admin().await;
    let (ada, ben) = (app.creator("ada").await, app.creator("ben").await);
    let change = json!({"display_name": " Ada L. ", "bio": "Organs.\nAnd bells.", "links": ["https://ada.example"],
        "language": "fr"});
    let account = ada.patch("/api/v1/accounts/me", &change).await.expect(200);
    assert_eq!((&account["display_name"], &account["language"]), (&json!("Ada L."), &json!("fr")));
    let path = format!("/api/v1/profiles/{}", account["id"].as_str().unwrap());
    let profile = app.visitor().get(&path).await.expect(200);
    assert_eq!((&profile["bio"], &profile["links"][0]), (&json!("Organs.\nAnd bells."), &json!("https://ada.example")));
    assert!(profile.get("email").is_none());
    for (visibility, visitor, member) in [("members", 404, 200), ("nobody", 404, 404), ("everyone", 200, 200)] {
        ada.patch("/api/v1/accounts/me", &json!({"profile_visibility": visibility})).await.expect(200);
        assert_eq!(app.visitor().get(&path).await.status, visitor, "{visibility}");
        assert_eq!(ben.get(&path).await.status, member, "{visibility}");
        ada.get(&path).await.expect(200);
    }
    assert_eq!(
        ada.get("/api/v1/accounts/me").await.expect(200)["bio"],
        "Organs.\nAnd bells.",
        "what is left out stays"
    );
}

#[db_test]
async fn every_broken_field_of_a_profile_is_named(app: &TestApp) {
    let admin = app.admin().await;
    let change = json!({"display_name": " ", "bio": "a\u{7}b", "links": ["https://a.example", "javascript:alert(1)"]});
    let problem = admin.patch("/api/v1/accounts/me", &change).await.expect(422);
    let pointers: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|field| field["pointer"].clone()).collect();
    assert_eq!(pointers, ["/display_name", "/bio", "/links/1"]);
}
