//! Being told of changes of a dossier: offered where it can be done, confirmed and ended by one button, and kept out of sight.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanh_domain::account::model::Role;
use sanh_domain::dossier::{Action, DossierCode};
use sanh_domain::subscription::model::CONFIRM_WRONG_MAX;
use sanh_server::config::{Config, Secret};
use sanh_server::jobs;
use sanh_server::jobs::letters::LetterSender;
use sanh_server::jobs::outbox::LetterDelivery;
use sanh_server::outbox::transports;
use sanh_store::Subscriber;

use super::answer::Answer;
use super::desk::{printed, read, send};
use super::hall::{Hall, between, measured, staff, until};
use super::lookup::{Lines, ask, hall_with, posted, receive, ticket};
use super::people::signed_in;

const MAIL: &str = "Planted.Person@example.vn";
const PHONE: &str = "0987654321";
const FROM: &str = "192.0.2.1:1";

/// A centre that can send mail and reaches phones.
async fn hall() -> Hall {
    hall_with(Config {
        smtp_url: Secret("smtp://127.0.0.1:1".to_owned()),
        mail_from: "hcc@example.vn".to_owned(),
        webhook_url: "http://127.0.0.1:1/told".to_owned(),
        webhook_secret: Secret("a secret of sixteen and more".to_owned()),
        ..measured()
    })
    .await
}

async fn post(hall: &Hall, path: &str, fields: &[(&str, &str)]) -> Answer {
    hall.ask(posted(path, FROM, fields)).await
}

/// The ticket of a dossier that was looked up.
async fn looked_up(hall: &Hall) -> String {
    let slip = receive(hall, "r1").await;
    ticket(&ask(hall, &[("link", &slip.link)]).await)
}

fn by_mail<'a>(ticket: &'a str, email: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("ticket", ticket),
        ("channel", "mail"),
        ("email", email),
        ("consent", "yes"),
    ]
}

fn by_phone<'a>(ticket: &'a str, phone: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("ticket", ticket),
        ("channel", "phone"),
        ("phone", phone),
        ("consent", "yes"),
    ]
}

