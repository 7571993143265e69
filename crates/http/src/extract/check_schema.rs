//! Checks a value against a schema, as far as utoipa writes schemas (JSON Schema 2020-12), and names every field that
//! breaks a rule. Objects are closed: a field that the schema does not know is a problem, whatever the type does.

use std::collections::HashMap;

use regex::Regex;
use serde_json::{Map, Value};
use sillon_domain::accounts::parse_email;
use sillon_protocol::FieldProblem;

use super::{MAX_PROBLEMS, field_text::FieldRule, strict_json::pointer};

/// Keywords that are checked or that only describe. A schema of a request uses no other; a test says so.
pub const KNOWN_KEYWORDS: [&str; 31] = [
    "$ref",
    "type",
    "format",
    "enum",
    "const",
    "required",
    "properties",
    "additionalProperties",
    "propertyNames",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "oneOf",
    "anyOf",
    "allOf",
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "writeOnly",
    "readOnly",
];

/// A walk through a value.
pub(super) struct Check<'a> {
    named: &'a HashMap<String, Value>,
    path: Vec<String>,
    problems: Vec<FieldProblem>,
}

impl<'a> Check<'a> {
    pub(super) fn new(named: &'a HashMap<String, Value>) -> Self {
        Self { named, path: Vec::new(), problems: Vec::new() }
    }

    /// A walk that begins at a named parameter.
    pub(super) fn at(name: &str, named: &'a HashMap<String, Value>) -> Self {
        Self { named, path: vec![name.to_owned()], problems: Vec::new() }
    }

    pub(super) fn into_problems(self) -> Vec<FieldProblem> {
        self.problems
    }

