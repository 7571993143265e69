//! One layer over another, remembering where each value came from.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::{
    load::ConfigError,
    settings::{Kind, SETTINGS, Setting, find, nearest},
};

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Built in.
    Default,
    /// The file.
    File,
    /// A variable.
    Variable,
    /// A flag of the command.
    Flag,
}

impl Origin {
    /// For people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::File => "file",
            Self::Variable => "variable",
            Self::Flag => "flag",
        }
    }
}

/// What the operator gave, by layer.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Content of the file, with its name for messages.
    pub file: Option<(String, String)>,
    /// Variables that begin with `SILLON_`.
    pub variables: BTreeMap<String, String>,
    /// Flags, by the setting's key.
    pub flags: Vec<(&'static str, String)>,
}

/// Settings by key, each with its origin.
pub(super) type Values = BTreeMap<&'static str, (Value, Origin)>;

/// Variables that are not settings: they steer tests and the choice of the file.
const OTHER_VARIABLES: [&str; 1] = ["SILLON_CONFIG"];
const TEST_PREFIX: &str = "SILLON_TEST_";

/// Lays all layers over the defaults.
pub(super) fn merge(sources: &Sources) -> Result<Values, ConfigError> {
    let mut values = Values::new();
    for setting in SETTINGS {
        values.insert(setting.key, (default_of(setting), Origin::Default));
    }
    if let Some((name, content)) = &sources.file {
        lay_file(&mut values, name, content)?;
    }
    for (variable, text) in &sources.variables {
        if OTHER_VARIABLES.contains(&variable.as_str()) || variable.starts_with(TEST_PREFIX) {
            continue;
        }
        let Some(setting) = SETTINGS.iter().find(|setting| setting.variable == variable) else {
            let hint = nearest(variable, SETTINGS.iter().map(|setting| setting.variable));
            return Err(ConfigError::UnknownVariable { name: variable.clone(), hint: hint.map(str::to_owned) });
        };
        values.insert(setting.key, (parse(setting, text, variable)?, Origin::Variable));
    }
    for (key, text) in &sources.flags {
        let setting = find(key).ok_or_else(|| unknown_key(key, "the command line"))?;
        values.insert(setting.key, (parse(setting, text, key)?, Origin::Flag));
    }
    Ok(values)
}

fn default_of(setting: &Setting) -> Value {
    let parsed: Table = toml::from_str(&format!("value = {}", setting.default)).expect("every default is TOML");
    parsed.into_iter().next().expect("one value was written").1
}

fn lay_file(values: &mut Values, name: &str, content: &str) -> Result<(), ConfigError> {
    let table: Table = toml::from_str(content)
        .map_err(|error| ConfigError::File { name: name.to_owned(), reason: error.to_string() })?;
    for (section, content) in table {
        let Value::Table(keys) = content else { return Err(unknown_key(&section, name)) };
        for (key, value) in keys {
            let key = format!("{section}.{key}");
            let setting = find(&key).ok_or_else(|| unknown_key(&key, name))?;
            values.insert(setting.key, (value, Origin::File));
        }
    }
    Ok(())
}

fn unknown_key(key: &str, place: &str) -> ConfigError {
    let hint = nearest(key, SETTINGS.iter().map(|setting| setting.key));
    ConfigError::UnknownKey { key: key.to_owned(), place: place.to_owned(), hint: hint.map(str::to_owned) }
}

fn parse(setting: &Setting, text: &str, place: &str) -> Result<Value, ConfigError> {
    match setting.kind {
        Kind::Text => Ok(Value::String(text.to_owned())),
        Kind::List => {
            let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
            Ok(Value::Array(words.map(|word| Value::String(word.to_owned())).collect()))
        }
        Kind::Number => text.trim().parse().map(Value::Integer).map_err(|_| ConfigError::Value {
            key: setting.key.to_owned(),
            reason: format!("{place} is {text:?}, which is not a whole number"),
        }),
    }
}
