//! Pages of long lists by keyset: a page begins behind the last row of the one before, so that rows that come or go
//! meanwhile neither repeat nor hide others.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Where a page begins: behind the row with this instant and id, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor<Id> {
    /// The row's place in time.
    pub at: DateTime<Utc>,
    /// Its id, which orders rows of one instant.
    pub id: Id,
}

impl<Id: Serialize + for<'de> Deserialize<'de>> Cursor<Id> {
    /// The cursor as clients get it: opaque text.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).expect("an instant and an id are JSON"))
    }

    /// A cursor that a client sent; none when it is not one of ours.
    pub fn decode(text: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
}

/// Some rows, and where the next page begins.
#[derive(Clone, Debug)]
pub struct Page<Row, Id> {
    /// The rows.
    pub rows: Vec<Row>,
    /// Behind the last row; none when there are no more.
    pub next: Option<Cursor<Id>>,
}

impl<Row, Id> Page<Row, Id> {
    /// Makes a page of `limit` rows out of up to one more, which shows that there is another page.
    pub fn of(mut rows: Vec<Row>, limit: u64, place: impl Fn(&Row) -> Cursor<Id>) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(place);
        Self { rows, next }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use sillon_database::ids::TrackId;

    use super::{Cursor, Page};

    fn cursor(microseconds: i64) -> Cursor<TrackId> {
        let at = DateTime::<Utc>::from_timestamp_micros(microseconds).unwrap();
        Cursor { at, id: TrackId::new(at) }
    }

    #[test]
    fn a_cursor_survives_its_way_through_a_client() {
        let cursor = cursor(1_790_000_000_123_456);
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        assert_eq!(Cursor::<TrackId>::decode("bm90IGEgY3Vyc29y"), None);
    }

    #[test]
    fn the_last_page_has_no_next_one() {
        let place = |at: &i64| cursor(*at);
        assert!(Page::of(vec![3, 2, 1], 3, place).next.is_none());
        let page = Page::of(vec![3, 2, 1], 2, place);
        assert_eq!(page.rows, [3, 2]);
        assert_eq!(page.next.map(|next| next.at), Some(cursor(2).at));
    }
}
