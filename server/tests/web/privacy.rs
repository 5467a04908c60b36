//! What the page of personal data tells is what the program does.

use sanh_domain::privacy::model::PERSONAL_DATA;
use sanh_server::config::Config;

use super::hall::{Hall, NOW, at, config};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_can_read_which_data_are_stored_and_for_how_long() {
    let config = Config {
        applicant_keep_days: 777,
        letter_keep_days: 333,
        feedback_contact_keep_days: 222,
        ..config()
    };
    let hall = Hall::with(config, at(NOW)).await;
    for (lang, kept) in [("vi", "777 ngày"), ("en", "777 days")] {
        let page = hall.get(&format!("/privacy?lang={lang}")).await;
        assert_eq!(page.status, 200);
        let text = page.text();
        assert!(text.contains(kept), "{text}");
        assert!(text.contains("333") && text.contains("222"));
        assert_eq!(
            text.matches("<th scope=\"row\"").count(),
            PERSONAL_DATA.len()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_years_are_told_as_years() {
    let config = Config {
        applicant_keep_days: 1825,
        ..config()
    };
    let hall = Hall::with(config, at(NOW)).await;
    for (lang, kept) in [("vi", "5 năm sau khi"), ("en", "5 years after")] {
        let page = hall.get(&format!("/privacy?lang={lang}")).await;
        assert!(page.text().contains(kept), "{}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_if_nothing_is_deleted_by_age() {
    let config = Config {
        applicant_keep_days: 0,
        ..config()
    };
    let hall = Hall::with(config, at(NOW)).await;
    let page = hall.get("/privacy?lang=en").await;
    assert!(page.text().contains("Until erasure is asked for."));
}
