//! Extensions of a due time, shown before they are recorded.

use super::super::hall::at;
use super::super::hall::between;
use super::super::people::signed_in;
use super::{DOSSIER, hall, read, send};
use axum::http::StatusCode;
use sanh_domain::account::model::Role;

fn extension<'a>(new_due: &'a str, shown: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("version", "2"),
        ("key", "k1"),
        ("action", "chosen"),
        ("act", "extend"),
        ("reason", "Chờ kết quả giám định."),
        ("new_due", new_due),
        ("shown_due", shown),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_is_shown_as_it_will_be_before_it_is_recorded() {
    let hall = hall().await;
    // Due on Monday 30 November.
    hall.receive(1, 5).await;
    let stored = hall.dossier(1).await;
    let was = stored.due_at.unwrap();
    let lan = signed_in(&hall, Role::Staff).await;
    let page = read(&hall, &lan, DOSSIER).await;
    assert!(page.text().contains("Gia hạn được đến"), "{}", page.text());
    let to = format!("{DOSSIER}/move");
    // 5 December is a Saturday.
    let shown = send(&hall, &lan, &to, &extension("2026-12-05T10:00", "")).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    let told = "10:00 05/12/2026 không phải giờ làm việc, nên hẹn trả mới lùi về 17:00 04/12/2026.";
    assert!(shown.text().contains(told), "{}", shown.text());
    let kept = between(shown.text(), "<textarea id=\"reason\"", "</textarea>").unwrap();
    assert!(kept.contains("Chờ kết quả giám định."), "{kept}");
    let stored = hall.dossier(1).await;
    assert_eq!(
        (stored.version, stored.due_at),
        (2, Some(was)),
        "nothing is recorded yet"
    );
    let mark = between(shown.text(), "name=\"shown_due\" value=\"", "\"").unwrap();
    let done = send(&hall, &lan, &to, &extension("2026-12-05T10:00", mark)).await;
    assert_eq!(
        done.header("location"),
        format!("{DOSSIER}?done=extend"),
        "{}",
        done.text()
    );
    let stored = hall.dossier(1).await;
    assert_eq!(stored.due_at, Some(at("2026-12-04T17:00:00+07:00")));
    assert_eq!(stored.promised_due_at, stored.due_at);
    let page = read(&hall, &lan, DOSSIER).await;
    assert!(
        page.text().contains("→ 17:00 04/12/2026"),
        "before and after: {}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_is_recorded_exactly_as_it_was_shown() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let to = format!("{DOSSIER}/move");
    let shown = send(&hall, &lan, &to, &extension("2026-12-03T10:00", "")).await;
    let mark = between(shown.text(), "name=\"shown_due\" value=\"", "\"").unwrap();
    let other = send(&hall, &lan, &to, &extension("2026-12-04T10:00", mark)).await;
    assert_eq!(other.status, StatusCode::OK, "another date is shown first");
    assert!(
        other.text().contains("Gia hạn đến 10:00 04/12/2026"),
        "{}",
        other.text()
    );
    let far = send(&hall, &lan, &to, &extension("2026-12-31T10:00", "")).await;
    assert_eq!(far.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        far.text().contains("Xa hơn phải do lãnh đạo quyết định."),
        "{}",
        far.text()
    );
    let mai = signed_in(&hall, Role::Manager).await;
    let far = send(&hall, &mai, &to, &extension("2026-12-31T10:00", "")).await;
    assert_eq!(far.status, StatusCode::OK, "a manager may");
    let year = send(&hall, &mai, &to, &extension("2028-01-04T10:00", "")).await;
    assert!(
        year.text().contains("không gia hạn quá một năm"),
        "{}",
        year.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_that_comes_too_late_is_not_offered_and_the_refusal_names_the_last_instant() {
    let hall = hall().await;
    // Half a working day of two is left.
    hall.receive_at(1, 2, at("2026-11-19T16:00:00+07:00")).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let page = read(&hall, &lan, DOSSIER).await;
    assert!(
        !page.text().contains("id=\"act-extend\""),
        "{}",
        page.text()
    );
    let late = send(
        &hall,
        &lan,
        &format!("{DOSSIER}/move"),
        &extension("2026-11-25T10:00", ""),
    )
    .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        late.text()
            .contains("lần cuối còn gia hạn được là 16:00 20/11/2026"),
        "{}",
        late.text()
    );
}
