//! Turns the second factor on: a secret is made and shown, and a code shows that the person's app has it.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use sillon_database::{
    Reads, WriteTx,
    entities::{recovery_code, two_factor},
    ids::AccountId,
    sea_orm,
};
use sillon_protocol::ErrorCode;

use super::{
    totp::{TotpSecret, qr_svg},
    use_code::{CodeUse, RECOVERY_GROUPS},
};
use crate::{
    Clock, Failure, ReadableSecret, Sealing, Settings,
    audit::{Action, Entry, append},
    mails::{SecurityEvent, notify},
    sessions::Actor,
};

const RECOVERY_CODES: usize = 10;

/// What a person's app needs.
#[derive(Clone)]
pub struct TwoFactorSetup {
    secret: TotpSecret,
    url: String,
}

impl TwoFactorSetup {
    fn of(secret: TotpSecret, settings: &Settings, actor: &Actor) -> Result<Self, Failure> {
        let url = secret.url(&settings.instance_name, &actor.account.email)?;
        Ok(Self { secret, url })
    }

    /// The secret as people type it.
    pub fn secret_base32(&self) -> String {
        self.secret.base32()
    }

    /// The same as an `otpauth:` address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address as a QR code, an SVG.
    pub fn qr_svg(&self) -> Result<String, Failure> {
        qr_svg(&self.url)
    }
}

/// Makes a secret that is not in use before [`confirm_setup`]; beginning again replaces it.
pub async fn begin_setup(
    tx: &mut WriteTx,
    clock: &Clock,
    settings: &Settings,
    actor: &Actor,
) -> Result<TwoFactorSetup, Failure> {
    let sealing = Sealing::of_instance(tx).await?;
    let secret = TotpSecret::random();
    let row = two_factor::ActiveModel {
        account_id: Set(actor.id()),
        secret_sealed: Set(secret.seal(&sealing, actor.id())),
        confirmed_at: Set(None),
        last_step: Set(0),
        failures: Set(0),
        blocked_until: Set(None),
        created_at: Set(clock.now()),
    };
    let columns = [two_factor::Column::SecretSealed, two_factor::Column::CreatedAt];
    let mut replace = OnConflict::column(two_factor::Column::AccountId);
    replace.update_columns(columns).action_and_where(two_factor::Column::ConfirmedAt.is_null());
    let inserted = two_factor::Entity::insert(row).on_conflict(replace).exec_without_returning(tx.conn()).await?;
    if inserted == 0 {
        return Err(is_on());
    }
    TwoFactorSetup::of(secret, settings, actor)
}

/// What was begun and not confirmed.
pub async fn pending_setup(
    tx: &impl Reads,
    settings: &Settings,
    actor: &Actor,
) -> Result<Option<TwoFactorSetup>, Failure> {
    let row = two_factor::Entity::find_by_id(actor.id()).one(tx.conn()).await?;
    let Some(row) = row.filter(|row| row.confirmed_at.is_none()) else { return Ok(None) };
    let Some(sealing) = Sealing::find(tx).await? else { return Ok(None) };
    let secret = TotpSecret::open(&sealing, actor.id(), &row.secret_sealed)?;
    TwoFactorSetup::of(secret, settings, actor).map(Some)
}

/// Turns the second factor on with a first code, and gives the recovery codes, which are shown once.
pub async fn confirm_setup(
    tx: &mut WriteTx,
    clock: &Clock,
    actor: &Actor,
    code: &str,
) -> Result<Vec<ReadableSecret>, Failure> {
    let now = clock.now();
    let row = two_factor::Entity::find_by_id(actor.id()).lock_exclusive().one(tx.conn()).await?;
    let row = row.ok_or_else(is_off)?;
    if row.confirmed_at.is_some() {
        return Err(is_on());
    }
    let sealing = Sealing::of_instance(tx).await?;
    let secret = TotpSecret::open(&sealing, actor.id(), &row.secret_sealed)?;
    let Some(step) = secret.step_of(code.trim(), now.timestamp()) else {
        CodeUse::Refused.require()?;
        return Ok(Vec::new());
    };
    let mut changed = row.into_active_model();
    changed.confirmed_at = Set(Some(now));
    changed.last_step = Set(step);
    changed.update(tx.conn()).await?;
    append(tx, clock, &actor.origin, Entry::new(Action::TwoFactorTurnedOn).on(actor.id()));
    notify(tx, clock, &actor.account, SecurityEvent::TwoFactorOn).await?;
    replace_recovery_codes(tx, actor.id()).await
}

/// Replaces the recovery codes, and tells the owner. The caller asked for the password and a code before.
///
/// Two at once: the row of the second factor is locked, so one set of codes stays.
pub async fn renew_recovery_codes(
    tx: &mut WriteTx,
    clock: &Clock,
    actor: &Actor,
) -> Result<Vec<ReadableSecret>, Failure> {
    let row = two_factor::Entity::find_by_id(actor.id()).lock_exclusive().one(tx.conn()).await?;
    row.filter(|row| row.confirmed_at.is_some()).ok_or_else(is_off)?;
    append(tx, clock, &actor.origin, Entry::new(Action::RecoveryCodesRenewed).on(actor.id()));
    notify(tx, clock, &actor.account, SecurityEvent::RecoveryCodesRenewed).await?;
    replace_recovery_codes(tx, actor.id()).await
}

async fn replace_recovery_codes(tx: &mut WriteTx, account: AccountId) -> Result<Vec<ReadableSecret>, Failure> {
    let of_account = recovery_code::Column::AccountId.eq(account);
    recovery_code::Entity::delete_many().filter(of_account).exec(tx.conn()).await?;
    let codes: Vec<_> = (0..RECOVERY_CODES).map(|_| ReadableSecret::random(RECOVERY_GROUPS)).collect();
    let rows =
        codes.iter().map(|code| recovery_code::ActiveModel { account_id: Set(account), code_hash: Set(code.hash()) });
    recovery_code::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(codes)
}

pub(super) fn is_off() -> Failure {
    Failure::refused(ErrorCode::TwoFactorOff, "Turn two-factor sign-in on first.")
}

fn is_on() -> Failure {
    Failure::refused(ErrorCode::TwoFactorOn, "Turn it off first, if you want to set it up anew.")
}
