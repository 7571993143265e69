//! To an operator who wants to see whether mail arrives.

use serde::Serialize;

use crate::mails::{Category, Mail};

/// It says that mail arrives.
#[derive(Clone, Debug, Serialize)]
pub struct TestMail {}

impl Mail for TestMail {
    const TEMPLATE: &'static str = "test";
    const CATEGORY: Category = Category::Transactional;

    fn example() -> Self {
        Self {}
    }
}
