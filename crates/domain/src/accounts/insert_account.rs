//! The rules that every new account keeps, and its row.

use sea_orm::{ActiveValue::Set, EntityTrait};
use sillon_database::{
    WriteTx,
    entities::{
        account::{self, Language},
        role::BuiltIn,
    },
    ids::AccountId,
    is_unique_violation, sea_orm,
};
use sillon_protocol::{ErrorCode, FieldProblem};

use super::{EmailAddress, PasswordHash, parse_email, password_problem};
use crate::{Clock, Failure, Settings, roles::give_built_in_role};

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
pub fn validate(settings: &Settings, new: NewAccount) -> Result<ValidAccount, Failure> {
    let mut problems = Vec::new();
    let email = parse_email(&new.email);
    if email.is_none() {
        problems.push(email_problem("/email"));
    }
    let display_name = new.display_name.trim().to_owned();
    problems.extend(display_name_problem(&display_name));
    let context = [&*settings.instance_name, &new.email, &display_name];
    problems.extend(password_problem("/password", &new.password, &context));
    match email {
        Some(email) if problems.is_empty() => {
            Ok(ValidAccount { email, display_name, password: new.password, language: new.language })
        }
        _ => Err(Failure::invalid(problems)),
    }
}

/// What is wrong with a name; none when it is accepted.
pub(crate) fn display_name_problem(name: &str) -> Option<FieldProblem> {
    let (code, detail) = if name.is_empty() {
        ("required", "A name is needed.")
    } else if name.chars().count() > NAME_MAX_CHARACTERS {
        ("too_long", "A name has at most 80 characters.")
    } else if name.chars().any(char::is_control) {
        ("control_character", "A name has no control characters.")
    } else {
        return None;
    };
    Some(FieldProblem { pointer: "/display_name".to_owned(), code: code.to_owned(), detail: detail.to_owned() })
}

/// The problem of what is no mail address.
pub(crate) fn email_problem(pointer: &str) -> FieldProblem {
    FieldProblem {
        pointer: pointer.to_owned(),
        code: "not_an_address".to_owned(),
        detail: "This is not a mail address.".to_owned(),
    }
}

/// Inserts the row and gives the role. Two at once with one address: the unique index lets one through.
pub(super) async fn insert_account(
    tx: &mut WriteTx,
    clock: &Clock,
    new: &ValidAccount,
    password: PasswordHash,
    role: BuiltIn,
) -> Result<account::Model, Failure> {
    use sillon_database::Reads;
    let now = clock.now();
    let row = account::ActiveModel {
        id: Set(AccountId::new(now)),
        email: Set(new.email.typed.clone()),
        email_key: Set(new.email.key.clone()),
        display_name: Set(new.display_name.clone()),
        password_hash: Set(password.0),
        language: Set(new.language),
        created_at: Set(now),
        // What a person says about themselves comes later; until then the schema's defaults hold.
        ..account::ActiveModel::default()
    };
    let inserted = account::Entity::insert(row).exec_with_returning(tx.conn()).await;
    let account = inserted.map_err(|error| {
        if is_unique_violation(&error) {
            return Failure::refused(ErrorCode::EmailTaken, "Sign in, or use another address.");
        }
        error.into()
    })?;
    give_built_in_role(tx, clock, account.id, role).await?;
    Ok(account)
}

#[cfg(test)]
mod tests {
    use super::{Language, NewAccount, validate};
    use crate::Failure;

    #[test]
    fn every_broken_field_is_named_at_once() {
        let language = Language::English;
        let new = NewAccount { email: "nobody".into(), display_name: " ".into(), password: "short".into(), language };
        let Err(Failure::Refused(refusal)) = validate(&crate::Settings::default(), new) else { panic!("accepted") };
        let pointers: Vec<_> = refusal.fields.iter().map(|field| field.pointer.as_str()).collect();
        assert_eq!(pointers, ["/email", "/display_name", "/password"]);
    }

    #[test]
    fn a_password_of_128_letters_beyond_ascii_is_accepted() {
        let password = "é".repeat(128);
        let (email, display_name, language) = ("ada@example.org".into(), "Ada".into(), Language::French);
        let new = NewAccount { email, display_name, password, language };
        assert!(validate(&crate::Settings::default(), new).is_ok());
    }
}
