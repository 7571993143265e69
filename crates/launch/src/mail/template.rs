//! A template is a mail as one would like to read it: its subject, a text part, an HTML part, with `{{names}}` of values.
//! The other header fields are not the template's to say: `sillon_mail` writes them.

use std::collections::BTreeSet;

use minijinja::{Environment, Value};
use sillon_mail::{Rendered, empty_environment, one_line};

/// Separates the parts, in a line of its own.
const BOUNDARY_LINE: &str = "--{{boundary}}";

/// A template that was read. Invariant: the three parts are there.
#[derive(Clone, Debug)]
pub(super) struct Template {
    environment: Environment<'static>,
}

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// It is not put together as it must be.
    #[error("the template of the mail is not usable: {0}")]
    Form(String),
    /// A part is no template, or cannot be filled in.
    #[error("the template of the mail is not usable: {0:#}")]
    Part(#[from] minijinja::Error),
}

impl Template {
    /// Splits the file.
    pub(super) fn parse(file: &str) -> Result<Self, TemplateError> {
        let file = file.replace("\r\n", "\n");
        let refuse = |why: &str| TemplateError::Form(why.to_owned());
        let (head, body) = file.split_once("\n\n").ok_or_else(|| refuse("an empty line must end its header"))?;
        let separator = format!("{BOUNDARY_LINE}\n");
        let parts: Vec<&str> = body.split(&separator).collect();
        let [_, text, html] = parts.as_slice() else {
            return Err(refuse("it must have two parts, text and HTML, each behind a line --{{boundary}}"));
        };
        let html = html.split(&format!("{BOUNDARY_LINE}--")).next().unwrap_or_default();
        let mut environment = empty_environment()?;
        environment.add_template_owned("subject", subject(head)?.to_owned())?;
        environment.add_template_owned("text", content(text, "text/plain")?)?;
        environment.add_template_owned("letter.html", content(html, "text/html")?)?;
        Ok(Self { environment })
    }

    /// Every name that a value is needed for.
    pub(super) fn names(&self) -> BTreeSet<String> {
        self.environment.templates().flat_map(|(_, part)| part.undeclared_variables(false)).collect()
    }

    /// Fills every part in.
    pub(super) fn render(&self, values: &Value) -> Result<Rendered, TemplateError> {
        let render = |name| self.environment.get_template(name)?.render(values);
        Ok(Rendered { subject: one_line(&render("subject")?), text: render("text")?, html: render("letter.html")? })
    }
}

fn subject(head: &str) -> Result<&str, TemplateError> {
    let mut subject = None;
    for line in head.lines() {
        match line.split_once(':') {
            Some(("Subject", value)) if subject.is_none() => subject = Some(value.trim()),
            Some(("Content-Type", value)) if value.trim_start().starts_with("multipart/alternative") => {}
            _ => {
                let why = format!("its header has Subject and Content-Type, the rest is written for you; not {line:?}");
                return Err(TemplateError::Form(why));
            }
        }
    }
    subject.ok_or_else(|| TemplateError::Form("its header has no Subject".to_owned()))
}

fn content(part: &str, kind: &str) -> Result<String, TemplateError> {
    match part.split_once("\n\n") {
        Some((head, content)) if head.contains(kind) => Ok(format!("{}\n", content.trim_end())),
        _ => Err(TemplateError::Form(format!("a part of type {kind} is missing or not in its place"))),
    }
}
