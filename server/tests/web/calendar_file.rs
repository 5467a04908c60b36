//! Dates of the calendar from a file, in the browser. The hall's clock stands on Monday 23 November 2026, 14:10.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanh_domain::account::model::Role;

use super::desk::{hall, read, send};
use super::hall::{Answer, Hall, between, code};
use super::people::signed_in;

const PATH: &str = "/admin/calendar/file";

/// As a browser sends the form: the file, and the text field that was left as it was.
async fn upload(hall: &Hall, cookie: &str, file: &str, text: &str) -> Answer {
    let fields = [("agency", "0"), ("decision", "12/QĐ-TTg"), ("text", text)];
    let part = |(name, value): (&str, &str)| {
        format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let fields = fields.map(part).concat();
    let body = format!(
        "{fields}--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"lich.ics\"\r\n\
         Content-Type: text/calendar\r\n\r\n{file}\r\n--X--\r\n"
    );
    let request = Request::post(PATH)
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X");
    hall.ask(request.body(Body::from(body)).unwrap()).await
}

/// The fields of the confirmation, as the preview carries them.
async fn confirm(hall: &Hall, cookie: &str, shown: &Answer, how: &str) -> Answer {
    let value = |name: &str| {
        let start = format!("name=\"{name}\" value=\"");
        between(shown.text(), &start, "\"").unwrap().to_owned()
    };
    let (text, mark) = (value("text"), value("mark"));
    let fields = [
        ("text", &*text),
        ("agency", "0"),
        ("decision", "12/QĐ-TTg"),
        ("mark", &mark),
        ("confirm", how),
    ];
    send(hall, cookie, PATH, &fields).await
}

const EVENTS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n\
    DTSTART;VALUE=DATE:20261125\r\nDTEND;VALUE=DATE:20261130\r\nSUMMARY:Nghỉ do bão\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20270101\r\nSUMMARY:Tết Dương lịch\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_shown_with_the_due_times_it_moves_and_saved_only_when_confirmed() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let form = read(&hall, &admin, PATH).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text().contains("enctype=\"multipart/form-data\""));
    let shown = upload(&hall, &admin, EVENTS, "").await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    for told in [
        "Ngày mới: 3. Ngày thay đổi: 0.",
        "Đã có trong lịch, giữ nguyên: 01/01/2027.",
        "bỏ qua: 28/11/2026, 29/11/2026.",
        code(1).as_str(),
        "14:10 30/11/2026",
        "14:10 03/12/2026",
    ] {
        assert!(shown.text().contains(told), "{told}: {}", shown.text());
    }
    let calendar = read(&hall, &admin, "/admin/calendar?year=2026").await;
    assert!(!calendar.text().contains("Nghỉ do bão"), "only shown");
    let saved = confirm(&hall, &admin, &shown, "move").await;
    assert_eq!(
        saved.header("location"),
        "/admin/calendar?year=2026&saved=1",
        "{}",
        saved.text()
    );
    let calendar = read(&hall, &admin, "/admin/calendar?year=2026").await;
    let rows = calendar.text().matches("Nghỉ do bão").count();
    assert_eq!(rows, 3, "Wednesday to Friday: {}", calendar.text());
    assert!(calendar.text().contains("12/QĐ-TTg"));
    let again = upload(&hall, &admin, EVENTS, "").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("Lịch đã như vậy rồi"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_days_of_a_year_move_due_times_that_reach_into_it_and_remove_their_marks() {
    let hall = hall().await;
    // Due on 18 January 2028 if only the office hours counted.
    hall.receive(1, 290).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let lan = signed_in(&hall, Role::Manager).await;
    let dossier = format!("/desk/dossiers/{}", code(1));
    let marked = "Hạn này rơi vào năm 2028, năm chưa có lịch nghỉ được công bố.";
    let page = read(&hall, &lan, &dossier).await;
    assert!(page.text().contains(marked), "{}", page.text());
    let first: chrono::NaiveDate = "2028-01-03".parse().unwrap();
    let dates = first.iter_days().filter(|date| {
        use chrono::Datelike;
        date.weekday().number_from_monday() <= 5
    });
    let lines = dates
        .take(11)
        .map(|date| format!("{date};Ngày nghỉ;nghỉ\n"));
    let text: String = lines.collect();
    let fields = [("text", &*text), ("agency", "0"), ("decision", "1/TTg")];
    let shown = send(&hall, &admin, PATH, &fields).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    for told in [code(1).as_str(), "14:10 18/01/2028", "14:10 02/02/2028"] {
        assert!(shown.text().contains(told), "{told}: {}", shown.text());
    }
    let year = read(&hall, &admin, "/admin/calendar?year=2028").await;
    assert!(year.text().contains("mới có 0 trên 11"));
    let saved = confirm(&hall, &admin, &shown, "move").await;
    assert_eq!(
        saved.header("location"),
        "/admin/calendar?year=2028&saved=1",
        "{}",
        saved.text()
    );
    let year = read(&hall, &admin, "/admin/calendar?year=2028").await;
    assert!(!year.text().contains("chưa có lịch được công bố"));
    let page = read(&hall, &lan, &dossier).await;
    assert!(!page.text().contains(marked), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_line_is_named_and_what_was_typed_stays() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let text =
        "30/04/2028;Ngày Chiến thắng;nghỉ\n31/04/2028;Lạ;nghỉ\n02/09/2028;Quốc khánh;có lẽ\n";
    let fields = [("text", text), ("agency", "0"), ("decision", "")];
    let refused = send(&hall, &admin, PATH, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in [
        "Dòng 2: “31/04/2028” không phải là ngày.",
        "Dòng 3: “có lẽ” không phải là loại ngày.",
        "decision-problem",
        "02/09/2028;Quốc khánh;có lẽ",
    ] {
        assert!(refused.text().contains(told), "{told}: {}", refused.text());
    }
    let empty = upload(&hall, &admin, "", "").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Hãy chọn một tệp hoặc dán nội dung."));
    let torn = upload(&hall, &admin, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "").await;
    assert!(torn.text().contains("nội dung không đúng dạng iCalendar"));
    let edit = [("text", text), ("edit", "1")];
    let edit = send(&hall, &admin, PATH, &edit).await;
    assert_eq!(edit.status, StatusCode::OK);
    assert!(edit.text().contains("31/04/2028;Lạ;nghỉ"));
}
