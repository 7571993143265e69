//! The configuration's documentation, written from the table of settings.

use std::fmt::Write;

use super::settings::SETTINGS;

/// `docs/CONFIGURATION.md`
pub fn reference() -> String {
    let mut text = String::from(
        "# Configuration\n\n\
         Written by `sillon config reference`; do not edit.\n\n\
         A value comes from, the later one winning: the default, `sillon.toml` (or the file named by `--config` or\n\
         `SILLON_CONFIG`), the variable, the flag (`--listen`, `--data-dir`, `--roles`). Unknown names are refused.\n\
         `sillon config` prints what is in effect and where each value comes from; `sillon config sample` prints a file\n\
         to begin with.\n",
    );
    let mut last_section = "";
    for setting in SETTINGS {
        let (section, _) = setting.key.split_once('.').unwrap_or((setting.key, ""));
        if section != last_section {
            write!(text, "\n## [{section}]\n").expect("writing to a string does not fail");
            last_section = section;
        }
        let crate::config::Setting { key, variable, default, meaning, .. } = setting;
        write!(text, "\n### `{key}`\n\nDefault `{default}`, variable `{variable}`.\n\n{meaning}\n")
            .expect("writing to a string does not fail");
    }
    text
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
        let crate::config::Setting { variable, default, meaning, .. } = setting;
        write!(text, "# {meaning}\n# ({variable})\n#{key} = {default}\n").expect("writing to a string does not fail");
    }
    text
}