async fn subscriber(hall: &Hall, id: i64) -> Option<Subscriber> {
    hall.store.subscriber(id).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_is_offered_if_the_centre_can_send_and_never_at_the_kiosk() {
    let silent = hall_with(measured()).await;
    let slip = receive(&silent, "r1").await;
    let told = ask(&silent, &[("link", &slip.link)]).await;
    assert!(!told.text().contains("/lookup/tell"), "nothing is set up");
    let asked = post(&silent, "/lookup/tell", &by_mail(&ticket(&told), MAIL)).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(subscriber(&silent, 1).await.is_none());

    let hall = hall().await;
    let slip = receive(&hall, "r1").await;
    let told = ask(&hall, &[("link", &slip.link)]).await;
    assert!(
        told.text().contains("action=\"/lookup/tell?lang=vi\""),
        "{}",
        told.text()
    );
    let kiosk = posted("/lookup?kiosk", FROM, &[("link", &slip.link)]);
    let kiosk = hall.ask(kiosk).await;
    assert!(!kiosk.text().contains("/lookup/tell"));
    assert!(
        kiosk
            .text()
            .contains("quét mã QR trên giấy hẹn bằng điện thoại của mình"),
        "{}",
        kiosk.text()
    );
    let forms = post(&hall, "/lookup/tell?lang=en", &[("ticket", &ticket(&told))]).await;
    assert_eq!(forms.status, StatusCode::OK, "{}", forms.text());
    for told in [
        "E-mail address",
        "Phone number",
        "30 days after",
        "consent-phone",
    ] {
        assert!(forms.text().contains(told), "{told}: {}", forms.text());
    }
    assert!(!forms.text().contains(&slip.code));
    let code: DossierCode = slip.code.parse().unwrap();
    for (version, action) in [(1, Action::Resolve), (2, Action::HandOver)] {
        let clerk = staff();
        let act = hall.store.act(&code, action, version, hall.now(), &clerk);
        act.await.unwrap();
    }
    let over = ask(&hall, &[("link", &slip.link)]).await;
    assert!(
        !over.text().contains("/lookup/tell"),
        "nothing more changes"
    );
    let asked = post(&hall, "/lookup/tell", &by_mail(&ticket(&over), MAIL)).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_e_mail_address_gets_messages_only_after_the_button_behind_its_link_was_pressed() {
    let hall = hall().await;
    let ticket = looked_up(&hall).await;
    let without = [
        ("ticket", &*ticket),
        ("channel", "mail"),
        ("email", "nobody"),
    ];
    let wrong = post(&hall, "/lookup/tell?lang=en", &without).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in [
        "This is no e-mail address.",
        "Tick that you agree",
        "value=\"nobody\"",
    ] {
        assert!(wrong.text().contains(told), "{told}: {}", wrong.text());
    }
    assert!(subscriber(&hall, 1).await.is_none(), "nothing is kept");

    let sent = post(&hall, "/lookup/tell?lang=en", &by_mail(&ticket, MAIL)).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    assert!(sent.text().contains("A letter is on its way"));
    let known = subscriber(&hall, 1).await.unwrap();
    assert!(
        !sent.text().contains(&known.token),
        "its owner alone is sent it"
    );
    let confirm = format!("/lookup/tell/confirm/{}", known.token);
    let page = hall.get(&confirm).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("referrer-policy"), "same-origin");
    assert!(
        !subscriber(&hall, 1).await.unwrap().is_confirmed,
        "looking does nothing"
    );
    let done = post(&hall, &confirm, &[]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert!(subscriber(&hall, 1).await.unwrap().is_confirmed);

    let stop = format!("/lookup/tell/stop/{}", known.token);
    assert_eq!(hall.get(&stop).await.status, StatusCode::OK);
    assert!(subscriber(&hall, 1).await.is_some(), "looking does nothing");
    // As a mail program does for its user (one-click unsubscribe).
    let click = Request::post(&stop)
        .header(header::HOST, "hall.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let click = click
        .body(Body::from("List-Unsubscribe=One-Click"))
        .unwrap();
    let stopped = hall.ask(click).await;
    assert_eq!(stopped.status, StatusCode::OK, "{}", stopped.text());
    assert!(subscriber(&hall, 1).await.is_none());
    assert_eq!(
        post(&hall, &stop, &[]).await.status,
        StatusCode::OK,
        "twice is once"
    );
    let over = post(&hall, &confirm, &[]).await;
    assert_eq!(over.status, StatusCode::GONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_gets_messages_after_its_digits_were_entered() {
    let hall = hall().await;
    let ticket = looked_up(&hall).await;
    let asked = post(&hall, "/lookup/tell", &by_phone(&ticket, "098 765 4321")).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text());
    let known = subscriber(&hall, 1).await.unwrap();
    assert_eq!(known.address.text, PHONE);
    assert!(!asked.text().contains(&known.digits));
    let token = between(asked.text(), "name=\"token\" value=\"", "\"").unwrap();
    let typed = async |digits: &str| {
        let fields = [("token", token), ("digits", digits)];
        post(&hall, "/lookup/tell/code", &fields).await
    };
    let wrong = typed("x").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text().contains("Mã xác nhận chưa đúng."),
        "{}",
        wrong.text()
    );
    let spaced = format!("{} {}", &known.digits[..3], &known.digits[3..]);
    assert_eq!(typed(&spaced).await.status, StatusCode::OK);
    assert!(subscriber(&hall, 1).await.unwrap().is_confirmed);

    let again = post(&hall, "/lookup/tell", &by_phone(&ticket, "0987654322")).await;
    let token = between(again.text(), "name=\"token\" value=\"", "\"").unwrap();
    for _ in 0..CONFIRM_WRONG_MAX {
        let fields = [("token", token), ("digits", "x")];
        let wrong = post(&hall, "/lookup/tell/code", &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let digits = subscriber(&hall, 2).await.unwrap().digits;
    let fields = [("token", token), ("digits", &*digits)];
    let over = post(&hall, "/lookup/tell/code", &fields).await;
    assert_eq!(over.status, StatusCode::GONE, "too many were tried");
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_requests_to_subscribe_are_refused() {
    let hall = hall().await;
    let ticket = looked_up(&hall).await;
    let mut statuses = Vec::new();
    for _ in 0..6 {
        let asked = post(&hall, "/lookup/tell", &by_mail(&ticket, MAIL)).await;
        statuses.push(asked.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 200, 200, 429, 429]);
}

/// On one thread, so that everything that is logged is heard.
#[tokio::test]
async fn no_address_is_in_a_log_the_audit_or_a_metric() {
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
    let ticket = looked_up(&hall).await;
    post(&hall, "/lookup/tell", &by_mail(&ticket, MAIL)).await;
    post(&hall, "/lookup/tell", &by_phone(&ticket, PHONE)).await;
    // Nothing listens at these addresses, so both letters fail.
    let sender = LetterSender {
        delivery: LetterDelivery::Send(transports(&hall.web.config).unwrap()),
        public_url: hall.web.config.public_url.clone(),
    };
    let (store, clock) = (Arc::clone(&hall.store), hall.clock.clone());
    tokio::spawn(jobs::letters::run(
        store,
        clock,
        sender,
        hall.shutdown.clone(),
    ));
    until("two letters that fail", || async {
        lines.text().matches("a letter could not be sent").count() >= 2
    })
    .await;
    let (mail, phone) = (
        subscriber(&hall, 1).await.unwrap(),
        subscriber(&hall, 2).await.unwrap(),
    );
    post(&hall, &format!("/lookup/tell/confirm/{}", mail.token), &[]).await;
    let fields = [("token", &*phone.token), ("digits", &*phone.digits)];
    post(&hall, "/lookup/tell/code", &fields).await;
    post(&hall, &format!("/lookup/tell/stop/{}", mail.token), &[]).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let audit = read(&hall, &admin, "/admin/audit").await;
    let metrics = hall.metrics().await.text().to_owned();
    let logged = lines.text();
    assert!(
        logged.contains("/lookup/tell/stop/{token}"),
        "something is logged"
    );
    assert!(audit.text().contains("Đồng ý nhận tin về hồ sơ"));
    assert!(audit.text().contains("Xóa địa chỉ nhận tin về hồ sơ"));
    for text in [&logged, &metrics, &audit.text().to_owned()] {
        for secret in [MAIL, &MAIL.to_lowercase(), PHONE, &mail.token, &phone.token] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_issued_anew_ends_what_was_not_confirmed_and_the_counter_ends_the_rest() {
    let hall = hall().await;
    let slip = receive(&hall, "r1").await;
    let ticket = ticket(&ask(&hall, &[("link", &slip.link)]).await);
    for address in [MAIL, "other@example.vn"] {
        let asked = post(&hall, "/lookup/tell", &by_mail(&ticket, address)).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.text());
    }
    let confirmed = subscriber(&hall, 1).await.unwrap();
    let waiting = subscriber(&hall, 2).await.unwrap();
    let confirm = |token: &str| format!("/lookup/tell/confirm/{token}");
    let done = post(&hall, &confirm(&confirmed.token), &[]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());

    let lan = signed_in(&hall, Role::Staff).await;
    let dossier = format!("/desk/dossiers/{}", slip.code);
    let anew = send(&hall, &lan, &format!("{dossier}/slip"), &[("renew", "yes")]).await;
    printed(&hall, &lan, &anew).await;
    assert!(
        subscriber(&hall, 1).await.unwrap().is_confirmed,
        "it goes on"
    );
    assert!(
        subscriber(&hall, 2).await.is_none(),
        "whoever found the slip may have asked"
    );
    let over = post(&hall, &confirm(&waiting.token), &[]).await;
    assert_eq!(over.status, StatusCode::GONE);

    let page = read(&hall, &lan, &dossier).await;
    let told = "1 địa chỉ đã được chủ xác nhận đang nhận tin";
    assert!(page.text().contains(told), "{}", page.text());
    assert!(!page.text().to_lowercase().contains("planted.person"));
    let ended = send(&hall, &lan, &format!("{dossier}/subscriptions"), &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text());
    assert!(subscriber(&hall, 1).await.is_none());
    let page = read(&hall, &lan, ended.header("location")).await;
    assert!(page.text().contains("Không còn ai nhận tin về hồ sơ này"));
    assert!(!page.text().contains(told));
    let page = read(&hall, &lan, &dossier).await;
    assert!(
        !page.text().contains("/subscriptions"),
        "nothing is left to end"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_sees_which_letters_were_sent_and_of_addresses_what_their_owners_know() {
    let hall = hall().await;
    let slip = receive(&hall, "r1").await;
    let ticket = ticket(&ask(&hall, &[("link", &slip.link)]).await);
    post(&hall, "/lookup/tell", &by_mail(&ticket, MAIL)).await;
    post(&hall, "/lookup/tell", &by_phone(&ticket, PHONE)).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let path = "/admin/outbox/letters";
    let found = send(&hall, &admin, path, &[("code", slip.code.as_str())]).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.text());
    for text in [
        "P…@example.vn",
        "…321",
        "chưa xác nhận",
        "Đề nghị xác nhận địa chỉ",
        "Đang chờ gửi",
    ] {
        assert!(found.text().contains(text), "{text}: {}", found.text());
    }
    for secret in ["Planted.Person", PHONE] {
        assert!(!found.text().contains(secret), "{secret}");
    }
    let unknown = send(&hall, &admin, path, &[("code", "H49.1-261123-9999")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text().contains("Không có hồ sơ nào mang mã này"));
    let audit = read(&hall, &admin, "/admin/audit").await;
    let told = "Xem các tin đã gửi về một hồ sơ";
    assert_eq!(audit.text().matches(told).count(), 1, "{}", audit.text());
}
