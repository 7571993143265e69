//! The person's mailbox: the folder into which an instance without a mail server writes its mails.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use mail_parser::MessageParser;

use super::walk::StepError;

const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(200);

/// Waits for the mail to the address with a link to this page, and gives the token behind its `#`.
pub(super) async fn token_from_mail(folder: &Path, email: &str, page: &str) -> Result<String, StepError> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        let (folder, email, link) = (folder.to_owned(), email.to_owned(), format!("/{page}#token="));
        let found = tokio::task::spawn_blocking(move || find_token(&folder, &email, &link)).await;
        if let Some(token) = found.map_err(|error| StepError(error.to_string()))? {
            return Ok(token);
        }
        tokio::time::sleep(PAUSE).await;
    }
    let (seconds, folder) = (PATIENCE.as_secs(), folder.display());
    Err(StepError(format!("no mail with a link to /{page} came into {folder} within {seconds} s; does a worker run?")))
}

/// Removes the person's mails.
pub(super) fn remove_mails(folder: &Path, email: &str) {
    for path in mails(folder) {
        if std::fs::read(&path).is_ok_and(|mail| is_to(&mail, email)) {
            // What cannot be removed is only a file too many.
            let _ = std::fs::remove_file(path);
        }
    }
}

fn find_token(folder: &Path, email: &str, link: &str) -> Option<String> {
    let bodies = mails(folder).into_iter().filter_map(|path| {
        let mail = std::fs::read(path).ok().filter(|mail| is_to(mail, email))?;
        Some(MessageParser::default().parse(&mail)?.body_text(0)?.into_owned())
    });
    bodies.into_iter().find_map(|text| {
        let (_, rest) = text.split_once(link)?;
        let is_of_token = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
        Some(rest.chars().take_while(is_of_token).collect())
    })
}

fn mails(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "eml")).collect()
}

fn is_to(mail: &[u8], email: &str) -> bool {
    let parsed = MessageParser::default().parse(mail);
    let to = parsed.as_ref().and_then(|mail| mail.to()?.first()?.address());
    to.is_some_and(|to| to.eq_ignore_ascii_case(email))
}

#[cfg(test)]
mod tests {
    use super::{find_token, remove_mails};

    #[test]
    fn the_token_is_read_from_ones_own_mail_alone() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, to: &str, token: &str| {
            let mail = format!(
                "To: {to}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
                 Open https://music.example.org/reset-pass=\r\nword#token=3D{token} soon.\r\n"
            );
            std::fs::write(folder.path().join(name), mail).unwrap();
        };
        write("1.eml", "other@example.org", "theirs");
        write("2.txt", "me@example.org", "no-mail");
        let find = || find_token(folder.path(), "me@example.org", "/reset-password#token=");
        assert_eq!(find(), None);
        write("3.eml", "Me <ME@example.org>", "mine_-7");
        assert_eq!(find().as_deref(), Some("mine_-7"));
        assert_eq!(find_token(folder.path(), "me@example.org", "/verify-address#token="), None);
        remove_mails(folder.path(), "me@example.org");
        assert_eq!((find(), folder.path().join("1.eml").exists()), (None, true));
    }
}
