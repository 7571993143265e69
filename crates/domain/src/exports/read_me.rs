//! The text that says what the files of an export are, in the person's language.

use chrono::{DateTime, Utc};
use sillon_database::entities::account::Language;

const ENGLISH: &str = include_str!("../../../../templates/export/README.en.txt");
const FRENCH: &str = include_str!("../../../../templates/export/README.fr.txt");

pub(super) fn read_me(language: Language, name: &str, now: DateTime<Utc>) -> String {
    let text = match language {
        Language::English => ENGLISH,
        Language::French => FRENCH,
    };
    text.replace("{moment}", &now.format("%Y-%m-%d %H:%M UTC").to_string()).replace("{name}", name)
}
