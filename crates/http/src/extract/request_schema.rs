//! The schema of a request's type: the very one that the OpenAPI document shows, kept once for each type.

use std::{
    any::TypeId,
    collections::HashMap,
    sync::{Arc, LazyLock, RwLock},
};

use serde_json::Value;
use sillon_protocol::FieldProblem;
use utoipa::ToSchema;

use super::check_schema::Check;

/// A schema with everything that it refers to.
#[derive(Debug, Default)]
pub(super) struct RequestSchema {
    pub(super) root: Value,
    pub(super) named: HashMap<String, Value>,
}

static KNOWN: LazyLock<RwLock<HashMap<TypeId, Arc<RequestSchema>>>> = LazyLock::new(RwLock::default);
const HELD: &str = "no thread panics while it holds the schemas";

impl RequestSchema {
    /// The schema of a type.
    pub(super) fn of<T: ToSchema + 'static>() -> Arc<Self> {
        let id = TypeId::of::<T>();
        if let Some(known) = KNOWN.read().expect(HELD).get(&id) {
            return Arc::clone(known);
        }
        let mut referenced = Vec::new();
        T::schemas(&mut referenced);
        let made = Arc::new(Self {
            root: as_json(&T::schema()),
            named: referenced.into_iter().map(|(name, schema)| (name, as_json(&schema))).collect(),
        });
        KNOWN.write().expect(HELD).insert(id, Arc::clone(&made));
        made
    }

    /// Every field of the value that breaks a rule.
    pub(super) fn check(&self, value: &Value) -> Vec<FieldProblem> {
        let mut check = Check::new(&self.named);
        check.value(&self.root, value);
        check.into_problems()
    }
}

pub(super) fn as_json(schema: &impl serde::Serialize) -> Value {
    serde_json::to_value(schema).expect("a schema is JSON")
}
