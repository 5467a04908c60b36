//! The public pages and the stream, byte for byte as they were recorded for a fixed centre at a fixed instant. What differs from one
//! run to the next is masked: the build, the number of a page's scripts, a code to pair by, instants in milliseconds, and the seconds of
//! the minute in which the figures were counted.
//!
//! Where one is meant to change, `SANH_RECORD=1` writes what lies in `golden/` anew, and the difference is read before it is committed.

use std::path::{Path, PathBuf};

use sanh_domain::centre::setting::SettingKey;
use sanh_domain::dossier::Action;
use sanh_domain::notice::model::{Audience, Priority};
use sanh_domain::text::name::Name;
use sanh_store::{AuditActor, NewNotice, NoticeSubmission};

use super::hall::{Answer, Hall, NOW, at, between, config};
use super::screen::Wall;

/// Digits of an instant in milliseconds.
const MS_DIGITS: usize = 13;

/// The minute of [`NOW`], in UTC and in the centre's zone, as texts that tell seconds begin.
const MINUTES: [&str; 2] = ["07:10:", "14:10:"];

/// Dossiers of the year before: twelve of each field, so that each is shown by name where one a month is enough.
const BEFORE: std::ops::RangeInclusive<u32> = 1..=60;

/// A centre with some of everything that a wall shows; nothing is published yet.
async fn centre() -> Hall {
    let hall = Hall::closed(config(), at(NOW)).await;
    let from = "2025-01-01".parse().unwrap();
    let threshold = hall
        .store
        .set(SettingKey::DisclosureThresholdPerMonth, from, "1");
    threshold.await.unwrap();
    for number in BEFORE {
        received_and_resolved(
            &hall,
            number,
            ["2025-06-02T08:00:00+07:00", "2025-06-03T08:00:00+07:00"],
        )
        .await;
    }
    for number in 61..=72 {
        received_and_resolved(
            &hall,
            number,
            ["2026-11-18T09:00:00+07:00", "2026-11-19T09:00:00+07:00"],
        )
        .await;
    }
    for number in 73..=84 {
        let days = 1 + number % 4;
        hall.receive_at(number, days, at("2026-11-19T09:00:00+07:00"))
            .await;
    }
    // One resolved within its due minute, and one paused.
    hall.act(73, Action::Resolve, at("2026-11-23T09:00:00+07:00"))
        .await;
    let reason = "Bổ sung bản sao.".to_owned();
    let asked = Action::AskPapers { reason };
    hall.act(74, asked, at("2026-11-20T09:00:00+07:00")).await;
    announce(&hall).await;
    hall
}

async fn received_and_resolved(hall: &Hall, number: u32, [received, resolved]: [&str; 2]) {
    hall.receive_at(number, 3, at(received)).await;
    hall.act(number, Action::Resolve, at(resolved)).await;
}

async fn announce(hall: &Hall) {
    let notice = NewNotice {
        text: Name {
            vi: "Quầy 5 nghỉ chiều nay".to_owned(),
            en: Some("Counter 5 is closed this afternoon".to_owned()),
        },
        priority: Priority::Notice,
        from: at("2026-11-23T08:00:00+07:00"),
        until: at("2026-11-23T17:00:00+07:00"),
        screens: Audience::All,
    };
    let writing = NoticeSubmission {
        notice,
        edited: None,
        waits: false,
    };
    let (by, when) = (AuditActor::console(), at("2026-11-23T08:00:00+07:00"));
    hall.store.write_notice(writing, by, when).await.unwrap();
}

/// A page without what differs from one run to the next.
fn page(hall: &Hall, answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
    let policy = answer.header("content-security-policy");
    let nonce = between(policy, "script-src 'nonce-", "'").unwrap();
    masked(hall, &answer.text().replace(nonce, "NONCE"))
}

fn masked(hall: &Hall, text: &str) -> String {
    let text = text.replace(hall.web.assets.build(), "BUILD");
    without_seconds(&without_instants(&text))
}

/// Every second of the minute in which the test begins as its first: making the centre takes some.
fn without_seconds(text: &str) -> String {
    let first = |text: String, minute: &&str| {
        let seconds = (1..60).map(|second| format!("{minute}{second:02}"));
        seconds.fold(text, |text, second| {
            text.replace(&second, &format!("{minute}00"))
        })
    };
    MINUTES.iter().fold(text.to_owned(), first)
}

/// Every number that is an instant in milliseconds as zeros.
fn without_instants(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut digits = String::new();
    for letter in text.chars().chain(['\0']) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        match digits.len() {
            MS_DIGITS => masked.push_str(&"0".repeat(MS_DIGITS)),
            _ => masked.push_str(&digits),
        }
        digits.clear();
        masked.push(letter);
    }
    masked.pop();
    masked
}

fn recorded(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live/golden");
    folder.join(name)
}

/// Holds a text to what was recorded under a name, or records it.
#[allow(
    clippy::disallowed_methods,
    reason = "who records says so in the environment of the tests"
)]
fn hold(name: &str, text: &str) {
    let path = recorded(name);
    if std::env::var("SANH_RECORD").is_ok_and(|value| value == "1") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        return;
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    if known == text {
        return;
    }
    let same = known.chars().zip(text.chars());
    let same = same.take_while(|(was, is)| was == is).count();
    let around = |text: &str| -> String {
        let from = same.saturating_sub(80);
        text.chars().skip(from).take(240).collect()
    };
    panic!(
        "{name} is not as it was recorded, from character {same} on.\nrecorded: …{}…\nnow:      …{}…\n\
         If it is meant to change, run this test with SANH_RECORD=1, read the difference of {}, and commit it.",
        around(&known),
        around(text),
        path.display()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn walls_twin_and_stream_are_byte_for_byte_as_they_were_recorded() {
    let hall = centre().await;
    let waiting = hall.get("/screen/lobby").await;
    hold("waiting.html", &page(&hall, &waiting, 503));

    hall.hand_over();
    hall.publish();
    hall.ready().await;
    for (name, address) in [
        ("wall.html", "/screen/lobby"),
        ("wall-all.html", "/screen/lobby-all"),
        ("wall-agency.html", "/screen/land"),
        ("twin.html", "/board"),
        ("twin-en.html", "/board?lang=en&period=year"),
    ] {
        hold(name, &page(&hall, &hall.get(address).await, 200));
    }

    let mut wall = Wall::open(&hall, "/events/lobby").await;
    let (_, board) = wall.greeted().await;
    hold("board.event", &masked(&hall, &board.raw));
    hall.receive(85, 3).await;
    let set = wall.painting().await;
    assert_eq!(set.name, "set");
    hold("set.event", &masked(&hall, &set.raw));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_screen_that_is_not_paired_is_as_it_was_recorded() {
    let hall = Hall::open().await;
    let answer = hall.get("/screen").await;
    let code = between(answer.text(), "data-code=\"", "\"").unwrap();
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let text = page(&hall, &answer, 200).replace(code, "CODE");
    hold("pairing.html", &text.replace(&spaced, "CO DE"));
}

#[test]
fn only_instants_in_milliseconds_and_seconds_of_the_first_minute_are_masked() {
    let text = "id: 1795417800001\n<b data-at=\"1795417800001\">1234</b> 17954178000012 7";
    let masked = "id: 0000000000000\n<b data-at=\"0000000000000\">1234</b> 17954178000012 7";
    assert_eq!(without_instants(text), masked);
    let text = "2026-11-23T07:10:02Z 14:10:59, 14:11:02";
    let masked = "2026-11-23T07:10:00Z 14:10:00, 14:11:02";
    assert_eq!(without_seconds(text), masked);
}
