//! What people in these tests have and ask for.

use http::Method;
use serde_json::{Value, json};
use sillon_testing::{Answer, Person, TestApp, convert_picture, tone_wave};

use crate::archive::Archive;

pub(crate) const PASSWORD: &str = "correct horse";
pub(crate) const EXPORTS: &str = "/api/v1/accounts/me/exports";
pub(crate) const ACCOUNT: &str = "/api/v1/accounts/me";
pub(crate) const DELETION: &str = "/api/v1/accounts/me/deletion";

/// A square picture.
pub(crate) fn square(colour: &str) -> Vec<u8> {
    convert_picture(&format!("-size 100x100 xc:{colour}"), "png")
}

/// Uploads a track under this title; gives its id. It is published when the jobs have run.
pub(crate) async fn send_track(person: &Person, title: &str, frames: u32) -> String {
    let track = person.upload("song.WAV", tone_wave(frames)).await.expect(201);
    let id = track["id"].as_str().unwrap().to_owned();
    person.patch(&format!("/api/v1/tracks/{id}"), &json!({ "title": title })).await.expect(200);
    id
}

/// Plays the beginning of a track, and gives what became of it.
pub(crate) async fn play(person: &Person, track: &str) -> Value {
    let body = json!({
        "visit_id": "0190b2c4-0000-7000-8000-00000000aaaa",
        "events": [{
            "play_id": "0190b2c4-0000-7000-8000-00000000bbbb", "track_id": track,
            "kind": "start", "elapsed_ms": 0, "heard_ms": 0,
        }],
    });
    person.post("/api/v1/plays", &body).await.expect(202)
}

/// Asks for an export with the right password.
pub(crate) async fn ask_for_export(person: &Person) -> Value {
    person.post(EXPORTS, &json!({"current_password": PASSWORD})).await.expect(202)
}

/// The exports of a person.
pub(crate) async fn exports(person: &Person) -> Vec<Value> {
    person.get(EXPORTS).await.expect(200)["items"].as_array().unwrap().clone()
}

/// Asks for an export, waits for it, and reads it.
pub(crate) async fn export(app: &TestApp, person: &Person) -> Archive {
    ask_for_export(person).await;
    app.run_jobs().await;
    let url = exports(person).await[0]["download_url"].as_str().unwrap().to_owned();
    let answer = person.get(&url).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    Archive::read(&answer.body)
}

/// Asks for the end of an account.
pub(crate) async fn leave(person: &Person, body: &Value) -> Answer {
    person.send(Person::json_request(Method::DELETE, ACCOUNT, body)).await
}

/// Leaves with the right password, which is enough.
pub(crate) async fn leave_at_once(person: &Person) -> Value {
    leave(person, &json!({"current_password": PASSWORD})).await.expect(200)
}

/// Signs in with address and password.
pub(crate) async fn sign_in(app: &TestApp, name: &str) -> Person {
    let mut person = app.visitor();
    let body = json!({"email": format!("{name}@example.org"), "password": PASSWORD});
    person.post_and_remember("/api/v1/sessions", &body).await.expect(201);
    person
}

/// Makes the runs of the schedule that are due, and does what they are for.
pub(crate) async fn run_schedule(app: &TestApp) {
    app.worker().make_due_runs().await.unwrap();
    app.run_jobs().await;
}
