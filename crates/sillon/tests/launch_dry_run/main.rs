//! The launch day over a hundred people, as the checklist writes it: its commands in its order, against a running
//! instance, with the real msmtp and a real SMTP server, a rejected address, a temporary refusal, a kill in the middle, a
//! second run, and a signal that cannot be checked. Every command of both documents is run here.
#![expect(clippy::unwrap_used, unreachable_pub, reason = "in tests a failure is a panic; parts of one test program")]

#[path = "../launch_place/mod.rs"]
#[expect(dead_code, reason = "each test program uses its own part of it")]
mod launch_place;
mod providers;

use std::{
    collections::BTreeSet,
    path::Path,
    process::{Child, Command, Stdio},
};

use launch_place::LaunchPlace;
use providers::Providers;
use serde_json::{Value, json};
use sillon_launch::checklist::{CHECKLIST, read_checklist};
use sillon_testing::{MailServer, ServerProcess, db_test, python_tool, sillon_binary, tone_wave};

const GUIDE: &str = include_str!("../../../../docs/SOFT_LAUNCH_BETA_2026.md");
const SEND: &str = "SEND=1 scripts/soft-launch/send-invitations.sh cohort.csv";
const LOOK: &str = "sillon launch letters --state unknown";

/// The instance, the mail server, the providers, and the operator's shell.
struct Day<'a> {
    place: &'a LaunchPlace,
    server: ServerProcess,
    mail: MailServer,
    providers: Providers,
    done: BTreeSet<String>,
}

impl<'a> Day<'a> {
    async fn prepare(place: &'a LaunchPlace) -> Self {
        let database = place.variables().into_iter().find(|(name, _)| name == "SILLON_DATABASE_URL").unwrap().1;
        let settings = [
            ("SILLON_DATABASE_URL", database.as_str()),
            ("SILLON_REGISTRATION", "invite"),
            // Without one, mails have no links.
            ("SILLON_PUBLIC_URL", "http://localhost"),
        ];
        let day = Self {
            place,
            server: ServerProcess::start(place.folder(), &settings),
            mail: MailServer::start(0.01),
            providers: Providers::start(),
            done: BTreeSet::new(),
        };
        day.mail.write_msmtprc(place.folder());
        day.set_up_instance().await;
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
        for folder in ["scripts", "load"] {
            std::os::unix::fs::symlink(repository.join(folder), place.path(folder)).unwrap();
        }
        std::fs::create_dir(place.path("bin")).unwrap();
        std::os::unix::fs::symlink(sillon_binary(), place.path("bin/sillon")).unwrap();
        std::fs::create_dir(place.path("restored")).unwrap();
        std::fs::write(place.path("rehearsal.eml"), "Authentication-Results: mx; spf=pass; dkim=pass; dmarc=pass\n")
            .unwrap();
        std::fs::write(place.path("rehearsal.csv"), "email,cohort,role\nus@example.org,rehearsal,creator\n").unwrap();
        std::fs::write(place.path("cohort.csv"), cohort()).unwrap();
        day
    }

