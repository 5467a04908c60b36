//! Posted documents: administrators post, replace and take down; visitors read and save.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanh_domain::account::model::Role;
use sanh_domain::document::pdf::PDF_BYTES_MAX;

use super::desk::{hall, read, send};
use super::hall::{Answer, Hall};
use super::people::signed_in;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n";

/// Sends a form with a file.
pub async fn upload(
    hall: &Hall,
    cookie: &str,
    path: &str,
    fields: &[(&str, &str)],
    file: &[u8],
) -> Answer {
    let part = |(name, value): &(&str, &str)| {
        format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let fields: String = fields.iter().map(part).collect();
    let head = "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\
                Content-Type: application/pdf\r\n\r\n";
    let body = [fields.as_bytes(), head.as_bytes(), file, b"\r\n--X--\r\n"].concat();
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X");
    hall.ask(request.body(Body::from(body)).unwrap()).await
}

fn fields<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("title_vi", "Quyết định công bố thủ tục"),
        ("title_en", ""),
        ("number", "12/QĐ-UBND"),
        ("issued_on", "2026-11-02"),
    ];
    for new in changed {
        fields.retain(|(name, _)| *name != new.0);
        fields.push(*new);
    }
    fields
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_posted_read_saved_replaced_and_taken_down() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let large = [b"%PDF-1.7\n".as_slice(), &vec![b' '; 300_000], b"%%EOF"].concat();
    let posted = upload(&hall, &admin, "/admin/documents", &fields(&[]), &large).await;
    assert_eq!(
        posted.header("location"),
        "/admin/documents/1?saved=1",
        "{}",
        posted.text()
    );

    let list = hall.get("/documents").await;
    assert_eq!(list.status, StatusCode::OK);
    for text in [
        "Quyết định công bố thủ tục",
        "12/QĐ-UBND",
        "02/11/2026",
        "/documents/1/versions/1",
    ] {
        assert!(list.text().contains(text), "{text}: {}", list.text());
    }
    assert!(!list.text().contains("<script"), "{}", list.text());
    let file = hall.get("/documents/1/versions/1").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(file.header("content-length"), "300014");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"12-qd-ubnd-1-v1.pdf\""
    );
    let policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    assert_eq!(file.header("content-security-policy"), policy);
    assert_eq!(file.header("x-content-type-options"), "nosniff");

    let new = fields(&[("seen", "1"), ("title_vi", "Quyết định sửa đổi")]);
    let replaced = upload(&hall, &admin, "/admin/documents/1", &new, PDF).await;
    assert_eq!(
        replaced.status,
        StatusCode::SEE_OTHER,
        "{}",
        replaced.text()
    );
    let again = upload(&hall, &admin, "/admin/documents/1", &new, PDF).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "made from what stands no more"
    );
    let page = hall.get("/documents/1").await;
    for text in [
        "Quyết định sửa đổi",
        "Các bản trước",
        "/documents/1/versions/1",
        "/documents/1/versions/2",
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }

    let down = send(&hall, &admin, "/admin/documents/1/down", &[]).await;
    assert_eq!(down.status, StatusCode::SEE_OTHER);
    for gone in [
        "/documents/1",
        "/documents/1/versions/1",
        "/documents/1/versions/2",
    ] {
        assert_eq!(hall.get(gone).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
    assert!(
        !hall
            .get("/documents")
            .await
            .text()
            .contains("Quyết định sửa đổi")
    );
    let kept = read(&hall, &admin, "/documents/1/versions/1").await;
    assert_eq!(kept.status, StatusCode::OK, "its versions are kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_pdf_of_its_size_is_posted_and_what_was_typed_stays() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    for (file, told) in [
        (&b""[..], "Hãy chọn tệp PDF."),
        (b"<html>%PDF-1.7 %%EOF", "Tệp này không phải PDF."),
        (b"%PDF-1.7\n1 0 obj", "Tệp PDF này bị cắt."),
    ] {
        let refused = upload(&hall, &admin, "/admin/documents", &fields(&[]), file).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(refused.text().contains(told), "{told}: {}", refused.text());
        assert!(
            refused.text().contains("value=\"12/QĐ-UBND\""),
            "{}",
            refused.text()
        );
    }
    let beyond = vec![b' '; PDF_BYTES_MAX + (65 << 10)];
    let refused = upload(&hall, &admin, "/admin/documents", &fields(&[]), &beyond).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    let bad = fields(&[("title_vi", " "), ("issued_on", "31/02/2026")]);
    let refused = upload(&hall, &admin, "/admin/documents", &bad, PDF).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(hall.store.documents().await.unwrap().is_empty());

    let staff = signed_in(&hall, Role::Staff).await;
    let refused = upload(&hall, &staff, "/admin/documents", &fields(&[]), PDF).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_listed_in_the_language_of_its_reader_where_it_has_that_title() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let (vi, en) = ("Quyết định công bố thủ tục", "Decision on the procedures");
    let both = fields(&[("title_en", en)]);
    let alone = fields(&[("title_vi", "Nội quy"), ("number", "")]);
    for fields in [both, alone] {
        let posted = upload(&hall, &admin, "/admin/documents", &fields, PDF).await;
        assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text());
    }
    let list = hall.get("/documents?lang=vi").await;
    let text = list.text();
    assert!(text.contains(vi) && !text.contains(en), "{text}");
    let list = hall.get("/documents?lang=en").await;
    let text = list.text();
    assert!(text.contains(en) && !text.contains(vi), "{text}");
    assert!(text.contains("Nội quy"), "it has no other title: {text}");
    let page = hall.get("/documents/1?lang=en").await;
    assert!(page.text().contains(en), "{}", page.text());
}
