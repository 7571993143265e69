//! Templates: a pair of files for each mail and language, embedded in the binary (`templates/email`).
//!
//! `<name>.<language>.txt` begins with the line `Subject: …` and holds the text; `<name>.<language>.html` holds the same
//! for those who see it formatted. Both extend a layout that all mails share. A value that is missing is an error.

mod engine;

pub use engine::empty_environment;

use std::collections::BTreeSet;

use minijinja::{
    Environment, Value, context,
    value::{Serde, merge_maps},
};
use rust_embed::RustEmbed;

use crate::{Language, mailbox::one_line};

#[derive(RustEmbed)]
#[folder = "../../templates/email"]
struct Files;

/// A mail cannot be rendered: a mistake in its template or in the values that it is given.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// No files of this name in this language.
    #[error("there is no mail template {name} in {language}")]
    Unknown {
        /// The template.
        name: String,
        /// Tag of the language.
        language: &'static str,
    },
    /// A file is no template, or a value is missing.
    #[error("mail template: {0:#}")]
    Template(#[from] minijinja::Error),
    /// A text does not begin with its subject.
    #[error("the mail template {0} does not begin with `Subject: …`")]
    Subject(String),
}

/// What every mail knows beside its own values.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// Name of the community.
    pub instance_name: &'a str,
    /// Where people reach it, without a slash at the end. None: the mail has no links.
    pub public_url: Option<&'a str>,
    /// Whom it greets.
    pub recipient_name: &'a str,
    /// Where mails of this category end; none for those that cannot be turned off.
    pub unsubscribe_url: Option<&'a str>,
}

/// A mail as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// Lines end with `\n`.
    pub text: String,
    /// A whole document.
    pub html: String,
}

/// Every template, parsed.
#[derive(Clone, Debug)]
pub struct Templates {
    environment: Environment<'static>,
    names: BTreeSet<String>,
}

impl Templates {
    /// Those in the binary.
    pub fn embedded() -> Result<Self, RenderError> {
        let files = Files::iter().filter_map(|path| {
            let content = Files::get(&path)?.data;
            Some((path.into_owned(), String::from_utf8_lossy(&content).into_owned()))
        });
        Self::of(files)
    }

    /// The mails, without layouts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Renders subject, text and HTML. `values` are the mail's own; control characters in them become spaces.
    pub fn render(
        &self,
        name: &str,
        language: Language,
        setting: Setting<'_>,
        values: &serde_json::Value,
    ) -> Result<Rendered, RenderError> {
        let tag = language.tag();
        if !self.names.contains(name) {
            return Err(RenderError::Unknown { name: name.to_owned(), language: tag });
        }
        let shared = context! {
            language => tag,
            instance_name => one_line(setting.instance_name),
            public_url => setting.public_url,
            recipient_name => one_line(setting.recipient_name),
            unsubscribe_url => setting.unsubscribe_url,
        };
        let own = Value::from(Serde(in_one_line_each(values)));
        // The first wins: a mail's own value never stands for one that all mails share.
        let values = merge_maps([shared, own]);
        let render = |part: &str| {
            let template = self.environment.get_template(&format!("{name}.{tag}.{part}"));
            let missing = |_| RenderError::Unknown { name: name.to_owned(), language: tag };
            Ok::<_, RenderError>(template.map_err(missing)?.render(&values)?)
        };
        Ok(Rendered { subject: one_line(&render("subject")?), text: render("txt")?, html: render("html")? })
    }
}

/// The same values with every text made one line, so that none can pretend to be another part of the mail.
fn in_one_line_each(values: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match values {
        Json::String(text) => Json::String(one_line(text)),
        Json::Array(items) => items.iter().map(in_one_line_each).collect(),
        Json::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), in_one_line_each(value))).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SETTING: Setting<'_> =
        Setting { instance_name: "Sillon", public_url: None, recipient_name: "Ada", unsubscribe_url: None };

    fn templates(text: &str) -> Result<Templates, RenderError> {
        let files = [("x.en.txt", text), ("x.en.html", "<p>{{ title }}</p>"), ("layout.txt", "")];
        Templates::of(files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())))
    }

    #[test]
    fn a_missing_value_is_an_error() {
        let templates = templates("Subject: Hello\n{{ titel }}\n").unwrap();
        let error = templates.render("x", Language::English, SETTING, &json!({"title": "A"})).unwrap_err();
        assert!(matches!(error, RenderError::Template(_)), "{error}");
    }

    #[test]
    fn a_language_that_is_missing_is_an_error() {
        let templates = templates("Subject: Hello\n").unwrap();
        let error = templates.render("x", Language::French, SETTING, &json!({"title": "A"})).unwrap_err();
        assert_eq!(error.to_string(), "there is no mail template x in fr");
    }

    #[test]
    fn a_text_without_its_subject_is_refused_when_it_is_loaded() {
        assert!(matches!(templates("Hello\n"), Err(RenderError::Subject(_))));
    }

    #[test]
    fn values_cannot_break_out_of_their_line_or_into_markup() {
        let templates = templates("Subject: New: {{ title }}\n{{ title }}\n").unwrap();
        let values = json!({"title": "<b>A</b>\r\nBcc: all@example.org\u{202E}"});
        let rendered = templates.render("x", Language::English, SETTING, &values).unwrap();
        assert_eq!(rendered.subject, "New: <b>A</b>  Bcc: all@example.org");
        assert_eq!(rendered.text, "<b>A</b>  Bcc: all@example.org\n");
        assert_eq!(rendered.html, "<p>&lt;b&gt;A&lt;/b&gt;  Bcc: all@example.org</p>");
    }
}