    async fn set_up_instance(&self) {
        let token = self.server.setup_token.clone().unwrap();
        let jar = self.place.path("jar").display().to_string();
        let body =
            json!({"token": token, "email": "admin@example.org", "display_name": "Admin", "password": "correct horse"});
        let header = "content-type: application/json";
        self.server.curl(&["-c", &jar, "-H", header, "-d", &body.to_string()], "/api/v1/setup");
        std::fs::write(self.place.path("song.wav"), tone_wave(44_100 * 12)).unwrap();
        let file = format!("@{}", self.place.path("song.wav").display());
        self.server.curl(&["-b", &jar, "--data-binary", &file], "/api/v1/uploads?file_name=song.wav");
        while !self.server.curl(&[], "/api/v1/tracks").contains("\"published\"") {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    fn shell(&self, command: &str) -> Command {
        let place = self.place;
        let mut shell = Command::new("bash");
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", place.path("bin").display());
        let url = self.providers.url.as_str();
        shell
            .args(["-c", command])
            .current_dir(place.folder())
            .env_clear()
            .envs(place.variables())
            .envs([("PATH", path.as_str()), ("SILLON_REGISTRATION", "invite"), ("LANG", "C.UTF-8")])
            .envs([("SILLON_PUBLIC_URL", self.server.address.as_str()), ("SILLON_LAUNCH_TARGET_TESTERS", "60")])
            .env("SILLON_LAUNCH_FEEDBACK_URL", format!("{}/livez", self.server.address))
            .envs([("SILLON_LAUNCH_SENTRY_URL", url), ("SILLON_LAUNCH_SENTRY_ORGANIZATION", "music")])
            .envs([("SILLON_LAUNCH_SENTRY_TOKEN", "secret"), ("SILLON_LAUNCH_ISSUES_PROVIDER", "github")])
            .envs([("SILLON_LAUNCH_ISSUES_URL", url), ("SILLON_LAUNCH_ISSUES_REPOSITORY", "music/sillon")])
            .envs([("DURATION", "3s"), ("VISITORS", "2"), ("LISTENERS", "2"), ("PAUSE", "0.2"), ("TOLERANCE", "100")])
            .env("K6", python_tool("k6"));
        shell
    }

    #[track_caller]
    fn run(&mut self, command: &str, code: i32) -> String {
        self.done.insert(command.to_owned());
        let output = self.shell(command).output().unwrap();
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{command}\n{text}");
        text
    }

    fn start(&self, command: &str) -> Child {
        self.shell(command).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// The loop says how things stand, and ends when it is told to.
    fn run_loop(&mut self, command: &str) {
        use std::io::{BufRead, BufReader};
        self.done.insert(command.to_owned());
        let mut child = self.start(&format!("exec env {command}"));
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let verdict = lines.map(Result::unwrap).find(|line| line.contains(" UTC")).unwrap();
        assert!(verdict.starts_with("HOLD at") || verdict.starts_with("GO at"), "{verdict}");
        assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }

    /// Sends, is killed after forty letters, and goes on.
    async fn send_with_a_kill(&mut self) {
        self.done.insert(SEND.to_owned());
        let mut sending = self.start(&format!("exec env {SEND}"));
        self.mail.wait_for(40).await;
        assert!(sending.try_wait().unwrap().is_none(), "it ended before it could be killed");
        sending.kill().unwrap();
        sending.wait().unwrap();
        let second = self.run(SEND, 1);
        // One was asked to come back before the kill, and is left alone until the operator says otherwise.
        assert!(second.contains("1 refused for now, 1 refused for good"), "{second}");
        assert!(second.contains("1 left alone"), "{second}");
        // The kill may have come between two letters; otherwise one is unknown from now on, which no run calls well.
        let code = i32::from(!second.contains(", 0 unknown, "));
        let third = self.run(&format!("{SEND} --only temporary"), code);
        assert!(third.contains("2 sent, ") && third.contains("1 left alone"), "{third}");
        let fourth = self.run(&format!("{SEND} --only failed"), 1);
        assert!(fourth.contains("0 sent, ") && fourth.contains("1 refused for good"), "{fourth}");
    }

    /// The operator looks in the mail server's log, and sends again only what did not arrive.
    fn settle_unknown(&mut self) {
        self.run(LOOK, 0);
        let letters: Value = serde_json::from_str(&self.run(&format!("{LOOK} --format json"), 0)).unwrap();
        let taken = self.mail.taken();
        let list = std::fs::read_to_string(self.place.path("cohort.csv")).unwrap();
        let arrived = |address: &str| taken.contains_key(address);
        let unknown = letters["letters"].as_array().unwrap().iter();
        let lost: BTreeSet<String> = unknown
            .map(|letter| letter["address"].as_str().unwrap().to_owned())
            .filter(|address| !arrived(address))
            .collect();
        let is_kept = |line: &&str| line.starts_with("email,") || lost.contains(line.split(',').next().unwrap());
        let kept: Vec<&str> = list.lines().filter(is_kept).collect();
        std::fs::write(self.place.path("cohort.csv"), kept.join("\n")).unwrap();
        self.run(&format!("{SEND} --retry unknown"), 0);
        std::fs::write(self.place.path("cohort.csv"), list).unwrap();
    }

    /// Sixty people follow the link in their letter.
    fn people_come(&self) {
        for (address, letters) in
            self.mail.taken().into_iter().filter(|(address, _)| address.contains("person")).take(62)
        {
            let letter = mail_parser::MessageParser::default().parse(&letters[0]).unwrap();
            let text = letter.body_text(0).unwrap().into_owned();
            let code = text.split("#code=").nth(1).unwrap().split('&').next().unwrap();
            let body =
                json!({"email": address, "display_name": "Person", "password": "correct horse", "invitation": code});
            let header = "content-type: application/json";
            let answer = self.server.curl(&["-H", header, "-d", &body.to_string()], "/api/v1/accounts");
            assert!(answer.contains("\"id\""), "{address}: {answer}");
        }
    }
}

fn cohort() -> String {
    let mut file = "email,cohort,role,name\n".to_owned();
    for number in 0..100 {
        let kind = match number {
            57 => "reject",
            13 | 83 => "later",
            _ => "person",
        };
        let (label, role) = match number {
            0..=7 => ("creators", "creator"),
            8..=59 => ("friends", "listener"),
            _ => ("strangers", "listener"),
        };
        file += &format!("{kind}{number}@example.net,{label},{role},Person {number}\n")
            .replace("reject", "reject-")
            .replace("later", "later-");
    }
    file
}

#[db_test]
async fn the_launch_day_goes_as_the_checklist_writes_it(place: &LaunchPlace) {
    let mut day = Day::prepare(place).await;
    for section in read_checklist(CHECKLIST) {
        for command in section.items.iter().filter_map(|item| item.command.as_deref()) {
            take_line(&mut day, &section.title, command).await;
        }
    }
    for command in shell_blocks(GUIDE) {
        if !day.done.contains(command) {
            take_line(&mut day, "guide", command).await;
        }
    }
    check_letters(&day);
    let report = std::fs::read_to_string(place.path("day.md")).unwrap();
    assert!(report.contains("**GO** at the last of"), "{report}");
    assert!(
        report.contains("2 errors ✅ → ⚪ could not check") && report.contains("2 errors ⚪ → ✅ green"),
        "{report}"
    );
    let svg = std::fs::read_to_string(place.path("cohorts.svg")).unwrap();
    assert!(svg.contains("62 signed up") || svg.contains("signed up"), "{svg}");
    let boxes = day.run("sillon launch checklist --section 'D-day: Last hour'", 1);
    assert!(boxes.contains("✅ The instance is as it was") && boxes.contains("🔴 The list is as it was"), "{boxes}");
    let list = day.run("sillon launch checklist --list", 0);
    assert!(list.contains("☐  It reads well on a telephone"), "{list}");
}

async fn take_line(day: &mut Day<'_>, section: &str, command: &str) {
    match command {
        _ if command.starts_with("LOOP=1") => day.run_loop(command),
        _ if command.starts_with("sillon doctor --data-dir restored") => {
            let without_recordings = day.run(command, 1);
            assert!(without_recordings.contains("files are missing"), "{without_recordings}");
            let copied = Command::new("cp").args(["-r", "blobs", "restored"]).current_dir(day.place.folder()).status();
            assert!(copied.unwrap().success());
            assert!(day.run(command, 0).contains("newest entry: 20"));
        }
        SEND if section != "guide" => day.send_with_a_kill().await,
        LOOK => day.settle_unknown(),
        _ if day.done.contains(command) && command.starts_with(SEND) => {}
        "sillon launch monitor" if section.starts_with("18:00") => {
            day.providers.be_away(true);
            let hold = day.run(command, 2);
            assert!(hold.contains("HOLD at") && hold.contains("⚪ 2 errors"), "{hold}");
            day.providers.be_away(false);
            let go = day.run(command, 0);
            assert!(go.contains("GO at"), "{go}");
        }
        // Only half of the people have come yet.
        "sillon launch monitor" if section.starts_with("D-day") => {
            assert!(day.run(command, 1).contains("NO-GO"));
            day.people_come();
        }
        "sillon launch monitor --format json" if section != "guide" => {
            day.run(command, 2);
        }
        _ => {
            day.run(command, 0);
        }
    }
}

/// The lines of the blocks that a shell runs.
fn shell_blocks(document: &str) -> Vec<&str> {
    let mut commands = Vec::new();
    let mut is_inside = false;
    for line in document.lines() {
        match line {
            "```sh" => is_inside = true,
            "```" => is_inside = false,
            _ if is_inside => commands.push(line),
            _ => {}
        }
    }
    commands
}

fn check_letters(day: &Day<'_>) {
    let taken = day.mail.taken();
    assert_eq!(taken.len(), 1 + 99, "everybody but the one who was refused, and ourselves");
    for (address, letters) in &taken {
        assert_eq!(letters.len(), 1, "{address}");
    }
    assert!(!taken.contains_key("reject-57@example.net"));
}
