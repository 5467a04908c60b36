//! Notices in the managers' room.

use axum::http::StatusCode;
use sanh_domain::account::model::Role;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::centre::setting::SettingKey;
use sanh_domain::notice::model::{Audience, Notice};
use sanh_store::AuditQuery;

use super::desk::{hall, read, send};
use super::hall::{Answer, Hall, between, until};
use super::people::{sign_in, signed_in};

const PATH: &str = "/manage/notices";

fn fields<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("priority", "notice"),
        ("vi", "Quầy 5 nghỉ chiều nay"),
        ("en", "Counter 5 is closed this afternoon"),
        ("from", ""),
        ("until", "2026-11-23T17:00"),
        ("screens", "all"),
    ];
    for (name, value) in more {
        fields.retain(|(known, _)| known != name || *name == "screen");
        fields.push((name, value));
    }
    fields
}

async fn shown(hall: &Hall) -> Vec<Notice> {
    let mut notices = hall.store.notices_from(hall.now()).await.unwrap();
    notices.retain(|notice| notice.is_shown_at(hall.now()));
    notices
}

/// The number and version of a notice that was just written.
async fn written(hall: &Hall, cookie: &str, answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let id = between(answer.header("location"), "/notices/", "?").unwrap();
    let page = read(hall, cookie, &format!("{PATH}/{id}/edit")).await;
    let version = between(page.text(), "name=\"version\" value=\"", "\"").unwrap();
    (id.to_owned(), version.to_owned())
}

