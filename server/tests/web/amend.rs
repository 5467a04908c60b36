//! Receptions amended, annulled and recorded later, asked as a browser asks.

use axum::http::StatusCode;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::dossier::EventKind;
use sanh_domain::id::ProcedureId;
use sanh_domain::period::Period;
use sanh_domain::procedure::model::Requirements;
use sanh_domain::scope::Scope;
use sanh_domain::text::name::Name;
use sanh_store::NewProcedure;

use super::desk::{hall, printed, procedure, read, send};
use super::hall::{Hall, NOW, at, between, code};
use super::people::{sign_in, signed_in};

const DOSSIER: &str = "/desk/dossiers/H49.1-261123-0001";
const AMEND: &str = "/desk/dossiers/H49.1-261123-0001/amend";

/// Another procedure, with a limit of so many days.
async fn other(hall: &Hall, days: u32) -> ProcedureId {
    let procedure = NewProcedure {
        code: "1.002".to_owned(),
        field: hall.fields[1],
        name: Name {
            vi: "Đăng ký kết hôn".to_owned(),
            en: None,
        },
        limit: Some(TimeLimit {
            length: WorkingMinutes::of_days(days).into(),
            cutoff_15h: false,
        })
        .into(),
    };
    hall.store.put_procedures(vec![procedure]).await.unwrap()[0]
}

/// Receives the first dossier of the day at the reception desk.
async fn receive(hall: &Hall, cookie: &str, more: &[(&str, &str)]) -> super::hall::Answer {
    let procedure = procedure(hall).await.0.to_string();
    let agency = hall.agencies[0].0.to_string();
    let mut fields = vec![
        ("procedure", &*procedure),
        ("agency", &*agency),
        ("channel", "direct"),
        ("key", "r1"),
        ("action", "receive"),
        ("name", "Nguyễn Thử Nghiệm"),
        ("phone", "0912345678"),
        ("other_papers", "Đơn"),
    ];
    // A browser sends each field once.
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend(more);
    send(hall, cookie, "/desk/receive", &fields).await
}

