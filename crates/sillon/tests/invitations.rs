//! Invitations: made once, redeemed once, declined; and what an instance that asks for them refuses.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use chrono::TimeDelta;
use serde_json::{Value, json};
use sillon_domain::{
    Registration, Settings,
    accounts::parse_email,
    audit::verify_chain,
    database::entities::{beta_invite, role::BuiltIn},
    invitations::{Invited, NewInvitation, create_invitation, invitation_by_id, invitations_of_addresses},
    launch::report_cohorts,
    leaving::{begin_leaving_for, remove_account},
};
use sillon_protocol::ErrorCode;
use sillon_testing::{Person, TestApp, db_test};

async fn invite_as(app: &TestApp, address: &str, role: BuiltIn) -> Invited {
    let new = NewInvitation {
        email: parse_email(address).unwrap(),
        cohort: "friends".to_owned(),
        role,
        sent_by: None,
        valid_for: TimeDelta::days(30),
    };
    let mut tx = app.ctx.db.write().await.unwrap();
    let invited = create_invitation(&mut tx, &app.ctx.clock, &new).await.unwrap();
    tx.commit().await.unwrap();
    invited
}

async fn invite(app: &TestApp, address: &str) -> beta_invite::Model {
    match invite_as(app, address, BuiltIn::Listener).await {
        Invited::New(invitation) => invitation,
        other => panic!("{other:?}"),
    }
}

fn sign_up(email: &str, code: &str) -> Value {
    json!({"email": email, "display_name": "Somebody", "password": "correct horse", "invitation": code})
}

async fn try_to_join(person: &Person, email: &str, code: &str) -> (u16, String) {
    let answer = person.post("/api/v1/accounts", &sign_up(email, code)).await;
    let outcome = if answer.status == 201 {
        answer.json()["roles"][0]["built_in"].as_str().unwrap().to_owned()
    } else {
        answer.code()
    };
    (answer.status.as_u16(), outcome)
}

fn invite_only(app: &TestApp) -> TestApp {
    app.with_settings(Settings {
        registration: Registration::Invite,
        role_of_new_accounts: BuiltIn::Listener,
        ..Settings::default()
    })
}

#[db_test]
async fn an_invitation_makes_one_account_and_knows_it(app: &TestApp) {
    let app = &invite_only(app);
    app.admin().await;
    assert_eq!(app.visitor().get("/api/v1/instance").await.expect(200)["registration"], "invite");
    let invitation = invite(app, "Ada@example.org").await;
    let typed = format!(" {} ", invitation.code.to_lowercase().replace('0', "o").replace('1', "I"));
    assert_eq!(try_to_join(&app.visitor(), "ada@EXAMPLE.org", &typed).await, (201, "listener".to_owned()));
    let tx = app.ctx.db.read().await.unwrap();
    let used = invitation_by_id(&tx, invitation.id).await.unwrap().unwrap();
    assert!(used.used_by.is_some() && used.used_at == Some(app.ctx.clock.now()));
}

#[db_test]
async fn an_invitation_of_a_creator_makes_a_creator(app: &TestApp) {
    let app = &invite_only(app);
    app.admin().await;
    let Invited::New(invitation) = invite_as(app, "ada@example.org", BuiltIn::Creator).await else { panic!() };
    assert_eq!(try_to_join(&app.visitor(), "ada@example.org", &invitation.code).await, (201, "creator".to_owned()));
}

#[db_test]
async fn whatever_is_wrong_with_an_invitation_gets_one_answer(app: &TestApp) {
    let app = &invite_only(app);
    app.admin().await;
    let (used, other, old) = (
        invite(app, "used@example.org").await,
        invite(app, "other@example.org").await,
        invite(app, "old@example.org").await,
    );
    assert_eq!(try_to_join(&app.visitor(), "used@example.org", &used.code).await.0, 201);
    app.ctx.clock.advance(TimeDelta::days(30));
    let fresh = invite(app, "fresh@example.org").await;
    let mut bodies = Vec::new();
    for (address, code) in [
        ("second@example.org", used.code.as_str()),
        ("fresh@example.org", other.code.as_str()),
        ("old@example.org", old.code.as_str()),
        ("fresh@example.org", "no code at all"),
        ("fresh@example.org", "0000-0000-0000-0000"),
        ("stranger@example.org", fresh.code.as_str()),
    ] {
        let answer = app.visitor().post("/api/v1/accounts", &sign_up(address, code)).await;
        let mut body = answer.expect(403);
        body["request_id"].take();
        bodies.push(body);
    }
    assert_eq!(bodies[0]["code"], "invitation_invalid");
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:#?}");
    assert_eq!(try_to_join(&app.visitor(), "fresh@example.org", &fresh.code).await.0, 201);
}

