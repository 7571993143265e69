//! The second factor: codes of the moment (TOTP, RFC 6238) and recovery codes. Passwords belong to accounts.
//!
//! Invariant: a code of the moment is accepted once, a recovery code is accepted once.

mod confirm_both;
mod set_up_two_factor;
mod totp;
mod turn_off_two_factor;
mod use_code;

pub use confirm_both::confirm_both;
pub use set_up_two_factor::{TwoFactorSetup, begin_setup, confirm_setup, pending_setup, renew_recovery_codes};
pub(crate) use turn_off_two_factor::remove_two_factor;
pub use turn_off_two_factor::turn_off_two_factor;
pub use use_code::{CodeUse, use_code};

use sillon_database::{
    Reads,
    entities::{recovery_code, two_factor},
    ids::AccountId,
    sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter},
};

use crate::Failure;

/// The second factor of an account, when it is on.
pub async fn two_factor_of(tx: &impl Reads, account: AccountId) -> Result<Option<two_factor::Model>, Failure> {
    let row = two_factor::Entity::find_by_id(account).one(tx.conn()).await?;
    Ok(row.filter(|row| row.confirmed_at.is_some()))
}

/// Recovery codes that an account has left.
pub async fn recovery_codes_left(tx: &impl Reads, account: AccountId) -> Result<u64, Failure> {
    let of_account = recovery_code::Column::AccountId.eq(account);
    Ok(recovery_code::Entity::find().filter(of_account).count(tx.conn()).await?)
}
