//! Scans and forms attached to a dossier: who may attach, read and remove them, and how they are sent.

use axum::http::StatusCode;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::audit::model::AuditAct;
use sanh_store::AuditQuery;

use super::desk::{read, send};
use super::document::upload;
use super::hall::{Hall, NOW, at, between, code, config, until};
use super::people::sign_in;

const DOSSIER: &str = "/desk/dossiers/H49.1-261123-0001";
const TO: &str = "/desk/dossiers/H49.1-261123-0001/attachments";
const FILE: &str = "/desk/dossiers/H49.1-261123-0001/attachments/1/file";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n";

async fn hall() -> Hall {
    let mut config = config();
    config.allow_plain_http = true;
    config.attachment_bytes_max = 400_000;
    config.attachments_per_dossier_max = 2;
    let hall = Hall::with(config, at(NOW)).await;
    hall.receive(1, 5).await;
    hall
}

async fn audited(hall: &Hall, act: AuditAct) -> usize {
    let query = AuditQuery {
        subject: Some("H49.1-261123-0001".to_owned()),
        rows_max: 100,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.unwrap();
    lines.iter().filter(|line| line.act == act).count()
}

async fn attached(hall: &Hall) -> usize {
    let everywhere = AgencyScope::Everywhere;
    let attached = hall.store.attachments(&code(1), &everywhere).await;
    attached.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_is_attached_listed_saved_and_each_opening_is_audited() {
    let hall = hall().await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let large = [b"%PDF-1.7\n".as_slice(), &vec![b' '; 300_000], b"%%EOF"].concat();
    let fields = [("key", "k1"), ("title", "Giấy <khai> sinh")];
    for _ in 0..2 {
        let done = upload(&hall, &lan, TO, &fields, &large).await;
        assert_eq!(
            (done.status, done.header("location")),
            (StatusCode::SEE_OTHER, &*format!("{DOSSIER}#attachments")),
            "{}",
            done.text()
        );
    }
    assert_eq!(attached(&hall).await, 1, "a form sent twice counts once");
    let page = read(&hall, &lan, DOSSIER).await;
    let list = between(page.text(), "class=\"attachments-list\"", "</ul>").unwrap();
    for text in ["Giấy &lt;khai&gt; sinh", FILE, "PDF, 293 kB · lan"] {
        assert!(list.contains(text), "{text}: {list}");
    }
    assert_eq!(audited(&hall, AuditAct::AttachmentOpened).await, 0);

    let file = read(&hall, &lan, FILE).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(file.header("content-length"), "300014");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"H49.1-261123-0001-1.pdf\"",
        "its name tells nothing of the person"
    );
    let policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    assert_eq!(file.header("content-security-policy"), policy);
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert!(file.text().starts_with("%PDF-1.7") && file.text().ends_with("%%EOF"));
    until("the opening in the audit", || async {
        audited(&hall, AuditAct::AttachmentOpened).await == 1
    })
    .await;
    assert_eq!(audited(&hall, AuditAct::AttachmentAdded).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn attachments_are_for_those_who_work_on_the_dossier_and_never_public() {
    let hall = hall().await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let fields = [("key", "k1"), ("title", "Giấy khai sinh")];
    upload(&hall, &lan, TO, &fields, PDF).await;
    assert_eq!(hall.get(FILE).await.status, StatusCode::UNAUTHORIZED);
    let admin = sign_in(&hall, "ad", Role::Admin, None).await;
    assert_eq!(
        read(&hall, &admin, FILE).await.status,
        StatusCode::FORBIDDEN
    );
    let other = sign_in(&hall, "other", Role::Staff, Some(hall.agencies[0])).await;
    assert_eq!(
        read(&hall, &other, FILE).await.status,
        StatusCode::NOT_FOUND
    );
    let refused = upload(&hall, &other, TO, &fields, PDF).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let missing = FILE.replace("/1/", "/9/");
    assert_eq!(
        read(&hall, &lan, &missing).await.status,
        StatusCode::NOT_FOUND
    );
    for public in [
        "/board",
        "/open/board.json",
        "/documents",
        "/documents/1/versions/1",
    ] {
        let text = hall.get(public).await;
        assert!(!text.text().contains("Giấy khai sinh"), "{public}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_another_kind_or_size_is_refused_and_what_was_typed_stays() {
    let hall = hall().await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let large = [PDF, &vec![b' '; 400_000]].concat();
    for (file, told) in [
        (&b""[..], "Hãy chọn một tệp."),
        (b"<html></html>", "Tệp này không phải PDF, JPEG hay PNG."),
        (b"\xff\xd8\xff\xe0 cut", "Tệp này bị cắt cụt."),
        (large.as_slice(), "Tệp quá lớn: tối đa 391 kB."),
    ] {
        let fields = [("key", "k1"), ("title", "Giấy khai sinh")];
        let refused = upload(&hall, &lan, TO, &fields, file).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(refused.text().contains(told), "{told}: {}", refused.text());
        assert!(
            refused.text().contains("value=\"Giấy khai sinh\""),
            "{}",
            refused.text()
        );
    }
    let untitled = upload(&hall, &lan, TO, &[("key", "k1"), ("title", " ")], PDF).await;
    assert!(untitled.text().contains("Hãy ghi tên giấy tờ"));
    assert_eq!(attached(&hall).await, 0);
    for (key, status) in [("k2", 303), ("k3", 303), ("k4", 422)] {
        let done = upload(&hall, &lan, TO, &[("key", key), ("title", "Đơn")], PDF).await;
        assert_eq!(done.status.as_u16(), status, "{key}: {}", done.text());
    }
    assert_eq!(attached(&hall).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_removed_by_whoever_attached_it_or_a_manager() {
    let hall = hall().await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let binh = sign_in(&hall, "binh", Role::Staff, None).await;
    let mai = sign_in(&hall, "mai", Role::Manager, None).await;
    for key in ["k1", "k2"] {
        upload(&hall, &lan, TO, &[("key", key), ("title", "Đơn")], PDF).await;
    }
    let remove = |id: i64| format!("{TO}/{id}/remove");
    let page = read(&hall, &binh, DOSSIER).await;
    assert!(!page.text().contains(&remove(1)), "not offered");
    let refused = send(&hall, &binh, &remove(1), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("Chỉ người đã đính kèm"),
        "{}",
        refused.text()
    );
    assert_eq!(attached(&hall).await, 2);
    for (who, id) in [(&lan, 1), (&mai, 2), (&mai, 2)] {
        let removed = send(&hall, who, &remove(id), &[]).await;
        assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text());
    }
    assert_eq!(attached(&hall).await, 0);
    assert_eq!(audited(&hall, AuditAct::AttachmentRemoved).await, 2);
}
