//! One layer over another, remembering where each value came from.

use std::{collections::BTreeMap, path::PathBuf};

use toml::{Table, Value};

use super::{
    load::ConfigError,
    names::{find, nearest},
    setting::{Kind, Setting},
    settings::SETTINGS,
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
    /// A file that holds nothing but the secret.
    SecretFile,
}

impl Origin {
    /// For people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::File => "file",
            Self::Variable => "variable",
            Self::Flag => "flag",
            Self::SecretFile => "secret file",
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

/// Files that secrets were read from, by the setting's key.
pub(super) type SecretFiles = Vec<(&'static str, PathBuf)>;

/// Variables that are not settings: they steer tests and the choice of the file.
const OTHER_VARIABLES: [&str; 1] = ["SILLON_CONFIG"];
const TEST_PREFIX: &str = "SILLON_TEST_";

/// Lays all layers over the defaults.
pub(super) fn merge(sources: &Sources) -> Result<(Values, SecretFiles), ConfigError> {
    let (mut values, mut files) = (Values::new(), SecretFiles::new());
    for setting in SETTINGS {
        values.insert(setting.key, (default_of(setting), Origin::Default));
    }
    if let Some((name, content)) = &sources.file {
        lay_file(&mut values, &mut files, name, content)?;
    }
    for (variable, text) in &sources.variables {
        if OTHER_VARIABLES.contains(&variable.as_str()) || variable.starts_with(TEST_PREFIX) {
            continue;
        }
        if let Some(setting) = secret(|setting| variable.strip_suffix("_FILE") == Some(setting.variable)) {
            if sources.variables.contains_key(setting.variable) {
                return Err(given_twice(setting, variable, setting.variable));
            }
            lay_secret(&mut values, &mut files, setting, text)?;
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
    Ok((values, files))
}

fn secret(is_meant: impl Fn(&Setting) -> bool) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.kind == Kind::Secret && is_meant(setting))
}

fn given_twice(setting: &Setting, one: &str, other: &str) -> ConfigError {
    let reason = format!("{one} and {other} are both given: keep one of them");
    ConfigError::Value { key: setting.key.to_owned(), reason }
}

/// The content of the file, without the line's end that editors add.
fn lay_secret(
    values: &mut Values,
    files: &mut SecretFiles,
    setting: &'static Setting,
    path: &str,
) -> Result<(), ConfigError> {
    let content = std::fs::read_to_string(path)
        .map_err(|error| ConfigError::File { name: path.to_owned(), reason: error.to_string() })?;
    values.insert(setting.key, (Value::String(content.trim_end().to_owned()), Origin::SecretFile));
    files.retain(|(key, _)| *key != setting.key);
    files.push((setting.key, PathBuf::from(path)));
    Ok(())
}

fn default_of(setting: &Setting) -> Value {
    let parsed: Table = toml::from_str(&format!("value = {}", setting.default)).expect("every default is TOML");
    parsed.into_iter().next().expect("one value was written").1
}

fn lay_file(values: &mut Values, files: &mut SecretFiles, name: &str, content: &str) -> Result<(), ConfigError> {
    let table: Table = toml::from_str(content)
        .map_err(|error| ConfigError::File { name: name.to_owned(), reason: error.to_string() })?;
    for (section, content) in table {
        let Value::Table(keys) = content else { return Err(unknown_key(&section, name)) };
        for (key, value) in &keys {
            let key = format!("{section}.{key}");
            if let Some(setting) = secret(|setting| key.strip_suffix("_file") == Some(setting.key)) {
                if keys.contains_key(setting.key.rsplit('.').next().unwrap_or_default()) {
                    return Err(given_twice(setting, &key, setting.key));
                }
                let path = value.as_str().ok_or_else(|| not_a_path(&key))?;
                lay_secret(values, files, setting, path)?;
                continue;
            }
            let setting = find(&key).ok_or_else(|| unknown_key(&key, name))?;
            values.insert(setting.key, (value.clone(), Origin::File));
        }
    }
    Ok(())
}

fn not_a_path(key: &str) -> ConfigError {
    ConfigError::Value { key: key.to_owned(), reason: "it is the path of a file".to_owned() }
}

fn unknown_key(key: &str, place: &str) -> ConfigError {
    let hint = nearest(key, SETTINGS.iter().map(|setting| setting.key));
    ConfigError::UnknownKey { key: key.to_owned(), place: place.to_owned(), hint: hint.map(str::to_owned) }
}

fn parse(setting: &Setting, text: &str, place: &str) -> Result<Value, ConfigError> {
    match setting.kind {
        Kind::Text | Kind::Secret => Ok(Value::String(text.to_owned())),
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
