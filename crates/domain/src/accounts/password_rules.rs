//! Which passwords are accepted: long enough, not too long, not among the most common, not a word of the context with
//! digits around it. No rules of composition.

use std::{collections::HashSet, sync::LazyLock};

use sillon_protocol::FieldProblem;

use crate::Failure;

const CHARACTERS: std::ops::RangeInclusive<usize> = 8..=128;

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../../data/refused_passwords.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// What is wrong with a new password; none when it is accepted.
///
/// `context` holds what a guesser who knows the person and the place tries first: names, mail address.
pub fn password_problem(pointer: &str, password: &str, context: &[&str]) -> Option<FieldProblem> {
    let length = password.chars().count();
    let (code, detail) = if length < *CHARACTERS.start() {
        ("too_short", "A password has at least 8 characters.")
    } else if length > *CHARACTERS.end() {
        ("too_long", "A password has at most 128 characters.")
    } else if COMMON.contains(&*password.to_lowercase()) {
        ("too_common", "This is one of the passwords that are tried first. Choose another.")
    } else if is_of_context(password, context) {
        ("too_obvious", "This is a name that everybody here knows, with little around it. Choose another.")
    } else {
        return None;
    };
    Some(FieldProblem { pointer: pointer.to_owned(), code: code.to_owned(), detail: detail.to_owned() })
}

/// Whether nothing is left of the password but a word of the context: the letters of both are the same.
fn is_of_context(password: &str, context: &[&str]) -> bool {
    let letters =
        |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let password: String = letters(password);
    let local_part = |word: &str| word.split('@').next().map(letters);
    let words = context.iter().chain(&["Sillon"]).flat_map(|word| [Some(letters(word)), local_part(word)]);
    !password.is_empty() && words.flatten().any(|word: String| word == password)
}

/// Refuses a new password that breaks a rule.
pub fn check_new_password(pointer: &str, password: &str, context: &[&str]) -> Result<(), Failure> {
    password_problem(pointer, password, context).map_or(Ok(()), |problem| Err(Failure::invalid(vec![problem])))
}

#[cfg(test)]
mod tests {
    use super::{COMMON, password_problem};

    #[test]
    fn the_most_common_passwords_are_refused_whatever_their_capitals() {
        assert_eq!(COMMON.len(), 3_000);
        for password in ["password", "PassWord", "12345678", "iloveyou"] {
            assert_eq!(
                password_problem("/password", password, &[]).map(|problem| problem.code).as_deref(),
                Some("too_common")
            );
        }
        for password in ["correct horse", "a calm evening", "Ünïcödé-wörds", &"x1y2".repeat(32)] {
            assert_eq!(password_problem("/password", password, &[]), None, "{password}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        let code = |password: &str| password_problem("/password", password, &[]).map(|problem| problem.code);
        assert_eq!(code("éééé").as_deref(), Some("too_short"));
        assert_eq!(code(&"é".repeat(129)).as_deref(), Some("too_long"));
        assert_eq!(code(&"é".repeat(128)), None);
    }

    #[test]
    fn a_name_that_everybody_knows_is_refused_with_digits_around_it() {
        let problem = |password: &str| {
            let context = ["Chez Nous", "ada.lovelace@example.org", "Ada L."];
            password_problem("/password", password, &context).map(|problem| problem.code)
        };
        for obvious in ["chezNous2026", "ada.lovelace1", "SILLON-2026!", "ada.lovelace@example.org", "12345 ada l"] {
            assert_eq!(problem(obvious).as_deref(), Some("too_obvious"), "{obvious}");
        }
        for fine in ["ada walks at dawn", "nous sommes chez nous", "93841570213"] {
            assert_eq!(problem(fine), None, "{fine}");
        }
    }
}
