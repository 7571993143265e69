//! Writes mails for this instance and hands them to its transport, not faster than it may.
//! Who gets which mail is a rule of the domain.

use std::{sync::Arc, time::Duration};

use sillon_domain::{Settings, accounts::EmailAddress, database::entities::account::Language};
use sillon_mail::{
    ComposeError, Delivery, Letter, Mail, Mailbox, RenderError, Rendered, Setting, Templates, Transport,
    TransportError, compose,
};
use tokio::{
    sync::Mutex,
    time::{Instant, sleep_until},
};

/// How this instance sends mail.
#[derive(Debug)]
pub struct MailSettings {
    /// The way out.
    pub transport: Transport,
    /// The sender.
    pub from: Mailbox,
    /// The right half of every Message-ID.
    pub host: String,
    /// Most mails in a second; 0 is without limit.
    pub per_second: u32,
}

/// A mail that is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// Names it: the same id gives the same message.
    pub id: &'a str,
    /// Its template.
    pub template: &'a str,
    /// The language.
    pub language: Language,
    /// Whom to.
    pub to_name: &'a str,
    /// At which address.
    pub to_address: &'a str,
    /// What the template shows.
    pub values: &'a serde_json::Value,
    /// Where the person ends mails of this category.
    pub unsubscribe_url: Option<&'a str>,
    /// Its date.
    pub written_at: std::time::SystemTime,
}

/// A mail cannot be written; trying again does not help.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The text.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The message.
    #[error(transparent)]
    Compose(#[from] ComposeError),
}

/// Templates and transport. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    templates: Templates,
    settings: MailSettings,
    next_at: Mutex<Instant>,
}

impl Mailer {
    /// Parses the templates.
    pub fn new(settings: MailSettings) -> Result<Self, RenderError> {
        let templates = Templates::embedded()?;
        Ok(Self(Arc::new(Inner { templates, settings, next_at: Mutex::new(Instant::now()) })))
    }

    /// One that sends nothing.
    pub fn off() -> Self {
        let from = Mailbox::new(None, "sillon@localhost").expect("this is an address");
        let settings = MailSettings { transport: Transport::Off, from, host: "localhost".to_owned(), per_second: 0 };
        Self::new(settings).expect("Invariant: the embedded templates can be parsed; a test renders them all")
    }

    /// Whether mail leaves at all.
    pub fn is_off(&self) -> bool {
        matches!(self.0.settings.transport, Transport::Off)
    }

    /// Whether a mail to this address can arrive anywhere: nobody owns `.invalid` (RFC 2606, section 2), where synthetic
    /// visitors live. A folder takes it nevertheless; a server would bounce it, at the cost of the sender's name.
    pub fn reaches(&self, address: &EmailAddress) -> bool {
        matches!(self.transport(), Transport::Folder(_)) || !address.key.ends_with(".invalid")
    }

    /// The transport.
    pub fn transport(&self) -> &Transport {
        &self.0.settings.transport
    }

    /// Names of the templates.
    pub fn templates(&self) -> impl Iterator<Item = &str> {
        self.0.templates.names()
    }

    /// Renders and composes.
    pub fn write(&self, instance: &Settings, draft: Draft<'_>) -> Result<(Rendered, Mail), WriteError> {
        let setting = Setting {
            instance_name: &instance.instance_name,
            public_url: instance.public_url.as_deref(),
            recipient_name: draft.to_name,
            unsubscribe_url: draft.unsubscribe_url,
        };
        let language = match draft.language {
            Language::English => sillon_mail::Language::English,
            Language::French => sillon_mail::Language::French,
        };
        let content = self.0.templates.render(draft.template, language, setting, draft.values)?;
        let from = self.0.settings.from.clone().or_named(&instance.instance_name);
        let letter = Letter {
            id: draft.id,
            host: &self.0.settings.host,
            from: &from,
            to: &Mailbox::new(Some(draft.to_name), draft.to_address)?,
            written_at: draft.written_at,
            unsubscribe_url: draft.unsubscribe_url,
            is_automatic: true,
            content: &content,
        };
        let mail = compose(&letter)?;
        Ok((content, mail))
    }

    /// Waits until a mail may leave.
    pub async fn take_turn(&self) {
        let Some(interval) = Duration::from_secs(1).checked_div(self.0.settings.per_second) else { return };
        let mut next_at = self.0.next_at.lock().await;
        let turn = (*next_at).max(Instant::now());
        *next_at = turn + interval;
        drop(next_at);
        sleep_until(turn).await;
    }

    /// Hands it over.
    pub async fn send(&self, mail: &Mail) -> Delivery {
        self.0.settings.transport.send(mail).await
    }

    /// Whether mail could leave, and how.
    pub async fn check(&self) -> Result<String, TransportError> {
        self.0.settings.transport.check().await
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{MailSettings, Mailer, Transport};

    fn mailer(per_second: u32) -> Mailer {
        let from = "music@example.org".parse().expect("this is an address");
        let settings =
            MailSettings { transport: Transport::Off, from, host: "music.example.org".to_owned(), per_second };
        Mailer::new(settings).expect("the templates can be parsed")
    }

    async fn time_for_five(mailer: &Mailer) -> Duration {
        let began = Instant::now();
        let mut turns = tokio::task::JoinSet::new();
        for _ in 0..5 {
            let mailer = mailer.clone();
            turns.spawn(async move { mailer.take_turn().await });
        }
        turns.join_all().await;
        began.elapsed()
    }

    #[tokio::test]
    async fn mails_leave_one_by_one_however_many_wait() {
        assert!(time_for_five(&mailer(20)).await >= Duration::from_millis(200));
        assert!(time_for_five(&mailer(0)).await < Duration::from_millis(200));
    }
}
