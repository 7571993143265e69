//! Every setting: its name, its variable, its default, and what it means. The reference and the sample file are written
//! from this table, and nothing else is accepted.

use super::{
    launch_settings::LAUNCH_SETTINGS,
    setting::{Kind, Setting, setting},
};

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
    )
    .danger("Open sign-up brings spam to an instance that nobody moderates."),
    setting(
        "instance.role_of_new_accounts",
        "SILLON_ROLE_OF_NEW_ACCOUNTS",
        Kind::Text,
        "\"creator\"",
        "What a new account may do: `creator` (upload and listen) or `listener` (listen).",
    )
    .danger("With open sign-up and `creator`, anyone can fill the disk with uploads."),
    setting(
        "server.listen",
        "SILLON_LISTEN",
        Kind::Text,
        "\"127.0.0.1:8080\"",
        "Address and port. Port 0 takes a free one. Keep it on loopback when a reverse proxy stands before it.",
    )
    .danger("Sillon speaks plain HTTP: on a public address passwords travel in the clear unless TLS ends before it."),
    setting(
        "server.public_url",
        "SILLON_PUBLIC_URL",
        Kind::Text,
        "\"\"",
        "The address under which people reach the instance, such as `https://music.example.org`. With https, cookies are \
         sent over TLS only. Needed behind a proxy that changes the Host header.",
    )
    .danger("Links in mails are made of it: a wrong one sends people elsewhere.")
    .refused("An address without https, or none."),
    setting(
        "server.mode",
        "SILLON_MODE",
        Kind::Text,
        "\"auto\"",
        "`production` refuses to start with what is dangerous in public, `development` only says so, `auto` is production \
         when the public URL is https.",
    )
    .danger("`development` on a public address leaves the dangers below to you."),
    setting(
        "server.trusted_proxies",
        "SILLON_TRUSTED_PROXIES",
        Kind::List,
        "[\"127.0.0.0/8\", \"::1\"]",
        "Addresses or ranges of the reverse proxies whose forwarding header names the client. Without the right one all \
         people share the limits of the proxy's address.",
    )
    .danger("Whoever connects from such an address can name any client: a range that strangers are in undoes the limits."),
    setting(
        "server.forwarded_header",
        "SILLON_FORWARDED_HEADER",
        Kind::Text,
        "\"x-forwarded-for\"",
        "The one header that the proxies write: `x-forwarded-for` or `forwarded` (RFC 7239). The other is not read.",
    )
    .danger("A header that the proxy passes on instead of writing lets clients name themselves."),
    setting(
        "server.cors_origins",
        "SILLON_CORS_ORIGINS",
        Kind::List,
        "[]",
        "Origins of other sites whose pages may use the interface with people's sessions, such as `https://app.example.org`. \
         `*` lets every page read what visitors can see, without sessions.",
    )
    .danger("A page of such an origin can do whatever the signed-in person can.")
    .refused("`*`, and origins without https."),
    setting(
        "server.admin_listen",
        "SILLON_ADMIN_LISTEN",
        Kind::Text,
        "\"\"",
        "Second address and port for `/metrics`, `/livez` and `/readyz`, such as `127.0.0.1:9090`. Empty: none.",
    )
    .danger("`/metrics` needs no token there: let no stranger reach it."),
    setting(
        "server.metrics_token",
        "SILLON_METRICS_TOKEN",
        Kind::Secret,
        "\"\"",
        "With it `/metrics` answers on the main address to `Authorization: Bearer <token>`. Empty: it is not found there.",
    )
    .danger("Metrics tell how many people listen, and when.")
    .refused("Fewer than 32 characters, or a well-known word.")
    .characters(32),
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
    )
    .danger("The longer, the more a stolen device is worth."),
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
    )
    .danger("Whoever reads it has every password hash and every recording; losing it loses everything."),
    setting(
        "database.url",
        "SILLON_DATABASE_URL",
        Kind::Secret,
        "\"\"",
        "`postgres://user:password@host/name`. Empty: SQLite in the data folder.",
    )
    .danger("It holds the database's password.")
    .refused("A password that is missing, well known or shorter than 12 characters, unless the host is a socket's folder.")
    .characters(12),
    setting(
        "database.max_connections",
        "SILLON_DATABASE_MAX_CONNECTIONS",
        Kind::Number,
        "20",
        "Connections to PostgreSQL. SQLite takes one writer and four readers whatever stands here.",
    )
    .danger("More than the server allows (`max_connections`, for all nodes together) makes requests fail."),
    setting(
        "uploads.max_bytes",
        "SILLON_UPLOAD_MAX_BYTES",
        Kind::Number,
        "2147483648",
        "Largest file that may be uploaded.",
    )
    .danger("A few uploads of this size must fit the disk."),
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
    )
    .danger("Shorter than a pause of the machine, and a job that still runs is begun again elsewhere."),
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
    )
    .danger("Shorter than the slowest upload, and a file is removed while it arrives."),
    setting(
        "passwords.threads",
        "SILLON_PASSWORD_THREADS",
        Kind::Number,
        "0",
        "Passwords that are hashed at once, each taking 19 MiB and a core at low priority. 0: half of the cores, at least one.",
    )
    .danger("As many as there are cores, and a flood of logins slows everything else."),
    setting(
        "passwords.passes",
        "SILLON_PASSWORD_PASSES",
        Kind::Number,
        "2",
        "Passes of Argon2id over 19 MiB for a password. 2 is the floor; `sillon doctor` measures how long one hash takes. \
         Older hashes are replaced when people sign in.",
    ),
    setting(
        "limits.requests",
        "SILLON_LIMITS",
        Kind::Text,
        "\"on\"",
        "`on` or `off`: whether requests are counted. Attempts to sign in are slowed down either way.",
    )
    .danger("Off, one client can take everything that the machine has."),
    setting(
        "limits.exempt",
        "SILLON_LIMITS_EXEMPT",
        Kind::List,
        "[\"127.0.0.0/8\", \"::1\"]",
        "Addresses or ranges that are never refused: programs on this machine, monitors.",
    )
    .danger("A proxy on this machine that names no client makes everybody look like this machine."),
    setting(
        "limits.auth_per_minute",
        "SILLON_LIMITS_AUTH",
        Kind::Number,
        "60",
        "Sign-ins, sign-ups and other guesses at a secret from one address. Nodes share the count through PostgreSQL.",
    )
    .danger("Higher helps guessers; too low refuses people who share one address."),
    setting(
        "limits.write_per_minute",
        "SILLON_LIMITS_WRITE",
        Kind::Number,
        "300",
        "Changes by one account, and from one address.",
    ),
    setting(
        "limits.read_per_minute",
        "SILLON_LIMITS_READ",
        Kind::Number,
        "1200",
        "Reads by one account, and from one address.",
    ),
    setting(
        "limits.upload_per_minute",
        "SILLON_LIMITS_UPLOAD",
        Kind::Number,
        "60",
        "Files sent by one account, and from one address.",
    ),
    setting(
        "limits.media_per_minute",
        "SILLON_LIMITS_MEDIA",
        Kind::Number,
        "6000",
        "Segments and pictures by one account, and from one address. A listener asks for some ten segments a minute.",
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
        Kind::Secret,
        "\"\"",
        "Password at the mail server.",
    )
    .danger("Whoever reads it can send mail in your name.")
    .refused("A short or well-known one; a file with it that everybody may read."),
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
