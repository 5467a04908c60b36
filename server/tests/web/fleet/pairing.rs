//! Pairing a screen by its code.

use super::super::hall::until;
use super::super::people::signed_in;
use super::super::screen::Wall;
use super::{SETTING, code, get, hall, kept, order, pair, post};
use sanh_app::server::account::secret;
use sanh_domain::account::model::Role;

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_is_paired_by_its_code_and_is_asked_nothing_again() {
    let hall = hall().await;
    let manager = signed_in(&hall, Role::Manager).await;
    let (screen, name) = pair(&hall, &manager).await;
    assert_eq!(name, "sanh-chinh");
    let wall = format!("/screen/{name}");
    until("its wall", || async {
        get(&hall, &screen, "/screen").await.header("location") == wall
    })
    .await;
    until("its wall", || async {
        get(&hall, &screen, &wall)
            .await
            .text()
            .contains("id=\"wall\"")
    })
    .await;
    let page = get(&hall, &screen, &wall).await;
    assert!(page.text().contains("id=\"wall\"") && page.text().contains("data-slot-s=\"20\""));
    assert_eq!(kept(&page), screen, "kept on");
    // No page contains the secret or its hash.
    let (_, token) = screen.split_once('=').expect("a secret");
    let list = get(&hall, &manager, "/manage/screens").await;
    for text in [page.text(), list.text()] {
        assert!(!text.contains(token) && !text.contains(&secret::hash(token)));
    }
    // Other browsers get neither the wall nor its stream, but no sign-in or error either.
    let other = hall.get(&wall).await;
    assert!(!other.text().contains("id=\"wall\""));
    assert_eq!(code(&other).len(), 6);
    assert_eq!(hall.get(&format!("/events/{name}")).await.status, 403);
    let stream = get(&hall, &screen, &format!("/events/{name}")).await;
    assert_eq!((stream.status.as_u16(), kept(&stream)), (200, screen));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_that_is_unknown_or_revoked_shows_a_code() {
    let hall = hall().await;
    let manager = signed_in(&hall, Role::Manager).await;
    let (screen, name) = pair(&hall, &manager).await;
    let wall = format!("/screen/{name}");
    until("its wall", || async {
        get(&hall, &screen, &wall)
            .await
            .text()
            .contains("id=\"wall\"")
    })
    .await;
    let mut stream = Wall::open_as(&hall, &format!("/events/{name}"), &screen).await;
    stream.greeted().await;
    order(&hall, &manager, &name, "unpair").await;
    let event = stream.painting().await;
    assert_eq!(event.name, "gone");
    assert!(stream.next().await.is_none(), "the stream ends");
    for address in [wall.as_str(), "/screen", "/screen/nobody-knows"] {
        let page = get(&hall, &screen, address).await;
        assert_eq!(code(&page).len(), 6, "{address}");
        assert!(
            !page.text().contains("sign-in") && !page.text().contains("password"),
            "{address}"
        );
    }
    let same = code(&get(&hall, &screen, "/screen").await);
    assert_eq!(
        code(&get(&hall, &screen, &wall).await),
        same,
        "one screen, one code"
    );
    // Paired again, the wall has its old settings.
    let again = post(
        &hall,
        &manager,
        &format!("/manage/screens/wall/{name}/pair"),
        &[("code", &same)],
    )
    .await;
    assert_eq!(again.status, 303);
    until("its wall", || async {
        get(&hall, &screen, &wall)
            .await
            .text()
            .contains("id=\"wall\"")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_are_reported_and_limited() {
    let hall = hall().await;
    let manager = signed_in(&hall, Role::Manager).await;
    let mut fields = SETTING.to_vec();
    fields.push(("code", "ACDEFH"));
    for _ in 0..=10 {
        let answer = post(&hall, &manager, "/manage/screens/new", &fields).await;
        assert_eq!(answer.status, 422);
        assert!(
            answer
                .text()
                .contains("Hiện không có màn hình nào hiện mã này")
        );
        assert!(
            answer.text().contains("value=\"Sảnh chính\""),
            "what was typed is kept"
        );
    }
    let answer = post(&hall, &manager, "/manage/screens/new", &fields).await;
    assert!(answer.text().contains("Nhập sai mã quá nhiều lần"));
    let shown = code(&hall.get("/screen").await);
    let mut fields = SETTING.to_vec();
    fields.push(("code", &shown));
    let answer = post(&hall, &manager, "/manage/screens/new", &fields).await;
    assert_eq!(answer.status, 422, "a right one has to wait, too");
}
