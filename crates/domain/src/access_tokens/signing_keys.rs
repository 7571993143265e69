//! The keys that sign access tokens: in the database, sealed; each signs for a month. The next one is published a day
//! before it signs and the last one verifies after it stopped, so that nobody notices the change. No restart is needed:
//! whoever signs finds the key of the moment, and makes the next one when it is time.

use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::{SigningKey, VerifyingKey};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};
use sillon_database::{
    Reads, WriteTx,
    entities::signing_key::{self, Column},
    ids::SigningKeyId,
    sea_orm,
};

use super::ACCESS_TOKEN_LASTS;
use crate::{Clock, Failure, Seal, Sealing};

const SIGNS_FOR: TimeDelta = TimeDelta::days(30);
/// How long before its turn the next key is there for those who keep the list of keys.
const PUBLISHED_BEFORE: TimeDelta = TimeDelta::days(1);

/// The key of the moment. In calm times this reads one row and writes nothing.
pub(super) async fn key_of_the_moment(tx: &mut WriteTx, clock: &Clock) -> Result<(SigningKeyId, SigningKey), Failure> {
    let now = clock.now();
    let sealing = &Sealing::of_instance(tx).await?;
    if keys(tx, now).await?.iter().all(|key| key.signs_until - PUBLISHED_BEFORE <= now) {
        make_next_key(tx, sealing, now).await?;
    }
    if let Some(key) = signing(tx, sealing, now).await? {
        return Ok(key);
    }
    // Every key was sealed with another secret of the instance: one that can be read takes over.
    make_key(tx, sealing, now, now).await?;
    let key = signing(tx, sealing, now).await?;
    key.ok_or_else(|| Failure::Broken("no key signs access tokens at this moment".to_owned()))
}

/// The key that verifies tokens of this `kid`.
pub(super) async fn verifying_key(
    tx: &impl Reads,
    now: DateTime<Utc>,
    id: SigningKeyId,
) -> Result<Option<VerifyingKey>, Failure> {
    let row = signing_key::Entity::find_by_id(id).filter(Column::VerifiesUntil.gt(now)).one(tx.conn()).await?;
    Ok(row.and_then(|row| VerifyingKey::from_bytes(row.public_key.as_slice().try_into().ok()?).ok()))
}

/// Ids and public keys that verify now or soon, for `/.well-known/jwks.json`.
pub async fn published_keys(tx: &impl Reads, clock: &Clock) -> Result<Vec<(SigningKeyId, Vec<u8>)>, Failure> {
    let rows = keys(tx, clock.now()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.public_key)).collect())
}

/// Removes keys whose last token has ended, and says how many.
pub async fn remove_old_keys(tx: &mut WriteTx, clock: &Clock) -> Result<u64, Failure> {
    let gone = signing_key::Entity::delete_many().filter(Column::VerifiesUntil.lte(clock.now())).exec(tx.conn());
    Ok(gone.await?.rows_affected)
}

/// The newest first.
async fn keys(tx: &impl Reads, now: DateTime<Utc>) -> Result<Vec<signing_key::Model>, Failure> {
    let found = signing_key::Entity::find().filter(Column::VerifiesUntil.gt(now)).order_by_desc(Column::Generation);
    Ok(found.all(tx.conn()).await?)
}

async fn signing(
    tx: &impl Reads,
    sealing: &Sealing,
    now: DateTime<Utc>,
) -> Result<Option<(SigningKeyId, SigningKey)>, Failure> {
    let found = keys(tx, now).await?;
    let mut of_now = found.iter().filter(|key| key.signs_from <= now && now < key.signs_until);
    Ok(of_now.find_map(|row| {
        let secret = sealing.open(seal_of(&row.id), &row.secret_sealed)?;
        Some((row.id, SigningKey::from_bytes(&secret.try_into().ok()?)))
    }))
}

async fn make_next_key(tx: &mut WriteTx, sealing: &Sealing, now: DateTime<Utc>) -> Result<(), Failure> {
    let last = keys(tx, now).await?.into_iter().map(|key| key.signs_until).max();
    make_key(tx, sealing, now, last.unwrap_or(now).max(now)).await
}

/// Two at once: both make the key of one number, and one row stays.
async fn make_key(
    tx: &mut WriteTx,
    sealing: &Sealing,
    now: DateTime<Utc>,
    signs_from: DateTime<Utc>,
) -> Result<(), Failure> {
    let newest = signing_key::Entity::find().order_by_desc(Column::Generation).one(tx.conn()).await?;
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).expect("the operating system gives random bytes");
    let id = SigningKeyId::new(now);
    let row = signing_key::ActiveModel {
        id: Set(id),
        generation: Set(newest.map_or(1, |newest| newest.generation + 1)),
        secret_sealed: Set(sealing.seal(seal_of(&id), &secret)),
        public_key: Set(SigningKey::from_bytes(&secret).verifying_key().to_bytes().to_vec()),
        signs_from: Set(signs_from),
        signs_until: Set(signs_from + SIGNS_FOR),
        verifies_until: Set(signs_from + SIGNS_FOR + ACCESS_TOKEN_LASTS + TimeDelta::minutes(1)),
    };
    let mut first_stays = OnConflict::column(Column::Generation);
    first_stays.do_nothing();
    signing_key::Entity::insert(row).on_conflict(first_stays).exec_without_returning(tx.conn()).await?;
    Ok(())
}

fn seal_of(id: &SigningKeyId) -> Seal<'_> {
    Seal { purpose: "signing key", owner: id.0.as_bytes() }
}
