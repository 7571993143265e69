//! Every setting: its name, its variable, its default, and what it means. The reference and the sample file are written
//! from this table, and nothing else is accepted.

use super::launch_settings::LAUNCH_SETTINGS;

/// How a value is written in a variable or a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number that is not negative.
    Number,
    /// Words separated by commas; a list in the file.
    List,
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Section and key in the file: `server.listen`.
    pub key: &'static str,
    /// Environment variable.
    pub variable: &'static str,
    /// How it is written.
    pub kind: Kind,
    /// The default, as TOML.
    pub default: &'static str,
    /// What it means, for the operator.
    pub meaning: &'static str,
}

pub(super) const fn setting(
    key: &'static str,
    variable: &'static str,
    kind: Kind,
    default: &'static str,
    meaning: &'static str,
) -> Setting {
    Setting { key, variable, kind, default, meaning }
}

/// All of them, by section.
pub const SETTINGS: &[Setting] = &{
    let mut all = [GENERAL[0]; GENERAL.len() + LAUNCH_SETTINGS.len()];
    let mut place = 0;
    while place < all.len() {
        all[place] = if place < GENERAL.len() { GENERAL[place] } else { LAUNCH_SETTINGS[place - GENERAL.len()] };
        place += 1;
    }
    all
};

const GENERAL: &[Setting] = &[
    setting(
        "instance.name",
        "SILLON_INSTANCE_NAME",
        Kind::Text,
        "\"Sillon\"",
        "Name of the community, as visitors see it.",
    ),
    setting(
        "instance.registration",
        "SILLON_REGISTRATION",
        Kind::Text,
        "\"open\"",
        "Who may sign up: `open` (anyone), `invite` (whoever has an invitation) or `closed` (nobody; existing accounts still \
         sign in).",
    ),
    setting(
        "instance.role_of_new_accounts",
        "SILLON_ROLE_OF_NEW_ACCOUNTS",
        Kind::Text,
        "\"creator\"",
        "What a new account may do: `creator` (upload and listen) or `listener` (listen).",
    ),
    setting(
        "server.listen",
        "SILLON_LISTEN",
        Kind::Text,
        "\"127.0.0.1:8080\"",
        "Address and port. Port 0 takes a free one. Keep it on loopback when a reverse proxy stands before it.",
    ),
    setting(
        "server.public_url",
        "SILLON_PUBLIC_URL",
        Kind::Text,
        "\"\"",
        "The address under which people reach the instance, such as `https://music.example.org`. With https, cookies are \
         sent over TLS only. Needed behind a proxy that changes the Host header.",
    ),
    setting(
        "server.roles",
        "SILLON_ROLES",
        Kind::List,
        "[\"api\", \"streaming\", \"worker\"]",
        "What this process does. One process does everything by default; several share PostgreSQL and the data folder.",
    ),
    setting(
        "server.session_days",
        "SILLON_SESSION_DAYS",
        Kind::Number,
        "30",
        "Days until a person has to sign in again.",
    ),
    setting(
        "server.shutdown_grace_seconds",
        "SILLON_SHUTDOWN_GRACE_SECONDS",
        Kind::Number,
        "10",
        "How long running requests may take to end when the server is told to stop.",
    ),
    setting(
        "storage.data_dir",
        "SILLON_DATA_DIR",
        Kind::Text,
        "\"./data\"",
        "Folder of everything that Sillon keeps: the SQLite database, uploads, encoded music, artwork. Back it up.",
    ),
    setting(
        "database.url",
        "SILLON_DATABASE_URL",
        Kind::Text,
        "\"\"",
        "`postgres://user:password@host/name`. Empty: SQLite in the data folder.",
    ),
    setting(
        "database.max_connections",
        "SILLON_DATABASE_MAX_CONNECTIONS",
        Kind::Number,
        "20",
        "Connections to PostgreSQL. SQLite takes one writer and four readers whatever stands here.",
    ),
    setting(
        "uploads.max_bytes",
        "SILLON_UPLOAD_MAX_BYTES",
        Kind::Number,
        "2147483648",
        "Largest file that may be uploaded.",
    ),
    setting(
        "worker.concurrency",
        "SILLON_WORKER_CONCURRENCY",
        Kind::Number,
        "0",
        "Tracks that are encoded at once. 0: half of the processor's cores, at least one.",
    ),
    setting(
        "worker.lease_seconds",
        "SILLON_WORKER_LEASE_SECONDS",
        Kind::Number,
        "30",
        "How long a job of a worker that died stays claimed before another takes it.",
    ),
    setting(
        "worker.encode_limit_seconds",
        "SILLON_WORKER_ENCODE_LIMIT_SECONDS",
        Kind::Number,
        "3600",
        "Longest time that one encode may take; a file that takes longer is refused.",
    ),
    setting(
        "worker.orphan_age_seconds",
        "SILLON_WORKER_ORPHAN_AGE_SECONDS",
        Kind::Number,
        "3600",
        "Files that nothing refers to (left by a crash) are removed when they are this old.",
    ),
    setting(
        "mail.transport",
        "SILLON_MAIL_TRANSPORT",
        Kind::Text,
        "\"folder\"",
        "How mail leaves: `folder` (files in `mail` in the data folder; nobody is sent any), `smtp` (a mail server), \
         `command` (a program such as sendmail) or `off`.",
    ),
    setting(
        "mail.from",
        "SILLON_MAIL_FROM",
        Kind::Text,
        "\"\"",
        "The sender: `music@example.org` or `Our Music <music@example.org>`. Needed for `smtp` and `command`; the domain \
         should be one for which your mail server may send (SPF, DKIM).",
    ),
    setting("mail.smtp_host", "SILLON_MAIL_SMTP_HOST", Kind::Text, "\"\"", "Name of the mail server, for `smtp`."),
    setting(
        "mail.smtp_port",
        "SILLON_MAIL_SMTP_PORT",
        Kind::Number,
        "0",
        "Its port. 0: 587 for `starttls`, 465 for `tls`, 25 for `none`.",
    ),
    setting(
        "mail.smtp_security",
        "SILLON_MAIL_SMTP_SECURITY",
        Kind::Text,
        "\"starttls\"",
        "How the line to it is protected: `starttls` (insisted on), `tls`, or `none` (for a server on this machine; a \
         password is then refused).",
    ),
    setting(
        "mail.smtp_ca_file",
        "SILLON_MAIL_SMTP_CA_FILE",
        Kind::Text,
        "\"\"",
        "Certificates (PEM) that are trusted beside the public authorities, for a server with a certificate of your own.",
    ),
    setting(
        "mail.smtp_user",
        "SILLON_MAIL_SMTP_USER",
        Kind::Text,
        "\"\"",
        "User name at the mail server. Empty: no sign-in.",
    ),
    setting(
        "mail.smtp_password",
        "SILLON_MAIL_SMTP_PASSWORD",
        Kind::Text,
        "\"\"",
        "Password at the mail server. A file keeps it out of the process list and of copies of this one.",
    ),
    setting(
        "mail.smtp_password_file",
        "SILLON_MAIL_SMTP_PASSWORD_FILE",
        Kind::Text,
        "\"\"",
        "File with the password, on its first line. Only one of both settings may be used.",
    ),
    setting(
        "mail.command",
        "SILLON_MAIL_COMMAND",
        Kind::List,
        "[\"/usr/sbin/sendmail\", \"-i\"]",
        "The program for `command`, word by word; no shell is between. `-f SENDER -- RECIPIENT` are added, the message \
         comes on standard input, and the exit status is read after sysexits.h (sendmail, Postfix, Exim, msmtp).",
    ),
    setting(
        "mail.command_limit_seconds",
        "SILLON_MAIL_COMMAND_LIMIT_SECONDS",
        Kind::Number,
        "60",
        "Longest time that the program may take, at most 600; then it is killed, and whether the mail left is not known.",
    ),
    setting(
        "mail.per_second",
        "SILLON_MAIL_PER_SECOND",
        Kind::Number,
        "5",
        "Most mails that this process sends in a second. 0: no limit but the mail server's.",
    ),
    setting(
        "analytics.play_days",
        "SILLON_ANALYTICS_PLAY_DAYS",
        Kind::Number,
        "400",
        "Days for which single plays are kept, at least 2. The daily numbers are kept for ever; they can be counted anew \
         (`sillon stats rebuild`) as long as their plays are there.",
    ),
    setting("log.format", "SILLON_LOG_FORMAT", Kind::Text, "\"pretty\"", "`pretty` for people, `json` for machines."),
    setting(
        "log.filter",
        "SILLON_LOG",
        Kind::Text,
        "\"info\"",
        "What is logged: `error`, `warn`, `info`, `debug`, `trace`, or a filter such as `info,sillon_worker=debug`.",
    ),
];

/// The setting of this name.
pub(super) fn find(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

/// The name among these that is most like what was written, if one is like it at all.
pub(super) fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let (name, distance) = names.map(|name| (name, distance(written, name))).min_by_key(|(_, distance)| *distance)?;
    (distance <= written.len() / 3 + 1).then_some(name)
}

/// How many letters must change (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = above + 1;
        for (place, other) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[place + 1];
            row[place + 1] = replaced.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[to.len()]
}
