//! Views of throughput that are saved: for their owner alone, no more than the limit, and told in the audit.

use axum::http::StatusCode;
use sanh_domain::account::model::Role;
use sanh_domain::audit::model::AuditAct;
use sanh_store::AuditQuery;

use super::super::desk::{hall, read, send};
use super::super::people::{sign_in, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_kept_for_its_owner_and_removed_by_nobody_else() {
    let hall = hall().await;
    let mai = signed_in(&hall, Role::Manager).await;
    let other = sign_in(&hall, "other-manager", Role::Manager, None).await;
    let fields = [
        ("period", "quarter"),
        ("by", "field"),
        ("view", "Quý theo lĩnh vực"),
    ];
    let kept = send(&hall, &mai, "/manage/views", &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    assert_eq!(
        kept.header("location"),
        "/manage/throughput?period=quarter&by=field"
    );
    let page = read(&hall, &mai, "/manage/throughput").await;
    assert!(page.text().contains("Quý theo lĩnh vực"));
    assert!(
        page.text()
            .contains("href=\"/manage/throughput?period=quarter&amp;by=field\"")
            || page
                .text()
                .contains("href=\"/manage/throughput?period=quarter&by=field\"")
    );
    let theirs = read(&hall, &other, "/manage/throughput").await;
    assert!(!theirs.text().contains("Quý theo lĩnh vực"));
    let refused = send(&hall, &other, "/manage/views/1/remove", &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let nameless = send(
        &hall,
        &mai,
        "/manage/views",
        &[("period", "year"), ("view", " ")],
    )
    .await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let removed = send(&hall, &mai, "/manage/views/1/remove", &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    let page = read(&hall, &mai, "/manage/throughput").await;
    assert!(!page.text().contains("Quý theo lĩnh vực"));
    let query = AuditQuery {
        rows_max: 9,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.unwrap();
    let acts: Vec<AuditAct> = lines.iter().map(|line| line.act).collect();
    assert!(acts.contains(&AuditAct::ViewKept) && acts.contains(&AuditAct::ViewRemoved));
    let admin = signed_in(&hall, Role::Admin).await;
    let audit = read(&hall, &admin, "/admin/audit").await;
    assert!(
        audit.text().contains("Quý này · Nhóm theo: Lĩnh vực"),
        "{}",
        audit.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_views_are_saved_than_the_limit() {
    let hall = hall().await;
    let mai = signed_in(&hall, Role::Manager).await;
    for number in 0..=20 {
        let name = format!("v{number}");
        let kept = send(
            &hall,
            &mai,
            "/manage/views",
            &[("period", "day"), ("view", &name)],
        )
        .await;
        let expected = if number < 20 {
            StatusCode::SEE_OTHER
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        assert_eq!(kept.status, expected, "{number}");
    }
    let again = send(
        &hall,
        &mai,
        "/manage/views",
        &[("period", "year"), ("view", "v3")],
    )
    .await;
    assert_eq!(
        again.status,
        StatusCode::SEE_OTHER,
        "the same name gives way"
    );
}
