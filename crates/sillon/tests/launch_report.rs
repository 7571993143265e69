//! What the report of the cohorts counts, from the invitation to the return.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use chrono::TimeDelta;
use serde_json::{Value, json};
use sillon_domain::{
    accounts::parse_email,
    database::entities::{beta_invite, role::BuiltIn},
    invitations::{Invited, NewInvitation, create_invitation, invitation_by_id},
    launch::report_cohorts,
};
use sillon_testing::{Person, TestApp, db_test};

async fn invite(app: &TestApp, address: &str) -> beta_invite::Model {
    invite_as(app, address, BuiltIn::Creator).await
}

async fn invite_as(app: &TestApp, address: &str, role: BuiltIn) -> beta_invite::Model {
    let new = NewInvitation {
        email: parse_email(address).unwrap(),
        cohort: "friends".to_owned(),
        role,
        sent_by: None,
        valid_for: TimeDelta::days(30),
    };
    let mut tx = app.ctx.db.write().await.unwrap();
    let Invited::New(invitation) = create_invitation(&mut tx, &app.ctx.clock, &new).await.unwrap() else {
        panic!("{address} was invited before")
    };
    tx.commit().await.unwrap();
    invitation
}

fn sign_up(email: &str, code: &str) -> Value {
    json!({"email": email, "display_name": "Somebody", "password": "correct horse", "invitation": code})
}

#[db_test]
async fn cohorts_are_followed_from_the_invitation_to_the_return(app: &TestApp) {
    app.admin().await;
    let invitation = invite(app, "ada@example.org").await;
    invite(app, "bob@example.org").await;
    invite_as(app, "eve@example.org", BuiltIn::Listener).await;
    let mut ada = app.visitor();
    let request =
        Person::json_request(http::Method::POST, "/api/v1/accounts", &sign_up("ada@example.org", &invitation.code));
    ada.send_and_remember(request).await.expect(201);
    ada.upload("song.wav", sillon_testing::tone_wave(4410)).await.expect(201);
    app.run_jobs().await;
    app.ctx.clock.advance(TimeDelta::days(8));
    // She is still signed in.
    ada.get("/api/v1/accounts/me").await.expect(200);
    let reports = report_cohorts(&app.ctx.db.read().await.unwrap()).await.unwrap();
    let friends = &reports[0];
    assert_eq!((friends.invited, friends.signed_up, friends.uploaded), (3, 1, 1));
    assert_eq!((friends.creators, friends.creators_signed_up, friends.creators_uploaded), (2, 1, 1));
    assert_eq!((friends.back_after_a_day, friends.back_after_a_week), (1, 1));
    // What happened stays, though session and track go.
    let track = &ada.get("/api/v1/accounts/me/tracks").await.expect(200)["items"][0]["id"];
    ada.delete(&format!("/api/v1/tracks/{}", track.as_str().unwrap())).await.expect(204);
    ada.delete("/api/v1/sessions/current").await.expect(204);
    assert_eq!(report_cohorts(&app.ctx.db.read().await.unwrap()).await.unwrap(), reports);
}

#[db_test]
async fn whoever_comes_back_on_the_same_day_has_not_returned(app: &TestApp) {
    app.admin().await;
    let invitation = invite(app, "ada@example.org").await;
    let mut ada = app.visitor();
    let request =
        Person::json_request(http::Method::POST, "/api/v1/accounts", &sign_up("ada@example.org", &invitation.code));
    ada.send_and_remember(request).await.expect(201);
    for (hours, expected) in [(20, (0, 0)), (5, (1, 0)), (24 * 7, (1, 1))] {
        app.ctx.clock.advance(TimeDelta::hours(hours));
        ada.get("/api/v1/accounts/me").await.expect(200);
        let friends = report_cohorts(&app.ctx.db.read().await.unwrap()).await.unwrap().remove(0);
        assert_eq!((friends.back_after_a_day, friends.back_after_a_week), expected, "{hours} hours later");
    }
}

/// A play of which so much was heard, as the player tells it.
async fn play(person: &Person, track: &str, number: u8, heard_ms: u32) {
    let body = json!({
        "visit_id": "0190b2c4-0000-7000-8000-00000000aaaa",
        "events": [{
            "play_id": format!("0190b2c4-0000-7000-8000-0000000000{number:02}"), "track_id": track,
            "kind": "reached", "elapsed_ms": heard_ms, "heard_ms": heard_ms,
        }],
    });
    assert_eq!(person.post("/api/v1/plays", &body).await.expect(202)["taken"], 1);
}

#[db_test]
async fn the_report_knows_who_listened_and_keeps_neither_when_nor_what(app: &TestApp) {
    let admin = app.admin().await;
    let track = admin.upload("song.wav", sillon_testing::tone_wave(44_100)).await.expect(201)["id"].clone();
    app.run_jobs().await;
    let track = track.as_str().unwrap();
    let invitation = invite(app, "ada@example.org").await;
    let mut ada = app.visitor();
    let request =
        Person::json_request(http::Method::POST, "/api/v1/accounts", &sign_up("ada@example.org", &invitation.code));
    ada.send_and_remember(request).await.expect(201);
    app.ctx.clock.advance(TimeDelta::minutes(1));
    let has_played = async || {
        let tx = app.ctx.db.read().await.unwrap();
        let row = invitation_by_id(&tx, invitation.id).await.unwrap().unwrap();
        (row.has_played, report_cohorts(&tx).await.unwrap()[0].played)
    };
    play(&ada, track, 1, 300).await;
    assert_eq!(has_played().await, (false, 0), "that play does not count");
    play(&app.visitor(), track, 2, 900).await;
    assert_eq!(has_played().await, (false, 0), "that was somebody else");
    play(&ada, track, 1, 900).await;
    assert_eq!(has_played().await, (true, 1));
    play(&ada, track, 3, 900).await;
    assert_eq!(has_played().await, (true, 1), "once is enough");
}
