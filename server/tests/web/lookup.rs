//! The look-up: by the code on the slip and by its number, what it tells, and what guessing gets.

mod told;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use sanh_domain::account::model::Role;
use sanh_domain::dossier::{Action, DossierCode};
use sanh_server::config::Config;
use tower::ServiceExt;

use super::answer::Answer;
use super::desk::{printed, procedure, read, send};
use super::hall::{Hall, NOW, PATIENCE, at, between, measured, staff};
use super::people::signed_in;

pub const NAME: &str = "Nguyễn Thử Nghiệm";

/// What is printed on a slip.
pub struct Slip {
    pub code: String,
    pub pin: String,
    pub link: String,
}

async fn hall() -> Hall {
    hall_with(measured()).await
}

pub async fn hall_with(config: Config) -> Hall {
    let config = Config {
        allow_plain_http: true,
        public_url: "https://hall.example".to_owned(),
        ..config
    };
    let hall = Hall::with(config, at(NOW)).await;
    procedure(&hall).await;
    hall
}

/// Receives a dossier at the reception desk.
pub async fn receive(hall: &Hall, key: &str) -> Slip {
    let lan = signed_in(hall, Role::Staff).await;
    let agency = hall.agencies[0].0.to_string();
    let fields = [
        ("key", key),
        ("procedure", "1"),
        ("agency", agency.as_str()),
        ("channel", "direct"),
        ("name", NAME),
        ("phone", "0912 345 678"),
        ("action", "receive"),
    ];
    let done = send(hall, &lan, "/desk/receive", &fields).await;
    let slip = printed(hall, &lan, &done).await;
    let code = between(slip.text(), "class=\"paper-code\">", "</p>").unwrap();
    let link = between(slip.text(), "https://hall.example/lookup#", "\"").unwrap();
    Slip {
        code: between(code, "<b>", "</b>").unwrap().to_owned(),
        pin: between(slip.text(), "class=\"pin\">", "<")
            .unwrap()
            .to_owned(),
        link: link.to_owned(),
    }
}

