//! The audit entries of a person, as they take them along.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};
use sillon_database::{
    Reads,
    entities::audit_entry::{self, Column},
    ids::AccountId,
    sea_orm,
};

use crate::Failure;

const ENTRIES_PER_READ: u64 = 1000;
/// Kinds of things that may belong to somebody else.
const OF_OTHERS: [&str; 2] = ["account", "track"];

/// What the person did, and what nobody in particular (a visitor, the operator, Sillon itself) did to the account: with
/// it, every sign-in. What concerns others is left out of the first: whom it was done to, and the states.
pub(super) async fn describe_audit(tx: &impl Reads, account: AccountId) -> Result<Value, Failure> {
    let id = account.to_string();
    let of_account = Condition::all()
        .add(Column::ObjectKind.eq("account"))
        .add(Column::ObjectId.eq(&*id))
        .add(Column::ActorId.is_null());
    let theirs = Condition::any().add(Column::ActorId.eq(account)).add(of_account);
    let (mut described, mut after) = (Vec::new(), 0);
    loop {
        let page = audit_entry::Entity::find()
            .filter(theirs.clone())
            .filter(Column::Sequence.gt(after))
            .order_by_asc(Column::Sequence)
            .limit(ENTRIES_PER_READ)
            .all(tx.conn())
            .await?;
        let Some(last) = page.last() else { return Ok(described.into()) };
        after = last.sequence;
        described.extend(page.iter().map(|entry| describe(entry, &id)));
    }
}

fn describe(entry: &audit_entry::Model, account: &str) -> Value {
    let object_id = entry.object_id.as_deref();
    let kind = entry.object_kind.as_deref();
    let is_of_another = kind.is_some_and(|kind| OF_OTHERS.contains(&kind)) && object_id != Some(account);
    let own = |text: Option<&str>| text.filter(|_| !is_of_another).map(str::to_owned);
    let state = |text: Option<&str>| own(text).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    json!({
        "recorded_at": entry.recorded_at,
        "actor": entry.actor_kind.as_str(),
        "session_id": entry.session_id,
        "address_prefix": entry.address_prefix,
        "action": entry.action,
        "object_kind": kind,
        "object_id": own(object_id),
        "before": state(entry.state_before.as_deref()),
        "after": state(entry.state_after.as_deref()),
        "outcome": entry.outcome.as_str(),
        "reason": entry.reason,
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use sillon_database::{
        entities::audit_entry::{ActorKind, Model, Outcome},
        ids::AccountId,
    };

    use super::describe;

    fn entry(kind: &str, id: &str) -> Model {
        Model {
            sequence: 1,
            recorded_at: DateTime::UNIX_EPOCH,
            actor_kind: ActorKind::Account,
            actor_id: Some(AccountId::new(DateTime::UNIX_EPOCH)),
            session_id: None,
            address_prefix: None,
            request_id: None,
            action: "track.deleted".to_owned(),
            object_kind: Some(kind.to_owned()),
            object_id: Some(id.to_owned()),
            state_before: Some("{\"title\":\"theirs\"}".to_owned()),
            state_after: None,
            outcome: Outcome::Done,
            reason: None,
            previous_hash: Vec::new(),
            hash: Vec::new(),
        }
    }

    #[test]
    fn what_was_done_to_others_does_not_say_to_whom() {
        for kind in ["account", "track"] {
            let described = describe(&entry(kind, "another"), "me");
            assert!(described["object_id"].is_null() && described["before"].is_null(), "{described}");
        }
        for (kind, id) in [("account", "me"), ("session", "s"), ("app_password", "p")] {
            assert_eq!(describe(&entry(kind, id), "me")["object_id"], id);
        }
    }
}