#[db_test]
async fn fifty_people_racing_for_one_code_make_one_account(app: &TestApp) {
    let app = &invite_only(app);
    app.admin().await;
    let invitation = invite(app, "ada@example.org").await;
    let attempts: Vec<_> = (0..50)
        .map(|_| {
            let (person, code) = (app.visitor(), invitation.code.clone());
            tokio::spawn(async move { try_to_join(&person, "ada@example.org", &code).await })
        })
        .collect();
    let mut made = 0;
    for attempt in attempts {
        match attempt.await.unwrap() {
            (201, _) => made += 1,
            (status, code) => assert_eq!((status, code.as_str()), (403, "invitation_invalid")),
        }
    }
    assert_eq!(made, 1);
}

#[db_test]
async fn a_sign_up_that_fails_leaves_the_invitation_as_it_was(app: &TestApp) {
    app.admin().await;
    let invitation = invite(app, "ada@example.org").await;
    // Whoever has an account already, banned or not, gets no second one by an invitation.
    app.creator("ada").await;
    let answer = app.visitor().post("/api/v1/accounts", &sign_up("ada@example.org", &invitation.code)).await;
    assert_eq!(answer.code(), "email_taken");
    let tx = app.ctx.db.read().await.unwrap();
    assert_eq!(invitation_by_id(&tx, invitation.id).await.unwrap(), Some(invitation));
}

#[db_test]
async fn an_instance_that_asks_for_invitations_says_so(app: &TestApp) {
    let app = &invite_only(app);
    app.admin().await;
    assert_eq!(try_to_join(&app.visitor(), "ada@example.org", "").await, (403, "invitation_required".to_owned()));
}

#[db_test]
async fn a_closed_instance_stays_closed(app: &TestApp) {
    app.admin().await;
    let invitation = invite(app, "ada@example.org").await;
    let app = &app.with_settings(Settings { registration: Registration::Closed, ..Settings::default() });
    let outcome = try_to_join(&app.visitor(), "ada@example.org", &invitation.code).await;
    assert_eq!(outcome, (403, "registration_closed".to_owned()));
}

#[db_test]
async fn codes_for_one_address_are_limited_wherever_they_are_tried(app: &TestApp) {
    let app = &invite_only(app);
    app.admin().await;
    let invitation = invite(app, "ada@example.org").await;
    for number in 0..10 {
        let guesser = app.visitor().at(&format!("203.0.113.{number}"));
        assert_eq!(try_to_join(&guesser, "ADA@example.org", "0000-0000-0000-0000").await.0, 403);
    }
    let ada = app.visitor().at("198.51.100.1");
    assert_eq!(try_to_join(&ada, "ada@example.org", &invitation.code).await, (429, "too_many_requests".to_owned()));
    app.ctx.clock.advance(TimeDelta::minutes(6));
    assert_eq!(try_to_join(&ada, "ada@example.org", &invitation.code).await.0, 201);
}

#[db_test]
async fn one_client_may_try_a_hundred_codes_an_hour(app: &TestApp) {
    let invitations = app.ctx.limits.clone();
    let guesser = Some("203.0.113.7".parse().unwrap());
    for number in 0..100 {
        invitations.begin_redemption(&format!("person{number}@example.org"), guesser).await.unwrap();
    }
    let refused = invitations.begin_redemption("other@example.org", guesser).await.unwrap_err();
    assert_eq!(refused.code(), Some(ErrorCode::TooManyRequests));
    let somebody_else = Some("203.0.113.8".parse().unwrap());
    invitations.begin_redemption("other@example.org", somebody_else).await.unwrap();
}

