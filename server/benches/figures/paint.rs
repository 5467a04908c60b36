//! From a commit to the text in a real browser, while many other screens are open.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant as Tick;

use super::centre::{USUAL, copy};
use super::chromium::{Chromium, NEWEST};
use super::report::{Report, Target, Times};
use super::screens::Screens;
use super::served::ServerProcess;

const STREAMS: usize = 1_000;
const CHANGES: usize = 120;
const EVERY: Duration = Duration::from_millis(700);
const BOARDS_PER_S: u32 = 2;
const SETTLE: Duration = Duration::from_secs(2);
const FIGURE: &str = "[data-k=\"month.pending\"]";

pub async fn measure(report: &mut Report) {
    let figure = format!("commit → text in Chromium, {STREAMS} other streams open");
    if !Path::new(NEWEST).exists() {
        return report.left_out("text", &figure, "Chromium is not here");
    }
    let database = copy(USUAL, "paint.db").await;
    let mut server = ServerProcess::start(&database, BOARDS_PER_S).await;
    let _screens = Screens::open(server.address, STREAMS).await;
    let browser = Chromium::start(Path::new(NEWEST), &[], "paint").await;
    let mut tab = browser.tab().await;
    let page = format!("http://{}/?lang=vi&period=month", server.address);
    let shows = format!("!!document.querySelector('{FIGURE}')");
    tab.open(&page, &shows).await;
    let watch = format!(
        "(function () {{
           var wall = document.getElementById('wall');
           function text() {{ return wall.querySelector('{FIGURE}').textContent; }}
           var shown = text();
           window.seen = [[shown, 0]];
           new MutationObserver(function () {{
             if (text() === shown) {{ return; }}
             shown = text();
             window.seen.push([shown, performance.timeOrigin + performance.now()]);
           }}).observe(wall, {{ childList: true, characterData: true, subtree: true }});
         }})()"
    );
    tokio::time::sleep(SETTLE).await;
    tab.evaluate(&watch).await;
    let mut commits = Vec::with_capacity(CHANGES);
    let mut due = Tick::now() + EVERY;
    for _ in 0..CHANGES {
        tokio::time::sleep_until(due).await;
        let late = due.elapsed();
        commits.push(server.change().await.saturating_sub(late));
        due += EVERY;
    }
    tokio::time::sleep(SETTLE).await;
    let seen = tab.evaluate("window.seen").await;
    report.times(
        "text",
        &figure,
        &times(&commits, &seen),
        Target::Ms(12.0, 50.0),
    );
}

/// Each change adds one: the text that shows it is the first with a number so high.
fn times(commits: &[Duration], seen: &Value) -> Times {
    let seen: Vec<(usize, f64)> = seen
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| (number(&entry[0]), entry[1].as_f64().expect("a time")))
        .collect();
    let (before, _) = seen[0];
    let mut times = Times::new();
    for (i, committed) in commits.iter().enumerate() {
        let shown = seen.iter().find(|(number, _)| *number > before + i);
        let (_, at_ms) = shown.expect("every change is shown");
        times.note(Duration::from_secs_f64(at_ms / 1e3).saturating_sub(*committed));
    }
    times
}

/// `1.234` is a number of Vietnamese.
fn number(text: &Value) -> usize {
    let digits = text.as_str().expect("a text").chars();
    let digits: String = digits.filter(char::is_ascii_digit).collect();
    digits.parse().expect("a number")
}
