//! A template is a mail as one would like to read it: header fields, a text part, an HTML part, with `{{names}}` of values.
//! It is split here into its parts; how they are encoded is in `compose`.

use std::collections::{BTreeMap, BTreeSet};

/// Separates the parts, in a line of its own.
const BOUNDARY_LINE: &str = "--{{boundary}}";

/// The parts of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    /// Names and values of header fields, in order.
    pub(super) fields: Vec<(String, String)>,
    /// The text part.
    pub(super) text: String,
    /// The HTML part.
    pub(super) html: String,
}

/// Why a template cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the template of the mail is not usable: {0}")]
pub struct TemplateError(pub(super) String);

impl Template {
    /// Splits the file.
    pub(super) fn parse(file: &str) -> Result<Self, TemplateError> {
        let file = file.replace("\r\n", "\n");
        let refuse = |why: &str| TemplateError(why.to_owned());
        let (head, body) = file.split_once("\n\n").ok_or_else(|| refuse("an empty line must end its header"))?;
        let mut fields = Vec::new();
        for line in head.lines() {
            let (name, value) = line.split_once(':').ok_or_else(|| refuse("a line of its header has no colon"))?;
            fields.push((name.trim().to_owned(), value.trim().to_owned()));
        }
        let separator = format!("{BOUNDARY_LINE}\n");
        let parts: Vec<&str> = body.split(&separator).collect();
        let [_, text, html] = parts.as_slice() else {
            return Err(refuse("it must have two parts, text and HTML, each behind a line --{{boundary}}"));
        };
        let html = html.split(&format!("{BOUNDARY_LINE}--")).next().unwrap_or_default();
        let content = |part: &str, kind: &str| match part.split_once("\n\n") {
            Some((head, content)) if head.contains(kind) => Ok(format!("{}\n", content.trim_end())),
            _ => Err(refuse(&format!("a part of type {kind} is missing or not in its place"))),
        };
        Ok(Self { fields, text: content(text, "text/plain")?, html: content(html, "text/html")? })
    }

    /// Every name that a value is needed for.
    pub(super) fn names(&self) -> BTreeSet<&str> {
        let fields = self.fields.iter().map(|(_, value)| value.as_str());
        fields.chain([self.text.as_str(), self.html.as_str()]).flat_map(names_in).collect()
    }
}

/// Values by name.
pub(super) type Values = BTreeMap<&'static str, String>;

/// Puts the values in; `prepare` makes each fit its surroundings.
pub(super) fn fill(text: &str, values: &Values, prepare: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, behind)) = after.split_once("}}") else {
            out.push_str("{{");
            rest = after;
            continue;
        };
        out.push_str(&prepare(values.get(name.trim()).map_or("", String::as_str)));
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name.trim())
}

/// Text inside HTML, in content and in attributes.
pub(super) fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
