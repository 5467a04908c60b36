//! What the page of personal data tells is what the program does.

use sanh_domain::privacy::model::PERSONAL_DATA;
use sanh_server::config::Config;

use super::hall::{Hall, NOW, at, config};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_what_is_kept_for_how_long_by_the_settings_in_force() {
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
async fn where_nothing_goes_by_age_the_page_says_so() {
    let config = Config {
        applicant_keep_days: 0,
        ..config()
    };
    let hall = Hall::with(config, at(NOW)).await;
    let page = hall.get("/privacy?lang=en").await;
    assert!(page.text().contains("Until erasure is asked for."));
}
