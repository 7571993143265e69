//! Labels and names: one spelling of each, and what they may not be.

use sillon_database::entities::role::BuiltIn;
use sillon_domain::launch::{JOURNEY_COHORT, REHEARSAL_COHORT};
use unicode_normalization::UnicodeNormalization;

use crate::visible::hidden_letter;

const LABEL_MAX_CHARACTERS: usize = 64;
const NAME_MAX_CHARACTERS: usize = 80;

/// Letters and accents as one: some systems write them apart, and both look the same.
pub(super) fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// The form in which two labels are compared: without regard to case, width and the way accents are written.
pub(super) fn label_key(label: &str) -> String {
    label.nfkc().collect::<String>().to_lowercase().nfc().collect()
}

/// The label as it is kept.
pub(super) fn as_kept(label: String) -> String {
    if label_key(&label) == REHEARSAL_COHORT { REHEARSAL_COHORT.to_owned() } else { label }
}

/// Why a label cannot be used: code and message.
pub(super) fn problem_of_label(label: &str) -> Option<(&'static str, String)> {
    if label.is_empty() {
        return Some(("missing_cohort", "the label of the cohort is missing".to_owned()));
    }
    if label_key(label) == JOURNEY_COHORT {
        let message =
            format!("the label {JOURNEY_COHORT} is kept for synthetic journeys: people with it would be in no report");
        return Some(("reserved_cohort", message));
    }
    problem_of_text("a label", label, LABEL_MAX_CHARACTERS).map(|message| ("malformed_cohort", message))
}

/// Why a name cannot be used.
pub(super) fn problem_of_name(name: &str) -> Option<String> {
    problem_of_text("a name", name, NAME_MAX_CHARACTERS)
}

fn problem_of_text(what: &str, text: &str, most: usize) -> Option<String> {
    if let Some(letter) = hidden_letter(text) {
        return Some(format!("{what} has only letters that can be seen; this one has {}", code_point(letter)));
    }
    if text.chars().count() > most {
        return Some(format!("{what} has at most {most} characters"));
    }
    is_formula(text).then(|| format!("{what} begins with none of = + - @, which a spreadsheet would calculate"))
}

/// A letter that cannot be shown, by its number.
pub(super) fn code_point(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

/// Spreadsheets would run it when they open a report or a list of failures.
pub(crate) fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Without a column for it, the labels that begin so mark the creators.
pub(super) fn role_by_label(label: &str) -> BuiltIn {
    let label = label_key(label);
    let of_creators = ["creator", "createur", "créateur"].iter().any(|word| label.starts_with(word));
    if of_creators { BuiltIn::Creator } else { BuiltIn::Listener }
}
