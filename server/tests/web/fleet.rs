//! Screens: paired by a code, told what to do, listed; and looked at before anything is published.

mod pairing;

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, header};
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::scope::Scope;
use sanh_domain::screen::order::ScreenCommand;
use sanh_server::config::Config;
use sanh_server::live::store_source::StoreSource;
use sanh_server::{serve, web};
use sanh_store::{AuditActor, BoardVersionBatch, Presence};
use tokio::sync::watch;

use super::hall::{Answer, Hall, NOW, at, between, config, until};
use super::people::{sign_in, signed_in};
use super::screen::Wall;

async fn hall() -> Hall {
    let mut config = config();
    config.allow_plain_http = true;
    Hall::with(config, at(NOW)).await
}

pub(super) async fn get(hall: &Hall, cookie: &str, address: &str) -> Answer {
    let request = Request::get(address).header(header::COOKIE, cookie);
    hall.ask(request.body(Body::empty()).expect("a request"))
        .await
}

async fn post(hall: &Hall, cookie: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(fields);
    let request = Request::post(address)
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    hall.ask(request.body(Body::from(body.finish())).expect("a request"))
        .await
}

/// The cookie that a screen keeps, as it sends it.
fn kept(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.contains("; HttpOnly; SameSite=Lax; Max-Age="),
        "{cookie}"
    );
    cookie.split(';').next().expect("a cookie").to_owned()
}

fn code(answer: &Answer) -> String {
    assert_eq!(answer.status, 200);
    between(answer.text(), "data-code=\"", "\"")
        .expect("a code")
        .to_owned()
}

const SETTING: [(&str, &str); 9] = [
    ("label", "Sảnh chính"),
    ("place", "Tầng 1"),
    ("scope", "centre"),
    ("languages", "vi"),
    ("turn", "month"),
    ("theme", "light"),
    ("distance", "near"),
    ("night", "same"),
    ("slot_s", "20"),
];

