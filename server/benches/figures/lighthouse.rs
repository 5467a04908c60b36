//! What Lighthouse says of the wall and of its twin for phones.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::centre::{USUAL, copy};
use super::report::{Report, Target};
use super::served::ServerProcess;

/// Path, preset, its name in figures, and what to call it.
const PAGES: [(&str, &str, &str, &str); 3] = [
    ("/", "wall", "wall", "the wall, 1920 × 1080"),
    ("/board", "mobile", "twin_mobile", "the twin, mobile"),
    ("/board", "desktop", "twin_desktop", "the twin, desktop"),
];
const SCORES: [(&str, f64); 3] = [
    ("performance", 95.0),
    ("accessibility", 100.0),
    ("best-practices", 100.0),
];

pub async fn measure(report: &mut Report) {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end/lighthouse");
    if !package.join("node_modules").exists() {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
        let done = npm.current_dir(&package).status();
        if !done.is_ok_and(|status| status.success()) {
            return report.left_out("scores", "Lighthouse", "its package cannot be installed");
        }
    }
    let database = copy(USUAL, "lighthouse.db").await;
    let server = ServerProcess::start(&database, 2).await;
    for (path, preset, page, name) in PAGES {
        let url = format!("http://{}{path}", server.address);
        let (run, package) = (package.join("run.mjs"), package.clone());
        let asked = tokio::task::spawn_blocking(move || {
            let mut node = Command::new("node");
            node.arg(run).args([url.as_str(), preset]);
            node.current_dir(package).output().expect("node runs")
        });
        let answer = asked.await.expect("an answer");
        let Ok(scores) = serde_json::from_slice::<Value>(&answer.stdout) else {
            let why = String::from_utf8_lossy(&answer.stderr).into_owned();
            report.left_out(page, &format!("Lighthouse, {name}"), why.trim());
            continue;
        };
        let version = scores["version"].as_str().unwrap_or_default();
        for (category, target) in SCORES {
            let score = scores[category].as_f64().unwrap_or_default();
            let figure = format!("Lighthouse {version}, {name}: {category}");
            let name = format!("{page}_{}", category.replace('-', "_"));
            report.value(&name, &figure, score, "of 100", Target::AtLeast(target));
        }
        for miss in scores["missed"].as_array().into_iter().flatten() {
            println!("    {}", miss.as_str().unwrap_or_default());
        }
    }
}
