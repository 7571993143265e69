//! Signs in with address and password.

use sillon_database::entities::account;
use sillon_protocol::ErrorCode;

use super::{SessionToken, start_session};
use crate::{
    Context, Failure,
    accounts::{PasswordHash, account_by_email, parse_email},
};

/// Verifies the password and begins a session.
///
/// This function begins its own transactions: the password is verified between the look-up and the insert, where no
/// transaction may be open. An unknown address costs the same work and gets the same answer as a wrong password.
pub async fn sign_in(ctx: &Context, email: &str, password: String) -> Result<(account::Model, SessionToken), Failure> {
    let account = match parse_email(email) {
        Some(email) => account_by_email(&ctx.db.read().await?, &email).await?,
        None => None,
    };
    let hash = account.as_ref().map(|account| PasswordHash(account.password_hash.clone()));
    let fits = ctx.passwords.verify(password, hash).await?;
    let Some(account) = account.filter(|_| fits) else {
        let detail = "Check the address and the password, and try again.";
        return Err(Failure::refused(ErrorCode::WrongCredentials, detail));
    };
    let mut tx = ctx.db.write().await?;
    let token = start_session(&mut tx, &ctx.clock, &ctx.settings, account.id).await?;
    tx.commit().await?;
    Ok((account, token))
}