async fn second_manager(hall: &Hall, word: &str) {
    let from = "2026-01-01".parse().unwrap();
    let set = hall.store.set(SettingKey::NoticeSecondManager, from, word);
    set.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_written_changed_and_ended_with_audit_entries() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Manager).await;
    let (id, version) = {
        let answer = send(&hall, &lan, PATH, &fields(&[])).await;
        written(&hall, &lan, &answer).await
    };
    assert_eq!(shown(&hall).await[0].text.vi, "Quầy 5 nghỉ chiều nay");
    let list = read(&hall, &lan, PATH).await;
    assert!(list.text().contains("Đang hiện: 1"), "{}", list.text());
    let change = fields(&[("vi", "Quầy 6 nghỉ chiều nay"), ("version", &version)]);
    let edited = send(&hall, &lan, &format!("{PATH}/{id}/edit"), &change).await;
    let (new, _) = written(&hall, &lan, &edited).await;
    assert_ne!(new, id, "what was shown stays known under its number");
    assert_eq!(shown(&hall).await[0].text.vi, "Quầy 6 nghỉ chiều nay");
    let gone = read(&hall, &lan, &format!("{PATH}/{id}/edit")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "it is over");
    let ended = send(&hall, &lan, &format!("{PATH}/{new}/end"), &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert_eq!(shown(&hall).await, []);
    let over = send(&hall, &lan, &format!("{PATH}/{new}/end"), &[]).await;
    assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY);
    let query = AuditQuery {
        actor: Some("manager".to_owned()),
        rows_max: 3,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.unwrap();
    let acts: Vec<_> = lines.iter().map(|line| line.act).collect();
    assert_eq!(
        acts,
        [
            AuditAct::NoticeEnded,
            AuditAct::NoticeWritten,
            AuditAct::NoticeWritten
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instant_is_typed_as_a_day_and_a_time() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Manager).await;
    let typed = |time| fields(&[("until", "23/11/2026"), ("until-time", time)]);
    let day_alone = send(&hall, &lan, PATH, &typed("")).await;
    assert_eq!(day_alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(day_alone.text().contains("Hãy nhập ngày và giờ kết thúc"));
    assert!(day_alone.text().contains("value=\"23/11/2026\""), "kept");
    let whole = send(&hall, &lan, PATH, &typed("17h")).await;
    assert_eq!(whole.status, StatusCode::SEE_OTHER, "{}", whole.text());
    let until = shown(&hall).await.first().map(|notice| notice.until);
    assert_eq!(until, "2026-11-23T10:00:00Z".parse().ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_is_reported_beside_its_field_and_typed_text_is_kept() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Manager).await;
    let long = "a".repeat(141);
    let cases: [(&[(&str, &str)], &str); 9] = [
        (&[("vi", " ")], "Hãy nhập nội dung tiếng Việt."),
        (&[("vi", &long)], "màn hình chỉ đủ chỗ cho 140"),
        (&[("en", "two\nlines")], "Hãy viết trên một dòng"),
        (&[("from", "soon")], "Hãy nhập ngày và giờ, ví dụ"),
        (&[("until", "")], "Hãy nhập ngày và giờ kết thúc"),
        (
            &[("until", "2026-11-23T14:00")],
            "Giờ kết thúc phải sau lúc này",
        ),
        (&[("until", "2028-11-23T14:00")], "tối đa 366 ngày"),
        (&[("screens", "some")], "Hãy chọn ít nhất một màn hình."),
        (&[("priority", "emergency")], "Hãy xác nhận trước khi phát"),
    ];
    for (wrong, message) in cases {
        let answer = send(&hall, &lan, PATH, &fields(wrong)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{message}");
        assert!(
            answer.text().contains(message),
            "{message}: {}",
            answer.text()
        );
        if wrong[0].0 != "en" {
            assert!(answer.text().contains("Counter 5 is closed"), "{message}");
        }
    }
    assert_eq!(shown(&hall).await, []);
    let preview = send(&hall, &lan, PATH, &fields(&[("preview", "1")])).await;
    assert_eq!(preview.status, StatusCode::OK);
    assert_eq!(shown(&hall).await, [], "a preview publishes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_manager_decides_and_never_the_author() {
    let hall = hall().await;
    second_manager(&hall, "both").await;
    let lan = sign_in(&hall, "lan", Role::Manager, None).await;
    let mai = sign_in(&hall, "mai", Role::Manager, None).await;
    let emergency = fields(&[("priority", "emergency"), ("sure", "yes")]);
    let (id, version) = {
        let answer = send(&hall, &lan, PATH, &emergency).await;
        written(&hall, &lan, &answer).await
    };
    assert_eq!(shown(&hall).await, []);
    let (approve, refuse) = (
        format!("{PATH}/{id}/approve"),
        format!("{PATH}/{id}/refuse"),
    );
    let version = [("version", version.as_str())];
    for path in [&approve, &refuse] {
        let own = send(&hall, &lan, path, &version).await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(own.text().contains("Người viết không tự duyệt được"));
    }
    let page = read(&hall, &lan, &format!("{PATH}/{id}")).await;
    assert!(
        !page.text().contains("/approve\""),
        "no button for the author"
    );
    let page = read(&hall, &mai, &format!("{PATH}/{id}")).await;
    assert!(page.text().contains("/approve\""), "{}", page.text());
    let stale = send(&hall, &mai, &approve, &[("version", "9")]).await;
    assert!(
        stale
            .text()
            .contains("Có người vừa thay đổi thông báo này.")
    );
    assert_eq!(shown(&hall).await, []);
    let agreed = send(&hall, &mai, &approve, &version).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER);
    assert_eq!(shown(&hall).await.len(), 1);
    // Now the other manager writes the notice: each of the two may decide on what the other wrote.
    let (id, version) = {
        let answer = send(&hall, &mai, PATH, &fields(&[])).await;
        written(&hall, &mai, &answer).await
    };
    let reason = [("version", version.as_str()), ("reason", "sai quầy")];
    let refused = send(&hall, &lan, &format!("{PATH}/{id}/refuse"), &reason).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER);
    let page = read(&hall, &mai, &format!("{PATH}/{id}")).await;
    assert!(page.text().contains("sai quầy"), "{}", page.text());
    assert_eq!(shown(&hall).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_of_an_agency_writes_for_its_walls_and_sends_no_emergency() {
    let hall = hall().await;
    let land = sign_in(&hall, "land", Role::Manager, Some(hall.agencies[1])).await;
    let tax = sign_in(&hall, "tax", Role::Manager, Some(hall.agencies[2])).await;
    let all = signed_in(&hall, Role::Manager).await;
    let own = fields(&[("screens", "some"), ("screen", "land")]);
    let (id, _) = {
        let answer = send(&hall, &land, PATH, &own).await;
        written(&hall, &land, &answer).await
    };
    let named = Audience::Named(["land".to_owned()].into());
    assert_eq!(shown(&hall).await[0].screens, named);
    for path in ["", "/edit"] {
        let other = read(&hall, &tax, &format!("{PATH}/{id}{path}")).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
    }
    let other = send(&hall, &tax, &format!("{PATH}/{id}/end"), &[]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let lobby = fields(&[("screens", "some"), ("screen", "lobby")]);
    let refused = send(&hall, &land, PATH, &lobby).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    // Whatever the form says, a manager of an agency cannot address other walls.
    let everywhere = send(&hall, &land, PATH, &fields(&[])).await;
    assert_eq!(everywhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    let emergency = fields(&[("priority", "emergency"), ("sure", "yes")]);
    let refused = send(&hall, &land, PATH, &emergency).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(shown(&hall).await.len(), 1);
    let (id, _) = {
        let answer = send(&hall, &all, PATH, &fields(&[])).await;
        written(&hall, &all, &answer).await
    };
    let page = read(&hall, &land, &format!("{PATH}/{id}")).await;
    assert_eq!(
        page.status,
        StatusCode::OK,
        "what stands on their wall is read"
    );
    let ended = send(&hall, &land, &format!("{PATH}/{id}/end"), &[]).await;
    assert_eq!(ended.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_an_emergency_lists_the_walls_that_show_it() {
    let hall = hall().await;
    hall.pair("lobby").await;
    hall.pair("land").await;
    let lan = signed_in(&hall, Role::Manager).await;
    let emergency = fields(&[("priority", "emergency"), ("sure", "yes")]);
    let (id, _) = {
        let answer = send(&hall, &lan, PATH, &emergency).await;
        written(&hall, &lan, &answer).await
    };
    let page = read(&hall, &lan, &format!("{PATH}/{id}?lang=en")).await;
    assert!(
        page.text().contains("0 of 2 screens show it"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("Not yet: land, lobby<"));
    assert!(page.text().contains("Unknown: no television is paired"));
    let said = sanh_store::PaintedReport {
        notice: sanh_domain::notice::model::NoticeId(id.parse().unwrap()),
        screen: "lobby".to_owned(),
        at: hall.now(),
    };
    hall.store.put_painted(vec![said]).await.unwrap();
    let page = read(&hall, &lan, &format!("{PATH}/{id}?lang=en")).await;
    assert!(page.text().contains("Showed it, not connected now"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_for_some_walls_is_on_these_and_nowhere_else() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Manager).await;
    let own = fields(&[
        ("vi", "Chỉ ở quầy đất đai"),
        ("screens", "some"),
        ("screen", "land"),
    ]);
    send(&hall, &lan, PATH, &own).await;
    send(&hall, &lan, PATH, &fields(&[])).await;
    let told = |path: &'static str, text: &'static str| {
        let hall = &hall;
        async move { hall.get(path).await.text().contains(text) }
    };
    until("the notice on its wall", || {
        told("/screen/land", "Chỉ ở quầy đất đai")
    })
    .await;
    for path in ["/open/board.json", "/api/board?scope=centre&period=all"] {
        until("the notice for all", || told(path, "Quầy 5 nghỉ")).await;
        assert!(!told(path, "Chỉ ở quầy").await, "{path}");
    }
}
