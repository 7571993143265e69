//! People with roles, made without their password being hashed each time: for tests with many of them.

use serde_json::Value;
use sillon_domain::{
    accounts::{NewAccount, PasswordHash, add_account, validate},
    database::entities::{account::Language, role::BuiltIn},
    ids::AccountId,
};

use crate::{Person, TestApp};

impl TestApp {
    /// An account that nobody can sign in to.
    pub async fn account(&self, name: &str, role: BuiltIn) -> AccountId {
        let new = validate(
            &self.ctx.settings,
            NewAccount {
                email: format!("{name}@example.org"),
                display_name: name.to_owned(),
                password: "correct horse".to_owned(),
                language: Language::English,
            },
        );
        let mut tx = self.ctx.db.write().await.unwrap();
        let hash = PasswordHash("nobody's".to_owned());
        let account = add_account(&mut tx, &self.ctx.clock, &new.unwrap(), hash, role).await.unwrap();
        tx.commit().await.unwrap();
        account.id
    }

    /// Somebody who signed up and then got exactly this role from the admin.
    pub async fn person_with_role(&self, admin: &Person, name: &str, role: &str) -> Person {
        let person = self.creator(name).await;
        let id = person.own_id().await;
        admin.put_nothing(&format!("/api/v1/admin/people/{id}/roles/{}", admin.role_id(role).await)).await.expect(204);
        if role != "Creator" {
            let creator = admin.role_id("Creator").await;
            admin.delete(&format!("/api/v1/admin/people/{id}/roles/{creator}")).await.expect(204);
        }
        person
    }
}

impl Person {
    /// The id of this person's account.
    pub async fn own_id(&self) -> String {
        self.get("/api/v1/accounts/me").await.expect(200)["id"].as_str().unwrap().to_owned()
    }

    /// The id of the role of this name, for those who may see roles.
    pub async fn role_id(&self, name: &str) -> String {
        let roles = self.get("/api/v1/admin/roles").await.expect(200);
        let found = roles["items"].as_array().unwrap().iter().find(|role| role["name"] == name);
        found.unwrap_or_else(|| panic!("no role {name}"))["id"].as_str().unwrap().to_owned()
    }

    /// Makes a role of the instance.
    pub async fn make_role(&self, name: &str, permissions: &[&str]) -> Value {
        let body = serde_json::json!({"name": name, "description": "", "permissions": permissions});
        self.post("/api/v1/admin/roles", &body).await.expect(201)
    }
}
