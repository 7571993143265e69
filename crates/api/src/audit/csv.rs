//! Entries as lines of CSV (RFC 4180).

use chrono::SecondsFormat;
use sillon_protocol::AuditEntry;

/// The first line.
pub(super) const HEADER: &str = "sequence,recorded_at,actor_kind,actor_id,actor_name,session_id,address_prefix,\
request_id,action,object_kind,object_id,before,after,outcome,reason,hash\r\n";

/// One line.
pub(super) fn line(entry: &AuditEntry) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let id = |value: &Option<uuid::Uuid>| value.map(|id| id.to_string()).unwrap_or_default();
    let json = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    let fields = [
        entry.sequence.to_string(),
        entry.recorded_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        entry.actor_kind.clone(),
        id(&entry.actor_id),
        text(&entry.actor_name),
        id(&entry.session_id),
        text(&entry.address_prefix),
        text(&entry.request_id),
        entry.action.clone(),
        text(&entry.object_kind),
        text(&entry.object_id),
        json(&entry.before),
        json(&entry.after),
        entry.outcome.clone(),
        text(&entry.reason),
        entry.hash.clone(),
    ];
    fields.map(|field| quoted(&field)).join(",") + "\r\n"
}

/// In quotes, with quotes doubled. A name that a spreadsheet would run as a formula gets an apostrophe in front.
fn quoted(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let shield = if formula { "'" } else { "" };
    format!("\"{shield}{}\"", field.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quotes_are_doubled_and_formulas_are_shielded() {
        assert_eq!(quoted("a \"b\", c\n"), "\"a \"\"b\"\", c\n\"");
        assert_eq!(quoted("=HYPERLINK(1)"), "\"'=HYPERLINK(1)\"");
    }
}
