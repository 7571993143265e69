//! Which passwords are accepted: long enough, not too long, not among the most common. No rules of composition.

use std::{collections::HashSet, sync::LazyLock};

use sillon_protocol::FieldProblem;

use crate::Failure;

const CHARACTERS: std::ops::RangeInclusive<usize> = 8..=128;

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../../data/refused_passwords.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// What is wrong with a new password; none when it is accepted.
pub fn password_problem(pointer: &str, password: &str) -> Option<FieldProblem> {
    let length = password.chars().count();
    let (code, detail) = if length < *CHARACTERS.start() {
        ("too_short", "A password has at least 8 characters.")
    } else if length > *CHARACTERS.end() {
        ("too_long", "A password has at most 128 characters.")
    } else if COMMON.contains(&*password.to_lowercase()) {
        ("too_common", "This is one of the passwords that are tried first. Choose another.")
    } else {
        return None;
    };
    Some(FieldProblem { pointer: pointer.to_owned(), code: code.to_owned(), detail: detail.to_owned() })
}

/// Refuses a new password that breaks a rule.
pub fn check_new_password(pointer: &str, password: &str) -> Result<(), Failure> {
    password_problem(pointer, password).map_or(Ok(()), |problem| Err(Failure::invalid(vec![problem])))
}

#[cfg(test)]
mod tests {
    use super::{COMMON, password_problem};

    #[test]
    fn the_most_refused_passwords_are_refused_whatever_their_capitals() {
        assert_eq!(COMMON.len(), 3_000);
        for password in ["password", "PassWord", "12345678", "iloveyou"] {
            assert_eq!(
                password_problem("/password", password).map(|problem| problem.code).as_deref(),
                Some("too_common")
            );
        }
        for password in ["correct horse", "a calm evening", "Ünïcödé-wörds", &"x1y2".repeat(32)] {
            assert_eq!(password_problem("/password", password), None, "{password}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        let code = |password: &str| password_problem("/password", password).map(|problem| problem.code);
        assert_eq!(code("éééé").as_deref(), Some("too_short"));
        assert_eq!(code(&"é".repeat(129)).as_deref(), Some("too_long"));
        assert_eq!(code(&"é".repeat(128)), None);
    }
}
