//! The bytes of the stream: Server-Sent Events, written once and shared by every screen.

use axum::body::Bytes;
use sanh_app::text::date::date_in_words;
use sanh_domain::board::edition::Version;
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use serde::Serialize;

use super::difference::TextChange;

/// The content of the `beat` event: a sign of life, and all that a screen needs to show the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heartbeat {
    /// The server's time, milliseconds UTC.
    pub now: i64,
    /// When the server's figures last equalled the database, milliseconds UTC. It falls behind `now` while the database is
    /// away.
    pub fresh: i64,
    /// Minutes by which the centre's zone is ahead of UTC at `now`.
    pub zone_offset_min: i32,
    /// The screen's setting; a screen with another one reloads itself.
    pub setting: Option<String>,
    /// Until when the screen shows its name, milliseconds UTC.
    pub identify_until: Option<i64>,
    /// Whether it is outside office hours, when a wall that is set to dim is dim.
    pub night: bool,
    /// Whether the server distrusts its own clock: then no time on the wall can be trusted.
    pub clock_wrong: bool,
    /// The edition the screen should be showing.
    pub version: Version,
    /// The build that serves pages now.
    pub build: String,
    /// Today's date in words.
    pub date: DateWords,
}

/// A date in words, in each language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateWords {
    vi: String,
    en: String,
}

impl DateWords {
    /// The local date of an instant.
    #[must_use]
    pub fn of(zone: chrono_tz::Tz, at: Instant) -> Self {
        let date = at.with_timezone(&zone).date_naive();
        Self {
            vi: date_in_words(Lang::Vi, date),
            en: date_in_words(Lang::En, date),
        }
    }
}

/// The `board` event: the whole inner HTML of the wall, its version as the event's id.
#[must_use]
pub fn board(version: Version, html: &str) -> Bytes {
    let mut event = format!("event: board\nid: {version}\n");
    for line in html.split('\n') {
        event.push_str("data: ");
        event.push_str(line.trim_end_matches('\r'));
        event.push('\n');
    }
    event.push('\n');
    event.into()
}

/// The `set` event: the texts that differ, for screens that show exactly the version `from`.
#[must_use]
pub fn set(from: Version, to: Version, changes: &[TextChange]) -> Bytes {
    #[derive(Serialize)]
    struct Set<'a> {
        from: Version,
        to: Version,
        #[serde(rename = "set")]
        changes: &'a [TextChange],
    }
    let set = Set { from, to, changes };
    json_event("set", Some(to), &set)
}

/// The first event of a stream: the milliseconds to wait before connecting again after a break (`retry_ms`, different for every
/// client, so that they do not all connect at once), and the token with which the screen of this stream may report what it has
/// painted.
#[must_use]
pub fn hello(retry_ms: u32, token: &str, beat: &Heartbeat) -> Bytes {
    #[derive(Serialize)]
    struct Hello<'a> {
        token: &'a str,
        #[serde(flatten)]
        beat: &'a Heartbeat,
    }
    let mut bytes = format!("retry: {retry_ms}\n").into_bytes();
    bytes.extend_from_slice(&json_event("hello", None, &Hello { token, beat }));
    bytes.into()
}

/// The `beat` event.
#[must_use]
pub fn beat(beat: &Heartbeat) -> Bytes {
    json_event("beat", None, beat)
}

/// The last event of a stream whose screen was unpaired: it loads its page again, which shows a pairing code.
#[must_use]
pub fn unpaired() -> Bytes {
    Bytes::from_static(b"event: gone\ndata: {}\n\n")
}

fn json_event(name: &str, id: Option<Version>, data: &impl Serialize) -> Bytes {
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    // These types hold only numbers and texts, so serialising cannot fail.
    let data = serde_json::to_string(data).unwrap_or_default();
    format!("event: {name}\n{id}data: {data}\n\n").into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_board_of_many_lines_is_one_event() {
        let event = board(Version(7), "<p>\n1</p>");
        assert_eq!(
            &event[..],
            b"event: board\nid: 7\ndata: <p>\ndata: 1</p>\n\n"
        );
    }

    #[test]
    fn a_set_event_names_both_versions() {
        let change = TextChange::Text("month.late".into(), "62".into());
        let event = set(Version(7), Version(8), &[change]);
        let text = std::str::from_utf8(&event).unwrap();
        assert_eq!(
            text,
            "event: set\nid: 8\ndata: {\"from\":7,\"to\":8,\"set\":[[\"month.late\",\"62\"]]}\n\n"
        );
    }
}
