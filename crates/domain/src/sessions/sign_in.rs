//! Signs in with address and password.

use sillon_database::entities::account;
use sillon_protocol::ErrorCode;

use super::{SessionToken, start_session};
use crate::{
    Context, Failure,
    accounts::{PasswordHash, account_by_email, parse_email},
    audit::{Action, Entry, Origin, append, record_refusal},
};

/// Verifies the password and begins a session.
///
/// This function begins its own transactions: the password is verified between the look-up and the insert, where no
/// transaction may be open. An unknown address costs the same work and gets the same answer as a wrong password; what
/// was typed as an address is not recorded, because it may be a password.
pub async fn sign_in(
    ctx: &Context,
    origin: &Origin,
    email: &str,
    password: String,
) -> Result<(account::Model, SessionToken), Failure> {
    let account = match parse_email(email) {
        Some(email) => account_by_email(&ctx.db.read().await?, &email).await?,
        None => None,
    };
    let hash = account.as_ref().map(|account| PasswordHash(account.password_hash.clone()));
    let fits = ctx.passwords.verify(password, hash).await?;
    let mut attempt = Entry::new(Action::SessionStarted);
    if let Some(account) = &account {
        attempt = attempt.on(account.id);
    }
    let Some(account) = account.filter(|_| fits) else {
        let detail = "Check the address and the password, and try again.";
        let failure = Failure::refused(ErrorCode::WrongCredentials, detail);
        record_refusal(ctx, origin, attempt, &failure).await?;
        return Err(failure);
    };
    let mut tx = ctx.db.write().await?;
    let token = start_session(&mut tx, &ctx.clock, &ctx.settings, account.id).await?;
    append(&mut tx, &ctx.clock, origin, attempt);
    tx.commit().await?;
    Ok((account, token))
}
