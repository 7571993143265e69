//! From configuration to the mailer: which transport, which sender, which host.

use std::time::Duration;

use anyhow::Context as _;
use sillon_mail::{Command, Folder, Mailbox, Patience, Security, Smtp, SmtpServer, Transport};
use sillon_worker::{MailSettings, Mailer};

use crate::config::{Config, Mail, MailTransport, SmtpSecurity};

/// The host of an instance that does not know its address.
const NO_HOST: &str = "localhost";

/// The mailer of this configuration. Reads files that the settings name; contacts nobody.
pub fn build_mailer(config: &Config) -> anyhow::Result<Mailer> {
    let mail = &config.mail;
    let host = host_of(&config.server.public_url).unwrap_or(NO_HOST);
    let from = match mail.from.as_str() {
        "" => Mailbox::new(None, &format!("sillon@{}", if host.contains('.') { host } else { NO_HOST })),
        text => text.parse(),
    };
    let from = from.or_else(|_| Mailbox::new(None, &format!("sillon@{NO_HOST}"))).context("mail.from")?;
    let transport = match mail.transport {
        MailTransport::Folder => Transport::Folder(Folder::new(config.storage.data_dir.join("mail"))),
        MailTransport::Smtp => Transport::Smtp(Smtp::new(smtp_server(mail, from.domain())?)?),
        MailTransport::Command => {
            let patience = Duration::from_secs(u64::from(mail.command_limit_seconds));
            Transport::Command(Command::new(&mail.command, patience)?)
        }
        MailTransport::Off => Transport::Off,
    };
    Ok(Mailer::new(MailSettings { transport, from, host: host.to_owned(), per_second: mail.per_second })?)
}

fn smtp_server(mail: &Mail, own_name: &str) -> anyhow::Result<SmtpServer> {
    Ok(SmtpServer {
        host: mail.smtp_host.clone(),
        port: mail.port(),
        security: match mail.smtp_security {
            SmtpSecurity::None => Security::None,
            SmtpSecurity::Starttls => Security::StartTls,
            SmtpSecurity::Tls => Security::Tls,
        },
        credentials: if mail.smtp_user.is_empty() {
            None
        } else {
            Some((mail.smtp_user.clone(), mail.smtp_password.reveal().to_owned()))
        },
        extra_roots: match mail.smtp_ca_file.as_os_str() {
            empty if empty.is_empty() => None,
            _ => Some(std::fs::read(&mail.smtp_ca_file).context("mail.smtp_ca_file cannot be read")?),
        },
        own_name: own_name.to_owned(),
        patience: Patience::default(),
    })
}

/// `https://music.example.org:8443` is `music.example.org`.
fn host_of(public_url: &str) -> Option<&str> {
    let (_, rest) = public_url.split_once("://")?;
    let authority = rest.split('/').next()?;
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-[]:".contains(&byte);
    Some(host).filter(|host| !host.is_empty() && host.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use super::host_of;

    #[test]
    fn the_host_of_an_address_has_neither_port_nor_path() {
        assert_eq!(host_of("https://music.example.org"), Some("music.example.org"));
        assert_eq!(host_of("http://localhost:8080"), Some("localhost"));
        assert_eq!(host_of("http://[::1]:8080/music"), Some("[::1]"));
        assert_eq!(host_of("https://bad host"), None);
        assert_eq!(host_of(""), None);
    }
}
