//! Asks again who somebody is, with everything that their account has.

use sillon_protocol::ErrorCode;

use super::{two_factor_of, use_code};
use crate::{
    Context, Failure,
    accounts::confirm_password,
    audit::{Action, Entry, append},
    sessions::Actor,
};

/// Refuses unless this is the account's password and, where two-factor sign-in is on, a good code, which is then used up.
///
/// It begins its own transactions: no transaction may be open while a password is verified, and a wrong code is counted.
pub async fn confirm_both(
    ctx: &Context,
    actor: &Actor,
    attempt: Action,
    password: String,
    code: Option<&str>,
) -> Result<(), Failure> {
    confirm_password(ctx, actor, attempt, password).await?;
    let mut tx = ctx.db.write().await?;
    if two_factor_of(&tx, actor.id()).await?.is_none() {
        return Ok(());
    }
    let Some(code) = code else {
        let detail = "Enter the code that your app shows, or a recovery code, as well.";
        return Err(Failure::refused(ErrorCode::SecondFactorRequired, detail));
    };
    let used = use_code(&mut tx, &ctx.clock, actor.id(), code).await?;
    let outcome = used.require();
    if outcome.is_err() {
        let entry = Entry::new(attempt).on(actor.id()).refused(used.code().as_str());
        append(&mut tx, &ctx.clock, &actor.origin, entry);
    }
    tx.commit().await?;
    outcome
}
