//! Query parameters that choose entries.

use serde::Deserialize;
use sillon_domain::database::entities::audit_entry::Outcome;

/// How it ended.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OutcomeQuery {
    /// It was done.
    Done,
    /// A rule refused it.
    Refused,
}

impl From<OutcomeQuery> for Outcome {
    fn from(outcome: OutcomeQuery) -> Self {
        match outcome {
            OutcomeQuery::Done => Self::Done,
            OutcomeQuery::Refused => Self::Refused,
        }
    }
}

/// Declares the query of a route that chooses entries: the parameters of the choice, and the route's own.
///
/// A flattened struct would not do: `serde` cannot refuse unknown parameters then.
macro_rules! entry_query {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
        #[serde(deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        pub(crate) struct $name {
            /// Id of the account that did it.
            #[param(value_type = Option<uuid::Uuid>)]
            actor: Option<sillon_domain::ids::AccountId>,
            /// Stable name of what was done.
            #[param(max_length = 64, example = "role.granted")]
            action: Option<String>,
            /// Kind of what it was done to.
            #[param(max_length = 64, example = "account")]
            object_kind: Option<String>,
            /// Id of what it was done to.
            #[param(max_length = 64)]
            object_id: Option<String>,
            /// How it ended.
            #[param(inline)]
            outcome: Option<$crate::audit::filter::OutcomeQuery>,
            /// Entries of this instant and later (RFC 3339).
            from: Option<chrono::DateTime<chrono::Utc>>,
            /// Entries before this instant (RFC 3339).
            until: Option<chrono::DateTime<chrono::Utc>>,
            $($(#[$field_doc])* $field: $type,)*
        }

        impl $name {
            /// The choice as the domain takes it.
            fn filter(&self) -> sillon_domain::audit::EntryFilter {
                sillon_domain::audit::EntryFilter {
                    actor: self.actor,
                    action: self.action.clone(),
                    object_kind: self.object_kind.clone(),
                    object_id: self.object_id.clone(),
                    outcome: self.outcome.map(Into::into),
                    from: self.from,
                    until: self.until,
                }
            }
        }
    };
}
pub(super) use entry_query;
