//! What a person writes about a role, checked.

use sillon_protocol::FieldProblem;

use crate::{
    Failure,
    permissions::{Permission, PermissionSet},
};

const NAME_MAX_CHARACTERS: usize = 40;
const DESCRIPTION_MAX_CHARACTERS: usize = 200;

/// Name, description and permissions of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleText {
    /// Its name, without white space around it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it permits.
    pub permissions: PermissionSet,
}

impl RoleText {
    /// Checks every field and names all that break a rule.
    pub fn check(name: &str, description: &str, permissions: &[String]) -> Result<Self, Failure> {
        let (name, description) = (name.trim(), description.trim());
        let mut problems = Vec::new();
        let mut problem = |pointer: String, code: &str, detail: &str| {
            problems.push(FieldProblem { pointer, code: code.to_owned(), detail: detail.to_owned() });
        };
        if name.is_empty() {
            problem("/name".to_owned(), "required", "A name is needed.");
        }
        for (pointer, text, most) in
            [("/name", name, NAME_MAX_CHARACTERS), ("/description", description, DESCRIPTION_MAX_CHARACTERS)]
        {
            if text.chars().count() > most {
                problem(pointer.to_owned(), "too_long", &format!("At most {most} characters."));
            } else if text.chars().any(char::is_control) {
                problem(pointer.to_owned(), "control_character", "No control characters here.");
            }
        }
        let mut known = Vec::new();
        for (place, name) in permissions.iter().enumerate() {
            match Permission::of_name(name) {
                Some(permission) => known.push(permission),
                None => problem(format!("/permissions/{place}"), "unknown", "There is no such permission."),
            }
        }
        if !problems.is_empty() {
            return Err(Failure::invalid(problems));
        }
        let (name, description) = (name.to_owned(), description.to_owned());
        Ok(Self { name, description, permissions: known.into_iter().collect() })
    }

    /// The name in the form that is compared.
    pub(super) fn key(&self) -> String {
        self.name.to_lowercase()
    }

    /// What the audit log keeps of it.
    pub(super) fn state(&self) -> serde_json::Value {
        serde_json::json!({
            "name": self.name, "description": self.description, "permissions": self.permissions.names(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::RoleText;
    use crate::Failure;

    #[test]
    fn every_broken_field_of_a_role_is_named_at_once() {
        let permissions = ["people.view".to_owned(), "everything".to_owned()];
        let checked = RoleText::check(" ", &"x".repeat(201), &permissions);
        let Err(Failure::Refused(refusal)) = checked else { panic!("accepted") };
        let pointers: Vec<_> = refusal.fields.iter().map(|field| field.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/description", "/permissions/1"]);
    }
}