/// Pairs a screen; its cookie, and the name of its wall.
async fn pair(hall: &Hall, manager: &str) -> (String, String) {
    let page = hall.get("/screen").await;
    let (screen, code) = (kept(&page), code(&page));
    let mut fields = SETTING.to_vec();
    fields.push(("code", &code));
    let answer = post(hall, manager, "/manage/screens/new", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let name = between(answer.header("location"), "/wall/", "?")
        .expect("a name")
        .to_owned();
    (screen, name)
}

pub(super) async fn order(hall: &Hall, manager: &str, name: &str, order: &str) {
    let address = format!("/manage/screens/wall/{name}/order");
    let answer = post(hall, manager, &address, &[("order", order)]).await;
    assert_eq!(answer.status, 303, "{order}");
}

/// Another server over the same database.
async fn restart(hall: &mut Hall) {
    let open = watch::Sender::new(Some(Arc::clone(&hall.store))).subscribe();
    let source = Arc::new(StoreSource::new(open.clone(), None));
    let (clock, shutdown) = (hall.clock.clone(), hall.shutdown.clone());
    let config = Config {
        allow_plain_http: true,
        ..config()
    };
    hall.web = serve::web(config, source, open, clock, shutdown);
    hall.router = web::router(hall.web.clone());
    hall.publish();
    hall.ready().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_of_the_form_is_checked() {
    let hall = hall().await;
    let manager = signed_in(&hall, Role::Manager).await;
    let wrong = [
        ("label", ""),
        ("label", "x\u{7}y"),
        ("scope", "agency-99"),
        ("scope", "everything"),
        ("languages", "fr"),
        ("turn", "week"),
        ("theme", "blue"),
        ("theme", "hours"),
        ("distance", "5m"),
        ("night", "off"),
        ("slot_s", "1"),
        ("slot_s", "one"),
        ("diagonal", "1000"),
        ("read_from", "0,1"),
    ];
    for (name, value) in wrong {
        let mut fields: Vec<_> = SETTING
            .iter()
            .copied()
            .filter(|(it, _)| *it != name)
            .collect();
        fields.push((name, value));
        let answer = post(&hall, &manager, "/manage/screens/wall/lobby", &fields).await;
        assert_eq!(answer.status, 422, "{name}={value}");
    }
    let mut fields = SETTING.to_vec();
    fields.extend([("diagonal", "43"), ("read_from", "4,5"), ("field", "999")]);
    let saved = post(&hall, &manager, "/manage/screens/wall/lobby", &fields).await;
    assert_eq!(saved.status, 303);
    let page = get(&hall, &manager, "/manage/screens/wall/lobby").await;
    assert!(
        page.text()
            .contains("chỉ đọc được từ 3,0 m trở lại. Hãy chọn cỡ chữ “Lớn: đọc được từ xa”.")
    );
    let stored = hall
        .store
        .stored_screens(&AgencyScope::Everywhere)
        .await
        .expect("readable");
    let lobby = stored
        .iter()
        .find(|it| it.setting.name == "lobby")
        .expect("the wall");
    assert!(
        lobby.setting.fields.is_empty(),
        "a field that is not public is not taken"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn boards_in_turn_are_chosen_in_the_form_and_none_twice() {
    let hall = hall().await;
    let manager = signed_in(&hall, Role::Manager).await;
    let agency = Scope::Agency(hall.agencies[1]);
    let name = agency.to_string();
    let address = "/manage/screens/wall/lobby";
    let mut fields = SETTING.to_vec();
    for other in [&*name, &*name, "centre", "agency-99", "everything"] {
        fields.push(("other", other));
    }
    assert_eq!(post(&hall, &manager, address, &fields).await.status, 303);
    let stored = hall.store.stored_screens(&AgencyScope::Everywhere).await;
    let stored = stored.expect("readable");
    let lobby = stored.iter().find(|it| it.setting.name == "lobby");
    assert_eq!(lobby.expect("the wall").setting.others, [agency]);
    let page = get(&hall, &manager, address).await;
    assert!(page.text().contains("Lần lượt thêm bảng khác"));
    let chosen = between(page.text(), &format!("id=\"other-{name}\""), ">");
    assert!(chosen.expect("its box").contains("checked"));
    let theirs = sign_in(&hall, "of-land", Role::Manager, Some(hall.agencies[1])).await;
    let list = get(&hall, &theirs, "/manage/screens").await;
    assert!(
        !list.text().contains("/wall/lobby"),
        "the centre's is not theirs"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_of_some_agencies_keeps_their_walls_only() {
    let hall = hall().await;
    let theirs = sign_in(&hall, "of-land", Role::Manager, Some(hall.agencies[1])).await;
    let other = sign_in(&hall, "of-justice", Role::Manager, Some(hall.agencies[0])).await;
    let list = get(&hall, &theirs, "/manage/screens").await;
    assert!(list.text().contains("/wall/land") && !list.text().contains("/wall/lobby"));
    assert!(
        !get(&hall, &other, "/manage/screens")
            .await
            .text()
            .contains("/wall/")
    );
    for address in ["", "/frame"] {
        let address = format!("/manage/screens/wall/land{address}");
        assert_eq!(get(&hall, &theirs, &address).await.status, 200, "{address}");
        assert_eq!(get(&hall, &other, &address).await.status, 404, "{address}");
    }
    let before = hall.store.change_number().await.expect("readable");
    let orders = [("order", "reload")];
    for (who, wall) in [(&other, "land"), (&theirs, "lobby"), (&theirs, "main")] {
        let address = format!("/manage/screens/wall/{wall}/order");
        assert_eq!(
            post(&hall, who, &address, &orders).await.status,
            404,
            "{wall}"
        );
        let address = format!("/manage/screens/wall/{wall}");
        assert_eq!(
            post(&hall, who, &address, &SETTING).await.status,
            404,
            "{wall}"
        );
    }
    // A manager of an agency cannot change their wall into one of the centre.
    let taken = post(&hall, &theirs, "/manage/screens/wall/land", &SETTING).await;
    assert_eq!(taken.status, 422);
    assert_eq!(hall.store.change_number().await.expect("readable"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_shows_connected_screens_and_a_frame_is_no_screen() {
    let hall = hall().await;
    let manager = signed_in(&hall, Role::Manager).await;
    let page = get(&hall, &manager, "/manage/screens").await;
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("frame-src 'self'") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    let screen = hall.pair("lobby").await;
    let page = get(&hall, &manager, "/manage/screens").await;
    assert!(
        page.text()
            .contains("Chưa thấy kết nối từ khi máy chủ khởi động")
    );
    let mut wall = Wall::open_as(&hall, "/events/lobby", &screen).await;
    let (token, board) = wall.greeted().await;
    let version = board.id.expect("a version");
    let report =
        format!("{{\"version\":{version},\"token\":\"{token}\",\"error\":\"script: <b>\\nx\"}}");
    let request = Request::post("/painted")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json");
    let answer = hall
        .ask(request.body(Body::from(report)).expect("a request"))
        .await;
    assert_eq!(answer.status, 204);
    let now = get(&hall, &manager, "/manage/screens/now").await;
    let lobby = between(now.text(), "id=\"state-lobby\"", "id=\"state-").expect("its state");
    assert!(
        lobby.contains("Đang chiếu") && lobby.contains("Đang hiện số liệu mới nhất"),
        "{lobby}"
    );
    assert!(lobby.contains("script: &lt;b&gt; x"), "{lobby}");
    assert!(
        now.text().contains("Đang chiếu: 1") && now.text().contains("Mất kết nối: 0"),
        "{}",
        now.text()
    );
    let frame = get(&hall, &manager, "/manage/screens/wall/lobby/frame").await;
    assert!(frame.text().contains("data-preview=\"now\""));
    assert!(
        frame
            .header("content-security-policy")
            .contains("frame-ancestors 'self'")
    );
    assert_eq!(frame.header("x-frame-options"), "SAMEORIGIN");
    assert_eq!(hall.web.live.present.count(), 1);
    drop(wall);
    let is_dark = || async {
        let now = get(&hall, &manager, "/manage/screens/now").await;
        now.text().contains("Mất kết nối từ 14:10 23/11/2026")
            && now.text().contains("Mất kết nối: 1")
    };
    until("the wall is dark", is_dark).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paired_wall_tells_how_long_of_the_day_it_was_connected() {
    let hall = hall().await;
    let manager = signed_in(&hall, Role::Manager).await;
    let page = get(&hall, &manager, "/manage/screens").await;
    assert!(!page.text().contains("Hôm nay kết nối"), "none is paired");
    hall.pair("lobby").await;
    let now = hall.now();
    let presence = Presence {
        who: "lobby".to_owned(),
        began_at: now - chrono::Duration::hours(3),
        seen_at: now - chrono::Duration::hours(1),
    };
    let kept = hall.store.keep_shown(BoardVersionBatch {
        presences: vec![presence],
        ..BoardVersionBatch::default()
    });
    kept.await.expect("writable");
    let page = get(&hall, &manager, "/manage/screens").await;
    let bar = between(page.text(), "class=\"uptime\"", "</div>");
    let bar = bar.unwrap_or_else(|| panic!("no bar: {}", page.text()));
    assert!(
        bar.contains("uptime-on") && bar.contains("Hôm nay kết nối"),
        "{bar}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_or_unknown_command_changes_nothing() {
    let hall = hall().await;
    let manager = signed_in(&hall, Role::Manager).await;
    let before = hall.store.change_number().await.expect("readable");
    // A wall without a paired screen cannot be unpaired, and the wall at `/` cannot be removed.
    for (wall, order) in [
        ("lobby", ""),
        ("lobby", "explode"),
        ("lobby", "unpair"),
        ("main", "remove"),
    ] {
        let address = format!("/manage/screens/wall/{wall}/order");
        assert_eq!(
            post(&hall, &manager, &address, &[("order", order)])
                .await
                .status,
            400,
            "{order}"
        );
    }
    assert_eq!(hall.store.change_number().await.expect("readable"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_wall_shows_the_figures_of_then_and_says_so_also_after_a_restart() {
    let mut hall = hall().await;
    let manager = signed_in(&hall, Role::Manager).await;
    hall.receive(1, 5).await;
    let pending = |answer: &Answer| {
        let rest = between(answer.text(), "data-k=\"month.pending\"", "</").expect("a figure");
        rest.split_once('>').expect("its text").1.to_owned()
    };
    until("the first dossier", || async {
        pending(&hall.get("/screen/lobby").await) == "1"
    })
    .await;
    order(&hall, &manager, "lobby", "hold").await;
    until("the mark", || async {
        hall.get("/screen/lobby")
            .await
            .text()
            .contains("data-held=\"")
    })
    .await;
    hall.receive(2, 5).await;
    until("the second dossier", || async {
        pending(&hall.get("/screen/lobby-2").await) == "2"
    })
    .await;
    let held = hall.get("/screen/lobby").await;
    assert_eq!(pending(&held), "1");
    assert!(held.text().contains("Giữ nguyên · số liệu lúc"));
    // Another server with the same database, as after a restart.
    restart(&mut hall).await;
    let held = hall.get("/screen/lobby").await;
    assert!(held.text().contains("data-held=\"") && pending(&held) == "1");
    assert_eq!(pending(&hall.get("/screen/lobby-2").await), "2");
    order(&hall, &manager, "lobby", "release").await;
    until("the figures", || async {
        pending(&hall.get("/screen/lobby").await) == "2"
    })
    .await;
    assert!(!hall.get("/screen/lobby").await.text().contains("data-held"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_is_published_nowhere() {
    let hall = hall().await;
    let manager = signed_in(&hall, Role::Manager).await;
    let before = hall.store.change_number().await.expect("readable");
    let address = "/manage/screens/preview";
    let text = "Xin rời khỏi sảnh theo lối \"B\"";
    let emergency = [
        ("screen", "lobby"),
        ("priority", "emergency"),
        ("vi", text),
        ("shape", "4k"),
    ];
    let page = post(&hall, &manager, address, &emergency).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("shot shot-4k"));
    let wall = between(page.text(), "srcdoc=\"", "\"").expect("a wall");
    assert!(
        wall.contains("class=&quot;emergency&quot;") && wall.contains("lối &quot;B&quot;"),
        "{wall}"
    );
    assert!(
        !hall
            .get("/screen/lobby")
            .await
            .text()
            .contains("class=\"emergency\"")
    );
    for moment in ["now", "tomorrow", "holiday", "night", "late", "lost"] {
        let page = post(
            &hall,
            &manager,
            address,
            &[("screen", "lobby"), ("moment", moment)],
        )
        .await;
        assert_eq!(page.status, 200, "{moment}");
        assert!(
            page.text()
                .contains(&format!("data-preview=&quot;{moment}&quot;")),
            "{moment}"
        );
    }
    let long = "x".repeat(201);
    for wrong in [
        [("moment", "at"), ("at", "soon")],
        [("moment", "yesterday"), ("at", "")],
        [("priority", "emergency"), ("vi", long.as_str())],
        [("priority", "notice"), ("vi", "")],
    ] {
        let page = post(&hall, &manager, address, &wrong).await;
        assert_eq!(page.status, 422, "{wrong:?}");
        assert!(!page.text().contains("srcdoc"), "{wrong:?}");
    }
    assert_eq!(hall.store.change_number().await.expect("readable"), before);
    assert_eq!(hall.web.live.present.count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_wall_shows_a_code() {
    let hall = hall().await;
    let mut wall = Wall::open(&hall, "/events/lobby-2").await;
    wall.greeted().await;
    let removed = hall.store.order_screen(
        "lobby-2",
        false,
        ScreenCommand::Remove,
        AuditActor::console(),
        hall.now(),
    );
    assert!(removed.await.expect("written"));
    assert_eq!(wall.painting().await.name, "gone");
    let page = hall.get("/screen/lobby-2").await;
    assert_eq!(code(&page).len(), 6);
}
