//! Loads the files into the template engine.

use std::{collections::BTreeSet, fmt::Write};

use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value, escape_formatter};

use super::{RenderError, Templates};

const SUBJECT: &str = "Subject: ";

impl Templates {
    /// Parses files by their names. Those with a language in the name are mails, unless they are parts of the layout.
    pub(super) fn of(files: impl Iterator<Item = (String, String)>) -> Result<Self, RenderError> {
        let mut environment = empty_environment()?;
        let mut names = BTreeSet::new();
        for (file, content) in files {
            let mail = file.strip_suffix(".txt").and_then(|stem| stem.rsplit_once('.')).filter(|_| !is_layout(&file));
            let Some((name, language)) = mail else {
                environment.add_template_owned(file, content)?;
                continue;
            };
            let (subject, text) = subject_and_text(&content).ok_or_else(|| RenderError::Subject(file.clone()))?;
            environment.add_template_owned(format!("{name}.{language}.subject"), subject.to_owned())?;
            names.insert(name.to_owned());
            environment.add_template_owned(file, text.to_owned())?;
        }
        Ok(Self { environment, names })
    }
}

/// How every mail is rendered: a value that is missing is an error, and templates named `….html` escape their values.
pub fn empty_environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let mut syntax = environment.syntax().to_builder();
    environment.set_syntax(syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    environment.set_formatter(write_value);
    Ok(environment)
}

fn is_layout(file: &str) -> bool {
    file.starts_with("layout")
}

fn subject_and_text(content: &str) -> Option<(&str, &str)> {
    let (first, rest) = content.split_once('\n')?;
    Some((first.strip_prefix(SUBJECT)?, rest))
}

/// Escapes for HTML as the engine does, but for the slash: programs that read mails take `https:&#x2f;&#x2f;` for no link.
fn write_value(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = match value.as_str() {
        Some(text) if *state.auto_escape() == AutoEscape::Html && !value.is_safe() => text,
        _ => return escape_formatter(out, state, value),
    };
    for letter in text.chars() {
        match letter {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&quot;")?,
            '\'' => out.write_str("&#39;")?,
            plain => out.write_char(plain)?,
        }
    }
    Ok(())
}
