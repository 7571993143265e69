//! Writes the letter of an invitation.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use minijinja::{Value, value::Serde};
use sillon_database::entities::beta_invite;
use sillon_domain::{
    accounts::{EmailAddress, parse_email},
    ids::InvitationId,
    invitations::InvitationCode,
};
pub use sillon_mail::Language;
use sillon_mail::{ComposeError, Letter, Mailbox, compose};

use super::template::{Template, TemplateError};
use crate::percent;

const FRENCH: &str = include_str!("../../../../templates/email/beta_invite.eml.template");
const ENGLISH: &str = include_str!("../../../../templates/email/beta_invite.en.eml.template");

const ID_LETTERS: usize = 32;

/// What the operator says about the letter.
#[derive(Clone, Debug, Default)]
pub struct LetterSettings {
    /// Name of the community.
    pub instance_name: String,
    /// Address of the instance, without a slash at the end.
    pub public_url: String,
    /// Who writes: the address.
    pub from_address: String,
    /// Who writes: the name.
    pub from_name: String,
    /// Who we are, in a few sentences.
    pub about: String,
    /// The names below the letter.
    pub signature: String,
    /// Where people say how it is.
    pub feedback_url: String,
}

/// The run stops before anything is rendered.
#[derive(Debug, thiserror::Error)]
pub enum MissingValue {
    /// Settings that the template needs and the configuration lacks.
    #[error("the invitation needs {}: set them in the configuration, then run this again", .0.join(", "))]
    Settings(Vec<&'static str>),
    /// An address that is none.
    #[error("launch.from_address is not a mail address: {0:?}")]
    FromAddress(String),
    /// Names that nothing can fill.
    #[error("the template of the invitation asks for what is not known: {}", .0.join(", "))]
    Names(Vec<String>),
    /// The template itself.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// A letter cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The template cannot be filled in.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The message cannot be put together.
    #[error(transparent)]
    Compose(#[from] ComposeError),
}

/// Writes the letters of one run. Invariant: every name in the template has a value.
#[derive(Clone, Debug)]
pub struct Letters {
    template: Template,
    language: Language,
    from: Mailbox,
    settings: LetterSettings,
}

/// Names of values that differ by letter.
const BY_LETTER: [&str; 5] = ["greeting", "join_url", "code", "expires_on", "decline_url"];

/// What a letter's Message-ID is made from: of the invitation, but not its id. Servers log the former, and whoever has the
/// latter may decline.
pub fn letter_id(invitation: InvitationId) -> String {
    blake3::hash(format!("letter of {invitation}").as_bytes()).to_hex()[..ID_LETTERS].to_owned()
}

impl Letters {
    /// Checks that everything is there: the template, and a value for each of its names.
    pub fn new(settings: LetterSettings, language: Language, own_template: Option<&str>) -> Result<Self, MissingValue> {
        let built_in = match language {
            Language::French => FRENCH,
            Language::English => ENGLISH,
        };
        let template = Template::parse(own_template.unwrap_or(built_in))?;
        let given = by_instance(&settings);
        let known = |name: &String| given.iter().any(|(there, _, _)| there == name) || BY_LETTER.contains(&&**name);
        let unknown: Vec<String> = template.names().into_iter().filter(|name| !known(name)).collect();
        if !unknown.is_empty() {
            return Err(MissingValue::Names(unknown));
        }
        let missing = given.iter().filter(|(_, _, value)| value.trim().is_empty()).map(|(_, setting, _)| *setting);
        let missing: Vec<_> = missing.collect();
        if !missing.is_empty() {
            return Err(MissingValue::Settings(missing));
        }
        let from = parse_email(&settings.from_address)
            .and_then(|email| Mailbox::new(Some(&settings.from_name), &email.for_servers()).ok())
            .ok_or_else(|| MissingValue::FromAddress(settings.from_address.clone()))?;
        Ok(Self { template, language, from, settings })
    }

    /// The mail of an invitation, as bytes that a server takes.
    pub fn write(
        &self,
        invitation: &beta_invite::Model,
        name: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Vec<u8>, WriteError> {
        let content = self.template.render(&self.values(invitation, name))?;
        let to = EmailAddress { typed: invitation.email.clone(), key: invitation.email_key.clone() };
        let mail = compose(&Letter {
            id: &letter_id(invitation.id),
            host: self.from.domain(),
            from: &self.from,
            to: &Mailbox::new(name, &to.for_servers())?,
            written_at: now.into(),
            unsubscribe_url: Some(&format!(
                "{}/api/v1/invitations/{}/decline",
                self.settings.public_url, invitation.id
            )),
            is_automatic: false,
            content: &content,
        })?;
        Ok(mail.bytes)
    }

    fn values(&self, invitation: &beta_invite::Model, name: Option<&str>) -> Value {
        let code = InvitationCode::parse(&invitation.code).map_or_else(String::new, |code| code.in_groups());
        let url = &self.settings.public_url;
        let mut values: BTreeMap<&str, String> =
            by_instance(&self.settings).into_iter().map(|(name, _, value)| (name, value.clone())).collect();
        values.extend([
            ("greeting", self.greeting(name.unwrap_or_default())),
            ("join_url", format!("{url}/join#code={code}&email={}", percent::encoded(&invitation.email))),
            ("code", code),
            ("expires_on", self.day(invitation.expires_at)),
            ("decline_url", format!("{url}/decline#id={}", invitation.id)),
        ]);
        Value::from(Serde(values))
    }

    fn greeting(&self, name: &str) -> String {
        let word = match self.language {
            Language::French => "Bonjour",
            Language::English => "Hello",
        };
        if name.is_empty() { format!("{word},") } else { format!("{word} {name},") }
    }

    fn day(&self, at: DateTime<Utc>) -> String {
        const FRENCH_MONTHS: [&str; 12] = [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ];
        use chrono::Datelike;
        match self.language {
            Language::French => {
                let day = if at.day() == 1 { "1er".to_owned() } else { at.day().to_string() };
                format!("{day} {} {}", FRENCH_MONTHS[at.month0() as usize], at.year())
            }
            Language::English => at.format("%-d %B %Y").to_string(),
        }
    }
}

/// Values that are the same in every letter: name in the template, setting, value.
fn by_instance(settings: &LetterSettings) -> [(&'static str, &'static str, &String); 7] {
    [
        ("instance_name", "instance.name", &settings.instance_name),
        ("public_url", "server.public_url", &settings.public_url),
        ("from_address", "launch.from_address", &settings.from_address),
        ("from_name", "launch.from_name", &settings.from_name),
        ("about", "launch.about", &settings.about),
        ("signature", "launch.signature", &settings.signature),
        ("feedback_url", "launch.feedback_url", &settings.feedback_url),
    ]
}
