//! What a browser loads for a staff page when it comes for the first time, as it goes over the wire.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use sanh_app::server::account::secret;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_store::{AuditActor, NewAccount, NewSession, SessionLimits, Store};

use super::centre::{BenchClock, USUAL, copy, now, open, url};
use super::client::{get, get_as};
use super::report::{Report, Target};
use super::served::Served;

/// How long the server may take to pack a file as small as it can.
const PACKING: Duration = Duration::from_secs(30);
/// What every page loads, and then what islands load.
const FILES: [&str; 6] = [
    "/pkg/sanh.css",
    "/fonts/sanh-sans-400.woff2",
    "/fonts/sanh-sans-600.woff2",
    "/icons/icon.svg",
    "/islands.js",
    "/pkg/sanh.js",
];
const WASM: &str = "/pkg/sanh.wasm";

pub async fn measure(report: &mut Report) {
    let store = Arc::new(open(url(&copy(USUAL, "load.db").await)).await);
    let clock = BenchClock::start();
    let cookie = sign_in(&store).await;
    let served = Served::start(&store, &clock, 2).await;
    let page = body(&get_as(served.address, "/desk", "br", &cookie).await);
    let wasm = file(served.address, WASM).await;
    if wasm == 0 {
        report.left_out(
            "first_load",
            "a staff page, all it loads",
            "the site is not built",
        );
    } else {
        let mut all = page + wasm;
        for path in FILES {
            all += file(served.address, path).await;
        }
        let figure = "a staff page with all it loads the first time, brotli";
        report.value("first_load", figure, kb(all), "kB", Target::AtMost(250.0));
        report.value(
            "wasm",
            "    of it wasm",
            kb(wasm),
            "kB",
            Target::AtMost(120.0),
        );
        report.value(
            "page",
            "    of it the page, 50 rows",
            kb(page),
            "kB",
            Target::None,
        );
    }
    served.stop().await;
    store.close().await;
}

/// Bytes of a file, packed as small as the server packs it; none where it is not there.
async fn file(address: SocketAddr, path: &str) -> usize {
    let first = body(&get(address, path, "br").await);
    let until = tokio::time::Instant::now() + PACKING;
    loop {
        let again = body(&get(address, path, "br").await);
        let is_large = first > 4_096;
        if again < first || !is_large || path.ends_with("woff2") {
            return again;
        }
        if tokio::time::Instant::now() > until {
            return again;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Bytes of an answer's body; none for one that is not good.
fn body(answer: &[u8]) -> usize {
    let head = answer.windows(4).position(|at| at == b"\r\n\r\n");
    let is_good = super::client::is_ok(answer);
    head.filter(|_| is_good)
        .map_or(0, |head| answer.len() - head - 4)
}

fn kb(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).expect("a size of a bench")) / 1_000.0
}

async fn sign_in(store: &Store) -> String {
    let account = NewAccount {
        name: "load".to_owned(),
        display_name: "load".to_owned(),
        role: Role::Staff,
        reach: AgencyScope::Everywhere,
    };
    let account = store
        .add_account(account, AuditActor::console(), now())
        .await;
    let token = secret::token();
    let session = NewSession {
        token_hash: secret::hash(&token),
        account: account.expect("an account"),
        verified_hash: None,
        is_whole: true,
        address: None,
        browser: "bench".to_owned(),
    };
    let begun = store.begin_session(session, now(), SessionLimits::default());
    begun.await.expect("a session");
    format!("sanh={token}")
}