pub fn posted(path: &str, from: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let body: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = Request::post(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let mut request = request.body(Body::from(body)).unwrap();
    let peer: SocketAddr = from.parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

pub async fn ask(hall: &Hall, fields: &[(&str, &str)]) -> Answer {
    ask_from(hall, "192.0.2.1:1", fields).await
}

async fn ask_from(hall: &Hall, from: &str, fields: &[(&str, &str)]) -> Answer {
    hall.ask(posted("/lookup", from, fields)).await
}

pub fn ticket(answer: &Answer) -> String {
    let ticket = between(answer.text(), "data-ticket=\"", "\"");
    ticket.expect("a ticket").to_owned()
}

/// A page without what is another on every page, and without what was typed.
fn plain(answer: &Answer) -> String {
    let without = |text: &str, attribute: &str| {
        let rest = |part: &str| part.split_once('"').map_or("", |(_, rest)| rest).to_owned();
        let mut parts = text.split(attribute);
        let first = parts.next().unwrap_or_default().to_owned();
        std::iter::once(first)
            .chain(parts.map(rest))
            .collect::<Vec<_>>()
            .join(attribute)
    };
    without(&without(answer.text(), "nonce=\""), "value=\"")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slips_qr_code_and_its_number_give_the_same_answer_without_names() {
    let hall = hall().await;
    let slip = receive(&hall, "r1").await;
    assert_eq!((slip.pin.len(), slip.link.len()), (8, 26));
    let by_link = ask(&hall, &[("link", &slip.link)]).await;
    let by_number = ask(&hall, &[("code", &slip.code), ("pin", &slip.pin)]).await;
    let scanned = format!("https://hall.example/lookup#{}", slip.link);
    let by_scanner = ask(&hall, &[("code", &scanned), ("pin", "")]).await;
    for answer in [&by_link, &by_number, &by_scanner] {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert_eq!(answer.header("cache-control"), "no-store");
        for told in [
            "Đã tiếp nhận",
            "Đăng ký khai sinh",
            "Hẹn trả kết quả",
            "14:10, Thứ Tư, 25 tháng 11, 2026",
        ] {
            assert!(answer.text().contains(told), "{told}: {}", answer.text());
        }
        for secret in [
            NAME,
            "0912345678",
            "0912 345",
            &slip.code,
            &slip.pin,
            &slip.link,
        ] {
            assert!(
                !answer.text().contains(secret),
                "{secret}: {}",
                answer.text()
            );
        }
    }
    assert!(by_link.text().contains("Các bước"));
    let page = hall.get("/lookup?lang=en").await;
    assert!(
        page.text().contains("Where is my dossier?"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("<script>"), "nothing inline");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_unknown_and_malformed_codes_get_the_same_answer() {
    let hall = hall().await;
    let slip = receive(&hall, "r1").await;
    let wrong = ask(&hall, &[("code", &slip.code), ("pin", "00000000")]).await;
    let unknown = ask(&hall, &[("code", "H49.1-261123-9999"), ("pin", "00000000")]).await;
    let rubbish = ask(&hall, &[("code", "rubbish"), ("pin", "x")]).await;
    let old_link = ask(&hall, &[("link", "00000000000000000000000000")]).await;
    let blank = ask(&hall, &[]).await;
    for answer in [&unknown, &rubbish, &old_link, &blank] {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(plain(answer), plain(&wrong));
    }
    assert!(
        wrong
            .text()
            .contains("Mã hồ sơ và mã tra cứu không khớp nhau")
    );
    assert!(
        !wrong.text().contains("00000000\""),
        "the number is not given back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_guesses_is_blocked_and_owners_still_get_in_with_their_slips() {
    let hall = hall_with(Config {
        lookup_wrong_per_network_max: 3,
        lookup_wrong_per_h_max: 40,
        ..measured()
    });
    let hall = hall.await;
    let (one, two) = (receive(&hall, "r1").await, receive(&hall, "r2").await);
    let guess = async |from: &str, number: u32| {
        let code = format!("H49.1-261123-{number:04}");
        let guessed = [("code", code.as_str()), ("pin", "00000000")];
        ask_from(&hall, from, &guessed).await
    };
    for number in 100..103 {
        guess("203.0.113.9:1", number).await;
    }
    let right = [("code", one.code.as_str()), ("pin", one.pin.as_str())];
    let refused = ask_from(&hall, "203.0.113.77:1", &right).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "their /24 has no try left"
    );
    assert_eq!(plain(&refused), plain(&guess("198.51.100.1:1", 1).await));
    let elsewhere = ask_from(&hall, "192.0.2.1:1", &right).await;
    assert_eq!(elsewhere.status, StatusCode::OK, "others are not kept out");
    // From many networks at the same time.
    for host in 0..80 {
        guess(&format!("100.64.{host}.1:1"), 200 + host).await;
    }
    let number = ask_from(&hall, "192.0.2.1:1", &right).await;
    assert_eq!(
        number.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "numbers wait"
    );
    for (from, slip) in [("203.0.113.9:1", &one), ("192.0.2.1:1", &two)] {
        let owner = ask_from(&hall, from, &[("link", &slip.link)]).await;
        assert_eq!(owner.status, StatusCode::OK, "the slip's code does not");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_up_page_gets_updates_until_the_slip_is_replaced() {
    let hall = hall().await;
    let slip = receive(&hall, "r1").await;
    let code: DossierCode = slip.code.parse().unwrap();
    let first = ask(&hall, &[("link", &slip.link)]).await;
    let ticket = ticket(&first);
    let opened = posted("/lookup/events", "192.0.2.1:1", &[("ticket", &ticket)]);
    let stream = hall.router.clone().oneshot(opened).await.unwrap();
    assert_eq!(stream.status(), StatusCode::OK);
    let mut body = stream.into_body();
    let mut heard = String::new();
    let mut is_done = false;
    while !heard.contains("event: news") {
        let frame = tokio::time::timeout(PATIENCE, body.frame()).await;
        let bytes = frame.expect("in time").expect("more").expect("bytes");
        heard.push_str(&String::from_utf8_lossy(bytes.data_ref().expect("data")));
        if !std::mem::replace(&mut is_done, true) {
            let clerk = staff();
            let act = hall.store.act(&code, Action::Start, 1, hall.now(), &clerk);
            act.await.expect("done");
        }
    }
    for secret in [&slip.code, &slip.pin, &slip.link] {
        assert!(!heard.contains(secret.as_str()));
    }
    let again = ask(&hall, &[("ticket", &ticket)]).await;
    assert!(
        again.text().contains("Đang xử lý: Phòng Tư pháp"),
        "{}",
        again.text()
    );
    let lan = signed_in(&hall, Role::Staff).await;
    let path = format!("/desk/dossiers/{code}/slip");
    let again = send(&hall, &lan, &path, &[]).await;
    printed(&hall, &lan, &again).await;
    let still = ask(&hall, &[("ticket", &ticket)]).await;
    assert_eq!(still.status, StatusCode::OK, "printed again it is the same");
    let anew = send(&hall, &lan, &path, &[("renew", "yes")]).await;
    printed(&hall, &lan, &anew).await;
    let over = ask(&hall, &[("ticket", &ticket)]).await;
    assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        over.text().contains("giấy hẹn đã được thay"),
        "{}",
        over.text()
    );
    for (bad, status) in [(ticket.as_str(), 403), ("00", 403)] {
        let asked = posted("/lookup/events", "192.0.2.1:1", &[("ticket", bad)]);
        assert_eq!(hall.ask(asked).await.status.as_u16(), status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_of_colleagues_are_shown_without_names() {
    let hall = hall().await;
    let slip = receive(&hall, "r1").await;
    let lan = signed_in(&hall, Role::Staff).await;
    let path = format!("/desk/dossiers/{}/move", slip.code);
    let reason = format!("Ông {NAME} (0912345678) nộp bản sao khai sinh");
    let fields = [
        ("version", "1"),
        ("key", "k1"),
        ("action", "chosen"),
        ("act", "ask_papers"),
        ("reason", reason.as_str()),
    ];
    let done = send(&hall, &lan, &path, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let told = ask(&hall, &[("link", &slip.link)]).await;
    assert!(
        told.text().contains("Ông … nộp bản sao khai sinh"),
        "{}",
        told.text()
    );
    assert!(told.text().contains("Chờ bạn bổ sung giấy tờ"));
    assert!(!told.text().contains(NAME) && !told.text().contains("0912345678"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kiosk_has_no_link_out_and_keeps_no_ticket_for_long() {
    let hall = hall().await;
    let slip = receive(&hall, "r1").await;
    let page = hall.get("/lookup?kiosk").await;
    for link in page.text().split("href=\"").skip(1) {
        let target = link.split('"').next().unwrap_or_default();
        let stays = [
            "#content",
            "/lookup?kiosk&amp;",
            "/pkg/",
            "/icons/",
            "/fonts/",
        ];
        assert!(stays.iter().any(|it| target.starts_with(it)), "{target}");
    }
    let told = hall
        .ask(posted(
            "/lookup?kiosk",
            "192.0.2.1:1",
            &[("link", &slip.link)],
        ))
        .await;
    assert!(
        told.text()
            .contains("<noscript><meta http-equiv=\"refresh\" content=\"30\""),
        "{}",
        told.text()
    );
    assert!(told.headers.get(header::SET_COOKIE).is_none());
    let english = posted(
        "/lookup?kiosk&lang=en",
        "192.0.2.1:1",
        &[("ticket", &ticket(&told))],
    );
    assert!(hall.ask(english).await.text().contains("Worked on by"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_holder_of_a_slip_rates_the_service_once_after_the_hand_over() {
    let hall = hall().await;
    let slip = receive(&hall, "r1").await;
    let code: DossierCode = slip.code.parse().unwrap();
    let early = ask(&hall, &[("link", &slip.link)]).await;
    assert!(!early.text().contains("/feedback/rate?"));
    let rate = async |fields: &[(&str, &str)]| {
        hall.ask(posted("/feedback/rate?lang=vi", "192.0.2.1:1", fields))
            .await
    };
    let refused = rate(&[("slip", &ticket(&early))]).await;
    assert!(
        refused
            .text()
            .contains("Chỉ đánh giá sau khi đã trả kết quả."),
        "{}",
        refused.text()
    );
    let clerk = staff();
    for (version, action) in [
        (1, Action::Start),
        (2, Action::Resolve),
        (3, Action::HandOver),
    ] {
        let act = hall.store.act(&code, action, version, hall.now(), &clerk);
        act.await.expect("done");
    }
    let told = ask(&hall, &[("link", &slip.link)]).await;
    assert!(
        told.text().contains("action=\"/feedback/rate?lang=vi\""),
        "{}",
        told.text()
    );
    let at_kiosk = posted("/lookup?kiosk", "192.0.2.1:1", &[("link", &slip.link)]);
    assert!(!hall.ask(at_kiosk).await.text().contains("/feedback/rate"));
    let kept = ticket(&told);
    let form = rate(&[("slip", &kept)]).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.text());
    let number = form.text().split("name=\"ticket\"").nth(1);
    let number = between(number.unwrap_or_default(), "value=\"", "\"").unwrap();
    assert_eq!(number.len(), 8, "{}", form.text());
    assert!(!form.text().contains(&kept) && !form.text().contains(&slip.code));
    let rated = rate(&[("ticket", number), ("score", "satisfied")]).await;
    assert_eq!(rated.status, StatusCode::OK, "{}", rated.text());
    let again = ask(&hall, &[("ticket", &kept)]).await;
    assert!(
        !again.text().contains("/feedback/rate?"),
        "once for a dossier"
    );
    let twice = rate(&[("slip", &kept)]).await;
    assert!(
        twice.text().contains("Hồ sơ này đã được đánh giá."),
        "{}",
        twice.text()
    );
}

/// What is logged.
#[derive(Clone, Default)]
pub struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    pub fn text(&self) -> String {
        let logged = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&logged).into_owned()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// On one thread, so that everything that is logged is heard.
#[tokio::test]
async fn no_secret_is_in_an_address_a_log_or_a_metric() {
    let lines = Lines::default();
    let to_lines = lines.clone();
    let log = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_ansi(false)
        .with_writer(move || to_lines.clone())
        .finish();
    let _log = tracing::subscriber::set_default(log);
    // With only one subscriber, tracing may cache on another test's thread that a line is not logged; a second one prevents that.
    let _another = tracing::Dispatch::new(tracing_subscriber::registry());
    let hall = hall().await;
    let slip = receive(&hall, "r1").await;
    let told = ask(&hall, &[("link", &slip.link)]).await;
    let number = ask(&hall, &[("code", &slip.code), ("pin", &slip.pin)]).await;
    let wrong = ask(&hall, &[("code", &slip.code), ("pin", "99999999")]).await;
    let ticket = ticket(&told);
    ask(&hall, &[("ticket", &ticket)]).await;
    let opened = posted("/lookup/events", "192.0.2.1:1", &[("ticket", &ticket)]);
    drop(hall.router.clone().oneshot(opened).await.unwrap());
    let admin = signed_in(&hall, Role::Admin).await;
    let audit = read(&hall, &admin, "/admin/audit").await;
    let metrics = hall.metrics().await.text().to_owned();
    let logged = lines.text();
    assert!(logged.contains("/lookup"), "something is logged");
    for text in [&logged, &metrics, &audit.text().to_owned()] {
        for secret in [slip.pin.as_str(), &slip.link, &ticket, "99999999", NAME] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
    assert!(!logged.contains(&slip.code) && !metrics.contains(&slip.code));
    for answer in [&told, &number, &wrong] {
        assert!(answer.headers.get(header::LOCATION).is_none());
        assert_eq!(answer.header("referrer-policy"), "same-origin");
    }
}
