//! Signs a program in, and gives it the tokens that it works with.

use serde_json::json;
use sillon_database::{
    WriteTx,
    entities::{
        account,
        session::{self, Kind},
    },
    ids::AppPasswordId,
};
use sillon_protocol::ErrorCode;

use super::{
    Refreshed, Service,
    refresh_tokens::{begin_family, rotate_refresh_token},
    signed_token::{Claims, sign},
    signing_keys::key_of_the_moment,
    valid_name,
};
use crate::{
    Context, Failure, OpaqueToken,
    accounts::{check_credentials, lock_checked_account, parse_email},
    app_passwords::{find_app_password, looks_like_app_password},
    audit::{Action, Entry, Origin, append},
    leaving::refuse_leaving,
    sessions::{Access, NewSession, insert_session},
    two_factor::{two_factor_of, use_code},
};

/// What a program gives to be signed in.
#[derive(Clone)]
pub struct Login {
    /// The account's address.
    pub email: String,
    /// Its password, or an app password.
    pub password: String,
    /// A code, where the account asks for one. Not with an app password.
    pub code: Option<String>,
    /// What the session is called in its owner's list.
    pub device_name: String,
}

/// What a program works with.
#[derive(Clone)]
pub struct Grant {
    /// The session behind the tokens.
    pub session: session::Model,
    /// A signed token for each service.
    pub access_tokens: [(Service, String); 3],
    /// For the next grant, once.
    pub refresh_token: OpaqueToken,
}

/// Begins the session of a program with a password (and a code), or with an app password.
///
/// It begins its own transactions, because no transaction may be open while a password is verified.
pub async fn grant_tokens(ctx: &Context, origin: &Origin, login: Login) -> Result<Grant, Failure> {
    let name = valid_name(&login.device_name)?;
    if let Some(grant) = grant_by_app_password(ctx, origin, &login, &name).await? {
        return Ok(grant);
    }
    let account = check_credentials(ctx, origin, &login.email, login.password).await?;
    let mut tx = ctx.db.write().await?;
    let account = lock_checked_account(&mut tx, &account).await?;
    refuse_leaving(&account)?;
    if two_factor_of(&tx, account.id).await?.is_some() {
        let Some(code) = login.code else {
            let detail = "Send the code that the person's app shows, or a recovery code, as well.";
            return Err(Failure::refused(ErrorCode::SecondFactorRequired, detail));
        };
        let used = use_code(&mut tx, &ctx.clock, account.id, &code).await?;
        if let Err(refusal) = used.require() {
            let attempt = Entry::new(Action::SessionStarted).on(account.id);
            append(&mut tx, &ctx.clock, origin, attempt.refused(used.code().as_str()));
            tx.commit().await?;
            return Err(refusal);
        }
    }
    let grant = begin(&mut tx, ctx, origin, &account, &name, (Access::Full, None)).await?;
    tx.commit().await?;
    Ok(grant)
}

async fn grant_by_app_password(
    ctx: &Context,
    origin: &Origin,
    login: &Login,
    name: &str,
) -> Result<Option<Grant>, Failure> {
    let email = parse_email(&login.email).filter(|_| looks_like_app_password(&login.password));
    let Some(email) = email else { return Ok(None) };
    let mut tx = ctx.db.write().await?;
    let found = find_app_password(&mut tx, &ctx.clock, &email, &login.password).await?;
    let Some((account, app_password)) = found else { return Ok(None) };
    refuse_leaving(&account)?;
    let what = (Access::of_app_password(), Some(app_password.id));
    let grant = begin(&mut tx, ctx, origin, &account, name, what).await?;
    tx.commit().await?;
    Ok(Some(grant))
}

/// Exchanges a refresh token for the next one and new access tokens.
pub async fn refresh_tokens(ctx: &Context, origin: &Origin, token: &OpaqueToken) -> Result<Grant, Failure> {
    let mut tx = ctx.db.write().await?;
    let refused = || {
        let detail = "Sign in again. If you did not use this token twice, somebody else has it.";
        Failure::refused(ErrorCode::RefreshRefused, detail)
    };
    match rotate_refresh_token(&mut tx, &ctx.clock, &ctx.settings, origin, token).await? {
        Refreshed::Goes(session, refresh_token) => {
            let access_tokens = sign_for_services(&mut tx, ctx, &session).await?;
            tx.commit().await?;
            Ok(Grant { session: *session, access_tokens, refresh_token })
        }
        Refreshed::Reused(session) => {
            tx.commit().await?;
            tracing::warn!(session = %session.id, "a refresh token was used twice; its session is ended");
            Err(refused())
        }
        Refreshed::Unknown => Err(refused()),
    }
}

async fn begin(
    tx: &mut WriteTx,
    ctx: &Context,
    origin: &Origin,
    account: &account::Model,
    name: &str,
    (access, app_password): (Access, Option<AppPasswordId>),
) -> Result<Grant, Failure> {
    let lasts = ctx.settings.session_lifetime;
    let new = NewSession { account: account.id, kind: Kind::Client, name, access, app_password, lasts };
    // The cookie of a client's session: made up, and given to nobody.
    let session = insert_session(tx, &ctx.clock, new, &OpaqueToken::random()).await?;
    append(
        tx,
        &ctx.clock,
        origin,
        Entry::new(Action::SessionStarted).on(account.id).after(json!({ "kind": "client" })),
    );
    let refresh_token = begin_family(tx, &ctx.clock, session.id).await?;
    let access_tokens = sign_for_services(tx, ctx, &session).await?;
    Ok(Grant { session, access_tokens, refresh_token })
}

async fn sign_for_services(
    tx: &mut WriteTx,
    ctx: &Context,
    session: &session::Model,
) -> Result<[(Service, String); 3], Failure> {
    let (kid, key) = key_of_the_moment(tx, &ctx.clock).await?;
    let now = ctx.clock.now();
    Ok([Service::Api, Service::Stream, Service::Chat].map(|service| {
        let claims = Claims::new(&ctx.settings, now, session.account_id, session.id, service);
        (service, sign(kid, &key, &claims))
    }))
}
