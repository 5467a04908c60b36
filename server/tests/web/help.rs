//! Help: a page a task for everybody, found by a few words, and one press away from every room.

use sanh_domain::account::model::Role;

use super::desk::{hall, read};
use super::hall::{Hall, between};
use super::people::sign_in;

#[tokio::test(flavor = "multi_thread")]
async fn help_is_for_everybody_in_both_languages_and_found_without_diacritics() {
    let hall = Hall::open().await;
    let list = hall.get("/help?lang=vi").await;
    assert_eq!(list.status, 200);
    for heading in ["Người dân, tổ chức", "Cán bộ", "Lãnh đạo", "Quản trị viên"]
    {
        assert!(list.text().contains(heading), "{heading}");
    }
    assert!(!list.text().contains("<script"), "it needs no script");
    let found = hall
        .get("/help?lang=vi&q=%C4%91%C4%83ng+nh%E1%BA%ADp")
        .await;
    let plain = hall.get("/help?lang=vi&q=dang+nhap").await;
    let links = |text: &str| text.matches("href=\"/help/").count();
    assert!(links(plain.text()) > 0);
    assert_eq!(links(found.text()), links(plain.text()));
    assert!(links(plain.text()) < links(list.text()));
    let none = hall.get("/help?lang=en&q=%3Cb%3Ezeppelin").await;
    assert!(none.text().contains("No page has"), "{}", none.text());
    assert!(!none.text().contains("<b>zeppelin"));
    let page = hall.get("/help/receive?lang=en").await;
    assert!(page.text().contains("<ol class=\"help-steps\">"));
    assert!(
        page.text().contains("Receive and print the slip"),
        "in the words of the screen"
    );
    assert_eq!(hall.get("/help/nothing").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_room_leads_to_the_help_of_its_task() {
    let hall = hall().await;
    let mai = sign_in(&hall, "mai", Role::Manager, None).await;
    let quan = sign_in(&hall, "quan", Role::Admin, None).await;
    for (cookie, room) in [
        (&mai, "/desk"),
        (&mai, "/desk/receive"),
        (&mai, "/manage/notices"),
        (&quan, "/admin/calendar"),
        (&quan, "/account"),
    ] {
        let page = read(&hall, cookie, room).await;
        let mut links = page.text().split("<a ");
        let link = links.find(|link| link.contains("room-help")).expect(room);
        let link = between(link, "href=\"", "\"").expect(room);
        let help = hall.get(&link.replace("&amp;", "&")).await;
        assert_eq!(help.status, 200, "{room} leads to {link}");
    }
}