#[db_test]
async fn the_log_tells_who_was_invited_who_came_and_who_said_no(app: &TestApp) {
    let app = &invite_only(app);
    let admin = app.admin().await;
    let (ada, bob) = (invite(app, "ada@example.org").await, invite(app, "bob@example.org").await);
    assert_eq!(try_to_join(&app.visitor(), "ada@example.org", &ada.code).await.0, 201);
    let path = format!("/api/v1/invitations/{}/decline", bob.id);
    assert_eq!(app.visitor().post(&path, &json!({})).await.status, 204);
    let page = admin.get("/api/v1/admin/audit").await.expect(200);
    let entries = page["items"].as_array().unwrap();
    for (action, of, kind) in [
        ("invitation.made", &ada, "operator"),
        ("invitation.made", &bob, "operator"),
        ("invitation.redeemed", &ada, "visitor"),
        ("invitation.declined", &bob, "visitor"),
    ] {
        let id = of.id.to_string();
        let of_it = entries.iter().filter(|entry| entry["action"] == action && entry["object_id"] == *id);
        let kinds: Vec<_> = of_it.map(|entry| entry["actor_kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, [kind], "{action}: {entries:#?}");
    }
    let text = page.to_string();
    assert!(!text.contains(&ada.code) && !text.contains(&bob.code));
    assert_eq!(verify_chain(&app.ctx.db.read().await.unwrap(), None).await.unwrap().fault, None);
}

#[db_test]
async fn an_address_has_one_live_invitation(app: &TestApp) {
    let first = invite(app, "ada@example.org").await;
    assert_eq!(invite_as(app, "ADA@example.org", BuiltIn::Listener).await, Invited::Already(first.clone()));
    app.ctx.clock.advance(TimeDelta::days(31));
    let second = invite(app, "ada@example.org").await;
    assert_ne!(first.code, second.code);
    let tx = app.ctx.db.read().await.unwrap();
    assert_eq!(invitations_of_addresses(&tx, &["ada@example.org".to_owned()]).await.unwrap(), [second]);
}

#[db_test]
async fn twenty_runs_at_once_invite_an_address_once(app: &TestApp) {
    let runs: Vec<_> = (0..20)
        .map(|_| {
            let ctx = app.ctx.clone();
            tokio::spawn(async move {
                let new = NewInvitation {
                    email: parse_email("ada@example.org").unwrap(),
                    cohort: "friends".to_owned(),
                    role: BuiltIn::Listener,
                    sent_by: None,
                    valid_for: TimeDelta::days(30),
                };
                let mut tx = ctx.db.write().await.unwrap();
                let invited = create_invitation(&mut tx, &ctx.clock, &new).await.unwrap();
                tx.commit().await.unwrap();
                invited
            })
        })
        .collect();
    let mut made = 0;
    for run in runs {
        match run.await.unwrap() {
            Invited::New(_) => made += 1,
            Invited::Already(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(made, 1);
}

#[db_test]
async fn whoever_says_no_is_not_invited_again(app: &TestApp) {
    app.admin().await;
    let invitation = invite(app, "ada@example.org").await;
    let path = format!("/api/v1/invitations/{}/decline", invitation.id);
    for _ in 0..2 {
        assert_eq!(app.visitor().post(&path, &json!({"List-Unsubscribe": "One-Click"})).await.status, 204);
    }
    assert_eq!(try_to_join(&app.visitor(), "ada@example.org", &invitation.code).await.0, 403);
    assert_eq!(invite_as(app, "ada@example.org", BuiltIn::Listener).await, Invited::Declined);
    let reports = report_cohorts(&app.ctx.db.read().await.unwrap()).await.unwrap();
    assert_eq!((reports[0].invited, reports[0].declined), (1, 1));
}

#[db_test]
async fn a_no_to_an_old_letter_counts_for_the_new_invitation(app: &TestApp) {
    let old = invite(app, "ada@example.org").await;
    app.ctx.clock.advance(TimeDelta::days(31));
    let new = invite(app, "ada@example.org").await;
    assert_ne!(old.id, new.id);
    app.visitor().post(&format!("/api/v1/invitations/{}/decline", old.id), &json!({})).await.expect(204);
    assert_eq!(invite_as(app, "ada@example.org", BuiltIn::Listener).await, Invited::Declined);
}

#[db_test]
async fn declining_after_joining_changes_nothing(app: &TestApp) {
    app.admin().await;
    let invitation = invite(app, "ada@example.org").await;
    assert_eq!(try_to_join(&app.visitor(), "ada@example.org", &invitation.code).await.0, 201);
    let path = format!("/api/v1/invitations/{}/decline", invitation.id);
    assert_eq!(app.visitor().post(&path, &json!({})).await.status, 204);
    let reports = report_cohorts(&app.ctx.db.read().await.unwrap()).await.unwrap();
    assert_eq!((reports[0].signed_up, reports[0].declined), (1, 0));
}

#[db_test]
async fn cohorts_are_followed_from_the_invitation_to_the_return(app: &TestApp) {
    app.admin().await;
    let Invited::New(invitation) = invite_as(app, "ada@example.org", BuiltIn::Creator).await else { panic!() };
    invite_as(app, "bob@example.org", BuiltIn::Creator).await;
    invite(app, "eve@example.org").await;
    let zoe = invite(app, "zoe@example.org").await;
    assert_eq!(try_to_join(&app.visitor(), "zoe@example.org", &zoe.code).await.0, 201);
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
    assert_eq!((friends.invited, friends.signed_up, friends.uploaded), (4, 2, 1));
    assert_eq!((friends.creators, friends.creators_signed_up, friends.creators_uploaded), (2, 1, 1));
    assert_eq!((friends.back_after_a_day, friends.back_after_a_week), (1, 1));
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

#[db_test]
async fn the_operator_alone_sees_the_launch_and_nobody_sees_codes(app: &TestApp) {
    let admin = app.admin().await;
    let creator = app.creator("bob").await;
    let invitation = invite(app, "ada@example.org").await;
    for path in ["/api/v1/admin/launch", "/api/v1/admin/invitations"] {
        app.visitor().get(path).await.expect(401);
        creator.get(path).await.expect(403);
        let answer = admin.get(path).await;
        answer.expect(200);
        assert!(!answer.text().contains(&invitation.code));
    }
    let overview = admin.get("/api/v1/admin/launch").await.expect(200);
    assert_eq!((overview["verdict"].as_str(), overview["signals"].as_array().unwrap().len()), (Some("HOLD"), 0));
    assert_eq!(overview["cohorts"][0]["invited"], 1);
    let page = admin.get("/api/v1/admin/invitations?limit=1").await.expect(200);
    assert_eq!(page["items"][0]["delivery_state"], "rendered");
}

#[db_test]
async fn an_account_that_is_deleted_takes_its_address_out_of_the_invitation(app: &TestApp) {
    app.admin().await;
    let invitation = invite(app, "ada@example.org").await;
    assert_eq!(try_to_join(&app.visitor(), "ada@example.org", &invitation.code).await.0, 201);
    let mut tx = app.ctx.db.write().await.unwrap();
    let used = invitation_by_id(&tx, invitation.id).await.unwrap().unwrap();
    let account = used.used_by.unwrap();
    begin_leaving_for(&mut tx, &app.ctx.clock, account).await.unwrap();
    app.ctx.clock.advance(TimeDelta::days(31));
    assert_ne!(remove_account(&mut tx, &app.ctx.clock, account).await.unwrap(), None);
    tx.commit().await.unwrap();
    let tx = app.ctx.db.read().await.unwrap();
    let left = invitation_by_id(&tx, invitation.id).await.unwrap().unwrap();
    assert_eq!((left.email.as_str(), left.email_key.as_str(), left.used_by), ("", "", None));
    assert_eq!(report_cohorts(&tx).await.unwrap()[0].signed_up, 1);
}
