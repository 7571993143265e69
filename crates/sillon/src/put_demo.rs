//! Something to hear within a minute of the first start: two creators and their split release, put into an instance in
//! one transaction. The music itself is made by `sillon-synthesis`.

use std::path::Path;

use sillon_domain::{
    Clock, Context, Failure, Settings, WriteTx,
    accounts::{
        EmailAddress, NewAccount, PasswordHash, ValidAccount, account_by_email, add_account, parse_email, validate,
    },
    blobs::Shelf,
    database::entities::{
        account::{self, Language},
        mail_suppression::Reason,
        role::BuiltIn,
    },
    ids::{PictureId, ReleaseId, UploadId},
    mails::{Scope, add_suppression},
    pictures::{ArrivedPicture, Subject, place_picture},
    releases::{NewRelease, create_release},
    uploads::{ArrivedUpload, register_upload},
};
use sillon_synthesis::{Creator, Piece, RELEASE_TITLE, artwork_png, pieces, write_wave};

const FIRST_EMAIL: &str = "atelier@demo.invalid";
const SECOND_EMAIL: &str = "champs@demo.invalid";

/// What was put into the instance.
#[derive(Clone, Debug)]
pub(crate) struct Demo {
    /// The release.
    pub(crate) release: ReleaseId,
    /// Mail addresses of both creators.
    pub(crate) emails: [&'static str; 2],
    /// How many pieces wait for their encode.
    pub(crate) pieces: usize,
    /// How many jobs that makes, with the one of the artwork.
    pub(crate) jobs: usize,
}

/// Puts creators, release and uploads into the instance; none when they are there already.
///
/// Files come first, under names that no row knows; then everything is named in one transaction. A kill in between
/// leaves files for the sweep; two at once: the unique address of the first creator lets one through.
pub(crate) async fn put_demo(
    ctx: &Context,
    password: String,
    mut rendered: impl FnMut(usize, &str),
) -> Result<Option<Demo>, Failure> {
    if account_by_email(&ctx.db.read().await?, &address(FIRST_EMAIL)?).await?.is_some() {
        return Ok(None);
    }
    let hash = ctx.passwords.hash(password.clone()).await?;
    let artwork = write_artwork(ctx).await?;
    let mut uploads = Vec::new();
    for (place, piece) in (1..).zip(pieces()) {
        uploads.push(write_upload(ctx, place, &piece)?);
        rendered(uploads.len(), piece.title);
    }
    ctx.blobs.sync(Shelf::Originals).await?;
    let mut tx = ctx.db.write().await?;
    let first = add_creator(&mut tx, &ctx.clock, Creator::First, &password, &hash).await?;
    let second = add_creator(&mut tx, &ctx.clock, Creator::Second, &password, &hash).await?;
    let new = NewRelease { creator_id: first.id, title: RELEASE_TITLE.to_owned() };
    let release = create_release(&mut tx, &ctx.clock, new).await?.id;
    // A new release has no picture that would have to go.
    let _none = place_picture(&mut tx, &ctx.clock, Subject::Release(release), artwork).await?;
    for upload in &uploads {
        let creator_id = match upload.creator {
            Creator::First => first.id,
            Creator::Second => second.id,
        };
        let arrived = ArrivedUpload { creator_id, release: Some((release, upload.place)), ..upload.file.clone() };
        register_upload(&mut tx, &ctx.clock, &arrived).await?;
    }
    tx.commit().await?;
    ctx.job_signal.wake();
    Ok(Some(Demo { release, emails: [FIRST_EMAIL, SECOND_EMAIL], pieces: uploads.len(), jobs: uploads.len() + 1 }))
}

async fn write_artwork(ctx: &Context) -> Result<ArrivedPicture, Failure> {
    let id = PictureId::new(ctx.clock.now());
    let original = id.to_string();
    ctx.blobs.write(Shelf::Pictures, &original, &artwork_png()).await?;
    Ok(ArrivedPicture { id, original, media_type: "image/png".to_owned(), framing_percent: 50 })
}

struct DemoUpload {
    place: i32,
    creator: Creator,
    file: ArrivedUpload,
}

fn write_upload(ctx: &Context, place: i32, piece: &Piece) -> Result<DemoUpload, Failure> {
    let id = UploadId::new(ctx.clock.now());
    let blob = id.to_string();
    let path = ctx.blobs.path(Shelf::Originals, &blob);
    write_wave(&path, &piece.render())?;
    let (size_bytes, content_hash) = size_and_hash(&path)?;
    let file = ArrivedUpload {
        id,
        creator_id: sillon_domain::ids::AccountId::new(ctx.clock.now()),
        file_name: format!("{}.wav", piece.title),
        title: piece.title.to_owned(),
        release: None,
        container: "wav".to_owned(),
        size_bytes,
        content_hash,
        blob,
    };
    Ok(DemoUpload { place, creator: piece.creator, file })
}

fn size_and_hash(path: &Path) -> std::io::Result<(u64, [u8; 32])> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(std::fs::File::open(path)?)?;
    Ok((hasher.count(), *hasher.finalize().as_bytes()))
}

async fn add_creator(
    tx: &mut WriteTx,
    clock: &Clock,
    creator: Creator,
    password: &str,
    hash: &PasswordHash,
) -> Result<account::Model, Failure> {
    let email = match creator {
        Creator::First => FIRST_EMAIL,
        Creator::Second => SECOND_EMAIL,
    };
    let new: ValidAccount = validate(
        &Settings::default(),
        NewAccount {
            email: email.to_owned(),
            display_name: creator.display_name().to_owned(),
            password: password.to_owned(),
            language: Language::English,
        },
    )?;
    let detail = Some("an account of the demo");
    add_suppression(tx, clock, &new.email, Scope::Everything, Reason::Operator, detail).await?;
    add_account(tx, clock, &new, hash.clone(), BuiltIn::Creator).await
}

fn address(text: &str) -> Result<EmailAddress, Failure> {
    parse_email(text).ok_or_else(|| Failure::Broken(format!("{text} is not an address")))
}
