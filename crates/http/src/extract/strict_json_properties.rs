//! Properties of the strict reader: whatever arrives, it answers, and it agrees with `serde_json` where both accept.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::strict_json::{Unreadable, read_strictly};

/// JSON that keeps every rule.
fn tame() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        (-1.0e6..1.0e6_f64).prop_map(Value::from),
        "[^\u{0}]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[^\u{0}]{0,6}", inner, 0..6).prop_map(|map| json!(map)),
        ]
    })
}

/// Text that is nearly JSON: pieces of it in any order.
fn nearly_json() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "\"a\"",
        "\"a\":",
        "\\u0000",
        "\\ud800",
        "null",
        "true",
        "-",
        "0",
        "1e999",
        "123456789012345678901234567890",
        "1.5",
        " ",
        "\n",
        "é",
        "\u{0}",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_that_keeps_the_rules_is_read_as_serde_json_reads_it(value in tame()) {
        let text = value.to_string();
        prop_assert_eq!(read_strictly(text.as_bytes()), Ok(serde_json::from_str::<Value>(&text).unwrap()));
    }

    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let strict = read_strictly(&bytes);
        prop_assert!(strict.is_err() || serde_json::from_slice::<Value>(&bytes).is_ok());
    }

    #[test]
    fn what_is_refused_is_no_json_or_names_a_place(text in nearly_json()) {
        let lenient = serde_json::from_str::<Value>(&text);
        match read_strictly(text.as_bytes()) {
            Ok(value) => prop_assert_eq!(Some(value), lenient.ok()),
            Err(Unreadable::Refused(problems)) => prop_assert!(!problems.is_empty()),
            Err(Unreadable::Syntax { .. }) => prop_assert!(lenient.is_err()),
        }
    }

    #[test]
    fn a_key_that_is_written_twice_is_found_wherever_it_stands(value in tame(), depth in 0_usize..20) {
        let doubled = format!(r#"{{"k":{value},"k":1}}"#);
        let text = r#"{"d":"#.repeat(depth) + &doubled + &"}".repeat(depth);
        let expected = "/d".repeat(depth) + "/k";
        match read_strictly(text.as_bytes()) {
            Err(Unreadable::Refused(problems)) => {
                prop_assert!(problems.iter().any(|p| p.pointer == expected && p.code == "duplicate_key"));
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }
}
