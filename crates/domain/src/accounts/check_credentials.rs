//! Whether somebody knows the password of an account: at sign-in, and again before what only the owner may do.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::account::{self, Column},
    sea_orm,
};
use sillon_protocol::ErrorCode;

use super::{PasswordHash, account_by_email, parse_email};
use crate::{
    Context, Failure,
    audit::{Action, Entry, Origin, record_refusal},
    people::refuse_suspended,
    sessions::Actor,
};

/// The account of this address and password. Repeated attempts are slowed down, see [`Limits`](crate::limits::Limits).
///
/// It begins its own transactions, because no transaction may be open while a password is verified. An unknown address
/// costs the same work and gets the same answer as a wrong password. A hash that was made with less work than new ones
/// is replaced. A refusal is recorded; what was typed as an address is not, because it may be a password.
pub async fn check_credentials(
    ctx: &Context,
    origin: &Origin,
    email: &str,
    password: String,
) -> Result<account::Model, Failure> {
    let email = parse_email(email);
    let guessed = email.as_ref().map_or("", |email| &email.key);
    ctx.limits.begin_sign_in(guessed, origin.client).await?;
    loop {
        let account = match &email {
            Some(email) => account_by_email(&ctx.db.read().await?, email).await?,
            None => None,
        };
        let hash = account.as_ref().map(|account| PasswordHash(account.password_hash.clone()));
        let fits = ctx.passwords.verify(password.clone(), hash).await?;
        let attempt = Entry::new(Action::SessionStarted);
        let attempt = account.iter().fold(attempt, |attempt, account| attempt.on(account.id));
        let account = match admit(account, fits) {
            Ok(account) => account,
            Err(refusal) => {
                record_refusal(ctx, origin, attempt, &refusal).await?;
                return Err(refusal);
            }
        };
        if !ctx.passwords.is_outdated(&PasswordHash(account.password_hash.clone())) {
            ctx.limits.sign_in_succeeded(guessed, origin.client).await;
            return Ok(account);
        }
        // Read again: with the new hash, or with what somebody else put there at the same time.
        replace_hash(ctx, &account, password.clone()).await?;
    }
}

/// The account of credentials that were checked, locked against a new password and a suspension until the transaction ends. Refuses when
/// the password was changed since: a session that begins now would outlive the end of all sessions.
pub(crate) async fn lock_checked_account(
    tx: &mut WriteTx,
    checked: &account::Model,
) -> Result<account::Model, Failure> {
    let now = account::Entity::find_by_id(checked.id).lock_shared().one(tx.conn()).await?;
    let now = now.filter(|now| now.password_hash == checked.password_hash).ok_or_else(wrong_credentials)?;
    refuse_suspended(&now)?;
    Ok(now)
}

fn admit(account: Option<account::Model>, fits: bool) -> Result<account::Model, Failure> {
    let account = account.filter(|_| fits).ok_or_else(wrong_credentials)?;
    refuse_suspended(&account)?;
    Ok(account)
}

fn wrong_credentials() -> Failure {
    Failure::refused(ErrorCode::WrongCredentials, "Check the address and the password, and try again.")
}

/// Refuses unless this is the account's password; asked again before what an open session alone must not do. Guesses count
/// as those at sign-in do.
pub async fn confirm_password(ctx: &Context, actor: &Actor, attempt: Action, password: String) -> Result<(), Failure> {
    let hash = PasswordHash(actor.account.password_hash.clone());
    ctx.limits.begin_sign_in(&actor.account.email_key, actor.origin.client).await?;
    if ctx.passwords.verify(password, Some(hash)).await? {
        ctx.limits.sign_in_succeeded(&actor.account.email_key, actor.origin.client).await;
        return Ok(());
    }
    let failure = Failure::refused(ErrorCode::WrongPassword, "Enter your present password.");
    record_refusal(ctx, &actor.origin, Entry::new(attempt).on(actor.id()), &failure).await?;
    Err(failure)
}

/// Unless the password was changed meanwhile.
async fn replace_hash(ctx: &Context, account: &account::Model, password: String) -> Result<(), Failure> {
    let hash = ctx.passwords.hash(password).await?;
    let tx = ctx.db.write().await?;
    account::Entity::update_many()
        .col_expr(Column::PasswordHash, Expr::value(hash.0))
        .filter(Column::Id.eq(account.id))
        .filter(Column::PasswordHash.eq(&*account.password_hash))
        .exec(tx.conn())
        .await?;
    Ok(tx.commit().await?)
}
