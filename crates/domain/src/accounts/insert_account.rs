//! The rules that every new account keeps, and its row.

use sea_orm::{ActiveValue::Set, EntityTrait};
use sillon_database::{
    WriteTx,
    entities::account::{self, Language, Role},
    ids::AccountId,
    is_unique_violation, sea_orm,
};
use sillon_protocol::{ErrorCode, FieldProblem};

use super::{EmailAddress, PasswordHash, parse_email};
use crate::{Clock, Failure};

const PASSWORD_CHARACTERS: std::ops::RangeInclusive<usize> = 8..=128;
const NAME_MAX_CHARACTERS: usize = 80;

/// What a person typed to get an account.
#[derive(Clone)]
pub struct NewAccount {
    /// Mail address.
    pub email: String,
    /// The name that others see.
    pub display_name: String,
    /// The password.
    pub password: String,
    /// The language of their mails.
    pub language: Language,
}

/// The same, checked; the password is still to be hashed, outside any transaction.
#[derive(Clone)]
pub struct ValidAccount {
    /// The address.
    pub email: EmailAddress,
    /// The name without white space around it.
    pub display_name: String,
    /// The password.
    pub password: String,
    /// The language of their mails.
    pub language: Language,
}

/// Checks every field and names all that break a rule.
pub fn validate(new: NewAccount) -> Result<ValidAccount, Failure> {
    let mut problems = Vec::new();
    let mut problem = |pointer: &str, code: &str, detail: &str| {
        problems.push(FieldProblem { pointer: pointer.into(), code: code.into(), detail: detail.into() });
    };
    let email = parse_email(&new.email);
    if email.is_none() {
        problem("/email", "not_an_address", "This is not a mail address.");
    }
    let display_name = new.display_name.trim().to_owned();
    if display_name.is_empty() {
        problem("/display_name", "required", "A name is needed.");
    } else if display_name.chars().count() > NAME_MAX_CHARACTERS {
        problem("/display_name", "too_long", "A name has at most 80 characters.");
    } else if display_name.chars().any(char::is_control) {
        problem("/display_name", "control_character", "A name has no control characters.");
    }
    let password_length = new.password.chars().count();
    if password_length < *PASSWORD_CHARACTERS.start() {
        problem("/password", "too_short", "A password has at least 8 characters.");
    } else if password_length > *PASSWORD_CHARACTERS.end() {
        problem("/password", "too_long", "A password has at most 128 characters.");
    }
    match email {
        Some(email) if problems.is_empty() => {
            Ok(ValidAccount { email, display_name, password: new.password, language: new.language })
        }
        _ => Err(Failure::invalid(problems)),
    }
}

/// Inserts the row. Two at once with one address: the unique index lets one through.
pub(super) async fn insert_account(
    tx: &mut WriteTx,
    clock: &Clock,
    new: &ValidAccount,
    password: PasswordHash,
    role: Role,
) -> Result<account::Model, Failure> {
    use sillon_database::Reads;
    let now = clock.now();
    let row = account::ActiveModel {
        id: Set(AccountId::new(now)),
        email: Set(new.email.typed.clone()),
        email_key: Set(new.email.key.clone()),
        display_name: Set(new.display_name.clone()),
        password_hash: Set(password.0),
        role: Set(role),
        language: Set(new.language),
        created_at: Set(now),
    };
    account::Entity::insert(row).exec_with_returning(tx.conn()).await.map_err(|error| {
        if is_unique_violation(&error) {
            return Failure::refused(ErrorCode::EmailTaken, "Sign in, or use another address.");
        }
        error.into()
    })
}

#[cfg(test)]
mod tests {
    use super::{Language, NewAccount, validate};
    use crate::Failure;

    #[test]
    fn every_broken_field_is_named_at_once() {
        let language = Language::English;
        let new = NewAccount { email: "nobody".into(), display_name: " ".into(), password: "short".into(), language };
        let Err(Failure::Refused(refusal)) = validate(new) else { panic!("accepted") };
        let pointers: Vec<_> = refusal.fields.iter().map(|field| field.pointer.as_str()).collect();
        assert_eq!(pointers, ["/email", "/display_name", "/password"]);
    }

    #[test]
    fn a_password_of_128_letters_beyond_ascii_is_accepted() {
        let password = "é".repeat(128);
        let (email, display_name, language) = ("ada@example.org".into(), "Ada".into(), Language::French);
        let new = NewAccount { email, display_name, password, language };
        assert!(validate(new).is_ok());
    }
}
