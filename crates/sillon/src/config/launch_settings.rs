//! The settings of the soft launch, which stand behind the others in the reference. What they do is in the launch role.

use super::setting::{Kind, Setting, setting};

/// `[launch]`
pub(super) const LAUNCH_SETTINGS: &[Setting] = &[
    setting(
        "launch.from_address",
        "SILLON_LAUNCH_FROM_ADDRESS",
        Kind::Text,
        "\"\"",
        "Mail address from which invitations are sent, and to which people answer.",
    ),
    setting("launch.from_name", "SILLON_LAUNCH_FROM_NAME", Kind::Text, "\"\"", "The name beside it."),
    setting(
        "launch.about",
        "SILLON_LAUNCH_ABOUT",
        Kind::Text,
        "\"\"",
        "Who you are, in a few sentences, in the language of the invitation. They are its second paragraph.",
    ),
    setting("launch.signature", "SILLON_LAUNCH_SIGNATURE", Kind::Text, "\"\"", "The names below the invitation."),
    setting(
        "launch.feedback_url",
        "SILLON_LAUNCH_FEEDBACK_URL",
        Kind::Text,
        "\"\"",
        "Where people say how it is: the address of your form.",
    ),
    setting(
        "launch.language",
        "SILLON_LAUNCH_LANGUAGE",
        Kind::Text,
        "\"fr\"",
        "Language of the invitation: `fr` or `en`.",
    ),
    setting(
        "launch.invitation_days",
        "SILLON_LAUNCH_INVITATION_DAYS",
        Kind::Number,
        "30",
        "Days for which an invitation works.",
    ),
    setting(
        "launch.send_command",
        "SILLON_LAUNCH_SEND_COMMAND",
        Kind::Text,
        "\"msmtp -t --read-envelope-from\"",
        "Command that takes one mail on standard input and sends it. `SEND_CMD` and `--send-command` go before it.",
    ),
    setting(
        "launch.sends_per_minute",
        "SILLON_LAUNCH_SENDS_PER_MINUTE",
        Kind::Number,
        "60",
        "Most invitations that are sent in a minute.",
    ),
    setting(
        "launch.target_testers",
        "SILLON_LAUNCH_TARGET_TESTERS",
        Kind::Number,
        "0",
        "How many invited people must have signed up for the monitor's first signal to be green. 0: not configured.",
    ),
    setting(
        "launch.sentry_url",
        "SILLON_LAUNCH_SENTRY_URL",
        Kind::Text,
        "\"\"",
        "Sentry or GlitchTip, such as `https://de.sentry.io`.",
    ),
    setting(
        "launch.sentry_organization",
        "SILLON_LAUNCH_SENTRY_ORGANIZATION",
        Kind::Text,
        "\"\"",
        "Short name of the organization there.",
    ),
    setting(
        "launch.sentry_project",
        "SILLON_LAUNCH_SENTRY_PROJECT",
        Kind::Text,
        "\"\"",
        "Number of the project there. Empty: all projects of the organization.",
    ),
    setting(
        "launch.sentry_token",
        "SILLON_LAUNCH_SENTRY_TOKEN",
        Kind::Secret,
        "\"\"",
        "Token with the scope `event:read`.",
    )
    .danger("Whoever has it reads your errors, and with a wider scope changes them: give it `event:read` alone.")
    .refused("A short or well-known one; a file with it that everybody may read."),
    setting(
        "launch.status_provider",
        "SILLON_LAUNCH_STATUS_PROVIDER",
        Kind::Text,
        "\"instance\"",
        "Whose status page is asked: `instance` (this Sillon), `statuspage`, `gatus`, `uptime_kuma`, `upptime`, `cstate`.",
    ),
    setting(
        "launch.status_url",
        "SILLON_LAUNCH_STATUS_URL",
        Kind::Text,
        "\"\"",
        "Its address, without the part that is the same everywhere. `instance`: empty means server.public_url. \
         `uptime_kuma`: with the page, `https://status.example.org/status/music`. `upptime`: the raw address of the \
         repository's branch.",
    ),
    setting(
        "launch.status_token",
        "SILLON_LAUNCH_STATUS_TOKEN",
        Kind::Secret,
        "\"\"",
        "Sent as a bearer token, where the status page needs one.",
    )
    .danger("Whoever has it reads the status page, and whatever else it opens.")
    .refused("A short or well-known one; a file with it that everybody may read."),
    setting(
        "launch.journey_result",
        "SILLON_LAUNCH_JOURNEY_RESULT",
        Kind::Text,
        "\"\"",
        "File in which `sillon launch journey` leaves its result. Empty: launch/journey.json in the data folder.",
    ),
    setting(
        "launch.journey_max_age_minutes",
        "SILLON_LAUNCH_JOURNEY_MAX_AGE_MINUTES",
        Kind::Number,
        "60",
        "How old that result may be.",
    ),
    setting(
        "launch.load_folder",
        "SILLON_LAUNCH_LOAD_FOLDER",
        Kind::Text,
        "\"\"",
        "Folder in which scripts/nightly-load.sh leaves summary.json and record.json. Empty: launch/load in the data \
         folder.",
    ),
    setting(
        "launch.load_max_age_hours",
        "SILLON_LAUNCH_LOAD_MAX_AGE_HOURS",
        Kind::Number,
        "26",
        "How old the last load run may be.",
    ),
    setting(
        "launch.issues_provider",
        "SILLON_LAUNCH_ISSUES_PROVIDER",
        Kind::Text,
        "\"\"",
        "Where issues are kept: `github`, `gitlab` or `forgejo` (also Gitea). Empty: not configured.",
    ),
    setting(
        "launch.issues_url",
        "SILLON_LAUNCH_ISSUES_URL",
        Kind::Text,
        "\"\"",
        "Address of its API's server, such as `https://api.github.com`, `https://gitlab.com`, `https://codeberg.org`.",
    ),
    setting(
        "launch.issues_repository",
        "SILLON_LAUNCH_ISSUES_REPOSITORY",
        Kind::Text,
        "\"\"",
        "Owner and name, such as `music/sillon`.",
    ),
    setting(
        "launch.issues_label",
        "SILLON_LAUNCH_ISSUES_LABEL",
        Kind::Text,
        "\"HIGH\"",
        "The label of issues that must be closed before the doors open.",
    ),
    setting(
        "launch.issues_token",
        "SILLON_LAUNCH_ISSUES_TOKEN",
        Kind::Secret,
        "\"\"",
        "Token that may read issues, where they are not public.",
    )
    .danger("Whoever has it reads your issues, and with a wider scope your code: give it reading of issues alone.")
    .refused("A short or well-known one; a file with it that everybody may read."),
    setting(
        "launch.check_interval_seconds",
        "SILLON_LAUNCH_CHECK_INTERVAL_SECONDS",
        Kind::Number,
        "60",
        "From one check to the next in `sillon launch monitor --loop`. `CHECK_INTERVAL` and `--interval` go before it.",
    ),
];
