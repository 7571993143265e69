//! JSON as RFC 7493 (I-JSON) asks for it, where `serde_json` is lenient: no duplicate keys, no number that others would
//! round, no NUL, no deep nesting, whether or not anybody looks at that part. What fields mean is not known here.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use sillon_protocol::FieldProblem;

use super::{MAX_PROBLEMS, field_text::FieldRule};

/// Nesting of lists and objects.
pub(super) const MAX_DEPTH: usize = 32;
/// Beyond, a double no longer tells neighbours apart (RFC 7493, section 2.2).
const MAX_EXACT: f64 = 9_007_199_254_740_991.0;

/// Why a body could not be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It is not JSON; where it stops being so.
    Syntax { line: usize, column: usize },
    /// It is JSON that nobody should send; every place.
    Refused(Vec<FieldProblem>),
}

/// Reads a whole body.
pub(super) fn read_strictly(body: &[u8]) -> Result<Value, Unreadable> {
    let mut state = State::default();
    let mut reader = serde_json::Deserializer::from_slice(body);
    let read = Strict(&mut state).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    match read {
        Ok(value) if state.problems.is_empty() => Ok(value),
        Err(error) if !state.too_deep => Err(Unreadable::Syntax { line: error.line(), column: error.column() }),
        _ => Err(Unreadable::Refused(state.problems)),
    }
}

/// A place in JSON as a pointer (RFC 6901).
pub(super) fn pointer<'a>(path: impl IntoIterator<Item = &'a String>) -> String {
    path.into_iter().fold(String::new(), |pointer, name| pointer + "/" + &name.replace('~', "~0").replace('/', "~1"))
}

#[derive(Default)]
struct State {
    path: Vec<String>,
    problems: Vec<FieldProblem>,
    too_deep: bool,
}

impl State {
    fn note(&mut self, rule: FieldRule) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(rule.at(pointer(&self.path)));
        }
    }

    fn enter<E: Error>(&mut self) -> Result<(), E> {
        if self.path.len() < MAX_DEPTH {
            return Ok(());
        }
        self.note(FieldRule::TooDeep(MAX_DEPTH));
        self.too_deep = true;
        Err(E::custom("too deep"))
    }

    fn number(&mut self, number: impl Into<Number>) -> Value {
        let number = number.into();
        if number.as_f64().is_none_or(|value| value.abs() > MAX_EXACT) {
            self.note(FieldRule::OutOfRange);
        }
        Value::Number(number)
    }
}

struct Strict<'a>(&'a mut State);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(self.0.number(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(self.0.number(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        match Number::from_f64(value) {
            Some(number) => Ok(self.0.number(number)),
            None => Err(E::custom("not a number")),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        if text.contains('\0') {
            self.0.note(FieldRule::Nul);
        }
        Ok(Value::String(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.enter()?;
        let mut list = Vec::new();
        loop {
            self.0.path.push(list.len().to_string());
            let item = items.next_element_seed(Strict(self.0))?;
            self.0.path.pop();
            match item {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        self.0.enter()?;
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.0.path.push(key.clone());
            if key.contains('\0') {
                self.0.note(FieldRule::Nul);
            }
            if object.contains_key(&key) {
                self.0.note(FieldRule::Duplicate);
            }
            let value = entries.next_value_seed(Strict(self.0))?;
            self.0.path.pop();
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_DEPTH, Unreadable, pointer, read_strictly};

    /// Pointer and code of every refused place.
    fn refused(text: &str) -> Vec<(String, String)> {
        match read_strictly(text.as_bytes()) {
            Err(Unreadable::Refused(problems)) => {
                problems.into_iter().map(|found| (found.pointer, found.code)).collect()
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn json_that_nobody_should_send_is_refused_with_each_place() {
        let cases: &[(&str, &[(&str, &str)])] = &[
            (r#"{"a":1,"a":2}"#, &[("/a", "duplicate_key")]),
            (r#"{"a":1,"\u0061":2}"#, &[("/a", "duplicate_key")]),
            (r#"{"x":[{"y/z":1,"y/z":2,"y/z":3}]}"#, &[("/x/0/y~1z", "duplicate_key"), ("/x/0/y~1z", "duplicate_key")]),
            (r#"{"~":"\u0000","b":["ok","a\u0000b"]}"#, &[("/~0", "nul_character"), ("/b/1", "nul_character")]),
            (r#"{"a\u0000":1}"#, &[("/a\u{0}", "nul_character")]),
            (r#"{"n":123456789012345678901234567890}"#, &[("/n", "number_out_of_range")]),
            (
                r#"{"n":-9007199254740993,"m":[1e300]}"#,
                &[("/n", "number_out_of_range"), ("/m/0", "number_out_of_range")],
            ),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(at, code)| ((*at).to_owned(), (*code).to_owned())).collect();
            assert_eq!(refused(text), expected, "{text}");
        }
    }

    #[test]
    fn nesting_ends_at_the_limit_whether_it_is_closed_or_not() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(read_strictly(nested(MAX_DEPTH).as_bytes()).is_ok());
        for text in [nested(MAX_DEPTH + 1), nested(50_000), "[".repeat(10_000), r#"{"a":"#.repeat(1000)] {
            assert_eq!(refused(&text).last().unwrap().1, "too_deep");
        }
    }

    #[test]
    fn what_is_not_json_is_told_where_it_stops_being_so() {
        for text in ["", "{", "{}{}", "{}x", "[1,]", "{'a':1}", "nul", "\"\u{1}\"", "\"\\ud800\"", "1e400", "NaN", "01"]
        {
            assert!(matches!(read_strictly(text.as_bytes()), Err(Unreadable::Syntax { .. })), "{text:?}");
        }
        assert_eq!(read_strictly(b"{\n \"a\": }"), Err(Unreadable::Syntax { line: 2, column: 7 }));
        assert!(matches!(read_strictly(b"\"\xff\""), Err(Unreadable::Syntax { .. })));
    }

    #[test]
    fn a_pointer_escapes_its_own_signs() {
        assert_eq!(pointer(&["a/b".to_owned(), "m~n".to_owned(), String::new()]), "/a~1b/m~0n/");
    }
}