    fn note(&mut self, rule: FieldRule) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(rule.at(pointer(&self.path)));
        }
    }

    fn note_at(&mut self, name: &str, rule: FieldRule) {
        self.path.push(name.to_owned());
        self.note(rule);
        self.path.pop();
    }

    /// Checks the value and everything in it.
    pub(super) fn value(&mut self, schema: &'a Value, value: &Value) {
        let schema = self.resolve(schema);
        if let Some(all) = schema["allOf"].as_array() {
            for part in all {
                self.value(part, value);
            }
            return;
        }
        if let Some(alternatives) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
            self.alternatives(alternatives, value);
            return;
        }
        if !fits_type(&schema["type"], value) {
            self.note(FieldRule::Type(expected(&schema["type"])));
            return;
        }
        if schema.get("const").is_some_and(|only| only != value) {
            self.note(FieldRule::Choice(schema["const"].to_string()));
        }
        if let Some(choices) = schema["enum"].as_array().filter(|choices| !choices.contains(value)) {
            let named: Vec<String> = choices.iter().map(Value::to_string).collect();
            self.note(FieldRule::Choice(named.join(", ")));
        }
        match value {
            Value::Object(object) => self.object(schema, object),
            Value::Array(list) => self.list(schema, list),
            Value::String(text) => self.text(schema, text),
            Value::Number(number) => self.number(schema, number),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let name = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/components/schemas/"));
        name.and_then(|name| self.named.get(name)).unwrap_or(schema)
    }

    /// One of several: the one that fits, or else the problems of the one that was probably meant.
    fn alternatives(&mut self, alternatives: &'a [Value], value: &Value) {
        let mut nearest: Option<Vec<FieldProblem>> = None;
        for alternative in alternatives {
            let mut tried = Check { named: self.named, path: self.path.clone(), problems: Vec::new() };
            tried.value(alternative, value);
            if tried.problems.is_empty() {
                return;
            }
            // A tag that differs, or a wrong type at this very place, means that another alternative was meant.
            let weight = |problems: &[FieldProblem]| {
                let other = |found: &FieldProblem| {
                    found.code == "not_a_choice" || (found.code == "wrong_type" && found.pointer == pointer(&self.path))
                };
                problems.len() + 100 * problems.iter().filter(|found| other(found)).count()
            };
            if nearest.as_ref().is_none_or(|best| weight(&tried.problems) < weight(best)) {
                nearest = Some(tried.problems);
            }
        }
        self.problems.extend(nearest.unwrap_or_default());
        self.problems.truncate(MAX_PROBLEMS);
    }

    fn object(&mut self, schema: &'a Value, object: &Map<String, Value>) {
        for (name, value) in object {
            let known = schema["properties"].get(name);
            let open = schema.get("additionalProperties").filter(|rest| rest.is_object());
            match known.or(open) {
                Some(schema) => {
                    self.path.push(name.clone());
                    self.value(schema, value);
                    self.path.pop();
                }
                None if schema["additionalProperties"] == Value::Bool(true) => {}
                None => self.note_at(name, FieldRule::Unknown),
            }
        }
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                self.note_at(name, FieldRule::Required);
            }
        }
    }

    fn list(&mut self, schema: &'a Value, list: &[Value]) {
        let length = list.len() as u64;
        if let Some(least) = schema["minItems"].as_u64().filter(|least| length < *least) {
            self.note(FieldRule::TooFew(least));
        }
        if let Some(most) = schema["maxItems"].as_u64().filter(|most| length > *most) {
            self.note(FieldRule::TooMany(most));
        }
        let repeated = || list.iter().enumerate().any(|(place, item)| list[..place].contains(item));
        if schema["uniqueItems"] == Value::Bool(true) && repeated() {
            self.note(FieldRule::Repeated);
        }
        if let Some(items) = schema.get("items").filter(|items| items.is_object()) {
            for (place, item) in list.iter().enumerate() {
                self.path.push(place.to_string());
                self.value(items, item);
                self.path.pop();
            }
        }
    }

    fn text(&mut self, schema: &Value, text: &str) {
        let length = text.chars().count() as u64;
        if let Some(least) = schema["minLength"].as_u64().filter(|least| length < *least) {
            self.note(if length == 0 { FieldRule::Required } else { FieldRule::TooShort(least) });
        } else if let Some(most) = schema["maxLength"].as_u64().filter(|most| length > *most) {
            self.note(FieldRule::TooLong(most));
        } else if let Some(rule) = broken_format(schema["format"].as_str(), text) {
            self.note(rule);
        } else if let Some(pattern) = schema["pattern"].as_str() {
            let pattern = Regex::new(pattern).expect("a test reads the pattern of every request");
            if !pattern.is_match(text) {
                self.note(FieldRule::Pattern);
            }
        }
    }

    fn number(&mut self, schema: &Value, number: &serde_json::Number) {
        let value = number.as_f64().unwrap_or(f64::NAN);
        let bound = |name: &str| schema[name].as_f64();
        let (least, most) = bounds_of_format(schema["format"].as_str());
        let least_text = || schema["minimum"].as_i64().map_or_else(|| least.to_string(), |least| least.to_string());
        let most_text = || schema["maximum"].as_i64().map_or_else(|| most.to_string(), |most| most.to_string());
        if value < bound("minimum").unwrap_or(least) || bound("exclusiveMinimum").is_some_and(|bound| value <= bound) {
            self.note(FieldRule::TooSmall(least_text()));
        } else if value > bound("maximum").unwrap_or(most) || bound("exclusiveMaximum").is_some_and(|b| value >= b) {
            self.note(FieldRule::TooLarge(most_text()));
        }
    }
}

fn broken_format(format: Option<&str>, text: &str) -> Option<FieldRule> {
    let (fits, rule) = match format? {
        "uuid" => (uuid::Uuid::parse_str(text).is_ok(), FieldRule::NotAnId),
        "date-time" => (chrono::DateTime::parse_from_rfc3339(text).is_ok(), FieldRule::NotATime),
        "date" => (text.parse::<chrono::NaiveDate>().is_ok(), FieldRule::NotATime),
        "email" => (parse_email(text).is_some(), FieldRule::NotAnAddress),
        _ => return None,
    };
    (!fits).then_some(rule)
}

fn bounds_of_format(format: Option<&str>) -> (f64, f64) {
    match format {
        Some("int32") => (f64::from(i32::MIN), f64::from(i32::MAX)),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

fn fits_type(wanted: &Value, value: &Value) -> bool {
    let fits = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    match wanted {
        Value::String(name) => fits(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(fits),
        _ => true,
    }
}

fn expected(wanted: &Value) -> &'static str {
    let first = wanted.as_array().and_then(|names| names.iter().find(|name| *name != "null")).unwrap_or(wanted);
    match first.as_str().unwrap_or_default() {
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "text",
        "array" => "a list",
        "object" => "an object",
        _ => "null",
    }
}
