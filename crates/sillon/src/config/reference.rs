//! The configuration's documentation, written from the table of settings.

use std::fmt::Write;

use super::{Kind, SETTINGS, Setting};

/// `docs/CONFIGURATION.md`
pub fn reference() -> String {
    let mut text = String::from(
        "# Configuration\n\n\
         Written by `sillon config reference`; do not edit.\n\n\
         A value comes from, the later one winning: the default, `sillon.toml` (or the file named by `--config` or\n\
         `SILLON_CONFIG`), the variable, the flag (`--listen`, `--data-dir`, `--roles`). Unknown names are refused.\n\
         `sillon config` prints what is in effect and where each value comes from; `sillon config sample` prints a file\n\
         to begin with.\n\n\
         In production (`server.mode`) the server does not start with what a setting lists as refused, with a file that\n\
         holds a secret and that everybody may read, or with a database that it cannot bring up to date; it says what to\n\
         do. `sillon doctor` says the same beforehand.\n",
    );
    let mut last_section = "";
    for setting in SETTINGS {
        let (section, _) = setting.key.split_once('.').unwrap_or((setting.key, ""));
        if section != last_section {
            write!(text, "\n## [{section}]\n").expect("writing to a string does not fail");
            last_section = section;
        }
        text.push_str(&section_of(setting));
    }
    text
}

fn section_of(setting: &Setting) -> String {
    let Setting { key, variable, default, meaning, danger, refused, .. } = setting;
    let secret = match setting.kind {
        Kind::Secret => format!(" It is never printed. A file can hold it: `{key}_file`, variable `{variable}_FILE`."),
        Kind::Text | Kind::Number | Kind::List => String::new(),
    };
    let or_none = |text: &'static str| if text.is_empty() { "Nothing." } else { text };
    let (danger, refused) = (or_none(danger), or_none(refused));
    format!(
        "\n### `{key}`\n\nDefault `{default}`, variable `{variable}`.{secret}\n\n{meaning}\n\n\
         - Danger: {danger}\n- Production refuses: {refused}\n"
    )
}

/// `sillon.sample.toml`: every setting with its default, commented out.
pub fn sample() -> String {
    let mut text = String::from("# Sillon's settings with their defaults. Written by `sillon config sample`.\n");
    let mut last_section = "";
    for setting in SETTINGS {
        let (section, key) = setting.key.split_once('.').unwrap_or((setting.key, ""));
        if section != last_section {
            write!(text, "\n[{section}]\n").expect("writing to a string does not fail");
            last_section = section;
        }
        let Setting { variable, default, meaning, .. } = setting;
        write!(text, "# {meaning}\n# ({variable})\n#{key} = {default}\n").expect("writing to a string does not fail");
    }
    text
}