/// The form as it is filled in before anything is typed, with other values of some fields.
fn form<'a>(
    procedure: &'a str,
    agency: &'a str,
    others: &[(&'static str, &'a str)],
) -> Vec<(&'static str, &'a str)> {
    let mut fields = vec![
        ("version", "1"),
        ("key", "a1"),
        ("procedure", procedure),
        ("agency", agency),
        ("channel", "direct"),
        ("occurred", "23/11/2026"),
        ("occurred-time", "14:10"),
        ("name", "Nguyễn Thử Nghiệm"),
        ("phone", "0912345678"),
        ("identity", ""),
        ("email", ""),
        ("papers", "Đơn"),
        ("reason", "Ghi nhầm"),
    ];
    for &(name, value) in others {
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some(field) => field.1 = value,
            None => fields.push((name, value)),
        }
    }
    fields
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amended_reception_prints_a_new_slip_and_shows_old_and_new_values() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    receive(&hall, &lan, &[]).await;
    let longer = other(&hall, 5).await.0.to_string();
    let agency = hall.agencies[0].0.to_string();
    let page = read(&hall, &lan, AMEND).await;
    assert_eq!(page.status, StatusCode::OK);
    for told in [
        "Nguyễn Thử Nghiệm",
        "0912345678",
        "value=\"23/11/2026\"",
        "value=\"14:10\"",
        "Đơn",
    ] {
        assert!(page.text().contains(told), "{told}: {}", page.text());
    }
    let others = [("name", "Trần Thử Nghiệm"), ("papers", "Đơn\nBản sao")];
    let amended = send(&hall, &lan, AMEND, &form(&longer, &agency, &others)).await;
    let slip = printed(&hall, &lan, &amended).await;
    assert!(
        slip.text().contains("Giấy này thay thế giấy đã cấp trước"),
        "{}",
        slip.text()
    );
    assert!(
        slip.text()
            .contains("hẹn trả kết quả 14:10\u{a0}25/11/2026"),
        "{}",
        slip.text()
    );
    assert!(
        slip.text().contains("14:10 30/11/2026"),
        "the new promise: {}",
        slip.text()
    );
    assert!(slip.text().contains("Trần Thử Nghiệm"));
    let page = read(&hall, &lan, DOSSIER).await;
    for told in [
        "1.001 · Đăng ký khai sinh → 1.002 · Đăng ký kết hôn",
        "14:10 25/11/2026 → 14:10 30/11/2026",
        "Họ và tên, hoặc tên tổ chức: đã sửa (không hiển thị ở đây)",
        "Ghi nhầm",
    ] {
        assert!(page.text().contains(told), "{told}: {}", page.text());
    }
    let events = hall
        .store
        .events(&code(1), &AgencyScope::Everywhere)
        .await
        .unwrap()
        .unwrap();
    let told = format!("{events:?}");
    assert!(
        !told.contains("Thử Nghiệm") && !told.contains("0912345678"),
        "{told}"
    );
    let again = send(&hall, &lan, AMEND, &form(&longer, &agency, &others)).await;
    assert_eq!(
        again.status,
        StatusCode::SEE_OTHER,
        "sent again it counts once"
    );
    assert_eq!(
        hall.store
            .events(&code(1), &AgencyScope::Everywhere)
            .await
            .unwrap()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_due_time_than_on_the_slip_must_be_confirmed() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    receive(&hall, &lan, &[]).await;
    let shorter = other(&hall, 1).await.0.to_string();
    let agency = hall.agencies[0].0.to_string();
    let asked = send(&hall, &lan, AMEND, &form(&shorter, &agency, &[])).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked
            .text()
            .contains("sớm hơn 14:10 25/11/2026 ghi trên phiếu cũ"),
        "{}",
        asked.text()
    );
    assert!(asked.text().contains("id=\"earlier\""), "{}", asked.text());
    let confirmed = [("earlier", "yes"), ("key", "a2")];
    let amended = send(&hall, &lan, AMEND, &form(&shorter, &agency, &confirmed)).await;
    printed(&hall, &lan, &amended).await;
    let page = read(&hall, &lan, DOSSIER).await;
    assert!(
        page.text().contains("sớm hơn hạn trên giấy cũ"),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_who_did_not_receive_a_dossier_amend_its_applicant_only() {
    let hall = hall().await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let binh = sign_in(&hall, "binh", Role::Staff, None).await;
    receive(&hall, &lan, &[]).await;
    let procedure = other(&hall, 5).await.0.to_string();
    let agency = hall.agencies[0].0.to_string();
    let page = read(&hall, &binh, AMEND).await;
    assert!(
        page.text()
            .contains("Tại đây bạn sửa được thông tin người nộp.")
    );
    assert!(!page.text().contains("name=\"procedure\""));
    let forged = send(&hall, &binh, AMEND, &form(&procedure, &agency, &[])).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        forged.text().contains("Không có gì được sửa"),
        "{}",
        forged.text()
    );
    let email = [("email", "a@b.vn"), ("key", "a2")];
    let done = send(&hall, &binh, AMEND, &form(&procedure, &agency, &email)).await;
    assert_eq!(done.header("location"), format!("{DOSSIER}?done=amend"));
    let dossier = hall.dossier(1).await;
    assert_ne!(
        dossier.procedure.map(|it| it.0.to_string()),
        Some(procedure)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_amendment_says_why_and_keeps_what_was_typed() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    receive(&hall, &lan, &[]).await;
    let stored = hall.dossier(1).await;
    let procedure = stored.procedure.unwrap().0.to_string();
    let agency = hall.agencies[0].0.to_string();
    let cases: [(&'static str, &str, &str); 7] = [
        ("reason", "", "Hãy nêu lý do."),
        ("phone", "12", "Số điện thoại"),
        ("occurred", "hôm qua", "Hãy nhập đủ ngày và giờ"),
        ("occurred-time", "", "Hãy nhập đủ ngày và giờ"),
        ("occurred", "24/11/2026", "không thể ở tương lai"),
        ("occurred", "01/11/2026", "Ghi lùi quá"),
        ("version", "9", "thay đổi"),
    ];
    for (field, value, message) in cases {
        let others = [(field, value), ("papers", "Đơn <kép>")];
        let answer = send(&hall, &lan, AMEND, &form(&procedure, &agency, &others)).await;
        assert!(
            answer.status.is_client_error(),
            "{field}: {}",
            answer.status
        );
        assert!(
            answer.text().contains(message),
            "{message}: {}",
            answer.text()
        );
        assert!(answer.text().contains("Đơn &lt;kép>"), "{}", answer.text());
    }
    assert_eq!(
        hall.store
            .events(&code(1), &AgencyScope::Everywhere)
            .await
            .unwrap()
            .unwrap()
            .len(),
        1
    );
}

/// Says that only one agency handles a procedure.
async fn handled_by(hall: &Hall, id: ProcedureId, place: usize) {
    let needs = Requirements {
        agencies: vec![hall.agencies[place]],
        ..Requirements::default()
    };
    hall.store.put_requirements(id, needs).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn only_agencies_of_the_procedure_are_offered_and_taken_beside_the_present_one() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    receive(&hall, &lan, &[]).await;
    let received = hall.dossier(1).await.procedure.unwrap();
    let married = other(&hall, 5).await;
    handled_by(&hall, received, 1).await;
    handled_by(&hall, married, 2).await;
    let [here, second, third] = [0, 1, 2].map(|place: usize| hall.agencies[place].0.to_string());
    let offers = |text: &str, agency: &str| {
        let field = between(text, "id=\"agency\"", "</select>").unwrap_or_default();
        field.contains(&format!("value=\"{agency}\""))
    };
    let page = read(&hall, &lan, AMEND).await;
    let offered = [&here, &second, &third].map(|agency| offers(page.text(), agency));
    assert_eq!(offered, [true, true, false], "{}", page.text());

    let procedure = married.0.to_string();
    let strange = send(&hall, &lan, AMEND, &form(&procedure, &here, &[])).await;
    assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        strange.text().contains("không giải quyết thủ tục đã chọn"),
        "{}",
        strange.text()
    );
    let offered = [&here, &second, &third].map(|agency| offers(strange.text(), agency));
    assert_eq!(offered, [true, false, true], "those of what was chosen");

    let received = received.0.to_string();
    let stays = [("name", "Trần Thử Nghiệm")];
    let amended = send(&hall, &lan, AMEND, &form(&received, &here, &stays)).await;
    assert_eq!(
        amended.status,
        StatusCode::SEE_OTHER,
        "where it is it may stay: {}",
        amended.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_annulled_dossier_is_out_of_the_figures_and_can_still_be_found() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    let mai = signed_in(&hall, Role::Manager).await;
    receive(&hall, &lan, &[]).await;
    let month = Period::month(at(NOW).date_naive());
    let received = async || {
        let board = hall
            .store
            .board(Scope::Centre, month, hall.now())
            .await
            .unwrap();
        board.total.received_at_desk_or_post
    };
    assert_eq!(received().await, 1);
    let page = read(&hall, &lan, DOSSIER).await;
    assert!(page.text().contains("value=\"annul\""), "{}", page.text());
    let move_on = format!("{DOSSIER}/move");
    let annul = |key: &'static str, reason: &'static str| {
        [
            ("version", "1"),
            ("key", key),
            ("action", "annul"),
            ("reason", reason),
        ]
    };
    let blank = send(&hall, &lan, &move_on, &annul("k1", "")).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        blank.text().contains("href=\"#annul_reason\""),
        "{}",
        blank.text()
    );
    let done = send(&hall, &lan, &move_on, &annul("k2", "Tiếp nhận trùng")).await;
    assert_eq!(
        done.header("location"),
        format!("{DOSSIER}?done=annul"),
        "{}",
        done.text()
    );
    assert_eq!(received().await, 0);
    let found = read(&hall, &lan, "/desk?find=0912345678").await;
    assert!(
        found.text().contains("Đã hủy tiếp nhận"),
        "{}",
        found.text()
    );
    let page = read(&hall, &mai, DOSSIER).await;
    assert!(page.text().contains("Đã hủy tiếp nhận"));
    for gone in ["value=\"start\"", "value=\"annul\"", "/amend\"", "/slip\""] {
        assert!(!page.text().contains(gone), "{gone}: {}", page.text());
    }
    let listed = read(&hall, &mai, "/manage/receptions").await;
    assert!(
        listed.text().contains("Tiếp nhận trùng"),
        "{}",
        listed.text()
    );
    let room = read(&hall, &mai, "/manage/throughput").await;
    assert!(
        room.text().contains("/manage/receptions"),
        "{}",
        room.text()
    );
    let back = [
        ("version", "2"),
        ("key", "k3"),
        ("action", "chosen"),
        ("act", "correct"),
        ("reason", "Hủy nhầm"),
    ];
    let done = send(&hall, &mai, &move_on, &back).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(received().await, 1);
    let report = hall.store.verify(hall.now()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn annulling_is_only_offered_to_those_who_may() {
    let hall = hall().await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let binh = sign_in(&hall, "binh", Role::Staff, None).await;
    receive(&hall, &lan, &[]).await;
    let page = read(&hall, &binh, DOSSIER).await;
    assert!(!page.text().contains("value=\"annul\""));
    let fields = [
        ("version", "1"),
        ("key", "k1"),
        ("action", "annul"),
        ("reason", "Trùng"),
    ];
    let refused = send(&hall, &binh, &format!("{DOSSIER}/move"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text()
            .contains("Chỉ người tiếp nhận được hủy trong ngày"),
        "{}",
        refused.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reception_is_recorded_later_within_the_limit_and_beyond_it_by_a_manager_with_a_reason() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    let mai = signed_in(&hall, Role::Manager).await;
    let at_eight = |day: &'static str| [("occurred", day), ("occurred-time", "08:00")];
    let far = receive(&hall, &lan, &at_eight("18/11/2026")).await;
    assert_eq!(far.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(far.text().contains("Ghi lùi quá"), "{}", far.text());
    let bare = receive(&hall, &mai, &at_eight("18/11/2026")).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let future = receive(&hall, &lan, &at_eight("24/11/2026")).await;
    assert_eq!(future.status, StatusCode::UNPROCESSABLE_ENTITY);
    let near = receive(&hall, &lan, &at_eight("20/11/2026")).await;
    let slip = printed(&hall, &lan, &near).await;
    assert!(
        slip.text().contains("08:00 24/11/2026"),
        "due by the reception: {}",
        slip.text()
    );
    let why = [
        ("occurred", "18/11/2026"),
        ("occurred-time", "08:00"),
        ("late_reason", "Mất điện cả tuần"),
        ("key", "r2"),
    ];
    let by_manager = receive(&hall, &mai, &why).await;
    printed(&hall, &mai, &by_manager).await;
    let events = hall
        .store
        .events(&code(2), &AgencyScope::Everywhere)
        .await
        .unwrap()
        .unwrap();
    let reception = &events[0];
    assert_eq!(
        (reception.kind, reception.occurred_at),
        (EventKind::Receive, at("2026-11-18T08:00:00+07:00"))
    );
    assert_eq!(reception.reason.as_deref(), Some("Mất điện cả tuần"));
}
